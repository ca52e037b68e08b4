package main

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"clearlist/wasm/list"
	"clearlist/wasm/reuse"
)

// An essay answers one of the tasks of Clough and Stevenson's corpus
// (Language Resources and Evaluation 45, 2011), copied from the task's source
// or not.
type essay struct {
	file, task, category, text string
}

// A measured essay has what each way of telling makes of it.
type measured struct {
	essay
	copied, containment float64
	words               float64 // of its different words, those that the source has
	alert               bool
}

// copiedCategories are those that should be found, the plainest first.
var copiedCategories = []string{"cut", "light", "heavy"}

// reuse prints how well copied essays are told from the others.
func (e *evaluation) reuse(folder string) error {
	essays, err := readEssays(folder)
	if errors.Is(err, os.ErrNotExist) {
		fmt.Fprintf(e.out, "\n%s: not there, skipped\n", folder)
		return nil
	}
	if err != nil {
		return err
	}
	all, err := measure(essays)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.out, "\ncopied copy, %s: %d essays against all sources; an alert is severity low or worse\n", folder, len(all))
	fmt.Fprintln(e.out, "  category  alerts [95 %]                   copied: AUC [95 %]       word 5-gram containment: AUC [95 %]")
	non := of(all, "non")
	for _, category := range copiedCategories {
		some := of(all, category)
		fmt.Fprintf(e.out, "  %-8s  %-30s  %s   %s\n", category, share(alerts(some), len(some)),
			interval(some, non, func(m measured) float64 { return m.copied }),
			interval(some, non, func(m measured) float64 { return m.containment }))
	}
	fmt.Fprintf(e.out, "  %-8s  %s\n", "non", share(alerts(non), len(non)))
	source := sourcesByTask(essays)
	e.printMeasures(all, source)
	if err := e.traces(all, source); err != nil {
		return err
	}
	least, greatest := bounds(all)
	fmt.Fprintf(e.out, "  the engine was written beside these essays, which flatters it: an alert wants a share of 0.1, the least heavy has %.3f, the greatest non %.3f\n", least, greatest)
	for _, m := range all {
		if m.alert == (m.category == "non") {
			more := 0
			for _, n := range non {
				more += count(n.words >= m.words)
			}
			fmt.Fprintf(e.out, "  %s (%s): copied %.3f, containment %.3f; of single words %.3f, which %d of %d non have too\n",
				m.file, m.category, m.copied, m.containment, m.words, more, len(non))
		}
	}
	e.crossValidate(all)
	return nil
}

// crossValidate chooses the share that would be an alert without some essays,
// halfway between the least heavy and the greatest non of the others, and tries
// it on those: by task, as no other essay has the same source, and by tenths.
func (e *evaluation) crossValidate(all []measured) {
	fmt.Fprintln(e.out, "  a share chosen halfway between least heavy and greatest non, on some essays, and tried on the others:")
	byTask := map[string][]measured{}
	for _, m := range all {
		byTask[m.task] = append(byTask[m.task], m)
	}
	for _, task := range slices.Sorted(maps.Keys(byTask)) {
		fmt.Fprintf(e.out, "    task %s left out: %s\n", task, validate(all, [][]measured{byTask[task]}))
	}
	const folds = 10
	shuffled := slices.Clone(all)
	rng := rand.New(rand.NewPCG(10, 2011))
	rng.Shuffle(len(shuffled), func(i, k int) { shuffled[i], shuffled[k] = shuffled[k], shuffled[i] })
	// By category first, so that each fold has some of all.
	slices.SortStableFunc(shuffled, func(a, b measured) int { return strings.Compare(a.category, b.category) })
	tenths := make([][]measured, folds)
	for i, m := range shuffled {
		tenths[i%folds] = append(tenths[i%folds], m)
	}
	fmt.Fprintf(e.out, "    %d folds: %s\n", folds, validate(all, tenths))
}

// validate says what comes out of it, all folds together.
func validate(all []measured, folds [][]measured) string {
	low, high := 1.0, 0.0
	found, copies, wrong, others := 0, 0, 0, 0
	for _, fold := range folds {
		least, greatest := bounds(slices.DeleteFunc(slices.Clone(all), func(m measured) bool {
			return slices.ContainsFunc(fold, func(of measured) bool { return of.file == m.file })
		}))
		threshold := (least + greatest) / 2
		low, high = min(low, threshold), max(high, threshold)
		for _, m := range fold {
			above := m.copied > threshold
			if m.category == "non" {
				others++
				wrong += count(above)
			} else {
				copies++
				found += count(above)
			}
		}
	}
	return fmt.Sprintf("the others say %.3f to %.3f; it finds %d of %d copied, and %d of %d others", low, high, found, copies, wrong, others)
}

