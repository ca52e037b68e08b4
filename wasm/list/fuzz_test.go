package list_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"clearlist/wasm/list"
)

// Any text gives a set or errors with places inside the text, twice the same;
// and a set that could be read can be checked.
func FuzzRead(f *testing.F) {
	for _, c := range malformed {
		f.Add("a.list", header+strings.ReplaceAll(c.text, "»", ""))
	}
	f.Add("en.words", "# CC0\nstone\n")
	f.Add("release.list", release)
	f.Fuzz(func(t *testing.T, name, text string) {
		set, err := list.Read([]list.Source{{Name: name, Text: text}})
		again, errAgain := list.Read([]list.Source{{Name: name, Text: text}})
		if !reflect.DeepEqual(set, again) || !reflect.DeepEqual(err, errAgain) {
			t.Fatal("read twice, it is not the same")
		}
		if (set == nil) != (err != nil) {
			t.Fatalf("set %v, error %v", set, err)
		}
		if err != nil {
			lines := strings.Split(text, "\n")
			for _, e := range lineErrors(t, err) {
				if e.Source != name || e.Line < 1 || e.Line > len(lines) ||
					e.Column < 1 || e.Column > utf8.RuneCountInString(lines[e.Line-1])+1 {
					t.Fatalf("%v stands outside the text", e)
				}
			}
			return
		}
		for _, e := range list.Check(set) {
			if !errors.As(e, new(*list.LineError)) {
				t.Fatalf("%v has no place", e)
			}
		}
		for _, term := range set.Terms {
			if term.Text == "" || strings.TrimSpace(term.Text) != term.Text || !utf8.ValidString(term.Text) {
				t.Fatalf("read the term %q", term.Text)
			}
		}
	})
}
