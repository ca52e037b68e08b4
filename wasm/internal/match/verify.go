package match

import (
	"unicode/utf8"

	"clearlist/wasm/internal/normalize"
)

const (
	minConfused = 4 // letters of a form that plain look-alikes can hide
	minSplit    = 6 // letters of a form that white space can hide
	minSpread   = 3 // single letters that are a spread word
	minListed   = 4 // those of a coined mark with commas and spaces between
	minJoined   = 5 // letters of a form whose words may run together
	minKana     = 4 // characters of a kana form that may be part of a longer run
	minHangul   = 3 // the same for Korean, where particles follow a noun
	maxParticle = 2 // syllables of a particle
)

// verify compares tokens i to j (included), skeleton p to q, with a form. cut
// is how many letters at the end belong to a plural and not to the form.
func (s *scan) verify(i, j int, p, q uint32, f, cut int) (Evidence, bool) {
	if ev, ok := s.plainly(i, j, s.forms.At(f), cut); ok {
		return ev, true
	}
	w := walk{scan: s, i: i, j: j, next: i + 1, text: s.forms.At(f), flags: s.flags(f), cut: cut}
	if !s.boundaries(i, j) || !w.letters(p, q) || !w.splits() || !w.plausible() {
		return 0, false
	}
	return w.ev, true
}

// plainly is verify for what most hits are: the form's own letters of a-z, its
// words parted as they are in the form. False means that a walk has to look.
func (s *scan) plainly(i, j int, form string, cut int) (Evidence, bool) {
	t, pos := s.t, 0
	for k := i; k <= j; k++ {
		tok := &t.Tokens[k]
		if tok.Class != normalize.Letter || tok.How&(normalize.LookAlike|normalize.Hidden|normalize.Markup) != 0 {
			return 0, false
		}
		if k > i {
			if pos >= len(form) || form[pos] != ' ' || tok.Sep != normalize.Gap && tok.Sep != normalize.Joiner {
				return 0, false
			}
			pos++
		}
		end := tok.U1
		if k == j {
			end -= uint32(cut)
		}
		for u := tok.U0; u < end; u++ {
			if pos < len(form) && form[pos] == '\'' {
				pos++
			}
			if pos >= len(form) || t.Units[u].Fold != rune(form[pos]) {
				return 0, false
			}
			pos++
		}
	}
	switch {
	case pos != len(form) || cut > 2:
		return 0, false
	case cut == 0:
		return 0, true
	case t.Units[t.Tokens[j].U1-1].How&normalize.Apostrophe != 0:
		return Possessive, true
	}
	return Plural, true
}

// boundaries tells whether a run of a script without spaces may start and end
// where it does.
func (s *scan) boundaries(i, j int) bool {
	t := s.t
	first, last := t.Tokens[i].Class, t.Tokens[j].Class
	starts := !s.inRun(i)
	ends := !s.inRun(j + 1)
	switch {
	case first == normalize.Hangul && !starts:
		return false
	case last == normalize.Hangul && !ends:
		return j-i+1 >= minHangul || s.runFrom(j+1) <= maxParticle && j > i
	case isKana(first) || isKana(last):
		starts = starts || !isKana(first)
		ends = ends || !isKana(last)
		return starts && ends || j-i+1 >= minKana && (starts || ends)
	}
	return true
}

func isKana(c normalize.Class) bool { return c == normalize.Katakana || c == normalize.Hiragana }

// inRun tells whether token i goes on a run of one script that began before.
func (s *scan) inRun(i int) bool {
	t := s.t
	return 0 < i && i < len(t.Tokens) && t.Tokens[i].Sep == 0 && t.Tokens[i].Class == t.Tokens[i-1].Class
}

// runFrom counts the tokens of a run from token i on, to a few.
func (s *scan) runFrom(i int) int {
	n := 0
	for n <= maxParticle && s.inRun(i+n) {
		n++
	}
	return n
}

// A walk compares a run of a text with a form, letter by letter.
type walk struct {
	*scan
	i, j   int
	next   int // the token whose start has not been passed
	text   string
	flags  uint32
	cut    int
	ev     Evidence
	units  int    // letters of the form
	leet   int    // letters written as digits or signs
	alike  uint32 // the tokens, from i, with plain look-alikes
	gaps   normalize.Sep
	inside int           // boundaries of the text inside a word of the form
	sep    normalize.Sep // at the first of them
	uneven bool          // another stands at a later one
}

// letters walks form and text side by side; false when they are not the same.
func (w *walk) letters(p, q uint32) bool {
	k := p
	part, may := false, false // the form's words part here, or may part
	for at, c := range w.text {
		switch c {
		case ' ':
			part = true
			continue
		case '\'':
			may = true
			continue
		}
		if k >= q {
			// What is left is the y of a form that the text wrote as ies.
			w.plural()
			return w.cut == 3 && c == 'y' && at+1 == len(w.text)
		}
		if k > p && !w.boundary(k, part, may) {
			return false
		}
		part, may = false, false
		n, ok := w.letter(k, c, k > p)
		if !ok {
			return false
		}
		k += n
		w.units++
	}
	if w.cut > 0 {
		w.plural()
	}
	return k == q
}

