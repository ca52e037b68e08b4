package reuse

import (
	"errors"
	"iter"
	"math/bits"

	"clearlist/wasm/pack"
)

// The format of an index, little endian. All of it is one run of bytes:
//
//	0   4 bytes   "CLRI"
//	4   uint32    format, 1
//	8   uint64    pack.Sum of all that follows
//	16  uint32    sources, n
//	20  uint32    postings, p
//	24  uint32    bucket bits, b
//	28  uint32    how its fingerprints are made, fingerprintVersion
//	32  n uint32  keys, rising
//	..  n uint32  owners
//	..  uint32s   places: where in the marks every 64th bucket begins, in bits
//	..  uint64s   marks: for each of 2^b buckets a 1 for each posting, then a 0
//	..  bits      postings by fingerprint, then source: the fingerprint's last
//	              32-b bits above the source's ordinal; no wider than needed
//	..  8 bytes   0, so that a posting can be read as one uint64
//
// Sections are as long as the numbers before them say, rounded up to 8 bytes;
// what is over is 0. A posting takes 32-b bits, those of an ordinal, and 2.
const (
	indexMagic   = "CLRI"
	indexFormat  = 1
	headerLength = 32

	// fingerprintBits keep strangers from sharing a fingerprint: of 100,000
	// listings of 3 KB, one of 5 KB meets 3 by chance. Each such meeting costs
	// one comparison that finds nothing; each bit costs 2 MB.
	fingerprintBits = 32
	// fingerprintVersion is how texts become fingerprints: words, their stems,
	// grams, and which are kept. It rises with any change of these, as an index
	// made before would silently find nothing after.
	fingerprintVersion = 0
	// placeEvery is how many buckets a look-up may have to walk: their marks
	// are two words on average.
	placeEvery = 64

	// MaxSources is how many sources one index may hold.
	MaxSources  = 1 << 22
	maxPostings = 1 << 29
	// sourceBits are those of the greatest ordinal.
	sourceBits = 22
)

var (
	// ErrIndex means that bytes are not an index, or are damaged.
	ErrIndex = errors.New("reuse: not an index, or a damaged one")
	// ErrFingerprints means a sound index whose fingerprints are made in
	// another way than those of the texts it would be asked about.
	ErrFingerprints = errors.New("reuse: these fingerprints are of another version of Clearlist: update Clearlist, or publish the corpus again")
)

// An Index finds the sources that hold a fingerprint. It reads the bytes in
// place; nobody may change them. It is safe to share.
type Index struct {
	n, p     int
	shape    shape
	keys     []byte
	owners   []byte
	places   []byte
	marks    []byte
	postings []byte
}

// Open checks the bytes and reads them in place. It costs one pass for the
// sum, and allocates nothing else. Bytes that are damaged give ErrIndex, those
// of another version ErrFingerprints; none make it, or a check afterwards,
// panic.
func Open(b []byte) (*Index, error) {
	if len(b) < headerLength || string(b[:4]) != indexMagic || u32(b, 4) != indexFormat {
		return nil, ErrIndex
	}
	if u32(b, 28) != fingerprintVersion {
		if pack.Sum(b[16:]) != u64(b, 8) {
			return nil, ErrIndex
		}
		return nil, ErrFingerprints
	}
	n, p, bucketBits := u32(b, 16), u32(b, 20), u32(b, 24)
	if n > MaxSources || p > maxPostings || bucketBits != uint32(bucketBitsFor(int(p))) {
		return nil, ErrIndex
	}
	s := shapeOf(int(n), int(p))
	if len(b) != s.end || pack.Sum(b[16:]) != u64(b, 8) {
		return nil, ErrIndex
	}
	return &Index{
		n: int(n), p: int(p), shape: s,
		keys: b[s.keys:s.owners], owners: b[s.owners:s.places], places: b[s.places:s.marks],
		marks: b[s.marks:s.postings], postings: b[s.postings:s.end],
	}, nil
}

