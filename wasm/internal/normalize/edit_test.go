package normalize_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"clearlist/wasm/internal/normalize"
)

// TestReadAfter edits a text, and holds what was taken over from one reading to
// the next against a reading of all.
func TestReadAfter(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 5))
	words := strings.Split("Velcro|straps,|v e l c r o|ﬁsh|40oz|99, 9|a <b> c|<!--|-->|<|>|&|amp;|'s|TM|iPhone15|克|か\u3099|\u0301|\u200b|\ufe0f|!|$|@ |#1|%|\n|  |-|x|\xff|é|ß", "|")
	for range 60 {
		var text string
		for range 20 + rng.IntN(300) {
			text += words[rng.IntN(1+rng.IntN(len(words)))] + " "
		}
		var before, after, whole normalize.Text
		before.Read(text)
		for range 60 {
			text = edit(rng, text, words)
			e := after.ReadAfter(text, &before)
			whole.Read(text)
			agree(t, &after, &whole, &before, e)
			before, after = after, before
		}
	}
}

func edit(rng *rand.Rand, text string, words []string) string {
	at := rng.IntN(len(text) + 1)
	switch rng.IntN(5) {
	case 0:
		return text[:at] + text[min(len(text), at+1+rng.IntN(20)):]
	case 1: // what was there once more
		return text[:at] + text[max(0, at-rng.IntN(60)):]
	}
	return text[:at] + words[rng.IntN(len(words))] + text[at:]
}

func agree(t *testing.T, got, want, before *normalize.Text, e normalize.Edit) {
	t.Helper()
	n := uint32(len(want.Skel))
	for from := uint32(0); from < n; from += 7 {
		if to := min(n, from+normalize.MaxKey); got.Key(from, to) != want.Key(from, to) {
			t.Fatalf("%q after %q: another key at %d", want.Source, before.Source, from)
		}
	}
	if !slices.Equal(got.Units, want.Units) || !slices.Equal(got.Skel, want.Skel) || !slices.Equal(got.Owner, want.Owner) ||
		!slices.Equal(got.Tokens, want.Tokens) || got.Signs != want.Signs || got.Source != want.Source {
		t.Fatalf("%q after %q:\ntaken over %v\nread anew  %v", want.Source, before.Source, got.Tokens, want.Tokens)
	}
	var anew, none normalize.Text
	if again := anew.ReadAfter(want.Source, &none); again != (normalize.Edit{From: 0, To: len(want.Tokens), Tokens: len(want.Tokens), Bytes: len(want.Source)}) {
		t.Fatalf("%q: after nothing %v is the same", want.Source, again)
	}
	if e.From > e.To || e.To > len(got.Tokens) || e.From > len(before.Tokens) || e.To-e.Tokens < e.From {
		t.Fatalf("%q after %q: %v", want.Source, before.Source, e)
	}
	for i := range e.From {
		if got.Tokens[i] != before.Tokens[i] || got.Start(i) != before.Start(i) {
			t.Fatalf("%q after %q: token %d is another", want.Source, before.Source, i)
		}
	}
	for i := e.To; i < len(got.Tokens); i++ {
		if got.Start(i) != before.Start(i-e.Tokens)+e.Bytes || got.End(i+1) != before.End(i+1-e.Tokens)+e.Bytes {
			t.Fatalf("%q after %q: token %d is another", want.Source, before.Source, i)
		}
	}
}
