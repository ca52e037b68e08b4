package screen_test

import (
	"strings"
	"testing"

	"clearlist/server/lists"
	"clearlist/wasm/list"
	"clearlist/wasm/pack"
	"clearlist/wasm/screen"
)

// The tests of the engine on the lists as they ship are in server/internal;
// here the lists only lend their size to the figures.
func shipped(t testing.TB) (*list.Set, *pack.Pack) {
	t.Helper()
	set, err := list.Read(lists.Sources())
	if err != nil {
		t.Fatal(err)
	}
	compiled, err := screen.Compile(set)
	if err != nil {
		t.Fatal(err)
	}
	p, err := pack.Open(compiled)
	if err != nil {
		t.Fatal(err)
	}
	return set, p
}

const sentence = "Our stainless steel tumbler keeps drinks cold for 24 hours; the leakproof lid fits car cup holders, " +
	"and the double wall keeps your hands dry. Compatible with iPhone 15, it stands on any desk. Hook and loop straps (2 pieces) hold it. "

// fiveKB is a long listing as sellers write them.
func fiveKB() screen.Listing {
	return screen.Listing{
		Marketplace: "amazon.com", Category: "Home & Kitchen > Kitchen & Dining > Tumblers", OwnBrands: []string{"Zibo"}, Brand: "Zibo",
		Title:       "Zibo Tumbler 40 oz with Handle and Straw, Velcro Strap, Compatible with iPhone 15 Stand",
		Bullets:     []string{sentence, sentence, sentence, sentence, sentence},
		Description: strings.Repeat(sentence, 15),
		SearchTerms: "tumbler cup mug travel",
	}
}

// unknown are words of letters that are in no list, each another.
func unknown(n int) string {
	var b strings.Builder
	seed := uint32(1)
	for range n {
		for k := range 9 {
			seed = seed*1664525 + 1013904223
			if k%2 == 0 {
				b.WriteByte("bcdfghjklmnprstvwz"[(seed>>16)%18])
			} else {
				b.WriteByte("aeiou"[(seed>>16)%5])
			}
		}
		b.WriteByte(' ')
	}
	return b.String()
}

func BenchmarkCheck(b *testing.B) {
	_, p := shipped(b)
	s, err := screen.New(p)
	if err != nil {
		b.Fatal(err)
	}
	// Two listings in turn, so that no field is the one of the check before.
	whole, other := fiveKB(), fiveKB()
	other.Description = other.Description[1:]
	other.Title += "s"
	for i := range other.Bullets {
		other.Bullets[i] = other.Bullets[i][1:]
	}
	edited := fiveKB()
	edited.Title += "s"
	unknowns := screen.Listing{Title: "Tumbler", Description: unknown(500)}
	unknowns2 := screen.Listing{Title: "Tumbler", Description: unknown(499)}
	for _, c := range []struct {
		name string
		a, b screen.Listing
	}{
		{"listing of 5 KB", whole, other},
		{"listing of 5 KB, title edited", whole, edited},
		{"5 KB of unknown words, remembered", unknowns, unknowns2},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for n := 0; b.Loop(); n++ {
				if n%2 == 0 {
					s.Check(c.a)
				} else {
					s.Check(c.b)
				}
			}
		})
	}
	b.Run("5 KB of unknown words, new", func(b *testing.B) {
		text := unknown(500 * 64)
		const size = 5000
		n := 0
		for b.Loop() {
			s.Check(screen.Listing{Title: "Tumbler", Description: text[n*size : (n+1)*size]})
			n = (n + 1) % 60
		}
	})
}
