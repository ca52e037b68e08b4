package screen

import (
	"sync/atomic"

	"clearlist/wasm/internal/match"
	"clearlist/wasm/internal/normalize"
	"clearlist/wasm/internal/score"
)

// A desk is the memory one check works in.
type desk struct {
	pages   []*page
	used    int // pages of this check
	parts   []score.Part
	guesses []match.Memory // by source
	judging score.Memory
	steps   int // left to Begin
}

// A page is a text read and searched.
type page struct {
	read, guessed bool
	done          bool // nothing is left to find
	text, before  *normalize.Text
	readings      []match.Reading // by source
	hits          [][]match.Hit   // of the readings
	places        []match.Places
	finder        match.Marks
	marks         []match.Mark
}

// desks are those that nobody works at. A channel would hold them as well, and
// brings in code of Go's that the module has no other use for.
type desks [keptDesks]atomic.Pointer[desk]

// keptDesks is how many checks at a time find their memory ready.
const keptDesks = 4

// desk returns memory nobody else works in.
func (s *Screener) desk() *desk {
	for i := range s.desks {
		if d := s.desks[i].Swap(nil); d != nil {
			d.used = 0
			return d
		}
	}
	return &desk{guesses: make([]match.Memory, len(s.sources))}
}

func (s *Screener) keep(d *desk) {
	for i := range s.desks {
		if s.desks[i].CompareAndSwap(nil, d) {
			return
		}
	}
}
