package score

import (
	"clearlist/wasm/internal/match"
	"clearlist/wasm/internal/normalize"
	"clearlist/wasm/list"
)

// fit is how near the listing's goods are to those of a right.
type fit uint8

const (
	sameGoods fit = iota
	relatedGoods
	unknownGoods
	otherGoods
)

// goods are the classes that the category and the title's own words name.
func (j *judge) findGoods() {
	category, leaf := j.classes(&j.Category, true)
	if leaf != 0 {
		category = leaf
	}
	j.goods = category
	for i := range j.Parts {
		if j.Parts[i].Field == list.Title {
			title, _ := j.classes(&j.Parts[i], false)
			j.goods |= title
			if modelYears(j.Parts[i].Text) {
				j.goods |= list.ClassesOf(12)
			}
		}
	}
	for _, s := range j.Sources {
		for i := range s.Pack.Relations() {
			if r := s.Pack.Relation(i); r.Classes&j.goods != 0 {
				j.related |= r.Classes
			}
		}
	}
	j.related &^= j.goods
}

// modelYears tells whether a text names years of models, which parts of vehicles
// do: "Corvette C7 2014-2019". Years that follow each other are a planner's.
func modelYears(t *normalize.Text) bool {
	last := 0
	for i := range t.Tokens {
		year := yearOf(t, i)
		if last != 0 && year > last+1 {
			return true
		}
		last = year
	}
	return false
}

// yearOf reads a token of four digits that may be the year of a vehicle, or
// gives 0.
func yearOf(t *normalize.Text, at int) int {
	const first, last = 1950, 2039
	tok, n := &t.Tokens[at], 0
	if tok.U1-tok.U0 != 4 {
		return 0
	}
	for u := tok.U0; u < tok.U1; u++ {
		d := t.Units[u].Fold - '0'
		if t.Units[u].Class != normalize.Digit || d < 0 || d > 9 {
			return 0
		}
		n = n*10 + int(d)
	}
	if n < first || n > last {
		return 0
	}
	return n
}

// classes joins the classes of the goods a part names: of all, and of those in
// its last segment that names any ("Home > Kitchen > Pans": pans). A longer
// name hides the shorter ones in it: a phone case is no case. Words after
// "for" are what the goods fit, not what they are, unless path is true.
func (j *judge) classes(part *Part, path bool) (all, last list.Classes) {
	segment := -1
	for s := range j.Sources {
		x := j.Sources[s].Index
		hits := part.Hits[s]
		for i := range hits {
			h := &hits[i]
			if !x.NamesGoods(h.Form) {
				continue
			}
			var classes list.Classes
			for k := range x.Meanings(h.Form) {
				classes |= x.Meaning(h.Form, k).Classes
			}
			if j.insideGoods(part, s, i, classes) || !wholeWords(part.Text, h.Tok0, h.Tok1) {
				continue
			}
			if !path && j.fitted(part, h.Tok0) {
				continue
			}
			all |= classes
			if !path {
				continue
			}
			if at := segmentOf(part.Text, h.Tok0); at > segment {
				segment, last = at, classes
			} else if at == segment {
				last |= classes
			}
		}
	}
	return all, last
}

// insideGoods tells whether a longer name of goods, or a term, covers hit i. A
// term for such goods names them too: a "Dell Laptop" is a laptop, "Hot Wheels"
// are no wheels.
func (j *judge) insideGoods(part *Part, source, i int, classes list.Classes) bool {
	h := part.Hits[source][i]
	for s := range j.Sources {
		x := j.Sources[s].Index
		for other := range part.covering(s, h.Tok0, h.Tok1) {
			if other.Tok1-other.Tok0 > h.Tok1-h.Tok0 && (x.NamesGoods(other.Form) || x.IsTerm(other.Form) && !j.isFor(s, other.Form, classes)) {
				return true
			}
		}
	}
	return false
}

// isFor tells whether a right of a form's terms is for some classes.
func (j *judge) isFor(source int, form int, classes list.Classes) bool {
	x := j.Sources[source].Index
	for i := range x.Meanings(form) {
		n := x.Meaning(form, i).Term
		if n < 0 {
			continue
		}
		t := j.Sources[source].Pack.Term(n)
		for k := range t.Rights() {
			if r := t.Right(k); r.Kind == list.Trademark && r.Classes&classes != 0 {
				return true
			}
		}
	}
	return false
}

