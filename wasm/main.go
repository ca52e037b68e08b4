//go:build wasip1

package main

import (
	"errors"

	"clearlist/wasm/door"
	"clearlist/wasm/pack"
	"clearlist/wasm/screen"
	"clearlist/wasm/wire"
)

// Codes of check besides those of package door.
const (
	same = 3 // listing and packs are those of the last check that said ok, and so is the verdict
	more = 4 // it goes on when it is called again with the same listing
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

// The instance.
var (
	packs    []*pack.Pack
	screener *screen.Screener
	last     struct{ listing, verdict []byte } // of check
	unread   bool                              // check has more to read
	answered bool                              // check has, once
)

//go:wasmexport open
func open(n uint32) uint32 { return door.Answer(n, openPack(pack.Open)) }

//go:wasmexport reopen
func reopen(n uint32) uint32 { return door.Answer(n, openPack(pack.Reopen)) }

//go:wasmexport check
func check(n uint32) uint32 {
	if len(last.listing) > 0 && string(door.Input(n)) == string(last.listing) {
		door.Leave(append(door.Room(), last.verdict...))
		return same
	}
	if answered {
		door.Collect()
	}
	unread = false
	if code := door.Answer(n, checkListing); code != door.OK || !unread {
		return code
	}
	return more
}

//go:wasmexport mark_key
func markKey(n uint32) uint32 { return door.Answer(n, keyOfWords) }

// openPack keeps the input as the pack, so that the next reserve makes new
// room: a pack is never in memory twice.
func openPack(open func([]byte) (*pack.Pack, error)) func([]byte) ([]byte, error) {
	return func(b []byte) ([]byte, error) {
		opened, err := open(b)
		if err != nil {
			return nil, err
		}
		return nil, screenBy(opened)
	}
}

// screenBy takes a pack in, in place of the one of its name.
func screenBy(opened *pack.Pack) error {
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
		return err
	}
	packs, screener, last.listing = next, fresh, nil
	door.Forget()
	return nil
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
	verdict := wire.AppendVerdict(door.Room(), id, &listing, &found)
	answered = true
	if len(b) <= maxKept && len(verdict) <= maxKept {
		last.listing, last.verdict = append(last.listing, b...), append(last.verdict[:0], verdict...)
	}
	return verdict, nil
}
