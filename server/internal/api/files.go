package api

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/go-chi/chi/v5"
)

// The names that are published; no other is looked for.
var (
	metadataName = regexp.MustCompile(`^[1-9][0-9]{0,17}\.(root|snapshot|targets)\.json$`)
	packName     = regexp.MustCompile(`^([0-9a-f]{64})\.[a-z0-9-]{1,64}\.(?:pack|shards)$`)
	shardName    = regexp.MustCompile(`^([0-9a-f]{64})\.shard$`)
	deltaName    = regexp.MustCompile(`^([0-9a-f]{64})\.delta$`)
	tryName      = regexp.MustCompile(`^(\w[\w.-]{0,99}/){0,8}\w[\w.-]{0,99}$`)
)

// getTimestamp answers from memory: the bytes that were verified, and not
// those that a publisher may be writing.
func (s *Server) getTimestamp(w http.ResponseWriter, r *http.Request) error {
	release := s.release.Load()
	if release == nil {
		w.Header().Set("Retry-After", "60")
		return refuse(http.StatusServiceUnavailable, "nothing is published here yet")
	}
	w.Header().Set("Content-Type", "application/json")
	return s.serve(w, r, mutable, release.tag, newKeptReader(&keptFile{data: release.Timestamp, tag: release.tag}), release)
}

func (s *Server) getMetadata(w http.ResponseWriter, r *http.Request) error {
	name := chi.URLParam(r, "file")
	if !metadataName.MatchString(name) {
		return fs.ErrNotExist
	}
	f, err := s.negotiate(w, r, "v1/m/"+name)
	if err != nil {
		return err
	}
	defer f.Close()
	tag := ""
	if k, ok := f.(*keptReader); ok {
		tag = k.tag
	} else {
		data, err := readAll(f, maxMetadata)
		if err != nil {
			return err
		}
		tag = etag(data)
	}
	w.Header().Set("Content-Type", "application/json")
	return s.serve(w, r, immutable, tag, f, nil)
}

func (s *Server) getPack(w http.ResponseWriter, r *http.Request) error {
	return s.getHashed(w, r, "p", packName)
}

func (s *Server) getDelta(w http.ResponseWriter, r *http.Request) error {
	return s.getHashed(w, r, "d", deltaName)
}

func (s *Server) getShard(w http.ResponseWriter, r *http.Request) error {
	return s.getHashed(w, r, "s", shardName)
}

// getHashed answers with a file whose name begins with its hash.
func (s *Server) getHashed(w http.ResponseWriter, r *http.Request, folder string, names *regexp.Regexp) error {
	name := chi.URLParam(r, "file")
	parts := names.FindStringSubmatch(name)
	if parts == nil {
		return fs.ErrNotExist
	}
	f, err := s.negotiate(w, r, "v1/"+folder+"/"+name)
	if err != nil {
		return err
	}
	defer f.Close()
	tag := parts[1] // the name is the hash
	if encoding := w.Header().Get("Content-Encoding"); encoding != "" {
		tag += "-" + encoding
	}
	if _, ok := f.(*keptReader); !ok { // a small file needs no longer than a page
		// A recorder in a test has no deadline to move.
		err = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(packTimeout))
		if err != nil && !errors.Is(err, http.ErrNotSupported) {
			return err
		}
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	return s.serve(w, r, immutable, `"`+tag+`"`, f, nil)
}

// negotiate opens the brotli form of a published file when there is one and
// the client takes it, else the file as it is.
//
// Sending brotli to everybody, without Vary, would spare a cache its second
// copy. It is not done: go-tuf, curl and browsers that reach a small
// installation by plain HTTP do not ask for brotli and cannot read it. Over
// TLS every browser asks, so a cache's second copy is hardly ever made.
func (s *Server) negotiate(w http.ResponseWriter, r *http.Request, name string) (io.ReadSeekCloser, error) {
	plain, err := s.file(name)
	if err != nil {
		return nil, err
	}
	short, err := s.file(name + ".br")
	if errors.Is(err, fs.ErrNotExist) {
		return plain, nil
	}
	if err != nil {
		return nil, errors.Join(err, plain.Close())
	}
	w.Header().Add("Vary", "Accept-Encoding")
	if !takesBrotli(r.Header.Get("Accept-Encoding")) {
		return plain, short.Close()
	}
	w.Header().Set("Content-Encoding", "br")
	return short, plain.Close()
}

// takesBrotli reads an Accept-Encoding: br named, and not with a weight of 0.
func takesBrotli(accept string) bool {
	for item := range strings.SplitSeq(accept, ",") {
		coding, weight, _ := strings.Cut(item, ";")
		if !strings.EqualFold(strings.TrimSpace(coding), "br") {
			continue
		}
		name, value, _ := strings.Cut(strings.TrimSpace(weight), "=")
		if !strings.EqualFold(strings.TrimSpace(name), "q") {
			return true
		}
		q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
		return err == nil && q > 0
	}
	return false
}

