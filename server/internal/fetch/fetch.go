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
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v5"
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

// A download is an item on its way.
type download struct {
	*Client
	item         Item
	target, part string
	digest       []byte // of the whole, if an answer gave it
	resumed      bool
}

// A note lies beside what has come so far, and says of which version it is.
type note struct {
	URL, ETag, LastModified string
	Total                   int64 // 0: not known
}

// validator is what tells the version in If-Range; "" where nothing does. A weak
// ETag does not tell bytes apart.
func (n note) validator() string {
	if n.ETag != "" && !strings.HasPrefix(n.ETag, "W/") {
		return n.ETag
	}
	return n.LastModified
}

// run tries until the file is whole, or nothing comes any more.
func (d *download) run(ctx context.Context) (Result, error) {
	waits := backoff.NewExponentialBackOff()
	waits.InitialInterval, waits.MaxInterval = d.Wait, maxWait
	for tries := 1; ; tries++ {
		before := d.have()
		done, result, err := d.attempt(ctx)
		if done {
			return result, err
		}
		var retry *retryError
		if !errors.As(err, &retry) || ctx.Err() != nil {
			return Result{}, err
		}
		if d.have() > before {
			tries = 1
			waits.Reset()
		}
		if tries == maxTries {
			return Result{}, fmt.Errorf("%w (%d attempts in a row)", err, tries)
		}
		wait := max(retry.after, waits.NextBackOff())
		if wait > maxWait {
			return Result{}, fmt.Errorf("%w; the server asks to come back in %s", err, retry.after)
		}
		d.Tell(fmt.Sprintf("%s: %v; again in %s, %d bytes are here", d.item.Name, err, wait.Round(time.Millisecond), d.have()))
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return Result{}, ctx.Err()
		}
	}
}

// have is how many bytes have come.
func (d *download) have() int64 {
	info, err := os.Stat(d.part)
	if err != nil {
		return 0
	}
	return info.Size()
}

func (d *download) drop() {
	os.Remove(d.part)          //nolint:errcheck // what cannot go is overwritten
	os.Remove(d.part + ".txt") //nolint:errcheck // as above
}

// known is the note of what has come, if it is of this address and can be gone
// on with.
func (d *download) known() (note, int64) {
	var n note
	text, err := os.ReadFile(d.part + ".txt")
	if err != nil || json.Unmarshal(text, &n) != nil || n.URL != d.item.URL || n.validator() == "" {
		return note{}, 0
	}
	return n, d.have()
}

// attempt asks once. It is done when the file is whole or here already.
func (d *download) attempt(ctx context.Context) (done bool, _ Result, _ error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, d.item.URL, nil)
	if err != nil {
		return false, Result{}, err
	}
	request.Header.Set("Accept-Encoding", "identity")
	d.addKey(request)
	n, have := d.known()
	if have > 0 {
		request.Header.Set("Range", fmt.Sprintf("bytes=%d-", have))
		request.Header.Set("If-Range", n.validator())
	} else if info, err := os.Stat(d.target); err == nil {
		request.Header.Set("If-Modified-Since", info.ModTime().UTC().Format(http.TimeFormat))
	}
	answer, err := d.HTTP.Do(request)
	if err != nil {
		if ctx.Err() != nil {
			return false, Result{}, ctx.Err()
		}
		if errors.Is(err, errRedirected) {
			return false, Result{}, err
		}
		return false, Result{}, again("%w", err)
	}
	defer answer.Body.Close()
	if answer.StatusCode == http.StatusNotModified && have == 0 {
		info, err := os.Stat(d.target)
		if err != nil {
			return false, Result{}, err
		}
		return true, Result{File: d.target, Bytes: info.Size(), Same: true}, d.checkSum(d.target)
	}
	if n, have, err = d.accept(answer, n, have); err != nil {
		return false, Result{}, err
	}
	if err := d.receive(ctx, answer, n, have, func() { cancel(errIdle) }); err != nil {
		return false, Result{}, err
	}
	return d.finish(n)
}

