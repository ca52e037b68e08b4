package normalize

import (
	"slices"
	"unicode/utf8"
)

// Read reads source. It is one pass; what it looks ahead is bounded.
func (t *Text) Read(source string) {
	t.begin(source)
	r := reader{Text: t}
	r.read(0, len(source))
	r.close()
	t.sum(0)
}

// begin empties the text for another source.
func (t *Text) begin(source string) {
	*t = Text{
		Source: source, Units: t.Units[:0], Skel: t.Skel[:0], Owner: t.Owner[:0],
		Tokens: t.Tokens[:0], sums: t.sums[:0],
	}
	t.reserve(len(source))
}

// A reader is the state of one pass.
type reader struct {
	*Text
	open   bool // the last token may go on
	sep    Sep  // seen since the last token
	before How  // seen since the last unit, for the next one of the same token
	parts  bool // the open token may have parts: case changes, or letters and digits
}

// read reads from i on, until it is at end or behind it, and returns where it is.
func (r *reader) read(i, end int) int {
	for i < end {
		if c := r.Source[i]; c < utf8.RuneSelf && plainLetters[c].class != 0 {
			i = r.word(i)
		} else {
			i = r.next(i)
		}
	}
	return i
}

// reserve makes room for a text of plain letters, so that most of them are
// written without asking.
func (t *Text) reserve(bytes int) {
	t.Units = slices.Grow(t.Units, bytes)
	t.Skel = slices.Grow(t.Skel, bytes+bytes/4)
	t.Owner = slices.Grow(t.Owner, bytes+bytes/4)
	t.sums = slices.Grow(t.sums, bytes+bytes/4+1)
}

// A plainLetter is what an ASCII letter or digit adds to a text; its class is
// 0 for everything else.
type plainLetter struct {
	class Class
	how   How
	fold  rune
	skel  [2]rune
}

var plainLetters = func() (t [utf8.RuneSelf]plainLetter) {
	for c := range t {
		class := asciiClass[c]
		if class != Letter && class != Digit {
			continue
		}
		p := plainLetter{class: class, fold: rune(c)}
		if 'A' <= c && c <= 'Z' {
			p.fold, p.how = rune(c|0x20), Upper
		}
		p.skel = Skeleton(p.fold)
		t[c] = p
	}
	return t
}()

// word reads ASCII letters and digits from i on: most of most texts.
func (r *reader) word(i int) int {
	if !r.open || r.Tokens[len(r.Tokens)-1].Class != Letter {
		r.close()
		r.begin(Letter)
	}
	end := i + 1
	for end < len(r.Source) && r.Source[end] < utf8.RuneSelf && plainLetters[r.Source[end]].class != 0 {
		end++
	}
	tok := &r.Tokens[len(r.Tokens)-1]
	last := plainLetter{}
	if n := len(r.Units); uint32(n) > tok.U0 {
		last.class, last.how = r.Units[n-1].Class, r.Units[n-1].How
	}
	// Each letter is one unit, and one or two of the skeleton: writing them
	// by place is half the time of appending them.
	at, s, n := len(r.Units), len(r.Skel), end-i
	units := slices.Grow(r.Units, n)[:at+n]
	skel := slices.Grow(r.Skel, 2*n)[:s+2*n]
	owner := slices.Grow(r.Owner, 2*n)[:s+2*n]
	how, all := r.before, r.before
	for k := range n {
		p := &plainLetters[r.Source[i+k]&(utf8.RuneSelf-1)]
		if last.class != 0 && (p.class != last.class || p.how&Upper > last.how&Upper) {
			r.parts = true
		}
		last.class, last.how = p.class, p.how
		units[at+k] = Unit{Start: uint32(i + k), End: uint32(i + k + 1), Fold: p.fold, How: how | p.how, Class: p.class}
		skel[s], owner[s] = p.skel[0], uint32(at+k)
		s++
		if p.skel[1] != 0 {
			skel[s], owner[s] = p.skel[1], uint32(at+k)
			s++
		}
		all |= p.how
		how = 0
	}
	skel, owner = skel[:s], owner[:s]
	r.Units, r.Skel, r.Owner = units, skel, owner
	r.before = 0
	tok.U1, tok.S1 = uint32(len(units)), uint32(s)
	tok.How |= all
	return end
}

// next reads what stands at i and returns where it ends.
func (r *reader) next(i int) int {
	c := r.Source[i]
	if c >= utf8.RuneSelf {
		return r.beyondASCII(i)
	}
	switch c {
	case '<':
		if end, block := tag(r.Source, i); end > 0 {
			if block {
				r.gap(Hard)
			} else {
				r.before |= Markup
			}
			return end
		}
	case '&':
		if char, end := entity(r.Source, i); end > 0 {
			r.entity(char, i, end)
			return end
		}
		r.and(i, i+1)
		return i + 1
	}
	r.char(rune(c), facts{class: asciiClass[c]}, i, i+1, 0)
	return i + 1
}

