package api_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"clearlist/server/internal/api"

	"github.com/andybalholm/brotli"
)

var (
	packBytes = bytes.Repeat([]byte("a pack of words. "), 4000)
	packHash  = hashOf(packBytes)
	now       = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
)

// site is a published directory and a Try it page, with a server before them.
type site struct {
	t         *testing.T
	dir, try  string
	log       bytes.Buffer
	logs      sync.Mutex
	load      func() (*api.Release, error)
	server    *api.Server
	handler   http.Handler
	timestamp string
}

func (s *site) Write(line []byte) (int, error) {
	s.logs.Lock()
	defer s.logs.Unlock()
	return s.log.Write(line)
}

func newSite(t *testing.T) *site {
	s := &site{t: t, dir: filepath.Join(t.TempDir(), "published"), try: t.TempDir(), timestamp: `{"version":7}`}
	s.load = func() (*api.Release, error) {
		data, err := os.ReadFile(filepath.Join(s.dir, "v1/m/timestamp.json"))
		return &api.Release{
			Timestamp: data, Number: 7, Expires: now.Add(7 * 24 * time.Hour),
			Lists: []api.List{{Name: "curated", Version: 3, AsOf: now.AddDate(0, 0, -3).Truncate(24 * time.Hour), Terms: 777, SHA256: packHash, Length: int64(len(packBytes)), Brotli: 50, Deltas: 13, Shards: 1024, Shard: 200704}},
		}, err
	}
	s.put("v1/m/timestamp.json", []byte(s.timestamp))
	s.put("v1/m/1.root.json", []byte(`{"root":1}`))
	s.put("v1/m/1.root.json.br", brotliOf([]byte(`{"root":1}`)))
	s.put("v1/m/12.targets.json", []byte(`{"targets":12}`))
	s.put("v1/p/"+packHash+".curated.pack", packBytes)
	s.put("v1/p/"+packHash+".curated.pack.br", brotliOf(packBytes))
	s.put("../secret", []byte("secret"))
	for name, text := range map[string]string{
		"index.html": "<!doctype html><title>Try it</title>", "core.wasm": "\x00asm", "a/deep.js": strings.Repeat("let a = 1;\n", 200), ".hidden": "secret",
	} {
		s.putFile(filepath.Join(s.try, name), []byte(text))
	}
	s.start()
	return s
}

func (s *site) start() {
	s.server = api.New(api.Config{
		Published: s.dir, Load: func() (*api.Release, error) { return s.load() }, Try: s.try, Extension: "out/extension",
		Log: slog.New(slog.NewJSONHandler(s, nil)), Now: func() time.Time { return now },
	})
	s.handler = s.server.Handler()
}

func (s *site) put(name string, data []byte) { s.putFile(filepath.Join(s.dir, name), data) }

func (s *site) putFile(name string, data []byte) {
	s.t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o644); err != nil {
		s.t.Fatal(err)
	}
}

// get asks as a client would write it: "GET /path" and headers "Name: value".
func (s *site) get(request string, headers ...string) *http.Response {
	method, target, _ := strings.Cut(request, " ")
	r := httptest.NewRequest(method, target, nil)
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		r.Header.Add(name, value)
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w.Result()
}

