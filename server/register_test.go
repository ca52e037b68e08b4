package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"clearlist/server/internal/release/shard"
	"clearlist/server/internal/store"
	"clearlist/server/internal/update"
	"clearlist/wasm/list"
	"clearlist/wasm/screen"
)

// keepMarks puts marks into a state's history, as an import does.
func keepMarks(t *testing.T, state, file string, marks ...list.Mark) {
	t.Helper()
	if err := os.MkdirAll(state, 0o755); err != nil {
		t.Fatal(err)
	}
	history, err := store.OpenSQLite(context.Background(), filepath.Join(state, "clearlist.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer history.Close()
	for i := range marks {
		marks[i].AsOf = list.DateOf(2026, 11, 20)
	}
	_, err = history.Apply(context.Background(), store.Step{
		SHA256: hashOf([]byte(file)), Office: "US", File: file, Records: int64(len(marks)), Marks: marks, Now: time.Now(), Done: true,
	})
	if err != nil {
		t.Fatal(err)
	}
}

func coinedMarks(n int) []list.Mark {
	marks := make([]list.Mark, n)
	for i := range marks {
		marks[i] = list.Mark{
			Office: "US", Number: fmt.Sprint(90000000 + i), Words: fmt.Sprintf("ZORVI%03dKA", i), Kind: list.WordMark, Status: list.Live,
			Owner: fmt.Sprintf("Zorvi %d GmbH", i), In: list.JurisdictionsOf("US"), Classes: list.ClassesOf(1 + i%45),
		}
	}
	return marks
}

func TestRegistersArePublishedWithTheirShards(t *testing.T) {
	state := filepath.Join(t.TempDir(), "state")
	clearlist(t, "keys", "init", "--state", state)
	lists := writeLists(t, 0)
	marks := coinedMarks(300)
	keepMarks(t, state, "first", marks...)
	out := clearlist(t, "publish", "--state", state, "--lists", lists)
	if !strings.Contains(out, "register:US 1 as of 2026-11-20: 300 terms") || !strings.Contains(out, "details in 1 shards of ") {
		t.Fatal(out)
	}
	if got := lookUp(t, state, "Zorvi007Ka"); len(got) != 1 || got[0].Owner != "Zorvi 7 GmbH" {
		t.Errorf("found %+v", got)
	}

	// A client takes what it wants of it, and check finds marks by it.
	root := filepath.Join(state, "published/v1/m/1.root.json")
	address := serveState(t, state)
	client := filepath.Join(t.TempDir(), "client")
	out = clearlist(t, "update", "--from", address, "--state", client, "--root", root)
	if !strings.Contains(out, "register:US 0 -> 1 as of 2026-11-20: 300 terms") || !strings.Contains(out, "curated 0 -> 1") {
		t.Error(out)
	}
	var verdict bytes.Buffer
	err := run(t.Context(), []string{"check", "--state", client}, strings.NewReader(`{"title":"lamp Zorvi007Ka","marketplace":"amazon.com"}`), &verdict, io.Discard)
	if key, _ := screen.MarkKey("ZORVI007KA"); err != nil || !strings.Contains(verdict.String(), fmt.Sprintf(`"key":"%016x"`, key)) {
		t.Errorf("%v: %s", err, verdict.String())
	}
	clearlist(t, "update", "--from", address, "--state", client, "--lists", "curated")
	if held, err := update.Held(filepath.Join(client, "updated")); err != nil || len(held) != 1 || held[0].Name != "curated" {
		t.Errorf("%v, %v", held, err)
	}

	// The same again changes nothing; another owner alone is a version.
	if out := clearlist(t, "publish", "--state", state, "--lists", lists); !strings.Contains(out, "nothing has changed") {
		t.Error(out)
	}
	marks[7].Owner = "Kazorvi SE"
	keepMarks(t, state, "second", marks[7])
	if out := clearlist(t, "publish", "--state", state, "--lists", lists); !strings.Contains(out, "register:US 2 ") {
		t.Error(out)
	}
	if got := lookUp(t, state, "ZORVI007KA"); len(got) != 1 || got[0].Owner != "Kazorvi SE" {
		t.Errorf("found %+v", got)
	}

	// Of shards, those of this release and of the one before are there.
	for range 3 {
		marks[9].Owner += " SE"
		keepMarks(t, state, marks[9].Owner, marks[9])
		clearlist(t, "publish", "--state", state, "--lists", lists)
	}
	if shards, err := filepath.Glob(filepath.Join(state, "published/v1/s/*")); err != nil || len(shards) != 2 {
		t.Errorf("shards %v, %v", shards, err)
	}

	// A mark that died is found no more.
	marks[7].Status = list.Dead
	keepMarks(t, state, "third", marks[7])
	if out := clearlist(t, "publish", "--state", state, "--lists", lists); !strings.Contains(out, "register:US 6 as of 2026-11-20: 299 terms") {
		t.Error(out)
	}
	if got := lookUp(t, state, "ZORVI007KA"); len(got) != 0 {
		t.Errorf("found %+v", got)
	}
}

// International marks come out by country: those that designate it.
func TestInternationalMarksArePublishedByCountry(t *testing.T) {
	state := filepath.Join(t.TempDir(), "state")
	clearlist(t, "keys", "init", "--state", state)
	dump := filepath.Join(t.TempDir(), "20260102.xml")
	err := os.WriteFile(dump, []byte(`<ROMARIN>
<MARKGR INTREGN="1900001" INTREGD="20200111" EXPDATE="20300111"><CURRENT><IMAGE TEXT="QUOPRAVELLI"/><DESPG><DCPCD>US</DCPCD><DCPCD>JP</DCPCD></DESPG></CURRENT></MARKGR>
<MARKGR INTREGN="1900002" INTREGD="20200111" EXPDATE="20300111"><CURRENT><IMAGE TEXT="TORVENNOKA"/><DESPG><DCPCD>US</DCPCD><DCPCD>JP</DCPCD></DESPG></CURRENT><R18NT REGRDAT="20210101" INTOFF="US"/></MARKGR>
</ROMARIN>`), 0o644)
	if err != nil {
		t.Fatal(err)
	}
	clearlist(t, "import", "--state", state, "--source", "madrid", dump)
	out := clearlist(t, "publish", "--state", state)
	for _, want := range []string{"register:WO-US 1 as of 2026-01-02: 1 terms", "register:WO-JP 1 as of 2026-01-02: 2 terms"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if strings.Contains(out, "register:WO-GB") || strings.Contains(out, "register:WO ") {
		t.Errorf("more is published:\n%s", out)
	}
}

// The same history and the same keys give the same packs, shards and indexes.
func TestTheSameHistoryGivesTheSameFiles(t *testing.T) {
	var seen []map[string]string
	for range 2 {
		state := filepath.Join(t.TempDir(), "state")
		clearlist(t, "keys", "init", "--state", state)
		keepMarks(t, state, "first", coinedMarks(300)...)
		clearlist(t, "publish", "--state", state, "--lists", writeLists(t, 0))
		files := map[string]string{}
		for _, folder := range []string{"v1/p", "v1/s", "v1/d"} {
			names, err := filepath.Glob(filepath.Join(state, "published", folder, "*"))
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range names {
				data, err := os.ReadFile(name)
				if err != nil {
					t.Fatal(err)
				}
				files[filepath.Base(name)] = hashOf(data)
			}
		}
		seen = append(seen, files)
	}
	if len(seen[0]) < 7 || fmt.Sprint(seen[0]) != fmt.Sprint(seen[1]) {
		t.Errorf("%v\n%v", seen[0], seen[1])
	}
}

// lookUp finds a mark by the published shards.
func lookUp(t *testing.T, state, words string) []shard.Mark {
	t.Helper()
	r, err := readPublished(t, state)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range r.Packs {
		if p.List != "register:US" {
			continue
		}
		data, err := os.ReadFile(filepath.Join(state, "published/v1/p", p.Shards.SHA256+".register-us.shards"))
		if err != nil {
			t.Fatal(err)
		}
		x, err := shard.ReadIndex(data)
		if err != nil {
			t.Fatal(err)
		}
		if x.Version != p.Version {
			t.Errorf("shards of version %d beside a pack of %d", x.Version, p.Version)
		}
		key, _ := screen.MarkKey(words)
		file, err := os.ReadFile(filepath.Join(state, "published/v1/s", x.Shards[x.Shard(key)]+".shard"))
		if err != nil {
			t.Fatal(err)
		}
		marks, err := x.Find(file, key)
		if err != nil {
			t.Fatal(err)
		}
		return marks
	}
	t.Fatal("no register is published")
	return nil
}
