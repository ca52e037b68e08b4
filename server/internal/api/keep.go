package api

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"strings"
	"sync"

	"github.com/go-chi/chi/v5"
)

const (
	// maxKept bounds a file that is answered from memory: metadata, deltas,
	// shards and small packs, which are nearly all that is asked for.
	maxKept = 512 << 10
	// maxKeptAll bounds all of them. When they are more, all are let go of: what
	// is asked for comes back at once.
	maxKeptAll = 64 << 20
	// keptBeside is what a kept file is counted to take beside its bytes: names,
	// and the headers of two answers.
	keptBeside = 2 << 10
)

// kept are files whose bytes never change, by name, and the answers that were
// given with them. What is not there is remembered for the compressed forms
// alone: a next root may come.
type kept struct {
	mu      sync.RWMutex
	files   map[string]*keptFile
	answers map[asked]*answer
	size    int
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

func newKeptReader(f *keptFile) *keptReader {
	return &keptReader{bytes.NewReader(f.data), f.data, f.tag}
}

// asked is what an answer is found by.
type asked struct {
	path   string
	brotli bool
}

// An answer is what came of a request for a kept file, to be given again.
type answer struct {
	header  []field
	body    []byte
	counted *counters
	release *Release // with which it lapses; nil for a name that never holds other bytes
}

type field struct {
	name   string
	values []string
}

func (k *kept) forget() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.empty()
}

func (k *kept) empty() {
	k.files, k.answers, k.size = map[string]*keptFile{}, map[asked]*answer{}, 0
}

func (k *kept) file(name string) *keptFile {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.files[name]
}

func (k *kept) keepFile(name string, f *keptFile) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.size += len(f.data) + keptBeside; k.size > maxKeptAll || k.files == nil {
		k.empty()
		k.size = len(f.data) + keptBeside
	}
	k.files[name] = f
}

func (k *kept) answer(to asked) *answer {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.answers[to]
}

// keepAnswer keeps an answer beside its file, and so within the same bound.
func (k *kept) keepAnswer(to asked, a *answer) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.answers == nil {
		k.empty()
	}
	k.answers[to] = a
}

// file opens a published file whose name never holds other bytes.
func (s *Server) file(name string) (io.ReadSeekCloser, error) {
	if found := s.kept.file(name); found != nil {
		if found.none {
			return nil, fs.ErrNotExist
		}
		return newKeptReader(found), nil
	}
	f, err := s.open(name)
	if errors.Is(err, fs.ErrNotExist) && strings.HasSuffix(name, ".br") {
		s.kept.keepFile(name, &keptFile{none: true})
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
	read := &keptFile{data: data, tag: etag(data)}
	s.kept.keepFile(name, read)
	return newKeptReader(read), nil
}

// whole tells that a request wants all of a file, whatever it has of it.
func whole(r *http.Request) bool {
	return len(r.Header["Range"]) == 0 && len(r.Header["If-None-Match"]) == 0 && len(r.Header["If-Match"]) == 0
}

// giveWhole answers with all of a kept file, and keeps the answer with its
// headers as they are: all readers are told the same.
func (s *Server) giveWhole(w http.ResponseWriter, r *http.Request, k *keptReader, lapses *Release) {
	a := &answer{body: k.data, counted: s.metrics.of(counted{routeOf(r), http.StatusOK}), release: lapses}
	for name, values := range w.Header() {
		a.header = append(a.header, field{name, values})
	}
	brotli := takesBrotli(r.Header.Get("Accept-Encoding"))
	if r.URL.RawPath == "" {
		s.kept.keepAnswer(asked{r.URL.Path, brotli}, a)
	}
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		w.Write(k.data) //nolint:errcheck // the client has gone
	}
}

// routes are chi's, before which stand the answers that were given once.
type routes struct {
	*chi.Mux
	server *Server
}

func (h *routes) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !h.server.giveAgain(w, r) {
		h.Mux.ServeHTTP(w, r)
	}
}

// giveAgain answers as the same request was answered before, if it was: nearly
// all requests are for a few files, and going all the way for each would take
// most of the time.
func (s *Server) giveAgain(w http.ResponseWriter, r *http.Request) bool {
	if r.Method != http.MethodGet && r.Method != http.MethodHead ||
		r.ContentLength != 0 || r.URL.RawPath != "" || len(r.RequestURI) > maxURL || !whole(r) {
		return false
	}
	a := s.kept.answer(asked{r.URL.Path, takesBrotli(r.Header.Get("Accept-Encoding"))})
	if a == nil || a.release != nil && a.release != s.release.Load() {
		return false
	}
	began := s.config.Now()
	h := w.Header()
	for _, f := range a.header {
		h[f.name] = f.values
	}
	sent := 0
	if r.Method != http.MethodHead {
		sent, _ = w.Write(a.body) // an error: the client has gone
	}
	s.note(r, new(requestName), a.counted, http.StatusOK, sent, s.config.Now().Sub(began))
	return true
}
