package pack

import (
	"math/bits"
	"slices"

	"clearlist/wasm/list"
)

// Terms in a delta are told by what they say, not by where it stands. A pack
// that holds terms is divided: its terms, each by itself with its rights and
// senses and every string in it written out, on one side; the other tables,
// and what of the index does not follow from the terms, its frame, on the
// other. Numbers of strings, groups, rows and forms, hash tables and filters
// are not sent: both sides work them out, as a pack is canonical. So a term
// that comes or goes costs its own words, and not those of all that it moves.
//
// Old and new terms are paired by their text, in order. The stream of removed
// ones has ordinals of the old pack, as has that of changed ones; that of added
// ones has ordinals of the new pack. Texts are those of added terms, each with
// an FF after it, which UTF-8 does not have; rests are what changed and added
// terms say beside their text, in the order of the new pack.
//
// A row is a varint with a bit for each column that is not zero, and those
// columns: strings as varint length and bytes, groups as varint count and
// strings, days as zigzag varints, sets of bits as varint count and a byte for
// each, other numbers as varints. A term's row has its text left out, and is
// followed by the numbers of its rights and senses, and by their rows.

// An Indexer knows which index sections a pack has, and makes them anew. The
// zero Indexer is that of packs without any.
type Indexer struct {
	// Rest gives what of the index does not follow from the tables.
	Rest func(p *Pack) ([]byte, error)
	// Build makes the sections of that and of what the tables hold. It must
	// take any set and any bytes.
	Build func(set *list.Set, rest []byte) ([]Section, error)
}

const endOfText = 0xFF

// A text pack as deltas see it. Nothing has nothing in it.
type divided struct {
	frame        []byte
	texts, rests []string
}

func (x Indexer) divide(b []byte) (d divided, p *Pack, err error) {
	if len(b) == 0 {
		return d, nil, nil
	}
	if p, err = Open(b); err != nil {
		return d, nil, err
	}
	if p.IsRegister() {
		return d, nil, brokenDelta("a register is told by marks")
	}
	var frame buffer
	frame.u32(p.Version(), uint32(p.AsOf()))
	frame.text(p.Name())
	for id := uint32(marketplaces); id < tableEnd; id++ {
		frame.varint(uint64(p.rows(id)))
		for i := range p.rows(id) {
			p.appendRow(&frame, id, p.row(id, i), 0)
		}
	}
	if x.Rest != nil {
		rest, err := x.Rest(p)
		if err != nil {
			return d, nil, err
		}
		frame = append(frame, rest...)
	}
	d.frame = frame
	return d, p, nil
}

// tell fills in the terms, which only who makes a delta needs at once.
func (d *divided) tell(p *Pack) {
	if p == nil {
		return
	}
	var rest buffer
	for i := range p.Terms() {
		rest = rest[:0]
		p.appendTerm(&rest, i)
		d.texts, d.rests = append(d.texts, p.Term(i).Text()), append(d.rests, string(rest))
	}
}

func (p *Pack) appendTerm(b *buffer, i int) {
	row := p.row(terms, i)
	p.appendRow(b, terms, row, 1)
	ofRights, ofSenses := int(u32(row, 20)), int(u32(row, 28))
	b.varint(uint64(ofRights))
	b.varint(uint64(ofSenses))
	for j := range ofRights {
		p.appendRow(b, rights, p.row(rights, int(u32(row, 16))+j), 0)
	}
	for j := range ofSenses {
		p.appendRow(b, senses, p.row(senses, int(u32(row, 24))+j), 0)
	}
}

func (p *Pack) appendRow(b *buffer, id uint32, row []byte, from int) {
	columns := layout[id].columns[from:]
	mask := uint64(0)
	for i, c := range columns {
		if c.read(row) != 0 {
			mask |= 1 << i
		}
	}
	b.varint(mask)
	for _, c := range columns {
		v := c.read(row)
		switch {
		case v == 0:
		case c.of == aString:
			b.text(p.str(uint32(v)))
		case c.of == aGroup:
			g := p.group(uint32(v))
			b.varint(uint64(g.Len()))
			for i := range g.Len() {
				b.text(g.At(i))
			}
		case c.of == aDay:
			b.zigzag(int64(int32(v)))
		case c.width == 8:
			b.varint(uint64(bits.OnesCount64(v)))
			for ; v != 0; v &= v - 1 {
				b.u8(uint8(bits.TrailingZeros64(v)))
			}
		default:
			b.varint(v)
		}
	}
}

