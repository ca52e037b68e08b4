package score

import (
	"cmp"
	"strings"

	"clearlist/wasm/internal/order"
	"clearlist/wasm/list"
)

// A Breach is a field that a rule of form does not allow.
type Breach struct {
	Part       int
	Source     int
	Limit      int
	Start, End int
	Count      string // how long it is, or what stands there: for the message

	kind     list.LimitKind
	severity list.Severity
	max      int
}

// Breaches returns what the limits of form find, in the order of the parts. Of
// several limits of one kind that one field breaks, the gravest speaks, then
// the strictest.
func Breaches(in *Input) []Breach {
	place := in.Place
	if place.ID == "" && place.Family == "" {
		return nil // a rule of form is a marketplace's own
	}
	f := form{Input: in}
	for s, source := range in.Sources {
		for n := range source.Limits {
			l := &source.Limits[n]
			if !place.InForce(l, dateOf(in.AsOf, source.Pack)) || exempt(in, l) {
				continue
			}
			f.limit, f.parts = l, f.parts[:0]
			for i := range in.Parts {
				if in.Parts[i].Field == l.Field {
					f.parts = append(f.parts, i)
				}
			}
			first := len(f.found)
			f.most = first + maxBreaches
			if len(f.parts) > 0 {
				f.check()
			}
			for i := first; i < len(f.found); i++ {
				b := &f.found[i]
				b.Source, b.Limit, b.kind, b.severity, b.max = s, n, l.Kind, l.Severity, l.Max
			}
		}
	}
	return gravest(f.found)
}

// gravest drops a breach beside another of the same length of the same part:
// who hears of 75 characters need not hear of 200.
func gravest(all []Breach) []Breach {
	order.Stable(all, func(a, b *Breach) int {
		return cmp.Or(
			cmp.Compare(a.Part, b.Part), cmp.Compare(a.kind, b.kind),
			cmp.Compare(b.severity, a.severity), cmp.Compare(a.max, b.max),
		)
	})
	kept := all[:0]
	for _, b := range all {
		if n := len(kept); n > 0 && kept[n-1].Part == b.Part && kept[n-1].kind == b.kind && kept[n-1].Limit != b.Limit && b.max > 0 {
			continue
		}
		kept = append(kept, b)
	}
	return kept
}

// exempt tells whether the listing's category is one that a limit leaves out:
// one segment of the path is called so ("Books > Fiction").
func exempt(in *Input, l *list.Limit) bool {
	if l.Kind != list.MaxCharacters || l.Text == "" || in.Category.Text.Source == "" {
		return false
	}
	segments := strings.FieldsFunc(in.Category.Text.Source, func(r rune) bool {
		return r == '>' || r == '/' || r == '|' || r == '\u203a' || r == '\u00bb'
	})
	for category := range strings.SplitSeq(l.Text, ", ") {
		for _, s := range segments {
			if strings.EqualFold(strings.TrimSpace(s), category) {
				return true
			}
		}
	}
	return false
}
