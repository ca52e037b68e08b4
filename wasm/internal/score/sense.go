package score

import (
	"clearlist/wasm/internal/match"
	"clearlist/wasm/list"
)

// nearby is how many tokens around a term a cue may stand.
const nearby = 8

// sense returns the first sense of a term that holds for a hit. Wordless asks
// for senses without cues: those with cues speak of another writing.
func (j *judge) sense(part *Part, source, term int, h *match.Hit, wordless bool) (n int, s match.Sense, ok bool) {
	x := j.Sources[source].Index
	for n := range x.Senses(term) {
		s := x.Sense(term, n)
		if wordless && s.Given != [4]bool{} {
			continue
		}
		if j.holds(part, source, &s, h) {
			return n, s, true
		}
	}
	return 0, match.Sense{}, false
}

// holds asks for all conditions of a sense, the cheap ones first.
func (j *judge) holds(part *Part, source int, s *match.Sense, h *match.Hit) bool {
	switch {
	case s.Fields != 0 && !s.Fields.Has(part.Field),
		s.In != 0 && s.In&j.Place.In == 0,
		s.In != 0 && j.Place.In == list.AllJurisdictions,
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
	touching := part.Places[source].EndingAt(h.Tok0)
	if group == match.After {
		touching = part.Places[source].StartingAt(h.Tok1)
	}
	return j.anyCue(part, source, s, group, touching)
}

// anyCue tells whether one of some hits is a cue of a group.
func (j *judge) anyCue(part *Part, source int, s *match.Sense, group int, hits []uint32) bool {
	x := j.Sources[source].Index
	for _, k := range hits {
		if form := part.Hits[source][k].Form; x.IsCue(form) && s.Has(group, form) {
			return true
		}
	}
	return false
}

// near tells whether a cue stands near a hit, or in the title.
func (j *judge) near(part *Part, source int, s *match.Sense, h *match.Hit) bool {
	for n := range nearby {
		if j.anyCue(part, source, s, match.NearBy, part.Places[source].StartingAt(h.Tok1+n)) ||
			j.anyCue(part, source, s, match.NearBy, part.Places[source].EndingAt(h.Tok0-n)) {
			return true
		}
	}
	for i := range j.Parts {
		title := &j.Parts[i]
		if title.Field != list.Title {
			continue
		}
		for k := range s.Cues(match.NearBy) {
			first, last, ok := title.Places[source].Cue(s.Cue(match.NearBy, k))
			if ok && (title != part || first <= h.Tok0 || last >= h.Tok1) {
				return true
			}
		}
	}
	return false
}

// anywhere tells whether a cue stands anywhere in the listing.
func (j *judge) anywhere(source int, s *match.Sense, group int) bool {
	for i := range j.Parts {
		for k := range s.Cues(group) {
			if _, _, ok := j.Parts[i].Places[source].Cue(s.Cue(group, k)); ok {
				return true
			}
		}
	}
	return false
}

// opened tells whether a term that is silent for want of certain words has one
// of them in this listing: beside "treadmill", "Peloton" is no group of riders.
func (j *judge) opened(source, term int) bool {
	x := j.Sources[source].Index
	for n := range x.Senses(term) {
		s := x.Sense(term, n)
		gate := s.Given[match.Lacks] && !s.Given[match.Before] && !s.Given[match.After] && !s.Given[match.NearBy]
		if gate && s.Level == list.None && j.anywhere(source, &s, match.Lacks) {
			return true
		}
	}
	return false
}
