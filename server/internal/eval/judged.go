package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"clearlist/wasm/list"
)

// A judgement is what a person says of a finding on a real listing.
type judgement string

const (
	isRight  judgement = "right"
	isWrong  judgement = "wrong"
	isUnsure judgement = "unsure"
	notYet   judgement = "not judged"
)

// judged is by dataset, listing and term. The listings' text is not kept: a
// term is all that is needed to find the place again.
type judged map[[3]string]judgement

// readJudged reads: dataset, listing, term, judgement, reason.
func readJudged(file string) (judged, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	all := judged{}
	for n, line := range strings.Split(strings.TrimRight(string(text), "\n"), "\n") {
		if n == 0 || strings.HasPrefix(line, "#") {
			continue
		}
		c := strings.Split(line, "\t")
		if len(c) != 5 {
			return nil, fmt.Errorf("%s:%d: %d columns, want 5", file, n+1, len(c))
		}
		j := judgement(c[3])
		if j != isRight && j != isWrong && j != isUnsure {
			return nil, fmt.Errorf("%s:%d: %q is no judgement", file, n+1, c[3])
		}
		all[[3]string{c[0], c[1], c[2]}] = j
	}
	return all, nil
}

// of is what was said of a term in a listing.
func (all judged) of(dataset, listing, term string) judgement {
	if j, known := all[[3]string{dataset, listing, term}]; known {
		return j
	}
	return notYet
}

// noise counts listings and findings of one way of looking, by judgement. A
// finding counts once for each term of a listing.
type noise struct {
	listings map[judgement]map[string]bool
	findings map[judgement]int
	kinds    map[string]map[judgement]int
}

func newNoise() noise {
	return noise{map[judgement]map[string]bool{}, map[judgement]int{}, map[string]map[judgement]int{}}
}

func (n *noise) add(j judgement, listing, kind string) {
	if n.listings[j] == nil {
		n.listings[j] = map[string]bool{}
	}
	n.listings[j][listing] = true
	n.findings[j]++
	if n.kinds[kind] == nil {
		n.kinds[kind] = map[judgement]int{}
	}
	n.kinds[kind][j]++
}

// wrong is how many of all listings have a wrong finding, and the interval.
func (n *noise) wrong(all int) string {
	low, high := wilson(len(n.listings[isWrong]), all)
	return fmt.Sprintf("%.2f per 100 (%.2f-%.2f)", percent(len(n.listings[isWrong]), all), low, high)
}

// precision is of what is judged right or wrong.
func precision(of map[judgement]int) string {
	low, high := wilson(of[isRight], of[isRight]+of[isWrong])
	return fmt.Sprintf("%.1f %% (%.1f-%.1f)", percent(of[isRight], of[isRight]+of[isWrong]), low, high)
}

// judgeNoise prints what the judgements say of one dataset.
func (e *evaluation) judgeNoise(file string, count int, found noise) {
	fmt.Fprintf(e.out, "  a wrong word of medium or worse: %s listings; words right %d, wrong %d, unsure %d, not judged %d\n",
		found.wrong(count), found.findings[isRight], found.findings[isWrong], found.findings[isUnsure], found.findings[notYet])
	e.judgedAll.listings += count
	for j, n := range found.findings {
		e.judgedAll.findings[j] += n
	}
	for j, ids := range found.listings {
		for id := range ids {
			e.judgedAll.by[j] = append(e.judgedAll.by[j], filepath.Base(file)+id)
		}
	}
	for kind, by := range found.kinds {
		if e.judgedAll.kinds[kind] == nil {
			e.judgedAll.kinds[kind] = map[judgement]int{}
		}
		for j, n := range by {
			e.judgedAll.kinds[kind][j] += n
		}
	}
}

// total joins the datasets.
type total struct {
	listings int
	findings map[judgement]int
	by       map[judgement][]string
	kinds    map[string]map[judgement]int
}

func newTotal() total {
	return total{findings: map[judgement]int{}, by: map[judgement][]string{}, kinds: map[string]map[judgement]int{}}
}

// noiseOfAll prints precision by kind over all datasets.
func (e *evaluation) noiseOfAll() {
	t := e.judgedAll
	if t.listings == 0 {
		return
	}
	low, high := wilson(len(t.by[isWrong]), t.listings)
	fmt.Fprintf(e.out, "\nall real listings: %d of %d have a wrong word of medium or worse, %.2f per 100 (%.2f-%.2f)\n",
		len(t.by[isWrong]), t.listings, percent(len(t.by[isWrong]), t.listings), low, high)
	fmt.Fprintf(e.out, "  precision of words of medium or worse: %s; unsure %d, not judged %d; by kind:\n",
		precision(t.findings), t.findings[isUnsure], t.findings[notYet])
	for _, kind := range slices.Sorted(maps.Keys(t.kinds)) {
		fmt.Fprintf(e.out, "    %-22s %4d right %4d wrong  %s\n", kind, t.kinds[kind][isRight], t.kinds[kind][isWrong], precision(t.kinds[kind]))
	}
}

// kindOf is the kind of right, and how the text was matched when not exactly.
func kindOf(kind list.RightKind, match fmt.Stringer) string {
	return kind.String() + ", " + match.String()
}