// letter compares the text at k with one letter of the form, and returns how
// much of the skeleton it took.
func (w *walk) letter(k uint32, c rune, inner bool) (uint32, bool) {
	t := w.t
	owner := t.Owner[k]
	u := &t.Units[owner]
	w.how(u, inner)
	whole := k == 0 || t.Owner[k-1] != owner
	if whole && u.Fold == c {
		n := uint32(1)
		for int(k+n) < len(t.Owner) && t.Owner[k+n] == owner {
			n++
		}
		return n, true
	}
	n := uint32(0)
	for _, s := range normalize.Skeleton(c) {
		if s == 0 {
			break
		}
		if int(k+n) >= len(t.Skel) || t.Skel[k+n] != s {
			return 0, false
		}
		v := &t.Units[t.Owner[k+n]]
		switch {
		case v.Class == normalize.Digit || v.How&normalize.Sign != 0:
			w.ev |= Leet
			if n == 0 {
				w.leet++
			}
		case v.Fold >= utf8.RuneSelf:
			w.ev |= LookAlike
		default:
			w.ev |= Confused
			w.alike |= 1 << (w.next - 1 - w.i)
		}
		n++
	}
	return n, true
}

// how notes what is odd about a unit that matched.
func (w *walk) how(u *normalize.Unit, inner bool) {
	if u.How&normalize.LookAlike != 0 {
		w.ev |= LookAlike
	}
	if inner && u.How&normalize.Hidden != 0 {
		w.ev |= Invisible
	}
	if u.How&normalize.Markup != 0 && (inner || u.Class == normalize.Letter && w.t.Source[u.Start] == '&') {
		w.ev |= Markup
	}
}

// boundary compares what parts the text's tokens at k with what parts the
// form's words there.
func (w *walk) boundary(k uint32, part, may bool) bool {
	if w.next > w.j || w.t.Tokens[w.next].S0 != k {
		if part {
			w.ev |= Joined
		}
		return true
	}
	sep := w.t.Tokens[w.next].Sep
	w.next++
	switch {
	case sep == 0:
		return true
	case part && w.abbreviated(w.next-1):
	case part || may:
		if sep&normalize.Hard != 0 || sep&normalize.Joiner != 0 && sep&normalize.Gap != 0 {
			w.gaps |= normalize.Hard
		} else {
			w.gaps |= sep & normalize.Odd
		}
	default:
		if w.inside == 0 {
			w.sep = sep
		}
		w.uneven = w.uneven || sep != w.sep
		w.inside++
		w.gaps |= sep
		if sep&normalize.Joiner != 0 && sep&normalize.Gap != 0 {
			w.gaps |= normalize.Hard
		}
	}
	return true
}

// abbreviated tells whether what parts a token from the one before is the full
// stop of a short word: "Dr. Seuss".
func (w *walk) abbreviated(i int) bool {
	t := w.t
	before := &t.Tokens[i-1]
	const longest = 3 // Dr, Mr, Inc
	return t.Source[t.End(i):t.Start(i)] == ". " && before.U1-before.U0 <= longest
}

// plural notes which ending was cut off.
func (w *walk) plural() {
	last := w.t.Tokens[w.j].U1 - 1
	if w.t.Units[last].How&normalize.Apostrophe != 0 {
		w.ev |= Possessive
	} else {
		w.ev |= Plural
	}
}

// splits judges what stands inside the form's words.
func (w *walk) splits() bool {
	if w.gaps&normalize.Odd != 0 {
		w.ev |= OddJoiner
	}
	if w.inside == 0 {
		return w.gaps&normalize.Hard == 0
	}
	if w.spread() {
		w.ev = w.ev&^OddJoiner | Spread
		return true
	}
	switch {
	case w.gaps&normalize.Hard != 0:
		return false
	case w.gaps&normalize.Gap != 0:
		w.ev |= Split
	case w.gaps&normalize.Joiner != 0:
		w.ev |= Hyphenated
	}
	return true
}

// spread tells whether the run is single letters with the same between all of
// a word.
func (w *walk) spread() bool {
	if w.uneven || w.j-w.i+1 < minSpread || w.inside+1 < minSpread {
		return false
	}
	for k := w.i; k <= w.j; k++ {
		tok := &w.t.Tokens[k]
		letters := tok.U1 - tok.U0
		if letters != 1 && !(k == w.j && w.cut > 0 && letters == 2) {
			return false
		}
	}
	// A list of sizes or letters has commas between: ask for a longer word, or
	// for one that no list spells by chance.
	coined := w.flags&flagCoined != 0 && (w.units >= minListed || w.sep&normalize.Gap == 0)
	return w.sep&normalize.Hard == 0 || w.units > minSplit || coined
}

