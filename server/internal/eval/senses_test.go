package main

import (
	"io"
	"path/filepath"
	"testing"
)

// wantRight is the share of the project's own sense cases that has to be right.
const wantRight = 97.0

func TestSenses(t *testing.T) {
	e, err := newEvaluation(io.Discard, "")
	if err != nil {
		t.Fatal(err)
	}
	cases, err := readCases(filepath.Join("..", "..", "..", "testdata", "senses.tsv"), readOwnCases)
	if err != nil {
		t.Fatal(err)
	}
	wrong := e.wrongCases(cases)
	for _, line := range wrong {
		t.Log(line)
	}
	if right := percent(len(cases)-len(wrong), len(cases)); right < wantRight {
		t.Errorf("%d cases, %.1f %% right, want %.0f %%; the wrong ones are above", len(cases), right, wantRight)
	}
}
