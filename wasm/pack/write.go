package pack

import (
	"math"

	"clearlist/wasm/list"
)

// Content is what a pack holds.
type Content struct {
	Set      *list.Set
	Sections []Section // index sections, in any order
}

// Write compiles the content. Equal content gives equal bytes. What [Open]
// would refuse, Write refuses.
func Write(c Content) ([]byte, error) {
	w := newWriter()
	for i := range c.Set.Terms {
		w.term(&c.Set.Terms[i])
	}
	for i := range c.Set.Marketplaces {
		w.marketplace(&c.Set.Marketplaces[i])
	}
	for i := range c.Set.Limits {
		w.limit(&c.Set.Limits[i])
	}
	for _, r := range c.Set.Related {
		w.table[relations].u64(uint64(r.Classes))
	}
	for _, p := range c.Set.Phrases {
		w.table[phrases].u32(w.str(p.Text), uint32(p.Use))
	}
	name := w.str(c.Set.Name)
	sections, err := w.sections(c.Sections)
	if err != nil {
		return nil, err
	}
	b, err := assemble(c.Set.Version, c.Set.AsOf, name, sections)
	if err != nil {
		return nil, err
	}
	if _, err := Open(b); err != nil {
		return nil, err
	}
	return b, nil
}

// sections joins the tables and the index sections, by rising id.
func (w *writer) sections(index []Section) ([]Section, error) {
	if w.err != nil {
		return nil, w.err
	}
	all := make([]Section, 0, tableEnd+len(index))
	for id := stringOffsets; id < tableEnd; id++ {
		all = append(all, Section{uint32(id), w.table[id]})
	}
	for _, s := range index {
		if s.ID < FirstIndex {
			return nil, broken("an index section with the id of a table")
		}
		all = append(all, s)
	}
	for i := range all { // a few: a general sort is 12 KB in the browser
		for j := i; j > 0 && all[j].ID < all[j-1].ID; j-- {
			all[j], all[j-1] = all[j-1], all[j]
		}
	}
	return all, nil
}

func assemble(version uint32, asOf list.Date, name uint32, sections []Section) ([]byte, error) {
	total := headerSize + len(sections)*entrySize
	for _, s := range sections {
		total = aligned(total + len(s.Bytes))
	}
	if total > MaxSize {
		return nil, ErrTooLarge
	}
	b := make(buffer, 0, total)
	b = append(b, Magic...)
	b.u32(FormatVersion)
	b.u64(0) // the checksum, once all is there
	b.u32(uint32(total), uint32(len(sections)), version, uint32(asOf), name, 0)
	offset := headerSize + len(sections)*entrySize
	for _, s := range sections {
		b.u32(s.ID, uint32(offset), uint32(len(s.Bytes)), 0)
		offset = aligned(offset + len(s.Bytes))
	}
	for _, s := range sections {
		b = append(b, s.Bytes...)
		b = b[:aligned(len(b))] // the capacity is exact and zero
	}
	sum := buffer{}
	sum.u64(Sum(b[checksumEnd:]))
	copy(b[checksumEnd-len(sum):], sum)
	return b, nil
}

// writer collects rows; the columns are those of layout.
type writer struct {
	table     [tableEnd]buffer
	stringIDs map[string]uint32
	groupIDs  map[string]uint32 // by the bytes of their items
	err       error
}

func newWriter() *writer {
	w := &writer{stringIDs: map[string]uint32{}, groupIDs: map[string]uint32{}}
	for id := range w.table {
		w.table[id] = buffer{} // a table without rows is present and empty
	}
	w.table[stringOffsets].u32(0)
	w.table[groupOffsets].u32(0)
	w.str("")
	w.group(nil)
	return w
}

func (w *writer) str(s string) uint32 {
	if id, ok := w.stringIDs[s]; ok {
		return id
	}
	id := uint32(len(w.stringIDs))
	w.stringIDs[s] = id
	w.table[stringBytes] = append(w.table[stringBytes], s...)
	w.table[stringOffsets].u32(uint32(len(w.table[stringBytes])))
	return id
}

