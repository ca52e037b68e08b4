package pack

import (
	"math/bits"
	"slices"
)

// A Filter tells whether a 64-bit hash may be one of a set. It never denies a
// member, and takes about 1 in 250 others for one.
//
// Layout: words of 64 bits, a power of two of them. A key sets four bits of
// one word: the bits are six bits each of its upper half, the word is its
// lowest bits. One memory access a question.
type Filter struct {
	words []byte
	mask  uint32
}

// filterBits is how many bits of a filter there are for each key, at least.
const filterBits = 14

// WriteFilter lays out a set of keys.
func WriteFilter(keys []uint64) []byte {
	sorted := slices.Clone(keys)
	slices.Sort(sorted)
	sorted = slices.Compact(sorted)
	words := 1 << bits.Len(uint(len(sorted)*filterBits/64))
	b := make([]byte, words*8)
	for _, key := range sorted {
		at := int(uint32(key)&uint32(words-1)) * 8
		for m := filterMask(key); m != 0; m &= m - 1 {
			bit := bits.TrailingZeros64(m)
			b[at+bit/8] |= 1 << (bit % 8)
		}
	}
	return b
}

// OpenFilter reads b in place.
func OpenFilter(b []byte) (Filter, error) {
	words := len(b) / 8
	if words == 0 || len(b)%8 != 0 || words&(words-1) != 0 || words > MaxSize {
		return Filter{}, broken("index filter: a wrong length")
	}
	return Filter{b, uint32(words - 1)}, nil
}

// Has tells whether the key may be in the set.
func (f Filter) Has(key uint64) bool {
	m := filterMask(key)
	return u64(f.words, int(uint32(key)&f.mask)*8)&m == m
}

func filterMask(key uint64) uint64 {
	return 1<<(key>>32&63) | 1<<(key>>38&63) | 1<<(key>>44&63) | 1<<(key>>50&63)
}