// fitted tells whether a nominative phrase stands right before a token.
func (j *judge) fitted(part *Part, tok int) bool {
	use, _ := j.phraseBefore(part, tok, list.Nominative)
	return use
}

// wholeWords tells whether tokens are not part of a longer written word.
func wholeWords(t *normalize.Text, i, k int) bool {
	starts := t.Tokens[i].Sep != 0 || t.Tokens[i].Class != normalize.Letter || !isWord(t, i-1)
	ends := k >= len(t.Tokens) || t.Tokens[k].Sep != 0 || t.Tokens[k-1].Class != normalize.Letter || !isWord(t, k)
	return starts && ends
}

// isWord tells whether token i begins with a letter of an alphabet.
func isWord(t *normalize.Text, i int) bool {
	return i >= 0 && i < len(t.Tokens) && t.Tokens[i].Class == normalize.Letter &&
		t.Units[t.Tokens[i].U0].Class == normalize.Letter
}

// segmentOf counts the separators of a category path before a token.
func segmentOf(t *normalize.Text, tok int) int {
	n := 0
	for _, c := range t.Source[:t.Start(tok)] {
		switch c {
		case '>', '/', '|', '\u203a', '\u00bb', '\u2192', '\\':
			n++
		}
	}
	return n
}

// fits compares the goods with the classes of a right.
func (j *judge) fits(classes list.Classes) fit {
	switch {
	case classes&list.AllClasses != 0:
		return sameGoods
	case j.goods == 0 || classes == 0:
		return unknownGoods
	case classes&j.goods != 0:
		return sameGoods
	case classes&j.related != 0:
		return relatedGoods
	}
	return otherGoods
}

// crossed tells whether a name of goods begins inside a hit of ordinary words
// and ends behind it: in "Dollar Tree Topper" it is the tree that is topped.
// Not where the goods are near those of the mark ("Instant Pot Lid"), its first
// word is a mark by itself ("Apple Pencil Case"), or it is a character, which is
// put on anything ("Hello Kitty Litter Mat").
func (c *candidate) crossed(classes list.Classes) bool {
	h := c.hit
	if h.Tok1-h.Tok0 < 2 || c.Match != match.Written || h.Evidence&match.Disguise != 0 || classes&list.AllClasses != 0 {
		return false
	}
	for tok := h.Tok0 + 1; tok < h.Tok1; tok++ {
		for s := range c.Sources {
			x := c.Sources[s].Index
			for _, k := range c.part.Places[s].StartingAt(tok) {
				over := &c.part.Hits[s][k]
				if over.Tok1 > h.Tok1 && x.NamesGoods(over.Form) && !c.alike(x, over.Form, classes) && c.plainWords() {
					return true
				}
			}
		}
	}
	return false
}

// alike tells whether a form's goods are those of some classes, or related.
func (c *candidate) alike(x *match.Index, form int, classes list.Classes) bool {
	wide := classes
	for _, s := range c.Sources {
		for i := range s.Pack.Relations() {
			if r := s.Pack.Relation(i); r.Classes&classes != 0 {
				wide |= r.Classes
			}
		}
	}
	for i := range x.Meanings(form) {
		if x.Meaning(form, i).Classes&wide != 0 {
			return true
		}
	}
	return false
}

// plainWords tells whether a hit is ordinary words that name no character, and
// of which the first is no mark.
func (c *candidate) plainWords() bool {
	for tok := c.hit.Tok0; tok < c.hit.Tok1; tok++ {
		if !c.Sources[0].Index.Common(string(c.fold(c.part.Text, tok))) {
			return false
		}
	}
	for i := range c.term.Rights() {
		if c.term.Right(i).Kind == list.Copyright {
			return false
		}
	}
	for s := range c.Sources {
		for _, k := range c.part.Places[s].StartingAt(c.hit.Tok0) {
			if h := &c.part.Hits[s][k]; h.Tok1 == c.hit.Tok0+1 && c.Sources[s].Index.IsTerm(h.Form) {
				return false
			}
		}
	}
	return true
}
