package pack

import (
	"cmp"
	"math/bits"
	"slices"
)

// An index section is made of the parts in the index_ files: a [Table] from
// hashes to numbers, [Texts] by number, a [Filter] that tells what a table
// cannot hold, sorted [Words], and plain columns of numbers. Each is opened
// in place. What the numbers mean is the business of the package that writes
// the section.

// A Pair is what a Table holds: a key, and a number under it. A key may come
// with several numbers.
type Pair struct {
	Key   uint64
	Value uint32
}

// A Table finds the numbers under a 64-bit hash. It keeps 32 bits of the hash
// besides those of the place, so a caller must verify what it finds.
//
// Layout: u32 slots (a power of two), u32 longest probe, u32 highest value,
// u32 zero, then a slot for each: u32 fingerprint, never 0, and u32 value; 0
// and 0 when empty. Pairs go in by key, then value; each takes the first empty
// slot from the lowest bits of its key on, around the end.
type Table struct {
	slots   []byte
	mask    uint32
	longest uint32
}

const (
	tableHeader = 16
	slotSize    = 8

	// fullest is how full a table may be, in eighths. At 5/8 a miss looks at
	// 1.7 slots on average.
	fullest = 5

	// maxProbe bounds a look-up in a hostile table.
	maxProbe = 256
)

// WriteTable lays out pairs. Equal pairs in any order give equal bytes.
func WriteTable(pairs []Pair) ([]byte, error) {
	sorted := slices.Clone(pairs)
	slices.SortFunc(sorted, func(a, b Pair) int {
		return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.Value, b.Value))
	})
	sorted = slices.Compact(sorted)
	slots := 1 << bits.Len(uint(len(sorted)*8/fullest))
	b := make([]byte, tableHeader+slots*slotSize)
	longest, highest := 0, uint32(0)
	for _, p := range sorted {
		highest = max(highest, p.Value)
		for probe := 0; ; probe++ {
			if probe == maxProbe {
				return nil, broken("index table: too many numbers under one key")
			}
			at := tableHeader + (int(p.Key)+probe)&(slots-1)*slotSize
			if u32(b, at) == 0 {
				put32(b, at, fingerprint(p.Key))
				put32(b, at+4, p.Value)
				longest = max(longest, probe+1)
				break
			}
		}
	}
	put32(b, 0, uint32(slots))
	put32(b, 4, uint32(longest))
	put32(b, 8, highest)
	return b, nil
}

// OpenTable reads b in place. Its values are all below limit.
func OpenTable(b []byte, limit int) (Table, error) {
	if len(b) < tableHeader {
		return Table{}, broken("index table: too short")
	}
	slots, longest, highest := u32(b, 0), u32(b, 4), u32(b, 8)
	switch {
	case slots == 0 || slots&(slots-1) != 0 || uint64(len(b)-tableHeader) != uint64(slots)*slotSize:
		return Table{}, broken("index table: a wrong length")
	case longest > maxProbe || longest > slots || u32(b, 12) != 0:
		return Table{}, broken("index table: a wrong header")
	case uint64(highest) >= uint64(limit) && longest > 0:
		return Table{}, broken("index table: a number too high")
	}
	for at := tableHeader; at < len(b); at += slotSize {
		if u32(b, at+4) > highest {
			return Table{}, broken("index table: a number too high")
		}
	}
	return Table{b[tableHeader:], slots - 1, longest}, nil
}

// Find returns the first number under key at or after probe from, which is 0
// at first, and the probe to go on from.
func (t Table) Find(key uint64, from uint32) (value, next uint32, ok bool) {
	want := fingerprint(key)
	for probe := from; probe < t.longest; probe++ {
		at := int((uint32(key) + probe) & t.mask * slotSize)
		switch u32(t.slots, at) {
		case want:
			return u32(t.slots, at+4), probe + 1, true
		case 0:
			return 0, 0, false
		}
	}
	return 0, 0, false
}

func fingerprint(key uint64) uint32 { return uint32(key>>32) | 1 }

func put32(b []byte, at int, v uint32) {
	b[at], b[at+1], b[at+2], b[at+3] = byte(v), byte(v>>8), byte(v>>16), byte(v>>24)
}
