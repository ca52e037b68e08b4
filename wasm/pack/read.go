package pack

import (
	"unsafe"

	"clearlist/wasm/list"
)

// An index out of range in any accessor is a mistake of the caller and
// panics, as with a slice.

// Terms is the number of terms; terms keep the order of the [list.Set].
func (p *Pack) Terms() int { return p.rows(terms) }

// Term returns a view of a term; it copies nothing.
func (p *Pack) Term(i int) Term { return Term{p, p.row(terms, i)} }

// A Term is a [list.Term] read in place.
type Term struct {
	p   *Pack
	row []byte
}

func (t Term) Text() string     { return t.p.str(u32(t.row, 0)) }
func (t Term) Aliases() Strings { return t.p.group(u32(t.row, 4)) }
func (t Term) Instead() Strings { return t.p.group(u32(t.row, 8)) }
func (t Term) Famous() bool     { return u32(t.row, 12)&flagFamous != 0 }
func (t Term) Dictionary() bool { return u32(t.row, 12)&flagDictionary != 0 }
func (t Term) Exact() bool      { return u32(t.row, 12)&flagExact != 0 }
func (t Term) CaseSense() bool  { return u32(t.row, 12)&flagCaseSense != 0 }

// Rights is the number of the term's rights.
func (t Term) Rights() int { return int(u32(t.row, 20)) }

// Right returns a right of the term. Its strings are parts of the pack; only
// Cases and Marketplaces are allocated, where there are any.
func (t Term) Right(i int) list.Right {
	return t.p.right(int(u32(t.row, 16)) + inRun(i, t.Rights()))
}

// Senses is the number of the term's senses.
func (t Term) Senses() int { return int(u32(t.row, 28)) }

// Sense returns a sense of the term. Its strings are parts of the pack; its
// groups of words are allocated, where there are any.
func (t Term) Sense(i int) list.Sense {
	return t.p.sense(int(u32(t.row, 24)) + inRun(i, t.Senses()))
}

// SenseWhy is the reason that a sense gives, for who needs no more of it.
func (t Term) SenseWhy(i int) string {
	return t.p.str(u32(t.p.row(senses, int(u32(t.row, 24))+inRun(i, t.Senses())), 24))
}

func (p *Pack) right(i int) list.Right {
	row := p.row(rights, i)
	return list.Right{
		In:           list.Jurisdictions(u64(row, 0)),
		Classes:      list.Classes(u64(row, 8)),
		Owner:        p.str(u32(row, 16)),
		Number:       p.str(u32(row, 20)),
		Source:       p.str(u32(row, 24)),
		URL:          p.str(u32(row, 28)),
		Cases:        p.group(u32(row, 32)).Slice(),
		Rule:         p.str(u32(row, 36)),
		Marketplaces: p.group(u32(row, 40)).Slice(),
		Reason:       p.str(u32(row, 44)),
		From:         list.Date(u32(row, 48)),
		Until:        list.Date(u32(row, 52)),
		Kind:         list.RightKind(row[56]),
		Status:       list.Status(row[57]),
		Confidence:   list.Confidence(row[58]),
		Severity:     list.Severity(row[59]),
		Fields:       list.Fields(row[60]),
	}
}

func (p *Pack) sense(i int) list.Sense {
	row := p.row(senses, i)
	return list.Sense{
		Goods:    list.Classes(u64(row, 0)),
		NotGoods: list.Classes(u64(row, 8)),
		In:       list.Jurisdictions(u64(row, 16)),
		Why:      p.str(u32(row, 24)),
		Before:   p.group(u32(row, 28)).Slice(),
		After:    p.group(u32(row, 32)).Slice(),
		Near:     p.group(u32(row, 36)).Slice(),
		Lacks:    p.group(u32(row, 40)).Slice(),
		Level:    list.Severity(row[44]),
		Fields:   list.Fields(row[45]),
	}
}

// Marketplaces is the number of marketplaces.
func (p *Pack) Marketplaces() int { return p.rows(marketplaces) }

// Marketplace returns a marketplace.
func (p *Pack) Marketplace(i int) list.Marketplace {
	row := p.row(marketplaces, i)
	return list.Marketplace{
		In:     list.Jurisdictions(u64(row, 0)),
		ID:     p.str(u32(row, 8)),
		Family: p.str(u32(row, 12)),
		Names:  p.group(u32(row, 16)).Slice(),
	}
}

