package match

import (
	"errors"
	"strings"
	"unsafe"

	"clearlist/wasm/internal/normalize"
	"clearlist/wasm/list"
	"clearlist/wasm/pack"
)

// ErrIndex means that a pack has no index, or a broken one.
var ErrIndex = errors.New("match: no index in the pack, or a broken one")

// An Index is a pack's index, read in place.
type Index struct {
	terms    int
	firsts   []uint32 // first sense of each term
	forms    pack.Texts
	table    pack.Table
	heads    pack.Filter
	rows     pack.Numbers
	uses     pack.Numbers
	goods    pack.Numbers
	senses   pack.Numbers
	cues     pack.Numbers
	common   pack.Hashes
	words    pack.Words
	shapes   *shapes // of words
	postings pack.Numbers
	tails    pack.Table
	sounds   pack.Table
	frames   pack.Numbers
	signs    pack.Texts
}

// Open reads the index sections of a pack.
func Open(p *pack.Pack) (*Index, error) {
	x := &Index{terms: p.Terms()}
	var err, e error // the first; the last
	open := func(e error) {
		if err == nil {
			err = e
		}
	}
	x.forms, e = pack.OpenTexts(p.Section(sectionForms))
	open(e)
	if err != nil {
		return nil, ErrIndex
	}
	x.table, e = pack.OpenTable(p.Section(sectionTable), x.forms.Len())
	open(e)
	x.heads, e = pack.OpenFilter(p.Section(sectionHeads))
	open(e)
	for _, n := range []struct {
		id uint32
		to *pack.Numbers
	}{
		{sectionRows, &x.rows},
		{sectionUses, &x.uses},
		{sectionGoods, &x.goods},
		{sectionSenses, &x.senses},
		{sectionCues, &x.cues},
		{sectionPostings, &x.postings},
		{sectionFrames, &x.frames},
	} {
		*n.to, e = pack.OpenNumbers(p.Section(n.id))
		open(e)
	}
	x.signs, e = pack.OpenTexts(p.Section(sectionSigns))
	open(e)
	x.common, e = pack.OpenHashes(p.Section(sectionCommon))
	open(e)
	x.words, e = pack.OpenWords(p.Section(sectionWords))
	open(e)
	x.shapes = shapesOf(&x.words)
	x.tails, e = pack.OpenTable(p.Section(sectionTails), x.words.Len())
	open(e)
	x.sounds, e = pack.OpenTable(p.Section(sectionSounds), x.words.Len())
	open(e)
	if err != nil {
		return nil, errors.Join(ErrIndex, err)
	}
	x.firsts = make([]uint32, x.terms+1)
	for i := range x.terms {
		x.firsts[i+1] = x.firsts[i] + uint32(p.Term(i).Senses())
	}
	if !p.Known() && !x.consistent() {
		return nil, ErrIndex
	}
	return x, nil
}

// consistent checks every number that leads from one section into another.
func (x *Index) consistent() bool {
	if x.rows.Len() != x.forms.Len()*rowSize || x.frames.Len()%frameSize != 0 || x.senses.Len()%senseSize != 0 || x.goods.Len()%2 != 0 {
		return false
	}
	for f := range x.forms.Len() {
		if x.forms.At(f) == "" || uint64(x.rows.At(f*rowSize+rowUses))+uint64(x.rows.At(f*rowSize+rowCount)) > uint64(x.uses.Len()) {
			return false
		}
	}
	for i := range x.uses.Len() {
		m := x.uses.At(i)
		limit := 0
		switch m & meaningMask {
		case meaningTerm, meaningSingle:
			limit = x.terms
		case meaningGoods:
			limit = x.goods.Len() - 1
		case meaningUse:
			limit = int(list.LastUse) + 1
		case meaningFramed:
			limit = x.frames.Len() / frameSize
		}
		if int(m&^uint32(meaningMask)) >= limit {
			return false
		}
	}
	for i := range x.frames.Len() / frameSize {
		if int(x.frames.At(i*frameSize+frameTerm)) >= x.terms {
			return false
		}
		for _, column := range []int{frameLead, frameCore, frameTrail} {
			if int(x.frames.At(i*frameSize+column)) >= x.signs.Len() {
				return false
			}
		}
	}
	for i := range x.cues.Len() {
		if int(x.cues.At(i)) >= x.forms.Len() {
			return false
		}
	}
	for s := range x.senses.Len() / senseSize {
		last := uint32(0)
		for at := senseBefore; at <= senseEnd; at++ {
			next := x.senses.At(s*senseSize + at)
			if next < last || int64(next) > int64(x.cues.Len()) {
				return false
			}
			last = next
		}
	}
	return x.consistentPostings() && int64(x.firsts[x.terms])*senseSize == int64(x.senses.Len())
}

func (x *Index) consistentPostings() bool {
	runs := x.words.Len() + 1
	if x.postings.Len() < runs {
		return false
	}
	count := uint32(x.postings.Len() - runs)
	last := uint32(0)
	for i := range runs {
		run := x.postings.At(i)
		if run < last || run > count {
			return false
		}
		last = run
	}
	for i := runs; i < x.postings.Len(); i++ {
		if int64(x.postings.At(i)>>postingShift) >= int64(x.forms.Len()) {
			return false
		}
	}
	return last == count
}

