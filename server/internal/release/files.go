package release

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"runtime"
	"strings"

	"github.com/andybalholm/brotli"
)

// Files is where a release is kept: a directory here, an object store where
// many machines serve. Names are slash-separated, below the root.
type Files interface {
	// Read returns a whole file; fs.ErrNotExist when there is none, and an
	// error when it is longer than limit.
	Read(name string, limit int64) ([]byte, error)
	// Write puts a file there whole or not at all, and lasting: a file
	// written earlier is never lost while a later one is kept.
	Write(name string, data []byte) error
	// Names lists the files of a folder; none when there is no such folder.
	Names(folder string) ([]string, error)
	// Sizes is Names with the length of each file.
	Sizes(folder string) (map[string]int64, error)
	// Remove takes a file away; one that is not there is no error.
	Remove(name string) error
}

// Dir is a directory of published files. Nothing outside it is reached, not
// even by a symbolic link.
type Dir struct{ root *os.Root }

// OpenDir opens a directory of published files, and makes it if need be.
func OpenDir(name string) (*Dir, error) {
	if err := os.MkdirAll(name, 0o755); err != nil {
		return nil, err
	}
	return openRoot(name)
}

// ReadDir opens a directory of published files that must be there.
func ReadDir(name string) (*Dir, error) { return openRoot(name) }

func openRoot(name string) (*Dir, error) {
	root, err := os.OpenRoot(name)
	if err != nil {
		return nil, err
	}
	return &Dir{root}, nil
}

// Close lets go of the directory.
func (d *Dir) Close() error { return d.root.Close() }

func (d *Dir) Read(name string, limit int64) ([]byte, error) {
	f, err := d.root.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > limit {
		return nil, fmt.Errorf("longer than %d bytes", limit)
	}
	return data, nil
}

func (d *Dir) Names(folder string) ([]string, error) {
	f, err := d.root.Open(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return f.Readdirnames(-1)
}

// Sizes leaves out drafts and what else is no file.
func (d *Dir) Sizes(folder string) (map[string]int64, error) {
	f, err := d.root.Open(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	entries, err := f.ReadDir(-1)
	sizes := make(map[string]int64, len(entries))
	for _, entry := range entries {
		info, err := entry.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue // a draft that was renamed meanwhile
		}
		if err != nil {
			return nil, err
		}
		if info.Mode().IsRegular() {
			sizes[entry.Name()] = info.Size()
		}
	}
	return sizes, err
}

func (d *Dir) Remove(name string) error {
	if err := d.root.Remove(name); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// draftPrefix marks a file that is still being written.
const draftPrefix = ".draft-"

// Write goes the only way POSIX and Windows share: a draft beside the file,
// synced, renamed over it. (google/renameio does the same, but not on Windows,
// where sellers run the command.)
func (d *Dir) Write(name string, data []byte) error {
	folder := path.Dir(name)
	if err := d.root.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	draft := path.Join(folder, draftPrefix+rand.Text())
	f, err := d.root.OpenFile(draft, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = d.root.Rename(draft, name)
	}
	if err != nil {
		return errors.Join(err, d.root.Remove(draft))
	}
	return d.sync(folder)
}

// sync makes a rename last through a power cut, where a folder can be synced.
func (d *Dir) sync(folder string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := d.root.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Sweep removes the drafts that a killed publisher left. Only the holder of
// the lock may call it.
func (d *Dir) Sweep() error {
	for _, folder := range []string{metadataDir, packDir, deltaDir, shardDir, baseDir, proposedDir} {
		names, err := d.Names(folder)
		if err != nil {
			return err
		}
		for _, name := range names {
			if strings.HasPrefix(name, draftPrefix) {
				if err := d.root.Remove(path.Join(folder, name)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

const bestUpTo = 4 << 20

// compress is the form that costs least to send; the time is spent once, at
// publication (q11: 3 s for 1.7 MB, 41 s for 16 MB). Registers are hashes,
// which no effort makes shorter.
func compress(data []byte) ([]byte, error) {
	level := brotli.BestCompression
	if len(data) > bestUpTo {
		level = brotli.DefaultCompression
	}
	var out bytes.Buffer
	w := brotli.NewWriterLevel(&out, level)
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// expands tells whether the compressed form stands for data, reading no more
// than data's length whatever the form says.
func expands(compressed, data []byte) bool {
	got, err := io.ReadAll(io.LimitReader(brotli.NewReader(bytes.NewReader(compressed)), int64(len(data))+1))
	return err == nil && bytes.Equal(got, data)
}
