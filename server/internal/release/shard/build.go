package shard

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"iter"
	"math/bits"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"clearlist/wasm/list"
)

// spools is among how many files the marks are divided on their way, by the
// upper bits of their keys: three million marks are some 700 MB, one spool of
// them 11 MB.
const (
	spoolBits = 6
	spools    = 1 << spoolBits
)

// A Builder takes the marks of a register, in any order, and keeps them in a
// folder that the caller removes afterwards.
type Builder struct {
	list   string
	folder string
	files  [spools]*os.File
	out    [spools]*bufio.Writer
	keys   []uint64
	sums   []uint64 // beside keys: what the shard must say of the mark
}

// NewBuilder begins a set of shards in a folder that is there.
func NewBuilder(list, folder string) *Builder { return &Builder{list: list, folder: folder} }

// Add takes a mark.
func (b *Builder) Add(key uint64, m Mark) error {
	n := key >> (64 - spoolBits)
	if b.files[n] == nil {
		f, err := os.Create(filepath.Join(b.folder, "spool-"+strconv.Itoa(int(n))))
		if err != nil {
			return err
		}
		b.files[n], b.out[n] = f, bufio.NewWriterSize(f, 16<<10)
	}
	data, err := json.Marshal(m)
	if err != nil {
		return err
	}
	var head [12]byte
	binary.LittleEndian.PutUint64(head[:], key)
	binary.LittleEndian.PutUint32(head[8:], uint32(len(data)))
	if _, err := b.out[n].Write(append(head[:], data...)); err != nil {
		return err
	}
	b.keys, b.sums = append(b.keys, key), append(b.sums, sumOf(key, &m))
	return nil
}

// Close lets go of the spools.
func (b *Builder) Close() error {
	var err error
	for i, f := range b.files {
		if f != nil {
			err = errors.Join(err, f.Close())
			b.files[i] = nil
		}
	}
	return err
}

// sumOf stands for all that a shard must say of a mark. Goods are left out:
// they are what gives way where a shard is full.
func sumOf(key uint64, m *Mark) uint64 {
	said := *m
	said.Goods = ""
	data, err := json.Marshal(said)
	if err != nil {
		panic(err) // strings and numbers
	}
	h := fnv.New64a()
	h.Write(binary.LittleEndian.AppendUint64(nil, uint64(uint32(key))))
	h.Write(data)
	return h.Sum64()
}

// Made is a set of shards.
type Made struct {
	Left  int // marks that found no room
	index Index
	// Files yields every file in the order of the index.
	Files iter.Seq2[[]byte, error]
}

// Index is the index of the shards, as those of a version of the register.
func (m *Made) Index(version uint32, asOf list.Date) []byte {
	x := m.index
	x.Version, x.AsOf = version, asOf.String()
	data, err := json.Marshal(x)
	if err != nil {
		panic(err) // strings and numbers
	}
	return append(data, '\n')
}

// An entry is a mark on its way into a shard.
type entry struct {
	key  uint64
	mark Mark
}

// Build makes the shards. Every one is opened again and compared with what was
// added before it is given out. Files reads from the folder, until it is
// removed.
func (b *Builder) Build() (*Made, error) {
	for _, w := range b.out {
		if w != nil {
			if err := w.Flush(); err != nil {
				return nil, err
			}
		}
	}
	x := Index{Format: Format, List: b.list, Marks: len(b.keys), Link: linkOf(b.list)}
	x.Bits, x.Least = divide(b.keys)
	lengths, err := b.pack(&x, nil, 0)
	if err != nil {
		return nil, err
	}
	x.Size = sizeFor(lengths)
	full := map[int]bool{}
	for n, length := range lengths {
		if length > x.Size {
			full[n] = true
		}
	}
	if len(full) > 0 {
		if _, err := b.pack(&x, full, x.Size); err != nil {
			return nil, err
		}
	}
	return b.finish(&x)
}

// divide says by how many bits the keys are divided, and how many different
// ones the smallest shard has then.
func divide(keys []uint64) (bitsUsed, least int) {
	sorted := slices.Compact(slices.Sorted(slices.Values(keys)))
	least = len(sorted)
	for n := 1; n <= maxBits && len(sorted) >= Least<<n; n++ {
		smallest, at := len(sorted), 0
		for shard := range uint64(1) << n {
			end := at
			for end < len(sorted) && sorted[end]>>(64-n) == shard {
				end++
			}
			smallest, at = min(smallest, end-at), end
		}
		if smallest < Least {
			break
		}
		bitsUsed, least = n, smallest
	}
	return bitsUsed, least
}

// step is what sizes are rounded to, so that they seldom change.
const step = 4 << 10

// sizeFor chooses the size of all files: that of the longest, but not far from
// the usual, as one full shard would have all be as long.
func sizeFor(lengths []int) int {
	sum := 0
	for _, n := range lengths {
		sum += n
	}
	limit := sum/len(lengths)*5/4 + step
	return min(roundUp(min(slices.Max(lengths), limit)), MaxFile)
}

func roundUp(n int) int { return (n + step - 1) / step * step }

func (b *Builder) file(n int) string { return filepath.Join(b.folder, "shard-"+strconv.Itoa(n)) }

