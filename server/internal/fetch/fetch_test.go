package fetch_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"clearlist/server/internal/fetch"
)

// content is a file of an office, in an edition.
func content(edition int) []byte {
	return bytes.Repeat([]byte(fmt.Sprintf("edition %d of the file. ", edition)), 10_000)
}

func sumOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// An office is a server whose answers are given beforehand, one for each
// request; the last one goes on for ever.
type office struct {
	*httptest.Server
	mutex    sync.Mutex
	answers  []func(http.ResponseWriter, *http.Request)
	requests []*http.Request
}

func newOffice(t *testing.T, answers ...func(http.ResponseWriter, *http.Request)) *office {
	t.Helper()
	o := &office{answers: answers}
	o.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		o.mutex.Lock()
		answer := o.answers[min(len(o.requests), len(o.answers)-1)]
		o.requests = append(o.requests, r.Clone(context.Background()))
		o.mutex.Unlock()
		answer(w, r)
	}))
	t.Cleanup(o.Close)
	return o
}

type answer = func(http.ResponseWriter, *http.Request)

// whole serves a file as a good server does, ranges and conditions and all.
func whole(edition int) answer {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", fmt.Sprintf(`"edition-%d"`, edition))
		w.Header().Set("Content-Type", "application/zip")
		http.ServeContent(w, r, "", time.Date(2026, 1, edition, 0, 0, 0, 0, time.UTC), bytes.NewReader(content(edition)))
	}
}

// broken says how long it is, and breaks off after some bytes.
func broken(edition, after int, headers ...string) answer {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("ETag", fmt.Sprintf(`"edition-%d"`, edition))
		w.Header().Set("Content-Length", strconv.Itoa(len(content(edition))))
		for i := 0; i < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.Write(content(edition)[:after]) //nolint:errcheck // the client may be gone
	}
}

func status(code int, headers ...string) answer {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(code)
	}
}

func newClient() *fetch.Client {
	c := fetch.New()
	c.Wait = time.Millisecond
	return c
}

