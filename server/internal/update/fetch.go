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

// get fetches one file: no cookie, no name, no redirect to another place, and
// never more than limit bytes, counted after unpacking.
func (r *run) get(path, what string, limit int64, most time.Duration) ([]byte, error) {
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
	client := &http.Client{Transport: r.HTTP, CheckRedirect: stay}
	response, err := client.Do(request)
	if err != nil {
		return nil, fail(Unreachable, what, err)
	}
	defer response.Body.Close()
	switch {
	case response.StatusCode == http.StatusNotFound:
		return nil, &Failure{Kind: Status, What: what, Err: fmt.Errorf("404: %w", fs.ErrNotExist)}
	case response.StatusCode != http.StatusOK:
		f := fail(Status, what, errors.New(response.Status))
		f.Retry = retryAfter(response.Header.Get("Retry-After"), r.clock())
		return nil, f
	}
	body := io.Reader(response.Body)
	switch encoding := response.Header.Get("Content-Encoding"); encoding {
	case "", "identity":
		if response.ContentLength > limit {
			return nil, fail(TooLarge, what, fmt.Errorf("%d bytes", response.ContentLength))
		}
	case "br":
		body = brotli.NewReader(body)
	default:
		return nil, fail(Malformed, what, fmt.Errorf("encoding %q was not asked for", encoding))
	}
	var data bytes.Buffer
	n, err := io.Copy(&data, io.LimitReader(body, limit+1))
	switch {
	case n > limit:
		return nil, fail(TooLarge, what, fmt.Errorf("over %d bytes", limit))
	case err != nil:
		return nil, fail(Unreachable, what, err)
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