// accept reads the head of an answer: what the body continues, and how long all
// of it is.
func (d *download) accept(answer *http.Response, n note, have int64) (note, int64, error) {
	switch status := answer.StatusCode; {
	case status == http.StatusOK:
		n, have = note{URL: d.item.URL, ETag: answer.Header.Get("ETag"), LastModified: answer.Header.Get("Last-Modified"), Total: max(0, answer.ContentLength)}, 0
		d.resumed = false
	case status == http.StatusPartialContent && have > 0:
		from, total, ok := contentRange(answer.Header.Get("Content-Range"))
		if !ok || from != have || n.Total != 0 && total != 0 && total != n.Total {
			d.drop()
			return n, 0, again("the server goes on in another place: %.100q", answer.Header.Get("Content-Range"))
		}
		n.Total = max(n.Total, total)
		d.resumed = true
	case status == http.StatusRequestedRangeNotSatisfiable:
		d.drop()
		return n, 0, again("the server has no such part")
	case status == http.StatusTooManyRequests, status == http.StatusRequestTimeout, status >= 500:
		return n, 0, &retryError{retryAfter(answer.Header.Get("Retry-After")), fmt.Errorf("status %s", answer.Status)}
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		return n, 0, fmt.Errorf("status %s: does the office want a key?", answer.Status)
	default:
		return n, 0, fmt.Errorf("status %s", answer.Status)
	}
	if kind := answer.Header.Get("Content-Type"); strings.HasPrefix(kind, "text/html") {
		return n, 0, errors.New("a web page came instead of the file: is there a portal in between?")
	}
	if coding := answer.Header.Get("Content-Encoding"); coding != "" && coding != "identity" {
		return n, 0, fmt.Errorf("came in the coding %.40q, which was not asked for", coding)
	}
	if d.item.Size > 0 && n.Total > 0 && n.Total != d.item.Size {
		return n, 0, fmt.Errorf("has %d bytes, and should have %d", n.Total, d.item.Size)
	}
	if n.Total > d.MaxSize {
		return n, 0, fmt.Errorf("has %d bytes, over the limit of %d", n.Total, d.MaxSize)
	}
	if sum := digestIn(answer.Header); sum != nil {
		d.digest = sum
	}
	return n, have, nil
}

// errIdle ends an attempt to which no bytes come.
var errIdle = errors.New("nothing came for too long")

// receive appends the body to what has come. It calls stop when nothing comes.
func (d *download) receive(ctx context.Context, answer *http.Response, n note, have int64, stop func()) error {
	text, err := json.Marshal(n)
	if err != nil {
		return err
	}
	flags := os.O_CREATE | os.O_WRONLY
	if have == 0 {
		flags |= os.O_TRUNC
	}
	file, err := os.OpenFile(d.part, flags, 0o644)
	if err != nil {
		return err
	}
	defer file.Close()
	if err := os.WriteFile(d.part+".txt", text, 0o644); err != nil {
		return err
	}
	if _, err := file.Seek(have, io.SeekStart); err != nil {
		return err
	}
	idle := time.AfterFunc(d.Idle, stop)
	defer idle.Stop()
	body := &watched{r: answer.Body, alive: func() { idle.Reset(d.Idle) }}
	got, err := io.Copy(&failing{file, &body.writing}, io.LimitReader(body, d.MaxSize-have+1))
	if body.writing != nil {
		return body.writing // of the disk: no server can help
	}
	if have+got > d.MaxSize {
		d.drop()
		return fmt.Errorf("is longer than the limit of %d bytes", d.MaxSize)
	}
	if err != nil {
		if cause := context.Cause(ctx); cause != nil {
			err = cause
		}
		return again("broke off: %w", err)
	}
	if n.Total > 0 && have+got < n.Total {
		return again("broke off")
	}
	return file.Sync()
}

