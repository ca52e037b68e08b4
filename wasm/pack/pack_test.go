package pack_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"testing"

	"clearlist/wasm/list"
	"clearlist/wasm/pack"
)

var update = flag.Bool("update", false, "write the golden pack anew")

func Example() {
	set := &list.Set{Name: "curated", Version: 3, AsOf: list.DateOf(2026, 11, 24), Terms: []list.Term{
		{Text: "Velcro", Rights: []list.Right{{Owner: "Velcro IP Holdings LLC"}}, Instead: []string{"hook and loop"}},
	}}
	b, err := pack.Write(pack.Content{Set: set})
	if err != nil {
		panic(err)
	}
	p, err := pack.Open(b)
	if err != nil {
		panic(err)
	}
	t := p.Term(0)
	fmt.Println(p.Name(), p.Version(), p.AsOf(), t.Text(), t.Right(0).Owner, t.Instead().At(0))
	// Output: curated 3 2026-11-24 Velcro Velcro IP Holdings LLC hook and loop
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		set := randomSet(rng)
		index := []pack.Section{{ID: pack.FirstIndex + 7, Bytes: randomBytes(rng)}, {ID: pack.FirstIndex, Bytes: randomBytes(rng)}}
		p := open(t, write(t, pack.Content{Set: set, Sections: index}))
		if got := p.Set(); !reflect.DeepEqual(got, set) {
			t.Fatalf("read back\n%+v\nwant\n%+v", got, set)
		}
		for _, s := range index {
			if !bytes.Equal(p.Section(s.ID), s.Bytes) {
				t.Fatalf("section %d is another one", s.ID)
			}
		}
		if p.Section(pack.FirstIndex+1) != nil {
			t.Fatal("a section that was not written")
		}
	}
}

func TestEqualContentGivesEqualBytes(t *testing.T) {
	first := write(t, sample())
	other := sample()
	other.Set.Terms[0].Note = "for editors"
	other.Set.Terms[0].At = list.Position{Source: "a.list", Line: 7, Column: 1}
	other.Set.Terms[1].Aliases = []string{}
	other.Sections[0], other.Sections[1] = other.Sections[1], other.Sections[0]
	if !bytes.Equal(first, write(t, other)) {
		t.Error("notes, positions, nil or empty, or the order of sections changed the bytes")
	}
}

func TestEveryFlippedBitIsRefused(t *testing.T) {
	b := write(t, sample())
	for i := range b {
		for bit := range 8 {
			b[i] ^= 1 << bit
			if _, err := pack.Open(b); err == nil {
				t.Errorf("byte %d, bit %d", i, bit)
			}
			b[i] ^= 1 << bit
		}
	}
}

func TestEveryTruncationIsRefused(t *testing.T) {
	b := write(t, sample())
	for n := range b {
		if _, err := pack.Open(b[:n]); !errors.Is(err, pack.ErrTruncated) {
			t.Errorf("%d bytes of %d: %v", n, len(b), err)
		}
	}
	if _, err := pack.Open(append(b, 0)); !errors.Is(err, pack.ErrFormat) {
		t.Errorf("a byte too many: %v", err)
	}
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func([]byte) []byte
		want   error
	}{
		{"nothing at all", func([]byte) []byte { return nil }, pack.ErrTruncated},
		{"another kind of file", func([]byte) []byte { return []byte("<!doctype html><title>404</title>") }, pack.ErrFormat},
		{"a format to come", func(b []byte) []byte { b[4]++; return b }, pack.ErrVersion},
		{"a damaged word", func(b []byte) []byte { b[len(b)/2] ^= 0x20; return b }, pack.ErrChecksum},
		{"half a download", func(b []byte) []byte { return b[:len(b)/2] }, pack.ErrTruncated},
		{"more than a browser should hold", func(b []byte) []byte { return append(b, make([]byte, pack.MaxSize)...) }, pack.ErrTooLarge},
	} {
		if _, err := pack.Open(c.change(write(t, sample()))); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}

// A forger can compute a checksum. Whatever else it changes, Open refuses the
// pack or every accessor works.
func TestNoForgedWordBreaksAnAccessor(t *testing.T) {
	b := write(t, sample())
	refused := 0
	for at := 16; at+4 <= len(b); at += 4 {
		for _, v := range []uint32{0, 1, 7, 0x7fffffff, 0x80000000, 0xffffffff} {
			forged := bytes.Clone(b)
			putU32(forged, at, v)
			reseal(forged)
			if p, err := pack.Open(forged); err != nil {
				refused++
			} else {
				walk(p)
			}
		}
	}
	if refused == 0 {
		t.Error("nothing was refused: the forgeries are not what they seem")
	}
}

