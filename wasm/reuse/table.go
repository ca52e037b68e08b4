package reuse

import "math/bits"

// A table maps numbers to numbers from 0. It is a Go map's like in a quarter of
// the time: most look-ups of a comparison are for words that are not there.
type table struct {
	slots []slot
	n     int
	shift int
}

type slot struct {
	key   uint64
	value int32 // plus 1; 0 when the slot is free
}

// newTable makes room for n keys; it grows when there are more.
func newTable(n int) table {
	size := bits.Len(uint(2*n + 1))
	return table{slots: make([]slot, 1<<size), shift: 64 - size}
}

func (t *table) get(key uint64) (value int32, ok bool) {
	s := &t.slots[t.find(key)]
	return s.value - 1, s.value > 0
}

// put gives key a value unless it has one, and returns the one that it has.
func (t *table) put(key uint64, value int32) (has int32, was bool) {
	s := &t.slots[t.find(key)]
	if s.value > 0 {
		return s.value - 1, true
	}
	*s = slot{key, value + 1}
	if t.n++; 2*t.n > len(t.slots) {
		t.grow()
	}
	return value, false
}

// find is where the key is, or the free slot where it would be.
func (t *table) find(key uint64) int {
	i := int(key * 0x9E3779B97F4A7C15 >> t.shift)
	for t.slots[i].value > 0 && t.slots[i].key != key {
		i = (i + 1) & (len(t.slots) - 1)
	}
	return i
}

func (t *table) grow() {
	was := t.slots
	t.slots, t.shift = make([]slot, 2*len(was)), t.shift-1
	for _, s := range was {
		if s.value > 0 {
			t.slots[t.find(s.key)] = s
		}
	}
}
