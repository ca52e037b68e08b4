// Bench compares the core with the Rust aho-corasick crate, both native, on
// the same names and texts in the same run, and leaves what the browser's
// bench (npm run bench:core) reads.
//
//	go run ./server/internal/bench --data DIR --out DIR [--sizes 1000,100000] [--peer PROGRAM]
//
// DIR/names/real_brand_names.tsv gives the first names, a seeded generator the
// rest. Without --data all names are generated and the texts are the
// program's own; the report says so. It prints a table and exits 0 whatever
// the figures: they are for reading.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"clearlist/server/lists"
	"clearlist/wasm/list"
	"clearlist/wasm/pack"
	"clearlist/wasm/screen"
)

func main() {
	data := flag.String("data", "", "folder with names/ and listings/ (left out: generated ones only)")
	out := flag.String("out", "", "folder for registers, names and listings")
	sizes := flag.String("sizes", "1000,10000,100000,1000000,3000000", "numbers of names")
	peer := flag.String("peer", "", "the aho-corasick program (left out: not compared)")
	flag.Parse()
	if err := run(*data, *out, *sizes, *peer); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(2)
	}
}

func run(data, out, sizes, peer string) error {
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	set, err := list.Read(lists.Sources())
	if err != nil {
		return err
	}
	compiled, err := screen.Compile(set)
	if err != nil {
		return err
	}
	curated, err := pack.Open(compiled)
	if err != nil {
		return err
	}
	ls, err := listings(data)
	if err != nil {
		return err
	}
	if err := writeListings(filepath.Join(out, "listings.jsonl"), ls); err != nil {
		return err
	}
	fmt.Printf("native, %d listings of 5 KB, medians; aho-corasick finds names as substrings, the core does all of a check\n\n", len(ls))
	fmt.Printf("%9s  %8s %8s %9s %9s %9s   %9s %9s %9s   %6s\n", "names", "B/name", "core MB", "new us", "edited us", "again us", "peer MB", "build s", "peer us", "ratio")
	for _, s := range strings.Split(sizes, ",") {
		n, err := strconv.Atoi(s)
		if err != nil {
			return fmt.Errorf("--sizes: %w", err)
		}
		if err := compare(n, set, curated, ls, data, out, peer); err != nil {
			return err
		}
	}
	return nil
}

// compare prints a row: n names in a register beside the curated list.
func compare(n int, set *list.Set, curated *pack.Pack, ls []screen.Listing, data, out, peer string) error {
	words, err := names(filepath.Join(data, "names", "real_brand_names.tsv"), n, set.Common)
	if err != nil {
		return err
	}
	register, _, err := screen.CompileRegister("US", 1, set.AsOf, marks(words))
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(out, fmt.Sprintf("register-%d.pack", n)), register, 0o644); err != nil {
		return err
	}
	file := filepath.Join(out, fmt.Sprintf("names-%d.txt", n))
	if err := writeLines(file, words); err != nil {
		return err
	}
	opened, err := pack.Open(register)
	if err != nil {
		return err
	}
	held, err := opened.Register()
	if err != nil {
		return err
	}
	s, err := screen.New(curated, opened)
	if err != nil {
		return err
	}
	t := times(s, ls)
	fmt.Printf("%9d  %8.2f %8.1f %9.0f %9.0f %9.0f", n, float64(len(register))/float64(held.Len()), float64(len(register))/1e6, t.fresh, t.edited, t.again)
	if peer == "" {
		fmt.Println("   not compared: no peer program")
		return nil
	}
	p, err := runPeer(peer, file, filepath.Join(out, "listings.jsonl"))
	if err != nil {
		fmt.Printf("   %v\n", err)
		return nil
	}
	fmt.Printf("   %9.1f %9.1f %9.0f   %6.2f\n", p.MB, p.BuildS, p.SearchUS, p.SearchUS/t.fresh)
	return nil
}

func writeLines(path string, lines []string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	for _, l := range lines {
		if _, err := w.WriteString(l + "\n"); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}
