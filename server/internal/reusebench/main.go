//go:build linux

// Reusebench measures copy detection as the corpus grows: bytes on disk, and
// the time to open, to check, and to add.
//
//	go run ./server/internal/reusebench --out .build/reusebench [--most 1000000]
//
// Listings are generated: words as often used as a language's, as long as
// those of real listings (5.9 bytes with the space), lines that many sellers
// share, and a text of 5 KB with a paragraph of one of them and every tenth
// word of it changed. Nobody's text is in them. Texts are made again from
// their number whenever they are needed, so a million take no room.
//
// The folder then holds the corpus of 100,000 as the browser opens it, and a
// smaller one with its texts, for `npm run bench:reuse` and for the trigrams
// of PostgreSQL, which this program measures where it is installed.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"golang.org/x/sys/unix"

	"clearlist/wasm/reuse"
)

const (
	listingSize = 3_000 // bytes
	textSize    = 5_000
	// batch is how many listings are indexed at once, before indexes are joined.
	batch = 10_000
	// peerListings are those that the peers are given too: a trigram index of
	// 100,000 takes longer to build than anyone waits.
	peerListings = 10_000
	// browserListings are as many as the goals speak of.
	browserListings = 100_000
	queries         = 40
	compared        = 16 // as the browser does
	// rounds are how often each is timed; the least counts, as the first finds
	// nothing in the processor's caches.
	rounds = 3
)

// The goals, for browserListings and in WebAssembly, where npm run bench:reuse
// measures them once more.
const (
	goalMB      = 60
	goalOpenMS  = 50
	goalCheckMS = 5
	goalAddMS   = 3
)

func main() {
	out := flag.String("out", ".build/reusebench", "folder for the corpora")
	most := flag.Int("most", 1_000_000, "listings of the largest corpus, 100,000 at least")
	flag.Parse()
	if err := run(*out, *most); err != nil {
		fmt.Fprintln(os.Stderr, "reusebench:", err)
		os.Exit(1)
	}
}

func run(out string, most int) error {
	runtime.LockOSThread()
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	fmt.Printf("%s/%s, native, processor time; listings of %d bytes, a text of %d\n", runtime.GOOS, runtime.GOARCH, listingSize, textSize)
	fmt.Println("  listings   bytes each       MB   open ms   look, compare = check ms (p95)   add ms   found")
	var parts []*reuse.Index
	var all []figures
	for n, next := 0, 1_000; n < most; {
		size := min(batch, next-n)
		built, err := build(n, size)
		if err != nil {
			return err
		}
		index, err := reuse.Open(built)
		if err != nil {
			return err
		}
		parts, n = append(parts, index), n+size
		if n < next {
			continue
		}
		next *= 10
		joined, err := reuse.Merge(nil, parts...)
		if err != nil {
			return err
		}
		if index, err = reuse.Open(joined); err != nil {
			return err
		}
		parts = []*reuse.Index{index}
		f, err := measure(joined, n)
		if err != nil {
			return err
		}
		f.print()
		all = append(all, f)
		if n == peerListings || n == browserListings {
			if err := os.WriteFile(filepath.Join(out, fmt.Sprintf("corpus-%d.index", n)), joined, 0o644); err != nil {
				return err
			}
		}
	}
	fmt.Printf("  goals at %d, in WebAssembly: at most %d MB, open %d ms, check %d ms, add %d ms\n", browserListings, goalMB, goalOpenMS, goalCheckMS, goalAddMS)
	last := all[len(all)-1]
	for _, f := range all[:len(all)-1] {
		fmt.Printf("  from %d to %d listings a check takes %.2f times as long (look %.2f, compare %.2f)\n",
			f.n, last.n, ratio(last.check, f.check), ratio(last.look, f.look), ratio(last.compare, f.compare))
	}
	if err := writeTexts(out); err != nil {
		return err
	}
	return trigrams(context.Background(), os.Stdout, all[slices.IndexFunc(all, func(f figures) bool { return f.n == peerListings })])
}

func ratio(a, b time.Duration) float64 { return float64(a) / float64(b) }

func build(from, n int) ([]byte, error) {
	sources := make([]reuse.Source, n)
	for i := range sources {
		sources[i] = source(from + i)
	}
	return reuse.Build(sources)
}

