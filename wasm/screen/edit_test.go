package screen_test

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"clearlist/wasm/list"
	"clearlist/wasm/pack"
	"clearlist/wasm/screen"
)

// pieces are what edits put into a text: marks plain, disguised, misspelt and
// spread, what changes their reading, markup, scripts, signs and halves of all.
var pieces = strings.Split("Velcro |velcro's|Ve1cro|V\u0435lcro|\u0412\u0435l\u0441r\u043e |\u043d\u043e\u0432\u044b\u0439 |v e l c r o |Vel-cro |Velcor |Crock Pot|Crokpot | crock|-pot|"+
	"iPhone 15 |for |compatible with |like |Zorvik |Ray-Bn |Stanley |cup |&shy;|&#86;|<b>|</b>|<|>|, |. |\n|!|$|@|s |'s |-|\u200b|\u0301|"+
	"\u8010\u514b|\u978b|\u30ca\u30a4\u30ad|\ub098\uc774\ud0a4|\ub294 |\U0001F468\u200d| |x|7|%|\u00ae|adjustable straps for cables ", "|")

// TestEditsReadAnew types and deletes in one listing after another, and holds
// each verdict against that of a screener that has seen no other text.
func TestEditsReadAnew(t *testing.T) {
	fresh := screeners(t)
	s, rng := fresh(), rand.New(rand.NewPCG(2, 3))
	l := screen.Listing{Marketplace: "amazon.com", Title: "Straps", Bullets: []string{"", ""}, Description: strings.Repeat(sentence, 2)}
	for n := range 400 {
		fields := []*string{&l.Title, &l.Bullets[0], &l.Bullets[1], &l.Description, &l.Description, &l.Description, &l.SearchTerms, &l.Brand, &l.Category}
		text := fields[rng.IntN(len(fields))]
		for range 1 + rng.IntN(2) {
			*text = edited(rng, *text)
		}
		if len(l.Description) > 3000 {
			l.Description = l.Description[1000:2000]
		}
		for n%3 == 0 && !s.Begin(&l, 20_000) {
		}
		got, want := s.Check(l), fresh().Check(l)
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("edit %d: %q\nedited %v\nread anew %v", n, l, got, want)
		}
	}
}

// edited puts a piece somewhere, or takes a few bytes out, halves of letters too.
func edited(rng *rand.Rand, text string) string {
	at := rng.IntN(len(text) + 1)
	switch rng.IntN(4) {
	case 0:
		return text[:at] + text[min(len(text), at+1+rng.IntN(30)):]
	case 1:
		return text[:at] + sentence[rng.IntN(50):100+rng.IntN(50)] + text[at:]
	}
	return text[:at] + pieces[rng.IntN(len(pieces))] + text[at:]
}

// screeners gives new screeners of the lists that ship and of a small register.
func screeners(t *testing.T) func() *screen.Screener {
	t.Helper()
	set, curated := shipped(t)
	us := list.JurisdictionsOf("US")
	b, _, err := screen.CompileRegister("US", 1, set.AsOf, func(yield func(string, pack.Facts) bool) {
		for _, words := range []string{"zorvik", "adjustable straps", "cup", "ray", "velcro cup", "15"} {
			if !yield(words, pack.Facts{Offices: us, Classes: list.ClassesOf(9), Status: list.Live}) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	register, err := pack.Open(b)
	if err != nil {
		t.Fatal(err)
	}
	return func() *screen.Screener {
		s, err := screen.New(curated, register)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
}

// TestBeginEnds asks for a listing that costs most in small steps: each gets on,
// and the last leaves nothing to find.
func TestBeginEnds(t *testing.T) {
	fresh := screeners(t)
	l := screen.Listing{Title: "Tumbler", Bullets: []string{unknown(300), unknown(50)}, Description: unknown(500), Brand: "Velcro"}
	s, times := fresh(), 1
	for !s.Begin(&l, 50_000) {
		if times++; times > 1000 {
			t.Fatal("it does not end")
		}
	}
	if times < 5 {
		t.Errorf("%d times were enough: no bound", times)
	}
	if !s.Begin(&l, 1) {
		t.Error("something was read again")
	}
	if got, want := s.Check(l), fresh().Check(l); !reflect.DeepEqual(got, want) {
		t.Errorf("in steps %v, at once %v", got, want)
	}
}
