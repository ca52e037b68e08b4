package shard_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"clearlist/server/internal/release/shard"
	"clearlist/wasm/list"
	"clearlist/wasm/screen"
)

var update = flag.Bool("update", false, "rewrite testdata/shards")

var asOf = list.DateOf(2026, 11, 24)

// coined makes marks with words that nobody has, some of them in the name of
// several owners.
func coined(n int) []list.Mark {
	r := rand.New(rand.NewPCG(7, 7))
	syllables := strings.Fields("zo vel ka ri mun tex flo dra qui pa sor nel bri xan tu lo")
	marks := make([]list.Mark, n)
	for i := range marks {
		words := ""
		for range 3 + r.IntN(2) {
			words += syllables[r.IntN(len(syllables))]
		}
		marks[i] = list.Mark{
			Office: "US", Number: fmt.Sprint(70000000 + i*7), Words: strings.ToUpper(words), Kind: list.WordMark,
			Status: []list.Status{list.Live, list.Live, list.Pending}[r.IntN(3)], Owner: fmt.Sprintf("%s Holdings %d LLC", words[:4], r.IntN(900)),
			Classes: list.ClassesOf(1 + r.IntN(45)), Filed: list.DateOf(2000+r.IntN(26), 1+r.IntN(12), 1+r.IntN(28)),
			Goods: []list.ClassGoods{{Class: 9, Text: strings.Repeat("Downloadable goods of many kinds, ", 1+r.IntN(5))}},
		}
	}
	return marks
}

func build(t testing.TB, marks []list.Mark) (*shard.Index, *shard.Made, [][]byte) {
	t.Helper()
	b := shard.NewBuilder("register:US", t.TempDir())
	t.Cleanup(func() { b.Close() }) //nolint:errcheck // a folder of the test
	for i := range marks {
		if key, ok := screen.MarkKey(marks[i].Words); ok {
			if err := b.Add(key, shard.MarkOf(&marks[i])); err != nil {
				t.Fatal(err)
			}
		}
	}
	made, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	x, err := shard.ReadIndex(made.Index(7, asOf))
	if err != nil {
		t.Fatal(err)
	}
	var files [][]byte
	for file, err := range made.Files {
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	return x, made, files
}

func TestEveryMarkIsFoundInItsShard(t *testing.T) {
	marks := coined(20_000)
	x, made, files := build(t, marks)
	if x.Bits != 2 || x.Least < shard.Least || made.Left != 0 {
		t.Errorf("%d bits, %d wordings at least, %d marks left out", x.Bits, x.Least, made.Left)
	}
	for i, file := range files {
		if len(file) != x.Size {
			t.Errorf("shard %d has %d bytes, the others %d", i, len(file), x.Size)
		}
	}
	for i := 0; i < len(marks); i += 499 { // each opens a shard of 2,500 marks
		key, _ := screen.MarkKey(marks[i].Words)
		found, err := x.Find(files[x.Shard(key)], key)
		if err != nil {
			t.Fatal(err)
		}
		want, ok := shard.MarkOf(&marks[i]), false
		for _, m := range found {
			ok = ok || fmt.Sprint(m) == fmt.Sprint(want)
		}
		if !ok {
			t.Fatalf("%s: %+v, want %+v", marks[i].Words, found, want)
		}
	}
	if none, err := x.Find(files[x.Shard(1<<60)], 1<<60); err != nil || none != nil {
		t.Errorf("a wording that nobody has: %v, %v", none, err)
	}
}

func TestTheSameMarksGiveTheSameBytes(t *testing.T) {
	marks := coined(9000)
	_, first, files := build(t, marks)
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(marks), func(i, j int) { marks[i], marks[j] = marks[j], marks[i] })
	_, second, again := build(t, marks)
	if !bytes.Equal(first.Index(7, asOf), second.Index(7, asOf)) {
		t.Error("the index differs with the order")
	}
	for i := range files {
		if !bytes.Equal(files[i], again[i]) {
			t.Errorf("shard %d differs with the order", i)
		}
	}
}

func TestAFewMarksShareOneShard(t *testing.T) {
	x, _, files := build(t, coined(3))
	if x.Bits != 0 || len(files) != 1 || x.Least != 3 {
		t.Errorf("%d bits, %d files, %d wordings", x.Bits, len(files), x.Least)
	}
	if x, _, files = build(t, nil); x.Bits != 0 || len(files) != 1 {
		t.Errorf("of none: %d bits, %d files", x.Bits, len(files))
	}
}

