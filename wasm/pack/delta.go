package pack

import "errors"

// A delta makes one version of a pack out of another, byte for byte:
//
//	d, err := pack.Diff(old, new)
//	same, err := pack.Apply(old, d) // new again
//
// Packs with an index want the [Indexer] of the package that writes it.
//
// Whoever applies it needs no trust in it: the result is the pack it was made
// for or an error, its length is known before a byte is allocated, and the
// signed hash of the pack is checked by the caller. A delta from nothing, an
// empty old pack, is a pack as it is best sent.
//
// # Format, version 2
//
// Numbers are little endian, varints are LEB128.
//
//	 0  "CLDT"
//	 4  u32  format version
//	 8  u64  XXH64 of the old pack
//	16  u64  XXH64 of the new pack
//	24  u32  length of the old pack
//	28  u32  length of the new pack
//	32  u32  1 when a register is told by marks, 2 when a list is told by terms, else 0
//	36  u32  length of each of the streams, which follow in this order
//
// A pack whose register is told by marks is first divided: the rows of marks
// and the starts of buckets on one side (see delta_register.go), all other
// bytes, its frame, on the other. So is one that is told by terms
// (delta_terms.go). The new frame is a run of steps over the
// old one. A step is three varints of the stream of steps: so many bytes of
// the old frame, each plus a byte; so many new bytes; and how far to move in
// the old frame afterwards, zigzag. What is added to old bytes is mostly zero
// and so told as runs: in the stream of runs two varints, so many zeros, so
// many bytes that follow in the stream of sums.
const (
	deltaMagic   = "CLDT"
	deltaVersion = 2
)

// The streams of a delta.
const (
	streamSteps = iota
	streamRuns
	streamSums
	streamBytes
	streamRemoved // ordinals of old marks or terms
	streamChanged // ordinals of old marks or terms
	streamAdded   // places of new marks, ordinals of new terms
	streamCodes   // codes of changed, then of added marks: see putCode
	streamRares   // the rest of rare ones
	streamTexts   // of added terms
	streamRests   // of changed and added terms
	streamCount
)

// The ways of telling.
const (
	byFrame = iota
	byMarks
	byTerms
	ways
)

const deltaHeader = 36 + 4*streamCount

var (
	// ErrDelta means a delta that is none, or a broken one.
	ErrDelta = errors.New("pack: not a delta, or a broken one")
	// ErrBase means a delta made for another pack than the one at hand.
	ErrBase = errors.New("pack: the delta is for another pack")
)

func brokenDelta(what string) error { return &detail{ErrDelta, what} }

type delta struct {
	oldSum, newSum       uint64
	oldLength, newLength int
	way                  uint32
	streams              [streamCount][]byte
}

// Apply applies a delta of packs that have no index but a register's.
func Apply(old, encoded []byte) ([]byte, error) { return Indexer{}.Apply(old, encoded) }

// Apply returns the pack that the delta was made for. Neither argument is
// changed, nor part of the result.
func (x Indexer) Apply(old, encoded []byte) ([]byte, error) {
	d, err := readDelta(encoded)
	if err != nil {
		return nil, err
	}
	if len(old) != d.oldLength || Sum(old) != d.oldSum {
		return nil, ErrBase
	}
	var out []byte
	switch d.way {
	case byMarks:
		out, err = d.applyByMarks(old)
	case byTerms:
		out, err = x.applyByTerms(d, old)
	default:
		out, err = d.frame(old, d.newLength)
	}
	if err != nil {
		return nil, err
	}
	if len(out) != d.newLength || Sum(out) != d.newSum {
		return nil, brokenDelta("the result is not the pack it was made for")
	}
	return out, nil
}

func readDelta(b []byte) (*delta, error) {
	switch {
	case len(b) < deltaHeader || string(b[:len(deltaMagic)]) != deltaMagic:
		return nil, ErrDelta
	case u32(b, 4) != deltaVersion:
		return nil, ErrVersion
	case len(b) > MaxSize || u32(b, 24) > MaxSize || u32(b, 28) > MaxSize:
		return nil, ErrTooLarge
	case u32(b, 32) >= ways:
		return nil, brokenDelta("a way of telling that is none")
	}
	d := &delta{
		oldSum: u64(b, 8), newSum: u64(b, 16),
		oldLength: int(u32(b, 24)), newLength: int(u32(b, 28)), way: u32(b, 32),
	}
	rest := b[deltaHeader:]
	for i := range d.streams {
		length := u32(b, 36+4*i)
		if uint64(length) > uint64(len(rest)) {
			return nil, brokenDelta("a stream is cut short")
		}
		d.streams[i], rest = rest[:length:length], rest[length:]
	}
	if len(rest) > 0 {
		return nil, brokenDelta("bytes that belong to no stream")
	}
	return d, nil
}

func (d *delta) encode() []byte {
	var b buffer
	b = append(b, deltaMagic...)
	b.u32(deltaVersion)
	b.u64(d.oldSum, d.newSum)
	b.u32(uint32(d.oldLength), uint32(d.newLength), d.way)
	for _, s := range d.streams {
		b.u32(uint32(len(s)))
	}
	for _, s := range d.streams {
		b = append(b, s...)
	}
	return b
}

