package reuse

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"clearlist/wasm/list"
	"clearlist/wasm/pack"
)

// CorpusPrefix begins the name of every published corpus: "corpus:shop".
const CorpusPrefix = "corpus:"

// The sections of a published corpus, in a pack without terms:
//
//	0x160  the index, whose keys count from 0
//	0x161  for each key u32 where its id begins in 0x162, u32 where its seller
//	       begins, i32 the day it was first seen, 0 where not known; and once
//	       more at the end the first of these
//	0x162  ids and sellers, UTF-8
const (
	publishedIndex = pack.FirstIndex + 0x60
	publishedRows  = pack.FirstIndex + 0x61
	publishedNames = pack.FirstIndex + 0x62

	rowLength = 12
)

var (
	// ErrPublished means that a pack is no corpus, or a broken one.
	ErrPublished = errors.New("reuse: not a published corpus, or a broken one")
	// ErrCorpusName means a name that no corpus can have.
	ErrCorpusName = errors.New("reuse: a corpus is named corpus: and then up to 40 of a-z, 0-9 and -")
)

// An Entry is a text whose fingerprints are published, with its address or
// number, who sells by it, and when it was first seen, if known. The text
// itself is not published.
type Entry struct {
	ID, Seller, Text string
	Seen             list.Date
}

// Compile makes the pack of a corpus. The order of the entries does not
// matter: equal entries give equal bytes. Two with one id are refused.
func Compile(name string, version uint32, asOf list.Date, entries []Entry) ([]byte, error) {
	if !IsCorpusName(name) {
		return nil, ErrCorpusName
	}
	entries = slices.Clone(entries)
	slices.SortFunc(entries, func(a, b Entry) int { return cmp.Compare(a.ID, b.ID) })
	sources := make([]Source, len(entries))
	var rows, names []byte
	for i, e := range entries {
		if i > 0 && e.ID == entries[i-1].ID {
			return nil, ErrSameKey
		}
		sources[i] = Source{Key: uint32(i), Owner: sellerOwner(e.Seller), Text: e.Text}
		id, seller := strings.ToValidUTF8(e.ID, "\ufffd"), strings.ToValidUTF8(e.Seller, "\ufffd")
		rows = append32(rows, uint32(len(names)), uint32(len(names)+len(id)), uint32(e.Seen))
		names = append(append(names, id...), seller...)
	}
	rows = append32(rows, uint32(len(names)))
	index, err := Build(sources)
	if err != nil {
		return nil, err
	}
	return pack.Write(pack.Content{
		Set:      &list.Set{Name: name, Version: version, AsOf: asOf},
		Sections: []pack.Section{{ID: publishedIndex, Bytes: index}, {ID: publishedRows, Bytes: rows}, {ID: publishedNames, Bytes: names}},
	})
}

// IsCorpusName tells whether a corpus may be published under a name.
func IsCorpusName(name string) bool {
	rest, ok := strings.CutPrefix(name, CorpusPrefix)
	if !ok || rest == "" || len(rest) > 40 {
		return false
	}
	for _, c := range []byte(rest) {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return true
}

// sellerOwner is a seller as one witness, however many listings they have.
func sellerOwner(seller string) uint32 {
	if seller == "" {
		return 0
	}
	h := uint32(2166136261)
	for _, c := range []byte(strings.ToLower(seller)) {
		h = (h ^ uint32(c)) * 16777619
	}
	return max(h&^unknownOwner, 1)
}

// IsPublished tells whether a pack holds a corpus, sound or not.
func IsPublished(p *pack.Pack) bool { return p.Section(publishedIndex) != nil }

// A Published is a corpus of which only the fingerprints are at hand. It is
// safe to share.
type Published struct {
	pack  *pack.Pack
	index *Index
	rows  []byte
	names string
}

// OpenPublished reads a corpus in place. One of another version gives
// ErrFingerprints; none makes it, or a trace, panic.
func OpenPublished(p *pack.Pack) (*Published, error) {
	x, err := Open(p.Section(publishedIndex))
	if errors.Is(err, ErrFingerprints) {
		return nil, err
	}
	if err != nil || !IsCorpusName(p.Name()) {
		return nil, ErrPublished
	}
	c := &Published{pack: p, index: x, rows: p.Section(publishedRows), names: string(p.Section(publishedNames))}
	if len(c.rows) != x.n*rowLength+4 || !utf8.ValidString(c.names) {
		return nil, ErrPublished
	}
	at := uint32(0)
	for i := range x.n {
		if id, seller := u32(c.rows, rowLength*i), u32(c.rows, rowLength*i+4); u32(x.keys, 4*i) != uint32(i) || id != at || seller < id || !c.begins(seller) {
			return nil, ErrPublished
		}
		if at = u32(c.rows, rowLength*(i+1)); at < u32(c.rows, rowLength*i+4) || !c.begins(at) {
			return nil, ErrPublished
		}
	}
	if int(at) != len(c.names) {
		return nil, ErrPublished
	}
	return c, nil
}

// begins tells whether a character, or the end, is at a place of the names.
func (c *Published) begins(at uint32) bool {
	return uint64(at) == uint64(len(c.names)) || uint64(at) < uint64(len(c.names)) && utf8.RuneStart(c.names[at])
}

// Name, Version and AsOf are those it was published under.
func (c *Published) Name() string    { return c.pack.Name() }
func (c *Published) Version() uint32 { return c.pack.Version() }
func (c *Published) AsOf() list.Date { return c.pack.AsOf() }

// Len is how many texts it has the fingerprints of.
func (c *Published) Len() int { return c.index.n }

// Entry is what is published of a text: all but the text.
func (c *Published) Entry(key uint32) Entry {
	if int64(key) >= int64(c.index.n) {
		return Entry{}
	}
	row := c.rows[rowLength*key:]
	id, seller, end := u32(row, 0), u32(row, 4), u32(row, rowLength)
	return Entry{ID: c.names[id:seller], Seller: c.names[seller:end], Seen: list.Date(u32(row, 8))}
}

// Has tells whether all fingerprints of a text are there under its key.
func (c *Published) Has(key uint32, text string) bool {
	var ordinals []uint32
	for _, f := range fingerprints(text) {
		if ordinals = c.index.find(ordinals[:0], f, MaxSources); !slices.Contains(ordinals, key) {
			return false
		}
	}
	return true
}

func append32(dst []byte, values ...uint32) []byte {
	for _, v := range values {
		dst = append(dst, byte(v), byte(v>>8), byte(v>>16), byte(v>>24))
	}
	return dst
}