func etag(data []byte) string {
	sum := sha256.Sum256(data)
	return `"` + hex.EncodeToString(sum[:]) + `"`
}

// serve answers with a file, a range of it, or that the client has it. What is
// kept of the answer lapses with a release, if one is given.
func (s *Server) serve(w http.ResponseWriter, r *http.Request, cache, tag string, data io.ReadSeeker, lapses *Release) error {
	w.Header().Set("Cache-Control", cache)
	w.Header().Set("ETag", tag)
	if k, ok := data.(*keptReader); ok && whole(r) {
		w.Header().Set("Accept-Ranges", "bytes")
		w.Header().Set("Content-Length", strconv.Itoa(len(k.data)))
		s.giveWhole(w, r, k, lapses)
		return nil
	}
	size, err := data.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	// ServeContent leaves it out of encoded answers; a range brings its own.
	w.Header().Set("Content-Length", strconv.FormatInt(size, 10))
	out := &rangeWriter{ResponseWriter: w}
	http.ServeContent(out, r, "", time.Time{}, data)
	if out.refused {
		return refuse(http.StatusRequestedRangeNotSatisfiable, fmt.Sprintf("the file has %d bytes", size))
	}
	return nil
}

// rangeWriter holds back ServeContent's own words on a range that cannot be,
// for a problem to take their place.
type rangeWriter struct {
	http.ResponseWriter
	refused bool
}

func (w *rangeWriter) WriteHeader(status int) {
	if w.refused = status == http.StatusRequestedRangeNotSatisfiable; !w.refused {
		w.ResponseWriter.WriteHeader(status)
	}
}

func (w *rangeWriter) Write(data []byte) (int, error) {
	if w.refused {
		return len(data), nil
	}
	return w.ResponseWriter.Write(data)
}

// ReadFrom lets a large file go from the disk to the line without a copy.
func (w *rangeWriter) ReadFrom(r io.Reader) (int64, error) {
	if w.refused {
		return io.Copy(io.Discard, r)
	}
	return io.Copy(w.ResponseWriter, r)
}

// contentTypes are the types of what the bundler makes. The system's own table
// is not asked: it differs from machine to machine, and few know WebAssembly.
var contentTypes = map[string]string{
	".css":  "text/css; charset=utf-8",
	".html": "text/html; charset=utf-8",
	".ico":  "image/x-icon",
	".js":   "text/javascript; charset=utf-8",
	".json": "application/json",
	".map":  "application/json",
	".png":  "image/png",
	".svg":  "image/svg+xml",
	".txt":  "text/plain; charset=utf-8",
	".wasm": "application/wasm",
}

// getTry answers with a file of the Try it page.
func (s *Server) getTry(w http.ResponseWriter, r *http.Request) error {
	name := strings.TrimPrefix(r.URL.Path, "/try/")
	if name == "" {
		name = "index.html"
	}
	if s.config.Try == "" || !tryName.MatchString(name) {
		return fs.ErrNotExist
	}
	f, err := openIn(s.config.Try, filepath.FromSlash(name))
	if errors.Is(err, syscall.ENOTDIR) {
		return fs.ErrNotExist
	}
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	kind, ok := contentTypes[path.Ext(name)]
	if !ok {
		kind = "application/octet-stream"
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Security-Policy", tryCSP)
	h.Set("Cache-Control", ask)
	// Weak, as the answer may be compressed on its way.
	h.Set("ETag", fmt.Sprintf(`W/"%x-%x"`, info.Size(), info.ModTime().UnixNano()))
	http.ServeContent(w, r, "", time.Time{}, f)
	return nil
}

// readAll reads a file that must not be longer than limit.
func readAll(f io.Reader, limit int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(data)) > limit {
		err = fmt.Errorf("longer than %d bytes", limit)
	}
	return data, err
}

// getHealth says that the process answers.
func (s *Server) getHealth(w http.ResponseWriter, _ *http.Request) error {
	return writeJSON(w, map[string]any{"status": "ok"})
}

// getReady says whether there is a release to hand out. An expired one counts:
// were every server taken out of service for that, clients would not learn the
// reason, and the first signature that is renewed would reach nobody.
func (s *Server) getReady(w http.ResponseWriter, _ *http.Request) error {
	release := s.release.Load()
	if release == nil {
		return refuse(http.StatusServiceUnavailable, "no valid release is loaded")
	}
	if s.draining.Load() {
		return refuse(http.StatusServiceUnavailable, "the server is stopping")
	}
	return writeJSON(w, map[string]any{
		"status":    "ready",
		"timestamp": release.Number,
		"expires":   release.Expires.Format(time.RFC3339),
		"expired":   release.Expires.Before(s.config.Now()),
	})
}

func writeJSON(w http.ResponseWriter, value any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.Write(body) //nolint:errcheck // the client has gone
	return nil
}
