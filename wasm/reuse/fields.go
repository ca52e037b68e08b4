package reuse

import (
	"cmp"
	"slices"
	"strings"

	"clearlist/wasm/internal/order"
	"clearlist/wasm/list"
)

// Join makes one text of a listing's fields, each on lines of its own. What is
// copied from one source into several fields then counts together.
func Join(fields []string) string { return strings.Join(fields, "\n") }

// A Part is a passage, or the part of one that stands in one field.
type Part struct {
	Field      int // of those joined
	Start, End int // in it
	Key        uint32
	Passage
}

// Parts tells where the passages of a verdict on joined fields stand: by
// field and start, the best source first where several have the same words.
// Information is left out where it is less than the run that is always found.
func (v *Verdict) Parts(fields []string) []Part {
	var out []Part
	for _, m := range v.Matches {
		for _, p := range m.Passages {
			if p.Severity <= list.Info && p.Words < runWeight/wordWeight {
				continue
			}
			for _, part := range cut(p, fields) {
				part.Key = m.Key
				if !slices.ContainsFunc(out, part.overlaps) {
					out = append(out, part)
				}
			}
		}
	}
	order.Stable(out, func(a, b *Part) int {
		return cmp.Or(cmp.Compare(a.Field, b.Field), cmp.Compare(a.Start, b.Start))
	})
	return out
}

func (p Part) overlaps(other Part) bool {
	return p.Field == other.Field && p.Start < other.End && other.Start < p.End
}

// cut makes one part for each field that a passage touches.
func cut(p Passage, fields []string) []Part {
	var out []Part
	at := 0
	for i, text := range fields {
		start, end := max(p.Start, at), min(p.End, at+len(text))
		if start < end {
			out = append(out, Part{Field: i, Start: start - at, End: end - at, Passage: p})
		}
		at += len(text) + 1
	}
	return out
}