func TestRoutes(t *testing.T) {
	s := newSite(t)
	pack := "/v1/p/" + packHash + ".curated.pack"
	const immutable = "public, max-age=31536000, immutable, no-transform"
	for _, c := range []struct {
		request, kind, cache string
		status               int
	}{
		{"GET /v1/m/timestamp.json", "application/json", "public, max-age=300, stale-while-revalidate=3600, stale-if-error=86400", 200},
		{"HEAD /v1/m/timestamp.json", "application/json", "public, max-age=300, stale-while-revalidate=3600, stale-if-error=86400", 200},
		{"GET /v1/m/1.root.json", "application/json", immutable, 200},
		{"GET /v1/m/12.targets.json", "application/json", immutable, 200},
		{"GET " + pack, "application/octet-stream", immutable, 200},
		{"HEAD " + pack, "application/octet-stream", immutable, 200},
		{"GET /healthz", "application/json", "no-store", 200},
		{"GET /readyz", "application/json", "no-store", 200},
		{"GET /", "text/html; charset=utf-8", "no-cache", 200},
		{"GET /style.css", "text/css; charset=utf-8", "no-cache", 200},
		{"GET /try", "text/html; charset=utf-8", "", 308},
		{"GET /try/", "text/html; charset=utf-8", "no-cache", 200},
		{"GET /try/index.html", "text/html; charset=utf-8", "no-cache", 200},
		{"GET /try/core.wasm", "application/wasm", "no-cache", 200},
		{"GET /try/a/deep.js", "text/javascript; charset=utf-8", "no-cache", 200},

		{"GET /nothing", problem, "no-store", 404},
		{"GET /v1", problem, "no-store", 404},
		{"GET /v1/m/2.root.json", problem, "no-store", 404},
		{"GET /v1/m/01.root.json", problem, "no-store", 404},
		{"GET /v1/m/1.root.json.br", problem, "no-store", 404},
		{"GET /v1/m/", problem, "no-store", 404},
		{"GET " + pack + ".br", problem, "no-store", 404},
		{"GET /v1/m/..%2f..%2f..%2fsecret", problem, "no-store", 404},
		{"GET /v1/m/../../../secret", problem, "no-store", 404},
		{"GET /try/../secret", problem, "no-store", 404},
		{"GET /try/..%2fsecret", problem, "no-store", 404},
		{"GET /try//index.html", problem, "no-store", 404},
		{"GET /try/%00", problem, "no-store", 404},
		{"GET /try/" + strings.Repeat("a", 300), problem, "no-store", 404},
		{"GET /try/.hidden", problem, "no-store", 404},
		{"GET /try/a", problem, "no-store", 404},
		{"GET /try/index.html/more", problem, "no-store", 404},
		{"POST /v1/m/timestamp.json", problem, "no-store", 405},
		{"DELETE " + pack, problem, "no-store", 405},
		{"PUT /", problem, "no-store", 405},
		{"GET /" + strings.Repeat("a", 2000), problem, "no-store", 414},
	} {
		t.Run(c.request[:min(len(c.request), 60)], func(t *testing.T) {
			got := s.get(c.request)
			if got.StatusCode != c.status || got.Header.Get("Content-Type") != c.kind || got.Header.Get("Cache-Control") != c.cache {
				t.Errorf("%d %q %q", got.StatusCode, got.Header.Get("Content-Type"), got.Header.Get("Cache-Control"))
			}
			if got.Header.Get("X-Content-Type-Options") != "nosniff" || got.Header.Get("Set-Cookie") != "" {
				t.Errorf("headers %v", got.Header)
			}
			body := read(t, got)
			if strings.HasPrefix(c.request, "HEAD") != (len(body) == 0) {
				t.Errorf("body %q", body)
			}
			if bytes.Contains(body, []byte("secret\n")) || bytes.Equal(body, []byte("secret")) {
				t.Error("a file outside is read")
			}
			if c.kind == problem {
				checkProblem(t, body, c.status)
			}
			if c.status == 405 && got.Header.Get("Allow") != "GET, HEAD" {
				t.Errorf("Allow: %q", got.Header.Get("Allow"))
			}
		})
	}
}

const problem = "application/problem+json"

func checkProblem(t *testing.T, body []byte, status int) {
	t.Helper()
	var p struct {
		Type, Title, Detail, Instance string
		Status                        int
	}
	if err := json.Unmarshal(body, &p); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	if p.Type != "about:blank" || p.Title != http.StatusText(status) || p.Status != status || !strings.HasPrefix(p.Instance, "urn:uuid:") {
		t.Errorf("problem %s", body)
	}
	if status < 500 && p.Detail == "" {
		t.Errorf("the problem gives no detail: %s", body)
	}
}

