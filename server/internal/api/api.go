// Package api hands out what has been published, and a page that says what
// that is.
//
//	s := api.New(api.Config{Published: dir, Load: load, Log: log})
//	err := s.Serve(ctx, listener) // until ctx ends, then drains
//
// The server holds no key and reads no database: it hands out files that
// others signed. A new release is taken up without a restart, and only once
// Load has found it whole; until then, and whenever the files are damaged, the
// last good release stays.
//
// Everything under /v1 is a static file under the same name in the published
// directory, so that a cache, an object store or another web server can take
// this one's place.
package api

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"
)

// Bounds on what a client may ask for or make us wait for.
const (
	maxHeader    = 16 << 10 // a browser sends below 2 KiB here; net/http adds 4 KiB
	maxURL       = 1 << 10  // the longest name under /v1 is 83 bytes
	readTimeout  = 10 * time.Second
	writeTimeout = 30 * time.Second
	packTimeout  = 10 * time.Minute // 32 MiB over a line of 0.5 Mbit/s
	idleTimeout  = 2 * time.Minute
	// refreshEvery is how late a new release may be taken up: far below the
	// five minutes that caches keep the timestamp.
	refreshEvery = time.Second
	// refreshStore is the same for an object store, which counts questions.
	refreshStore = 20 * time.Second
	// maxMetadata bounds a metadata file read into memory.
	maxMetadata = 1 << 20
)

// Config is what a server needs. Published and Load are required.
type Config struct {
	Published string                   // the directory of published files, unless Files is set
	Files     Files                    // where else they are: an object store
	Load      func() (*Release, error) // reads and verifies them
	Try       string                   // the Try it page's directory; "" for none
	Extension string                   // where the built extension is, to tell visitors; "" for not at all
	Log       *slog.Logger             // nil discards
	Now       func() time.Time         // nil is the clock
	Drain     time.Duration            // how long open requests may take at the end; 0 is 10 s
}

// Files are the published files, where they are no directory. Names are
// slash-separated; fs.ErrNotExist says that there is no such file.
type Files interface {
	Open(name string) (io.ReadSeekCloser, error)
}

// A Release is what the server says of what it hands out.
type Release struct {
	Timestamp []byte // timestamp.json, as verified
	Number    int64  // its version
	Expires   time.Time
	Lists     []List

	tag string // of Timestamp
}

// A List is one published pack.
type List struct {
	Name    string
	Version uint32
	AsOf    time.Time // a day, UTC
	Terms   int
	SHA256  string
	Length  int64
	Brotli  int64 // length as sent to browsers, 0 when sent as it is
	Deltas  int   // from so many earlier versions
	Shards  int   // files of details, of a register; 0 for none
	Shard   int64 // length of each
}

// A Server hands out one published directory.
type Server struct {
	config   Config
	pages    *pages
	metrics  *metrics
	kept     kept
	release  atomic.Pointer[Release] // nil until one has been loaded
	draining atomic.Bool
	refresh  sync.Mutex
	refused  []byte // the timestamp.json that was last refused: told once
}

// New makes a server and loads the release that is there. With none, or a
// broken one, it starts all the same, and is not ready.
func New(config Config) *Server {
	if config.Log == nil {
		config.Log = slog.New(slog.DiscardHandler)
	}
	if config.Now == nil {
		config.Now = time.Now
	}
	if config.Drain == 0 {
		config.Drain = 10 * time.Second
	}
	if config.Files == nil {
		config.Files = directory(config.Published)
	}
	s := &Server{config: config, pages: newPages()}
	s.metrics = newMetrics(s)
	s.Refresh()
	return s
}

// Refresh takes up a new release if there is one, and it is whole.
func (s *Server) Refresh() {
	s.refresh.Lock()
	defer s.refresh.Unlock()
	found, err := s.readFile("v1/m/timestamp.json")
	if errors.Is(err, fs.ErrNotExist) {
		return // nothing is published yet, or the directory was taken away: what is loaded stays
	}
	loaded := s.release.Load()
	if err == nil && (loaded != nil && bytes.Equal(found, loaded.Timestamp) || bytes.Equal(found, s.refused)) {
		return
	}
	var release *Release
	if err == nil {
		release, err = s.config.Load()
	}
	if err != nil {
		s.refused = found
		s.metrics.refused.Inc()
		s.config.Log.Error("the published release is refused; the last good one stays", "error", err)
		return
	}
	s.refused = nil
	release.tag = etag(release.Timestamp)
	s.release.Store(release)
	s.kept.forget()
	s.config.Log.Info("release loaded", "timestamp", release.Number, "expires", release.Expires, "lists", len(release.Lists))
	if release.Expires.Before(s.config.Now()) {
		s.config.Log.Warn("the release has expired: clients keep what they have; publish again", "expires", release.Expires)
	}
}

// readFile reads a small published file.
func (s *Server) readFile(name string) ([]byte, error) {
	f, err := s.open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readAll(f, maxMetadata)
}

func (s *Server) open(name string) (io.ReadSeekCloser, error) { return s.config.Files.Open(name) }

// A directory is opened each time, as it may be made, or replaced, while the
// server runs.
type directory string

func (d directory) Open(name string) (io.ReadSeekCloser, error) {
	f, err := openIn(string(d), filepath.FromSlash(name))
	if err != nil {
		return nil, err
	}
	return f, nil
}

// openIn opens a regular file in a directory, and follows nothing out of it.
func openIn(dir, name string) (*os.File, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close() // the file stays open
	f, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s: %w", name, fs.ErrNotExist)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// Serve answers on the listener until ctx ends; then it takes no more
// requests, and returns when the open ones are answered or the time for that
// is over.
func (s *Server) Serve(ctx context.Context, listener net.Listener) error {
	server := &http.Server{
		Handler:           s.Handler(),
		ReadHeaderTimeout: readTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeader,
		ErrorLog:          slog.NewLogLogger(s.config.Log.Handler(), slog.LevelDebug), // broken handshakes and the like
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	every := refreshEvery
	if _, local := s.config.Files.(directory); !local {
		every = refreshStore
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			s.Refresh()
		case err := <-failed:
			return fmt.Errorf("serve: %w", err)
		case <-ctx.Done():
			return s.shutdown(server)
		}
	}
}

func (s *Server) shutdown(server *http.Server) error {
	s.draining.Store(true)
	s.config.Log.Info("stopping: no new requests, open ones are finished", "limit", s.config.Drain)
	ctx, cancel := context.WithTimeout(context.Background(), s.config.Drain)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		return errors.Join(fmt.Errorf("serve: requests were cut off after %v: %w", s.config.Drain, err), server.Close())
	}
	return nil
}
