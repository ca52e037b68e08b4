package screen

import (
	"clearlist/wasm/internal/normalize"
	"clearlist/wasm/internal/score"
	"clearlist/wasm/list"
)

// A FieldLength is how long a field of a listing may be on its marketplace.
// Kind is list.MaxCharacters, MaxBytes, MaxPartCharacters or MaxTotalCharacters.
type FieldLength struct {
	Field list.Field
	Kind  list.LimitKind
	Max   int
}

// Lengths tells how long the fields of a listing may be, whatever they hold:
// for who offers words to write there. Of the listing, only the marketplace,
// the category and the date are read.
func (s *Screener) Lengths(l *Listing) []FieldLength {
	in := &score.Input{Sources: s.sources, Place: score.Locate(s.sources, l.Marketplace), AsOf: l.AsOf}
	in.Category.Text = &normalize.Text{Source: l.Category}
	var all []FieldLength
	for _, length := range score.Lengths(in) {
		all = append(all, FieldLength{length.Field, length.Kind, length.Max})
	}
	return all
}
