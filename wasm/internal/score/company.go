package score

import (
	"clearlist/wasm/internal/match"
)

// A companion is an owner of a term that stands written in a part, the token
// after the first place where it does, and the token of the last.
type companion struct {
	source, term        int
	owner               string
	firstEnd, lastStart int
}

// inCompany tells whether another term of the same owner stands in the same
// part: beside "X-Men", "Wolverine" is no animal.
func (c *candidate) inCompany(owner string) bool {
	if owner == "" {
		return false
	}
	if !c.part.accompany {
		c.part.accompany = true
		c.findCompanions(c.part)
	}
	for i := range c.part.companions {
		o := &c.part.companions[i]
		if o.source == c.Source && o.term != c.Term && o.owner == owner && (o.firstEnd <= c.hit.Tok0 || o.lastStart >= c.hit.Tok1) {
			return true
		}
	}
	return false
}

func (j *judge) findCompanions(part *Part) {
	for s := range part.Hits {
		x := j.Sources[s].Index
		for i := range part.Hits[s] {
			h := &part.Hits[s][i]
			if !x.IsTerm(h.Form) || h.Kind != match.Written {
				continue
			}
			for k := range x.Meanings(h.Form) {
				if m := x.Meaning(h.Form, k); m.Term >= 0 {
					j.accompany(part, s, m.Term, h)
				}
			}
		}
	}
}

// accompany notes the owners of a term where it stands.
func (j *judge) accompany(part *Part, source, term int, h *match.Hit) {
	known := false
	for i := range part.companions {
		if o := &part.companions[i]; o.source == source && o.term == term {
			o.firstEnd, o.lastStart, known = min(o.firstEnd, h.Tok1), max(o.lastStart, h.Tok0), true
		}
	}
	if known {
		return
	}
	t := j.Sources[source].Pack.Term(term)
	for n := range t.Rights() {
		if owner := t.Right(n).Owner; owner != "" {
			part.companions = append(part.companions, companion{source, term, owner, h.Tok1, h.Tok0})
		}
	}
}
