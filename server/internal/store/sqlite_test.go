package store_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"clearlist/server/internal/store"
	"clearlist/server/internal/store/storetest"
)

func TestSQLite(t *testing.T) {
	folders := map[string]string{}
	storetest.Run(t, func(t *testing.T, name string) store.Store {
		if folders[t.Name()] == "" {
			folders[t.Name()] = filepath.Join(t.TempDir(), "a folder? with #odd% name")
			if err := os.Mkdir(folders[t.Name()], 0o755); err != nil {
				t.Fatal(err)
			}
		}
		s, err := store.OpenSQLite(context.Background(), filepath.Join(folders[t.Name()], name+".db"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
		return s
	})
}

func TestSQLiteMayBeOpenedByManyAtOnce(t *testing.T) {
	file := filepath.Join(t.TempDir(), "clearlist.db")
	var group sync.WaitGroup
	for range 6 {
		group.Go(func() {
			s, err := store.OpenSQLite(context.Background(), file)
			if err != nil {
				t.Error(err)
				return
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
}

func TestSQLiteSaysWhichFileIsNoStore(t *testing.T) {
	file := filepath.Join(t.TempDir(), "clearlist.db")
	if err := os.WriteFile(file, []byte(strings.Repeat("this is no database ", 100)), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := store.OpenSQLite(context.Background(), file); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("got %v", err)
	}
}
