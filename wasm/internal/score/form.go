package score

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"clearlist/wasm/internal/normalize"
	"clearlist/wasm/list"
)

// maxBreaches bounds how often one limit speaks of one field.
const maxBreaches = 20

// A form is the parts of one field, held against one limit.
type form struct {
	*Input
	limit *list.Limit
	parts []int // numbers of parts, at least one
	found []Breach
	most  int // how many may be found, those of other limits with them
}

// check is one case for each kind of limit.
func (f *form) check() {
	l := f.limit
	switch l.Kind {
	case list.MinCount, list.MaxCount:
		f.count()
		return
	case list.MaxTotalCharacters:
		f.total()
		return
	}
	for _, i := range f.parts {
		t := f.Parts[i].Text
		text := t.Source
		switch l.Kind {
		case list.MaxCharacters:
			if at, length := charactersTo(text, l.Max); length > l.Max {
				f.add(i, at, len(text), strconv.Itoa(length))
			}
		case list.MinCharacters:
			if _, length := charactersTo(text, l.Max); length < l.Max {
				f.add(i, 0, len(text), strconv.Itoa(length))
			}
		case list.MaxBytes:
			f.bytes(i, text)
		case list.BannedCharacters:
			f.banned(i, text)
		case list.SingleCharacters:
			f.single(i, text)
		case list.MaxRepeats:
			f.repeats(i, t)
		case list.MaxPartCharacters, list.UniqueParts, list.BannedStarts:
			f.pieces(i, text)
		case list.BannedEnds:
			end := strings.TrimRight(text, " \n")
			if r, size := utf8.DecodeLastRuneInString(end); size > 0 && strings.ContainsRune(l.Text, r) {
				f.add(i, len(end)-size, len(end), end[len(end)-size:])
			}
		case list.BannedValues:
			for value := range strings.SplitSeq(l.Text, ", ") {
				if strings.EqualFold(strings.TrimSpace(text), value) {
					f.add(i, 0, len(text), strings.TrimSpace(text))
				}
			}
		case list.BannedShapes:
			f.shapes(i, text)
		case list.NoEmoji:
			f.emoji(i, text)
		case list.NoMarkup:
			f.markup(i, text)
		case list.NoContacts:
			f.contacts(i, text)
		}
	}
}

func (f *form) add(part, start, end int, count string) {
	if len(f.found) < f.most && start < end {
		f.found = append(f.found, Breach{Part: part, Start: start, End: end, Count: count})
	}
}

// count holds the number of bullets, or of parts between commas, against the
// limit. Too few are told at the last one, too many at the first one over.
func (f *form) count() {
	last := f.parts[len(f.parts)-1]
	text := f.Parts[last].Text.Source
	n, at := len(f.parts), 0
	if f.limit.Field != list.Bullets {
		n = 0
		eachPiece(text, func(start, _ int) {
			if n++; n == f.limit.Max+1 {
				at = start
			}
		})
	} else if n > f.limit.Max {
		last = f.parts[f.limit.Max]
		text = f.Parts[last].Text.Source
	}
	if f.limit.Kind == list.MinCount && n < f.limit.Max || f.limit.Kind == list.MaxCount && n > f.limit.Max {
		f.add(last, at, len(text), strconv.Itoa(n))
	}
}

// total marks what stands over the limit in the part that passes it.
func (f *form) total() {
	sum, part, start := 0, -1, 0
	for _, i := range f.parts {
		text := f.Parts[i].Text.Source
		at, length := charactersTo(text, f.limit.Max-sum)
		if sum+length > f.limit.Max && part < 0 {
			part, start = i, at
		}
		sum += length
	}
	if part >= 0 {
		f.add(part, start, len(f.Parts[part].Text.Source), strconv.Itoa(sum))
	}
}

// charactersTo returns the byte at which a text passes max characters, and its
// length in them.
func charactersTo(text string, max int) (at, length int) {
	at = len(text)
	for i := range text {
		if length == max {
			at = i
		}
		length++
	}
	return at, length
}

