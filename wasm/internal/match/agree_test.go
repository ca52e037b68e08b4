package match

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"clearlist/server/lists"
	"clearlist/wasm/list"
)

// TestShortStrings lets the oracle judge every text of up to six signs of an
// alphabet that holds all ways of parting words.
func TestShortStrings(t *testing.T) {
	o := newOracle(t, []string{"ab"}, "a", "ba", "a b", "abas", "b-a's", "abba", "aay", "ab ab", "7a")
	alphabet := []string{"a", "b", "s", "A", " ", "-", ",", "'", "4", "\u0430"}
	var build func(prefix string, left int)
	build = func(prefix string, left int) {
		o.agree(t, prefix)
		if left > 0 {
			for _, c := range alphabet {
				build(prefix+c, left-1)
			}
		}
	}
	longest := 6
	if runtime.GOARCH == "wasm" {
		longest = 5 // ten times fewer: the code is the same
	}
	build("", longest)
}

// TestListings lets the oracle judge real listings by the lists as they ship.
func TestListings(t *testing.T) {
	files, err := filepath.Glob("../../../../shared/data/listings/*.jsonl")
	if err != nil || len(files) == 0 {
		t.Skip("the real listings are not here")
	}
	set, err := list.Read(lists.Sources())
	if err != nil {
		t.Fatal(err)
	}
	o := oracleOf(t, set)
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(b)) {
			var listing any
			if err := json.Unmarshal([]byte(line), &listing); err != nil {
				t.Fatal(file, err)
			}
			texts(listing, func(text string) { o.agree(t, text) })
		}
	}
}

// texts gives all strings in a JSON value.
func texts(v any, each func(text string)) {
	switch v := v.(type) {
	case string:
		each(v)
	case []any:
		for _, v := range v {
			texts(v, each)
		}
	case map[string]any:
		for _, v := range v {
			texts(v, each)
		}
	}
}

// TestNearNaively compares the walk over the words with all distances.
func TestNearNaively(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	word := func(n int) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = "abcde"[rng.IntN(5)]
		}
		return string(b)
	}
	var terms []string
	for range 600 {
		terms = append(terms, word(5+rng.IntN(12)))
	}
	o := newOracle(t, nil, terms...)
	for range 4000 {
		w := terms[rng.IntN(len(terms))]
		for range rng.IntN(4) {
			w = mutate(rng, w)
		}
		if len(w) < 3 {
			continue
		}
		var got []guess
		o.x.walk(w, &o.memory, func(i int, g guess) { g.word = uint32(i); got = append(got, g) })
		if want := o.walk(w); !slices.Equal(got, want) {
			t.Fatalf("%s: walk finds %v, the oracle %v", w, got, want)
		}
	}
}

func mutate(rng *rand.Rand, w string) string {
	i, c := rng.IntN(len(w)), string("abcde"[rng.IntN(5)])
	switch rng.IntN(4) {
	case 0:
		return w[:i] + c + w[i:]
	case 1:
		return w[:i] + w[i+1:]
	case 2:
		return w[:i] + c + w[i+1:]
	}
	if i+1 < len(w) {
		return w[:i] + w[i+1:i+2] + w[i:i+1] + w[i+2:]
	}
	return w
}

// FuzzMatch lets the oracle judge any text.
func FuzzMatch(f *testing.F) {
	terms := []string{
		"Velcro", "Crock-Pot", "Nike", "耐克", "ナイキ", "나이키", "Pokémon", "Onesies", "L'Oréal", "Slip 'N Slide", "PlayStation", "H&M", "P!nk",
		"7-Eleven", "Black & Decker", "ไนกี้", "Zamboni", "Thermos", "a", "Harry Potter and the Goblet of Fire", "NBA", "Hydro Flask",
	}
	o := newOracle(f, []string{"pan", "mail", "pink", "amazon", "crock", "slide", "black"}, terms...)
	for _, t := range terms {
		f.Add(t)
		f.Add("for " + strings.ToUpper(t) + "'s, " + t[:1] + "\u200b" + t[1:] + " <b>" + t + "</b>s")
	}
	for _, s := range []string{"V e l c r o", "Ve1cr0 V-e-l-c-r-o Vel😀cro", "n!k3 D!$ney", "Pokernon", "crock, pot", "Nikes' nike’s NIKEs", "NİKE nıke"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) { o.agree(t, text) })
}
