package pack

import (
	"unicode/utf8"
	"unsafe"
)

// Texts are strings by number, read in place.
//
// Layout: u32 count, then count+1 u32 offsets, rising from 0 to the length of
// the bytes that follow.
type Texts struct {
	offsets, bytes []byte
}

// WriteTexts lays out strings.
func WriteTexts(all []string) []byte {
	b := make([]byte, 4*(len(all)+2))
	put32(b, 0, uint32(len(all)))
	end := uint32(0)
	for i, s := range all {
		end += uint32(len(s))
		put32(b, 4*(i+2), end)
	}
	for _, s := range all {
		b = append(b, s...)
	}
	return b
}

// OpenTexts reads b in place.
func OpenTexts(b []byte) (Texts, error) {
	if len(b) < 8 {
		return Texts{}, broken("index texts: too short")
	}
	count := uint64(u32(b, 0))
	if count > MaxSize/4 || uint64(len(b)) < 4*(count+2) {
		return Texts{}, broken("index texts: too short")
	}
	end := int(4 * (count + 2))
	t := Texts{b[4:end], b[end:]}
	last := uint32(0)
	for at := 0; at < len(t.offsets); at += 4 {
		offset := u32(t.offsets, at)
		if offset < last || at == 0 && offset != 0 {
			return Texts{}, broken("index texts: offsets do not rise from 0")
		}
		last = offset
	}
	if uint64(last) != uint64(len(t.bytes)) || !utf8.Valid(t.bytes) {
		return Texts{}, broken("index texts: wrong bytes")
	}
	return t, nil
}

// Len is the number of strings.
func (t Texts) Len() int { return len(t.offsets)/4 - 1 }

// At returns a string, a part of the pack.
func (t Texts) At(i int) string {
	b := t.bytes[u32(t.offsets, i*4):u32(t.offsets, i*4+4)]
	return unsafe.String(unsafe.SliceData(b), len(b))
}

// Numbers are u32 by place, read in place.
type Numbers struct{ b []byte }

// WriteNumbers lays out numbers.
func WriteNumbers(all []uint32) []byte {
	b := make([]byte, 4*len(all))
	for i, v := range all {
		put32(b, 4*i, v)
	}
	return b
}

// OpenNumbers reads b in place.
func OpenNumbers(b []byte) (Numbers, error) {
	if len(b)%4 != 0 {
		return Numbers{}, broken("index numbers: a wrong length")
	}
	return Numbers{b}, nil
}

// Len is how many there are.
func (n Numbers) Len() int { return len(n.b) / 4 }

// At returns one of them.
func (n Numbers) At(i int) uint32 { return u32(n.b, i*4) }

// At64 returns the number whose lower half stands at i and upper half at i+1.
func (n Numbers) At64(i int) uint64 { return u64(n.b, i*4) }