func TestFilesComeAsTheClientCanReadThem(t *testing.T) {
	s := newSite(t)
	for _, c := range []struct{ accept, encoding string }{
		{"", ""}, {"gzip, deflate, br, zstd", "br"}, {"br;q=0", ""}, {"br; q=0.000", ""}, {"gzip;q=1, BR;q=0.5", "br"}, {"gzip", ""}, {"brr", ""}, {"br;q=x", ""},
	} {
		for _, path := range []string{"/v1/p/" + packHash + ".curated.pack", "/v1/m/1.root.json"} {
			got := s.get("GET "+path, "Accept-Encoding: "+c.accept)
			if got.Header.Get("Content-Encoding") != c.encoding || got.Header.Get("Vary") != "Accept-Encoding" {
				t.Errorf("%q: %v", c.accept, got.Header)
			}
			body := read(t, got)
			if fmt.Sprint(len(body)) != got.Header.Get("Content-Length") {
				t.Errorf("%q: %d bytes, Content-Length %s", c.accept, len(body), got.Header.Get("Content-Length"))
			}
			if c.encoding == "br" {
				body, _ = io.ReadAll(brotli.NewReader(bytes.NewReader(body)))
			}
			if strings.HasSuffix(path, "pack") && !bytes.Equal(body, packBytes) {
				t.Errorf("%q: another pack", c.accept)
			}
		}
	}
	// No compressed form: nothing to vary.
	if got := s.get("GET /v1/m/12.targets.json", "Accept-Encoding: br"); got.Header.Get("Vary") != "" || got.Header.Get("Content-Encoding") != "" {
		t.Errorf("%v", got.Header)
	}
}

func TestTagsAreStrongAndKept(t *testing.T) {
	s := newSite(t)
	seen := map[string]bool{}
	for _, path := range []string{"/v1/m/timestamp.json", "/v1/m/1.root.json", "/v1/p/" + packHash + ".curated.pack"} {
		for _, accept := range []string{"", "br"} {
			first := s.get("GET "+path, "Accept-Encoding: "+accept)
			tag := first.Header.Get("ETag")
			if len(tag) < 66 || tag[0] != '"' || seen[tag] && path != "/v1/m/timestamp.json" {
				t.Errorf("%s %s: tag %s", path, accept, tag)
			}
			seen[tag] = true
			again := s.get("GET "+path, "Accept-Encoding: "+accept, "If-None-Match: "+tag)
			if again.StatusCode != 304 || len(read(t, again)) != 0 || again.Header.Get("ETag") != tag {
				t.Errorf("%s %s: %d %v", path, accept, again.StatusCode, again.Header)
			}
		}
	}
}

// The second answer comes from what is kept of the first.
func TestAnAnswerIsTheSameAgain(t *testing.T) {
	s := newSite(t)
	pack := "/v1/p/" + packHash + ".curated.pack"
	for _, path := range []string{"/v1/m/timestamp.json", "/v1/m/1.root.json", "/v1/m/12.targets.json", pack} {
		for _, accept := range []string{"", "br"} {
			ask := func(method string, more ...string) (*http.Response, []byte) {
				got := s.get(method+" "+path, append(more, "Accept-Encoding: "+accept)...)
				return got, read(t, got)
			}
			first, body := ask("GET")
			again, same := ask("GET", "Origin: https://a.example")
			if again.StatusCode != 200 || !reflect.DeepEqual(first.Header, again.Header) || !bytes.Equal(body, same) {
				t.Errorf("%s %q: first %v, then %d %v", path, accept, first.Header, again.StatusCode, again.Header)
			}
			head, none := ask("HEAD")
			if !reflect.DeepEqual(first.Header, head.Header) || len(none) != 0 {
				t.Errorf("%s %q: HEAD %v, %d bytes", path, accept, head.Header, len(none))
			}
			part, rest := ask("GET", "Range: bytes=2-", "If-Range: "+first.Header.Get("ETag"))
			if part.StatusCode != 206 || !bytes.Equal(rest, body[2:]) {
				t.Errorf("%s %q: a range: %d %v", path, accept, part.StatusCode, part.Header)
			}
			other, all := ask("GET", "Range: bytes=2-", `If-Range: "another"`)
			if other.StatusCode != 200 || !bytes.Equal(all, body) {
				t.Errorf("%s %q: a range of another file: %d %v", path, accept, other.StatusCode, other.Header)
			}
			if held, _ := ask("GET", "If-None-Match: "+first.Header.Get("ETag")); held.StatusCode != 304 {
				t.Errorf("%s %q: what the client has: %d", path, accept, held.StatusCode)
			}
			if gone, _ := ask("GET", `If-Match: "another"`); gone.StatusCode != 412 {
				t.Errorf("%s %q: another file: %d", path, accept, gone.StatusCode)
			}
		}
	}
}

