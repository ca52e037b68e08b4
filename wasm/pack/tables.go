package pack

import (
	"math"
	"strconv"
	"unicode/utf8"

	"clearlist/wasm/list"
)

// Section ids of the tables.
const (
	stringOffsets = iota + 1
	stringBytes
	groupOffsets
	groupItems
	terms
	rights
	senses
	marketplaces
	limits
	relations
	phrases
	tableEnd
)

// A column is a number in each row of a table: where it is, how wide, and the
// highest it may be. A set of bits is bounded in the same way, as its bits are
// used from the lowest up.
type column struct {
	at, width int
	max       uint64
	of        target
}

// target is what a column's number counts: itself, strings, groups or days.
type target uint8

const (
	number target = iota
	aString
	aGroup
	aDay
)

func str(at int) column                 { return column{at: at, width: 4, of: aString} }
func group(at int) column               { return column{at: at, width: 4, of: aGroup} }
func day(at int) column                 { return column{at: at, width: 4, of: aDay} }
func num(at, width int, max int) column { return column{at: at, width: width, max: uint64(max)} }

// Days from 0001-01-01 to 9999-12-31: dates that can be written down.
const (
	firstDay = -719162
	lastDay  = 2932896
)

const (
	allClasses = 1<<46 - 1 // bits 0-45 of list.Classes
	allPlaces  = int(list.AllJurisdictions)
	allFields  = int(list.AllFields)
)

// The flags of a term.
const (
	flagFamous = 1 << iota
	flagDictionary
	flagExact
	flagCaseSense
	allFlags = 1<<iota - 1
)

// layout is the rows of every table, in bytes.
var layout = [tableEnd]struct {
	name    string
	stride  int
	columns []column
}{
	groupItems: {"group items", 4, []column{str(0)}},
	terms: {"terms", 32, []column{
		str(0),   // Text
		group(4), // Aliases
		group(8), // Instead
		num(12, 4, allFlags),
		// 16 first right, 20 number of rights, 24 first sense, 28 number of senses
	}},
	rights: {"rights", 64, []column{
		num(0, 8, allPlaces),  // In
		num(8, 8, allClasses), // Classes
		str(16),               // Owner
		str(20),               // Number
		str(24),               // Source
		str(28),               // URL
		group(32),             // Cases
		str(36),               // Rule
		group(40),             // Marketplaces
		str(44),               // Reason
		day(48),               // From
		day(52),               // Until
		num(56, 1, int(list.Policy)),
		num(57, 1, int(list.Dead)),
		num(58, 1, int(list.ConfidenceHigh)),
		num(59, 1, int(list.Critical)),
		num(60, 1, allFields),
		num(61, 1, 0), num(62, 1, 0), num(63, 1, 0),
	}},
	senses: {"senses", 48, []column{
		num(0, 8, allClasses), // Goods
		num(8, 8, allClasses), // NotGoods
		num(16, 8, allPlaces), // In
		str(24),               // Why
		group(28),             // Before
		group(32),             // After
		group(36),             // Near
		group(40),             // Lacks
		num(44, 1, int(list.Critical)),
		num(45, 1, allFields),
		num(46, 1, 0), num(47, 1, 0),
	}},
	marketplaces: {"marketplaces", 24, []column{
		num(0, 8, allPlaces), // In
		str(8),               // ID
		str(12),              // Family
		group(16),            // Names
		num(20, 4, 0),
	}},
	limits: {"limits", 32, []column{
		group(0),                 // Marketplaces
		num(4, 4, math.MaxInt32), // Max
		str(8),                   // Text
		str(12),                  // Source
		str(16),                  // Reason
		day(20),                  // From
		day(24),                  // Until
		num(28, 1, int(list.Brand)),
		num(29, 1, int(list.LastLimitKind)),
		num(30, 1, int(list.Critical)),
		num(31, 1, int(list.ConfidenceHigh)),
	}},
	relations: {"relations", 8, []column{num(0, 8, allClasses)}},
	phrases: {"phrases", 8, []column{
		str(0), // Text
		num(4, 4, int(list.LastUse)),
	}},
}