// What a server may do, and what becomes of it.
func TestDownload(t *testing.T) {
	size := int64(len(content(1)))
	digest := func(edition int) string {
		sum := sha256.Sum256(content(edition))
		return "sha-256=:" + base64.StdEncoding.EncodeToString(sum[:]) + ":"
	}
	with := func(name, value string, next answer) answer {
		return func(w http.ResponseWriter, r *http.Request) { w.Header().Set(name, value); next(w, r) }
	}
	for _, c := range []struct {
		name    string
		answers []answer
		item    fetch.Item
		client  func(*fetch.Client)
		want    int    // edition that is there in the end; 0 is none
		err     string // part of the error
		asked   int    // requests
	}{
		{name: "whole at once", answers: []answer{whole(1)}, want: 1, asked: 1},
		{name: "broken off, and gone on with", answers: []answer{broken(1, 1000), broken(1, 0), whole(1)}, want: 1, asked: 3},
		{name: "changed in between", answers: []answer{broken(1, 1000), whole(2)}, want: 2, asked: 2},
		{name: "the server knows no ranges", answers: []answer{broken(1, 1000), broken(1, int(size))}, want: 1, asked: 2},
		{name: "nothing tells the version", answers: []answer{broken(1, 1000, "ETag", ""), whole(2)}, want: 2, asked: 2},
		{name: "a weak ETag tells nothing of bytes", answers: []answer{broken(1, 1000, "ETag", `W/"1"`), whole(2)}, want: 2, asked: 2},
		{name: "goes on in another place", answers: []answer{
			broken(1, 1000),
			func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Range", fmt.Sprintf("bytes 500-%d/%d", size-1, size))
				w.WriteHeader(http.StatusPartialContent)
				w.Write(content(1)[500:]) //nolint:errcheck // as above
			}, whole(1),
		}, want: 1, asked: 3},
		{name: "the rest of something longer", answers: []answer{
			broken(1, 1000),
			func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Range", fmt.Sprintf("bytes 1000-%d/%d", size, size+1))
				w.WriteHeader(http.StatusPartialContent)
			}, whole(1),
		}, want: 1, asked: 3},
		{name: "has no such part", answers: []answer{broken(1, 1000), status(416), whole(1)}, want: 1, asked: 3},
		{name: "a status out of the air", answers: []answer{status(206)}, err: "status 206", asked: 1},
		{name: "too many requests", answers: []answer{status(429, "Retry-After", "0"), whole(1)}, want: 1, asked: 2},
		{name: "asks to wait a second", answers: []answer{status(503, "Retry-After", "1"), whole(1)}, want: 1, asked: 2},
		{name: "asks to wait for days", answers: []answer{status(429, "Retry-After", "999999")}, err: "asks to come back in 277h", asked: 1},
		{name: "fails twice", answers: []answer{status(500), status(502), whole(1)}, want: 1, asked: 3},
		{name: "fails for ever", answers: []answer{status(503)}, err: "status 503 Service Unavailable (8 attempts in a row)", asked: 8},
		{name: "breaks off for ever, with some each time", answers: []answer{broken(1, 10), func(w http.ResponseWriter, r *http.Request) {
			var from int
			fmt.Sscanf(r.Header.Get("Range"), "bytes=%d-", &from)
			w.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", from, size-1, size))
			w.Header().Set("Content-Length", strconv.Itoa(int(size)-from))
			w.WriteHeader(http.StatusPartialContent)
			w.Write(content(1)[from:min(int(size), from+20_000)]) //nolint:errcheck // as above
		}}, want: 1, asked: 13},
		{name: "not there", answers: []answer{status(404)}, err: "status 404", asked: 1},
		{name: "gone", answers: []answer{status(410)}, err: "status 410", asked: 1},
		{name: "forbidden", answers: []answer{status(403)}, err: "does the office want a key?", asked: 1},
		{name: "a portal", answers: []answer{with("Content-Type", "text/html; charset=utf-8", status(200))}, err: "a web page came instead", asked: 1},
		{name: "in a coding nobody asked for", answers: []answer{with("Content-Encoding", "br", status(200))}, err: `the coding "br"`, asked: 1},
		{name: "the checksum that was given", answers: []answer{whole(1)}, item: fetch.Item{SHA256: sumOf(content(1))}, want: 1, asked: 1},
		{name: "another checksum", answers: []answer{whole(2)}, item: fetch.Item{SHA256: sumOf(content(1))}, err: "its SHA-256 is " + sumOf(content(2)) + ", not", asked: 1},
		{name: "the server's own checksum", answers: []answer{with("Repr-Digest", digest(1), whole(1))}, want: 1, asked: 1},
		{name: "not the server's own checksum", answers: []answer{with("Repr-Digest", digest(2), whole(1))}, err: "the server says " + sumOf(content(2)), asked: 1},
		{name: "pieces of two editions under one name", answers: []answer{broken(2, 1000, "ETag", `"edition-1"`), whole(1), whole(1)}, item: fetch.Item{SHA256: sumOf(content(1))}, want: 1, asked: 3},
		{name: "another size than the catalog's", answers: []answer{whole(1)}, item: fetch.Item{Size: size + 1}, err: fmt.Sprintf("has %d bytes, and should have %d", size, size+1), asked: 1},
		{name: "the catalog's size is over the limit", answers: []answer{whole(1)}, item: fetch.Item{Size: 1 << 40}, err: "over the limit", asked: 0},
		{name: "over the limit by its own word", answers: []answer{whole(1)}, client: func(c *fetch.Client) { c.MaxSize = 100 }, err: "over the limit of 100", asked: 1},
		{name: "endless", answers: []answer{func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				if _, err := w.Write(content(1)); err != nil {
					return
				}
			}
		}}, client: func(c *fetch.Client) { c.MaxSize = 1 << 20 }, err: "longer than the limit of 1048576", asked: 1},
		{name: "falls silent", answers: []answer{func(w http.ResponseWriter, r *http.Request) {
			broken(1, 1000)(w, r)
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		}, whole(1)}, client: func(c *fetch.Client) { c.Idle = time.Second }, want: 1, asked: 2},
		{name: "redirected to itself", answers: []answer{func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path, http.StatusFound) }}, err: "redirected without end", client: func(c *fetch.Client) { c.MaxSize = 1 << 20 }, asked: 10},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o, client, dir := newOffice(t, c.answers...), newClient(), t.TempDir()
			if c.client != nil {
				c.client(client)
			}
			c.item.URL = o.URL + "/apc260102.zip"
			got, err := client.Download(context.Background(), c.item, dir)
			if c.err == "" && err != nil || c.err != "" && (err == nil || !strings.Contains(err.Error(), c.err) || !strings.Contains(err.Error(), "apc260102.zip")) {
				t.Errorf("got %v, want %q", err, c.err)
			}
			there, err := os.ReadFile(filepath.Join(dir, "apc260102.zip"))
			switch {
			case c.want == 0 && err == nil:
				t.Error("a file is there")
			case c.want > 0 && !bytes.Equal(there, content(c.want)):
				t.Errorf("it is not edition %d: %v", c.want, err)
			case c.want > 0:
				if got.File != filepath.Join(dir, "apc260102.zip") || got.Bytes != int64(len(there)) {
					t.Errorf("got %+v", got)
				}
				if left, _ := filepath.Glob(filepath.Join(dir, ".*")); len(left) > 0 {
					t.Errorf("left behind: %v", left)
				}
			}
			if len(o.requests) != c.asked {
				t.Errorf("asked %d times, want %d", len(o.requests), c.asked)
			}
		})
	}
}