func TestRanges(t *testing.T) {
	s := newSite(t)
	path := "GET /v1/p/" + packHash + ".curated.pack"
	got := s.get(path, "Range: bytes=100-199")
	if got.StatusCode != 206 || !bytes.Equal(read(t, got), packBytes[100:200]) || got.Header.Get("Content-Length") != "100" {
		t.Errorf("%d %v", got.StatusCode, got.Header)
	}
	short := brotliOf(packBytes)
	got = s.get(path, "Range: bytes=10-", "Accept-Encoding: br")
	if got.StatusCode != 206 || !bytes.Equal(read(t, got), short[10:]) || got.Header.Get("Content-Encoding") != "br" {
		t.Errorf("brotli: %d %v", got.StatusCode, got.Header)
	}
	got = s.get(path, "Range: bytes=900000-")
	body := read(t, got)
	if got.StatusCode != 416 || got.Header.Get("Content-Type") != problem || got.Header.Get("Content-Range") != fmt.Sprintf("bytes */%d", len(packBytes)) {
		t.Errorf("%d %v", got.StatusCode, got.Header)
	}
	checkProblem(t, body, 416)
}

func TestAnyPageMayReadTheLists(t *testing.T) {
	s := newSite(t)
	for _, origin := range []string{"", "Origin: https://sellercentral.amazon.com", "Origin: null"} {
		got := s.get("GET /v1/m/timestamp.json", origin)
		if got.Header.Get("Access-Control-Allow-Origin") != "*" || got.Header.Get("Access-Control-Allow-Credentials") != "" ||
			got.Header.Get("Cross-Origin-Resource-Policy") != "cross-origin" || got.Header.Get("Vary") != "" {
			t.Errorf("%q: %v", origin, got.Header)
		}
	}
	got := s.get("OPTIONS /v1/m/timestamp.json", "Origin: https://a.example", "Access-Control-Request-Method: GET", "Access-Control-Request-Headers: if-none-match")
	if got.StatusCode != 204 || got.Header.Get("Access-Control-Allow-Methods") != "GET" || got.Header.Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("preflight: %d %v", got.StatusCode, got.Header)
	}
	got = s.get("OPTIONS /v1/m/timestamp.json", "Origin: https://a.example", "Access-Control-Request-Method: POST")
	if got.Header.Get("Access-Control-Allow-Methods") != "" {
		t.Errorf("preflight of a POST: %v", got.Header)
	}
	for _, path := range []string{"/", "/try/", "/healthz"} {
		if got := s.get("GET "+path, "Origin: https://a.example"); got.Header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s is open to others: %v", path, got.Header)
		}
	}
}

func TestPagesMayLoadOnlyWhatIsTheirs(t *testing.T) {
	s := newSite(t)
	for path, want := range map[string][]string{
		"/":     {"default-src 'none'", "style-src 'self'", "frame-ancestors 'none'"},
		"/try/": {"default-src 'none'", "script-src 'self' 'wasm-unsafe-eval';", "connect-src 'self';", "style-src 'self';", "frame-ancestors 'none'"},
	} {
		policy := s.get("GET " + path).Header.Get("Content-Security-Policy")
		for _, part := range want {
			if !strings.Contains(policy, part) {
				t.Errorf("%s: %s is not in %s", path, part, policy)
			}
		}
	}
}

func TestTheIndexSpeaksTheVisitorsLanguage(t *testing.T) {
	s := newSite(t)
	for _, c := range []struct {
		accept, language string
		want             []string
	}{
		{"", "en", []string{"What is published", "777", "3 days ago", packHash, "68 kB", "13 <span", "files of 201 kB", `href="/try/"`, "out/extension/chromium"}},
		{"de", "en", nil},
		{"zh-CN,zh;q=0.9,en;q=0.8", "zh-CN", []string{"已发布的词表", "3 天前", `lang="zh-CN"`}},
		{"zh", "zh-CN", nil},
		{"en-GB, zh;q=0.5", "en", nil},
		{strings.Repeat("zh,", 5000), "en", nil},
	} {
		got := s.get("GET /", "Accept-Language: "+c.accept)
		body := string(read(t, got))
		if got.Header.Get("Content-Language") != c.language || !strings.Contains(got.Header.Get("Vary"), "Accept-Language") {
			t.Errorf("%q: %v", c.accept, got.Header)
		}
		for _, part := range c.want {
			if !strings.Contains(body, part) {
				t.Errorf("%q: no %q in\n%s", c.accept, part, body)
			}
		}
		if strings.Contains(body, "\n  ") {
			t.Error("the page is not minified")
		}
	}
}

