// Package source finds the lists a command was told to use: text sources in a
// directory, and packs that are compiled already.
//
//	found, err := source.Open("server/lists")
//
// It only reads; package list says what the text means, package pack what the
// bytes do.
package source

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"clearlist/wasm/list"
)

const (
	// maxFiles and maxTotal bound a directory of sources: some 30 times the
	// curated lists as they are.
	maxFiles = 1000
	maxTotal = 128 << 20
	// maxPack bounds a pack, as package release does.
	maxPack = 32 << 20
	// maxPacks is the curated one and a register of each office there is.
	maxPacks = 64
)

// ErrNone means that there are no lists at the place given.
var ErrNone = errors.New("no .list, .words or .pack file there")

// Found is text sources and packs, each in the order of their names.
type Found struct {
	Sources []list.Source
	Packs   [][]byte
}

// Open reads the lists at a path: a directory of .list, .words and .pack
// files, or a .pack file. Other files in a directory
// are left alone, and folders in it are not entered.
func Open(path string) (Found, error) {
	info, err := os.Stat(path)
	if err != nil {
		return Found{}, err
	}
	if !info.IsDir() {
		pack, err := read(path, maxPack)
		return Found{Packs: [][]byte{[]byte(pack)}}, err
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return Found{}, err
	}
	var sources, packs []string
	for _, entry := range entries {
		name := entry.Name()
		switch {
		case entry.IsDir() || strings.HasPrefix(name, "."):
		case strings.HasSuffix(name, ".list"), strings.HasSuffix(name, ".words"):
			sources = append(sources, name)
		case strings.HasSuffix(name, ".pack"):
			packs = append(packs, name)
		}
	}
	switch {
	case len(sources)+len(packs) == 0:
		return Found{}, fmt.Errorf("%s: %w", path, ErrNone)
	case len(sources) > maxFiles:
		return Found{}, fmt.Errorf("%s: over %d sources", path, maxFiles)
	case len(packs) > maxPacks:
		return Found{}, fmt.Errorf("%s: over %d packs", path, maxPacks)
	}
	found, err := readSources(path, sources)
	for _, name := range packs {
		if err != nil {
			break
		}
		var pack string
		if pack, err = read(filepath.Join(path, name), maxPack); err != nil {
			return Found{}, err
		}
		found.Packs = append(found.Packs, []byte(pack))
	}
	return found, err
}

func readSources(path string, names []string) (Found, error) {
	var found Found
	left := int64(maxTotal)
	for _, name := range names {
		text, err := read(filepath.Join(path, name), left)
		if err != nil {
			return Found{}, err
		}
		left -= int64(len(text))
		found.Sources = append(found.Sources, list.Source{Name: name, Text: text})
	}
	return found, nil
}

// read reads a regular file of at most limit bytes. (A named pipe would have
// it wait for ever.)
func read(name string, limit int64) (string, error) {
	info, err := os.Stat(name)
	if err != nil {
		return "", err
	}
	if !info.Mode().IsRegular() {
		return "", fmt.Errorf("%s: not a file", name)
	}
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	var text strings.Builder
	if _, err := io.Copy(&text, io.LimitReader(f, limit+1)); err != nil {
		return "", err
	}
	if int64(text.Len()) > limit {
		return "", fmt.Errorf("%s: over %d bytes", name, limit)
	}
	return text.String(), nil
}
