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
		r.add(from+t.Start(i), from+t.End(i+1), hash(r.letters), tok.Class == normalize.Letter)
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
	text, letters := r.source, r.letters[:0]
	start, last := i, uint8(apart) // of the open word; apart when none is open
	h := uint32(offset32)
	wordEnd := i
	for ; i < len(text) && !isSpace(text[i]); i++ {
		c := text[i]
		kind := plainKind[c]
		switch kind {
		case lower, upper, digit:
			switch {
			case last == apart:
				start, h, letters = i, offset32, letters[:0]
			case kind == upper && last == lower, (kind == digit) != (last == digit):
				return 0, false // may be two words
			}
			if kind == upper {
				c |= 0x20
			}
			h = (h ^ uint32(c)) * prime32
			letters = append(letters, c)
			last, wordEnd = kind, i+1
			continue
		case special:
			return 0, false
		case sign:
			if i+1 < len(text) && !isSpace(text[i+1]) {
				return 0, false
			}
		case quote:
			if i+1 < len(text) {
				switch next := plainKind[text[i+1]]; next {
				case special:
					if !isSpace(text[i+1]) {
						return 0, false
					}
				case lower, upper:
					if last == digit {
						return 0, false
					}
					if last != apart {
						continue
					}
				}
			}
		}
		if last != apart {
			r.letters = letters
			r.add(start, wordEnd, mix(h), true)
			last = apart
		}
	}
	if last != apart {
		r.letters = letters
		r.add(start, wordEnd, mix(h), true)
	}
	return i, true
}

// add appends the token whose letters are in r.letters, and their hash here.
func (r *reader) add(start, end int, exact uint32, letter bool) {
	w := token{start: uint32(start), end: uint32(end), exact: exact, stem: exact, weight: charWeight}
	if n := len(r.out); n > 0 {
		before := int(r.out[n-1].end)
		between := r.source[before:max(before, start)]
		if w.first = endsSentence(between); w.first {
			r.label = n
		} else if n-r.label <= maxLabel && hasColon(between) {
			for i := r.label; i < n; i++ {
				r.out[i].worth = fact
			}
			r.label = n - maxLabel - 1 // a line has one
		}
	}
	letters := r.letters
	switch {
	case isNumber(letters):
		w.weight, w.worth = wordWeight, fact
	case letter:
		w.weight = wordWeight
		if hasDigit(letters) || len(letters) <= utf8.UTFMax && utf8.RuneCount(letters) == 1 {
			w.worth = fact
		} else if functionWords.has(exact) {
			w.worth = function
		}
		if stemmed, changed := stem(letters); changed {
			w.stem = hash(stemmed)
		}
	case spelled(letters), functionCharacters.has(exact):
		w.worth = function
	}
	r.out = append(r.out, w)
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
