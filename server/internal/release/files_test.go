package release_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"clearlist/server/internal/release"
)

func TestADirectoryHoldsARelease(t *testing.T) {
	name := filepath.Join(t.TempDir(), "published")
	dir, err := release.OpenDir(name)
	if err != nil {
		t.Fatal(err)
	}
	defer dir.Close()
	publish(t, dir, start, pack(1, "one"))
	draft := filepath.Join(name, "v1/m/.draft-LEFT")
	if err := os.WriteFile(draft, []byte("half"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := dir.Sweep(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(draft); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the draft is left: %v", err)
	}
	got, err := release.Read(dir)
	if err != nil || len(got.Packs) != 1 || got.Packs[0].List != "curated" {
		t.Fatalf("%+v, %v", got, err)
	}
}

func TestADirectoryIsNotLeft(t *testing.T) {
	outside := t.TempDir()
	if err := os.WriteFile(filepath.Join(outside, "secret"), []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "published")
	dir, err := release.OpenDir(name)
	if err != nil {
		t.Fatal(err)
	}
	defer dir.Close()
	if err := os.Symlink(outside, filepath.Join(name, "way")); err != nil {
		t.Skip("no symbolic links here")
	}
	for _, bad := range []string{"way/secret", "../secret", filepath.Join(outside, "secret")} {
		if data, err := dir.Read(bad, 100); err == nil {
			t.Errorf("%s reads %q", bad, data)
		}
		if err := dir.Write(bad, nil); err == nil {
			t.Errorf("%s is written", bad)
		}
	}
	if _, err := dir.Read("missing", 100); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
}