// watched tells whenever bytes come.
type watched struct {
	r       io.Reader
	alive   func()
	writing error
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.r.Read(p)
	if n > 0 {
		w.alive()
	}
	return n, err
}

// failing notes an error of the writer, which io.Copy mixes with the reader's.
type failing struct {
	w   io.Writer
	err *error
}

func (f *failing) Write(p []byte) (int, error) {
	n, err := f.w.Write(p)
	if err != nil {
		*f.err = err
	}
	return n, err
}

// finish checks what has come, and gives it its name.
func (d *download) finish(n note) (bool, Result, error) {
	have := d.have()
	if d.item.Size > 0 && have != d.item.Size || n.Total > 0 && have != n.Total {
		d.drop()
		return false, Result{}, fmt.Errorf("has %d bytes, and should have %d", have, max(d.item.Size, n.Total))
	}
	if err := d.checkSum(d.part); err != nil {
		d.drop()
		if d.resumed { // its parts may be of two versions after all
			return false, Result{}, again("%w", err)
		}
		return false, Result{}, err
	}
	if when, err := http.ParseTime(n.LastModified); err == nil {
		if err := os.Chtimes(d.part, when, when); err != nil {
			return false, Result{}, err
		}
	}
	if err := os.Rename(d.part, d.target); err != nil {
		return false, Result{}, err
	}
	os.Remove(d.part + ".txt") //nolint:errcheck // a note on nothing is not read
	return true, Result{File: d.target, Bytes: have, Resumed: d.resumed}, syncDir(filepath.Dir(d.target))
}

// checkSum compares a file with the sums that are known.
func (d *download) checkSum(name string) error {
	if d.item.SHA256 == "" && d.digest == nil {
		return nil
	}
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	var sum hash.Hash = sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return err
	}
	got := sum.Sum(nil)
	if d.digest != nil && !strings.EqualFold(hex.EncodeToString(got), hex.EncodeToString(d.digest)) {
		return fmt.Errorf("its SHA-256 is %x, the server says %x", got, d.digest)
	}
	if d.item.SHA256 != "" && !strings.EqualFold(hex.EncodeToString(got), d.item.SHA256) {
		return fmt.Errorf("its SHA-256 is %x, not %s", got, d.item.SHA256)
	}
	return nil
}

func syncDir(name string) error {
	dir, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// contentRange reads "bytes 100-199/200"; a total of * is 0.
func contentRange(text string) (from, total int64, ok bool) {
	span, all, found := strings.Cut(strings.TrimPrefix(text, "bytes "), "/")
	start, _, ranged := strings.Cut(span, "-")
	from, err := strconv.ParseInt(start, 10, 64)
	if !found || !ranged || err != nil {
		return 0, 0, false
	}
	if all != "*" {
		if total, err = strconv.ParseInt(all, 10, 64); err != nil || total <= from {
			return 0, 0, false
		}
	}
	return from, total, true
}

// retryAfter reads seconds, or a date.
func retryAfter(text string) time.Duration {
	if seconds, err := strconv.Atoi(text); err == nil && seconds >= 0 {
		return time.Duration(min(seconds, 1<<30)) * time.Second
	}
	if when, err := http.ParseTime(text); err == nil {
		return max(0, time.Until(when))
	}
	return 0
}

// digestIn is the SHA-256 of the whole file that an answer gives: Repr-Digest
// of RFC 9530, or Digest of RFC 3230.
func digestIn(header http.Header) []byte {
	for _, name := range []string{"Repr-Digest", "Digest"} {
		for _, one := range strings.Split(header.Get(name), ",") {
			algorithm, value, _ := strings.Cut(strings.TrimSpace(one), "=")
			if !strings.EqualFold(algorithm, "sha-256") {
				continue
			}
			if sum, err := base64.StdEncoding.DecodeString(strings.Trim(value, ":")); err == nil && len(sum) == sha256.Size {
				return sum
			}
		}
	}
	return nil
}