// Another process goes on where the first one ended.
func TestGoingOnInAnotherProcess(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(context.Background())
	o := newOffice(t, func(w http.ResponseWriter, r *http.Request) {
		broken(1, 100_000)(w, r)
		w.(http.Flusher).Flush()
		cancel()
		<-r.Context().Done()
	}, whole(1))
	item := fetch.Item{URL: o.URL + "/a.zip"}
	if _, err := newClient().Download(ctx, item, dir); err == nil {
		t.Fatal("it did not stop")
	}
	got, err := newClient().Download(context.Background(), item, dir)
	if err != nil || !got.Resumed && o.requests[1].Header.Get("Range") != "" {
		t.Fatalf("%+v, %v", got, err)
	}
	there, err := os.ReadFile(got.File)
	if err != nil || !bytes.Equal(there, content(1)) {
		t.Errorf("it is something else: %v", err)
	}
}

// What is here already is not downloaded again, unless the office has another.
func TestTheNewestIsHere(t *testing.T) {
	o, dir, client := newOffice(t, whole(1), whole(1), whole(2)), t.TempDir(), newClient()
	for i, want := range []struct {
		edition int
		same    bool
	}{{1, false}, {1, true}, {2, false}} {
		got, err := client.Download(context.Background(), fetch.Item{URL: o.URL + "/a.zip"}, dir)
		if err != nil {
			t.Fatal(err)
		}
		if there, _ := os.ReadFile(got.File); got.Same != want.same || !bytes.Equal(there, content(want.edition)) {
			t.Errorf("%d: %+v", i, got)
		}
	}
	got, err := client.Download(context.Background(), fetch.Item{URL: o.URL + "/a.zip", Size: int64(len(content(2)))}, dir)
	if err != nil || !got.Same || len(o.requests) != 3 {
		t.Errorf("%+v, %v, asked %d times", got, err, len(o.requests))
	}
}

// Of two downloads of one file at once, one says so.
func TestTwoAtOnce(t *testing.T) {
	started, end := make(chan struct{}), make(chan struct{})
	o := newOffice(t, func(w http.ResponseWriter, r *http.Request) { close(started); <-end; whole(1)(w, r) })
	item, dir, first := fetch.Item{URL: o.URL + "/a.zip"}, t.TempDir(), make(chan error)
	go func() { _, err := newClient().Download(context.Background(), item, dir); first <- err }()
	<-started
	if _, err := newClient().Download(context.Background(), item, dir); err == nil || !strings.Contains(err.Error(), "another process") {
		t.Errorf("got %v", err)
	}
	close(end)
	if err := <-first; err != nil {
		t.Error(err)
	}
}

// The key goes to the office, and with no redirection to anybody else.
func TestTheKeyStaysWithTheOffice(t *testing.T) {
	store := newOffice(t, whole(1))
	elsewhere := strings.Replace(store.URL, "127.0.0.1", "localhost", 1)
	o := newOffice(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, elsewhere+"/signed.zip", http.StatusFound)
	})
	client := newClient()
	client.Key, client.KeyHost = "secret", "127.0.0.1"
	if _, err := client.Download(context.Background(), fetch.Item{URL: o.URL + "/a.zip"}, t.TempDir()); err != nil {
		t.Fatal(err)
	}
	if o.requests[0].Header.Get("X-API-KEY") != "secret" {
		t.Error("the office did not get its key")
	}
	if got := store.requests[0].Header.Get("X-API-KEY"); got != "" {
		t.Errorf("another server got it: %q", got)
	}
}

