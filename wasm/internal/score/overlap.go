package score

import (
	"cmp"
	"slices"

	"clearlist/wasm/internal/match"
	"clearlist/wasm/list"
)

// resolve leaves at most one finding of each stretch of a part: what is
// written before what is guessed, the longest before shorter ones, then what
// is plain before a disguise of something else, then the most severe. A
// finding that a sense or a use has silenced still hides the shorter ones
// inside it: the "One Piece" of a swimsuit is no "Piece" either. A model is as
// grave as its maker: "Toyota Tacoma" is not less than "Toyota".
func (j *judge) resolve(found []Finding, bytes int) []Finding {
	j.cover = j.cover.cleared(bytes)
	j.sort(found, func(a, b *Finding) int {
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
	kept := j.kept[:0]
	for i := range found {
		f := &found[i]
		if f.Severity == list.None && f.Rule != RuleSense && f.Rule != RulePolicySense {
			continue
		}
		if j.cover.touches(f.Start, f.End) && hidden(kept, f) {
			j.inherit(kept, f)
			continue
		}
		j.cover.add(f.Start, f.End)
		kept = append(kept, *f)
	}
	kept = slices.DeleteFunc(kept, func(f Finding) bool { return f.Severity == list.None })
	j.sort(kept, byStart)
	j.kept = kept
	return kept
}

// inherit raises a kept finding that is weak for want of its goods to that of
// a shorter mark in it, when both are one owner's.
func (j *judge) inherit(kept []Finding, f *Finding) {
	if f.Match != match.Written || f.Kind == list.Policy {
		return
	}
	for i := range kept {
		k := &kept[i]
		weak := k.Rule == RuleOtherGoods || k.Rule == RuleRelatedGoods || k.Rule == RuleElsewhere
		if !weak || k.Severity >= f.Severity || k.Start > f.Start || k.End < f.End {
			continue
		}
		if a, b := j.factsOf(k.Source, k.Term).best.Owner, j.factsOf(f.Source, f.Term).best.Owner; a == b && a != "" {
			k.Severity, k.Rule = f.Severity, f.Rule
		}
	}
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

// maxFindings is how many findings of one field anybody is shown. No seller
// writes 250 risky words; a page that does may not stop the browser with them.
const maxFindings = 250

// gravestOf leaves the gravest findings of a part, in the order of the text.
func (m *Memory) gravestOf(found []Finding) []Finding {
	if len(found) <= maxFindings {
		return found
	}
	m.sort(found, func(a, b *Finding) int { return cmp.Compare(b.Severity, a.Severity) })
	found = found[:maxFindings]
	m.sort(found, byStart)
	return found
}

// sort keeps the order of equals. Findings are large: their numbers are sorted,
// and then each is moved once.
func (m *Memory) sort(all []Finding, compare func(a, b *Finding) int) {
	order, sorted := m.order[:0], m.sorted[:0]
	rises := true
	for i := range all {
		rises = rises && (i == 0 || compare(&all[i-1], &all[i]) <= 0)
		order = append(order, int32(i))
	}
	m.order = order
	if rises {
		return
	}
	slices.SortFunc(order, func(i, k int32) int { return cmp.Or(compare(&all[i], &all[k]), cmp.Compare(i, k)) })
	for _, i := range order {
		sorted = append(sorted, all[i])
	}
	copy(all, sorted)
	m.sorted = sorted
}

func byStart(a, b *Finding) int { return cmp.Compare(a.Start, b.Start) }

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
