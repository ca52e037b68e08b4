package screen

import (
	"iter"

	"clearlist/wasm/list"
)

// Begin reads as much of a listing as so many steps are enough for, and tells
// whether that was all and half of them were: then Check has nothing left to do
// but judge, and it is no long stretch to call it now. Who may
// not stop for long calls it with the same listing until that is so. Check
// needs no Begin, and says the same after any number of them.
//
// A step is about 5 ns of native code: a word of the lists that a misspelt word
// is compared with, or part of what one byte of new text takes.
func (s *Screener) Begin(l *Listing, steps int) bool {
	d := s.desk()
	defer s.keep(d)
	d.steps = steps
	for i := range d.guesses {
		d.guesses[i].Steps = &d.steps
		defer func() { d.guesses[i].Steps = nil }()
	}
	for w := range l.written() {
		if d.steps <= 0 {
			return false
		}
		s.read(d, w.field, w.index, w.text, w.guess)
		if !d.pages[d.used-1].done {
			return false
		}
	}
	return steps-d.steps <= steps/2 // judging takes about as long
}

const stepsPerByte = 24 // so that 5 KB of new text are read in one stretch and judged in the next

// A written is a text of a listing as read takes it.
type written struct {
	field list.Field
	index int
	text  string
	guess bool
}

// written are the texts of a listing in the order in which prepare reads them.
func (l *Listing) written() iter.Seq[written] {
	return func(yield func(written) bool) {
		if !yield(written{list.Title, 0, l.Category, false}) {
			return
		}
		for _, own := range l.OwnBrands {
			if !yield(written{list.Brand, 0, own, false}) {
				return
			}
		}
		if !yield(written{list.Brand, 0, l.Brand, false}) {
			return
		}
		l.fields()(yield)
	}
}

// fields are the texts that are judged.
func (l *Listing) fields() iter.Seq[written] {
	return func(yield func(written) bool) {
		for _, w := range [...]written{{list.Title, 0, l.Title, true}, {list.Highlights, 0, l.Highlights, true}} {
			if w.text != "" && !yield(w) {
				return
			}
		}
		for i, b := range l.Bullets {
			if b != "" && !yield(written{list.Bullets, i, b, true}) {
				return
			}
		}
		for _, w := range [...]written{{list.Description, 0, l.Description, true}, {list.SearchTerms, 0, l.SearchTerms, true}, {list.Brand, 0, l.Brand, true}} {
			if w.text != "" && !yield(w) {
				return
			}
		}
	}
}
