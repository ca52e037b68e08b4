package pack

import (
	"cmp"
	"errors"
	"math/bits"
	"slices"

	"clearlist/wasm/list"
)

// Index sections of a register pack.
const (
	registerHead   = FirstIndex + 0x44 // 0x40 to 0x43 had longer residuals
	registerStarts = FirstIndex + 0x45
	registerMarks  = FirstIndex + 0x46
	registerFacts  = FirstIndex + 0x47
)

// The 32 bits of a mark: the lowest 9 are the code of what is known of it, the
// next 20, its residual, tell it from the other marks of its bucket, 3 are 0.
//
// The upper half of a key chooses among n/6 buckets, its lowest 20 bits are the
// residual. So another word is taken for a mark once in 2^20/6 = 175,000
// look-ups, whatever n is. Nearly all of these are runs of ordinary words, of
// which a seller hears nothing: make eval prints how many are not. Each bit
// more would halve them, and cost a download an eighth of a byte a mark.
//
// Codes below exactFacts are rows of the table of facts, the most common ones.
// The others are sets of class groups: the few marks with rare facts are known
// coarsely, which is enough to see whether goods are near, and costs nothing.
const (
	codeBits     = 9
	residualBits = 20
	codeMask     = 1<<codeBits - 1
	exactFacts   = 1<<codeBits - 1<<len(classGroups)

	// A bucket of about six marks is a third of a cache line.
	bucketLoad = 6

	// A block of buckets shares one 32-bit start, so that each bucket's own
	// takes 16 bits.
	blockBuckets = 256

	maxMarks = 1 << 24
)

// Facts are what a register says of a mark without its words.
type Facts struct {
	Offices  list.Jurisdictions
	Classes  list.Classes
	Status   list.Status
	Strength Strength
	Coarse   bool // Classes are whole groups that hold the mark's own; status and strength are the usual
}

// classGroups divide the classes into goods that are commonly sold together.
var classGroups = [7]list.Classes{
	list.ClassesOf(14, 18, 23, 24, 25, 26),
	list.ClassesOf(9, 16, 28, 38, 41, 42),
	list.ClassesOf(7, 8, 11, 20, 21, 27),
	list.ClassesOf(3, 5, 10, 44),
	list.ClassesOf(29, 30, 31, 32, 33, 34, 43),
	list.ClassesOf(1, 2, 4, 6, 12, 13, 17, 19, 37, 39),
	list.ClassesOf(15, 22, 35, 36, 40, 45),
}

// Strength is how much a registration protects the words alone.
type Strength uint8

const (
	Distinctive  Strength = iota // a word mark that is no ordinary wording
	Ordinary                     // a word mark of ordinary words
	Stylised                     // words in a drawing: the words alone are weaker
	Supplemental                 // not presumed valid
)

// A Mark is one entry of a register: the hash of its words and its facts.
type Mark struct {
	Key   uint64
	Facts Facts
}

// ErrRegister means that the marks can't be made into a register.
var ErrRegister = errors.New("pack: too many marks for one register")

// A Register answers whether words are registered. It reads the pack in place.
type Register struct {
	n       int
	buckets int
	starts  []byte
	marks   []byte
	facts   []byte
}

const factSize = 24 // u64 offices, u64 classes, u8 status, u8 strength, 6 zero

// RegisterSections lays out marks in any order. Marks with one key become one
// entry: its offices and classes joined, its status and strength the strongest.
func RegisterSections(marks []Mark) ([]Section, error) {
	marks = joined(marks)
	if len(marks) > maxMarks {
		return nil, ErrRegister
	}
	buckets := bucketsFor(len(marks))
	slices.SortFunc(marks, func(a, b Mark) int {
		return cmp.Or(cmp.Compare(bucketOf(a.Key, buckets), bucketOf(b.Key, buckets)),
			cmp.Compare(residual(a.Key), residual(b.Key)), cmp.Compare(a.Key, b.Key))
	})
	codes, facts := encodeFacts(marks)

	var head, starts, rows, table buffer
	head.u32(uint32(len(marks)), uint32(buckets))
	for _, f := range facts {
		table.u64(uint64(f.Offices))
		table.u64(uint64(f.Classes))
		table = append(table, byte(f.Status), byte(f.Strength), 0, 0, 0, 0, 0, 0)
	}
	next, block := 0, 0
	for bucket := range buckets + 1 { // the last one is empty and ends the one before
		if bucket%blockBuckets == 0 {
			block = next
			starts.u32(uint32(block))
		}
		if next-block > 1<<16-1 {
			return nil, ErrRegister // a hash that is none
		}
		starts = append(starts, byte(next-block), byte((next-block)>>8))
		for next < len(marks) && bucketOf(marks[next].Key, buckets) == bucket {
			rows.u32(residual(marks[next].Key)<<codeBits | codes[next])
			next++
		}
	}
	return []Section{
		{registerHead, head},
		{registerStarts, starts},
		{registerMarks, rows},
		{registerFacts, table},
	}, nil
}

