package main

import (
	"bytes"
	"context"
	"os"
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
	dir, sources := t.TempDir(), t.TempDir()
	for name, text := range map[string]string{
		"release.list": "release: curated\nversion: 3\nas-of: 2026-11-24\n",
		"a.list": `list: curated
title: An invented mark
as-of: 2026-11-24
licence: CC0-1.0
source: invented for this test

term: Zephyro
right: trademark
  owner: Zephyro Ltd
  in: US
  classes: 11
  status: live
  confidence: high
`,
	} {
		if err := os.WriteFile(filepath.Join(sources, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	for _, args := range [][]string{
		{"keys", "init", "--state", dir},
		{"publish", "--state", dir, "--lists", sources, "--database", address + "lists"},
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
