package reuse

import (
	"unicode/utf8"

	"clearlist/wasm/internal/normalize"
)

// A word of space-separated text weighs as much as two characters of a script
// without spaces, so that eight words and sixteen characters are the same run.
const (
	wordWeight = 2
	charWeight = 1
)

// A token is a word, or a character of a script without spaces.
type token struct {
	start, end uint32 // in the text
	exact      uint32 // hash of its folded letters
	stem       uint32 // hash of them without an inflection
	weight     uint8
	worth      worth
	first      bool // of a sentence, or of a line; the first of all is not marked
}

// worth is what a token says about whose text it is in.
type worth uint8

const (
	content  worth = iota
	function       // "the", "of": every text has it
	fact           // a number, a single letter: true whoever writes it
)

// tokens reads a text.
func tokens(text string) []token {
	var r reader
	return r.tokens(text)
}

// A reader reads texts one after the other in the same room.
type reader struct {
	text    normalize.Text
	letters []byte
}

// tokens reads a text. Signs and pictures are left out.
func (r *reader) tokens(text string) []token {
	t := &r.text
	t.Read(text)
	out := make([]token, 0, len(t.Tokens))
	letters := r.letters
	end := 0
	for i := range t.Tokens {
		tok := &t.Tokens[i]
		if tok.Class == normalize.Symbol || tok.Class == normalize.Flag {
			continue
		}
		w := token{start: uint32(t.Start(i)), end: uint32(t.End(i + 1)), weight: charWeight}
		w.first = len(out) > 0 && endsSentence(text[end:max(end, t.Start(i))])
		end = t.End(i + 1)
		letters = appendLetters(letters[:0], t, tok)
		w.exact = hash(letters)
		w.stem = w.exact
		switch {
		case isNumber(letters):
			w.weight, w.worth = wordWeight, fact
		case tok.Class == normalize.Letter:
			w.weight = wordWeight
			if utf8.RuneCount(letters) == 1 {
				w.worth = fact
			} else if functionWords[string(letters)] {
				w.worth = function
			}
			w.stem = hash(stem(letters))
		case spelled(letters), functionCharacters[string(letters)]:
			w.worth = function
		}
		out = append(out, w)
	}
	r.letters = letters
	return out
}

// appendLetters appends the folded letters of a token, and for letters of
// another script the Latin ones that they look like: a disguise copies too.
func appendLetters(dst []byte, t *normalize.Text, tok *normalize.Token) []byte {
	if tok.How&normalize.LookAlike == 0 {
		return t.AppendFold(dst, tok)
	}
	skel := tok.S0
	for i := tok.U0; i < tok.U1; i++ {
		alike := t.Units[i].How&normalize.LookAlike != 0
		if !alike {
			dst = utf8.AppendRune(dst, t.Units[i].Fold)
		}
		for ; skel < tok.S1 && t.Owner[skel] <= i; skel++ {
			if alike {
				dst = utf8.AppendRune(dst, t.Skel[skel])
			}
		}
	}
	return dst
}

func isNumber(letters []byte) bool {
	for _, c := range letters {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// endsSentence tells whether what stands between two words ends a sentence: a
// line end, a full stop with white space behind it, or a sign that needs none.
func endsSentence(between string) bool {
	for i, c := range between {
		switch c {
		case '\n', '!', '?', '\u3002', '\uff01', '\uff1f':
			return true
		case '.':
			if i+1 == len(between) || between[i+1] == ' ' {
				return i+1 < len(between)
			}
		}
	}
	return false
}

// hash is FNV-1a with a final mix, as its high bits alone are weak.
func hash(b []byte) uint32 {
	h := uint32(2166136261)
	for _, c := range b {
		h = (h ^ uint32(c)) * 16777619
	}
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

// stem cuts an English inflection off, lightly: the same word in another form
// should compare equal, and what is left need not be a word. It writes into b.
func stem(b []byte) []byte {
	for _, c := range b {
		if c < 'a' || c > 'z' {
			return b
		}
	}
	cut := false
	for _, s := range suffixes {
		if n := len(b) - len(s.end); n >= s.left && string(b[n:]) == s.end {
			b, cut = append(b[:n], s.with...), true
			break
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
	}
	return b
}

// functionWords are the words that a text cannot do without, in the languages
// that the marketplaces write with spaces.
var functionWords = setOf(
	"a an the and or but if then than so as at by for from in into of off on onto out over per to up with without " +
		"is are was were be been being am has have had do does did can could will would shall should may might must " +
		"it its this that these those there here he she they we you i his her their our your my him them us me who whom whose which what when where how why " +
		"not no nor only also each any all some such more most other both one two very too just about between through during before after under again further once " +
		"der die das den dem des ein eine einer eines einem und oder aber mit von zu zum zur im ist sind war nicht auch auf fur sich es sie er wir ihr " +
		"le la les un une des du de et ou mais dans sur pour par avec sans est sont pas plus ce cette ces qui que son sa ses il elle vous nous " +
		"el los las una unos unas y o pero con sin por para del al es son no se su sus lo como mas este esta estos estas " +
		"il lo gli uno di da e ed ma con non che per del della dei delle al alla nel nella sono si come piu questo questa")

// spelled tells whether a character without spaces is a letter, of which it
// takes four or five to make a word, and not a word or half of one: kana, and
// the letters of Thai, Lao, Burmese and Khmer.
func spelled(letters []byte) bool {
	r, _ := utf8.DecodeRune(letters)
	return r >= 0x0E00 && r < 0x0F00 || r >= 0x1000 && r < 0x10A0 || r >= 0x1780 && r < 0x1800 || r >= 0x3040 && r < 0x3100
}

// functionCharacters are their like in Chinese.
var functionCharacters = setOf("的 了 是 在 和 与 及 或 也 都 而 就 有 不 之 其 为 以 于 对 从 到 把 被 让 您 你 我 他 她 它 这 那 个 们 地 得 着 过 很 更 最")

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for start, i := 0, 0; i <= len(words); i++ {
		if i == len(words) || words[i] == ' ' {
			set[words[start:i]] = true
			start = i + 1
		}
	}
	return set
}
