package main

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"

	"clearlist/server/internal/store/storetest"
)

// The history may be in PostgreSQL: what is published is found there, and the
// state directory holds no store.
func TestTheHistoryMayBeInPostgres(t *testing.T) {
	address, create := storetest.Postgres(t)
	create("lists")
	dir := t.TempDir()
	var out bytes.Buffer
	for _, args := range [][]string{
		{"keys", "init", "--state", dir},
		{"publish", "--state", dir, "--database", address + "lists"},
		{"lists", "at", "2999-01-01", "--state", dir, "--database", address + "lists"},
	} {
		out.Reset()
		if err := run(context.Background(), args, strings.NewReader(""), &out, &out); err != nil {
			t.Fatalf("%v: %v", args[:2], err)
		}
	}
	if !strings.HasPrefix(out.String(), "# curated ") {
		t.Errorf("got %.100q", out.String())
	}
	if files, _ := filepath.Glob(filepath.Join(dir, "*.db")); len(files) != 0 {
		t.Errorf("a store beside it: %v", files)
	}
}
