package match

import "clearlist/wasm/internal/normalize"

const (
	// maxTokens bounds a look-up: a spread form of this many letters, or a
	// Chinese phrase of as many characters.
	maxTokens = 32

	// longestEnding is the s, es or ies of a plural.
	longestEnding = 3
)

// Scan appends the hits of every form in the text, in the order of their
// first tokens. Hits may overlap.
func (x *Index) Scan(t *normalize.Text, hits []Hit) []Hit {
	s := scan{Index: x, t: t, hits: hits}
	s.all()
	if t.Signs {
		// The signs that may be letters may as well be odd joiners.
		var other normalize.Text
		t.WithoutSigns(&other)
		first := len(s.hits)
		s.t = &other
		s.all()
		s.renumber(t, &other, first)
	}
	return s.hits
}

type scan struct {
	*Index
	t      *normalize.Text
	hits   []Hit
	counts letterCounts
}

func (s *scan) all() {
	for i := range s.t.Tokens {
		s.from(i)
	}
}

// from looks up every run of tokens that starts with token i, and returns the
// last of them it looked at.
func (s *scan) from(i int) (last int) {
	t := s.t
	p, end := t.Tokens[i].S0, uint32(len(t.Skel))
	long := p+headLength <= end && s.heads.Has(t.Key(p, p+headLength))
	singles := true
	longChecked := false
	for j := i; j < len(t.Tokens) && j < i+maxTokens; j++ {
		last = j
		tok := &t.Tokens[j]
		singles = singles && tok.U1-tok.U0 == 1
		if j > i && tok.Sep&normalize.Hard != 0 && !singles {
			return last
		}
		q := tok.S1
		n := q - p
		switch {
		case n > normalize.MaxKey:
			return last
		case n >= headLength && !long:
			if n < headLength+longestEnding {
				s.plurals(i, j, p, q) // a short form, and an s: "NBA's", "7-Ups"
			}
			return last
		case n > longHead && !longChecked:
			if !s.heads.Has(t.Key(p, p+longHead)) {
				// Forms shorter than this may still end here, less an s.
				s.plurals(i, j, p, q)
				return last
			}
			longChecked = true
		}
		s.look(i, j, p, q, t.Key(p, q), 0)
		s.plurals(i, j, p, q)
	}
	return last
}

// plurals looks a run up less the ending of a plural.
func (s *scan) plurals(i, j int, p, q uint32) {
	t := s.t
	tok := &t.Tokens[j]
	if n := tok.U1 - tok.U0; n < 3 || t.Units[tok.U1-1].Fold != 's' {
		return
	}
	s.look(i, j, p, q-1, t.Key(p, q-1), 1)
	if t.Units[tok.U1-2].Fold != 'e' {
		return
	}
	s.look(i, j, p, q-2, t.Key(p, q-2), 2)
	if q-p > 3 && t.Units[tok.U1-3].Fold == 'i' {
		s.look(i, j, p, q-3, t.KeyWith(p, q-3, 'y'), 3)
	}
}

// look verifies each form under a key; cut is how many letters of an ending
// were left out.
func (s *scan) look(i, j int, p, q uint32, key uint64, cut int) {
	if q <= p {
		return
	}
	for probe := uint32(0); ; {
		form, next, ok := s.table.Find(key, probe)
		if !ok {
			return
		}
		probe = next
		if ev, ok := s.verify(i, j, p, q, int(form), cut); ok {
			s.hits = append(s.hits, Hit{
				Form: int(form), Tok0: i, Tok1: j + 1,
				Start: s.t.Start(i), End: s.t.End(j + 1), Evidence: ev,
			})
		}
	}
}

// renumber gives the hits found without signs the token numbers of the text
// with them, and drops those found before.
func (s *scan) renumber(t, other *normalize.Text, first int) {
	kept := s.hits[:first]
	before, i := 0, 0 // both lists are in the order of their first tokens
	for _, h := range s.hits[first:] {
		u0, u1 := other.Tokens[h.Tok0].U0, other.Tokens[h.Tok1-1].U1
		for t.Tokens[i].U0 < u0 {
			i++
		}
		h.Tok0, h.Tok1 = i, i+1
		for h.Tok1 < len(t.Tokens) && t.Tokens[h.Tok1-1].U1 < u1 {
			h.Tok1++
		}
		for before < first && kept[before].Tok0 < i {
			before++
		}
		known := false
		for k := before; k < first && kept[k].Tok0 == i; k++ {
			known = known || kept[k].Form == h.Form && kept[k].Start == h.Start && kept[k].End == h.End
		}
		if !known {
			kept = append(kept, h)
		}
	}
	s.hits = kept
}
