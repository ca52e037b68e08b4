package reuse_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"clearlist/wasm/reuse"
)

// runs are the shortest that are always found.
var runs = []struct {
	name   string
	join   string
	length int
	word   func(*rand.Rand) string
}{
	{"words", " ", 8, latin},
	{"common words", " ", 8, common},
	{"characters", "", 16, han},
}

// The guarantee: whatever stands around it, a run of 8 words, or of 16
// characters, lies in passages of its source; among many sources too.
func TestARunIsAlwaysFound(t *testing.T) {
	for _, c := range runs {
		t.Run(c.name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(1, 2))
			words := func(n int) []string {
				out := make([]string, n)
				for i := range out {
					out[i] = c.word(rng)
				}
				return out
			}
			var sources []reuse.Source
			var all [][]string
			for i := range 300 {
				w := words(60 + rng.IntN(200))
				all = append(all, w)
				sources = append(sources, reuse.Source{Key: uint32(i), Owner: uint32(i + 1), Text: strings.Join(w, c.join)})
			}
			corpus := reuse.NewCorpus(open(t, build(t, sources...)))
			for range 1000 {
				i := rng.IntN(len(all))
				n := c.length + rng.IntN(3)
				at := rng.IntN(len(all[i]) - n)
				before := strings.Join(words(rng.IntN(40)), c.join)
				run := strings.Join(all[i][at:at+n], c.join)
				text := before + c.join + run + c.join + strings.Join(words(rng.IntN(40)), c.join)
				query, err := corpus.Ask(text, 300)
				if err != nil {
					t.Fatal(err)
				}
				v := query.Compare(sources[i : i+1])
				if !has(query.Keys(), uint32(i)) || len(v.Matches) == 0 {
					t.Fatalf("%q is not found in %q", run, text)
				}
				from := len(before) + len(c.join)
				if missing := uncovered(text[from:from+len(run)], from, v.Matches[0].Passages); missing != "" {
					t.Fatalf("%q of %q is in no passage of %q", missing, run, text)
				}
			}
		})
	}
}

// Whoever copies a text and edits it all around a run has the run.
func TestARunAmongEditsIsFound(t *testing.T) {
	for _, c := range runs {
		t.Run(c.name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(31, 32))
			for range 500 {
				source := make([]string, 80+rng.IntN(80))
				for i := range source {
					source[i] = c.word(rng)
				}
				at := rng.IntN(len(source) - c.length)
				edited := func(words []string) []string {
					var out []string
					for _, w := range words {
						switch rng.IntN(8) {
						case 0: // left out
						case 1:
							out = append(out, c.word(rng))
						case 2:
							out = append(out, w, c.word(rng))
						case 3:
							out = append([]string{w}, out...)
						default:
							out = append(out, w)
						}
					}
					return out
				}
				before := strings.Join(edited(source[:at]), c.join) + c.join
				run := strings.Join(source[at:at+c.length], c.join)
				text := before + run + c.join + strings.Join(edited(source[at+c.length:]), c.join)
				v := compare(t, 8, text, reuse.Source{Key: 1, Text: strings.Join(source, c.join)})
				if len(v.Matches) == 0 {
					t.Fatalf("nothing of %q is found in %q", source, text)
				}
				if missing := uncovered(run, len(before), v.Matches[0].Passages); missing != "" {
					t.Fatalf("%q of %q is in no passage of %q", missing, run, text)
				}
			}
		})
	}
}

// Thirty listings of one template that share most with a text do not hide the
// run that it has of another.
func TestATemplateDoesNotHideARun(t *testing.T) {
	rng := rand.New(rand.NewPCG(21, 22))
	words := func(n int) string {
		out := make([]string, n)
		for i := range out {
			out[i] = latin(rng)
		}
		return strings.Join(out, " ")
	}
	for range 50 {
		template := words(100)
		var sources []reuse.Source
		for i := range 30 {
			sources = append(sources, reuse.Source{Key: uint32(i), Owner: uint32(i + 1), Text: template + " " + words(20)})
		}
		run := words(8)
		sources = append(sources, reuse.Source{Key: 99, Owner: 99, Text: words(30) + " " + run + " " + words(30)})
		query, err := reuse.NewCorpus(open(t, build(t, sources...))).Ask(template+" "+words(5)+" "+run+" "+words(5), 16)
		if err != nil {
			t.Fatal(err)
		}
		if !has(query.Keys(), 99) || len(query.Keys()) > 16 {
			t.Fatalf("%q is not looked for: %v", run, query.Keys())
		}
	}
}

// Common words are no way out: every four of them stand in every source.
func TestARunOfWordsThatAllHaveIsFound(t *testing.T) {
	rng := rand.New(rand.NewPCG(23, 24))
	words := func(n int) []string {
		out := make([]string, n)
		for i := range out {
			out[i] = [...]string{"the", "bag", "is", "of"}[rng.IntN(4)]
		}
		return out
	}
	var sources []reuse.Source
	for i := range 400 {
		sources = append(sources, reuse.Source{Key: uint32(i), Owner: uint32(i + 1), Text: strings.Join(words(300), " ")})
	}
	corpus := reuse.NewCorpus(open(t, build(t, sources...)))
	for range 40 {
		i := rng.IntN(len(sources))
		of := strings.Fields(sources[i].Text)
		at := rng.IntN(len(of) - 8)
		before, run := latin(rng)+" "+latin(rng)+" ", strings.Join(of[at:at+8], " ")
		text := before + run + " " + latin(rng)
		query, err := corpus.Ask(text, len(sources))
		if err != nil {
			t.Fatal(err)
		}
		v := query.Compare(sources[i : i+1])
		if !has(query.Keys(), uint32(i)) || len(v.Matches) == 0 {
			t.Fatalf("%q is not found", run)
		}
		if missing := uncovered(run, len(before), v.Matches[0].Passages); missing != "" {
			t.Fatalf("%q of %q is in no passage", missing, run)
		}
	}
}

// uncovered is what of a part of the text lies in no passage, spaces aside.
func uncovered(part string, from int, passages []reuse.Passage) string {
	var b strings.Builder
next:
	for i, c := range part {
		for _, p := range passages {
			if p.Start <= from+i && from+i < p.End || c == ' ' {
				continue next
			}
		}
		b.WriteRune(c)
	}
	return b.String()
}

func has(keys []uint32, key uint32) bool {
	for _, k := range keys {
		if k == key {
			return true
		}
	}
	return false
}

func latin(rng *rand.Rand) string {
	// A square makes some words common and most rare, as a language does.
	n := rng.IntN(60)
	return string([]byte{"bcdfghklmnprst"[n%14], "aeiou"[rng.IntN(n/12+1)], "bcdfghklmnprst"[n/5], 'o'})
}

func common(rng *rand.Rand) string {
	return [...]string{"the", "of", "and", "a", "to", "in", "is", "it", "for", "with", "on", "as", "bag", "strap"}[rng.IntN(14)]
}

func han(rng *rand.Rand) string { return string(rune(0x4e00 + rng.IntN(20)*rng.IntN(40))) }