// bounds are the least share of a heavy essay and the greatest of a non.
func bounds(all []measured) (least, greatest float64) {
	least = 1
	for _, m := range all {
		switch m.category {
		case "heavy":
			least = min(least, m.copied)
		case "non":
			greatest = max(greatest, m.copied)
		}
	}
	return least, greatest
}

func readEssays(folder string) ([]essay, error) {
	table, err := os.ReadFile(filepath.Join(folder, "file_information.csv"))
	if err != nil {
		return nil, err
	}
	var out []essay
	for n, line := range strings.Split(strings.TrimSpace(string(table)), "\n") {
		column := strings.Split(strings.TrimSpace(line), ",")
		if n == 0 {
			continue // names of the columns
		}
		if len(column) != 3 {
			return nil, fmt.Errorf("%s: line %d has %d columns, want 3", folder, n+1, len(column))
		}
		text, err := os.ReadFile(filepath.Join(folder, column[0]))
		if err != nil {
			return nil, err
		}
		out = append(out, essay{column[0], column[1], column[2], string(text)})
	}
	return out, nil
}

func measure(essays []essay) ([]measured, error) {
	var sources []reuse.Source
	source := sourcesByTask(essays)
	for _, s := range essays {
		if s.category == "orig" {
			sources = append(sources, reuse.Source{Key: uint32(len(sources)), Text: s.text})
		}
	}
	built, err := reuse.Build(sources)
	if err != nil {
		return nil, err
	}
	index, err := reuse.Open(built)
	if err != nil {
		return nil, err
	}
	corpus := reuse.NewCorpus(index)
	var out []measured
	for _, s := range essays {
		if s.category == "orig" {
			continue
		}
		query, err := corpus.Ask(s.text, len(sources))
		if err != nil {
			return nil, err
		}
		verdict := query.Compare(sources)
		out = append(out, measured{s, verdict.Copied, containment(s.text, source[s.task], 5), containment(s.text, source[s.task], 1), verdict.Severity >= list.Low})
	}
	return out, nil
}

func sourcesByTask(essays []essay) map[string]string {
	source := map[string]string{}
	for _, s := range essays {
		if s.category == "orig" {
			source[s.task] = s.text
		}
	}
	return source
}

// containment is the share of a text's different runs of n words that its
// source has.
func containment(text, source string, n int) float64 {
	runs := func(s string) map[string]bool {
		words := wordsOf(s)
		set := map[string]bool{}
		for i := n; i <= len(words); i++ {
			set[strings.Join(words[i-n:i], " ")] = true
		}
		return set
	}
	of, in, shared := runs(text), runs(source), 0
	for run := range of {
		shared += count(in[run])
	}
	return float64(shared) / float64(max(len(of), 1))
}

func of(all []measured, category string) []measured {
	return slices.DeleteFunc(slices.Clone(all), func(m measured) bool { return m.category != category })
}

func alerts(all []measured) int {
	n := 0
	for _, m := range all {
		n += count(m.alert)
	}
	return n
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// interval is the AUC and what the middle 95 of 100 resamplings give.
func interval(some, non []measured, by func(measured) float64) string {
	const resamplings = 2000
	rng := rand.New(rand.NewPCG(2011, 45))
	again := func(from []measured) []measured {
		out := make([]measured, len(from))
		for i := range out {
			out[i] = from[rng.IntN(len(from))]
		}
		return out
	}
	if len(some) == 0 || len(non) == 0 {
		return "no essays"
	}
	values := make([]float64, resamplings)
	for i := range values {
		values[i] = auc(again(some), again(non), by)
	}
	slices.Sort(values)
	return fmt.Sprintf("%.3f [%.3f, %.3f]", auc(some, non, by), values[resamplings*25/1000], values[resamplings*975/1000])
}

// auc is how often one of some is above one of non; a tie is half.
func auc(some, non []measured, by func(measured) float64) float64 {
	won := 0.0
	for _, s := range some {
		for _, n := range non {
			switch a, b := by(s), by(n); {
			case a > b:
				won++
			case a == b:
				won += 0.5
			}
		}
	}
	return won / float64(len(some)*len(non))
}
