package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"clearlist/wasm/list"
	"clearlist/wasm/screen"
)

// A realListing is a line of a listings file. BrandTruth is the brand a person
// or the marketplace says the goods are of; "" means not known.
type realListing struct {
	ID          string `json:"id"`
	Marketplace string `json:"marketplace"`
	Category    string `json:"category"`
	Title       string `json:"title"`
	Description string `json:"description"`
	BrandTruth  string `json:"brand_truth"`
}

// maxLine bounds one listing; the longest real one has 12 KB.
const maxLine = 1 << 20

// eachListing calls each with every listing of a file, in their order.
func eachListing(file string, each func(l realListing)) error {
	in, err := os.Open(file)
	if err != nil {
		return err
	}
	defer in.Close()
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, maxLine)
	for n := 1; lines.Scan(); n++ {
		var l realListing
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			return fmt.Errorf("%s:%d: %w", file, n, err)
		}
		each(l)
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

// listings measures one file twice over. With the true brand unknown to the
// engine: is it found where the title names it and the lists hold it? With the
// true brand declared as the seller's own: what is left to complain of? Each
// finding of medium or worse is printed, for a person to call right or wrong.
func (e *evaluation) listings(file string) error {
	known := e.knownNames()
	var count int
	var bySeverity [list.Critical + 1]int
	var noisy int
	var named, found int
	var missed, loud []string
	spokenOf := newNoise()
	dataset := strings.TrimSuffix(filepath.Base(file), ".jsonl")
	err := eachListing(file, func(l realListing) {
		count++
		if term, ok := known[plain(l.BrandTruth)]; ok && names(l.Title, l.BrandTruth) {
			named++
			if e.finds(l, term, l.BrandTruth) {
				found++
			} else {
				missed = append(missed, fmt.Sprintf("  missed %s: %q in %q", l.ID, l.BrandTruth, l.Title))
			}
		}
		before := len(loud)
		spoken := map[string]bool{}
		for _, f := range e.engine.Check(e.listing(l, l.BrandTruth)).Findings {
			bySeverity[f.Severity]++
			if f.Severity >= list.Medium && !strings.HasPrefix(f.Rule, "field.") {
				j := e.judged.of(dataset, l.ID, f.Term)
				if !spoken[f.Term] {
					spokenOf.add(j, l.ID, kindOf(f.Kind, f.Match))
				}
				spoken[f.Term] = true
				loud = append(loud, fmt.Sprintf("  %s %s %s %s %q (%s, %s) in %s", l.ID, f.Severity, f.Rule, f.Field, f.Term, f.Match, j, around(fieldText(l, f), f)))
			}
		}
		if len(loud) > before {
			noisy++
		}
		e.search.listing(e.baseline.find(l.Title+" "+l.Description, l.BrandTruth), spoken, func(term string) judgement { return e.judged.of(dataset, l.ID, term) })
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(e.out, "\n%s: %d listings, findings per 100:", file, count)
	for s := list.Info; s <= list.Critical; s++ {
		fmt.Fprintf(e.out, " %s %.1f", s, percent(bySeverity[s], count))
	}
	fmt.Fprintf(e.out, "\n  listed brands found: %d of %d (%.1f %%)\n", found, named, percent(found, named))
	fmt.Fprintf(e.out, "  listings with a word of medium or worse, own brand declared: %.1f per 100; each below\n", percent(noisy, count))
	e.judgeNoise(file, count, spokenOf)
	for _, line := range append(missed, loud...) {
		fmt.Fprintln(e.out, line)
	}
	return nil
}

func (e *evaluation) listing(l realListing, ownBrand string) screen.Listing {
	listing := screen.Listing{
		ID: l.ID, Marketplace: l.Marketplace, Category: l.Category,
		Title: l.Title, Description: l.Description, AsOf: e.asOf,
	}
	if ownBrand != "" {
		listing.OwnBrands = []string{ownBrand}
	}
	return listing
}

// finds tells whether the engine, not told whose brand it is, names the term
// in the title, or a longer one that holds it, however mildly.
func (e *evaluation) finds(l realListing, term, brand string) bool {
	for _, f := range e.engine.Check(e.listing(l, "")).Findings {
		if f.Field == list.Title && (f.Term == term || names(f.Text, brand)) {
			return true
		}
	}
	return false
}

// knownNames maps each trademark's names, plain, to its term. Ordinary words
// are left out: a title is right to hold them.
func (e *evaluation) knownNames() map[string]string {
	names := map[string]string{}
	for i := range e.set.Terms {
		t := &e.set.Terms[i]
		if t.Dictionary || len(t.Rights) == 0 || t.Rights[0].Kind != list.Trademark {
			continue
		}
		for _, name := range append([]string{t.Text}, t.Aliases...) {
			names[plain(name)] = t.Text
		}
	}
	delete(names, "")
	return names
}

// names tells whether the text holds the name as whole words.
func names(text, name string) bool {
	return strings.Contains(" "+plain(text)+" ", " "+plain(name)+" ")
}

// plain is a text in small letters without accents, its words joined by one
// space: a reading of its own, so that the engine is not its own judge.
func plain(text string) string {
	var b strings.Builder
	space := false
	for _, r := range norm.NFKD.String(strings.ToLower(text)) {
		switch {
		case unicode.Is(unicode.Mn, r) || r == '\'' || r == '\u2019':
		case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '%':
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteRune(r)
		default:
			space = true
		}
	}
	return b.String()
}

func fieldText(l realListing, f screen.Finding) string {
	if f.Field == list.Title {
		return l.Title
	}
	return l.Description
}

// around marks the finding in the words next to it.
func around(text string, f screen.Finding) string {
	const margin = 40
	from, to := max(0, f.Start-margin), min(len(text), f.End+margin)
	quoted := text[from:f.Start] + "\u00ab" + text[f.Start:f.End] + "\u00bb" + text[f.End:to]
	return strings.ToValidUTF8(strings.Join(strings.Fields(quoted), " "), "")
}
