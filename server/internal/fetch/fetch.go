// Package fetch downloads offices' files, which are large and come over lines
// that break.
//
//	client := fetch.New()
//	items, err := client.Catalog(ctx, address)        // or an Item of one's own
//	result, err := client.Download(ctx, items[0], "files")
//
// What it promises: a file under its own name is whole, of the size and the
// checksum that were given, if any were. A download that broke goes on where it
// stopped, with the next attempt or the next process, but only within the same
// version of the file. A server that fails is asked again, later each time; no
// body is longer than the limit, no server is waited for without end, and no
// name from outside leaves the directory. An office's key goes to that office
// alone.
//
// It does not look into the files: package intake does.
package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

const (
	// DefaultMaxSize bounds a file: the largest annual one has some 3 GB.
	DefaultMaxSize = 16 << 30
	// maxTries is how often in a row nothing may come.
	maxTries = 8
	// maxWait is the longest that a server may have us wait.
	maxWait = time.Hour
	// headerTimeout and idleTimeout bound the wait for an answer, and for the
	// next bytes of it.
	headerTimeout = time.Minute
	idleTimeout   = time.Minute
	firstWait     = time.Second
)

// A Client downloads. Its fields may be changed before it is used.
type Client struct {
	HTTP    *http.Client
	MaxSize int64
	Idle    time.Duration // without a byte, before an attempt counts as failed
	Wait    time.Duration // before the second attempt; each later one waits longer
	Key     string        // for who asks for one, in an X-API-KEY header
	KeyHost string        // to whom the key goes: this host and those below it
	Tell    func(string)  // of attempts that failed
}

// New is a client with the usual limits.
func New() *Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.ResponseHeaderTimeout = headerTimeout
	transport.DisableCompression = true // a range is of bytes as they are stored
	c := &Client{
		MaxSize: DefaultMaxSize, Idle: idleTimeout, Wait: firstWait, Tell: func(string) {},
	}
	c.HTTP = &http.Client{Transport: transport, CheckRedirect: c.redirected}
	return c
}

// An Item is a file to download.
type Item struct {
	URL    string
	Name   string // to keep it under; "" is the last part of the address
	Size   int64  // 0: not known
	SHA256 string // hexadecimal; "" is not known
	Day    string // last day of its data, as a catalog says it
}

// A Result is what became of an item.
type Result struct {
	File    string
	Bytes   int64
	Resumed bool // some of it came in an attempt before
	Same    bool // it was here already
}

// A retryError is worth another attempt.
type retryError struct {
	after time.Duration // that the server asked for
	err   error
}

func (e *retryError) Error() string { return e.err.Error() }

func (e *retryError) Unwrap() error { return e.err }

func again(format string, args ...any) error { return &retryError{err: fmt.Errorf(format, args...)} }

// safeName is what a file may be called, whoever names it.
var safeName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$`)

// Download brings an item into a directory.
func (c *Client) Download(ctx context.Context, item Item, dir string) (Result, error) {
	if err := c.allowed(item); err != nil {
		return Result{}, err
	}
	if item.Name == "" {
		u, _ := url.Parse(item.URL) // allowed has done so
		item.Name = path.Base(u.Path)
	}
	if !safeName.MatchString(item.Name) {
		return Result{}, fmt.Errorf("%.200q: a name that no file is given", item.Name)
	}
	if item.Size > c.MaxSize {
		return Result{}, fmt.Errorf("%s: has %d bytes, over the limit of %d", item.Name, item.Size, c.MaxSize)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return Result{}, err
	}
	d := &download{Client: c, item: item, target: filepath.Join(dir, item.Name), part: filepath.Join(dir, "."+item.Name+".part")}
	if info, err := os.Stat(d.target); err == nil && item.Size > 0 && info.Size() == item.Size {
		return Result{File: d.target, Bytes: item.Size, Same: true}, nil
	}
	lock := flock.New(d.part + ".lock")
	if held, err := lock.TryLock(); err != nil || !held {
		return Result{}, errors.Join(fmt.Errorf("%s: is being downloaded by another process", d.target), err)
	}
	defer lock.Unlock() //nolint:errcheck // the system lets go of it anyway
	result, err := d.run(ctx)
	if err != nil {
		return Result{}, fmt.Errorf("%s: %w", item.Name, err)
	}
	os.Remove(d.part + ".lock") //nolint:errcheck // nothing but an empty file
	return result, nil
}

// allowed refuses an address that anybody on the way could answer for.
func (c *Client) allowed(item Item) error {
	u, err := url.Parse(item.URL)
	switch {
	case err != nil || u.Host == "":
		return fmt.Errorf("%.200q is no address", item.URL)
	case u.Scheme == "https", u.Scheme == "http" && (isLoopback(u.Hostname()) || item.SHA256 != ""):
		return nil
	case u.Scheme == "http":
		return fmt.Errorf("%.200q: http without a checksum; anybody on the way could change the file", item.URL)
	}
	return fmt.Errorf("%.200q: neither https nor http", item.URL)
}

func isLoopback(host string) bool { return host == "localhost" || host == "127.0.0.1" || host == "::1" }

// errRedirected is what no other attempt would change.
var errRedirected = errors.New("redirected")

// redirected is asked before a redirection is followed: never from https to
// http, and with the key only to those it is for.
func (c *Client) redirected(next *http.Request, before []*http.Request) error {
	const most = 10
	if len(before) >= most {
		return fmt.Errorf("%w without end", errRedirected)
	}
	if next.URL.Scheme != "https" && before[len(before)-1].URL.Scheme == "https" {
		return fmt.Errorf("%w from https to %s", errRedirected, next.URL.Scheme)
	}
	next.Header.Del(keyHeader)
	c.addKey(next)
	return nil
}

const keyHeader = "X-API-KEY"

func (c *Client) addKey(r *http.Request) {
	host := r.URL.Hostname()
	if c.Key != "" && c.KeyHost != "" && (host == c.KeyHost || strings.HasSuffix(host, "."+c.KeyHost)) {
		r.Header.Set(keyHeader, c.Key)
	}
}
