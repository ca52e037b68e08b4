package pack_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"clearlist/wasm/list"
	"clearlist/wasm/pack"
)

func ExampleDiff() {
	set := func(version uint32, terms ...string) []byte {
		s := &list.Set{Name: "curated", Version: version}
		for _, t := range terms {
			s.Terms = append(s.Terms, list.Term{Text: t})
		}
		b, err := pack.Write(pack.Content{Set: s})
		if err != nil {
			panic(err)
		}
		return b
	}
	old, new := set(1, "borealux", "zephyro"), set(2, "borealux", "quexilon", "zephyro")
	delta, err := pack.Diff(old, new)
	if err != nil {
		panic(err)
	}
	same, err := pack.Apply(old, delta)
	fmt.Println(bytes.Equal(same, new), err)
	_, err = pack.Apply(new, delta)
	fmt.Println(errors.Is(err, pack.ErrBase))
	// Output:
	// true <nil>
	// true
}

// A history is one list over some weeks, as packs.
type history func(r *rand.Rand) [][]byte

var histories = map[string]history{
	"terms": func(r *rand.Rand) [][]byte {
		set := &list.Set{Name: "curated"}
		var all [][]byte
		for range 5 {
			set.Version++
			for range 1 + r.IntN(60) {
				term := list.Term{Text: fmt.Sprintf("mark %x", r.Uint32())}
				term.Rights = []list.Right{{Kind: list.Trademark, Owner: fmt.Sprint("owner ", r.IntN(9)), In: list.JurisdictionsOf("US"), Status: list.Live}}
				at := r.IntN(len(set.Terms) + 1)
				set.Terms = append(set.Terms[:at:at], append([]list.Term{term}, set.Terms[at:]...)...)
			}
			for range r.IntN(20) {
				at := r.IntN(len(set.Terms))
				set.Terms = append(set.Terms[:at:at], set.Terms[at+1:]...)
				if len(set.Terms) == 0 {
					break
				}
			}
			b, err := pack.Write(pack.Content{Set: set})
			if err != nil {
				panic(err)
			}
			all = append(all, b)
		}
		return all
	},
	"register": func(r *rand.Rand) [][]byte {
		current := marks(r.IntN(3000))
		var all [][]byte
		for version := range 5 {
			for range r.IntN(80) {
				m := marks(1)[0]
				m.Key = r.Uint64()
				current = append(current, m)
			}
			for range r.IntN(80) {
				if i := r.IntN(len(current) + 1); i < len(current) {
					switch r.IntN(3) {
					case 0:
						current = append(current[:i:i], current[i+1:]...)
					case 1:
						current[i].Facts.Classes = 1 << (1 + r.IntN(45))
					case 2: // another mark in the same place
						again := current[i]
						again.Key ^= 1 << 25
						again.Facts.Strength ^= 1
						current = append(current, again)
					}
				}
			}
			all = append(all, registerPack(current, uint32(version+1)))
		}
		return all
	},
}

func registerPack(marks []pack.Mark, version uint32) []byte {
	sections, err := pack.RegisterSections(marks)
	if err != nil {
		panic(err)
	}
	b, err := pack.Write(pack.Content{Set: &list.Set{Name: "us", Version: version}, Sections: sections})
	if err != nil {
		panic(err)
	}
	return b
}

// However a browser comes to a version, by one delta, by every delta, or from
// nothing, it holds the same bytes.
func TestDirectDeltaIsChainIsFullPack(t *testing.T) {
	for name, make := range histories {
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(60) {
				versions := make(rand.New(rand.NewPCG(seed, 1)))
				newest := versions[len(versions)-1]
				held := versions[0]
				for i, v := range append([][]byte{nil}, versions...) {
					direct, err := pack.Apply(v, diff(t, v, newest))
					if err != nil || !bytes.Equal(direct, newest) {
						t.Fatalf("seed %d, direct from %d: %v", seed, i, err)
					}
					if i > 1 {
						if held, err = pack.Apply(held, diff(t, held, v)); err != nil {
							t.Fatalf("seed %d, chain at %d: %v", seed, i, err)
						}
					}
				}
				if !bytes.Equal(held, newest) {
					t.Fatalf("seed %d: the chain ends elsewhere", seed)
				}
			}
		})
	}
}

