// Package pack writes and opens the compiled form of the lists: one flat run
// of bytes that is read where it lies.
//
//	b, err := pack.Write(pack.Content{Set: set})
//	p, err := pack.Open(b)
//	for i := range p.Terms() {
//		t := p.Term(i) // t.Text(), t.Right(0), ...
//	}
//
// [Open] checks everything once: the checksum, every offset, every reference
// from one row to another, every string. Afterwards no accessor can fail, so
// a broken or hostile pack is an error and never a panic. Equal content gives
// equal bytes.
//
// The package does not sign (package release does), does not search (package
// screen keeps its indexes in sections of its own) and holds no state.
//
// # Format, version 1
//
// Numbers are little endian. The header is
//
//	 0  "CLPK"
//	 4  u32  format version
//	 8  u64  XXH64, seed 0, of all bytes from 16 to the end
//	16  u32  length of the whole pack
//	20  u32  number of sections
//	24  u32  version of the list
//	28  i32  as-of day of the list
//	32  u32  name of the list, a string
//	36  u32  zero
//	40  one entry of 16 bytes for each section: u32 id, u32 offset, u32 length, u32 zero
//
// Ids rise. The first section follows the entries, each next one follows the
// one before, at the next multiple of 8; the bytes between are zero. Ids
// below [FirstIndex] are the tables below, all of them present; the others
// are index sections, which this package carries and does not look into.
//
//	 1  string offsets  u32 each, rising from 0 to the length of section 2
//	 2  string bytes    UTF-8; string i is offsets[i] to offsets[i+1], string 0 is ""
//	 3  group offsets   u32 each, rising from 0 to the number of items in section 4
//	 4  group items     u32 string each; group i is offsets[i] to offsets[i+1], group 0 is empty
//	 5  terms           rows of 32 bytes
//	 6  rights          rows of 64 bytes
//	 7  senses          rows of 48 bytes
//	 8  marketplaces    rows of 24 bytes
//	 9  limits          rows of 32 bytes
//	10  relations       rows of 8 bytes
//	11  phrases         rows of 8 bytes
//
// A string or a group is written once, however often it is used, in the order
// of first use. The columns of the rows stand in tables.go. A term's rights
// and senses are runs in sections 6 and 7, in the order of the terms.
//
// Of a [list.Set] the pack leaves out what only an editor of the lists reads
// (notes, files, positions in the sources) and what is used through an
// index alone (Goods, Common).
package pack

import (
	"errors"

	"clearlist/wasm/list"
)

// What [Open] refuses. The error returned says which part is broken.
var (
	ErrFormat    = errors.New("pack: not a pack, or a broken one")
	ErrVersion   = errors.New("pack: a format version this program does not read")
	ErrTruncated = errors.New("pack: cut short")
	ErrTooLarge  = errors.New("pack: larger than any pack may be")
	ErrChecksum  = errors.New("pack: checksum does not match")
)

const (
	// FormatVersion is the only format version that [Open] reads.
	FormatVersion = 1

	// Magic is how every pack begins.
	Magic = "CLPK"

	// FirstIndex is the lowest id of an index section.
	FirstIndex = 0x100

	// MaxSize bounds what a broken or hostile server can make us hold in
	// memory. Three million register marks with their filter take 17 MB.
	MaxSize = 32 << 20

	// maxSections is far above what any list needs, and keeps [Pack.Section],
	// which looks at each, cheap.
	maxSections = 64

	headerSize  = 40
	entrySize   = 16
	checksumEnd = 16 // the checksum covers what follows it
	alignment   = 8
)

// A Section is bytes under an id.
type Section struct {
	ID    uint32
	Bytes []byte
}

// A Pack is an opened pack. It is immutable and safe to share.
type Pack struct {
	bytes    []byte
	sections []Section
	table    [tableEnd][]byte // the sections below FirstIndex, by id
	known    bool
}

