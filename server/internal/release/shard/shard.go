// Package shard seals the details of an office's marks into files of one
// size, and opens them. A register pack tells only that words are registered;
// whose they are stands in a shard, which a client fetches when a seller asks.
//
//	b := shard.NewBuilder("register:US", folder)
//	err = b.Add(key, shard.MarkOf(&mark))          // every mark that lives or is pending
//	made, err := b.Build()                         // made.Index(version, asOf), made.Files
//	marks, err := index.Find(file, key)            // at the client
//
// The promise: all that who serves the files learns from a look-up is one
// shard of many, and each shard covers at least [Least] different wordings, or
// all there are. All files of a release have one size, so that not even an
// observer of the encrypted line learns more. The same marks give the same
// bytes, in whatever order they come.
//
// # What a client does
//
// The signed targets name "register-us.shards" beside "register-us.pack", with
// the same custom members. It is the index of the shards, a JSON object, sent
// as v1/p/{sha256}.register-us.shards:
//
//	format   1
//	list     "register:US"
//	version  of the register pack that it goes with
//	as_of    "2026-11-24", the day of the office's newest record
//	bits     how many upper bits of a mark's key choose its shard, 0 to 16
//	size     of every shard file, in bytes
//	marks    how many marks there are in all shards
//	least    how many different wordings the smallest shard covers
//	link     address of a mark's page at its office; {number} stands for the number. "" for none
//	shards   SHA-256 of every shard file, 2^bits of them, hexadecimal
//
// The key of a mark's words is the 64-bit number of screen.MarkKey, which the
// core works out: a finding that a register made has it as "key", 16
// hexadecimal digits. Its shard is number key >> (64 - bits) (0 where bits is 0),
// the file v1/s/{shards[n]}.shard. It is never compressed by the way, and its
// bytes must have the size and the hash that the index says.
//
// # Format of a shard, version 1
//
// Numbers are little endian.
//
//	 0  "CLSH"
//	 4  u32  format version
//	 8  u32  length of the packed text, at most size - 16
//	12  u32  length of the text, at most 4 MiB
//	16  the text, packed by raw DEFLATE (RFC 1951, "deflate-raw" in browsers)
//	    zeros up to size
//
// The text is a JSON object:
//
//	list   "register:US"
//	shard  its number
//	left   how many marks found no room: 0 but where many marks share a wording
//	marks  from the lower 32 bits of a key, 8 hexadecimal digits, to the marks
//	       of these words: an array of [Mark], by falling interest to a seller
//	       (live before pending), then by number
package shard

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"clearlist/wasm/list"
)

const (
	// Format is the only version that clients of today open.
	Format = 1
	// Least is how many wordings a shard covers, where there are as many.
	Least = 2000
	// MaxText bounds what a shard expands to: some 20 times what it has.
	MaxText = 4 << 20
	// MaxIndex bounds an index: 4096 shards take 280 KB.
	MaxIndex = 1 << 20
	// MaxFile bounds a shard file; a register of the design has 150 KB.
	MaxFile = 512 << 10
	// maxBits bounds an index, whatever there is to register.
	maxBits = 12

	magic    = "CLSH"
	headSize = 16
)

// ErrShard means an index or a shard that is none, or a broken one.
var ErrShard = errors.New("shard: not a shard, or a broken one")

// A Mark is what a card says of a registered mark. Empty members are left out.
type Mark struct {
	Number       string `json:"number"`
	Words        string `json:"words"`
	Owner        string `json:"owner,omitempty"`
	Status       string `json:"status"`                 // live or pending
	Kind         string `json:"kind,omitempty"`         // list.MarkKind: word, stylised, combined, ...
	Registration string `json:"registration,omitempty"` // where it is another number
	Classes      []int  `json:"classes,omitempty"`      // Nice
	Goods        string `json:"goods,omitempty"`        // the beginning of them
	Filed        string `json:"filed,omitempty"`        // 2026-11-24
	Registered   string `json:"registered,omitempty"`
	Expires      string `json:"expires,omitempty"`
	Disclaimed   bool   `json:"disclaimed,omitempty"` // parts of the words are given up
}

// What a card has room for, in letters. Longer texts end in an ellipsis.
const (
	maxWords = 200
	maxOwner = 80
	maxGoods = 96
)

// MarkOf is what a card says of an office's record.
func MarkOf(m *list.Mark) Mark {
	out := Mark{
		Number: m.Number, Words: cut(m.Words, maxWords), Owner: cut(m.Owner, maxOwner), Status: m.Status.String(),
		Filed: date(m.Filed), Registered: date(m.Registered), Expires: date(m.Expires),
		Disclaimed: m.Disclaimer != "" || len(m.Disclaimed) > 0,
	}
	if m.Kind != list.MarkUnknown {
		out.Kind = m.Kind.String()
	}
	if m.Registration != m.Number {
		out.Registration = m.Registration
	}
	for class := range m.Classes.All() {
		out.Classes = append(out.Classes, class)
	}
	var goods []string
	for _, g := range m.Goods {
		goods = append(goods, g.Text)
	}
	out.Goods = cut(strings.Join(goods, "; "), maxGoods)
	return out
}

func date(d list.Date) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

// cut keeps so many letters of a text.
func cut(text string, letters int) string {
	n := 0
	for i := range text {
		if n++; n > letters {
			return strings.TrimRight(text[:i], " ,;") + "…"
		}
	}
	return text
}

