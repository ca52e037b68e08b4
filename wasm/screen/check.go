package screen

import (
	"errors"
	"strings"

	"clearlist/wasm/internal/match"
	"clearlist/wasm/internal/normalize"
	"clearlist/wasm/internal/score"
	"clearlist/wasm/list"
	"clearlist/wasm/pack"
)

// Compile builds the pack of a set: its tables and the indexes to search them.
func Compile(set *list.Set) ([]byte, error) {
	sections, err := match.Build(set)
	if err != nil {
		return nil, err
	}
	return pack.Write(pack.Content{Set: set, Sections: sections})
}

// A Screener checks listings against its packs. It is safe to share.
type Screener struct {
	sources   []score.Source
	registers []score.Register
	marks     []pack.Register // of registers
	indexes   []*match.Index  // of sources
	desks     desks           // what checks need, kept for the next
}

// New takes opened packs: curated ones, the first of which says which words
// are ordinary, and registers.
func New(packs ...*pack.Pack) (*Screener, error) {
	s := &Screener{}
	for _, p := range packs {
		if p.IsRegister() {
			if err := s.addRegister(p); err != nil {
				return nil, err
			}
			continue
		}
		source, err := score.NewSource(p)
		if err != nil {
			return nil, errors.Join(errors.New("screen: "+p.Name()), err)
		}
		s.sources, s.indexes = append(s.sources, source), append(s.indexes, source.Index)
	}
	return s, nil
}

// Check judges one listing.
func (s *Screener) Check(l Listing) Verdict {
	d := s.desk()
	defer s.keep(d)
	in := s.prepare(d, &l)
	var v Verdict
	v.Findings = s.findings(in, score.Judge(in, &d.judging), score.Breaches(in))
	for _, f := range v.Findings {
		v.Severity = max(v.Severity, f.Severity)
	}
	for _, source := range s.sources {
		v.Checked = append(v.Checked, Checked{source.Pack.Name(), source.Pack.Version(), source.Pack.AsOf()})
	}
	for _, r := range s.registers {
		v.Checked = append(v.Checked, Checked{r.Pack.Name(), r.Pack.Version(), r.Pack.AsOf()})
	}
	v.NotChecked = s.notChecked(in.Place)
	return v
}

// notChecked names the registers of the marketplace's law that no pack was
// given of; no curated list stands for one. All of them are "register:*".
func (s *Screener) notChecked(place score.Place) []string {
	if place.In == list.AllJurisdictions {
		return []string{"register:*"}
	}
	var names []string
	for _, r := range s.registers {
		if !strings.HasPrefix(r.Pack.Name(), registerPrefix+International) {
			place.In &^= r.In
		}
	}
	for code := range place.In.All() {
		names = append(names, "register:"+code)
	}
	return names
}

// prepare reads and searches every field.
func (s *Screener) prepare(d *desk, l *Listing) *score.Input {
	in := &score.Input{Sources: s.sources, Registers: s.registers, Place: score.Locate(s.sources, l.Marketplace), AsOf: l.AsOf, Parts: d.parts[:0]}
	in.Category = s.read(d, list.Title, 0, l.Category, false)
	for _, own := range l.OwnBrands {
		in.Own = append(in.Own, s.read(d, list.Brand, 0, own, false))
	}
	brand := s.read(d, list.Brand, 0, l.Brand, false)
	if !s.famous(&brand) {
		in.Own = append(in.Own, brand) // a brand of one's own needs no saying twice
	}
	for w := range l.fields() {
		in.Parts = append(in.Parts, s.read(d, w.field, w.index, w.text, w.guess))
	}
	d.parts = in.Parts
	return in
}

// read normalises a text and searches it; guess tells whether for misspellings
// too. A text that stood in the same place of the last listing is not read
// again: between two keystrokes all fields but one are the same, and of that
// one all but the words around the caret.
func (s *Screener) read(d *desk, field list.Field, index int, text string, guess bool) score.Part {
	p := s.page(d)
	if !p.read || p.guessed != guess {
		p.clear(len(s.sources))
		p.read, p.guessed = true, guess
		s.search(d, p, text)
	} else if p.text.Source != text {
		s.search(d, p, text)
	} else if !p.done {
		s.searchOn(d, p)
	}
	return score.Part{Field: field, Index: index, Text: p.text, Hits: p.hits, Places: p.places, Marks: p.marks}
}

// page is the next page of a check.
func (s *Screener) page(d *desk) *page {
	if d.used == len(d.pages) {
		d.pages = append(d.pages, new(page))
	}
	d.used++
	return d.pages[d.used-1]
}

func (p *page) clear(sources int) {
	*p = page{
		text: new(normalize.Text), before: new(normalize.Text),
		readings: make([]match.Reading, sources), hits: make([][]match.Hit, sources), places: make([]match.Places, sources),
	}
}

// search reads what may be the last text of the page after an edit.
func (s *Screener) search(d *desk, p *page, text string) {
	p.text, p.before = p.before, p.text
	edit := p.text.ReadAfter(text, p.before)
	cost := stepsPerByte * len(text) * (edit.To - edit.From) / max(1, len(p.text.Tokens))
	if p.text.Signs {
		cost *= 2 // it is searched with them and without
	}
	d.steps -= cost
	p.done = true
	for i, source := range s.sources {
		p.done = p.readings[i].Read(source.Index, p.text, edit, p.guessed, &d.guesses[i]) && p.done
	}
	if p.guessed {
		p.marks = p.finder.Find(p.text, edit, s.marks, s.indexes)
	}
	s.note(p)
}

// searchOn goes on with a text that there were no steps left for.
func (s *Screener) searchOn(d *desk, p *page) {
	p.done = true
	for i, source := range s.sources {
		p.done = p.readings[i].Continue(source.Index, p.text, &d.guesses[i]) && p.done
	}
	s.note(p)
}

func (s *Screener) note(p *page) {
	for i, source := range s.sources {
		p.hits[i] = p.readings[i].Hits
		p.places[i].Note(source.Index, len(p.text.Tokens), p.hits[i])
	}
}

// famous tells whether a brand field holds a famous mark: nobody's own by
// mere say-so.
func (s *Screener) famous(brand *score.Part) bool {
	for i, source := range s.sources {
		for _, h := range brand.Hits[i] {
			for k := range source.Index.Meanings(h.Form) {
				if m := source.Index.Meaning(h.Form, k); m.Term >= 0 && source.Pack.Term(m.Term).Famous() {
					return true
				}
			}
		}
	}
	return false
}
