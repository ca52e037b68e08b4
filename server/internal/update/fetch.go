package update

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/andybalholm/brotli"
)

// How long a document, and a pack, may take from the first byte asked to the
// last one read: 32 MiB over a line of 0.5 Mbit/s.
const (
	documentTime = 20 * time.Second
	packTime     = 10 * time.Minute
)

// get fetches one file.
func (r *run) get(path, what string, limit int64, most time.Duration) ([]byte, error) {
	data, err := r.ask(path, what, nil, limit, most)
	if err != nil {
		return nil, err
	}
	return data, nil
}

// errRange is an answer to a question for the rest of a file that is not it.
var errRange = errors.New("another range than was asked for")

// ask fetches one file, or the rest of it where the beginning is had: no
// cookie, no name, no redirect to another place, and never more than limit
// bytes, counted after unpacking. What had come when the line broke is returned
// beside the error.
func (r *run) ask(path, what string, had []byte, limit int64, most time.Duration) ([]byte, error) {
	if r.patience > 0 {
		most = r.patience
	}
	ctx, cancel := context.WithTimeout(r.ctx, most)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(r.From, "/")+path, nil)
	if err != nil {
		return nil, fail(Unreachable, what, err)
	}
	request.Header.Set("Accept-Encoding", "br")
	request.Header.Set("User-Agent", "clearlist")
	if len(had) > 0 {
		// Of the file as it is: the beginning was kept unpacked. No If-Range is
		// needed, as a name that is a hash holds the same bytes for ever.
		request.Header.Set("Accept-Encoding", "identity")
		request.Header.Set("Range", fmt.Sprintf("bytes=%d-", len(had)))
	}
	client := &http.Client{Transport: r.HTTP, CheckRedirect: stay}
	response, err := client.Do(request)
	if err != nil {
		return nil, fail(Unreachable, what, err)
	}
	defer response.Body.Close()
	switch {
	case response.StatusCode == http.StatusNotFound, response.StatusCode == http.StatusForbidden: // object stores say 403 for what is not there
		return nil, &Failure{Kind: Status, What: what, Err: fmt.Errorf("%d: %w", response.StatusCode, fs.ErrNotExist)}
	case len(had) > 0 && response.StatusCode == http.StatusPartialContent:
		var from int
		n, _ := fmt.Sscanf(response.Header.Get("Content-Range"), "bytes %d-", &from)
		if n != 1 || from != len(had) || response.Header.Get("Content-Encoding") != "" {
			return nil, fail(Malformed, what, errRange)
		}
	case len(had) > 0 && response.StatusCode == http.StatusRequestedRangeNotSatisfiable:
		return nil, fail(Malformed, what, errRange)
	case response.StatusCode == http.StatusOK:
		had = nil // all of it, asked for or not
	default:
		f := fail(Status, what, errors.New(response.Status))
		f.Retry = retryAfter(response.Header.Get("Retry-After"), r.clock())
		return nil, f
	}
	body := io.Reader(response.Body)
	switch encoding := response.Header.Get("Content-Encoding"); encoding {
	case "", "identity":
		if response.ContentLength > limit-int64(len(had)) {
			return nil, fail(TooLarge, what, fmt.Errorf("%d bytes", response.ContentLength))
		}
	case "br":
		body = brotli.NewReader(body)
	default:
		return nil, fail(Malformed, what, fmt.Errorf("encoding %q was not asked for", encoding))
	}
	var data bytes.Buffer
	data.Write(had)
	_, err = io.Copy(&data, io.LimitReader(body, limit-int64(len(had))+1))
	switch {
	case int64(data.Len()) > limit:
		return nil, fail(TooLarge, what, fmt.Errorf("over %d bytes", limit))
	case err != nil:
		return data.Bytes(), fail(Unreachable, what, err)
	}
	return data.Bytes(), nil
}

// stay follows a redirect within the place that was named, and no other.
func stay(request *http.Request, via []*http.Request) error {
	if len(via) > 3 {
		return errors.New("too many redirects")
	}
	if !sameOrigin(request.URL, via[0].URL) {
		return fmt.Errorf("redirected to another place, %s", request.URL.Host)
	}
	return nil
}

func sameOrigin(a, b *url.URL) bool { return a.Scheme == b.Scheme && a.Host == b.Host }

// retryAfter reads the header's seconds or date; 0 is none.
func retryAfter(value string, now time.Time) time.Duration {
	if seconds, err := strconv.Atoi(value); err == nil && seconds > 0 {
		return min(time.Duration(min(seconds, int(maxWait/time.Second)))*time.Second, maxWait)
	}
	if at, err := http.ParseTime(value); err == nil && at.After(now) {
		return min(at.Sub(now), maxWait)
	}
	return 0
}