func (f *form) bytes(part int, text string) {
	if len(text) <= f.limit.Max {
		return
	}
	at := f.limit.Max
	for at > 0 && !utf8.RuneStart(text[at]) {
		at--
	}
	f.add(part, at, len(text), strconv.Itoa(len(text)))
}

func (f *form) banned(part int, text string) {
	var ascii [utf8.RuneSelf]bool // those that are, for speed
	for _, r := range f.limit.Text {
		if r < utf8.RuneSelf {
			ascii[r] = true
		}
	}
	for i, r := range text {
		if r < utf8.RuneSelf && !ascii[r] || r == utf8.RuneError || r >= utf8.RuneSelf && !strings.ContainsRune(f.limit.Text, r) {
			continue
		}
		end := i + utf8.RuneLen(r)
		f.add(part, i, end, text[i:end])
	}
}

// single marks each use of a character after the first.
func (f *form) single(part int, text string) {
	for _, r := range f.limit.Text {
		c := string(r)
		for at := strings.Index(text, c); at >= 0; {
			next := strings.Index(text[at+len(c):], c)
			if next < 0 {
				break
			}
			at += len(c) + next
			f.add(part, at, at+len(c), c)
		}
	}
}

// repeats marks each use of a word beyond the allowed number. The words of a
// name are not counted apart: the navy of "Old Navy" is no navy blue.
func (f *form) repeats(part int, t *normalize.Text) {
	type count struct {
		word  string
		times int
	}
	var seen []count
	for i := 0; i < len(t.Tokens); i++ {
		if !isWord(t, i) || t.Tokens[i].U1-t.Tokens[i].U0 < 2 {
			continue
		}
		first, end := i, f.nameFrom(part, i)
		word := ""
		for k := first; k < end; k++ {
			word += string(t.AppendFold(nil, &t.Tokens[k]))
		}
		i = end - 1
		n := 0
		for n < len(seen) && seen[n].word != word {
			n++
		}
		if n == len(seen) {
			seen = append(seen, count{word: word})
		}
		if seen[n].times++; seen[n].times > f.limit.Max && !f.mayRepeat(word) {
			f.add(part, t.Start(first), t.End(end), word)
		}
	}
}

// nameFrom is the end of the longest listed name of several words that starts
// at a token, or the token's own.
func (f *form) nameFrom(part, tok int) int {
	end := tok + 1
	for s := range f.Sources {
		for _, k := range f.Parts[part].Places[s].StartingAt(tok) {
			if h := &f.Parts[part].Hits[s][k]; h.Tok1 > end && h.Kind == 0 && f.Sources[s].Index.IsTerm(h.Form) {
				end = h.Tok1
			}
		}
	}
	return end
}

// mayRepeat tells whether a folded word is one that the limit leaves out.
func (f *form) mayRepeat(word string) bool {
	var t normalize.Text
	t.Read(f.limit.Text)
	for i := range t.Tokens {
		if string(t.AppendFold(nil, &t.Tokens[i])) == word {
			return true
		}
	}
	return false
}

// eachPiece gives what stands between the commas of a text, without the white
// space around it; nothing is no piece.
func eachPiece(text string, take func(start, end int)) {
	for start := 0; start <= len(text); {
		end := strings.IndexAny(text[start:], ",\n\uff0c\u3001")
		next := len(text) + 1
		if end < 0 {
			end = len(text)
		} else {
			_, size := utf8.DecodeRuneInString(text[start+end:])
			end += start
			next = end + size
		}
		piece := strings.TrimLeft(text[start:end], " ")
		from := end - len(piece)
		if piece = strings.TrimRight(piece, " "); piece != "" {
			take(from, from+len(piece))
		}
		start = next
	}
}

