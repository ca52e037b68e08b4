package main

import (
	"os"
	"path/filepath"
	"testing"

	"clearlist/wasm/list"
)

// What some editors begin a file with is no part of its first line.
func TestEntriesBehindAByteOrderMark(t *testing.T) {
	path := filepath.Join(t.TempDir(), "shop.jsonl")
	line := `{"id":"a","text":"Holds letters upright.","seller":"Zorvelo Store","seen":"2026-11-20T08:00:00.000Z"}`
	if err := os.WriteFile(path, []byte("\ufeff"+line), 0o600); err != nil {
		t.Fatal(err)
	}
	entries, own, err := readEntries(path)
	if err != nil || own != 0 || len(entries) != 1 {
		t.Fatalf("%+v, %d of one's own, %v", entries, own, err)
	}
	if e := entries[0]; e.ID != "a" || e.Text != "Holds letters upright." || e.Seller != "Zorvelo Store" || e.Seen != list.DateOf(2026, 11, 20) {
		t.Errorf("read %+v", e)
	}
}
