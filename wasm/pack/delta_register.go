package pack

import (
	"cmp"
	"slices"

	"clearlist/wasm/list"
)

// A register in a delta is a run of marks, each told by its place, which is
// its bucket and its residual as one number, and by the code of its facts.
// Removed and changed marks are told by their ordinals, added ones by the gaps
// between their places. Rows and starts follow from that, so that a mark that
// comes or goes costs its three bytes and not those of all that it moves.
//
// A code means a row of the pack's own table of facts. As the most common
// facts come first in it, codes change without a mark's having changed; so the
// codes of the old register are first read as the new table has them, which
// both sides can work out alone.

// A placed mark.
type placed struct {
	place uint64 // bucket << residualBits | residual
	code  uint32
}

// A division is a pack's frame, and where the parts that were taken out stood.
type division struct {
	frame  []byte
	starts [2]int // from, to in the pack; 0, 0 when there is no register
	rows   [2]int
	head   [8]byte
	facts  []byte
}

// divide takes rows and starts out of a pack; ok tells whether it is a pack
// that has both. Nothing is nothing's frame.
func divide(b []byte) (d division, ok bool) {
	if len(b) == 0 {
		return d, true
	}
	if checkHeader(b) != nil {
		return d, false
	}
	p := &Pack{bytes: b}
	if p.readSections() != nil {
		return d, false
	}
	if !d.locate(b) {
		return d, false
	}
	d.frame = slices.Concat(b[:d.starts[0]], b[d.starts[1]:d.rows[0]], b[d.rows[1]:])
	return d, true
}

// locate finds the register's parts by the entries at the beginning, which a
// frame still has; what else the entries say is not believed.
func (d *division) locate(b []byte) bool {
	if len(b) < headerSize {
		return false
	}
	count := int(u32(b, 20))
	if count > maxSections || headerSize+count*entrySize > len(b) {
		return false
	}
	total := u32(b, 16)
	var head, facts [2]int
	for i := range count {
		entry := b[headerSize+i*entrySize:]
		offset, length := u32(entry, 4), u32(entry, 8)
		if total > MaxSize || offset > total || length > total-offset {
			return false
		}
		span := [2]int{int(offset), int(offset + length)}
		switch u32(entry, 0) {
		case registerHead:
			head = span
		case registerStarts:
			d.starts = span
		case registerMarks:
			d.rows = span
		case registerFacts:
			facts = span
		}
	}
	// The order of their ids is that of their places; the table of facts
	// stands behind what is taken out, by so many bytes nearer in a frame.
	taken := int(total) - len(b)
	if head[1]-head[0] != 8 || head[1] > d.starts[0] || d.starts[1] > d.rows[0] || d.rows[1] > facts[0] ||
		head[1] > len(b) || taken < 0 || facts[1]-taken > len(b) || facts[0] < taken ||
		taken != 0 && taken != d.starts[1]-d.starts[0]+d.rows[1]-d.rows[0] {
		return false
	}
	copy(d.head[:], b[head[0]:head[1]])
	d.facts = b[facts[0]-taken : facts[1]-taken]
	return len(d.facts)%factSize == 0
}

func (d *division) marks() int   { return int(u32(d.head[:], 0)) }
func (d *division) buckets() int { return int(u32(d.head[:], 4)) }

// register reads the rows and starts of a whole pack as placed marks.
func (d *division) register(b []byte) ([]placed, error) {
	if len(b) == 0 {
		return nil, nil
	}
	r := Register{n: d.marks(), buckets: d.buckets(), starts: b[d.starts[0]:d.starts[1]], marks: b[d.rows[0]:d.rows[1]]}
	if r.n > maxMarks || len(r.marks) != r.n*4 || len(r.starts) != startsSize(r.buckets) {
		return nil, brokenDelta("a register that does not fit its pack")
	}
	all := make([]placed, 0, r.n)
	for bucket := range r.buckets {
		for end := r.start(bucket + 1); len(all) < min(end, r.n); {
			row := u32(r.marks, len(all)*4)
			all = append(all, placed{uint64(bucket)<<residualBits | uint64(row>>codeBits), row & codeMask})
		}
	}
	if len(all) != r.n {
		return nil, brokenDelta("a register that does not fit its pack")
	}
	return all, nil
}

