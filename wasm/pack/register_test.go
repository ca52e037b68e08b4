package pack_test

import (
	"math/rand/v2"
	"testing"

	"clearlist/wasm/list"
	"clearlist/wasm/pack"
)

// marks makes a register with the class counts of a real one: most marks have
// one class, and few sets of classes are common.
func marks(n int) []pack.Mark {
	r := rand.New(rand.NewPCG(1, 2))
	out := make([]pack.Mark, n)
	for i := range out {
		var classes list.Classes
		for range 1 + min(int(r.ExpFloat64()*0.7), 6) {
			classes |= 1 << (1 + min(int(r.ExpFloat64()*9), 44))
		}
		out[i] = pack.Mark{Key: r.Uint64(), Facts: pack.Facts{
			Offices: list.JurisdictionsOf("US"), Classes: classes,
			Status: list.Live, Strength: pack.Strength(min(int(r.ExpFloat64()), 3)),
		}}
	}
	return out
}

func register(t testing.TB, marks []pack.Mark) (pack.Register, int) {
	t.Helper()
	sections, err := pack.RegisterSections(marks)
	if err != nil {
		t.Fatal(err)
	}
	b, err := pack.Write(pack.Content{Set: &list.Set{Name: "register:US", Version: 1}, Sections: sections})
	if err != nil {
		t.Fatal(err)
	}
	p, err := pack.Open(b)
	if err != nil {
		t.Fatal(err)
	}
	reg, err := p.Register()
	if err != nil {
		t.Fatal(err)
	}
	return reg, len(b)
}

func TestRegisterFindsEveryMark(t *testing.T) {
	for _, n := range []int{0, 1, 5, 6, 7, 255, 256, 3000, 200_000} {
		all := marks(n)
		reg, size := register(t, all)
		for i, m := range all {
			_, facts, ok := reg.Find(m.Key)
			if !ok || facts != m.Facts && !(facts.Coarse && facts.Classes&m.Facts.Classes == m.Facts.Classes) {
				t.Fatalf("%d marks: mark %d: found %v, %+v, want %+v", n, i, ok, facts, m.Facts)
			}
		}
		if n > 10_000 {
			t.Logf("%d marks: %.2f bytes each", n, float64(size)/float64(n))
		}
	}
}

func TestRegisterRarelyFindsWhatIsNotThere(t *testing.T) {
	reg, _ := register(t, marks(200_000))
	r := rand.New(rand.NewPCG(3, 4))
	found := 0
	const asked = 3_000_000
	for range asked {
		if _, _, ok := reg.Find(r.Uint64()); ok {
			found++
		}
	}
	if found < 5 || found > 40 { // 17 expected
		t.Errorf("%d of %d random words found", found, asked)
	}
}

func BenchmarkRegister(b *testing.B) {
	for _, n := range []int{100_000, 3_000_000} {
		name := map[int]string{100_000: "100k", 3_000_000: "3M"}[n]
		b.Run(name, func(b *testing.B) {
			reg, size := register(b, marks(n))
			r := rand.New(rand.NewPCG(5, 6))
			b.ReportMetric(float64(size)/float64(n), "B/mark")
			for b.Loop() {
				for range 4716 { // look-ups of a 5 KB listing
					reg.Find(r.Uint64())
				}
			}
		})
	}
}

func TestRegistersAreCompared(t *testing.T) {
	make := func(classes int, keys ...uint64) *pack.Pack {
		var marks []pack.Mark
		for _, key := range keys {
			marks = append(marks, pack.Mark{Key: key * 0x9E3779B97F4A7C15, Facts: pack.Facts{Classes: list.ClassesOf(classes), Status: list.Live}})
			classes = 9
		}
		sections, err := pack.RegisterSections(marks)
		if err != nil {
			t.Fatal(err)
		}
		b, err := pack.Write(pack.Content{Set: &list.Set{Name: "register:US", Version: 1}, Sections: sections})
		if err != nil {
			t.Fatal(err)
		}
		p, err := pack.Open(b)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	added, changed, ended, coarse := pack.CompareRegisters(make(9, 1, 2, 3, 4, 5), make(25, 1, 2, 4, 5, 6, 7))
	if added != 2 || changed != 1 || ended != 1 || coarse {
		t.Errorf("%d added, %d changed, %d ended, coarse %v", added, changed, ended, coarse)
	}
	added, changed, ended, coarse = pack.CompareRegisters(make(9, 1, 2, 3, 4, 5), make(9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13))
	if added != 8 || changed != 0 || ended != 0 || !coarse {
		t.Errorf("laid out anew: %d added, %d changed, %d ended, coarse %v", added, changed, ended, coarse)
	}
}
