package reuse_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"clearlist/wasm/list"
	"clearlist/wasm/pack"
	"clearlist/wasm/reuse"
)

func published(t testing.TB, entries ...reuse.Entry) *reuse.Published {
	t.Helper()
	b, err := reuse.Compile("corpus:test", 3, list.DateOf(2026, 11, 20), entries)
	if err != nil {
		t.Fatal(err)
	}
	return openPublished(t, b)
}

func openPublished(t testing.TB, b []byte) *reuse.Published {
	t.Helper()
	p, err := pack.Open(b)
	if err != nil {
		t.Fatal(err)
	}
	c, err := reuse.OpenPublished(p)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func trace(t testing.TB, c *reuse.Published, text string) reuse.Verdict {
	t.Helper()
	v, err := c.Trace(text)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func ExampleCompile() {
	b, err := reuse.Compile("corpus:shop", 1, list.DateOf(2026, 11, 20), []reuse.Entry{
		{ID: "flask", Seller: "Zorvelo", Text: "Double-walled steel keeps drinks ice cold for a whole summer day, and hot until the last meeting is over."},
	})
	if err != nil {
		panic(err)
	}
	p, err := pack.Open(b)
	if err != nil {
		panic(err)
	}
	c, err := reuse.OpenPublished(p)
	if err != nil {
		panic(err)
	}
	v, err := c.Trace("New: double-walled steel keeps drinks ice cold for a whole summer day, and hot until the last meeting is over!")
	if err != nil {
		panic(err)
	}
	fmt.Println(v.Severity, c.Entry(v.Matches[0].Key).Seller, v.Matches[0].Passages[0].Kind)
	// Output: high Zorvelo traced
}

var golden = flag.Bool("update", false, "write the corpus that the extension's tests read")

// The extension's tests read this corpus; the format changes when it does.
func TestTheFormatIsStable(t *testing.T) {
	const name = "../../testdata/packs/shop.corpus"
	made, err := reuse.Compile("corpus:shop", 1, list.DateOf(2026, 11, 25), []reuse.Entry{
		{ID: "https://www.amazon.com/dp/B0FLASK001", Seller: "Zorvelo Store", Seen: list.DateOf(2026, 11, 20), Text: "Our flask. Double-walled steel keeps drinks ice cold for a whole summer day, and steaming hot until the last meeting of the evening."},
		{ID: "towel", Text: "Soft bamboo fibres dry your baby gently after every bath, and the hood has two ears that stay fluffy wash after wash."},
	})
	if err != nil {
		t.Fatal(err)
	}
	if *golden {
		if err := os.WriteFile(name, made, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("no files here") // in a browser's kind of system
	}
	if err != nil || !bytes.Equal(kept, made) {
		t.Errorf("%s: %v, or other bytes: go test ./wasm/reuse -update", name, err)
	}
}

// What is published has all but the texts, whatever order they came in.
func TestPublishedCorpus(t *testing.T) {
	var entries []reuse.Entry
	for i, s := range someSources(40) {
		entries = append(entries, reuse.Entry{ID: fmt.Sprint("https://shop.example/", i), Seller: fmt.Sprint("Seller ", i%5), Text: s.Text, Seen: list.DateOf(2026, 11, 1+i%20)})
	}
	want, err := reuse.Compile("corpus:test", 3, list.DateOf(2026, 11, 20), entries)
	if err != nil {
		t.Fatal(err)
	}
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })
	again, err := reuse.Compile("corpus:test", 3, list.DateOf(2026, 11, 20), entries)
	if err != nil || !bytes.Equal(again, want) {
		t.Fatalf("other bytes for the same entries: %v", err)
	}
	c := openPublished(t, want)
	if c.Len() != len(entries) || c.Name() != "corpus:test" || c.Version() != 3 || c.AsOf() != list.DateOf(2026, 11, 20) {
		t.Fatalf("%d texts of %s %d", c.Len(), c.Name(), c.Version())
	}
	found := 0
	for key := range uint32(c.Len()) {
		got := c.Entry(key)
		for _, e := range entries {
			if e.ID != got.ID {
				continue
			}
			found++
			if got.Seller != e.Seller || got.Seen != e.Seen || got.Text != "" || !c.Has(key, e.Text) {
				t.Errorf("%+v for %+v", got, e)
			}
			if v := trace(t, c, e.Text); len(v.Matches) == 0 || v.Matches[0].Key != key || v.Severity != list.High {
				t.Errorf("%s is not traced to itself: %+v", e.ID, v)
			}
		}
		for _, word := range strings.Fields(entries[key].Text) {
			if len(word) > 6 && bytes.Contains(want, []byte(word)) {
				t.Fatalf("%q of a text stands in the pack", word)
			}
		}
	}
	if found != len(entries) {
		t.Errorf("%d of %d", found, len(entries))
	}
	if got := c.Entry(uint32(c.Len())); got != (reuse.Entry{}) {
		t.Errorf("a key that is none has %+v", got)
	}
}

func TestWhatIsNotPublished(t *testing.T) {
	one := []reuse.Entry{{ID: "a", Text: "one text"}}
	for _, name := range []string{"", "corpus:", "shop", "curated", "corpus:Shop", "corpus:a b", "corpus:\u00e9", "corpus:" + strings.Repeat("a", 41)} {
		if _, err := reuse.Compile(name, 1, 1, one); !errors.Is(err, reuse.ErrCorpusName) {
			t.Errorf("%q: %v", name, err)
		}
	}
	if _, err := reuse.Compile("corpus:a", 1, 1, append(one, one...)); !errors.Is(err, reuse.ErrSameKey) {
		t.Errorf("one id twice: %v", err)
	}
}

// The guarantee of a trace: a run of 16 words, or of 34 characters, whatever
// stands around it.
func TestARunIsAlwaysTraced(t *testing.T) {
	for _, c := range []struct {
		name   string
		join   string
		length int
		word   func(*rand.Rand) string
	}{
		{"words", " ", 16, latin},
		{"characters", "", 34, han},
	} {
		t.Run(c.name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(11, 12))
			words := func(n int) []string {
				out := make([]string, n)
				for i := range out {
					out[i] = c.word(rng)
				}
				return out
			}
			var all [][]string
			var entries []reuse.Entry
			for i := range 200 {
				all = append(all, words(60+rng.IntN(200)))
				entries = append(entries, reuse.Entry{ID: fmt.Sprintf("%03d", i), Seller: fmt.Sprint(i), Text: strings.Join(all[i], c.join)})
			}
			corpus := published(t, entries...)
			for range 1000 {
				i := rng.IntN(len(all))
				at := rng.IntN(len(all[i]) - c.length)
				before := strings.Join(words(rng.IntN(40)), c.join)
				run := strings.Join(all[i][at:at+c.length], c.join)
				v := trace(t, corpus, before+c.join+run+c.join+strings.Join(words(rng.IntN(40)), c.join))
				from := len(before) + len(c.join)
				found := false
				for _, m := range v.Matches {
					for _, p := range m.Passages {
						found = found || m.Key == uint32(i) && p.Start < from+len(run) && from < p.End
					}
				}
				if !found {
					t.Fatalf("%q is not traced: %+v", run, v)
				}
			}
		})
	}
}