func startsSize(buckets int) int {
	return (buckets+blockBuckets)/blockBuckets*4 + (buckets+1)*2
}

// recode reads a code of one table of facts as another has it.
func recode(from, to []byte) func(code uint32) uint32 {
	codes := map[string]uint32{}
	for code := len(to)/factSize - 1; code >= 0; code-- {
		codes[string(to[code*factSize:(code+1)*factSize])] = uint32(code)
	}
	table := make([]uint32, 1<<codeBits)
	for code := range table {
		table[code] = uint32(code)
		if at := code * factSize; at+factSize <= len(from) && code < exactFacts {
			row := from[at : at+factSize]
			if same, ok := codes[string(row)]; ok {
				table[code] = same
			} else {
				table[code] = exactFacts + groupsOf(list.Classes(u64(row, 8)))
			}
		}
	}
	return func(code uint32) uint32 { return table[code&codeMask] }
}

func (d *delta) applyByMarks(old []byte) ([]byte, error) {
	before, ok := divide(old)
	if !ok {
		return nil, brokenDelta("the old pack holds no register")
	}
	frame, err := d.frame(before.frame, d.newLength)
	if err != nil {
		return nil, err
	}
	var after division
	if len(frame) < headerSize || int(u32(frame, 16)) != d.newLength || !after.locate(frame) {
		return nil, brokenDelta("the new pack holds no register")
	}
	starts, rows := after.starts[1]-after.starts[0], after.rows[1]-after.rows[0]
	n, buckets := after.marks(), after.buckets()
	if n > maxMarks || buckets > maxMarks || rows != 4*n || starts != startsSize(buckets) || len(frame)+starts+rows != d.newLength {
		return nil, brokenDelta("the new register does not fit its pack")
	}
	marks, err := before.register(old)
	if err == nil {
		marks, err = d.merge(marks, recode(before.facts, after.facts), n, uint64(buckets)<<residualBits)
	}
	if err != nil {
		return nil, err
	}
	out := make([]byte, 0, d.newLength)
	out = append(out, frame[:after.starts[0]]...)
	out = appendStarts(out, marks, buckets)
	between := after.rows[0] - after.starts[1]
	out = append(out, frame[after.starts[0]:after.starts[0]+between]...)
	for _, m := range marks {
		row := uint32(m.place)&(1<<residualBits-1)<<codeBits | m.code
		out = append(out, byte(row), byte(row>>8), byte(row>>16), byte(row>>24))
	}
	return append(out, frame[after.starts[0]+between:]...), nil
}

// merge makes the new marks of the old ones.
func (d *delta) merge(old []placed, recoded func(uint32) uint32, n int, limit uint64) ([]placed, error) {
	removed, err := unrice(d.streams[streamRemoved], uint64(len(old)))
	if err != nil {
		return nil, err
	}
	changed, err := unrice(d.streams[streamChanged], uint64(len(old)))
	if err != nil {
		return nil, err
	}
	added, err := unrice(d.streams[streamAdded], limit)
	if err != nil {
		return nil, err
	}
	if len(d.streams[streamCodes]) != len(changed)+len(added) || len(removed) > len(old) || n != len(old)-len(removed)+len(added) {
		return nil, brokenDelta("numbers of marks that do not agree")
	}
	codes, ok := d.codes()
	if !ok {
		return nil, brokenDelta("codes that do not agree")
	}
	code := func(i int) uint32 { return uint32(codes[i]) }
	out := make([]placed, 0, n)
	next := 0 // of the added ones
	c := 0    // of the changed ones
	for i, m := range old {
		changes := c < len(changed) && changed[c] == uint64(i)
		if changes {
			c++
		}
		if len(removed) > 0 && removed[0] == uint64(i) {
			removed = removed[1:]
			continue
		}
		for ; next < len(added) && added[next] < m.place; next++ {
			out = append(out, placed{added[next], code(len(changed) + next)})
		}
		m.code = recoded(m.code)
		if changes {
			m.code = code(c - 1)
		}
		out = append(out, m)
	}
	for ; next < len(added); next++ {
		out = append(out, placed{added[next], code(len(changed) + next)})
	}
	if len(out) != n {
		return nil, brokenDelta("numbers of marks that do not agree")
	}
	return out, nil
}

