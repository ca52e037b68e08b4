package score

import "clearlist/wasm/list"

// A Length is how long a field may be by one rule of its marketplace.
type Length struct {
	Field list.Field
	Kind  list.LimitKind // MaxCharacters, MaxBytes, MaxPartCharacters or MaxTotalCharacters
	Max   int

	severity list.Severity
}

// Lengths returns the rules of length that hold here and now, one for each
// field and kind: the gravest, then the strictest, as Breaches has it.
func Lengths(in *Input) []Length {
	if in.Place.ID == "" && in.Place.Family == "" {
		return nil
	}
	var all []Length
	for _, source := range in.Sources {
		for n := range source.Limits {
			l := &source.Limits[n]
			if !ofLength(l.Kind) || !in.Place.InForce(l, dateOf(in.AsOf, source.Pack)) || exempt(in, l) {
				continue
			}
			all = withLength(all, Length{l.Field, l.Kind, l.Max, l.Severity})
		}
	}
	return all
}

func ofLength(kind list.LimitKind) bool {
	switch kind {
	case list.MaxCharacters, list.MaxBytes, list.MaxPartCharacters, list.MaxTotalCharacters:
		return true
	}
	return false
}

func withLength(all []Length, next Length) []Length {
	for i := range all {
		a := &all[i]
		if a.Field != next.Field || a.Kind != next.Kind {
			continue
		}
		if next.severity > a.severity || next.severity == a.severity && next.Max < a.Max {
			*a = next
		}
		return all
	}
	return append(all, next)
}