// joined sorts the marks by key and makes one of those that share it.
func joined(marks []Mark) []Mark {
	marks = slices.Clone(marks)
	slices.SortStableFunc(marks, func(a, b Mark) int { return cmp.Compare(a.Key, b.Key) })
	out := marks[:0]
	for _, m := range marks {
		if len(out) > 0 && out[len(out)-1].Key == m.Key {
			last := &out[len(out)-1].Facts
			last.Offices |= m.Facts.Offices
			last.Classes |= m.Facts.Classes
			last.Status = stronger(last.Status, m.Facts.Status)
			last.Strength = min(last.Strength, m.Facts.Strength)
			continue
		}
		out = append(out, m)
	}
	return out
}

// stronger says which status matters more to a seller.
func stronger(a, b list.Status) list.Status {
	rank := [...]int{list.StatusUnknown: 1, list.Live: 3, list.Pending: 2, list.Dead: 0}
	if rank[b] > rank[a] {
		return b
	}
	return a
}

// encodeFacts numbers the distinct facts by falling frequency, so that the
// codes that fit into a mark go to the most common ones.
func encodeFacts(marks []Mark) (codes []uint32, facts []Facts) {
	count := map[Facts]int{}
	for _, m := range marks {
		count[m.Facts]++
	}
	for f := range count {
		facts = append(facts, f)
	}
	slices.SortFunc(facts, func(a, b Facts) int {
		return cmp.Or(
			cmp.Compare(count[b], count[a]),
			cmp.Compare(a.Offices, b.Offices), cmp.Compare(a.Classes, b.Classes),
			cmp.Compare(a.Status, b.Status), cmp.Compare(a.Strength, b.Strength))
	})
	facts = facts[:min(len(facts), exactFacts)]
	code := map[Facts]uint32{}
	for i, f := range facts {
		code[f] = uint32(i)
	}
	codes = make([]uint32, len(marks))
	for i, m := range marks {
		c, ok := code[m.Facts]
		if !ok {
			c = exactFacts + groupsOf(m.Facts.Classes)
		}
		codes[i] = c
	}
	return codes, facts
}

// groupsOf is the set of groups that a mark's classes lie in, bit n for the
// n-th group.
func groupsOf(c list.Classes) uint32 {
	var groups uint32
	for i, g := range classGroups {
		if c&(g|list.AllClasses) != 0 {
			groups |= 1 << i
		}
	}
	return groups
}

// bucketsFor keeps four bits of the number, so that it stays the same from
// week to week, and a mark its place: a delta tells only what came and went.
func bucketsFor(marks int) int {
	buckets := max(1, marks/bucketLoad)
	coarse := max(0, bits.Len(uint(buckets))-4)
	return buckets >> coarse << coarse
}

func bucketOf(key uint64, buckets int) int { return int(key >> 32 * uint64(buckets) >> 32) }

func residual(key uint64) uint32 { return uint32(key) & (1<<residualBits - 1) }

// IsRegister tells whether the pack holds a register, sound or not.
func (p *Pack) IsRegister() bool { return p.Section(registerHead) != nil }