// pack writes the shards to the folder, unpadded: all of them, or those that
// are asked for, with less in them so that they fit.
func (b *Builder) pack(x *Index, only map[int]bool, limit int) ([]int, error) {
	lengths := make([]int, 1<<x.Bits)
	next := 0
	put := func(n int, entries []entry) error {
		if only != nil && !only[n] {
			return nil
		}
		file, err := sealEntries(x, n, entries, limit)
		if err != nil {
			return err
		}
		lengths[n] = len(file)
		return os.WriteFile(b.file(n), file, 0o600)
	}
	var entries []entry
	for e, err := range b.sorted() {
		if err != nil {
			return nil, err
		}
		for n := x.Shard(e.key); next < n; next++ {
			if err := put(next, entries); err != nil {
				return nil, err
			}
			entries = entries[:0]
		}
		entries = append(entries, e)
	}
	for ; next < len(lengths); next++ {
		if err := put(next, entries); err != nil {
			return nil, err
		}
		entries = entries[:0]
	}
	return lengths, nil
}

// sealEntries packs a shard; with a limit, it shortens goods and at last leaves
// out marks of the wording that has most, until the file fits.
func sealEntries(x *Index, n int, entries []entry, limit int) ([]byte, error) {
	for _, letters := range []int{maxGoods, maxGoods / 2, maxGoods / 4, 0} {
		file, err := seal(textOf(x, n, entries, letters, len(entries)))
		if err == nil && (limit == 0 || len(file) <= limit) {
			return file, nil
		}
		if err != nil && (!errors.Is(err, errTooLong) || limit == 0 && letters == 0) {
			return nil, err
		}
	}
	for most := len(entries) / 2; most > 0; most /= 2 {
		file, err := seal(textOf(x, n, entries, 0, most))
		if err == nil && len(file) <= limit {
			return file, nil
		}
		if err != nil && !errors.Is(err, errTooLong) {
			return nil, err
		}
	}
	return nil, fmt.Errorf("shard: %s: shard %d does not fit into %d bytes", x.List, n, limit)
}

// textOf lays out sorted entries, with so many letters of goods, and at most
// so many marks of one wording.
func textOf(x *Index, n int, entries []entry, letters, most int) *text {
	t := &text{List: x.List, Number: n, Marks: map[string][]Mark{}}
	for _, e := range entries {
		name := entryName(e.key)
		if len(t.Marks[name]) >= most {
			t.Left++
			continue
		}
		if letters == 0 {
			e.mark.Goods = ""
		}
		e.mark.Goods = cut(e.mark.Goods, max(letters, 1))
		t.Marks[name] = append(t.Marks[name], e.mark)
	}
	return t
}

// sorted yields the entries by key, then as a card shows them.
func (b *Builder) sorted() iter.Seq2[entry, error] {
	return func(yield func(entry, error) bool) {
		for _, f := range b.files {
			if f == nil {
				continue
			}
			entries, err := readSpool(f)
			if err != nil {
				yield(entry{}, err)
				return
			}
			for _, e := range entries {
				if !yield(e, nil) {
					return
				}
			}
		}
	}
}

func readSpool(f *os.File) ([]entry, error) {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	data, err := io.ReadAll(f)
	if err != nil {
		return nil, err
	}
	var entries []entry
	for len(data) > 0 {
		e := entry{key: binary.LittleEndian.Uint64(data)}
		end := 12 + int(binary.LittleEndian.Uint32(data[8:]))
		if err := json.Unmarshal(data[12:end], &e.mark); err != nil {
			return nil, err
		}
		entries, data = append(entries, e), data[end:]
	}
	slices.SortFunc(entries, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.mark.Status, b.mark.Status), // "live" < "pending"
			cmp.Compare(a.mark.Number, b.mark.Number))
	})
	return entries, nil
}

// finish pads, hashes and checks the files: what they say, taken together, must
// be what was added.
func (b *Builder) finish(x *Index) (*Made, error) {
	want := make([]sum128, 1<<x.Bits)
	for i, key := range b.keys {
		want[x.Shard(key)].add(b.sums[i])
	}
	made := &Made{}
	for n := range want {
		file, err := b.read(x, n)
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(file)
		x.Shards = append(x.Shards, hex.EncodeToString(sum[:]))
		t, err := open(file)
		if err != nil {
			return nil, err
		}
		var got sum128
		for name, marks := range t.Marks {
			low, err := strconv.ParseUint(name, 16, 32)
			if err != nil {
				return nil, fmt.Errorf("%w: %q", ErrShard, name)
			}
			for i := range marks {
				got.add(sumOf(low, &marks[i]))
			}
		}
		if made.Left += t.Left; got.count+t.Left != want[n].count || t.Left == 0 && got != want[n] {
			return nil, fmt.Errorf("shard: %s: shard %d does not say what the register says", x.List, n)
		}
	}
	made.index = *x
	made.Files = func(yield func([]byte, error) bool) {
		for n := range x.Shards {
			if file, err := b.read(x, n); !yield(file, err) || err != nil {
				return
			}
		}
	}
	return made, nil
}

func (b *Builder) read(x *Index, n int) ([]byte, error) {
	file, err := os.ReadFile(b.file(n))
	if err != nil {
		return nil, err
	}
	if len(file) > x.Size {
		return nil, fmt.Errorf("shard: %s: shard %d has %d bytes", x.List, n, len(file))
	}
	return append(file, bytes.Repeat([]byte{0}, x.Size-len(file))...), nil
}

// sum128 is a sum that does not depend on the order of what is added.
type sum128 struct {
	low, high uint64
	count     int
}

func (s *sum128) add(v uint64) {
	var carry uint64
	s.low, carry = bits.Add64(s.low, v, 0)
	s.high += carry + v*v
	s.count++
}
