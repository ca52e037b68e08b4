package reuse

import "unicode/utf8"

// Of FNV-1a.
const (
	offset32 = 2166136261
	prime32  = 16777619
)

// hash is FNV-1a with a final mix, as its high bits alone are weak.
func hash(b []byte) uint32 {
	h := uint32(offset32)
	for _, c := range b {
		h = (h ^ uint32(c)) * prime32
	}
	return mix(h)
}

func mix(h uint32) uint32 {
	h ^= h >> 15
	h *= 0x2c1b3c6d
	return h ^ h>>12
}

// suffixes are inflections, longest first: what goes, what comes in its place,
// and how many letters must be left for the rest to be a word.
var suffixes = []struct {
	end, with string
	left      int
}{
	{"ations", "", 4},
	{"ation", "", 4},
	{"ings", "", 3},
	{"ions", "", 4},
	{"ing", "", 3},
	{"ion", "", 4},
	{"ies", "y", 2},
	{"ied", "y", 2},
	{"sses", "ss", 1},
	{"es", "", 3},
	{"ed", "", 3},
	{"ly", "", 3},
}

// minStem is the shortest word that has an inflection to cut.
const minStem = 4

// stem cuts an English inflection off, lightly: the same word in another form
// should compare equal, and what is left need not be a word. It takes letters
// from a to z, and writes into b.
func stem(b []byte) (stemmed []byte, changed bool) {
	if len(b) < minStem {
		return b, false
	}
	whole := len(b)
	cut := false
	switch last := b[len(b)-1]; last {
	case 's', 'n', 'g', 'd', 'y':
		for i := range suffixes {
			s := &suffixes[i]
			if n := len(b) - len(s.end); s.end[len(s.end)-1] == last && n >= s.left && string(b[n:]) == s.end {
				b, cut = append(b[:n], s.with...), true
				break
			}
		}
	}
	n := len(b)
	switch {
	case !cut && n > 3 && b[n-1] == 's' && b[n-2] != 's' && b[n-2] != 'u' && b[n-2] != 'i':
		b = b[:n-1]
	case cut && n > 3 && b[n-1] == b[n-2] && b[n-1] != 'l' && b[n-1] != 's':
		b = b[:n-1] // "stopped"
	}
	if n = len(b); n > 3 && b[n-1] == 'e' {
		b = b[:n-1]
	}
	if n = len(b); n > 3 && b[n-1] == 'z' {
		b[n-1] = 's' // "organize", "organise"
		return b, true
	}
	return b, len(b) < whole
}

// spelled tells whether a character without spaces is a letter, of which it
// takes four or five to make a word, and not a word or half of one: kana, and
// the letters of Thai, Lao, Burmese and Khmer.
func spelled(letters []byte) bool {
	r, _ := utf8.DecodeRune(letters)
	return r >= 0x0E00 && r < 0x0F00 || r >= 0x1000 && r < 0x10A0 || r >= 0x1780 && r < 0x1800 || r >= 0x3040 && r < 0x3100
}