// Open reads b in place: b must not change afterwards. The strings that
// accessors return are parts of b.
func Open(b []byte) (*Pack, error) {
	p, err := opened(b)
	if err == nil {
		err = p.checkTables()
	}
	if err != nil {
		return nil, err
	}
	return p, nil
}

// Reopen is Open for a pack that was opened before, index and all, and was put
// away since: its sum tells that it still is that pack, and what it holds is not
// looked through again, which takes two thirds of the time.
func Reopen(b []byte) (*Pack, error) {
	p, err := opened(b)
	if err != nil {
		return nil, err
	}
	p.known = true
	return p, nil
}

// Known tells whether the pack was reopened.
func (p *Pack) Known() bool { return p.known }

func opened(b []byte) (*Pack, error) {
	if err := checkHeader(b); err != nil {
		return nil, err
	}
	p := &Pack{bytes: b}
	if err := p.readSections(); err != nil {
		return nil, err
	}
	return p, nil
}

func checkHeader(b []byte) error {
	switch {
	case len(b) < len(Magic):
		return ErrTruncated
	case string(b[:len(Magic)]) != Magic:
		return ErrFormat
	case len(b) < headerSize:
		return ErrTruncated
	case u32(b, 4) != FormatVersion:
		return ErrVersion
	case len(b) > MaxSize:
		return ErrTooLarge
	case uint64(u32(b, 16)) > uint64(len(b)):
		return ErrTruncated
	case uint64(u32(b, 16)) < uint64(len(b)):
		return broken("bytes after the end")
	case u64(b, 8) != Sum(b[checksumEnd:]):
		return ErrChecksum
	}
	return nil
}

func (p *Pack) readSections() error {
	count := int(u32(p.bytes, 20))
	if count > maxSections {
		return broken("too many sections")
	}
	end := headerSize + count*entrySize
	if end > len(p.bytes) {
		return broken("the section entries do not fit")
	}
	p.sections = make([]Section, 0, count)
	for i := range count {
		entry := p.bytes[headerSize+i*entrySize:]
		id, offset, length := u32(entry, 0), u32(entry, 4), u32(entry, 8)
		start := aligned(end)
		switch {
		case i > 0 && id <= p.sections[i-1].ID:
			return broken("section ids do not rise")
		case id == 0 || tableEnd <= id && id < FirstIndex:
			return broken("a section id that means nothing")
		case uint64(offset) != uint64(start) || start > len(p.bytes) || uint64(length) > uint64(len(p.bytes)-start):
			return broken("a section out of its place")
		}
		end = start + int(length)
		section := p.bytes[start:end:end]
		p.sections = append(p.sections, Section{id, section})
		if id < tableEnd {
			p.table[id] = section
		}
	}
	if aligned(end) != len(p.bytes) {
		return broken("bytes that belong to no section")
	}
	return nil
}

// Name is the name of the list: "curated".
func (p *Pack) Name() string { return p.str(u32(p.bytes, 32)) }

// Version rises with every published change of the list.
func (p *Pack) Version() uint32 { return u32(p.bytes, 24) }

// AsOf is the day the sources were last reviewed.
func (p *Pack) AsOf() list.Date { return list.Date(u32(p.bytes, 28)) }

// Section returns the bytes under an id, nil when there are none. They start
// at a multiple of 8 from the start of the pack and must not be changed.
func (p *Pack) Section(id uint32) []byte {
	for _, s := range p.sections {
		if s.ID == id {
			return s.Bytes
		}
	}
	return nil
}

func aligned(n int) int { return (n + alignment - 1) &^ (alignment - 1) }

// The compiler makes one load of each of these, in WebAssembly too.

func u32(b []byte, at int) uint32 {
	b = b[at : at+4 : at+4]
	return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
}

func u64(b []byte, at int) uint64 {
	b = b[at : at+8 : at+8]
	return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
		uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
}

// detail says which part of a pack an error speaks of.
type detail struct {
	err  error
	what string
}

func broken(what string) error { return &detail{ErrFormat, what} }

func (d *detail) Error() string { return d.err.Error() + ": " + d.what }
func (d *detail) Unwrap() error { return d.err }