func (f *form) pieces(part int, text string) {
	var seen []string
	eachPiece(text, func(start, end int) {
		piece := text[start:end]
		switch f.limit.Kind {
		case list.MaxPartCharacters:
			if n := utf8.RuneCountInString(piece); n > f.limit.Max {
				f.add(part, start, end, strconv.Itoa(n))
			}
		case list.BannedStarts:
			if r, size := utf8.DecodeRuneInString(piece); strings.ContainsRune(f.limit.Text, r) {
				f.add(part, start, start+size, piece[:size])
			}
		case list.UniqueParts:
			for _, s := range seen {
				if strings.EqualFold(s, piece) {
					f.add(part, start, end, piece)
					return
				}
			}
			if len(seen) < maxPieces {
				seen = append(seen, piece)
			}
		}
	})
}

// maxPieces bounds how many parts are held against each other.
const maxPieces = 200

// shapes marks the words that look like one of the limit's shapes.
func (f *form) shapes(part int, text string) {
	for shape := range strings.SplitSeq(f.limit.Text, ", ") {
		for at := 0; at+len(shape) <= len(text); at++ {
			if hasShape(text[at:at+len(shape)], shape) && (at == 0 || !isAlnum(text[at-1])) &&
				(at+len(shape) == len(text) || !isAlnum(text[at+len(shape)])) {
				f.add(part, at, at+len(shape), text[at:at+len(shape)])
			}
		}
	}
}

// hasShape tells whether a text is written as a shape says: X is a capital or
// a digit, what else stands there is itself. A shape of letters alone has a
// digit among its X, or "BOOKMARKED" would be one.
func hasShape(text, shape string) bool {
	digits := false
	for i := range len(shape) {
		switch c := text[i]; {
		case shape[i] != 'X':
			if c != shape[i] {
				return false
			}
		case '0' <= c && c <= '9':
			digits = true
		case c < 'A' || 'Z' < c:
			return false
		}
	}
	return digits
}

func isAlnum(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
}

// emoji marks runs of pictures.
func (f *form) emoji(part int, text string) {
	start := -1
	for i, r := range text {
		switch {
		case isPicture(r):
			if start < 0 {
				start = i
			}
		case start >= 0 && (r == '\ufe0f' || r == '\u200d' || r == '\u20e3'):
		case start >= 0:
			f.add(part, start, i, text[start:i])
			start = -1
		}
	}
	if start >= 0 {
		f.add(part, start, len(text), text[start:])
	}
}

// isPicture tells whether a character is shown as a picture or an ornament:
// the blocks of emoji, dingbats, and miscellaneous symbols and shapes (Unicode
// 17, Blocks.txt). Arrows and mathematics are none.
func isPicture(r rune) bool {
	return 0x1F000 <= r && r <= 0x1FAFF || 0x2600 <= r && r <= 0x27BF || 0x25A0 <= r && r <= 0x25FF ||
		0x2B1B <= r && r <= 0x2B55 || r == 0x231A || r == 0x231B || 0x23E9 <= r && r <= 0x23FA ||
		r == 0x203B || r == 0x3030 || r == 0x303D
}

// markup marks tags that the limit does not name.
func (f *form) markup(part int, text string) {
	for at := 0; at < len(text); {
		open := strings.IndexByte(text[at:], '<')
		if open < 0 {
			return
		}
		open += at
		name := strings.TrimPrefix(text[open+1:], "/")
		n := 0
		for n < len(name) && isAlnum(name[n]) {
			n++
		}
		end := strings.IndexByte(text[open:], '>')
		if end < 0 {
			return
		}
		end += open + 1
		if at = open + 1; n == 0 || '0' <= name[0] && name[0] <= '9' {
			continue // "< 5 kg" is no tag
		}
		at = end
		allowed := false
		for tag := range strings.SplitSeq(f.limit.Text, ", ") {
			allowed = allowed || strings.EqualFold(tag, name[:n])
		}
		if !allowed {
			f.add(part, open, end, text[open:end])
		}
	}
}
