package release_test

import (
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"clearlist/wasm/list"
	format "clearlist/wasm/pack"
	"clearlist/wasm/screen"

	"github.com/andybalholm/brotli"
)

// A churn is what a week does to a list: so many come, go and change.
type churn struct{ size, added, ended, changed int }

// The weeks of the research that set the goals, by the size of the list.
var weeks = map[string]churn{
	"100k": {100_000, 700, 300, 200},
	"1M":   {1_000_000, 3500, 2500, 1000},
	"3M":   {3_000_000, 7600, 5000, 3000},
	"5M":   {5_000_000, 8000, 5500, 4000}, // two of them are the ten million: one pack holds up to 32 MiB
}

// BenchmarkSizes prints what a client downloads: the first time, and after a
// week, in bytes as sent, beside zstd --patch-from of the same packs.
func BenchmarkSizes(b *testing.B) {
	for _, c := range []struct {
		name string
		make func(churn) (old, now []byte)
		week string
	}{
		{"text-100k", textWeek, "100k"},
		{"register-100k", registerWeek, "100k"},
		{"register-1M", registerWeek, "1M"},
		{"register-3M", registerWeek, "3M"},
		{"register-5M", registerWeek, "5M"},
	} {
		b.Run(c.name, func(b *testing.B) {
			old, now := c.make(weeks[c.week])
			for b.Loop() {
				delta, err := format.Diff(old, now)
				if err != nil {
					b.Fatal(err)
				}
				first, err := format.Diff(nil, now)
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(min(sent(now), sent(first))), "first-B")
				b.ReportMetric(float64(sent(delta)), "week-B")
			}
			b.ReportMetric(float64(len(now)), "pack-B")
			if n, ok := patchFrom(b, old, now); ok {
				b.ReportMetric(float64(n), "zstd-B")
			}
		})
	}
}

// sent is the length as sent: brotli, as the publisher makes it.
func sent(data []byte) int {
	level := brotli.BestCompression
	if len(data) > 4<<20 {
		level = brotli.DefaultCompression
	}
	var out bytes.Buffer
	w := brotli.NewWriterLevel(&out, level)
	w.Write(data) //nolint:errcheck // memory
	w.Close()     //nolint:errcheck
	return out.Len()
}

func patchFrom(b *testing.B, old, now []byte) (int, bool) {
	if _, err := exec.LookPath("zstd"); err != nil {
		return 0, false
	}
	dir := b.TempDir()
	for name, data := range map[string][]byte{"old": old, "now": now} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			b.Fatal(err)
		}
	}
	level := "-19"
	if len(now) > 8<<20 {
		level = "-9"
	}
	out := filepath.Join(dir, "patch")
	said, err := exec.Command("zstd", "-q", level, "--long=27", "--patch-from="+filepath.Join(dir, "old"), filepath.Join(dir, "now"), "-o", out).CombinedOutput()
	if err != nil {
		b.Fatalf("%v: %s", err, said)
	}
	info, err := os.Stat(out)
	if err != nil {
		b.Fatal(err)
	}
	return int(info.Size()), true
}

// coin makes a name of up to three words that nobody has; lower ranks of words
// are more common, as in names.
func coin(r *rand.Rand) string {
	syllables := []string{"zo", "vel", "ka", "ri", "mun", "tex", "flo", "dra", "qui", "pa", "sor", "nel", "bri", "xan", "tu", "lo", "mer", "and", "ish", "ol"}
	words := 1 + r.IntN(3)
	text := ""
	for i := range words {
		if i > 0 {
			text += " "
		}
		rank := uint64(r.ExpFloat64() * 4000)
		w := rand.New(rand.NewPCG(rank, 1))
		for range 2 + w.IntN(3) {
			text += syllables[w.IntN(len(syllables))]
		}
	}
	return text
}

func textWeek(c churn) (old, now []byte) {
	r := rand.New(rand.NewPCG(1, 2))
	seen := map[string]bool{}
	next := func() list.Term {
		text := coin(r)
		for seen[text] {
			text = coin(r)
		}
		seen[text] = true
		return list.Term{Text: text, Rights: []list.Right{{
			Kind: list.Trademark, Owner: coin(r) + " Ltd", In: list.JurisdictionsOf("US"), Status: list.Live, Classes: list.ClassesOf(1 + r.IntN(45)),
		}}}
	}
	set := &list.Set{Name: "curated", Version: 1, AsOf: list.DateOf(2026, 11, 17)}
	for range c.size {
		set.Terms = append(set.Terms, next())
	}
	old = must(screen.Compile(set))
	after := &list.Set{Name: "curated", Version: 2, AsOf: list.DateOf(2026, 11, 24)}
	gone := map[int]bool{}
	for len(gone) < c.ended {
		gone[r.IntN(c.size)] = true
	}
	for i, t := range set.Terms {
		if !gone[i] {
			after.Terms = append(after.Terms, t)
		}
	}
	for range c.changed {
		i := r.IntN(len(after.Terms))
		t := after.Terms[i]
		right := t.Rights[0]
		right.Classes = list.ClassesOf(1 + r.IntN(45))
		t.Rights = []list.Right{right}
		after.Terms[i] = t
	}
	for range c.added { // where an editor puts them: in one file or another
		i := r.IntN(len(after.Terms))
		after.Terms = append(after.Terms, list.Term{})
		copy(after.Terms[i+1:], after.Terms[i:])
		after.Terms[i] = next()
	}
	return old, must(screen.Compile(after))
}

func registerWeek(c churn) (old, now []byte) {
	r := rand.New(rand.NewPCG(3, 4))
	// Some classes have a tenth of all marks, some next to none.
	class := func() list.Classes { return list.ClassesOf(1 + min(44, int(r.ExpFloat64()*9))) }
	facts := func() format.Facts {
		f := format.Facts{Offices: list.JurisdictionsOf("US"), Status: list.Live, Classes: class()}
		if r.IntN(4) == 0 {
			f.Classes |= class()
		}
		if r.IntN(6) == 0 {
			f.Status = list.Pending
		}
		if r.IntN(4) == 0 {
			f.Strength = format.Stylised
		}
		return f
	}
	marks := make([]format.Mark, c.size)
	for i := range marks {
		marks[i] = format.Mark{Key: r.Uint64(), Facts: facts()}
	}
	old = registerPack(marks, 1)
	r.Shuffle(len(marks), func(i, j int) { marks[i], marks[j] = marks[j], marks[i] })
	marks = marks[c.ended:]
	for i := range c.changed {
		marks[i].Facts = facts()
	}
	for range c.added {
		marks = append(marks, format.Mark{Key: r.Uint64(), Facts: facts()})
	}
	return old, registerPack(marks, 2)
}

func registerPack(marks []format.Mark, version uint32) []byte {
	return must(format.Write(format.Content{
		Set:      &list.Set{Name: "register:US", Version: version, AsOf: list.DateOf(2026, 11, 10+7*int(version))},
		Sections: must(format.RegisterSections(marks)),
	}))
}
