package api

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"sync"
	"sync/atomic"
)

const (
	// maxKept bounds a file that is answered from memory: metadata, deltas,
	// shards and small packs, which are nearly all that is asked for.
	maxKept = 512 << 10
	// maxKeptAll bounds all of them. When they are more, all are let go of: what
	// is asked for comes back at once.
	maxKeptAll = 64 << 20
)

// kept are files whose bytes never change, by name. What is not there is
// remembered for the compressed forms alone: a next root may come.
type kept struct {
	files sync.Map // name -> *keptFile
	size  atomic.Int64
}

type keptFile struct {
	data []byte
	tag  string
	none bool
}

// A keptReader reads a file in memory.
type keptReader struct {
	*bytes.Reader
	data []byte
	tag  string
}

func (keptReader) Close() error { return nil }

func (k *kept) forget() {
	k.files.Clear()
	k.size.Store(0)
}

func (k *kept) put(name string, f *keptFile) {
	if k.size.Add(int64(len(f.data))+int64(len(name))) > maxKeptAll {
		k.forget()
	}
	k.files.Store(name, f)
}

// file opens a published file whose name never holds other bytes.
func (s *Server) file(name string) (io.ReadSeekCloser, error) {
	if found, ok := s.kept.files.Load(name); ok {
		f := found.(*keptFile)
		if f.none {
			return nil, fs.ErrNotExist
		}
		return &keptReader{bytes.NewReader(f.data), f.data, f.tag}, nil
	}
	f, err := s.open(name)
	if errors.Is(err, fs.ErrNotExist) && len(name) > 3 && name[len(name)-3:] == ".br" {
		s.kept.put(name, &keptFile{none: true})
	}
	if err != nil {
		return nil, err
	}
	size, err := f.Seek(0, io.SeekEnd)
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	if size > maxKept {
		return f, nil
	}
	data, err := readAll(f, maxKept)
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, err
	}
	s.kept.put(name, &keptFile{data: data, tag: etag(data)})
	return &keptReader{bytes.NewReader(data), data, etag(data)}, nil
}