// Register opens the register that the pack holds. It is an error if the pack
// holds none or a broken one; afterwards Find cannot fail.
func (p *Pack) Register() (Register, error) {
	head := p.Section(registerHead)
	if len(head) != 8 {
		return Register{}, broken("no register")
	}
	n, buckets := int(u32(head, 0)), int(u32(head, 4))
	if n > maxMarks || buckets != bucketsFor(n) {
		return Register{}, broken("the head of the register")
	}
	r := Register{
		n:       n,
		buckets: buckets,
		starts:  p.Section(registerStarts),
		marks:   p.Section(registerMarks),
		facts:   p.Section(registerFacts),
	}
	blocks := (buckets + blockBuckets) / blockBuckets // one more start ends the last bucket
	switch {
	case len(r.starts) != blocks*4+(buckets+1)*2:
		return Register{}, broken("the starts of the register's buckets")
	case len(r.marks) != n*4:
		return Register{}, broken("the marks of the register")
	case len(r.facts)%factSize != 0:
		return Register{}, broken("the facts of the register")
	}
	return r, nil
}

// Len is the number of marks.
func (r Register) Len() int { return r.n }

// Find returns the place of a mark among all, ordered by key, and its facts.
// Another key is taken for it once in 175,000.
func (r Register) Find(key uint64) (ordinal int, facts Facts, ok bool) {
	if r.buckets == 0 {
		return 0, Facts{}, false // the zero Register
	}
	bucket := bucketOf(key, r.buckets)
	at, end := r.bucket(bucket)
	end = min(end, r.n) // a hostile pack finds nothing, and reads nothing else
	for want := residual(key); at < end; at++ {
		row := u32(r.marks, at*4)
		if row>>codeBits >= want {
			if row>>codeBits > want {
				break
			}
			return at, r.factsOf(row & codeMask), true
		}
	}
	return 0, Facts{}, false
}

// An Ask is a key to find among others.
type Ask struct {
	Key            uint64
	at, end, first uint32
}

// FindAll is Find for many keys: found is called for each that the register
// holds, in their order. The register is much larger than a processor's caches,
// so that a look-up waits for memory twice; here it waits for many at a time.
func (r Register) FindAll(asks []Ask, found func(i int, facts Facts)) {
	if r.n == 0 {
		return
	}
	for i := range asks {
		at, end := r.bucket(bucketOf(asks[i].Key, r.buckets))
		asks[i].at, asks[i].end = uint32(min(at, r.n)), uint32(min(end, r.n)) // as in Find
	}
	for i := range asks {
		a := &asks[i]
		a.first = u32(r.marks, int(min(a.at, uint32(r.n-1)))*4)
	}
	for i := range asks {
		a := &asks[i]
		want := residual(a.Key)
		row := a.first
		for at := a.at; at < a.end; {
			if row>>codeBits >= want {
				if row>>codeBits == want {
					found(i, r.factsOf(row&codeMask))
				}
				break
			}
			if at++; at < a.end {
				row = u32(r.marks, int(at)*4)
			}
		}
	}
}

func (r Register) start(bucket int) int {
	block := bucket / blockBuckets
	base := block * (4 + blockBuckets*2)
	own := base + 4 + bucket%blockBuckets*2
	return int(u32(r.starts, base)) + int(r.starts[own]) + int(r.starts[own+1])<<8
}

// bucket is start of a bucket and of the next one. Two in one block, as nearly
// all are, stand side by side.
func (r Register) bucket(bucket int) (at, end int) {
	if bucket%blockBuckets == blockBuckets-1 {
		return r.start(bucket), r.start(bucket + 1)
	}
	base := bucket / blockBuckets * (4 + blockBuckets*2)
	first, both := int(u32(r.starts, base)), u32(r.starts, base+4+bucket%blockBuckets*2)
	return first + int(both&0xFFFF), first + int(both>>16)
}

func (r Register) factsOf(code uint32) Facts {
	if code >= exactFacts {
		coarse := Facts{Status: list.Live, Coarse: true}
		for i, g := range classGroups {
			if (code-exactFacts)>>i&1 != 0 {
				coarse.Classes |= g
			}
		}
		return coarse
	}
	at := int(code) * factSize
	if at+factSize > len(r.facts) {
		return Facts{} // a hostile pack: nothing is known
	}
	row := r.facts[at:]
	return Facts{
		Offices:  list.Jurisdictions(u64(row, 0)),
		Classes:  list.Classes(u64(row, 8)),
		Status:   list.Status(row[16]),
		Strength: Strength(row[17]),
	}
}
