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

// A senseCase is a listing and the severities a person would accept for one
// term in it. None means that the term must not be spoken of at all.
type senseCase struct {
	set     string // which it was written with, and how that came out at first
	text    string // as it stands in the file
	listing screen.Listing
	term    string
	least   list.Severity
	most    list.Severity
	reason  string
}

func (c *senseCase) expected() string {
	if c.least == c.most {
		return c.least.String()
	}
	return c.least.String() + "-" + c.most.String()
}

// senses prints the share of cases that come out as expected, beside that of
// a whole-word search, and those that do not.
func (e *evaluation) senses(file string, read func(line string) (senseCase, error)) error {
	cases, err := readCases(file, read)
	if errors.Is(err, os.ErrNotExist) {
		fmt.Fprintf(e.out, "\n%s: not there, skipped\n", file)
		return nil
	}
	if err != nil {
		return err
	}
	wrong := e.wrongCases(cases)
	right, plainly, quiet := len(cases)-len(wrong), 0, 0
	for i := range cases {
		if e.plainlyRight(&cases[i]) {
			plainly++
		}
		if cases[i].most <= list.Info {
			quiet++
		}
	}
	low, high := wilson(right, len(cases))
	fmt.Fprintf(e.out, "\nsense cases, %s: %d of %d right, %.1f %% (%.1f-%.1f); %d are to be quiet; whole-word search of the list %.1f %%\n",
		file, right, len(cases), percent(right, len(cases)), low, high, quiet, percent(plainly, len(cases)))
	for _, line := range wrong {
		fmt.Fprintln(e.out, line)
	}
	e.senseSets(cases)
	return nil
}

// senseSets prints the share of each set that a file is made of.
func (e *evaluation) senseSets(cases []senseCase) {
	for len(cases) > 0 {
		n := 1
		for n < len(cases) && cases[n].set == cases[0].set {
			n++
		}
		if set := cases[0].set; set != "" {
			right := n - len(e.wrongCases(cases[:n]))
			fmt.Fprintf(e.out, "  set %s: now %d of %d, %.1f %%\n", set, right, n, percent(right, n))
		}
		cases = cases[n:]
	}
}

// wrongCases describes each case that does not come out as expected.
func (e *evaluation) wrongCases(cases []senseCase) []string {
	var wrong []string
	for i := range cases {
		c := &cases[i]
		if got := e.severityOf(c); got < c.least || got > c.most {
			wrong = append(wrong, fmt.Sprintf("  %q in %q: %s, expected %s (%s)", c.term, c.text, got, c.expected(), c.reason))
		}
	}
	return wrong
}

// anything stands for the term of a case in which no word at all may be found.
const anything = "*"

// severityOf is the worst severity among the findings of the case's term, those
// of form left out where that is any. Where it is to be loud, a longer wording that holds it is as good: "prevents
// cancer" speaks of cancer too.
func (e *evaluation) severityOf(c *senseCase) list.Severity {
	l := c.listing
	l.AsOf = e.asOf
	worst, around := list.None, list.None
	for _, f := range e.engine.Check(l).Findings {
		switch {
		case c.term == anything && !strings.HasPrefix(f.Rule, "field."), c.term != anything && plain(f.Term) == plain(c.term):
			worst = max(worst, f.Severity)
		case names(f.Text, c.term) && !strings.HasPrefix(f.Rule, "field."):
			around = max(around, f.Severity)
		}
	}
	if worst < c.least && around >= c.least {
		return around
	}
	return worst
}

// plainlyRight tells whether a whole-word search is right about a case: it
// knows one severity, that of a listed word.
func (e *evaluation) plainlyRight(c *senseCase) bool {
	found := false
	for i := range e.set.Terms {
		t := &e.set.Terms[i]
		if plain(t.Text) == plain(c.term) && wholeWord(" "+plain(c.text)+" ", t) {
			found = true
		}
	}
	return found == (c.most > list.Info)
}

// opensSet begins a line before cases that were written together and measured
// before anything was changed for them.
const opensSet = "# set: "

func readCases(file string, read func(line string) (senseCase, error)) ([]senseCase, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var cases []senseCase
	set := ""
	for n, line := range strings.Split(strings.TrimRight(string(text), "\n"), "\n") {
		if name, opens := strings.CutPrefix(line, opensSet); opens {
			set = name
		}
		if n == 0 || line == "" || strings.HasPrefix(line, "#") && !strings.Contains(line, "\t") {
			continue // the first line names the columns
		}
		c, err := read(line)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, n+1, err)
		}
		c.set = set
		cases = append(cases, c)
	}
	return cases, nil
}

// readOwnCases reads: listing, marketplace, category, term, expected, reason.
// The listing is a title, or fields parted by " || ": "own: Zibo || bullet:
// Fits iPhone 15". What is expected is a severity or a range, "none-info".
func readOwnCases(line string) (senseCase, error) {
	column := strings.Split(line, "\t")
	if len(column) != 6 {
		return senseCase{}, fmt.Errorf("%d columns, want 6", len(column))
	}
	c := senseCase{text: column[0], term: column[3], reason: column[5]}
	c.listing = screen.Listing{Marketplace: column[1], Category: column[2]}
	for _, part := range strings.Split(column[0], " || ") {
		field, text, _ := strings.Cut(part, ": ")
		switch field {
		case "own":
			c.listing.OwnBrands = append(c.listing.OwnBrands, text)
		case "brand":
			c.listing.Brand = text
		case "bullet":
			c.listing.Bullets = append(c.listing.Bullets, text)
		case "highlights":
			c.listing.Highlights = text
		case "description":
			c.listing.Description = text
		case "search":
			c.listing.SearchTerms = text
		default:
			c.listing.Title = part
		}
	}
	least, most, isRange := strings.Cut(column[4], "-")
	if !isRange {
		most = least
	}
	var err, err2 error
	c.least, err = list.ParseSeverity(least)
	c.most, err2 = list.ParseSeverity(most)
	return c, errors.Join(err, err2)
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
	title, marketplace := column[0], "amazon.com"
	if m := remark.FindStringSubmatch(title); m != nil {
		title = strings.TrimSuffix(title, m[0])
		if strings.HasPrefix(m[1], "amazon.") {
			marketplace = m[1]
		}
	}
	return senseCase{
		text: title, listing: screen.Listing{Marketplace: marketplace, Title: title},
		term: column[1], least: expected, most: expected, reason: column[3],
	}, err
}

func percent(part, all int) float64 {
	if all == 0 {
		return 0
	}
	return 100 * float64(part) / float64(all)
}
