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

// functionWords are the words that a text cannot do without, in the languages
// that the marketplaces write with spaces: English, German, French, Spanish,
// Italian, Portuguese, Dutch, Swedish, Polish, Turkish, Indonesian and
// Vietnamese, folded.
var functionWords = setOf(
	"a an the and or but if then than so as at by for from in into of off on onto out over per to up with without " +
		"is are was were be been being am has have had do does did can could will would shall should may might must " +
		"it its this that these those there here he she they we you i his her their our your my him them us me who whom whose which what when where how why " +
		"not no nor only also each any all some such more most other both one two very too just about between through during before after under again further once " +
		"der die das den dem des ein eine einer eines einem und oder aber mit von zu zum zur im ist sind war nicht auch auf fur sich es sie er wir ihr " +
		"le la les un une des du de et ou mais dans sur pour par avec sans est sont pas plus ce cette ces qui que son sa ses il elle vous nous " +
		"el los las una unos unas y o pero con sin por para del al es son no se su sus lo como mas este esta estos estas " +
		"il lo gli uno di da e ed ma con non che per del della dei delle al alla nel nella sono si come piu questo questa " +
		"os um uma do dos das na nos nas em com nao ou ao mais seu sua isso voce " +
		"het een en van op te voor met niet zijn ook maar bij uit aan om naar wordt deze " +
		"och att det som av med pa ar till inte om eller kan din ditt " +
		"i w z ze jest nie sie dla od przez oraz lub jak " +
		"ve bir bu ile icin daha cok gibi olan veya " +
		"yang dan untuk dengan dari ini itu atau pada tidak bisa adalah akan juga kami anda di ke jika " +
		"va cua cho la khong cac nhung duoc trong voi den khi nay mot rat")

// spelled tells whether a character without spaces is a letter, of which it
// takes four or five to make a word, and not a word or half of one: kana, and
// the letters of Thai, Lao, Burmese and Khmer.
func spelled(letters []byte) bool {
	r, _ := utf8.DecodeRune(letters)
	return r >= 0x0E00 && r < 0x0F00 || r >= 0x1000 && r < 0x10A0 || r >= 0x1780 && r < 0x1800 || r >= 0x3040 && r < 0x3100
}

// functionCharacters are their like in Chinese.
var functionCharacters = setOf("的 了 是 在 和 与 及 或 也 都 而 就 有 不 之 其 为 以 于 对 从 到 把 被 让 您 你 我 他 她 它 这 那 个 们 地 得 着 过 很 更 最")

// A hashSet is the words with these hashes.
type hashSet [1024]uint32

func setOf(words string) *hashSet {
	set := new(hashSet)
	for start, i := 0, 0; i <= len(words); i++ {
		if i == len(words) || words[i] == ' ' {
			h := hash([]byte(words[start:i]))
			if !set.has(h) {
				set[set.slot(h)] = h
			}
			start = i + 1
		}
	}
	return set
}

func (s *hashSet) has(h uint32) bool { return s[s.slot(h)] == h }

// slot is where h is, or would be: at the latest in the first that is empty.
func (s *hashSet) slot(h uint32) uint32 {
	i := h % uint32(len(s))
	for s[i] != 0 && s[i] != h {
		i = (i + 1) % uint32(len(s))
	}
	return i
}
