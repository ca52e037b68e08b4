package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"clearlist/server/lists"
)

// One fault put into the lists as they ship is told by file and line, with
// status 1, whatever the fault.
func TestListsCheckFindsTheLine(t *testing.T) {
	const name = "marks-materials.list"
	var text string
	for _, s := range lists.Sources() {
		if s.Name == name {
			text = s.Text
		}
	}
	block := strings.Index(text, "term: Velcro\n")
	if block < 0 {
		t.Fatal("no Velcro in " + name)
	}
	line := strings.Count(text[:block], "\n") + 1 // of the term
	for _, c := range []struct {
		fault     string
		old, now  string // in the block, once
		at        int    // lines after the term's, -1 for the file's last
		elsewhere bool   // another line is told: the one that is now a mistake
	}{
		{"a key in capitals", "term: Velcro\n", "Term: Velcro\n", 0, true},
		{"a key nobody knows", "term: Velcro\n", "term: Velcro\ncolour: red\n", 1, false},
		{"no space behind a colon", "term: Velcro\n", "term:Velcro\n", 0, true},
		{"two spaces behind a colon", "term: Velcro\n", "term:  Velcro\n", 0, true},
		{"a space at the end", "term: Velcro\n", "term: Velcro \n", 0, true},
		{"a tab", "term: Velcro\n", "term: Velcro\n\talias: x\n", 1, false},
		{"a no-break space", "term: Velcro\n", "term: Velcro\nalias: a\u00a0b\n", 1, false},
		{"a zero-width space", "term: Velcro\n", "term: Velcro\nalias: vel\u200bcroo\n", 1, false},
		{"a turn of the writing", "term: Velcro\n", "term: Velcro\nalias: vel\u202ecroo\n", 1, false},
		{"a control character", "term: Velcro\n", "term: Velcro\nalias: vel\x01croo\n", 1, false},
		{"a byte that is no UTF-8", "term: Velcro\n", "term: Velcro\nalias: vel\xffcroo\n", 1, false},
		{"a carriage return", "term: Velcro\n", "term: Velcro\r\n", 0, true},
		{"a line of 1,001 characters", "term: Velcro\n", "term: Velcro\nnote: " + strings.Repeat("x", 995) + "\n", 1, false},
		{"a block of its own in the middle", "term: Velcro\n", "term: Velcro\n\nright: trademark\n", 2, true},
		{"a flag that is no yes", "term: Velcro\n", "term: Velcro\nexact: true\n", 1, false},
		{"a flag twice", "term: Velcro\n", "term: Velcro\nexact: yes\nexact: yes\n", 2, false},
		{"an alias that says nothing new", "term: Velcro\n", "term: Velcro\nalias: VELCRO\n", 1, false},
		{"a term of another file", "term: Velcro\n", "term: Velcro\nalias: Kleenex\n", 1, true},
		{"a wording that is a mark", "term: Velcro\n", "term: Velcro\ninstead: kleenex tape\n", 1, false},
		{"a right of no kind", "term: Velcro\n", "term: Velcro\nright: copyleft\n", 1, false},
		{"an office that is none", "term: Velcro\n", "term: Velcro\nright: trademark\n  owner: O\n  in: XX\n", 3, false},
		{"a class that is none", "term: Velcro\n", "term: Velcro\nright: trademark\n  owner: O\n  in: US\n  classes: 46\n", 4, false},
		{"a day that is none", "term: Velcro\n", "term: Velcro\nright: trademark\n  owner: O\n  in: US\n  until: 2026-02-30\n", 4, false},
		{"days reversed", "term: Velcro\n", "term: Velcro\nright: trademark\n  owner: O\n  in: US\n  from: 2026-02-02\n  until: 2026-02-01\n", 1, false},
		{"an address that is not secure", "term: Velcro\n", "term: Velcro\nright: trademark\n  owner: O\n  in: US\n  url: http://example.org/\n", 4, false},
		{"a marketplace nobody knows", "term: Velcro\n", "term: Velcro\nright: policy\n  rule: r\n  severity: low\n  reason: R.\n  marketplaces: no-such.example\n", 1, false},
		{"a severity that is none", "term: Velcro\n", "term: Velcro\nsense: loud\n", 1, false},
		{"a sense without a condition", "term: Velcro\n", "term: Velcro\nsense: none\n  why: w\n", 1, false},
		{"a word twice in a sense", "term: Velcro\n", "term: Velcro\nsense: none\n  why: w\n  near: a, b, a\n", 3, false},
		{"a comma without a space", "term: Velcro\n", "term: Velcro\nsense: none\n  why: w\n  near: a,b\n", 3, false},
	} {
		t.Run(c.fault, func(t *testing.T) {
			t.Parallel()
			faulty := text[:block] + strings.Replace(text[block:], c.old, c.now, 1)
			out, err := listsCheck(t, name, faulty)
			if !errors.Is(err, errSomeRefused) {
				t.Fatalf("ends with %v, says %.300s", err, out)
			}
			want := fmt.Sprintf("%s:%d:", name, line+c.at)
			if !strings.Contains(out, want) && !(c.elsewhere && strings.Contains(out, ".list:")) {
				t.Errorf("does not name %s: %.300s", want, out)
			}
		})
	}
	t.Run("cut short", func(t *testing.T) {
		out, err := listsCheck(t, name, text[:len(text)-1])
		if !errors.Is(err, errSomeRefused) || !strings.Contains(out, name+":") {
			t.Errorf("%v, %.300s", err, out)
		}
	})
	t.Run("no fault", func(t *testing.T) {
		if out, err := listsCheck(t, name, text); err != nil {
			t.Errorf("%v, %.300s", err, out)
		}
	})
}

// listsCheck is what lists check says of the lists as they ship, with one file
// changed.
func listsCheck(t *testing.T, name, text string) (string, error) {
	t.Helper()
	dir := t.TempDir()
	for _, s := range lists.Sources() {
		if s.Name == name {
			s.Text = text
		}
		if err := os.WriteFile(filepath.Join(dir, s.Name), []byte(s.Text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	err := run(context.Background(), []string{"lists", "check", "--lists", dir}, strings.NewReader(""), &out, io.Discard)
	return out.String(), err
}
