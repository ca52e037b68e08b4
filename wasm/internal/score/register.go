package score

import (
	"cmp"
	"slices"

	"clearlist/wasm/internal/match"
	"clearlist/wasm/internal/normalize"
	"clearlist/wasm/list"
	"clearlist/wasm/pack"
)

// A Register is a register pack. In is the office it is of, none when its
// name does not say.
type Register struct {
	Pack *pack.Pack
	In   list.Jurisdictions
}

const (
	// maxOrdinary is how many ordinary words of a listing are shown as
	// registered: a register of millions holds half of the words there are.
	maxOrdinary = 10

	// minDistinctive is how many letters a word needs to tell goods apart by
	// itself. Nearly all shorter ones are registered for something.
	minDistinctive = 4
)

// registered adds the findings of the registers to those of the lists. The
// lists know more of a word than a register does: where they speak, and where
// they keep silent on purpose, it does not. found is all they considered.
func (j *judge) registered(part int, found, kept []Finding) []Finding {
	p := &j.Parts[part]
	own := len(kept)
	j.cover = j.cover.cleared(len(p.Text.Source))
	for i := range found {
		j.cover.add(found[i].Start, found[i].End)
	}
	for i := range p.Marks {
		m := &p.Marks[i]
		f := Finding{
			Part: part, Start: p.Text.Start(m.Tok0), End: p.Text.End(m.Tok1),
			Kind: list.Trademark, Mark: m,
		}
		if j.cover.touches(f.Start, f.End) {
			continue
		}
		if j.weighMark(p, &f); f.Severity > list.None {
			kept = append(kept, f)
		}
	}
	kept = append(kept[:own], j.chosen(kept[own:])...)
	j.sort(kept, byStart)
	j.kept = kept
	return kept
}

// chosen leaves one finding of each stretch, distinctive ones first, then the
// longest, then the most severe; and ordinary words once in a listing.
func (j *judge) chosen(found []Finding) []Finding {
	j.sort(found, func(a, b *Finding) int {
		return cmp.Or(
			compareBool(a.Rule == RuleRegisteredWord, b.Rule == RuleRegisteredWord),
			cmp.Compare(b.End-b.Start, a.End-a.Start),
			cmp.Compare(b.Severity, a.Severity),
			cmp.Compare(a.Start, b.Start),
			cmp.Compare(a.Mark.Register, b.Mark.Register),
		)
	})
	kept := found[:0]
	for i := range found {
		f := found[i]
		if j.cover.touches(f.Start, f.End) {
			continue
		}
		if f.Rule == RuleRegisteredWord {
			if len(j.ordinaryKeys) == maxOrdinary || slices.Contains(j.ordinaryKeys, f.Mark.Key) {
				continue
			}
			j.ordinaryKeys = append(j.ordinaryKeys, f.Mark.Key)
		}
		j.cover.add(f.Start, f.End)
		kept = append(kept, f)
	}
	return kept
}

// weighMark gives the severity of a registered mark.
func (j *judge) weighMark(p *Part, f *Finding) {
	m := f.Mark
	hit := match.Hit{Tok0: m.Tok0, Tok1: m.Tok1, Start: f.Start, End: f.End}
	if m.Facts.Status == list.Dead || !j.here(m) || j.insideOwn(p, &hit) {
		return
	}
	goods := j.fits(m.Facts.Classes)
	if m.Facts.Strength == pack.Ordinary || j.plainWords(p, m) {
		if goods == sameGoods || goods == unknownGoods {
			f.Severity, f.Rule = list.Info, RuleRegisteredWord
		}
		return
	}
	f.Severity, f.Rule = list.Medium, RuleRegistered
	switch {
	case goods == otherGoods:
		f.Severity, f.Rule = list.Low, RuleRegisteredOther
	case goods == sameGoods && !m.Facts.Coarse && (capital(p.Text, &hit) || p.Field == list.SearchTerms):
		f.Severity = list.High
	}
	if m.Facts.Status == list.Pending || m.Facts.Strength == pack.Stylised || m.Facts.Strength == pack.Supplemental {
		f.Severity = max(f.Severity-1, list.Low)
	}
	switch j.useOf(p, &hit).Use {
	case list.Nominative:
		f.Severity, f.Rule = list.Info, RuleRegisteredFits
	case list.Comparison:
		if goods != otherGoods {
			f.Severity = list.High
		}
	}
}

// here tells whether a mark's office is one of the listing's law. What is not
// known of a mark its register's name says.
func (j *judge) here(m *match.Mark) bool {
	offices := m.Facts.Offices
	if offices == 0 {
		offices = j.Registers[m.Register].In
	}
	return offices == 0 || offices&j.Place.In != 0
}

// plainWords tells whether the words of a mark are too ordinary, or too short,
// to belong to anybody here.
func (j *judge) plainWords(p *Part, m *match.Mark) bool {
	first, last := &p.Text.Tokens[m.Tok0], &p.Text.Tokens[m.Tok1-1]
	if m.Tok1-m.Tok0 == 1 && first.Class == normalize.Letter && last.U1-first.U0 < minDistinctive {
		return true
	}
	if m.Ordinary {
		return true
	}
	for s := range j.Sources {
		for h := range p.covering(s, m.Tok0, m.Tok1) {
			if h.Kind == match.Written && j.Sources[s].Index.NamesGoods(h.Form) {
				return true // the lists know them for a kind of goods
			}
		}
	}
	return false
}
