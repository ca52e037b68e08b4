package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"clearlist/wasm/list"
	"clearlist/wasm/reuse"
)

// A judgedPair is two listings of one file that a person has read.
type judgedPair struct{ file, id, source, verdict, set string }

// A tallied is what alerts are counted by.
type tallied struct{ set, verdict string }

// copiedVerdicts are those for which an alert is right, otherVerdicts those
// for which it is wrong: testdata/reuse_pairs.tsv says what each means.
var (
	copiedVerdicts = []string{"wording", "template"}
	otherVerdicts  = []string{"trade", "name"}
	pairSets       = []string{"first", "fresh", "last", "fourth"}
)

// pairs prints how the engine's alerts agree with the judged pairs, and how
// many listings of each file have one.
func (e *evaluation) pairs(table, folder string) error {
	judged, err := readPairs(table)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.out, "\ncopied copy, listings of one file against each other (%s)\n", folder)
	found, all := map[tallied]int{}, map[tallied]int{}
	for _, file := range slices.Sorted(maps.Keys(judged)) {
		copies, err := readListingTexts(filepath.Join(folder, file+".jsonl"))
		if errors.Is(err, fs.ErrNotExist) {
			fmt.Fprintf(e.out, "  %s: not there, skipped\n", file)
			continue
		}
		if err != nil {
			return err
		}
		if err := e.judge(judged[file], copies, found, all); err != nil {
			return err
		}
	}
	for _, set := range pairSets {
		for _, verdict := range slices.Concat(copiedVerdicts, otherVerdicts) {
			of := tallied{set, verdict}
			fmt.Fprintf(e.out, "  %s: %-8s  alerts %s\n", set, verdict, share(found[of], all[of]))
		}
	}
	return nil
}

// listingTexts are the listings of a file as a corpus; the key of each is its place.
type listingTexts struct {
	ids     []string
	sources []reuse.Source
	corpus  *reuse.Corpus
}

func readListingTexts(file string) (*listingTexts, error) {
	texts := &listingTexts{}
	err := eachListing(file, func(l realListing) {
		texts.ids = append(texts.ids, l.ID)
		text := strings.TrimSpace(l.Title + "\n" + l.Description)
		texts.sources = append(texts.sources, reuse.Source{Key: uint32(len(texts.sources)), Text: text})
	})
	if err != nil {
		return nil, err
	}
	built, err := reuse.Build(texts.sources)
	if err != nil {
		return nil, err
	}
	index, err := reuse.Open(built)
	if err != nil {
		return nil, err
	}
	texts.corpus = reuse.NewCorpus(index)
	return texts, nil
}

// others is what the engine says of one listing beside all others.
func (c *listingTexts) others(i int) (reuse.Verdict, error) {
	const compared = 16 // as the browser does
	query, err := c.corpus.Ask(c.sources[i].Text, compared)
	if err != nil {
		return reuse.Verdict{}, err
	}
	var sources []reuse.Source
	for _, key := range query.Keys() {
		if int(key) != i {
			sources = append(sources, c.sources[key])
		}
	}
	return query.Compare(sources), nil
}

func (e *evaluation) judge(judged []judgedPair, c *listingTexts, found, all map[tallied]int) error {
	place := map[string]int{}
	alerts := 0
	verdicts := make([]reuse.Verdict, len(c.ids))
	for i, id := range c.ids {
		place[id] = i
		var err error
		if verdicts[i], err = c.others(i); err != nil {
			return err
		}
		alerts += count(verdicts[i].Severity >= list.Low)
	}
	fmt.Fprintf(e.out, "  %s: %d listings, an alert on %s\n", judged[0].file, len(c.ids), share(alerts, len(c.ids)))
	for _, p := range judged {
		i, ok := place[p.id]
		source, ok2 := place[p.source]
		if !ok || !ok2 {
			return fmt.Errorf("%s: no %s or %s there", p.file, p.id, p.source)
		}
		copied, alert := 0.0, false
		for _, m := range verdicts[i].Matches {
			if int(m.Key) == source {
				copied = m.Copied
				alert = slices.ContainsFunc(m.Passages, func(p reuse.Passage) bool { return p.Severity >= list.Low })
			}
		}
		all[tallied{p.set, p.verdict}]++
		found[tallied{p.set, p.verdict}] += count(alert)
		if alert != slices.Contains(copiedVerdicts, p.verdict) {
			fmt.Fprintf(e.out, "    %s of %s (%s, %s): copied %.3f\n", p.id, p.source, p.verdict, p.set, copied)
		}
	}
	return nil
}

func readPairs(table string) (map[string][]judgedPair, error) {
	text, err := os.ReadFile(table)
	if err != nil {
		return nil, err
	}
	out := map[string][]judgedPair{}
	for n, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		column := strings.Split(line, "\t")
		if len(column) != 5 || !slices.Contains(slices.Concat(copiedVerdicts, otherVerdicts), column[3]) || !slices.Contains(pairSets, column[4]) {
			return nil, fmt.Errorf("%s:%d: want file, listing, source, a known verdict and a known set", table, n+1)
		}
		p := judgedPair{column[0], column[1], column[2], column[3], column[4]}
		out[p.file] = append(out[p.file], p)
	}
	return out, nil
}

// share writes a share with its 95 % interval.
func share(some, all int) string {
	low, high := wilson(some, all)
	return fmt.Sprintf("%d of %d, %.1f %% [%.1f, %.1f]", some, all, percent(some, all), low, high)
}
