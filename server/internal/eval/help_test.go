package main

import (
	"io"
	"sync"
	"testing"
)

var shared = sync.OnceValues(func() (*evaluation, error) { return newEvaluation(io.Discard, "") })

// testEvaluation is the engine on the lists as they ship, built once.
func testEvaluation(t *testing.T) *evaluation {
	t.Helper()
	e, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return e
}
