package reuse

import (
	"errors"
	"slices"

	"clearlist/wasm/pack"
)

// MaxText is the longest text that is read, in bytes: the longest listing a
// marketplace takes is some 30 KB.
const MaxText = 1 << 20

// What a caller may do wrong.
var (
	ErrTooLong  = errors.New("reuse: the text is too long")
	ErrTooMany  = errors.New("reuse: too many sources for one index")
	ErrSameKey  = errors.New("reuse: two sources have the same key")
	errTooLarge = errors.New("reuse: too many fingerprints for one index")
)

// A Source is a text that others may have copied from. Key is the caller's
// name for it. Owner is who published it, 0 when that is not known: wording
// that many owners share is nobody's.
type Source struct {
	Key   uint32
	Owner uint32
	Text  string
}

// Build makes an index of the sources. Their order does not matter: the same
// sources give the same bytes. To add a source, build an index of it alone,
// and Merge when there is time: a Corpus holds several indexes.
func Build(sources []Source) ([]byte, error) {
	if len(sources) > MaxSources {
		return nil, ErrTooMany
	}
	order := inOrder(len(sources), func(i int) uint32 { return sources[i].Key })
	w := writer{sources: make([]sourceRow, 0, len(sources))}
	for ordinal, i := range order {
		s := &sources[i]
		if len(s.Text) > MaxText {
			return nil, ErrTooLong
		}
		w.sources = append(w.sources, sourceRow{s.Key, s.owner()})
		w.add(fingerprints(s.Text), ordinal)
	}
	return w.bytes()
}

// owner is the source's owner, or one that its text makes: the same page seen
// twice is one witness.
func (s *Source) owner() uint32 {
	if s.Owner != 0 {
		return s.Owner
	}
	return ownerOf(tokens(s.Text))
}

func ownerOf(words []token) uint32 {
	h := uint32(2166136261)
	for _, w := range words {
		h = (h ^ w.exact) * 16777619
	}
	return h | unknownOwner
}

// unknownOwner marks an owner made from a text, so that none is 0.
const unknownOwner = 1 << 31

// fingerprints are those of a text, rising, each once.
func fingerprints(text string) []uint64 {
	words := tokens(text)
	kept := winnow(words, grams(words, gramWeight))
	out := make([]uint64, len(kept))
	for i, g := range kept {
		out[i] = g.fingerprint()
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (g gram) fingerprint() uint64 { return g.hash >> (64 - fingerprintBits) }

// Merge makes one index of several, without the sources that drop names; drop
// may be nil. It is what Build would make of the same sources.
func Merge(drop func(key uint32) bool, parts ...*Index) ([]byte, error) {
	type row struct {
		sourceRow
		part, ordinal int
	}
	var rows []row
	for i, x := range parts {
		if len(rows)+x.n > MaxSources {
			return nil, ErrTooMany
		}
		for ordinal := range x.n {
			s := sourceRow{u32(x.keys, 4*ordinal), u32(x.owners, 4*ordinal)}
			if drop == nil || !drop(s.key) {
				rows = append(rows, row{s, i, ordinal})
			}
		}
	}
	order := inOrder(len(rows), func(i int) uint32 { return rows[i].key })
	const dropped = -1
	ordinals := make([][]int, len(parts))
	for i, x := range parts {
		ordinals[i] = slices.Repeat([]int{dropped}, x.n)
	}
	w := writer{sources: make([]sourceRow, len(rows))}
	for ordinal, i := range order {
		r := &rows[i]
		w.sources[ordinal] = r.sourceRow
		ordinals[r.part][r.ordinal] = ordinal
	}
	for i, x := range parts {
		for fingerprint, ordinal := range x.all() {
			if ordinal = ordinals[i][ordinal]; ordinal != dropped {
				w.postings = append(w.postings, fingerprint<<sourceBits|uint64(ordinal))
			}
		}
	}
	return w.bytes()
}

// inOrder are the numbers below n by a key of each; equals stay as they were.
func inOrder(n int, key func(i int) uint32) []int {
	keyed := make([]uint64, n)
	for i := range keyed {
		keyed[i] = uint64(key(i))<<32 | uint64(i)
	}
	slices.Sort(keyed)
	order := make([]int, n)
	for at, k := range keyed {
		order[at] = int(uint32(k))
	}
	return order
}

// all yields each fingerprint and a source that holds it.
func (x *Index) all() func(yield func(uint64, int) bool) {
	return func(yield func(uint64, int) bool) {
		restBits := fingerprintBits - x.shape.bucketBits
		at, i := 0, 0
		for q := 0; q < 1<<x.shape.bucketBits; at++ {
			if at>>3 >= len(x.marks) || i >= x.p {
				return
			}
			if !x.mark(at) {
				q++
				continue
			}
			v := x.posting(i)
			i++
			ordinal := int(v & (1<<x.shape.ordinalBits - 1))
			if ordinal < x.n && !yield(uint64(q)<<restBits|v>>x.shape.ordinalBits, ordinal) {
				return
			}
		}
	}
}

type sourceRow struct{ key, owner uint32 }

// A writer gathers what an index says.
type writer struct {
	sources  []sourceRow // by key
	postings []uint64    // fingerprint<<sourceBits | ordinal
}

func (w *writer) add(fingerprints []uint64, ordinal int) {
	for _, f := range fingerprints {
		w.postings = append(w.postings, f<<sourceBits|uint64(ordinal))
	}
}

func (w *writer) bytes() ([]byte, error) {
	for i := 1; i < len(w.sources); i++ {
		if w.sources[i].key == w.sources[i-1].key {
			return nil, ErrSameKey
		}
	}
	if len(w.postings) > maxPostings {
		return nil, errTooLarge
	}
	slices.Sort(w.postings)
	s := shapeOf(len(w.sources), len(w.postings))
	b := make([]byte, s.end)
	copy(b, indexMagic)
	put32(b, 4, indexFormat)
	put32(b, 16, uint32(len(w.sources)))
	put32(b, 20, uint32(len(w.postings)))
	put32(b, 24, uint32(s.bucketBits))
	put32(b, 28, fingerprintVersion)
	for i, row := range w.sources {
		put32(b, s.keys+4*i, row.key)
		put32(b, s.owners+4*i, row.owner)
	}
	w.marks(b, s)
	for i, v := range w.postings {
		rest := v >> sourceBits & (1<<(fingerprintBits-s.bucketBits) - 1)
		putBits(b[s.postings:], i*s.width, rest<<s.ordinalBits|v&(1<<sourceBits-1))
	}
	put64(b, 8, pack.Sum(b[16:]))
	return b, nil
}

func (w *writer) marks(b []byte, s shape) {
	at, i := 0, 0
	for q := range 1 << s.bucketBits {
		if q%placeEvery == 0 {
			put32(b, s.places+q/placeEvery*4, uint32(at))
		}
		for ; i < len(w.postings) && int(w.postings[i]>>(sourceBits+fingerprintBits-s.bucketBits)) == q; i++ {
			b[s.marks+at>>3] |= 1 << (at & 7)
			at++
		}
		at++
	}
}

// putBits writes v over zeros.
func putBits(b []byte, at int, v uint64) {
	v <<= at & 7
	for i := at >> 3; v != 0; i++ {
		b[i] |= byte(v)
		v >>= 8
	}
}

func put32(b []byte, i int, v uint32) {
	b[i], b[i+1], b[i+2], b[i+3] = byte(v), byte(v>>8), byte(v>>16), byte(v>>24)
}

func put64(b []byte, i int, v uint64) {
	put32(b, i, uint32(v))
	put32(b, i+4, uint32(v>>32))
}