// An Index says where the shards of a register are.
type Index struct {
	Format  int      `json:"format"`
	List    string   `json:"list"`
	Version uint32   `json:"version"`
	AsOf    string   `json:"as_of"`
	Bits    int      `json:"bits"`
	Size    int      `json:"size"`
	Marks   int      `json:"marks"`
	Least   int      `json:"least"`
	Link    string   `json:"link"`
	Shards  []string `json:"shards"`
}

// ReadIndex reads an index whose hash has been checked.
func ReadIndex(data []byte) (*Index, error) {
	var x Index
	if len(data) > MaxIndex {
		return nil, fmt.Errorf("%w: an index of %d bytes", ErrShard, len(data))
	}
	if err := json.Unmarshal(data, &x); err != nil {
		return nil, fmt.Errorf("%w: index: %w", ErrShard, err)
	}
	switch {
	case x.Format != Format:
		return nil, fmt.Errorf("%w: index format %d", ErrShard, x.Format)
	case x.Bits < 0 || x.Bits > 16 || len(x.Shards) != 1<<x.Bits:
		return nil, fmt.Errorf("%w: %d shards of %d bits", ErrShard, len(x.Shards), x.Bits)
	case x.Size < headSize || x.Size > MaxFile:
		return nil, fmt.Errorf("%w: shards of %d bytes", ErrShard, x.Size)
	}
	for _, sum := range x.Shards {
		if b, err := hex.DecodeString(sum); err != nil || len(b) != sha256.Size || strings.ToLower(sum) != sum {
			return nil, fmt.Errorf("%w: %q is no hash", ErrShard, sum)
		}
	}
	return &x, nil
}

// Shard is the number of the shard that holds a key.
func (x *Index) Shard(key uint64) int { return int(key >> 1 >> (63 - x.Bits)) }

// Find returns the marks with a key from the bytes of its shard.
func (x *Index) Find(file []byte, key uint64) ([]Mark, error) {
	n := x.Shard(key)
	if sum := sha256.Sum256(file); hex.EncodeToString(sum[:]) != x.Shards[n] || len(file) != x.Size {
		return nil, fmt.Errorf("%w: not the file that was signed", ErrShard)
	}
	s, err := open(file)
	if err != nil {
		return nil, err
	}
	if s.List != x.List || s.Number != n {
		return nil, fmt.Errorf("%w: shard %d of %s, not %d of %s", ErrShard, s.Number, s.List, n, x.List)
	}
	return s.Marks[entryName(key)], nil
}

func entryName(key uint64) string { return fmt.Sprintf("%08x", uint32(key)) }

// A text is what a shard's file packs. (encoding/json writes a map in the
// order of its names, so that equal marks give equal bytes.)
type text struct {
	List   string            `json:"list"`
	Number int               `json:"shard"`
	Left   int               `json:"left"`
	Marks  map[string][]Mark `json:"marks"`
}

// seal packs a text, without padding.
func seal(t *text) ([]byte, error) {
	var plain, out bytes.Buffer
	encoder := json.NewEncoder(&plain)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(t); err != nil {
		return nil, err
	}
	if plain.Len() > MaxText {
		return nil, errTooLong
	}
	out.Write(make([]byte, headSize))
	w, err := flate.NewWriter(&out, flate.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(plain.Bytes()); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	file := out.Bytes()
	copy(file, magic)
	binary.LittleEndian.PutUint32(file[4:], Format)
	binary.LittleEndian.PutUint32(file[8:], uint32(len(file)-headSize))
	binary.LittleEndian.PutUint32(file[12:], uint32(plain.Len()))
	return file, nil
}

var errTooLong = errors.New("shard: the text is too long")

// open reads a shard's file. Nothing it says makes it hold more than MaxText.
func open(file []byte) (*text, error) {
	if len(file) < headSize || string(file[:4]) != magic || binary.LittleEndian.Uint32(file[4:]) != Format {
		return nil, ErrShard
	}
	packed, length := binary.LittleEndian.Uint32(file[8:]), binary.LittleEndian.Uint32(file[12:])
	if uint64(packed) > uint64(len(file)-headSize) || length > MaxText {
		return nil, fmt.Errorf("%w: lengths out of bounds", ErrShard)
	}
	end := headSize + int(packed)
	if len(bytes.Trim(file[end:], "\x00")) > 0 {
		return nil, fmt.Errorf("%w: bytes after the end", ErrShard)
	}
	plain, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(file[headSize:end])), int64(length)+1))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrShard, err)
	}
	if len(plain) != int(length) {
		return nil, fmt.Errorf("%w: another length than it says", ErrShard)
	}
	var t text
	if err := json.Unmarshal(plain, &t); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrShard, err)
	}
	return &t, nil
}

// linkOf is the link of a register. International ones share theirs, whatever
// country they are of.
func linkOf(name string) string {
	if at := strings.IndexByte(name, '-'); at >= 0 {
		name = name[:at+1]
	}
	return links[name]
}

// links are the offices' own pages of a mark. They are checked by hand, not
// by a test: a test reaches no office.
var links = map[string]string{
	"register:US":  "https://tsdr.uspto.gov/#caseNumber={number}&caseSearchType=US_APPLICATION&caseType=DEFAULT&searchType=statusSearch",
	"register:EU":  "https://euipo.europa.eu/eSearch/#details/trademarks/{number}",
	"register:GB":  "https://trademarks.ipo.gov.uk/ipo-tmcase/page/Results/1/{number}",
	"register:WO-": "https://www3.wipo.int/madrid/monitor/en/showData.jsp?ID=ROM.{number}",
}