// One wording that half the world has registered must not make its shard
// longer than the others: goods go first, then the pending and the last ones.
func TestAFullShardIsCutToTheSizeOfTheOthers(t *testing.T) {
	marks := coined(9000)
	r := rand.New(rand.NewPCG(3, 3))
	for i := range 6000 {
		m := marks[i%100]
		m.Number, m.Words, m.Status = fmt.Sprint(90000000+i), "ACME", list.Live
		m.Owner = fmt.Sprintf("Owner %x%x", r.Uint64(), r.Uint64())
		marks = append(marks, m)
	}
	x, made, files := build(t, marks)
	for i, file := range files {
		if len(file) != x.Size {
			t.Errorf("shard %d has %d bytes, the others %d", i, len(file), x.Size)
		}
	}
	key, _ := screen.MarkKey("ACME")
	got, err := x.Find(files[x.Shard(key)], key)
	if err != nil || made.Left == 0 || len(got)+made.Left != 6000 || len(got) < 1000 {
		t.Errorf("%d found, %d left out, %v", len(got), made.Left, err)
	}
	if got[0].Goods != "" {
		t.Errorf("goods stay where marks are left out: %q", got[0].Goods)
	}
}

func TestEveryBrokenShardIsRefused(t *testing.T) {
	x, _, files := build(t, coined(5))
	good := files[0]
	for i := range good {
		bad := bytes.Clone(good)
		bad[i] ^= 1 << (i % 8)
		if _, err := x.Find(bad, 1); err == nil {
			t.Fatalf("byte %d flipped is accepted", i)
		}
	}
	for n := range good {
		if _, err := x.Find(good[:n], 1); err == nil {
			t.Fatalf("cut to %d bytes is accepted", n)
		}
	}
}

func hashOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

func FuzzOpen(f *testing.F) {
	_, _, files := build(f, coined(5))
	f.Add(files[0])
	f.Add(files[0][:40])
	f.Fuzz(func(t *testing.T, file []byte) { // a hash that fits, whatever the bytes
		x := shard.Index{List: "register:US", Size: len(file), Shards: []string{hashOf(file)}}
		x.Find(file, 1) //nolint:errcheck // it must return
	})
}

// The fixture that the extension's tests read: few marks, one shard, and where
// keys belong for other numbers of bits.
func TestFixture(t *testing.T) {
	marks := coined(12)
	marks[0].Words, marks[0].Owner, marks[0].Registration = "GO-TAN", "Gó Tan B.V.", "1234567"
	marks[1].Words, marks[1].Status = "Go Tan", list.Pending
	marks[2].Disclaimer = "No claim is made"
	x, made, files := build(t, marks)
	type lookUp struct {
		Words   string         `json:"words"`
		Key     string         `json:"key"` // 16 hexadecimal digits
		Numbers []string       `json:"numbers"`
		Shards  map[string]int `json:"shards"` // by the number of bits
	}
	var lookUps []lookUp
	for _, words := range []string{"GO-TAN", marks[2].Words, marks[5].Words, "nobody's"} {
		key, _ := screen.MarkKey(words)
		l := lookUp{Words: words, Key: fmt.Sprintf("%016x", key), Numbers: []string{}, Shards: map[string]int{}}
		found, err := x.Find(files[0], key)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range found {
			l.Numbers = append(l.Numbers, m.Number)
		}
		for _, bits := range []int{0, 1, 10, 16} {
			l.Shards[fmt.Sprint(bits)] = (&shard.Index{Bits: bits}).Shard(key)
		}
		lookUps = append(lookUps, l)
	}
	told, err := json.MarshalIndent(lookUps, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join("..", "..", "..", "..", "testdata", "shards")
	for name, data := range map[string][]byte{
		"register-us.shards": made.Index(7, asOf), "0.shard": files[0], "lookups.json": append(told, '\n'),
	} {
		name = filepath.Join(folder, name)
		if *update {
			if err := os.WriteFile(name, data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile(name); err != nil || !bytes.Equal(got, data) {
			t.Errorf("%s: not what is written today, %v", name, err)
		}
	}
}
