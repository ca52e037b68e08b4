package reuse_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"clearlist/wasm/reuse"
)

func someSources(n int) []reuse.Source {
	rng := rand.New(rand.NewPCG(3, uint64(n)))
	out := make([]reuse.Source, n)
	for i := range out {
		text := ""
		for range 20 + rng.IntN(40) {
			text += latin(rng) + " "
		}
		out[i] = reuse.Source{Key: uint32(3*i + 1), Owner: uint32(i%7 + 1), Text: text}
	}
	return out
}

func ExampleMerge() {
	one, err := reuse.Build([]reuse.Source{{Key: 1, Text: "a text that was seen first"}})
	if err != nil {
		panic(err)
	}
	two, err := reuse.Build([]reuse.Source{{Key: 2, Text: "a text that was seen later"}})
	if err != nil {
		panic(err)
	}
	first, err := reuse.Open(one)
	if err != nil {
		panic(err)
	}
	second, err := reuse.Open(two)
	if err != nil {
		panic(err)
	}
	both, err := reuse.Merge(nil, first, second)
	if err != nil {
		panic(err)
	}
	index, err := reuse.Open(both)
	fmt.Println(index.Len(), err)
	// Output: 2 <nil>
}

func TestTheOrderOfSourcesDoesNotMatter(t *testing.T) {
	sources := someSources(50)
	want := build(t, sources...)
	rand.New(rand.NewPCG(5, 6)).Shuffle(len(sources), func(i, j int) { sources[i], sources[j] = sources[j], sources[i] })
	if !bytes.Equal(build(t, sources...), want) {
		t.Error("other bytes")
	}
}

func TestMergeIsBuild(t *testing.T) {
	all := someSources(60)
	var kept []reuse.Source
	drop := func(key uint32) bool { return key%2 == 0 }
	for _, s := range all {
		if !drop(s.Key) {
			kept = append(kept, s)
		}
	}
	merged, err := reuse.Merge(drop, open(t, build(t, all[:25]...)), open(t, build(t, all[25:]...)), open(t, build(t)))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(merged, build(t, kept...)) {
		t.Error("other bytes")
	}
}

func TestKeysAreOnce(t *testing.T) {
	if _, err := reuse.Build([]reuse.Source{{Key: 1}, {Key: 1}}); !errors.Is(err, reuse.ErrSameKey) {
		t.Errorf("%v, want ErrSameKey", err)
	}
	x := open(t, build(t, reuse.Source{Key: 1}))
	if _, err := reuse.Merge(nil, x, x); !errors.Is(err, reuse.ErrSameKey) {
		t.Errorf("%v, want ErrSameKey", err)
	}
}

func TestDamageIsRefused(t *testing.T) {
	good := build(t, someSources(5)...)
	for i := range good {
		if _, err := reuse.Open(good[:i]); !errors.Is(err, reuse.ErrIndex) {
			t.Fatalf("cut to %d bytes: %v", i, err)
		}
		for bit := range 8 {
			bad := bytes.Clone(good)
			bad[i] ^= 1 << bit
			if _, err := reuse.Open(bad); !errors.Is(err, reuse.ErrIndex) {
				t.Fatalf("bit %d of byte %d: %v", bit, i, err)
			}
		}
	}
}

// FuzzHostileIndex gives bytes a sum that holds: what is inside may be
// anything, and nothing panics.
func FuzzHostileIndex(f *testing.F) {
	good := build(f, someSources(4)...)
	f.Add(good, bullet)
	f.Add(build(f), "")
	f.Fuzz(func(t *testing.T, b []byte, text string) {
		x, err := reuse.Open(reuse.Seal(b))
		if err != nil || len(text) > 1<<12 {
			return
		}
		query, err := reuse.NewCorpus(x).Ask(text, 4)
		if err != nil {
			t.Fatal(err)
		}
		query.Compare([]reuse.Source{{Key: 1, Text: text}})
		if _, err := reuse.Merge(nil, x); err != nil && !errors.Is(err, reuse.ErrSameKey) {
			t.Fatal(err)
		}
	})
}

func TestHostileIndexes(t *testing.T) {
	sources := someSources(4)
	good := build(t, sources...)
	rng := rand.New(rand.NewPCG(7, 8))
	opened := 0
	for range 20000 {
		bad := bytes.Clone(good)
		for range 1 + rng.IntN(6) {
			bad[16+rng.IntN(len(bad)-16)] = byte(rng.Uint32())
		}
		x, err := reuse.Open(reuse.Seal(bad))
		if err != nil {
			continue
		}
		opened++
		if _, err := reuse.NewCorpus(x).Ask(sources[rng.IntN(len(sources))].Text, 2); err != nil {
			t.Fatal(err)
		}
		if _, err := reuse.Merge(nil, x); err != nil && !errors.Is(err, reuse.ErrSameKey) {
			t.Fatal(err)
		}
	}
	if opened == 0 {
		t.Error("no forged index opens: nothing is tested")
	}
}
