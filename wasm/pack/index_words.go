package pack

import "unsafe"

// Words are sorted, distinct words of ASCII letters, to be searched by how
// they begin.
//
// Layout: u32 count, then count+1 u32 offsets, then the letters.
type Words struct {
	offsets, letters []byte
}

// LongestWord is the length of the longest word of a Words.
const LongestWord = 40

// WriteWords lays out sorted, distinct words.
func WriteWords(sorted []string) ([]byte, error) {
	b := make([]byte, 4*(len(sorted)+2))
	put32(b, 0, uint32(len(sorted)))
	end := uint32(0)
	for i, s := range sorted {
		if len(s) == 0 || len(s) > LongestWord || i > 0 && sorted[i-1] >= s {
			return nil, broken("index words: unsorted, empty or too long: " + s)
		}
		end += uint32(len(s))
		put32(b, 4*(i+2), end)
	}
	for _, s := range sorted {
		b = append(b, s...)
	}
	return b, nil
}

// OpenWords reads b in place.
func OpenWords(b []byte) (Words, error) {
	if len(b) < 8 {
		return Words{}, broken("index words: too short")
	}
	count := uint64(u32(b, 0))
	if count > MaxSize/4 || uint64(len(b)) < 4*(count+2) {
		return Words{}, broken("index words: too short")
	}
	letters := int(4 * (count + 2))
	w := Words{b[4:letters], b[letters:]}
	if u32(w.offsets, 0) != 0 || uint64(u32(w.offsets, int(count)*4)) != uint64(len(w.letters)) {
		return Words{}, broken("index words: wrong offsets")
	}
	before := ""
	for i := range w.Len() {
		from, to := u32(w.offsets, i*4), u32(w.offsets, i*4+4)
		if to <= from || to-from > LongestWord || uint64(to) > uint64(len(w.letters)) {
			return Words{}, broken("index words: wrong offsets")
		}
		word := w.At(i)
		if word <= before {
			return Words{}, broken("index words: out of order")
		}
		before = word
	}
	return w, nil
}

// Len is the number of words.
func (w Words) Len() int { return max(0, len(w.offsets)/4-1) }

// At returns a word, a part of the pack.
func (w Words) At(i int) string {
	b := w.letters[u32(w.offsets, i*4):u32(w.offsets, i*4+4)]
	return unsafe.String(unsafe.SliceData(b), len(b))
}

// From returns the first word that is not below prefix.
func (w Words) From(prefix string) int {
	low, high := 0, w.Len()
	for low < high {
		if mid := (low + high) / 2; w.At(mid) < prefix {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}
