package main

import (
	"fmt"
	"io"
	"math"
	"strings"

	"clearlist/wasm/list"
)

// A baseline is how existing tools look for brands: every name of the list's
// marks as whole words, whatever their case, and no more.
type baseline struct {
	terms   map[string][]string // by name, plain
	longest int                 // words of a name
}

func newBaseline(set *list.Set) *baseline {
	b := &baseline{terms: map[string][]string{}}
	for i := range set.Terms {
		t := &set.Terms[i]
		if !isMark(t) {
			continue
		}
		for _, name := range append([]string{t.Text}, t.Aliases...) {
			name = plain(name)
			if name != "" {
				b.terms[name] = append(b.terms[name], t.Text)
				b.longest = max(b.longest, strings.Count(name, " ")+1)
			}
		}
	}
	return b
}

func isMark(t *list.Term) bool {
	for _, r := range t.Rights {
		if r.Kind != list.Policy && r.Status != list.Dead {
			return true
		}
	}
	return false
}

// find returns the terms in a text, each once, but for those called own.
func (b *baseline) find(text, own string) []string {
	words := strings.Fields(plain(text))
	own = plain(own)
	var found []string
	seen := map[string]bool{}
	for i := range words {
		for k := i + 1; k <= len(words) && k <= i+b.longest; k++ {
			name := strings.Join(words[i:k], " ")
			if name == own {
				continue
			}
			for _, term := range b.terms[name] {
				if !seen[term] && plain(term) != own {
					seen[term] = true
					found = append(found, term)
				}
			}
		}
	}
	return found
}

// searched counts what a whole-word search finds on real listings. Of the
// words that the engine leaves below medium a sample is judged, and stands for
// all of them.
type searched struct {
	listings, words, both int
	sample                map[judgement]int
	known                 map[judgement]int // of those that both find
	alone                 []int             // words of each listing that the search alone finds
	surely                []bool            // a word of the listing that both find is wrong
}

func (s *searched) listing(found []string, loud map[string]bool, judge func(term string) judgement) {
	if s.sample == nil {
		s.sample, s.known = map[judgement]int{}, map[judgement]int{}
	}
	s.listings++
	s.words += len(found)
	alone, wrong := 0, false
	for _, term := range found {
		j := judge(term)
		if loud[term] {
			s.both++
			s.known[j]++
			wrong = wrong || j == isWrong
			continue
		}
		alone++
		s.sample[j]++
	}
	s.alone, s.surely = append(s.alone, alone), append(s.surely, wrong)
}

func (s *searched) report(out io.Writer) {
	if s.listings == 0 {
		return
	}
	share := percent(s.sample[isWrong], s.sample[isWrong]+s.sample[isRight]) / 100
	listings := 0.0
	for i, n := range s.alone {
		p := 1 - math.Pow(1-share, float64(n))
		if s.surely[i] {
			p = 1
		}
		listings += p
	}
	fmt.Fprintf(out, "  whole-word search of the marks in the list, own brand left out: %d words, of which the engine has %d at medium or worse;\n", s.words, s.both)
	fmt.Fprintf(out, "    of a judged sample of the others %d are wrong and %d right, so that about %.0f per 100 listings have a wrong word\n",
		s.sample[isWrong], s.sample[isRight], 100*listings/float64(s.listings))
}
