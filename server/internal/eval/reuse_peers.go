package main

import (
	"fmt"
	"strings"

	"clearlist/wasm/list"
	"clearlist/wasm/pack"
	"clearlist/wasm/reuse"
)

// longestRun is the longest run of words whose containment is printed. The
// containment of runs of words and the longest common subsequence, both as a
// share of the essay, are the usual measures on this corpus and, as far as we
// know (not verified), those of its authors; their figures are not at hand.
const longestRun = 5

// printMeasures prints how the usual measures rank the same essays, by our own
// code and in the same run.
func (e *evaluation) printMeasures(all []measured, source map[string]string) {
	non := of(all, "non")
	fmt.Fprintln(e.out, "  the usual measures on the same essays, computed here; what others published is not at hand: AUC of cut, light, heavy against non [95 %]")
	row := func(name string, by func(measured) float64) {
		known := map[string]float64{}
		for _, m := range all {
			known[m.file] = by(m)
		}
		fmt.Fprintf(e.out, "    %-20s", name)
		for _, category := range copiedCategories {
			fmt.Fprintf(e.out, "  %s", interval(of(all, category), non, func(m measured) float64 { return known[m.file] }))
		}
		fmt.Fprintln(e.out)
	}
	for n := 1; n <= longestRun; n++ {
		row(fmt.Sprintf("containment, %d", n), func(m measured) float64 { return containment(m.text, source[m.task], n) })
	}
	row("common subsequence", func(m measured) float64 { return commonSubsequence(m.text, source[m.task]) })
	row("ours", func(m measured) float64 { return m.copied })
}

// commonSubsequence is the length of the longest common subsequence of the
// words of two texts, as a share of the first one's.
func commonSubsequence(text, source string) float64 {
	a, b := wordsOf(text), wordsOf(source)
	before, now := make([]int, len(b)+1), make([]int, len(b)+1)
	for _, word := range a {
		for k, other := range b {
			if word == other {
				now[k+1] = before[k] + 1
			} else {
				now[k+1] = max(before[k+1], now[k])
			}
		}
		before, now = now, before
	}
	return float64(before[len(b)]) / float64(max(len(a), 1))
}

func wordsOf(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
}

// traces prints how many essays are found by fingerprints alone, as a published
// corpus has them.
func (e *evaluation) traces(all []measured, source map[string]string) error {
	var entries []reuse.Entry
	for task, text := range source {
		entries = append(entries, reuse.Entry{ID: task, Text: text})
	}
	b, err := reuse.Compile(reuse.CorpusPrefix+"essays", 1, list.DateOf(2011, 3, 1), entries)
	if err != nil {
		return err
	}
	p, err := pack.Open(b)
	if err != nil {
		return err
	}
	corpus, err := reuse.OpenPublished(p)
	if err != nil {
		return err
	}
	fmt.Fprint(e.out, "  by fingerprints alone, as a published corpus has them, alerts:")
	for _, category := range append(copiedCategories, "non") {
		some := of(all, category)
		found := 0
		for _, m := range some {
			v, err := corpus.Trace(m.text)
			if err != nil {
				return err
			}
			found += count(v.Severity >= list.Low)
		}
		fmt.Fprintf(e.out, " %s %s;", category, share(found, len(some)))
	}
	fmt.Fprintln(e.out)
	return nil
}