func (r *reader) beyondASCII(i int) int {
	char, size := utf8.DecodeRuneInString(r.Source[i:])
	if char == utf8.RuneError && size == 1 {
		r.gap(Odd)
		return i + 1
	}
	if char == '\uff06' { // a wide &
		r.and(i, i+size)
	} else {
		r.char(char, lookup(char), i, i+size, 0)
	}
	return i + size
}

func (r *reader) entity(char rune, start, end int) {
	switch {
	case char == '&':
		r.and(start, end)
	case char < utf8.RuneSelf:
		how := How(0)
		if asciiClass[char] == Letter || asciiClass[char] == Digit {
			how = Markup // nobody writes a plain letter so without a purpose
		}
		r.char(char, facts{class: asciiClass[char]}, start, end, how)
	default:
		r.char(char, lookup(char), start, end, 0)
	}
}

// char takes one character. It is one switch over the classes.
func (r *reader) char(char rune, f facts, start, end int, how How) {
	switch f.class {
	case Letter, Digit, Ideograph, Hiragana, Katakana, Hangul, Flag:
		if f.class == Letter && f.fold == "" && 'A' <= char && char <= 'Z' {
			char += 'a' - 'A'
			how |= Upper
		}
		r.write(char, f, start, end, how)
	case mark:
		// An accent is part of the character it stands on, be that a letter or
		// a sign that ended a token; what is invisible may stand between.
		if n := len(r.Units); n > 0 && (r.open || r.Units[n-1].End == uint32(start)) {
			r.extend(uint32(end))
			r.Units[n-1].How |= Accent
			r.Tokens[len(r.Tokens)-1].How |= Accent
		}
	case vowel:
		if r.open {
			r.unit(char, f, start, end, how)
		} else {
			r.write(char, facts{class: Letter}, start, end, how)
		}
	case hidden:
		if last := r.lastUnit(); last != nil && isVariation(char) && last.End == uint32(start) {
			r.extend(uint32(end))
		}
		r.before |= Hidden
	case Space:
		r.gap(Gap)
	case hyphen:
		r.gap(Joiner)
	case hard:
		// Between two digits it is part of a number: 99,9 and 1:1.
		if (char == ',' || char == ':') && start > 0 && asciiAt(r.Source, start-1) == Digit && asciiAt(r.Source, end) == Digit {
			r.gap(Joiner)
		} else {
			r.gap(Hard)
		}
	case apostrophe:
		if !r.open || !r.wordFollows(end) {
			r.gap(0)
		}
		r.before |= Apostrophe
	case Symbol:
		r.symbol(char, f, start, end)
	default:
		r.other(char, start, end)
	}
}

// lastUnit is the unit that a mark at this place stands on.
func (r *reader) lastUnit() *Unit {
	if !r.open || len(r.Units) == 0 {
		return nil
	}
	return &r.Units[len(r.Units)-1]
}

// extend lets the last character end later: all of its units, as a ligature
// has several.
func (r *reader) extend(end uint32) {
	last := len(r.Units) - 1
	was := r.Units[last].End
	for i := last; i >= 0 && r.Units[i].End == was; i-- {
		r.Units[i].End = end
	}
}

func isVariation(char rune) bool { return 0xFE00 <= char && char <= 0xFE0F }

// gap ends the token.
func (r *reader) gap(sep Sep) {
	r.close()
	r.sep |= sep
	r.before = 0
}

func (r *reader) close() {
	if r.open {
		r.open = false
		if r.parts {
			r.parts = false
			r.split()
		}
	}
}

// other takes the signs whose meaning hangs on a neighbouring digit: the
// percent sign after one ("100%") and the number sign before one ("#1").
func (r *reader) other(char rune, start, end int) {
	last := r.lastUnit()
	switch {
	case char == '%' && last != nil && last.Class == Digit && last.End == uint32(start):
		r.unit(char, facts{class: Digit}, start, end, 0)
	case char == '#' && end < len(r.Source) && asciiAt(r.Source, end) == Digit:
		r.write(char, facts{class: Digit}, start, end, 0)
	default:
		r.gap(Odd)
	}
}

func asciiAt(s string, i int) Class {
	if i < len(s) && s[i] < utf8.RuneSelf {
		return asciiClass[s[i]]
	}
	return Other
}

// wordFollows tells whether a letter stands at i.
func (r *reader) wordFollows(i int) bool {
	if i >= len(r.Source) {
		return false
	}
	if c := r.Source[i]; c < utf8.RuneSelf {
		return asciiClass[c] == Letter
	}
	char, _ := utf8.DecodeRuneInString(r.Source[i:])
	return lookup(char).class == Letter
}