func (b *buffer) text(s string) {
	b.varint(uint64(len(s)))
	*b = append(*b, s...)
}

// take reads so many bytes; none when there are fewer.
func (r *reader) take(n uint64) []byte {
	if n > uint64(len(r.b)) {
		r.b, r.bad = nil, true
		return nil
	}
	took := r.b[:n]
	r.b = r.b[n:]
	return took
}

func (r *reader) text() []byte { return r.take(r.varint()) }

// A joiner writes the tables of a pack from what deltas say of it, in the
// order in which [Write] does.
type joiner struct {
	*writer
	limit int // of all tables together
}

func (w joiner) full() bool {
	size := 0
	for _, t := range w.table {
		size += len(t)
	}
	return size > w.limit
}

func (w joiner) term(text []byte, r *reader) {
	var row [32]byte
	put32(row[:], 0, w.bytes(text))
	w.columns(r, terms, 1, row[:])
	ofRights, ofSenses := r.varint(), r.varint()
	put32(row[:], 16, uint32(len(w.table[rights])/layout[rights].stride))
	put32(row[:], 20, uint32(ofRights))
	put32(row[:], 24, uint32(len(w.table[senses])/layout[senses].stride))
	put32(row[:], 28, uint32(ofSenses))
	w.table[terms] = append(w.table[terms], row[:]...)
	w.rows(r, rights, ofRights)
	w.rows(r, senses, ofSenses)
}

func (w joiner) rows(r *reader, id uint32, n uint64) {
	for ; n > 0 && !r.bad; n-- {
		if w.full() {
			r.bad = true
			return
		}
		var row [64]byte // no row is longer
		w.columns(r, id, 0, row[:])
		w.table[id] = append(w.table[id], row[:layout[id].stride]...)
	}
}

func (w joiner) columns(r *reader, id uint32, from int, row []byte) {
	columns := layout[id].columns[from:]
	mask := r.varint()
	if mask>>len(columns) != 0 {
		r.bad = true
	}
	for i, c := range columns {
		if r.bad {
			return
		}
		if mask>>i&1 == 0 {
			continue
		}
		v := uint64(0)
		switch {
		case c.of == aString:
			v = uint64(w.bytes(r.text()))
		case c.of == aGroup:
			v = uint64(w.strings(r))
		case c.of == aDay:
			v = uint64(r.zigzag())
		case c.width == 8:
			for _, bit := range r.take(r.varint()) {
				v |= 1 << (bit & 63)
			}
		default:
			v = r.varint()
		}
		c.put(row, v)
	}
}

func (w joiner) strings(r *reader) uint32 {
	var items buffer
	for n := r.varint(); n > 0 && !r.bad; n-- {
		items.u32(w.bytes(r.text()))
	}
	return w.items(items)
}

func (x Indexer) applyByTerms(d *delta, old []byte) ([]byte, error) {
	before, p, err := x.divide(old)
	if err != nil {
		return nil, err
	}
	frame, err := d.frame(before.frame, d.newLength)
	if err != nil {
		return nil, err
	}
	w := joiner{newWriter(), d.newLength}
	if err := w.merge(d, p); err != nil {
		return nil, err
	}
	r := &reader{b: frame}
	head, name := r.take(8), r.text()
	for id := uint32(marketplaces); id < tableEnd; id++ {
		w.rows(r, id, r.varint())
	}
	if r.bad {
		return nil, brokenDelta("tables cut short, or too long")
	}
	number := w.bytes(name)
	join := func(index []Section) ([]byte, error) {
		sections, err := w.sections(index)
		if err != nil {
			return nil, err
		}
		return assemble(u32(head, 0), list.Date(u32(head, 4)), number, sections)
	}
	bare, err := join(nil)
	if err != nil || x.Build == nil {
		return bare, err
	}
	tables, err := Open(bare)
	if err != nil {
		return nil, err
	}
	index, err := x.Build(tables.Set(), r.b)
	if err != nil {
		return nil, err
	}
	return join(index)
}

