package release_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"clearlist/server/internal/release"
)

func TestKeysAreMadeOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state", "keys")
	var made atomic.Int32
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			mine, err := release.InitKeys(dir)
			if err != nil {
				t.Error(err)
			}
			if mine {
				made.Add(1)
			}
			if _, err := release.LoadKeys(dir); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if made.Load() != 1 {
		t.Errorf("%d of eight made keys", made.Load())
	}
	entries, err := os.ReadDir(filepath.Dir(dir))
	if err != nil || len(entries) != 1 {
		t.Errorf("drafts are left: %v, %v", entries, err)
	}
}

func TestKeysAreForTheirOwnerOnly(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "keys")
	if _, err := release.InitKeys(dir); err != nil {
		t.Fatal(err)
	}
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s is %v", name, info.Mode())
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestOfflineRootKeysMayBeAway(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "keys")
	if _, err := release.InitKeys(dir); err != nil {
		t.Fatal(err)
	}
	all, err := release.LoadKeys(dir)
	if err != nil {
		t.Fatal(err)
	}
	files := newMemory()
	p := publisher(t, files, start)
	p.Keys = all
	if _, err := p.Publish(t.Context(), pack(1, "one")); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"root-1.pem", "root-2.pem", "root-3.pem"} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	if p.Keys, err = release.LoadKeys(dir); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Publish(t.Context(), pack(2, "two")); err != nil {
		t.Errorf("without root keys: %v", err)
	}
	p.Now = start.AddDate(1, 0, 1)
	if _, err := p.Publish(t.Context(), pack(3, "three")); !errors.Is(err, release.ErrKeys) {
		t.Errorf("without root keys, past the root's end: %v", err)
	}
}

func TestBadKeysAreNamed(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "keys")
	if _, err := release.LoadKeys(dir); !errors.Is(err, release.ErrKeys) || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no keys: %v", err)
	}
	if _, err := release.InitKeys(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "snapshot.pem"), []byte("junk"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := release.LoadKeys(dir); !errors.Is(err, release.ErrKeys) {
		t.Errorf("junk: %v", err)
	}
	if made, err := release.InitKeys(dir); made || err != nil {
		t.Errorf("a bad set is overwritten: %v, %v", made, err)
	}
}

func TestOnePublisherAtATime(t *testing.T) {
	state := t.TempDir()
	unlock, err := release.Lock(state)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := release.Lock(state); !errors.Is(err, release.ErrLocked) {
		t.Errorf("the second gets %v", err)
	}
	if err := unlock(); err != nil {
		t.Fatal(err)
	}
	again, err := release.Lock(state)
	if err != nil {
		t.Fatal(err)
	}
	if err := again(); err != nil {
		t.Fatal(err)
	}
}