// Form returns a form as it was folded: "crock pot".
func (x *Index) Form(f int) string { return x.forms.At(f) }

// A Meaning is one thing a form stands for.
type Meaning struct {
	Term    int // its number in the pack; -1 when the form is none
	Single  bool
	Classes list.Classes // of the goods it names
	Use     list.Use     // list.AsName when it is no phrase
	Frame   Frame
}

// A Frame is the signs that have to stand in the text as they stand in the
// list: before it, after it, and, when Core is given, as the whole of it.
type Frame struct{ Lead, Core, Trail string }

// Holds tells whether the frame stands around a stretch of a text.
func (f *Frame) Holds(text string, start, end int) bool {
	return (f.Lead == "" || strings.HasSuffix(strings.TrimRight(text[:start], " "), f.Lead)) &&
		(f.Trail == "" || strings.HasPrefix(strings.TrimLeft(text[end:], " "), f.Trail)) &&
		(f.Core == "" || text[start:end] == f.Core)
}

// Meanings is how many things a form stands for; Meaning returns one of them.
func (x *Index) Meanings(f int) int { return int(x.rows.At(f*rowSize + rowCount)) }

func (x *Index) Meaning(f, i int) Meaning {
	v := x.uses.At(int(x.rows.At(f*rowSize+rowUses)) + i)
	n := int(v &^ uint32(meaningMask))
	m := Meaning{Term: -1}
	switch v & meaningMask {
	case meaningTerm:
		m.Term = n
	case meaningSingle:
		m.Term, m.Single = n, true
	case meaningGoods:
		m.Classes = list.Classes(x.goods.At64(n))
	case meaningUse:
		m.Use = list.Use(n)
	case meaningFramed:
		row := n * frameSize
		m.Term = int(x.frames.At(row + frameTerm))
		m.Frame = Frame{x.sign(row + frameLead), x.sign(row + frameCore), x.sign(row + frameTrail)}
	}
	return m
}

func (x *Index) sign(at int) string { return x.signs.At(int(x.frames.At(at))) }

func (x *Index) flags(f int) uint32 { return x.rows.At(f*rowSize + rowFlags) }

// IsTerm, IsCue, IsPhrase and NamesGoods tell whether a form stands for a
// term, whether a sense speaks of it, whether it changes a use, and whether it
// names goods.
func (x *Index) IsTerm(f int) bool     { return x.flags(f)&flagTerm != 0 }
func (x *Index) IsCue(f int) bool      { return x.flags(f)&flagCue != 0 }
func (x *Index) IsPhrase(f int) bool   { return x.flags(f)&flagPhrase != 0 }
func (x *Index) NamesGoods(f int) bool { return x.flags(f)&flagGoods != 0 }

// A Sense is a sense of a term. Each group of cues is forms; Given tells
// whether the list named any, in the order Before, After, Near, Lacks.
type Sense struct {
	Level           list.Severity
	Fields          list.Fields
	Goods, NotGoods list.Classes
	In              list.Jurisdictions
	Given           [4]bool
	x               *Index
	at              int
}

// Groups of cues.
const (
	Before = iota
	After
	NearBy
	Lacks
)

// Senses is how many a term has; Sense returns one of them.
func (x *Index) Senses(term int) int { return int(x.firsts[term+1] - x.firsts[term]) }

func (x *Index) Sense(term, i int) Sense {
	at := (int(x.firsts[term]) + i) * senseSize
	level := x.senses.At(at + senseLevel)
	s := Sense{
		Level: list.Severity(level & 7), Fields: list.Fields(level >> 8),
		Goods: list.Classes(x.senses.At64(at + senseGoods)), NotGoods: list.Classes(x.senses.At64(at + senseNotGoods)),
		In: list.Jurisdictions(x.senses.At64(at + senseIn)),
		x:  x, at: at,
	}
	for g := range s.Given {
		s.Given[g] = level&(1<<(givenShift+g)) != 0
	}
	return s
}

// Cues is how many forms a group has; Cue returns one of them.
func (s *Sense) Cues(group int) int {
	return int(s.x.senses.At(s.at+senseBefore+group+1) - s.x.senses.At(s.at+senseBefore+group))
}

func (s *Sense) Cue(group, i int) int {
	return int(s.x.cues.At(int(s.x.senses.At(s.at+senseBefore+group)) + i))
}

// Has tells whether a form is among the cues of a group.
func (s *Sense) Has(group, form int) bool {
	for i := range s.Cues(group) {
		if s.Cue(group, i) == form {
			return true
		}
	}
	return false
}

// Common tells whether a folded word, or its singular, is an ordinary one.
func (x *Index) Common(word string) bool {
	if x.common.Has(hashOf(word)) {
		return true
	}
	single := Stem(word)
	return single != word && x.common.Has(hashOf(single))
}

// longestCommon is how long an ordinary word may be.
const longestCommon = 24

// commonToken is Common for a token of a text.
func (x *Index) commonToken(t *normalize.Text, tok *normalize.Token) bool {
	var b [48]byte
	if tok.U1-tok.U0 > longestCommon {
		return false
	}
	folded := t.AppendFold(b[:0], tok)
	return x.Common(unsafe.String(unsafe.SliceData(folded), len(folded)))
}