func source(i int) reuse.Source {
	return reuse.Source{Key: uint32(i), Owner: uint32(i + 1), Text: listing(i, listingSize)}
}

// figures are what is measured of a corpus of n listings; times are medians.
type figures struct {
	n, bytes                        int
	open, look, compare, check, p95 time.Duration
	add                             time.Duration
	found                           int
}

func (f figures) print() {
	fmt.Printf("%10d %12.0f %8.1f %9.2f %7.2f %7.2f  %8.2f (%.2f) %14.2f %4d of %d\n", f.n, float64(f.bytes)/float64(f.n), float64(f.bytes)/1e6,
		ms(f.open), ms(f.look), ms(f.compare), ms(f.check), ms(f.p95), ms(f.add), f.found, queries)
}

func measure(index []byte, n int) (figures, error) {
	f := figures{n: n, bytes: len(index)}
	start := worked()
	opened, err := reuse.Open(index)
	if err != nil {
		return f, err
	}
	f.open = worked() - start
	corpus := reuse.NewCorpus(opened)
	var looks, compares, checks, adds []time.Duration
	for q := range queries {
		text, copied := query(q, n)
		asked, err := corpus.Ask(text, compared)
		if err != nil {
			return f, err
		}
		var sources []reuse.Source
		for _, key := range asked.Keys() {
			sources = append(sources, source(int(key))) // made, not measured: the browser has it in a database
		}
		look := least(func() { asked, err = corpus.Ask(text, compared) })
		if err != nil {
			return f, err
		}
		var verdict reuse.Verdict
		compare := least(func() { verdict = asked.Compare(sources) })
		looks, compares, checks = append(looks, look), append(compares, compare), append(checks, look+compare)
		if len(verdict.Matches) > 0 && int(verdict.Matches[0].Key) == copied {
			f.found++
		}
		one := source(n + q)
		adds = append(adds, least(func() { _, err = reuse.Build([]reuse.Source{one}) }))
		if err != nil {
			return f, err
		}
	}
	f.look, f.compare, f.check, f.p95, f.add = quantile(looks, 50), quantile(compares, 50), quantile(checks, 50), quantile(checks, 95), quantile(adds, 50)
	return f, nil
}

func least(call func()) time.Duration {
	best := time.Duration(1<<63 - 1)
	for range rounds {
		start := worked()
		call()
		best = min(best, worked()-start)
	}
	return best
}

// worked is the processor time of this thread: others on the machine do not count.
func worked() time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &t); err != nil {
		panic(err) // every Linux has this clock
	}
	return time.Duration(t.Nano())
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func quantile(times []time.Duration, percent int) time.Duration {
	slices.Sort(times)
	return times[(len(times)-1)*percent/100]
}

// writeTexts leaves the queries, each with the sources that it is compared
// with, and the listings that the peers are given.
func writeTexts(out string) error {
	type line struct {
		Key     int            `json:"key"`
		Text    string         `json:"text"`
		Copied  int            `json:"copied,omitempty"`
		Sources map[int]string `json:"sources,omitempty"`
	}
	write := func(name string, n int, make func(i int) (line, error)) error {
		file, err := os.Create(filepath.Join(out, name))
		if err != nil {
			return err
		}
		encoder := json.NewEncoder(file)
		for i := range n {
			l, err := make(i)
			if err == nil {
				err = encoder.Encode(l)
			}
			if err != nil {
				return err
			}
		}
		return file.Close()
	}
	for _, n := range []int{peerListings, browserListings} {
		bytes, err := os.ReadFile(filepath.Join(out, fmt.Sprintf("corpus-%d.index", n)))
		if err != nil {
			return err
		}
		index, err := reuse.Open(bytes)
		if err != nil {
			return err
		}
		corpus := reuse.NewCorpus(index)
		err = write(fmt.Sprintf("queries-%d.jsonl", n), queries, func(q int) (line, error) {
			text, copied := query(q, n)
			asked, err := corpus.Ask(text, compared)
			if err != nil {
				return line{}, err
			}
			sources := map[int]string{}
			for _, key := range asked.Keys() {
				sources[int(key)] = source(int(key)).Text
			}
			return line{Key: q, Text: text, Copied: copied, Sources: sources}, nil
		})
		if err != nil {
			return err
		}
	}
	return write("listings.jsonl", peerListings, func(i int) (line, error) { return line{Key: i, Text: source(i).Text}, nil })
}