// Texts that share nothing but a word here and there are told nothing of, and
// wording of many sellers is no alert.
func TestTracesAreQuiet(t *testing.T) {
	rng := rand.New(rand.NewPCG(21, 22))
	var entries []reuse.Entry
	for i := range 3000 {
		var text []string
		for range 200 {
			text = append(text, latin(rng))
		}
		entries = append(entries, reuse.Entry{ID: fmt.Sprint(i), Text: strings.Join(text, " ")})
	}
	corpus := published(t, entries...)
	for range 20 {
		var text []string
		for range 800 {
			text = append(text, latin(rng))
		}
		if v := trace(t, corpus, strings.Join(text, " ")); len(v.Matches) > 0 {
			t.Errorf("%+v of nothing", v)
		}
	}
	const warranty = "if you are not satisfied with your purchase please contact our customer service team and we will reply within one day"
	var many []reuse.Entry
	for i := range 40 {
		many = append(many, reuse.Entry{ID: fmt.Sprint(i), Seller: fmt.Sprint("Seller ", i), Text: entries[i].Text + " " + warranty})
	}
	if v := trace(t, published(t, many...), warranty); v.Severity > list.Info {
		t.Errorf("wording of 40 sellers: %v", v.Severity)
	}
	if v := trace(t, published(t, many[:2]...), warranty); v.Severity != list.High {
		t.Errorf("wording of 2 sellers: %v", v.Severity)
	}
}