// symbol takes a sign that can be a letter. It is one only where it touches a
// word: between two letters, before a word ("$tanley"), and $ or @ after one.
func (r *reader) symbol(char rune, f facts, start, end int) {
	after := r.wordFollows(end) || asciiAt(r.Source, end) == Symbol && r.wordFollows(end+1)
	dollar := char == '$' || char == '\uff04'
	money := char == '\u20ac' || char == '\u00a3' || char == '\u00a5' || char == '\u00a2' || char == '\u00a7'
	at := char == '@' || char == '\uff20'
	var asLetter bool
	switch {
	case r.touches(start):
		asLetter = after || dollar && asciiAt(r.Source, end) != Digit || (at || money) && r.Units[len(r.Units)-1].Class == Letter
	case r.sep != 0 || len(r.Tokens) == 0:
		asLetter = after && (dollar || at || money || char == '+')
	}
	if !asLetter {
		if char == '!' || char == '|' {
			r.gap(Hard)
		} else {
			r.gap(Odd)
		}
		return
	}
	r.close()
	r.begin(Symbol)
	r.unit(char, f, start, end, Sign)
	r.open = false
	r.Signs = true
}

// touches tells whether a word, or a sign taken for a letter, ends at i.
func (r *reader) touches(i int) bool {
	if r.sep != 0 || len(r.Tokens) == 0 || r.Units[len(r.Units)-1].End != uint32(i) {
		return false
	}
	class := r.Tokens[len(r.Tokens)-1].Class
	return class == Letter || class == Symbol
}

// and takes the sign & as the word it stands for.
func (r *reader) and(start, end int) {
	r.close()
	r.begin(Letter)
	for _, c := range "and" {
		r.unit(c, facts{class: Letter}, start, end, Compat)
	}
	r.open = false
	r.before = 0
}

// write adds a character to the open token, or opens one.
func (r *reader) write(char rune, f facts, start, end int, how How) {
	class := f.class
	if class == Digit {
		class = Letter // digits and letters make words together
	}
	if r.open && r.Tokens[len(r.Tokens)-1].Class != class {
		r.close()
	}
	if r.open && r.compose(char, f, end) {
		return
	}
	if !r.open || isOwnToken(class) {
		r.close()
		r.begin(class)
	}
	r.unit(char, f, start, end, how)
}

// isOwnToken tells the classes of which each character is a token.
func isOwnToken(c Class) bool { return Ideograph <= c && c <= Hangul }

func (r *reader) begin(class Class) {
	if len(r.Tokens) == 0 {
		r.sep |= Hard
	}
	if r.sep != 0 {
		r.before = 0 // what is invisible between words hides nothing
	}
	at, s := uint32(len(r.Units)), uint32(len(r.Skel))
	r.Tokens = append(r.Tokens, Token{U0: at, U1: at, S0: s, S1: s, Class: class, Sep: r.sep})
	r.open, r.sep = true, 0
}

// unit adds the folded form of a character to the last token.
func (r *reader) unit(char rune, f facts, start, end int, how How) {
	tok := &r.Tokens[len(r.Tokens)-1]
	how |= f.how | r.before
	r.before = 0
	r.parts = true // whether it has is seen when it is whole
	u := Unit{Start: uint32(start), End: uint32(end), Fold: char, How: how, Class: f.class}
	first := uint32(len(r.Units))
	if f.fold == "" {
		r.Units = append(r.Units, u)
	} else {
		for _, u.Fold = range f.fold {
			r.Units = append(r.Units, u)
			u.How &^= Hidden | Markup | Apostrophe // they stand before the first
		}
	}
	last := uint32(len(r.Units)) - 1
	r.skeleton(f.skel, first, last)
	tok.U1, tok.S1 = last+1, uint32(len(r.Skel))
	tok.How |= how
}

// skeleton writes the skeleton of units first to last; skel is "" for that of
// the fold itself.
func (r *reader) skeleton(skel string, first, last uint32) {
	if skel != "" {
		for _, c := range skel {
			r.Skel = append(r.Skel, c)
			r.Owner = append(r.Owner, min(first, last))
			if first < last {
				first++
			}
		}
		return
	}
	for ; first <= last; first++ {
		c := r.Units[first].Fold
		if c >= utf8.RuneSelf {
			r.Skel = append(r.Skel, c)
			r.Owner = append(r.Owner, first)
			continue
		}
		two := skeletonOf[c]
		r.Skel = append(r.Skel, rune(two[0]))
		r.Owner = append(r.Owner, first)
		if two[1] != 0 {
			r.Skel = append(r.Skel, rune(two[1]))
			r.Owner = append(r.Owner, first)
		}
	}
}