// merge writes the terms of the new pack, in their order.
func (w joiner) merge(d *delta, p *Pack) error {
	was := 0
	if p != nil {
		was = p.Terms()
	}
	removed, err := unrice(d.streams[streamRemoved], uint64(was))
	if err != nil {
		return err
	}
	changed, err := unrice(d.streams[streamChanged], uint64(was))
	if err != nil {
		return err
	}
	added, err := unrice(d.streams[streamAdded], uint64(d.newLength))
	if err != nil {
		return err
	}
	texts, rests := d.streams[streamTexts], &reader{b: d.streams[streamRests]}
	var same buffer
	for i, j := 0, uint64(0); i < was || len(added) > 0; {
		if w.full() || rests.bad {
			return brokenDelta("terms cut short, or too many")
		}
		switch {
		case len(added) > 0 && added[0] == j:
			added = added[1:]
			end := slices.Index(texts, endOfText)
			if end < 0 {
				return brokenDelta("a text cut short")
			}
			w.term(texts[:end], rests)
			texts = texts[end+1:]
			j++
		case i == was:
			return brokenDelta("a term out of its place")
		case len(removed) > 0 && removed[0] == uint64(i):
			removed = removed[1:]
			i++
		case len(changed) > 0 && changed[0] == uint64(i):
			changed = changed[1:]
			w.term([]byte(p.Term(i).Text()), rests)
			i, j = i+1, j+1
		default:
			same = same[:0]
			p.appendTerm(&same, i)
			w.term([]byte(p.Term(i).Text()), &reader{b: same})
			i, j = i+1, j+1
		}
	}
	if len(removed)+len(changed)+len(texts)+len(rests.b) > 0 || rests.bad {
		return brokenDelta("terms that have no place")
	}
	return nil
}

// diffByTerms fills the delta in, or tells that one of the packs is none that
// it can tell by terms.
func (x Indexer) diffByTerms(d *delta, old, new []byte) bool {
	before, p, err := x.divide(old)
	if err != nil {
		return false
	}
	after, q, err := x.divide(new)
	if err != nil || q == nil {
		return false
	}
	before.tell(p)
	after.tell(q)
	d.way = byTerms
	d.diffFrames(before.frame, after.frame)
	var removed, changed, added []uint64
	var texts, rests buffer
	i := 0
	for j, pair := range paired(before.texts, after.texts) {
		if pair < 0 {
			added = append(added, uint64(j))
			texts = append(append(texts, after.texts[j]...), endOfText)
			rests = append(rests, after.rests[j]...)
			continue
		}
		for ; i < pair; i++ {
			removed = append(removed, uint64(i))
		}
		if before.rests[pair] != after.rests[j] {
			changed = append(changed, uint64(pair))
			rests = append(rests, after.rests[j]...)
		}
		i = pair + 1
	}
	for ; i < len(before.texts); i++ {
		removed = append(removed, uint64(i))
	}
	var b [3]buffer
	b[0].rice(removed)
	b[1].rice(changed)
	b[2].rice(added)
	d.streams[streamRemoved], d.streams[streamChanged], d.streams[streamAdded] = b[0], b[1], b[2]
	d.streams[streamTexts], d.streams[streamRests] = texts, rests
	return true
}

// paired gives each new text the place of an equal old one, or -1: as many as
// can be in order (the longest rising run, by patience sorting).
func paired(old, new []string) []int {
	places := map[string][]int{}
	for i, s := range old {
		places[s] = append(places[s], i)
	}
	pairs, before := make([]int, len(new)), make([]int, len(new))
	var tops []int // of the piles, as places in new
	for j, s := range new {
		pairs[j], before[j] = -1, -1
		if len(places[s]) == 0 {
			continue
		}
		pairs[j], places[s] = places[s][0], places[s][1:]
		pile, _ := slices.BinarySearchFunc(tops, pairs[j], func(top, want int) int { return pairs[top] - want })
		if pile > 0 {
			before[j] = tops[pile-1]
		}
		if pile == len(tops) {
			tops = append(tops, j)
		} else {
			tops[pile] = j
		}
	}
	kept := make([]int, len(new))
	for j := range kept {
		kept[j] = -1
	}
	if len(tops) > 0 {
		for j := tops[len(tops)-1]; j >= 0; j = before[j] {
			kept[j] = pairs[j]
		}
	}
	return kept
}