// plausible drops what happens by accident.
func (w *walk) plausible() bool {
	mark := w.flags&flagTerm != 0
	switch {
	case w.ev&(Deliberate|Leet|Confused|Spread|Split|OddJoiner) != 0 && !mark:
		return false // names of goods and cues are not disguised
	case w.ev&Joined != 0 && !w.joined():
		return false
	case w.ev&Leet != 0 && (w.units < minConfused || w.leet > w.mostLeet() || w.ev&Spread == 0 && !w.digitsTouchLetters()):
		return false
	case w.ev&Confused != 0 && w.ev&(Deliberate|Leet) == 0 && !w.confused():
		return false
	case w.ev&LookAlike != 0 && w.ev&^LookAlike == 0 && !w.latinAround():
		return false
	case w.ev&Split != 0 && !w.split():
		return false
	}
	return true
}

// mostLeet is how many letters may be digits or signs: half of them, and more
// of a long coined mark, which no article number is.
func (w *walk) mostLeet() int {
	if w.flags&flagCoined != 0 && w.units >= minJoined {
		return w.units * 3 / 4
	}
	return w.units / 2
}

// joined tells whether words run together are no ordinary word of their own.
func (w *walk) joined() bool {
	if w.units < minJoined && (w.flags&flagMark == 0 || w.t.Tokens[w.i].How&normalize.Upper == 0) {
		return false
	}
	return w.j > w.i || !w.commonToken(w.t, &w.t.Tokens[w.i])
}

// confused tells whether plain letters that look alike are a disguise: in no
// ordinary word, of a coined mark.
func (w *walk) confused() bool {
	if w.flags&flagCoined == 0 || w.units < minConfused {
		return false
	}
	for k := w.i; k <= w.j; k++ {
		if w.alike&(1<<(k-w.i)) != 0 && w.commonToken(w.t, &w.t.Tokens[k]) && !w.oddCapital(k) && !w.rareBeside(k) {
			return false
		}
	}
	return true
}

// rareBeside tells whether another word of the run is no ordinary one, and
// written as it is in the form: beside Jerry, "Torn" is no torn.
func (w *walk) rareBeside(k int) bool {
	const letters = 4
	for n := w.i; n <= w.j; n++ {
		tok := &w.t.Tokens[n]
		if n != k && w.alike&(1<<(n-w.i)) == 0 && tok.U1-tok.U0 >= letters && !w.commonToken(w.t, tok) {
			return true
		}
	}
	return false
}

// oddCapital tells whether a token has a capital behind its first letter and
// small letters too: "FaIls" is no way to write the word fails.
func (w *walk) oddCapital(k int) bool {
	tok := &w.t.Tokens[k]
	small, capital := false, false
	for u := tok.U0; u < tok.U1; u++ {
		upper := w.t.Units[u].How&normalize.Upper != 0
		small = small || !upper
		capital = capital || upper && u > tok.U0
	}
	return small && capital
}

// digitsTouchLetters tells whether each digit or sign read as a letter is part
// of a written word with letters.
func (w *walk) digitsTouchLetters() bool {
	t := w.t
	for k := w.i; k <= w.j; k++ {
		tok := &t.Tokens[k]
		letters := false
		for u := tok.U0; u < tok.U1; u++ {
			letters = letters || t.Units[u].Class == normalize.Letter
		}
		before := k > 0 && tok.Sep == 0
		after := k+1 < len(t.Tokens) && t.Tokens[k+1].Sep == 0
		if !letters && !before && !after {
			return false
		}
	}
	return true
}

// latinAround tells whether a word of another script stands in Latin text: the
// same letters are an honest word in a Russian sentence.
func (w *walk) latinAround() bool {
	t := w.t
	for k := w.i; k <= w.j; k++ {
		for u := t.Tokens[k].U0; u < t.Tokens[k].U1; u++ {
			if r := t.Units[u].Fold; r < utf8.RuneSelf {
				return true
			}
		}
	}
	latin, others := w.counts.of(t)
	return latin*2 >= others && latin > 0 || others == w.units
}

// letterCounts are the Latin letters and the others of a text, counted when
// first asked for.
type letterCounts struct {
	text          *normalize.Text
	latin, others int
}

func (c *letterCounts) of(t *normalize.Text) (latin, others int) {
	if c.text == t {
		return c.latin, c.others
	}
	*c = letterCounts{text: t}
	for _, u := range t.Units {
		switch {
		case u.Class != normalize.Letter:
		case u.Fold < utf8.RuneSelf:
			c.latin++
		default:
			c.others++
		}
	}
	return c.latin, c.others
}

// split tells whether white space inside a word is a disguise and not two
// words that happen to stand together.
func (w *walk) split() bool {
	if w.flags&flagCoined == 0 || w.units < minSplit || w.j-w.i+1 > 3 {
		return false
	}
	common := 0
	for k := w.i; k <= w.j; k++ {
		tok := &w.t.Tokens[k]
		if tok.U1-tok.U0 < 2 {
			return false
		}
		if tok.U1-tok.U0 == 2 || w.commonToken(w.t, tok) {
			common++
		}
	}
	return common < w.j-w.i+1
}
