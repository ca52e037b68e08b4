//go:build wasip1

package main

import (
	"errors"
	"unsafe"

	"clearlist/wasm/pack"
	"clearlist/wasm/screen"
	"clearlist/wasm/wire"
)

// maxInput bounds what a host can make us hold: the largest pack, and a delta,
// which is published up to half as long; or the fingerprints of 100,000
// listings that were seen, with those of as many as it takes to join them.
const maxInput = max(pack.MaxSize+pack.MaxSize/2, 96<<20)

// Result codes of open and check.
const (
	ok      = 0
	refused = 1
	fault   = 2
	same    = 3 // of check: listing and packs are those of the last check that said ok, and so is the verdict
	more    = 4 // of check: it goes on when it is called again with the same listing
)

// checkSteps bounds what one call of check finds out before it lets its caller
// have a turn: some two milliseconds, and a few times that in code that the
// browser has not yet optimised.
const checkSteps = 200_000

// maxKept bounds the listing and the verdict that are kept to know that.
const maxKept = 1 << 20

var (
	errNoPack = errors.New("no pack is open")
	errNoKey  = errors.New("words that no register can hold")
)

// The instance. WebAssembly has one thread, and no call starts before the
// last one ended.
var (
	input    []byte
	result   []byte
	packs    []*pack.Pack
	screener *screen.Screener
	last     struct{ listing, verdict []byte } // of check
	unread   bool                              // check has more to read
)

//go:wasmexport reserve
func reserve(n uint32) uint32 {
	if n > maxInput {
		return 0
	}
	if int(n) > len(input) {
		input = make([]byte, n)
	}
	return pointer(input)
}

//go:wasmexport open
func open(n uint32) uint32 { return answer(n, openPack) }

//go:wasmexport check
func check(n uint32) uint32 {
	if len(last.listing) > 0 && int(n) <= len(input) && string(input[:n]) == string(last.listing) {
		result = append(result[:0], last.verdict...)
		return same
	}
	unread = false
	if code := answer(n, checkListing); code != ok || !unread {
		return code
	}
	return more
}

//go:wasmexport patch
func patch(n uint32) uint32 { return answer(n, patchPack) }

//go:wasmexport mark_key
func markKey(n uint32) uint32 { return answer(n, keyOfWords) }

//go:wasmexport result_ptr
func resultPtr() uint32 { return pointer(result) }

//go:wasmexport result_len
func resultLen() uint32 { return uint32(len(result)) }

// answer leaves the result of a call, or why there is none. A panic is our
// mistake, never the seller's: the call fails and the instance lives, as
// everything the call reads is immutable.
func answer(n uint32, call func([]byte) ([]byte, error)) (code uint32) {
	defer func() {
		if recovered := recover(); recovered != nil {
			result = append(result[:0], "the core failed: "+reason(recovered)...)
			code = fault
		}
	}()
	if int(n) > len(input) {
		result = append(result[:0], "more input than was reserved"...)
		return refused
	}
	answer, err := call(input[:n])
	if err != nil {
		result = append(result[:0], err.Error()...)
		return refused
	}
	result = answer
	return ok
}

// openPack keeps the input as the pack, so that the next reserve makes new
// room: a pack is never in memory twice.
func openPack(b []byte) ([]byte, error) {
	opened, err := pack.Open(b)
	if err != nil {
		return nil, err
	}
	next := make([]*pack.Pack, 0, len(packs)+1)
	placed := false
	for _, p := range packs {
		if p.Name() == opened.Name() {
			p, placed = opened, true
		}
		next = append(next, p)
	}
	if !placed {
		next = append(next, opened)
	}
	fresh, err := screen.New(next...)
	if err != nil {
		return nil, err
	}
	packs, screener, input = next, fresh, nil
	last.listing = nil
	return nil, nil
}

// patchPack takes the length of a pack, four bytes, little endian, the pack,
// and a delta, and gives the pack that the delta leads to. It lets go of what
// it was given: up to 48 MB that no later call reads.
func patchPack(b []byte) ([]byte, error) {
	input = nil
	const head = 4
	if len(b) < head {
		return nil, pack.ErrDelta
	}
	length := uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
	if uint64(length) > uint64(len(b)-head) {
		return nil, pack.ErrDelta
	}
	return screen.Apply(b[head:head+int(length)], b[head+int(length):])
}

// keyOfWords takes words in UTF-8 and gives the key that registers keep them
// under: eight bytes, little endian.
func keyOfWords(b []byte) ([]byte, error) {
	key, ok := screen.MarkKey(string(b))
	if !ok {
		return nil, errNoKey
	}
	out := make([]byte, 0, 8)
	for shift := 0; shift < 64; shift += 8 {
		out = append(out, byte(key>>shift))
	}
	return out, nil
}

func checkListing(b []byte) ([]byte, error) {
	last.listing = last.listing[:0]
	id, listing, err := wire.DecodeListing(b)
	if err != nil {
		return nil, err
	}
	if screener == nil {
		return nil, errNoPack
	}
	if unread = !screener.Begin(&listing, checkSteps); unread {
		return nil, nil
	}
	found := screener.Check(listing)
	found.Lengths = screener.Lengths(&listing)
	verdict := wire.AppendVerdict(result[:0], id, &listing, &found)
	if len(b) <= maxKept && len(verdict) <= maxKept {
		last.listing, last.verdict = append(last.listing, b...), append(last.verdict[:0], verdict...)
	}
	return verdict, nil
}

func pointer(b []byte) uint32 {
	return uint32(uintptr(unsafe.Pointer(unsafe.SliceData(b))))
}

// reason is what a recovered panic said, without package fmt.
func reason(recovered any) string {
	switch v := recovered.(type) {
	case error:
		return v.Error()
	case string:
		return v
	}
	return "no reason given"
}
