package score

import (
	"clearlist/wasm/internal/match"
	"clearlist/wasm/list"
)

// nearby is how many tokens around a term a cue may stand.
const nearby = 8

// sense returns the first sense of a term that holds for a hit.
func (j *judge) sense(part *Part, source, term int, h *match.Hit) (n int, s match.Sense, ok bool) {
	x := j.Sources[source].Index
	for n := range x.Senses(term) {
		if s := x.Sense(term, n); j.holds(part, source, &s, h) {
			return n, s, true
		}
	}
	return 0, match.Sense{}, false
}

// holds asks for all conditions of a sense, the cheap ones first.
func (j *judge) holds(part *Part, source int, s *match.Sense, h *match.Hit) bool {
	switch {
	case s.Fields != 0 && !s.Fields.Has(part.Field),
		s.In != 0 && s.In&j.place.In == 0,
		s.In != 0 && j.place.In == list.AllJurisdictions,
		s.Goods != 0 && !s.Goods.Touches(j.goods),
		s.NotGoods != 0 && (j.goods == 0 || s.NotGoods.Touches(j.goods)):
		return false
	}
	if s.Given[match.Lacks] && j.anywhere(source, s, match.Lacks) {
		return false
	}
	// A word before, after or near fixes the sense by itself: "paul stanley"
	// and "stanley park" are one sense with two cues.
	if !s.Given[match.Before] && !s.Given[match.After] && !s.Given[match.NearBy] {
		return true
	}
	return s.Given[match.Before] && j.beside(part, source, s, match.Before, h) ||
		s.Given[match.After] && j.beside(part, source, s, match.After, h) ||
		s.Given[match.NearBy] && j.near(part, source, s, h)
}

// beside tells whether a cue stands right before or right after a hit.
func (j *judge) beside(part *Part, source int, s *match.Sense, group int, h *match.Hit) bool {
	x := j.Sources[source].Index
	for _, cue := range part.Hits[source] {
		touches := group == match.Before && cue.Tok1 == h.Tok0 || group == match.After && cue.Tok0 == h.Tok1
		if touches && x.IsCue(cue.Form) && s.Has(group, cue.Form) {
			return true
		}
	}
	return false
}

// near tells whether a cue stands near a hit, or in the title.
func (j *judge) near(part *Part, source int, s *match.Sense, h *match.Hit) bool {
	x := j.Sources[source].Index
	for i := range j.Parts {
		other := &j.Parts[i]
		if other != part && other.Field != list.Title {
			continue
		}
		for _, cue := range other.Hits[source] {
			if !x.IsCue(cue.Form) || !s.Has(match.NearBy, cue.Form) {
				continue
			}
			if other.Field == list.Title && (other != part || cue.Tok1 <= h.Tok0 || cue.Tok0 >= h.Tok1) {
				return true
			}
			if other == part && (cue.Tok0 >= h.Tok1 && cue.Tok0 < h.Tok1+nearby || cue.Tok1 <= h.Tok0 && cue.Tok1 > h.Tok0-nearby) {
				return true
			}
		}
	}
	return false
}

// anywhere tells whether a cue stands anywhere in the listing.
func (j *judge) anywhere(source int, s *match.Sense, group int) bool {
	x := j.Sources[source].Index
	for i := range j.Parts {
		for _, cue := range j.Parts[i].Hits[source] {
			if x.IsCue(cue.Form) && s.Has(group, cue.Form) {
				return true
			}
		}
	}
	return false
}
