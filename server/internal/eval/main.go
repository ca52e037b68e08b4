// Eval measures how often the engine is right, over real listings and the
// project's own cases, and prints each disagreement in a line that a person
// can judge.
//
//	go run ./server/internal/eval --data DIR
//
// DIR holds listings/*.jsonl and listings/sense_cases.tsv; without it only
// testdata/ is measured, and the report says so. The program changes nothing
// and exits 0 however the figures come out: they are for reading.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"clearlist/server/lists"
	"clearlist/wasm/list"
	"clearlist/wasm/pack"
	"clearlist/wasm/screen"
)

func main() {
	data := flag.String("data", "", "folder with listings/ (left out: only the project's own cases)")
	own := flag.String("testdata", "testdata", "the project's own cases")
	asOf := flag.String("as-of", "", "judge as of this day, 2006-01-02 (left out: the lists' own date)")
	flag.Parse()
	out := bufio.NewWriter(os.Stdout)
	err := run(out, *data, *own, *asOf)
	if flushErr := out.Flush(); err == nil {
		err = flushErr
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "eval:", err)
		os.Exit(2)
	}
}

func run(out io.Writer, data, own, asOf string) error {
	e, err := newEvaluation(out, asOf)
	if err != nil {
		return err
	}
	if err := e.senses(filepath.Join(own, "senses.tsv"), readOwnCases); err != nil {
		return err
	}
	e.variants()
	if data == "" {
		fmt.Fprintln(out, "\nno --data: real listings not measured")
		return nil
	}
	if err := e.senses(filepath.Join(data, "listings", "sense_cases.tsv"), readSharedCases); err != nil {
		return err
	}
	if e.judged, err = readJudged(filepath.Join(own, "judged.tsv")); err != nil {
		return err
	}
	if err := e.reuse(filepath.Join(data, "reuse")); err != nil {
		return err
	}
	if err := e.pairs(filepath.Join(own, "reuse_pairs.tsv"), filepath.Join(data, "listings")); err != nil {
		return err
	}
	if err := e.scripts(own, data); err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(data, "listings", "*.jsonl"))
	if err != nil {
		return err
	}
	if len(files) == 0 {
		fmt.Fprintf(out, "\n%s: no listings there: real listings not measured\n", data)
	}
	if err := e.strangers(files); err != nil {
		return err
	}
	for _, file := range files {
		if err := e.listings(file); err != nil {
			return err
		}
	}
	e.noiseOfAll()
	e.search.report(e.out)
	return nil
}

// evaluation is the engine as the product runs it, and where the report goes.
type evaluation struct {
	out     io.Writer
	set     *list.Set
	curated *pack.Pack
	engine  *screen.Screener
	asOf    list.Date
	names   map[string]bool // every name in the lists, as known reads it

	judged    judged
	judgedAll total
	baseline  *baseline
	search    searched
}

func newEvaluation(out io.Writer, asOf string) (*evaluation, error) {
	e := &evaluation{out: out, judgedAll: newTotal()}
	var err error
	if asOf != "" {
		if e.asOf, err = list.ParseDate(asOf); err != nil {
			return nil, err
		}
	}
	if e.set, err = list.Read(lists.Sources()); err != nil {
		return nil, err
	}
	e.baseline = newBaseline(e.set)
	compiled, err := screen.Compile(e.set)
	if err != nil {
		return nil, err
	}
	opened, err := pack.Open(compiled)
	if err != nil {
		return nil, err
	}
	e.curated = opened
	if e.engine, err = screen.New(opened); err != nil {
		return nil, err
	}
	fmt.Fprintf(out, "%s %d of %s: %d terms, %d bytes\n", e.set.Name, e.set.Version, e.set.AsOf, len(e.set.Terms), len(compiled))
	return e, nil
}
