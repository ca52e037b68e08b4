package screen_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"clearlist/wasm/list"
	"clearlist/wasm/pack"
	"clearlist/wasm/screen"
)

// name makes up to three words that fold as they stand.
func name(r *rand.Rand) string {
	syllables := []string{"zo", "vel", "ka", "ri", "mun", "tex", "flo", "dra", "qui", "pa", "sor", "nel", "bri", "xan"}
	text := ""
	for i := range 1 + r.IntN(3) {
		if i > 0 {
			text += []string{" ", "-", "'", " \u00c9"}[r.IntN(4)]
		}
		for range 2 + r.IntN(3) {
			text += syllables[r.IntN(len(syllables))]
		}
	}
	return text
}

func names(r *rand.Rand, most int) []string {
	var all []string
	for range r.IntN(most + 1) {
		all = append(all, name(r))
	}
	return all
}

func aTerm(r *rand.Rand) list.Term {
	t := list.Term{Text: name(r), Aliases: names(r, 1), Instead: names(r, 1), Dictionary: r.IntN(5) == 0, Famous: r.IntN(5) == 0}
	for range r.IntN(3) {
		t.Rights = append(t.Rights, list.Right{
			Kind: list.Trademark, Owner: "owner of " + name(r), In: list.JurisdictionsOf("US", "CN"), Status: list.Live,
			Classes: list.ClassesOf(1+r.IntN(45), 1+r.IntN(45)), From: list.DateOf(1900+r.IntN(120), 5, 13), URL: "https://register.example/",
		})
	}
	if r.IntN(3) == 0 {
		t.Senses = append(t.Senses, list.Sense{
			Level: list.Info, Why: "an ordinary word", Before: names(r, 2), Near: names(r, 3), Goods: list.ClassesOf(1 + r.IntN(45)),
		})
	}
	if r.IntN(8) == 0 {
		t.Text, t.Rights = "["+t.Text+"] 11.11", []list.Right{{Kind: list.Policy, Rule: "a-rule", Severity: list.High, Marketplaces: []string{"amazon"}}}
	}
	return t
}

func aList(r *rand.Rand, terms int) *list.Set {
	set := &list.Set{
		Name: "curated", Version: 1, AsOf: list.DateOf(2026, 11, 1),
		Marketplaces: []list.Marketplace{{ID: "amazon.com", Family: "amazon", Names: []string{"Amazon US"}, In: list.JurisdictionsOf("US")}},
		Limits:       []list.Limit{{Marketplaces: []string{"amazon"}, Field: list.Title, Kind: list.MaxCharacters, Max: 200, Severity: list.Medium}},
		Related:      []list.Relation{{Classes: list.ClassesOf(14, 18, 25)}},
		Phrases:      []list.Phrase{{Text: "compatible with", Use: list.Nominative}},
	}
	for range terms {
		set.Terms = append(set.Terms, aTerm(r))
	}
	for range 40 {
		set.Goods = append(set.Goods, list.Goods{Word: name(r), Classes: list.ClassesOf(1 + r.IntN(45))})
		set.Common = append(set.Common, name(r))
	}
	return set
}

// edited is the list a week later. What the two share is not changed.
func editedSet(r *rand.Rand, set *list.Set) *list.Set {
	next := *set
	next.Version++
	next.AsOf += 7
	next.Terms = slices.Clone(set.Terms)
	for range r.IntN(20) {
		next.Terms = slices.Insert(next.Terms, r.IntN(len(next.Terms)+1), aTerm(r))
	}
	for range r.IntN(10) {
		if i := r.IntN(len(next.Terms) + 1); i < len(next.Terms) {
			switch r.IntN(3) {
			case 0:
				next.Terms = slices.Delete(next.Terms, i, i+1)
			case 1:
				text := next.Terms[i].Text
				next.Terms[i] = aTerm(r)
				next.Terms[i].Text = text
			case 2: // to another place
				term := next.Terms[i]
				next.Terms = slices.Delete(next.Terms, i, i+1)
				next.Terms = slices.Insert(next.Terms, r.IntN(len(next.Terms)+1), term)
			}
		}
	}
	switch r.IntN(4) {
	case 0:
		next.Goods = append(set.Goods[1:len(set.Goods):len(set.Goods)], list.Goods{Word: name(r), Classes: list.ClassesOf(9)})
	case 1:
		next.Common = append(set.Common[1:len(set.Common):len(set.Common)], name(r))
	case 2:
		next.Phrases = append(set.Phrases[:len(set.Phrases):len(set.Phrases)], list.Phrase{Text: name(r), Use: list.Nominative})
	}
	return &next
}

