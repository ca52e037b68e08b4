package score

import (
	"cmp"
	"slices"

	"clearlist/wasm/internal/match"
	"clearlist/wasm/list"
)

// resolve leaves at most one finding of each stretch of a part: what is
// written before what is guessed, the longest before shorter ones, then what
// is plain before a disguise of something else, then the most severe. A finding that a sense or a use has silenced still hides the
// shorter ones inside it: the "One Piece" of a swimsuit is no "Piece" either.
func (j *judge) resolve(found []Finding, bytes int) []Finding {
	j.cover = j.cover.cleared(bytes)
	slices.SortStableFunc(found, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(min(a.Match, match.Near), min(b.Match, match.Near)),
			cmp.Compare(b.End-b.Start, a.End-a.Start),
			compareBool(a.Disguised, b.Disguised),
			cmp.Compare(b.Severity, a.Severity),
			cmp.Compare(a.Match, b.Match),
			cmp.Compare(a.Start, b.Start),
			cmp.Compare(a.Source, b.Source),
			cmp.Compare(a.Term, b.Term),
		)
	})
	var kept []Finding
	for i := range found {
		f := &found[i]
		if f.Severity == list.None && f.Rule != RuleSense && f.Rule != RulePolicySense || j.cover.touches(f.Start, f.End) && hidden(kept, f) {
			continue
		}
		j.cover.add(f.Start, f.End)
		kept = append(kept, *f)
	}
	kept = slices.DeleteFunc(kept, func(f Finding) bool { return f.Severity == list.None })
	slices.SortFunc(kept, func(a, b Finding) int { return cmp.Compare(a.Start, b.Start) })
	return kept
}

// hidden tells whether one of the findings kept lies on another.
func hidden(kept []Finding, f *Finding) bool {
	for i := range kept {
		k := &kept[i]
		inside := k.Start <= f.Start && f.End <= k.End
		if f.Start < k.End && k.Start < f.End && (inside || k.Severity > list.None) {
			return true
		}
	}
	return false
}

// compareBool puts false first.
func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}