func TestWriteRefusesWhatNoListSays(t *testing.T) {
	for name, spoil := range map[string]func(*pack.Content){
		"text that is not UTF-8":      func(c *pack.Content) { c.Set.Terms[0].Text = "a\xff" },
		"a rune cut in two strings":   func(c *pack.Content) { c.Set.Terms[0].Instead = []string{"\xe2\x82", "\xac"} },
		"a kind without a name":       func(c *pack.Content) { c.Set.Terms[0].Rights[0].Kind = 99 },
		"a severity without a name":   func(c *pack.Content) { c.Set.Terms[0].Senses[0].Level = 99 },
		"a class that does not exist": func(c *pack.Content) { c.Set.Related[0].Classes = 1 << 46 },
		"an unknown territory":        func(c *pack.Content) { c.Set.Marketplaces[0].In = 1 << 63 },
		"an unknown field":            func(c *pack.Content) { c.Set.Limits[0].Field = 6 },
		"a negative limit":            func(c *pack.Content) { c.Set.Limits[0].Max = -1 },
		"a limit of 33 bits":          func(c *pack.Content) { c.Set.Limits[0].Max = 1 << 32 },
		"the year 10000":              func(c *pack.Content) { c.Set.Terms[0].Rights[0].Until = list.DateOf(10000, 1, 1) },
		"an index in a table's place": func(c *pack.Content) { c.Sections[0].ID = 5 },
		"two sections of one id":      func(c *pack.Content) { c.Sections[0].ID = c.Sections[1].ID },
		"more sections than counted":  func(c *pack.Content) { c.Sections = manySections(65) },
	} {
		c := sample()
		spoil(&c)
		if _, err := pack.Write(c); !errors.Is(err, pack.ErrFormat) {
			t.Errorf("%s: %v", name, err)
		}
	}
	big := sample()
	big.Sections[0].Bytes = make([]byte, pack.MaxSize)
	if _, err := pack.Write(big); !errors.Is(err, pack.ErrTooLarge) {
		t.Errorf("too large: %v", err)
	}
}

func TestSectionsAreAligned(t *testing.T) {
	b := write(t, sample())
	p := open(t, b)
	for _, id := range []uint32{pack.FirstIndex, pack.FirstIndex + 1} {
		if at := bytes.Index(b, p.Section(id)); at%8 != 0 {
			t.Errorf("section %d starts at byte %d", id, at)
		}
	}
}

func TestASharedStringIsStoredOnce(t *testing.T) {
	b := write(t, sample())
	if n := bytes.Count(b, []byte("Velcro IP Holdings LLC")); n != 1 {
		t.Errorf("an owner of two rights is stored %d times", n)
	}
}

const golden = "../../testdata/packs/format-1.pack"

// A pack of every format version ever published keeps opening.
func TestTheGoldenPackStillOpens(t *testing.T) {
	if *update {
		if err := os.WriteFile(golden, write(t, sample()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	want := sample()
	if got := open(t, b).Set(); !reflect.DeepEqual(got, want.Set) {
		t.Errorf("it reads\n%+v\nwant\n%+v", got, want.Set)
	}
	if !bytes.Equal(b, write(t, want)) {
		t.Error("it is written otherwise today: a change of the format needs a new version")
	}
}

func FuzzOpen(f *testing.F) {
	b, err := pack.Write(sample())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add(b[:40])
	f.Fuzz(func(t *testing.T, b []byte) {
		b = bytes.Clone(b)
		if len(b) >= 20 {
			putU32(b, 16, uint32(len(b)))
			reseal(b)
		}
		p, err := pack.Open(b)
		if err != nil {
			return
		}
		walk(p)
		again, err := pack.Write(pack.Content{Set: p.Set()})
		if err != nil {
			t.Fatalf("what opens cannot be written: %v", err)
		}
		if !reflect.DeepEqual(open(t, again).Set(), p.Set()) {
			t.Fatal("written again it reads otherwise")
		}
	})
}

func BenchmarkOpen(b *testing.B) {
	rng := rand.New(rand.NewPCG(3, 4))
	set := &list.Set{Name: "curated"}
	for range 2000 {
		set.Terms = append(set.Terms, randomSet(rng).Terms...)
	}
	packed, err := pack.Write(pack.Content{Set: set})
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(packed)))
	b.ReportMetric(float64(len(set.Terms)), "terms")
	for b.Loop() {
		if _, err := pack.Open(packed); err != nil {
			b.Fatal(err)
		}
	}
}

func TestReopen(t *testing.T) {
	b := write(t, sample())
	p, err := pack.Reopen(b)
	if err != nil || !p.Known() {
		t.Fatal(p, err)
	}
	for i := range b {
		broken := bytes.Clone(b)
		broken[i] ^= 0x10
		if _, err := pack.Reopen(broken); err == nil {
			t.Fatalf("byte %d of %d is another, and it is taken for what it was", i, len(b))
		}
	}
}
