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
	v := s.Check(screen.Listing{Marketplace: "amazon.com", Title: "Straps", Description: strings.Repeat("compatible with Velcro ", 300) + strings.Repeat("Velcro ", 100)})
	if len(v.Findings) != 250 || v.Severity < list.Medium {
		t.Fatalf("%d findings, %v at worst", len(v.Findings), v.Severity)
	}
	named, last := 0, -1
	for _, f := range v.Findings {
		if f.Start <= last {
			t.Fatalf("a finding at %d follows one at %d", f.Start, last)
		}
		if last = f.Start; f.Severity == v.Severity {
			named++
		}
	}
	if named < 100 {
		t.Errorf("%d of the 100 gravest were kept", named)
	}
}
