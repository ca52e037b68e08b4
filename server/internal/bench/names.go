package main

import (
	"bufio"
	"errors"
	"io/fs"
	"iter"
	"math/rand/v2"
	"os"
	"strings"

	"clearlist/wasm/list"
	"clearlist/wasm/pack"
	"clearlist/wasm/screen"
)

// names are n names no two of which share a key: those of the file first, a
// name a line before a tab, then coined ones of one to four words, half of the
// words ordinary, as many words as the names of real brands have.
func names(file string, n int, ordinary []string) ([]string, error) {
	key := screen.MarkKeys()
	seen := make(map[uint64]struct{}, n)
	words := make([]string, 0, n)
	add := func(name string) {
		if k, ok := key(name); ok && len(words) < n {
			if _, known := seen[k]; !known {
				seen[k] = struct{}{}
				words = append(words, name)
			}
		}
	}
	if err := eachName(file, add); err != nil {
		return nil, err
	}
	rng := rand.New(rand.NewPCG(7, 11))
	for len(words) < n {
		add(coined(rng, ordinary))
	}
	// Real names come first in the file; a register has them anywhere.
	rng.Shuffle(len(words), func(i, k int) { words[i], words[k] = words[k], words[i] })
	return words, nil
}

func eachName(file string, each func(name string)) error {
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Scan() // the head
	for lines.Scan() {
		name, _, _ := strings.Cut(lines.Text(), "\t")
		each(strings.Trim(name, `"`))
	}
	return lines.Err()
}

func coined(rng *rand.Rand, ordinary []string) string {
	var b strings.Builder
	for k := range 1 + min(int(rng.ExpFloat64()*1.4), 3) {
		if k > 0 {
			b.WriteByte(' ')
		}
		if rng.IntN(2) == 0 {
			b.WriteString(ordinary[min(int(rng.ExpFloat64()*5000), len(ordinary)-1)])
			continue
		}
		for range 2 + rng.IntN(3) {
			b.WriteByte("bcdfghjklmnprstvwz"[rng.IntN(18)])
			b.WriteByte("aeiou"[rng.IntN(5)])
		}
	}
	return b.String()
}

// marks registers names in one class each.
func marks(words []string) iter.Seq2[string, pack.Facts] {
	return func(yield func(string, pack.Facts) bool) {
		rng := rand.New(rand.NewPCG(3, 5))
		us := list.JurisdictionsOf("US")
		for _, w := range words {
			if !yield(w, pack.Facts{Offices: us, Classes: 1 << (1 + rng.IntN(45)), Status: list.Live}) {
				return
			}
		}
	}
}