// A shape is where the sections of an index begin, and how wide a posting is.
type shape struct {
	bucketBits, ordinalBits, width             int
	keys, owners, places, marks, postings, end int
}

func shapeOf(n, p int) shape {
	s := shape{bucketBits: bucketBitsFor(p), ordinalBits: bits.Len(uint(max(n, 1) - 1))}
	s.width = fingerprintBits - s.bucketBits + s.ordinalBits
	s.keys = headerLength
	s.owners = s.keys + round8(4*n)
	s.places = s.owners + round8(4*n)
	s.marks = s.places + round8(4*((1<<s.bucketBits+placeEvery-1)/placeEvery))
	s.postings = s.marks + round8((p+1<<s.bucketBits+7)/8)
	s.end = s.postings + round8((p*s.width+7)/8) + 8
	return s
}

// bucketBitsFor makes one to two postings a bucket.
func bucketBitsFor(p int) int { return max(bits.Len(uint(p))-1, 0) }

func round8(n int) int { return (n + 7) &^ 7 }

// Len is how many sources the index holds.
func (x *Index) Len() int { return x.n }

// Sources yields the key and the owner of each source, by key.
func (x *Index) Sources() iter.Seq2[uint32, uint32] {
	return func(yield func(key, owner uint32) bool) {
		for i := range x.n {
			if !yield(u32(x.keys, 4*i), u32(x.owners, 4*i)) {
				return
			}
		}
	}
}

// find appends the ordinals of the sources that hold the fingerprint, at most
// limit of them.
func (x *Index) find(dst []uint32, fingerprint uint64, limit int) []uint32 {
	restBits := fingerprintBits - x.shape.bucketBits
	rest := fingerprint & (1<<restBits - 1)
	at, ok := x.bucket(int(fingerprint >> restBits))
	if !ok {
		return dst
	}
	for i := at - int(fingerprint>>restBits); i < x.p && x.mark(at); i, at = i+1, at+1 {
		v := x.posting(i)
		if r := v >> x.shape.ordinalBits; r > rest {
			break
		} else if r < rest {
			continue
		}
		if ordinal := uint32(v & (1<<x.shape.ordinalBits - 1)); int(ordinal) < x.n {
			dst = append(dst, ordinal)
			if limit--; limit == 0 {
				break
			}
		}
	}
	return dst
}

// bucket returns where in the marks bucket q begins: after the q-th 0.
func (x *Index) bucket(q int) (at int, ok bool) {
	at = int(u32(x.places, q/placeEvery*4))
	zeros := q % placeEvery
	if at < q/placeEvery*placeEvery || at>>6 >= len(x.marks)/8 {
		return 0, false
	}
	for word := ^u64(x.marks, at>>6*8) >> (at & 63) << (at & 63); ; {
		c := bits.OnesCount64(word)
		if c >= zeros {
			break
		}
		zeros -= c
		at = (at>>6 + 1) << 6
		if at>>6 >= len(x.marks)/8 {
			return 0, false
		}
		word = ^u64(x.marks, at>>6*8)
	}
	for word := ^u64(x.marks, at>>6*8) >> (at & 63) << (at & 63); zeros > 0; zeros-- {
		at = at>>6<<6 + bits.TrailingZeros64(word) + 1
		word &= word - 1
	}
	return at, at >= q && at-q <= x.p
}

func (x *Index) mark(at int) bool {
	return at>>3 < len(x.marks) && x.marks[at>>3]>>(at&7)&1 == 1
}

// posting reads the i-th posting, i < p: at most 57 bits, so one uint64 holds
// it wherever it begins.
func (x *Index) posting(i int) uint64 {
	at := i * x.shape.width
	return u64(x.postings, at>>3) >> (at & 7) & (1<<x.shape.width - 1)
}

func u32(b []byte, i int) uint32 {
	b = b[i : i+4]
	return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
}

func u64(b []byte, i int) uint64 {
	b = b[i : i+8]
	return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
		uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
}