func diff(t testing.TB, old, new []byte) []byte {
	t.Helper()
	d, err := pack.Diff(old, new)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestADeltaTellsOnlyWhatChanged(t *testing.T) {
	before := marks(100_000)
	after := append(before[500:len(before):len(before)], marks(100_700)[100_000:]...)
	old, new := registerPack(before, 1), registerPack(after, 2)
	d := diff(t, old, new)
	// 500 gone at 8.6 bits, 700 new at 31 and two bytes of code, the head and the table of facts.
	if len(d) > 6000 {
		t.Errorf("%d bytes for 1,200 marks", len(d))
	}
	whole := diff(t, nil, new)
	t.Logf("delta %d bytes; from nothing %d, the pack %d", len(d), len(whole), len(new))
}

func TestADeltaForAnotherPackIsRefused(t *testing.T) {
	versions := histories["terms"](rand.New(rand.NewPCG(1, 2)))
	d := diff(t, versions[0], versions[1])
	other := bytes.Clone(versions[0])
	other[len(other)-9] ^= 1 // of the same length
	for name, base := range map[string][]byte{
		"nothing": nil, "a later version": versions[1], "one bit off": other, "cut short": versions[0][:len(versions[0])-8],
	} {
		if _, err := pack.Apply(base, d); !errors.Is(err, pack.ErrBase) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A flipped bit may fall where it does not matter; it never gives another pack.
func TestADamagedDeltaGivesNoOtherPack(t *testing.T) {
	for name, make := range histories {
		versions := make(rand.New(rand.NewPCG(7, 7)))
		old, new := versions[0], versions[1]
		d := diff(t, old, new)
		for i := range d {
			bad := bytes.Clone(d)
			bad[i] ^= 1 << (i % 8)
			if got, err := pack.Apply(old, bad); err == nil && !bytes.Equal(got, new) {
				t.Fatalf("%s: byte %d", name, i)
			}
			if _, err := pack.Apply(old, d[:i]); err == nil {
				t.Fatalf("%s: cut at %d", name, i)
			}
		}
	}
}

func FuzzApply(f *testing.F) {
	// Small ones: the fuzzer shrinks what it keeps, a byte at a time.
	for _, versions := range [][2][]byte{
		{registerPack(marks(20), 1), registerPack(marks(24)[3:], 2)},
		{[]byte("a pack of a few terms"), []byte("a pack of few other terms")},
	} {
		f.Add(versions[0], diff(f, versions[0], versions[1]))
		f.Add([]byte{}, diff(f, nil, versions[0]))
	}
	f.Fuzz(func(t *testing.T, old, delta []byte) {
		got, err := pack.Apply(old, delta)
		if err == nil && len(got) > pack.MaxSize {
			t.Fatal("larger than a pack may be")
		}
	})
}

// Any two byte strings have a delta, that of packs included.
func FuzzDiff(f *testing.F) {
	f.Add([]byte("one pack of terms"), []byte("another pack of terms"))
	f.Add([]byte{}, bytes.Repeat([]byte{0}, 300))
	f.Fuzz(func(t *testing.T, old, new []byte) {
		got, err := pack.Apply(old, diff(t, old, new))
		if err != nil || !bytes.Equal(got, new) {
			t.Fatal(err)
		}
	})
}

func BenchmarkApply(b *testing.B) {
	before := marks(1_000_000)
	old, new := registerPack(before, 1), registerPack(append(before[5_000:], marks(8_000)[:7_000]...), 2)
	d := diff(b, old, new)
	b.SetBytes(int64(len(new)))
	for b.Loop() {
		if _, err := pack.Apply(old, d); err != nil {
			b.Fatal(err)
		}
	}
}
