package main_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
)

// TestSourcesShowWhatTheyHold fails on letters that a reviewer cannot see, or
// takes for others: they stand as escapes in code, and raw only in testdata
// and in what people read (lists, wordings, comments in Markdown).
func TestSourcesShowWhatTheyHold(t *testing.T) {
	for _, root := range []string{"../wasm", "../server", "../extension"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && d.Name() == "node_modules":
				return filepath.SkipDir
			case d.IsDir() || !isSource(path):
				return nil
			}
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for n, line := range strings.Split(string(text), "\n") {
				for _, c := range line {
					if deceives(c) {
						t.Errorf("%s:%d: U+%04X: write it as an escape", path, n+1, c)
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func isSource(path string) bool {
	switch filepath.Ext(path) {
	case ".go", ".ts", ".mts", ".css", ".html":
		return true
	}
	return false
}

// deceives tells letters that look like Latin ones, and characters that show
// nothing or turn the line around (the bidi controls of "Trojan Source",
// CVE-2021-42574).
func deceives(c rune) bool {
	return unicode.In(c, unicode.Cyrillic, unicode.Greek, unicode.Cf, unicode.Variation_Selector) ||
		c == '\u00a0' || c == '\u3164' || c == unicode.ReplacementChar
}
