package intake_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"clearlist/server/internal/intake"
	"clearlist/wasm/list"
)

var update = flag.Bool("update", false, "rewrite testdata/registers/*.marks")

const (
	fixtures = "../../../testdata/registers"
	shared   = "../../../../shared/data/registers"
)

// everything is what comes of a file.
type everything struct {
	marks             []list.Mark
	refused           []intake.Refusal
	records, position int64
}

func read(t testing.TB, name, source string, o intake.Options) (everything, error) {
	t.Helper()
	file, err := intake.Open(name)
	if err != nil {
		return everything{}, err
	}
	defer file.Close()
	format, err := file.Format(source)
	if err != nil {
		return everything{}, err
	}
	var all everything
	for batch, err := range file.Read(context.Background(), format, o) {
		if err != nil {
			return all, err
		}
		all.marks = append(all.marks, batch.Marks...)
		all.refused = append(all.refused, batch.Refused...)
		all.records, all.position = batch.Records, batch.Position
	}
	return all, nil
}

func mustRead(t testing.TB, name, source string) everything {
	t.Helper()
	all, err := read(t, name, source, intake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// write makes a file of a test.
func write(t testing.TB, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func readFile(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// What stands in testdata/registers is what comes of the files beside it.
func TestFixtures(t *testing.T) {
	for _, c := range []struct{ file, source string }{
		{"uspto-daily.xml", "uspto"},
		{"euipo.xml", "euipo"},
		{"madrid.xml", "madrid"},
		{"ukipo-domestic.txt", "ukipo"},
		{"ukipo-madrid.txt", "ukipo"},
		{"own.list", "text"},
	} {
		t.Run(c.file, func(t *testing.T) {
			name := filepath.Join(fixtures, c.file)
			all, err := read(t, name, "auto", intake.Options{AsOf: list.DateOf(2026, 1, 2)})
			if err != nil {
				t.Fatal(err)
			}
			got := render(all)
			golden := strings.TrimSuffix(name, filepath.Ext(name)) + ".marks"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if want := string(readFile(t, golden)); got != want {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
			named, err := read(t, name, c.source, intake.Options{AsOf: list.DateOf(2026, 1, 2)})
			if err != nil || render(named) != got {
				t.Errorf("read as %s it is something else: %v", c.source, err)
			}
		})
	}
}

// WIPO's files say their day by their names alone.
func TestTheDayInAName(t *testing.T) {
	content := readFile(t, filepath.Join(fixtures, "madrid.xml"))
	for name, want := range map[string]list.Date{
		write(t, "20260102.xml", content):                                                  list.DateOf(2026, 1, 2),
		write(t, "20260103.zip", zipOf(t, member{"x.xml", content})):                       list.DateOf(2026, 1, 3),
		write(t, "daily.zip", zipOf(t, member{"20260104.xml", content})):                   list.DateOf(2026, 1, 4),
		write(t, "daily.xml", content):                                                     0,
		write(t, "apc20260102.xml", readFile(t, filepath.Join(fixtures, "own.list"))):      list.DateOf(2026, 1, 2), // its own
		write(t, "20260109.xml", readFile(t, filepath.Join(fixtures, "ukipo-madrid.txt"))): 0,
	} {
		if got := mustRead(t, name, "auto").marks[0].AsOf; got != want {
			t.Errorf("%s: as of %q, want %q", filepath.Base(name), got, want)
		}
	}
}

// render is marks as a person reads them, without what is not said.
func render(all everything) string {
	var out strings.Builder
	for _, m := range all.marks {
		fmt.Fprintf(&out, "%s %s\n", m.Office, m.Number)
		say := func(name string, value any) {
			if s := fmt.Sprint(value); s != "" && s != "false" && s != "[]" {
				fmt.Fprintf(&out, "  %s: %s\n", name, s)
			}
		}
		say("registration", m.Registration)
		say("words", m.Words)
		say("kind", m.Kind)
		say("status", m.Status)
		say("code", m.StatusCode)
		say("since", m.StatusDate)
		say("supplemental", m.Supplemental)
		say("acquired", m.Acquired)
		say("disclaimer", m.Disclaimer)
		say("disclaimed", m.Disclaimed)
		say("owner", m.Owner)
		say("in", m.In)
		say("classes", m.Classes)
		say("national", m.National)
		say("filed", m.Filed)
		say("registered", m.Registered)
		say("expires", m.Expires)
		say("ended", m.Ended)
		for _, g := range m.Goods {
			say(fmt.Sprintf("goods %d", g.Class), g.Text)
		}
		say("as of", m.AsOf)
	}
	for _, r := range all.refused {
		fmt.Fprintf(&out, "refused: %s\n", r)
	}
	fmt.Fprintf(&out, "%d records\n", all.records)
	return out.String()
}
