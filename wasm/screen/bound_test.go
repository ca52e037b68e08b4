package screen_test

import (
	"strings"
	"testing"

	"clearlist/wasm/list"
	"clearlist/wasm/screen"
)

// A page that repeats a mark hundreds of times gets its gravest findings, in
// order, and no more of them than a browser can show.
func TestAFieldOfNothingButMarks(t *testing.T) {
	s := screener(t, curated(t))
	text := strings.Repeat("compatible with Velcro ", 400) + strings.Repeat("plain words ", 20) + "Velcro"
	v := s.Check(screen.Listing{Marketplace: "amazon.com", Title: "Straps", Description: text})
	if len(v.Findings) != 250 {
		t.Fatalf("%d findings", len(v.Findings))
	}
	last := -1
	for _, f := range v.Findings {
		if f.Start <= last {
			t.Fatalf("a finding at %d follows one at %d", f.Start, last)
		}
		last = f.Start
	}
	if f := v.Findings[249]; f.End != len(text) || f.Severity <= list.Info || f.Severity != v.Severity {
		t.Errorf("the last and gravest is %v of %v at %d", f.Severity, v.Severity, f.Start)
	}
}
