package score

import (
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