func TestAddressesAndNamesThatAreRefused(t *testing.T) {
	plain := newOffice(t, whole(1))
	secure := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, plain.URL+"/a.zip", http.StatusFound)
	}))
	defer secure.Close()
	client := newClient()
	client.HTTP.Transport = secure.Client().Transport
	for _, c := range []struct {
		item fetch.Item
		want string
	}{
		{fetch.Item{URL: "http://example.org/a.zip"}, "http without a checksum"},
		{fetch.Item{URL: "ftp://example.org/a.zip"}, "neither https nor http"},
		{fetch.Item{URL: "file:///etc/passwd"}, "is no address"},
		{fetch.Item{URL: "a.zip"}, "is no address"},
		{fetch.Item{URL: plain.URL + "/..%2f.."}, "a name that no file is given"},
		{fetch.Item{URL: plain.URL + "/"}, "a name that no file is given"},
		{fetch.Item{URL: plain.URL + "/a.zip", Name: "../a.zip"}, "a name that no file is given"},
		{fetch.Item{URL: plain.URL + "/a.zip", Name: ".bashrc"}, "a name that no file is given"},
		{fetch.Item{URL: secure.URL + "/a.zip"}, "redirected from https to http"},
	} {
		dir := t.TempDir()
		client.Wait = time.Nanosecond
		if _, err := client.Download(context.Background(), c.item, dir); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: got %v, want %q", c.item, err, c.want)
		}
		if there, _ := filepath.Glob(filepath.Join(dir, "*.zip")); len(there) > 0 {
			t.Errorf("%+v: %v", c.item, there)
		}
	}
}

func TestNewest(t *testing.T) {
	days := []fetch.Item{{Name: "a", Day: "1"}, {Name: "b", Day: "2"}, {Name: "c", Day: "3"}, {Name: "d", Day: "3"}}
	for n, want := range map[int]int{0: 2, 1: 1, 3: 3, 9: 4} {
		if got := fetch.Newest(days, n); len(got) != want || got[len(got)-1].Name != "d" {
			t.Errorf("newest %d: %v", n, got)
		}
	}
	if got := fetch.Newest(days[2:], 0); len(got) != 2 {
		t.Errorf("all of one day: %v", got)
	}
}

func TestCatalog(t *testing.T) {
	file := func(name, to string) string {
		return fmt.Sprintf(`{"fileName":%q,"fileSize":5,"fileDataToDate":%q,"fileReleaseDate":%q,"fileDownloadURI":"https://api.example.org/%s"}`, name, to, to, "x")
	}
	bag := func(files ...string) string {
		return `{"count":1,"bulkDataProductBag":[{"productIdentifier":"TRTDXFAP","productFileBag":{"count":3,"fileDataBag":[` + strings.Join(files, ",") + `]}}]}`
	}
	say := func(text string) answer { return func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, text) } }
	for _, c := range []struct {
		name   string
		answer answer
		want   string // names, or the error
	}{
		{"oldest first", say(bag(file("apc260103.zip", "2026-01-03"), file("apc260101.zip", "2026-01-01"), file("notes.pdf", "2026-01-09"), file("apc260102.zip", "2026-01-02"))), "apc260101.zip apc260102.zip apc260103.zip"},
		{"no file", say(bag()), "lists no file"},
		{"not a catalog", say("<html>"), "is no list of files"},
		{"a name that leads out", say(bag(file("../../a.zip", "2026-01-01"))), "a name that no file is given"},
		{"no key", status(403), "does the office want a key?"},
		{"down", status(500), "status 500"},
		{"endless", say(strings.Repeat(" ", 17<<20)), "over 16 MB"},
	} {
		o := newOffice(t, c.answer)
		items, err := newClient().Catalog(context.Background(), o.URL+"/products/TRTDXFAP")
		got := fmt.Sprint(err)
		if err == nil {
			var names []string
			for _, item := range items {
				names = append(names, item.Name)
			}
			got = strings.Join(names, " ")
		}
		if !strings.Contains(got, c.want) {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}
