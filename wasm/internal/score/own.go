package score

import (
	"strings"

	"clearlist/wasm/internal/match"
	"clearlist/wasm/internal/normalize"
)

// minOwner is how long a brand has to be to be known in an owner's name.
const minOwner = 4

// findOwn notes the terms that are the seller's own: an own brand is written
// as the term is, or the term's owner is called by it.
func (j *judge) findOwn() {
	for i := range j.Own {
		part := &j.Own[i]
		if len(part.Text.Tokens) == 0 {
			continue
		}
		j.ownWords = append(j.ownWords, fold(part.Text))
		for s, hits := range part.Hits {
			for _, h := range hits {
				x := j.Sources[s].Index
				if h.Tok0 != 0 || h.Kind != match.Written || !x.IsTerm(h.Form) || !tailWords(x, part.Text, h.Tok1) {
					continue
				}
				for k := range x.Meanings(h.Form) {
					if m := x.Meaning(h.Form, k); m.Term >= 0 {
						j.ownTerms = append(j.ownTerms, ownTerm{s, m.Term})
					}
				}
			}
		}
	}
}

// tailWords tells whether nothing but ordinary words and short forms follow:
// "Oakley Men's", "Travelpro International Inc."
func tailWords(x *match.Index, t *normalize.Text, from int) bool {
	const short = 3 // Inc, LLC, UK
	var b []byte
	for i := from; i < len(t.Tokens); i++ {
		if tok := &t.Tokens[i]; tok.U1-tok.U0 > short {
			if b = t.AppendFold(b[:0], tok); !x.Common(string(b)) {
				return false
			}
		}
	}
	return true
}

type ownTerm struct{ source, term int }

func fold(t *normalize.Text) string {
	var b []byte
	for i := range t.Tokens {
		if i > 0 && t.Tokens[i].Sep != 0 {
			b = append(b, ' ')
		}
		b = t.AppendFold(b, &t.Tokens[i])
	}
	return string(b)
}

// insideOwn tells whether a hit stands inside the seller's own name.
func (j *judge) insideOwn(part *Part, h *match.Hit) bool {
	for i := h.Tok0; i < h.Tok1; i++ {
		if !j.ownToken(part, i) {
			return false
		}
	}
	return true
}

// ownsTerm tells whether a term is the seller's own, or an owner of it is
// called by an own brand.
func (j *judge) ownsTerm(source, term int) bool {
	if len(j.ownWords) == 0 {
		return false
	}
	for _, o := range j.ownTerms {
		if o.source == source && o.term == term {
			return true
		}
	}
	t := j.Sources[source].Pack.Term(term)
	for i := range t.Rights() {
		if j.sameOwner(t.Right(i).Owner) {
			return true
		}
		j.text.Read(t.Right(i).Owner)
		owner := fold(&j.text)
		for _, w := range j.ownWords {
			if len(w) >= minOwner && strings.HasPrefix(owner, w) && (len(owner) == len(w) || owner[len(w)] == ' ') {
				return true
			}
		}
	}
	return false
}

// sameOwner tells whether a term of the seller's own has this owner.
func (j *judge) sameOwner(owner string) bool {
	for _, o := range j.ownTerms {
		t := j.Sources[o.source].Pack.Term(o.term)
		for i := range t.Rights() {
			if owner != "" && t.Right(i).Owner == owner {
				return true
			}
		}
	}
	return false
}

// ownToken tells whether a token is part of the seller's own brand, written
// out in full.
func (j *judge) ownToken(part *Part, tok int) bool {
	for i := range j.Own {
		own := j.Own[i].Text
		n := len(own.Tokens)
		for first := max(0, tok-n+1); n > 0 && first <= tok && first+n <= len(part.Text.Tokens); first++ {
			if sameTokens(part.Text, first, own) {
				return true
			}
		}
	}
	return false
}

func sameTokens(t *normalize.Text, first int, own *normalize.Text) bool {
	for i := range own.Tokens {
		a, b := &t.Tokens[first+i], &own.Tokens[i]
		if a.S1-a.S0 != b.S1-b.S0 {
			return false
		}
		for k := range a.U1 - a.U0 {
			if k >= b.U1-b.U0 || t.Units[a.U0+k].Fold != own.Units[b.U0+k].Fold {
				return false
			}
		}
	}
	return true
}