// frame walks the steps. It never holds more than limit bytes, and takes at
// least one byte of a stream for each step, so its work is bounded as well.
func (d *delta) frame(old []byte, limit int) ([]byte, error) {
	steps, runs := reader{b: d.streams[streamSteps]}, reader{b: d.streams[streamRuns]}
	sums, fresh := d.streams[streamSums], d.streams[streamBytes]
	out := make([]byte, 0, limit)
	at := int64(0)
	zeros, summed := uint64(0), uint64(0)
	for len(steps.b) > 0 {
		same, added, move := steps.varint(), steps.varint(), steps.zigzag()
		room := uint64(limit - len(out))
		if steps.bad || same > room || added > room-same || added > uint64(len(fresh)) ||
			at < 0 || at > int64(len(old)) || same > uint64(int64(len(old))-at) {
			return nil, brokenDelta("a step out of bounds")
		}
		begin := len(out)
		out = append(out, old[at:at+int64(same)]...)
		for i := begin; i < len(out); {
			if zeros == 0 && summed == 0 {
				zeros, summed = runs.varint(), runs.varint()
				if runs.bad || zeros|summed == 0 || summed > uint64(len(sums)) {
					return nil, brokenDelta("a run out of bounds")
				}
			}
			skip := min(zeros, uint64(len(out)-i))
			i += int(skip)
			zeros -= skip
			for ; zeros == 0 && summed > 0 && i < len(out); i++ {
				out[i] += sums[0]
				sums = sums[1:]
				summed--
			}
		}
		out = append(out, fresh[:added]...)
		fresh = fresh[added:]
		at += int64(same) + move
	}
	if len(runs.b) > 0 || len(sums) > 0 || len(fresh) > 0 || zeros|summed != 0 {
		return nil, brokenDelta("more in a stream than is used")
	}
	return out, nil
}

// A reader takes numbers off a stream; bad says that there was none, or one
// that is too large, and from then on all are zero.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) varint() uint64 {
	v := uint64(0)
	for i, c := range r.b {
		if i == 5 { // no number here needs more than 35 bits
			break
		}
		v |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			r.b = r.b[i+1:]
			return v
		}
	}
	r.b, r.bad = nil, true
	return 0
}

func (r *reader) zigzag() int64 {
	v := r.varint()
	return int64(v>>1) ^ -int64(v&1)
}

func (b *buffer) varint(v uint64) {
	for ; v >= 0x80; v >>= 7 {
		*b = append(*b, byte(v)|0x80)
	}
	*b = append(*b, byte(v))
}

func (b *buffer) zigzag(v int64) { b.varint(uint64(v<<1) ^ uint64(v>>63)) }

// rice writes rising numbers by the gaps between them, Golomb-Rice: varint
// how many, a byte with the number of low bits, then for each gap its upper
// bits as so many ones and a zero, and its low bits, from bit 0 of each byte.
func (b *buffer) rice(rising []uint64) {
	b.varint(uint64(len(rising)))
	if len(rising) == 0 {
		return
	}
	low := byte(0)
	for mean := rising[len(rising)-1] / uint64(len(rising)); mean>>(low+1) > 0; low++ {
	}
	*b = append(*b, low)
	var word uint64
	used := 0
	put := func(v uint64, n int) {
		for n > 0 {
			take := min(n, 32)
			word |= (v & (1<<take - 1)) << used
			for used += take; used >= 8; used -= 8 {
				*b = append(*b, byte(word))
				word >>= 8
			}
			v >>= take
			n -= take
		}
	}
	last := uint64(0)
	for _, v := range rising {
		gap := v - last
		last = v
		for q := gap >> low; q > 0; q-- {
			put(1, 1)
		}
		put(0, 1)
		put(gap&(1<<low-1), int(low))
	}
	if used > 0 {
		*b = append(*b, byte(word))
	}
}

// maxLow bounds the low bits: no place of a mark needs more than 48 bits.
const maxLow = 40

// unrice reads a whole stream of rising numbers below limit.
func unrice(b []byte, limit uint64) ([]uint64, error) {
	head := reader{b: b}
	count := head.varint()
	b = head.b
	if head.bad || count > 8*uint64(len(b)) {
		return nil, brokenDelta("numbers cut short")
	}
	if count == 0 {
		if len(b) > 0 {
			return nil, brokenDelta("bytes after no numbers")
		}
		return nil, nil
	}
	low := int(b[0])
	b = b[1:]
	if low > maxLow || count > 8*uint64(len(b))/uint64(low+1) {
		return nil, brokenDelta("numbers cut short")
	}
	out := make([]uint64, 0, count)
	at, end, last := 0, 8*len(b), uint64(0)
	for range count {
		q := uint64(0)
		for ; at < end && b[at/8]>>(at%8)&1 == 1; at++ {
			q++
		}
		at++
		if at+low > end || q > limit>>low {
			return nil, brokenDelta("numbers cut short")
		}
		v := uint64(0)
		for i := 0; i < low; {
			take := min(low-i, 8-at%8)
			v |= uint64(b[at/8]>>(at%8)&byte(1<<take-1)) << i
			i += take
			at += take
		}
		last += q<<low | v
		if last >= limit {
			return nil, brokenDelta("a number too high")
		}
		out = append(out, last)
	}
	if (at+7)/8 != len(b) {
		return nil, brokenDelta("bytes after the numbers")
	}
	return out, nil
}