func TestPagesAreCompressed(t *testing.T) {
	s := newSite(t)
	for _, path := range []string{"/", "/style.css", "/try/a/deep.js"} {
		got := s.get("GET "+path, "Accept-Encoding: gzip", "Range: bytes=0-5")
		if got.StatusCode != 200 || got.Header.Get("Content-Encoding") != "gzip" || strings.HasPrefix(got.Header.Get("ETag"), `"`) {
			t.Errorf("%s: %d %v", path, got.StatusCode, got.Header)
			continue
		}
		r, err := gzip.NewReader(got.Body)
		if err != nil {
			t.Fatal(err)
		}
		if body, err := io.ReadAll(r); err != nil || len(body) < 100 {
			t.Errorf("%s: %d bytes, %v", path, len(body), err)
		}
	}
}

func TestANewReleaseIsTakenUpOnlyWhenItIsWhole(t *testing.T) {
	s := newSite(t)
	timestamp := func() string { return string(read(t, s.get("GET /v1/m/timestamp.json"))) }
	good := s.load
	s.load = func() (*api.Release, error) { return nil, errors.New("targets: bad signature") }
	s.put("v1/m/timestamp.json", []byte(`{"version":8}`))
	s.server.Refresh()
	s.server.Refresh()
	if got := timestamp(); got != `{"version":7}` {
		t.Errorf("a refused release is handed out: %s", got)
	}
	if n := strings.Count(s.log.String(), "bad signature"); n != 1 {
		t.Errorf("the refusal is told %d times", n)
	}
	if got := s.get("GET /readyz"); got.StatusCode != 200 {
		t.Errorf("the last good release does not count: %d", got.StatusCode)
	}
	s.load = good
	s.put("v1/m/timestamp.json", []byte(`{"version":9}`))
	s.server.Refresh()
	if got := timestamp(); got != `{"version":9}` {
		t.Errorf("the new release is not taken up: %s", got)
	}
	if err := os.RemoveAll(s.dir); err != nil {
		t.Fatal(err)
	}
	s.server.Refresh()
	if got := timestamp(); got != `{"version":9}` {
		t.Errorf("with the directory gone: %s", got)
	}
}

func TestNotReadyUntilSomethingIsPublished(t *testing.T) {
	s := newSite(t)
	if err := os.RemoveAll(s.dir); err != nil {
		t.Fatal(err)
	}
	s.start()
	for path, want := range map[string]int{"/readyz": 503, "/v1/m/timestamp.json": 503, "/healthz": 200, "/": 200} {
		if got := s.get("GET " + path); got.StatusCode != want {
			t.Errorf("%s: %d", path, got.StatusCode)
		}
	}
	s.put("v1/m/timestamp.json", []byte(`{"version":7}`))
	s.server.Refresh()
	if got := s.get("GET /readyz"); got.StatusCode != 200 {
		t.Errorf("then: %d", got.StatusCode)
	}
}

func TestBodiesAreRefused(t *testing.T) {
	s := newSite(t)
	r := httptest.NewRequest("GET", "/v1/m/timestamp.json", strings.NewReader("some text a seller wrote"))
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	if w.Code != 413 || w.Header().Get("Connection") != "close" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	checkProblem(t, w.Body.Bytes(), 413)
}

func TestAFailureInsideIsToldToTheLogAlone(t *testing.T) {
	s := newSite(t)
	name := "v1/p/" + packHash + ".curated.pack"
	if err := os.Remove(filepath.Join(s.dir, name)); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(s.dir, "../secret"), filepath.Join(s.dir, name)); err != nil {
		t.Skip("no symbolic links here")
	}
	got := s.get("GET /" + name)
	body := read(t, got)
	if got.StatusCode != 500 || bytes.Contains(body, []byte("escapes")) || bytes.Contains(body, []byte(s.dir)) {
		t.Errorf("%d %s", got.StatusCode, body)
	}
	checkProblem(t, body, 500)
	var p struct{ Instance string }
	if err := json.Unmarshal(body, &p); err != nil {
		t.Fatal(err)
	}
	if id := strings.TrimPrefix(p.Instance, "urn:uuid:"); strings.Count(s.log.String(), id) != 2 {
		t.Errorf("the log does not speak of %s:\n%s", id, s.log.String())
	}
}

