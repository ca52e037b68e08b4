package main

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"

	"clearlist/wasm/list"
	"clearlist/wasm/screen"
)

// A senseCase is one title and the severity a person expects for one term in
// it. None means that the term must not be spoken of at all.
type senseCase struct {
	text, marketplace, category, term string
	expected                          list.Severity
	reason                            string
}

// senses prints the share of cases that come out as expected, and the others.
func (e *evaluation) senses(file string, read func(line string) (senseCase, error)) error {
	text, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		fmt.Fprintf(e.out, "\n%s: not there, skipped\n", file)
		return nil
	}
	if err != nil {
		return err
	}
	right, all := 0, 0
	var wrong []string
	for n, line := range strings.Split(strings.TrimRight(string(text), "\n"), "\n") {
		if n == 0 || line == "" || strings.HasPrefix(line, "#") {
			continue // the first line names the columns
		}
		c, err := read(line)
		if err != nil {
			return fmt.Errorf("%s:%d: %w", file, n+1, err)
		}
		got := e.severityOf(c)
		all++
		if got == c.expected {
			right++
			continue
		}
		wrong = append(wrong, fmt.Sprintf("  %q in %q: %s, expected %s (%s)", c.term, c.text, got, c.expected, c.reason))
	}
	fmt.Fprintf(e.out, "\nsense cases, %s: %d of %d right (%.1f %%)\n", file, right, all, percent(right, all))
	for _, line := range wrong {
		fmt.Fprintln(e.out, line)
	}
	return nil
}

// severityOf is the worst severity among the findings of the case's term.
func (e *evaluation) severityOf(c senseCase) list.Severity {
	verdict := e.engine.Check(screen.Listing{Marketplace: c.marketplace, Category: c.category, Title: c.text, AsOf: e.asOf})
	worst := list.None
	for _, f := range verdict.Findings {
		if plain(f.Term) == plain(c.term) {
			worst = max(worst, f.Severity)
		}
	}
	return worst
}

// readOwnCases reads: text, marketplace, category, term, expected, reason.
func readOwnCases(line string) (senseCase, error) {
	column := strings.Split(line, "\t")
	if len(column) != 6 {
		return senseCase{}, fmt.Errorf("%d columns, want 6", len(column))
	}
	expected, err := list.ParseSeverity(column[4])
	return senseCase{column[0], column[1], column[2], column[3], expected, column[5]}, err
}

// remark is what a shared case says behind its text: "UGG boots (amazon.com.au)".
var remark = regexp.MustCompile(`\s*\(([^()]*)\)$`)

// readSharedCases reads: text, term, expected, reason.
func readSharedCases(line string) (senseCase, error) {
	column := strings.Split(line, "\t")
	if len(column) != 4 {
		return senseCase{}, fmt.Errorf("%d columns, want 4", len(column))
	}
	expected, err := list.ParseSeverity(column[2])
	c := senseCase{text: column[0], marketplace: "amazon.com", term: column[1], expected: expected, reason: column[3]}
	if m := remark.FindStringSubmatch(c.text); m != nil {
		c.text = strings.TrimSuffix(c.text, m[0])
		if strings.HasPrefix(m[1], "amazon.") {
			c.marketplace = m[1]
		}
	}
	return c, err
}

func percent(part, all int) float64 {
	if all == 0 {
		return 0
	}
	return 100 * float64(part) / float64(all)
}
