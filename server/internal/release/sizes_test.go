package release_test

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
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
	"10M":  {10_000_000, 16_000, 11_000, 8000},
}

// part is the churn of one of n lists that are as large together.
func (c churn) part(n int) churn { return churn{c.size / n, c.added / n, c.ended / n, c.changed / n} }

// BenchmarkSizes prints what a client downloads: the first time, and after a
// week, in bytes as sent, beside zstd --patch-from and bsdiff of the same
// packs, and beside the fewest that anything could say the same in. A pack holds up to 32 MiB, which is 100,000 terms or 7 million marks:
// what is larger stands in several.
func BenchmarkSizes(b *testing.B) {
	for _, c := range []struct {
		name  string
		make  func(c churn, seed uint64) (old, now []byte)
		week  string
		packs int
	}{
		{"text-100k", textWeek, "100k", 1},
		{"text-1M", textWeek, "1M", 10},
		{"register-100k", registerWeek, "100k", 1},
		{"register-1M", registerWeek, "1M", 1},
		{"register-3M", registerWeek, "3M", 1},
		{"register-10M", registerWeek, "10M", 2},
		{"hashes-3M", hashesWeek, "3M", 1},
		{"hashes-10M", hashesWeek, "10M", 2},
	} {
		b.Run(c.name, func(b *testing.B) {
			var sum struct{ first, week, pack, zstd, bsdiff int }
			var least bound
			week := weeks[c.week]
			bare := strings.HasPrefix(c.name, "hashes")
			if bare {
				week.changed = 0 // there is nothing about them that could
			}
			for b.Loop() {
				for i := range c.packs {
					old, now := c.make(week.part(c.packs), uint64(i))
					sum.first += sent(must(screen.Diff(nil, now)))
					sum.week += sent(must(screen.Diff(old, now)))
					sum.pack += len(now)
					least.add(now, week.part(c.packs))
					level := "-19"
					if len(now) > 8<<20 {
						level = "-9"
					}
					sum.zstd += patchBy(b, old, now, "zstd", "-q", level, "--long=27", "--patch-from=old", "now", "-o", "patch")
					if len(now) < 16<<20 || c.packs == 1 { // it takes minutes and 17 times the memory
						sum.bsdiff += patchBy(b, old, now, "bsdiff", "old", "now", "patch")
					}
				}
			}
			for unit, n := range map[string]int{
				"pack-B": sum.pack, "first-B": sum.first, "week-B": sum.week, "zstd-B": sum.zstd, "bsdiff-B": sum.bsdiff,
				"first-bound-B": least.first(), "week-bound-B": least.week(),
			} {
				if n > 0 {
					b.ReportMetric(float64(n), unit)
				}
			}
			if bare { // as the research that set the goal had them: 40 bits of each, in one list
				b.ReportMetric(weekBits(week, 1<<40)/8, "week-bound-40bit-B")
			}
			for unit, n := range map[string]int{"zstd/week": sum.zstd, "bsdiff/week": sum.bsdiff} {
				if n > 0 {
					b.ReportMetric(float64(n)/float64(sum.week), unit)
				}
			}
		})
	}
}

// A bound is how many bits registers and their weeks hold: which of all places
// that a mark may have are taken, which marks went, came and changed, and what
// is known of each, by how common it is. No coding is shorter, for marks whose
// places and facts say nothing of one another.
type bound struct{ firstBits, weekBits float64 }

func (l *bound) first() int { return int(l.firstBits / 8) }
func (l *bound) week() int  { return int(l.weekBits / 8) }

// add counts a register, by its head and its rows, where package pack says they
// are: 9 bits of each tell the facts, 20 more the place in its bucket. A list of
// words has no such bound.
func (l *bound) add(now []byte, c churn) {
	p := must(format.Open(now))
	if !p.IsRegister() {
		return
	}
	const factBits, placeBits = 9, 20
	head, rows := p.Section(format.FirstIndex+0x44), p.Section(format.FirstIndex+0x46)
	places := float64(binary.LittleEndian.Uint32(head[4:])) * (1 << placeBits)
	var counts [1 << factBits]float64
	for at := 0; at < len(rows); at += 4 {
		counts[binary.LittleEndian.Uint32(rows[at:])%(1<<factBits)]++
	}
	n, facts := float64(len(rows)/4), 0.0
	for _, count := range counts {
		if count > 0 {
			facts -= count / n * math.Log2(count/n)
		}
	}
	l.firstBits += choose(places, n) + n*facts
	l.weekBits += weekBits(c, places) + float64(c.added+c.changed)*facts
}

// weekBits tells which marks went and changed, and where the new ones are.
func weekBits(c churn, places float64) float64 {
	before := float64(c.size)
	return choose(before, float64(c.ended)) + choose(before-float64(c.ended), float64(c.changed)) + choose(places, float64(c.added))
}

// choose is how many bits tell which k of n things.
func choose(n, k float64) float64 {
	ln := func(x float64) float64 { v, _ := math.Lgamma(x + 1); return v }
	if n > 1e9 { // far more than k: k of them one after the other, in no order
		return k*math.Log2(n) - ln(k)/math.Ln2
	}
	return (ln(n) - ln(k) - ln(n-k)) / math.Ln2
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

// patchBy is the length of the patch that a program makes of two files, 0
// where there is no such program.
func patchBy(b *testing.B, old, now []byte, program string, args ...string) int {
	if _, err := exec.LookPath(program); err != nil {
		return 0
	}
	dir := b.TempDir()
	for name, data := range map[string][]byte{"old": old, "now": now} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			b.Fatal(err)
		}
	}
	cmd := exec.Command(program, args...)
	cmd.Dir = dir
	if said, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, said)
	}
	info, err := os.Stat(filepath.Join(dir, "patch"))
	if err != nil {
		b.Fatal(err)
	}
	return int(info.Size())
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

// textWeek is of words with a jurisdiction and classes, as the research had them.
func textWeek(c churn, seed uint64) (old, now []byte) {
	r := rand.New(rand.NewPCG(1, seed))
	seen := map[string]bool{}
	next := func() list.Term {
		text := coin(r)
		for seen[text] {
			text = coin(r)
		}
		seen[text] = true
		return list.Term{Text: text, Rights: []list.Right{{
			Kind: list.Trademark, In: list.JurisdictionsOf("US"), Status: list.Live, Classes: list.ClassesOf(1 + r.IntN(45)),
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

// registerWeek is of marks that differ in classes, status and strength.
func registerWeek(c churn, seed uint64) (old, now []byte) {
	r := rand.New(rand.NewPCG(3, seed))
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
	return marksWeek(c, r, facts)
}

// hashesWeek is of marks with the same facts: what the hashes alone cost,
// which is what the research measured.
func hashesWeek(c churn, seed uint64) (old, now []byte) {
	same := format.Facts{Offices: list.JurisdictionsOf("US"), Status: list.Live, Classes: list.ClassesOf(25)}
	return marksWeek(c, rand.New(rand.NewPCG(3, seed)), func() format.Facts { return same })
}

func marksWeek(c churn, r *rand.Rand, facts func() format.Facts) (old, now []byte) {
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
