package screen_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"clearlist/server/lists"
	"clearlist/wasm/list"
	"clearlist/wasm/pack"
	"clearlist/wasm/screen"
)

// coinedMarks are n seeded names of one to four words, half of the words
// ordinary and half coined; as many words as the names of real brands have.
func coinedMarks(n int, ordinary []string) func(yield func(string, pack.Facts) bool) {
	return func(yield func(string, pack.Facts) bool) {
		rng := rand.New(rand.NewPCG(7, 11))
		us := list.JurisdictionsOf("US")
		var b strings.Builder
		for range n {
			b.Reset()
			for k := range 1 + min(int(rng.ExpFloat64()*1.4), 3) {
				if k > 0 {
					b.WriteByte(' ')
				}
				if rng.IntN(2) == 0 {
					b.WriteString(ordinary[min(int(rng.ExpFloat64()*5000), len(ordinary)-1)])
					continue
				}
				for range 2 + rng.IntN(3) {
					b.WriteByte("bcdfghjklmnprstvwz"[rng.IntN(18)])
					b.WriteByte("aeiou"[rng.IntN(5)])
				}
			}
			facts := pack.Facts{Offices: us, Classes: 1 << (1 + rng.IntN(45)), Status: list.Live}
			if !yield(b.String(), facts) {
				return
			}
		}
	}
}

// BenchmarkRegisters is a check whose description changes each time, beside
// no register, a small one and a large one.
func BenchmarkRegisters(b *testing.B) {
	set, err := list.Read(lists.Sources())
	if err != nil {
		b.Fatal(err)
	}
	compiled, err := screen.Compile(set)
	if err != nil {
		b.Fatal(err)
	}
	for _, n := range []int{0, 100_000, 3_000_000} {
		b.Run(fmt.Sprintf("%d marks", n), func(b *testing.B) {
			packs, perMark := []*pack.Pack{opened(b, compiled)}, 0.0
			if n > 0 {
				register, _, err := screen.CompileRegister("US", 1, set.AsOf, coinedMarks(n, set.Common))
				if err != nil {
					b.Fatal(err)
				}
				p := opened(b, register)
				r, err := p.Register()
				if err != nil {
					b.Fatal(err)
				}
				packs, perMark = append(packs, p), float64(len(register))/float64(r.Len())
			}
			s := screener(b, packs...)
			listings := [2]screen.Listing{fiveKB(), fiveKB()}
			listings[1].Description = listings[1].Description[1:]
			b.ReportAllocs()
			for k := 0; b.Loop(); k++ {
				s.Check(listings[k%2])
			}
			b.ReportMetric(perMark, "B/mark") // of different keys
		})
	}
}