func TestTheLogSaysWhatAndNotWho(t *testing.T) {
	s := newSite(t)
	s.get("GET /healthz?token=private", "User-Agent: somebody", "X-Forwarded-For: 203.0.113.9", "X-Request-Id: forged")
	line := s.log.String()
	for _, part := range []string{`"method":"GET"`, `"path":"/healthz"`, `"status":200`, `"bytes":15`, `"took":`} {
		if !strings.Contains(line, part) {
			t.Errorf("no %s in %s", part, line)
		}
	}
	for _, part := range []string{"private", "somebody", "203.0.113.9", "192.0.2.1", "forged"} {
		if strings.Contains(line, part) {
			t.Errorf("%s is logged: %s", part, line)
		}
	}
}

func TestOpenRequestsAreFinishedAtTheEnd(t *testing.T) {
	s := newSite(t)
	big := bytes.Repeat([]byte("0123456789abcdef"), 1<<20) // more than any socket buffers
	name := "v1/p/" + hashOf(big) + ".curated.pack"
	s.put(name, big)
	address, stop, done := s.listen()

	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "GET /%s HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", name)
	first := make([]byte, 1000)
	if _, err := io.ReadFull(conn, first); err != nil {
		t.Fatal(err)
	}
	stop()
	for { // the listener closes first
		other, err := net.Dial("tcp", address)
		if err != nil {
			break
		}
		other.Close()
	}
	rest, err := io.ReadAll(conn)
	if err != nil || len(first)+len(rest) < len(big) {
		t.Errorf("%d bytes, %v", len(first)+len(rest), err)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestManyClientsAtOnceWhileReleasesChange(t *testing.T) {
	s := newSite(t)
	address, stop, done := s.listen()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	var group sync.WaitGroup
	for i := range 64 {
		group.Go(func() {
			for range 20 {
				path := [...]string{"v1/m/timestamp.json", "v1/p/" + packHash + ".curated.pack", "", "v1/m/1.root.json"}[i%4]
				got, err := client.Get("http://" + address + "/" + path)
				if err != nil {
					t.Error(err)
					return
				}
				body, err := io.ReadAll(got.Body)
				got.Body.Close()
				if err != nil || got.StatusCode != 200 || len(body) == 0 || i%4 == 1 && !bytes.Equal(body, packBytes) {
					t.Errorf("%s: %d, %d bytes, %v", path, got.StatusCode, len(body), err)
				}
			}
		})
	}
	for version := range 50 {
		s.put("next.json", []byte(fmt.Sprintf(`{"version":%d}`, 10+version)))
		if err := os.Rename(filepath.Join(s.dir, "next.json"), filepath.Join(s.dir, "v1/m/timestamp.json")); err != nil {
			t.Fatal(err)
		}
		s.server.Refresh()
	}
	group.Wait()
	stop()
	client.CloseIdleConnections()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestHugeHeadersAreRefused(t *testing.T) {
	s := newSite(t)
	address, stop, done := s.listen()
	r, _ := http.NewRequest("GET", "http://"+address+"/healthz", nil)
	r.Header.Set("X-Big", strings.Repeat("a", 64<<10))
	got, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	got.Body.Close()
	if got.StatusCode != 431 {
		t.Errorf("%d", got.StatusCode)
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func (s *site) listen() (address string, stop context.CancelFunc, done chan error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		s.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done = make(chan error, 1)
	go func() { done <- s.server.Serve(ctx, listener) }()
	return listener.Addr().String(), cancel, done
}

func read(t *testing.T, r *http.Response) []byte {
	t.Helper()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func brotliOf(data []byte) []byte {
	var out bytes.Buffer
	w := brotli.NewWriter(&out)
	w.Write(data) //nolint:errcheck
	w.Close()     //nolint:errcheck
	return out.Bytes()
}

func hashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