// appendStarts lays out where each bucket begins, as RegisterSections does. A
// hostile run of marks gives wrong starts, which the sum of the pack finds.
func appendStarts(out []byte, marks []placed, buckets int) []byte {
	next, block := 0, 0
	for bucket := range buckets + 1 {
		for next < len(marks) && marks[next].place>>residualBits < uint64(bucket) {
			next++
		}
		if bucket%blockBuckets == 0 {
			block = next
			out = append(out, byte(block), byte(block>>8), byte(block>>16), byte(block>>24))
		}
		out = append(out, byte(next-block), byte((next-block)>>8))
	}
	return out
}

// diffByMarks fills the delta in, or tells that new has no register.
func (d *delta) diffByMarks(old, new []byte) bool {
	before, ok := divide(old)
	if !ok {
		return false
	}
	after, ok := divide(new)
	if !ok || len(new) == 0 || len(old) > 0 && before.buckets() != after.buckets() {
		return false
	}
	from, err := before.register(old)
	if err != nil {
		return false
	}
	to, err := after.register(new)
	if err != nil {
		return false
	}
	d.way = byMarks
	d.diffFrames(before.frame, after.frame)
	recoded := recode(before.facts, after.facts)
	var removed, changed, added []uint64
	var changedCodes, addedCodes []uint32
	for i, j := 0, 0; i < len(from) || j < len(to); {
		order := -1
		switch {
		case i == len(from):
			order = 1
		case j < len(to):
			order = cmp.Compare(from[i].place, to[j].place)
		}
		switch {
		case order < 0:
			removed = append(removed, uint64(i))
			i++
		case order > 0:
			added, addedCodes = append(added, to[j].place), append(addedCodes, to[j].code)
			j++
		default:
			if recoded(from[i].code) != to[j].code {
				changed, changedCodes = append(changed, uint64(i)), append(changedCodes, to[j].code)
			}
			i, j = i+1, j+1
		}
	}
	var b [3]buffer
	b[0].rice(removed)
	b[1].rice(changed)
	b[2].rice(added)
	d.streams[streamRemoved], d.streams[streamChanged], d.streams[streamAdded] = b[0], b[1], b[2]
	for _, code := range append(changedCodes, addedCodes...) {
		d.putCode(code)
	}
	return true
}

// Most codes are told by a byte, which is sent in as many bits as it is rare.
// The rare ones share the last bytes, and what tells them apart stands in a
// stream of its own. A second byte for each code would be sent in a bit or more,
// as Huffman's way knows nothing shorter: a quarter of a megabyte in 3 million.
const (
	rareBits  = 5
	firstRare = 247 // the highest from which the bytes up to 255 reach all codes
)

func (d *delta) putCode(code uint32) {
	if code < firstRare {
		d.streams[streamCodes] = append(d.streams[streamCodes], byte(code))
		return
	}
	code -= firstRare
	d.streams[streamCodes] = append(d.streams[streamCodes], byte(firstRare+code>>rareBits))
	d.streams[streamRares] = append(d.streams[streamRares], byte(code&(1<<rareBits-1)))
}

// codes reads what putCode wrote; ok tells whether all of it is codes.
func (d *delta) codes() (codes []uint16, ok bool) {
	rares := d.streams[streamRares]
	codes = make([]uint16, 0, len(d.streams[streamCodes]))
	for _, b := range d.streams[streamCodes] {
		code := uint16(b)
		if b >= firstRare {
			if len(rares) == 0 || rares[0] >= 1<<rareBits {
				return nil, false
			}
			code = firstRare + uint16(b-firstRare)<<rareBits + uint16(rares[0])
			rares = rares[1:]
		}
		if code > codeMask {
			return nil, false
		}
		codes = append(codes, code)
	}
	return codes, len(rares) == 0
}