func (p *Pack) checkTables() error {
	for id := stringOffsets; id < tableEnd; id++ {
		if p.table[id] == nil {
			return broken("a table is missing")
		}
	}
	if err := checkOffsets(p.table[stringOffsets], len(p.table[stringBytes]), "strings"); err != nil {
		return err
	}
	if err := checkOffsets(p.table[groupOffsets], len(p.table[groupItems])/4, "groups"); err != nil {
		return err
	}
	for i := range p.strings() {
		if !utf8.ValidString(p.str(uint32(i))) {
			return brokenRow("strings", i, "not UTF-8")
		}
	}
	for id := range uint32(tableEnd) {
		if layout[id].stride > 0 {
			if err := p.checkTable(id); err != nil {
				return err
			}
		}
	}
	if err := p.checkRuns(16, rights); err != nil {
		return err
	}
	if err := p.checkRuns(24, senses); err != nil {
		return err
	}
	return p.checkColumn(p.bytes[:headerSize], str(32), "header", 0)
}

// checkOffsets takes rising u32 offsets from 0 to end, the first run empty.
func checkOffsets(b []byte, end int, name string) error {
	if len(b) < 8 || len(b)%4 != 0 {
		return broken(name + ": offsets of a wrong length")
	}
	last := uint32(0)
	for i := range len(b) / 4 {
		offset := u32(b, i*4)
		if offset < last || i < 2 && offset != 0 {
			return brokenRow(name, i, "offsets do not rise from 0")
		}
		last = offset
	}
	if uint64(last) != uint64(end) {
		return broken(name + ": offsets do not reach the end")
	}
	return nil
}

func (p *Pack) checkTable(id uint32) error {
	t, rows := layout[id], p.table[id]
	if len(rows)%t.stride != 0 {
		return broken(t.name + ": not a whole number of rows")
	}
	for i := range len(rows) / t.stride {
		row := rows[i*t.stride : (i+1)*t.stride]
		for _, c := range t.columns {
			if err := p.checkColumn(row, c, t.name, i); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c column) read(row []byte) uint64 {
	switch c.width {
	case 1:
		return uint64(row[c.at])
	case 4:
		return uint64(u32(row, c.at))
	}
	return u64(row, c.at)
}

func (c column) put(row []byte, v uint64) {
	for i := range c.width {
		row[c.at+i] = byte(v >> (8 * i))
	}
}

func (p *Pack) checkColumn(row []byte, c column, table string, i int) error {
	v, max := c.read(row), c.max
	switch c.of {
	case aString:
		max = uint64(p.strings() - 1)
	case aGroup:
		max = uint64(p.groups() - 1)
	case aDay:
		v = uint64(int64(int32(v)) - firstDay) // a day before the first wraps to a huge one
		max = lastDay - firstDay
	}
	if v > max {
		return brokenRow(table, i, "the number at byte "+strconv.Itoa(c.at)+" is too high")
	}
	return nil
}

// checkRuns takes the runs of rows that terms have in another table: they
// follow each other without gap and end where the table ends.
func (p *Pack) checkRuns(at int, id uint32) error {
	next, rows := uint64(0), uint64(p.rows(id))
	for i := range p.rows(terms) {
		row := p.row(terms, i)
		if uint64(u32(row, at)) != next {
			return brokenRow("terms", i, "its "+layout[id].name+" do not follow those before")
		}
		next += uint64(u32(row, at+4))
		if next > rows {
			return brokenRow("terms", i, "more "+layout[id].name+" than there are")
		}
	}
	if next != rows {
		return broken(layout[id].name + " that belong to no term")
	}
	return nil
}

func brokenRow(table string, i int, what string) error {
	return broken(table + ", row " + strconv.Itoa(i) + ": " + what)
}