func TestDamagedCorporaAreRefused(t *testing.T) {
	good, err := reuse.Compile("corpus:test", 1, 1, []reuse.Entry{{ID: "a", Seller: "b", Text: bullet}, {ID: "c", Text: bullet + " more"}})
	if err != nil {
		t.Fatal(err)
	}
	for i := range good {
		bad := bytes.Clone(good)
		bad[i] ^= 0x10
		for _, b := range [][]byte{good[:i], bad} {
			if _, err := pack.Open(b); err == nil {
				t.Fatalf("byte %d", i)
			}
		}
	}
	lists, err := pack.Write(pack.Content{Set: &list.Set{Name: "curated", Version: 1}})
	if err != nil {
		t.Fatal(err)
	}
	p, err := pack.Open(lists)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := reuse.OpenPublished(p); !errors.Is(err, reuse.ErrPublished) || reuse.IsPublished(p) {
		t.Errorf("a list as a corpus: %v", err)
	}
}

// Packs whose sums hold may have anything inside: what opens is asked.
func TestHostileCorpora(t *testing.T) {
	good, err := reuse.Compile("corpus:test", 1, 1, []reuse.Entry{{ID: "a\u00e9", Seller: "b", Text: bullet}, {ID: "c", Text: bullet + " more"}})
	if err != nil {
		t.Fatal(err)
	}
	p, err := pack.Open(good)
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(31, 32))
	opened := 0
	for range 20000 {
		var sections []pack.Section
		for id := uint32(pack.FirstIndex + 0x60); id < pack.FirstIndex+0x63; id++ {
			b := bytes.Clone(p.Section(id))
			for range rng.IntN(3) {
				b[rng.IntN(len(b))] = byte(rng.Uint32())
			}
			if id == pack.FirstIndex+0x60 {
				b = reuse.Seal(b)
			}
			if rng.IntN(20) == 0 {
				b = b[:rng.IntN(len(b))]
			}
			sections = append(sections, pack.Section{ID: id, Bytes: b})
		}
		forged, err := pack.Write(pack.Content{Set: &list.Set{Name: "corpus:test", Version: 1}, Sections: sections})
		if err != nil {
			t.Fatal(err)
		}
		fp, err := pack.Open(forged)
		if err != nil {
			t.Fatal(err)
		}
		c, err := reuse.OpenPublished(fp)
		if err != nil {
			continue
		}
		opened++
		for _, m := range trace(t, c, bullet).Matches {
			c.Entry(m.Key)
			c.Has(m.Key, bullet)
		}
	}
	if opened == 0 || opened == 20000 {
		t.Errorf("%d forged corpora open", opened)
	}
}

func BenchmarkTrace(b *testing.B) {
	rng := rand.New(rand.NewPCG(41, 42))
	zipf := rand.NewZipf(rng, 1.1, 8, 1<<16)
	var entries []reuse.Entry
	for i := range 10000 {
		entries = append(entries, reuse.Entry{ID: fmt.Sprint(i), Seller: fmt.Sprint(i % 900), Text: listing(rng, zipf, 3000)})
	}
	made, err := reuse.Compile("corpus:bench", 1, 1, entries)
	if err != nil {
		b.Fatal(err)
	}
	c := openPublished(b, made)
	text := listing(rng, zipf, 4000) + entries[77].Text[:1000]
	b.ReportMetric(float64(len(made))/10000, "bytes/listing")
	for b.Loop() {
		trace(b, c, text)
	}
}
