package source_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"clearlist/server/internal/source"
)

// folder makes a directory of files whose text is their name.
func folder(t *testing.T, names ...string) string {
	dir := t.TempDir()
	for _, name := range names {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(name), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestOpen(t *testing.T) {
	for _, c := range []struct {
		name  string
		files []string
		want  string // sources, comma-separated, then packs; or "!" and a part of the error
	}{
		{"sources in the order of their names", []string{"b.list", "a.words", "README.md", ".hidden.list", "c.list~"}, "a.words,b.list"},
		{"one pack", []string{"curated.pack", "base.json"}, "pack curated.pack"},
		{"two packs", []string{"b.pack", "a.pack"}, "pack a.pack,pack b.pack"},
		{"both kinds", []string{"a.pack", "b.list"}, "b.list,pack a.pack"},
		{"neither", []string{"README.md"}, "!no .list"},
	} {
		t.Run(c.name, func(t *testing.T) {
			found, err := source.Open(folder(t, c.files...))
			if part, ok := strings.CutPrefix(c.want, "!"); ok {
				if err == nil || !strings.Contains(err.Error(), part) {
					t.Errorf("got %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			var names []string
			for _, s := range found.Sources {
				if s.Text != s.Name {
					t.Errorf("%s reads %q", s.Name, s.Text)
				}
				names = append(names, s.Name)
			}
			for _, p := range found.Packs {
				names = append(names, "pack "+string(p))
			}
			got := strings.Join(names, ",")
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestOpenRefuses(t *testing.T) {
	dir := folder(t, "a.pack")
	if found, err := source.Open(filepath.Join(dir, "a.pack")); err != nil || len(found.Packs) != 1 || string(found.Packs[0]) != "a.pack" {
		t.Errorf("a pack by its name: %q, %v", found.Packs, err)
	}
	if _, err := source.Open(filepath.Join(dir, "missing")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("nothing there: %v", err)
	}
	big := filepath.Join(dir, "big.pack")
	f, err := os.Create(big)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f.Truncate(33<<20), f.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := source.Open(big); err == nil || !strings.Contains(err.Error(), "over") {
		t.Errorf("a pack of 33 MiB: %v", err)
	}
}
