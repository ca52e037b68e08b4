package reuse_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"clearlist/wasm/reuse"
)

// listing is size bytes of words that are as often used as a language's.
func listing(rng *rand.Rand, zipf *rand.Zipf, size int) string {
	var b strings.Builder
	for b.Len() < size {
		fmt.Fprintf(&b, "w%s ", word(zipf.Uint64()))
		if rng.IntN(15) == 0 {
			b.WriteString(". ")
		}
	}
	return b.String()[:size]
}

func word(n uint64) string {
	b := []byte{'a' + byte(n%26)}
	for n /= 26; n > 0; n /= 26 {
		b = append(b, "aeiou"[n%5], 'a'+byte(n%26))
	}
	return string(b)
}

// BenchmarkCorpus times what a browser does, on generated listings of 3 KB.
// It checks one of 5 KB that has a paragraph of another.
func BenchmarkCorpus(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		rng := rand.New(rand.NewPCG(1, uint64(n)))
		zipf := rand.NewZipf(rng, 1.2, 8, 50_000)
		sources := make([]reuse.Source, n)
		for i := range sources {
			sources[i] = reuse.Source{Key: uint32(i), Owner: uint32(i + 1), Text: listing(rng, zipf, 3_000)}
		}
		built := build(b, sources...)
		corpus := reuse.NewCorpus(open(b, built))
		text := listing(rng, zipf, 4_500) + sources[n/2].Text[1_000:1_500]
		b.Run(fmt.Sprintf("open/%d", n), func(b *testing.B) {
			for b.Loop() {
				open(b, built)
			}
			b.ReportMetric(float64(len(built))/float64(n), "bytes/source")
		})
		b.Run(fmt.Sprintf("check/%d", n), func(b *testing.B) {
			for b.Loop() {
				query, err := corpus.Ask(text, 32)
				if err != nil {
					b.Fatal(err)
				}
				var asked []reuse.Source
				for _, key := range query.Keys() {
					asked = append(asked, sources[key])
				}
				if v := query.Compare(asked); len(v.Matches) == 0 || v.Matches[0].Key != uint32(n/2) {
					b.Fatal("the copy is not found")
				}
			}
		})
		b.Run(fmt.Sprintf("add/%d", n), func(b *testing.B) {
			for b.Loop() {
				build(b, sources[0])
			}
		})
	}
}
