package normalize

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// A seam is where one plain space stands behind a word that ends in a plain
// letter or digit. There a reader knows nothing but where it is: what follows
// is read the same whatever came before. So a reading may begin with what
// another one read up to a seam, and end with what it read from one on. A seam
// is named by how many tokens stand before it.

// seams are the last seam of the text before an edit that left so many bytes
// as they were, and the first behind it; 0 is none.
func (t *Text) seams(same, sameEnd int) (first, last int) {
	if t.Signs || len(t.Tokens) == 0 {
		return 0, 0 // whether there are signs is known of the whole text
	}
	// Whether a "<" opens a tag hangs on what follows.
	const window = longestComment + 4
	from, behind := max(0, same-window), len(t.Source)-sameEnd
	if open := strings.IndexByte(t.Source[from:same], '<'); open >= 0 {
		same = from + open
	}
	first = sort.Search(len(t.Tokens), func(i int) bool { return t.End(i+1) >= same })
	for last = first + 1; last <= len(t.Tokens) && !(t.End(last) > behind && t.seam(last)); last++ {
	}
	if last > len(t.Tokens) {
		last = 0
	}
	for first > 0 && !t.seam(first) {
		first--
	}
	return first, last
}

func (t *Text) seam(tokens int) bool {
	end := t.End(tokens)
	return end < len(t.Source) && t.Source[end] == ' ' && t.Source[end-1] < utf8.RuneSelf && plainLetters[t.Source[end-1]].class != 0
}

// atSeam tells whether the reader has just read one.
func (r *reader) atSeam() bool {
	n := len(r.Tokens)
	return !r.open && r.sep == Gap && r.before == 0 && n > 0 && r.seam(n)
}

// beginAs takes over what another reading read up to a seam, and returns where
// to go on.
func (r *reader) beginAs(other *Text, seam int) int {
	if seam == 0 {
		return 0
	}
	last := &other.Tokens[seam-1]
	r.Units = append(r.Units, other.Units[:last.U1]...)
	r.Skel = append(r.Skel, other.Skel[:last.S1]...)
	r.Owner = append(r.Owner, other.Owner[:last.S1]...)
	r.Tokens = append(r.Tokens, other.Tokens[:seam]...)
	r.sums = append(r.sums, other.sums[:last.S1+1]...)
	r.sep = Gap
	return other.End(seam) + len(" ")
}

// endAs takes over what another reading read from a seam on, and returns how
// many tokens that is. The reader is at that seam, and done afterwards.
func (r *reader) endAs(other *Text, seam int) int {
	last := &other.Tokens[seam-1]
	units, skel := uint32(len(r.Units))-last.U1, uint32(len(r.Skel))-last.S1
	bytes := uint32(len(r.Source) - len(other.Source))
	at, owner, token := len(r.Units), len(r.Owner), len(r.Tokens)
	r.Units = append(r.Units, other.Units[last.U1:]...)
	r.Skel = append(r.Skel, other.Skel[last.S1:]...)
	r.Owner = append(r.Owner, other.Owner[last.S1:]...)
	r.Tokens = append(r.Tokens, other.Tokens[seam:]...)
	for i := range r.Units[at:] {
		u := &r.Units[at+i]
		u.Start, u.End = u.Start+bytes, u.End+bytes
	}
	for i := range r.Owner[owner:] {
		r.Owner[owner+i] += units
	}
	for i := range r.Tokens[token:] {
		tok := &r.Tokens[token+i]
		tok.U0, tok.U1, tok.S0, tok.S1 = tok.U0+units, tok.U1+units, tok.S0+skel, tok.S1+skel
	}
	r.sep = 0
	return len(r.Tokens) - token
}
