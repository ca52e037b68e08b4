package fetch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v5"
)

// A download is an item on its way.
type download struct {
	*Client
	item         Item
	target, part string
	digest       []byte // of the whole, if an answer gave it
	resumed      bool
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
