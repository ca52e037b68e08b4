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
	fact           // a number, a measure, a model, a single letter, a label: true whoever writes it
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
	source  string
	out     []token
	label   int // where what may be the label of a line begins, in out
}

// tokens reads a text. Signs and pictures are left out.
//
// Most of most texts is plain: what stands between two white spaces and has
// nothing that a neighbour gives another meaning is read here, in a fifth of
// the time. All else is read as the rest of the core reads it, and a tag may
// hold white space, so that from the first "<" on nothing is plain.
func (r *reader) tokens(text string) []token {
	r.source, r.out, r.label = text, make([]token, 0, len(text)/5+8), 0
	for i := 0; i < len(text); {
		if isSpace(text[i]) {
			i++
			continue
		}
		n, label := len(r.out), r.label
		end, ok := r.plain(i)
		if !ok {
			r.out, r.label = r.out[:n], label
			end = endOf(text, i)
			r.read(i, end)
		}
		i = end
	}
	r.facts()
	return r.out
}

// isSpace tells the white space that ends whatever stands before it.
func isSpace(c byte) bool { return c == ' ' || '\t' <= c && c <= '\r' }

// endOf is where what begins at i ends: at white space, or, when it has a tag,
// with the text.
func endOf(text string, i int) int {
	for ; i < len(text) && !isSpace(text[i]); i++ {
		if text[i] == '<' {
			return len(text)
		}
	}
	return i
}

// read reads source[from:to] whatever is in it.
func (r *reader) read(from, to int) {
	t := &r.text
	t.Read(r.source[from:to])
	for i := range t.Tokens {
		tok := &t.Tokens[i]
		if tok.Class == normalize.Symbol || tok.Class == normalize.Flag {
			continue
		}
		r.letters = appendLetters(r.letters[:0], t, tok)
		class := character
		if isNumber(r.letters) {
			class = number
		} else if tok.Class == normalize.Letter {
			class = otherWord
		}
		r.add(from+t.Start(i), from+t.End(i+1), hash(r.letters), class)
	}
}

// What an ASCII character is in plain text.
const (
	special = iota // not plain
	lower
	upper
	digit
	apart // ends a word, whatever stands beside it
	sign  // does so at the end, and may be a letter elsewhere: "Yes!", "N!ke"
	quote // does so unless a letter follows: "men's"
)

var plainKind = func() (t [256]uint8) {
	for kind, chars := range map[uint8]string{apart: ",;:?\"()[]{}>\\-_./*=~^", sign: "@!|+", quote: "'`"} {
		for i := range len(chars) {
			t[chars[i]] = kind
		}
	}
	for c := range 26 {
		t['a'+c], t['A'+c] = lower, upper
	}
	for c := range 10 {
		t['0'+c] = digit
	}
	return t
}()

// plain reads from i to the next white space, unless something there is not
// plain: then what it appended is not to be used.
func (r *reader) plain(i int) (end int, ok bool) {
	text := r.source
	for i < len(text) {
		switch plainKind[text[i]] {
		case lower, upper, digit:
			if i, ok = r.word(i); !ok {
				return 0, false
			}
		case special:
			return i, isSpace(text[i])
		case sign:
			if i++; i < len(text) && !isSpace(text[i]) {
				return 0, false
			}
		case quote:
			if i++; i < len(text) && plainKind[text[i]] == special && !isSpace(text[i]) {
				return 0, false
			}
		case apart:
			i++
		}
	}
	return i, true
}

// word reads the letters or the digits from i on, and what follows after an
// apostrophe. Letters beside digits, and a capital after a small letter, may be
// two words.
func (r *reader) word(i int) (end int, ok bool) {
	text, start := r.source, i
	letters := r.letters[:0]
	h, kind := uint32(offset32), plainKind[text[i]]
	for last := kind; i < len(text); i++ {
		c := text[i]
		next := plainKind[c]
		if next == quote && r.letterAt(i+1) {
			if kind == digit {
				return 0, false
			}
			continue // "men's"
		}
		if next < lower || next > digit {
			break
		}
		if next == upper {
			if last == lower {
				return 0, false
			}
			c |= 0x20
		}
		if (next == digit) != (last == digit) {
			return 0, false
		}
		h = (h ^ uint32(c)) * prime32
		letters = append(letters, c)
		last = next
	}
	r.letters = letters
	class := plainWord
	if kind == digit {
		class = number
	}
	r.add(start, i, mix(h), class)
	return i, true
}

func (r *reader) letterAt(i int) bool {
	if i >= len(r.source) {
		return false
	}
	kind := plainKind[r.source[i]]
	return kind == lower || kind == upper
}

// What the letters of a token are.
const (
	plainWord = iota // a to z
	number
	otherWord
	character // of a script without spaces
)

// add appends the token whose letters are in r.letters, and their hash here.
func (r *reader) add(start, end int, exact uint32, class int) {
	w := token{start: uint32(start), end: uint32(end), exact: exact, stem: exact, weight: wordWeight}
	r.begins(&w)
	letters := r.letters
	switch {
	case class == number:
		w.worth = fact
	case class == character:
		w.weight = charWeight
		if spelled(letters) || known(exact)&asFunctionCharacter != 0 {
			w.worth = function
		}
	case len(letters) <= utf8.UTFMax && utf8.RuneCount(letters) == 1 || class == otherWord && hasDigit(letters):
		w.worth = fact
	case known(exact)&asFunction != 0:
		w.worth = function
	}
	if class == plainWord || class == otherWord && isPlain(letters) {
		if stemmed, changed := stem(letters); changed {
			w.stem = hash(stemmed)
		}
	}
	r.out = append(r.out, w)
}

// begins sees from what stands before a token whether it begins a sentence, and
// whether those before are the label of a line.
func (r *reader) begins(w *token) {
	n := len(r.out)
	if n == 0 {
		return
	}
	between := r.source[r.out[n-1].end:max(r.out[n-1].end, w.start)]
	if between == " " {
		return
	}
	if w.first = endsSentence(between); w.first {
		r.label = n
	} else if n-r.label <= maxLabel && hasColon(between) {
		for i := r.label; i < n; i++ {
			r.out[i].worth = fact
		}
		r.label = n - maxLabel - 1 // a line has one
	}
}

// maxLabel is how many words the label of a line may have: "Country of origin:".
// What comes before a colon later in a line, or after more words, is a sentence.
const maxLabel = 6

func hasColon(between string) bool {
	for _, c := range between {
		if c == ':' || c == '\uff1a' {
			return true
		}
	}
	return false
}

func isPlain(letters []byte) bool {
	for _, c := range letters {
		if c < 'a' || c > 'z' {
			return false
		}
	}
	return true
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

func hasDigit(letters []byte) bool {
	for _, c := range letters {
		if '0' <= c && c <= '9' {
			return true
		}
	}
	return false
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
