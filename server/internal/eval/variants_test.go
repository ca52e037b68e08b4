package main

import (
	"path/filepath"
	"testing"
)

// sampled is how many marks stand for one in the tests; make eval takes all.
const sampled = 9

func TestDisguisesAndMisspellings(t *testing.T) {
	e := testEvaluation(t)
	ordinary := map[string]bool{}
	for _, w := range e.set.Common {
		ordinary[w] = true
	}
	for _, v := range disguises {
		if c := e.count(v, 3, nil, sampled); percent(c.found, c.all) < 99 {
			t.Errorf("%s: %d of %d found, missed %q", v.name, c.found, c.all, c.missed)
		}
	}
	for _, v := range misspellings {
		if c := e.count(v, 6, ordinary, sampled); percent(c.found, c.all) < 95 {
			t.Errorf("%s: %d of %d found, missed %q", v.name, c.found, c.all, c.missed)
		}
	}
}

// TestNoise holds the goal on each file of real listings, where they are.
func TestNoise(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(facts, "..", "listings", "*.jsonl"))
	if len(files) == 0 {
		t.Skipf("%s: no listings there", facts)
	}
	e := testEvaluation(t)
	var err error
	if e.judged, err = readJudged(filepath.Join("..", "..", "..", "testdata", "judged.tsv")); err != nil {
		t.Fatal(err)
	}
	const most = 2.0 // listings with a wrong word, per 100
	for _, file := range files {
		e.judgedAll = newTotal()
		if err := e.listings(file); err != nil {
			t.Fatal(err)
		}
		if wrong := percent(len(e.judgedAll.by[isWrong]), e.judgedAll.listings); wrong > most {
			t.Errorf("%s: %.2f per 100 have a wrong word", filepath.Base(file), wrong)
		}
	}
}