// Limits is the number of limits.
func (p *Pack) Limits() int { return p.rows(limits) }

// Limit returns a limit.
func (p *Pack) Limit(i int) list.Limit {
	row := p.row(limits, i)
	return list.Limit{
		Marketplaces: p.group(u32(row, 0)).Slice(),
		Max:          int(u32(row, 4)),
		Text:         p.str(u32(row, 8)),
		Source:       p.str(u32(row, 12)),
		Reason:       p.str(u32(row, 16)),
		From:         list.Date(u32(row, 20)),
		Until:        list.Date(u32(row, 24)),
		Field:        list.Field(row[28]),
		Kind:         list.LimitKind(row[29]),
		Severity:     list.Severity(row[30]),
		Confidence:   list.Confidence(row[31]),
	}
}

// Relations is the number of relations between classes.
func (p *Pack) Relations() int { return p.rows(relations) }

// Relation returns a relation.
func (p *Pack) Relation(i int) list.Relation {
	return list.Relation{Classes: list.Classes(u64(p.row(relations, i), 0))}
}

// Phrases is the number of phrases.
func (p *Pack) Phrases() int { return p.rows(phrases) }

// Phrase returns a phrase.
func (p *Pack) Phrase(i int) list.Phrase {
	row := p.row(phrases, i)
	return list.Phrase{Text: p.str(u32(row, 0)), Use: list.Use(u32(row, 4))}
}

// Set is all that the tables hold. Its strings are parts of the pack; what
// there is none of is nil.
func (p *Pack) Set() *list.Set {
	set := &list.Set{Name: p.Name(), Version: p.Version(), AsOf: p.AsOf()}
	if p.Terms() > 0 {
		set.Terms = make([]list.Term, p.Terms())
	}
	for i := range set.Terms {
		t := p.Term(i)
		term := list.Term{
			Text: t.Text(), Aliases: t.Aliases().Slice(), Instead: t.Instead().Slice(),
			Famous: t.Famous(), Dictionary: t.Dictionary(), Exact: t.Exact(), CaseSense: t.CaseSense(),
		}
		for j := range t.Rights() {
			term.Rights = append(term.Rights, t.Right(j))
		}
		for j := range t.Senses() {
			term.Senses = append(term.Senses, t.Sense(j))
		}
		set.Terms[i] = term
	}
	for i := range p.Marketplaces() {
		set.Marketplaces = append(set.Marketplaces, p.Marketplace(i))
	}
	for i := range p.Limits() {
		set.Limits = append(set.Limits, p.Limit(i))
	}
	for i := range p.Relations() {
		set.Related = append(set.Related, p.Relation(i))
	}
	for i := range p.Phrases() {
		set.Phrases = append(set.Phrases, p.Phrase(i))
	}
	return set
}

// Strings is a group of strings read in place.
type Strings struct {
	p     *Pack
	items []byte
}

// Len is the number of strings.
func (s Strings) Len() int { return len(s.items) / 4 }

// At returns a string, a part of the pack.
func (s Strings) At(i int) string { return s.p.str(u32(s.items, i*4)) }

// Slice returns a new slice of all; nil when there are none.
func (s Strings) Slice() []string {
	if len(s.items) == 0 {
		return nil
	}
	all := make([]string, s.Len())
	for i := range all {
		all[i] = s.At(i)
	}
	return all
}

func (p *Pack) rows(id uint32) int { return len(p.table[id]) / layout[id].stride }

func (p *Pack) row(id uint32, i int) []byte {
	stride := layout[id].stride
	return p.table[id][i*stride : (i+1)*stride]
}

func (p *Pack) strings() int { return len(p.table[stringOffsets])/4 - 1 }
func (p *Pack) groups() int  { return len(p.table[groupOffsets])/4 - 1 }

func (p *Pack) str(i uint32) string {
	offsets := p.table[stringOffsets]
	b := p.table[stringBytes][u32(offsets, int(i)*4):u32(offsets, int(i)*4+4)]
	return unsafe.String(unsafe.SliceData(b), len(b))
}

func (p *Pack) group(i uint32) Strings {
	offsets := p.table[groupOffsets]
	return Strings{p, p.table[groupItems][u32(offsets, int(i)*4)*4 : u32(offsets, int(i)*4+4)*4]}
}

// inRun keeps an index within a term's own rows.
func inRun(i, count int) int {
	if uint(i) >= uint(count) {
		panic("pack: index out of range")
	}
	return i
}