func compiled(t testing.TB, set *list.Set) []byte {
	t.Helper()
	b, err := screen.Compile(set)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func deltaOf(t testing.TB, old, now []byte) []byte {
	t.Helper()
	d, err := screen.Diff(old, now)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// The index is built again on arrival, and is the publisher's, byte for byte.
func TestDirectDeltaIsChainIsFullPackWithItsIndex(t *testing.T) {
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 5))
		set := aList(r, r.IntN(80))
		versions := [][]byte{nil, compiled(t, set)}
		for range 4 {
			set = editedSet(r, set)
			versions = append(versions, compiled(t, set))
		}
		newest := versions[len(versions)-1]
		var held []byte
		for i, v := range versions {
			direct, err := screen.Apply(v, deltaOf(t, v, newest))
			if err != nil || !bytes.Equal(direct, newest) {
				t.Fatalf("seed %d, direct from %d: %v", seed, i, err)
			}
			if held, err = screen.Apply(held, deltaOf(t, held, v)); err != nil || !bytes.Equal(held, v) {
				t.Fatalf("seed %d, chain at %d: %v", seed, i, err)
			}
		}
	}
}

func TestATermCostsItsOwnWords(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 6))
	set := aList(r, 3000)
	next := *set
	next.Version++
	next.Terms = slices.Insert(slices.Clone(set.Terms), 1500, list.Term{Text: "borealux", Rights: set.Terms[1499].Rights})
	old, now := compiled(t, set), compiled(t, &next)
	if d := deltaOf(t, old, now); len(d) > 500 { // the header alone is 84
		t.Errorf("%d bytes", len(d))
	}
	if whole := deltaOf(t, nil, now); len(whole) > len(now)/2 {
		t.Errorf("from nothing %d bytes of %d: the index was sent", len(whole), len(now))
	}
}

func TestADamagedListDeltaGivesNoOtherPack(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	set := aList(r, 12)
	old, now := compiled(t, set), compiled(t, editedSet(r, set))
	d := deltaOf(t, old, now)
	for i := range d {
		bad := bytes.Clone(d)
		bad[i] ^= 1 << (i % 8)
		if got, err := screen.Apply(old, bad); err == nil && !bytes.Equal(got, now) {
			t.Fatalf("byte %d", i)
		}
		if _, err := screen.Apply(old, d[:i]); err == nil {
			t.Fatalf("cut at %d", i)
		}
	}
	if _, err := screen.Apply(now, d); !errors.Is(err, pack.ErrBase) {
		t.Errorf("another base: %v", err)
	}
}

// The old pack is one of ours, as a client's is; the delta may be anything.
func FuzzApply(f *testing.F) {
	r := rand.New(rand.NewPCG(9, 9))
	set := aList(r, 5)
	set.Goods, set.Common = set.Goods[:3], set.Common[:3]
	old, now := compiled(f, set), compiled(f, editedSet(r, set))
	f.Add(deltaOf(f, old, now))
	f.Add(deltaOf(f, old, old))
	f.Fuzz(func(t *testing.T, delta []byte) {
		if got, err := screen.Apply(old, delta); err == nil && len(got) > pack.MaxSize {
			t.Fatal("larger than a pack may be")
		}
	})
}
