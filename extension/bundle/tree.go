package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"
	"github.com/tdewolff/minify/v2/html"
	minifyjson "github.com/tdewolff/minify/v2/json"
	"github.com/tdewolff/minify/v2/svg"
)

// A tree is a folder to be written: slash-separated name to content.
type tree map[string][]byte

var media = map[string]string{
	".html": "text/html",
	".css":  "text/css",
	".svg":  "image/svg+xml",
	".json": "application/json",
}

var minifier = func() *minify.M {
	m := minify.New()
	m.Add("text/html", &html.Minifier{KeepDocumentTags: true, KeepEndTags: true, KeepQuotes: true})
	m.Add("text/css", &css.Minifier{})
	m.Add("image/svg+xml", &svg.Minifier{})
	m.Add("application/json", &minifyjson.Minifier{KeepNumbers: true})
	return m
}()

// add puts a file in, minified where its kind can be. Two files of one name
// are a mistake in the sources.
func (t tree) add(name string, content []byte) error {
	if _, taken := t[name]; taken {
		return fmt.Errorf("%s: written twice", name)
	}
	if kind, ok := media[path.Ext(name)]; ok {
		small, err := minifier.Bytes(kind, content)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		content = small
	}
	t[name] = content
	return nil
}

// addFolder adds every file below a folder, under the name given.
func (t tree) addFolder(folder, under string) error {
	return filepath.WalkDir(folder, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(folder, file)
		if err != nil {
			return err
		}
		return t.add(path.Join(under, filepath.ToSlash(name)), content)
	})
}

func (t tree) join(other tree) error {
	for name, content := range other {
		if _, taken := t[name]; taken {
			return fmt.Errorf("%s: written twice", name)
		}
		t[name] = content
	}
	return nil
}

// write replaces the folder.
func (t tree) write(folder string) error {
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	for name, content := range t {
		file := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// zipTime is the first that a zip can hold: a build has no time, and some
// stores refuse a file from month zero.
var zipTime = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// zip writes the tree as the stores take it: sorted, and all of one time.
func (t tree) zip(file string) error {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(t)) {
		f, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: zipTime})
		if err != nil {
			return err
		}
		if _, err := f.Write(t[name]); err != nil {
			return err
		}
	}
	if err := w.Close(); err != nil {
		return err
	}
	return os.WriteFile(file, out.Bytes(), 0o644)
}

// slimCatalogue keeps {"key":{"message":"..."}} of a messages.json.
func slimCatalogue(file string) (string, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	var catalogue map[string]struct {
		Message string `json:"message"`
	}
	if err := json.Unmarshal(text, &catalogue); err != nil {
		return "", fmt.Errorf("%s: %w", file, err)
	}
	var out strings.Builder
	encoder := json.NewEncoder(&out) // maps come out sorted
	encoder.SetEscapeHTML(false)
	err = encoder.Encode(catalogue)
	return out.String(), err
}