// bytes is str, and keeps no hold of what it is given.
func (w *writer) bytes(b []byte) uint32 {
	if id, ok := w.stringIDs[string(b)]; ok {
		return id
	}
	return w.str(string(b))
}

func (w *writer) group(all []string) uint32 {
	var items buffer
	for _, s := range all {
		items.u32(w.str(s))
	}
	return w.items(items)
}

func (w *writer) items(items buffer) uint32 {
	if id, ok := w.groupIDs[string(items)]; ok {
		return id
	}
	id := uint32(len(w.groupIDs))
	w.groupIDs[string(items)] = id
	w.table[groupItems] = append(w.table[groupItems], items...)
	w.table[groupOffsets].u32(uint32(len(w.table[groupItems]) / 4))
	return id
}

func (w *writer) term(t *list.Term) {
	flags := uint32(0)
	for _, f := range [...]struct {
		on  bool
		bit uint32
	}{{t.Famous, flagFamous}, {t.Dictionary, flagDictionary}, {t.Exact, flagExact}, {t.CaseSense, flagCaseSense}} {
		if f.on {
			flags |= f.bit
		}
	}
	w.table[terms].u32(w.str(t.Text), w.group(t.Aliases), w.group(t.Instead), flags,
		uint32(len(w.table[rights])/layout[rights].stride), uint32(len(t.Rights)),
		uint32(len(w.table[senses])/layout[senses].stride), uint32(len(t.Senses)))
	for i := range t.Rights {
		w.right(&t.Rights[i])
	}
	for i := range t.Senses {
		w.sense(&t.Senses[i])
	}
}

func (w *writer) right(r *list.Right) {
	b := &w.table[rights]
	b.u64(uint64(r.In), uint64(r.Classes))
	b.u32(w.str(r.Owner), w.str(r.Number), w.str(r.Source), w.str(r.URL), w.group(r.Cases),
		w.str(r.Rule), w.group(r.Marketplaces), w.str(r.Reason), uint32(r.From), uint32(r.Until))
	b.u8(uint8(r.Kind), uint8(r.Status), uint8(r.Confidence), uint8(r.Severity), uint8(r.Fields), 0, 0, 0)
}

func (w *writer) sense(s *list.Sense) {
	b := &w.table[senses]
	b.u64(uint64(s.Goods), uint64(s.NotGoods), uint64(s.In))
	b.u32(w.str(s.Why), w.group(s.Before), w.group(s.After), w.group(s.Near), w.group(s.Lacks))
	b.u8(uint8(s.Level), uint8(s.Fields), 0, 0)
}

func (w *writer) marketplace(m *list.Marketplace) {
	b := &w.table[marketplaces]
	b.u64(uint64(m.In))
	b.u32(w.str(m.ID), w.str(m.Family), w.group(m.Names), 0)
}

func (w *writer) limit(l *list.Limit) {
	if l.Max < 0 || l.Max > math.MaxInt32 {
		w.err = broken("a limit that no field can have")
	}
	b := &w.table[limits]
	b.u32(w.group(l.Marketplaces), uint32(l.Max), w.str(l.Text), w.str(l.Source), w.str(l.Reason),
		uint32(l.From), uint32(l.Until))
	b.u8(uint8(l.Field), uint8(l.Kind), uint8(l.Severity), uint8(l.Confidence))
}

// buffer is bytes with little endian numbers appended.
type buffer []byte

func (b *buffer) u8(all ...uint8) { *b = append(*b, all...) }

func (b *buffer) u32(all ...uint32) {
	for _, v := range all {
		*b = append(*b, byte(v), byte(v>>8), byte(v>>16), byte(v>>24))
	}
}

func (b *buffer) u64(all ...uint64) {
	for _, v := range all {
		b.u32(uint32(v), uint32(v>>32))
	}
}
