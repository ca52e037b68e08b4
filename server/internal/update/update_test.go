package update

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"clearlist/wasm/screen"

	"github.com/theupdateframework/go-tuf/v2/metadata"
	"github.com/theupdateframework/go-tuf/v2/metadata/config"
	"github.com/theupdateframework/go-tuf/v2/metadata/updater"
)

func TestADeltaIsEnough(t *testing.T) {
	s := newScene(t)
	result, err := s.update()
	if err != nil {
		t.Fatal(err)
	}
	c := result.Changes
	if len(c) != 1 || !c[0].Delta || c[0].From != 2 || c[0].Version != 3 || c[0].Bytes > int64(len(s.packs[3]))/2 {
		t.Errorf("changes %+v", c)
	}
	for _, path := range s.asked {
		if strings.HasPrefix(path, "/v1/p/") {
			t.Errorf("asked for %s", path)
		}
	}
	s.holds(3)

	// Nothing new: one document, and the question for the next root.
	s.asked = nil
	if result, err := s.update(); err != nil || result.Changes != nil || len(s.asked) != 2 {
		t.Errorf("%+v, %v, asked %v", result.Changes, err, s.asked)
	}
}

func TestNothingOfTheClientIsSent(t *testing.T) {
	s := newScene(t)
	s.at("/", func(w http.ResponseWriter, r *http.Request) {
		for name := range r.Header {
			if name != "Accept-Encoding" && name != "User-Agent" || r.Header.Get("User-Agent") != "clearlist" {
				t.Errorf("%s sends %s: %s", r.URL, name, r.Header.Get(name))
			}
		}
		if r.Method != http.MethodGet || r.URL.RawQuery != "" {
			t.Errorf("%s %s", r.Method, r.URL)
		}
		w.Header().Set("Set-Cookie", "id=1")
		data, ok := s.files[strings.TrimPrefix(r.URL.Path, "/")]
		if !ok {
			w.WriteHeader(http.StatusNotFound)
		}
		w.Write(data) //nolint:errcheck // the client has gone
	})
	s.update() //nolint:errcheck // what is asked counts
	if len(s.asked) == 0 {
		t.Error("nothing was asked")
	}
}

// Each byte of a release, one bit of it flipped, one file after the other: what
// is not refused is the same list.
func TestEveryFlippedBitIsRefused(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.client.HTTP = short{s}
	packs := maps.Clone(s.files)
	delta := deltaFile(s)
	for name := range packs { // others would help a delta out
		if strings.HasPrefix(name, "v1/p/") || strings.HasSuffix(name, ".delta") && name != delta {
			delete(s.files, name)
		}
	}
	good := s.client.write
	s.client.write = func(string, string, []byte) error { return nil } // nothing that is accepted lasts
	s.client.Root = nil                                                // the one that is held will do
	for _, name := range []string{timestampFile, snapshotFile, targetsFile, delta} {
		whole := s.files[name]
		for i := range whole {
			bad := bytes.Clone(whole)
			bad[i] ^= 1 << (i % 8)
			s.files[name] = bad
			if _, err := s.update(); err == nil {
				// Letters of a hexadecimal number in the other case, a member's
				// name in another case: JSON reads the same.
				if !strings.EqualFold(string(bad), string(whole)) {
					t.Fatalf("%s byte %d is accepted", name, i)
				}
			}
		}
		s.files[name] = whole
	}
	s.holds(2)
	s.files, s.client.write = packs, good
	s.mustUpdate(3)
}

// short answers without a server in between.
type short struct{ *scene }

func (s short) RoundTrip(r *http.Request) (*http.Response, error) {
	data, ok := s.files[strings.TrimPrefix(r.URL.Path, "/")]
	code := http.StatusOK
	if !ok {
		code = http.StatusNotFound
	}
	return &http.Response{StatusCode: code, Body: io.NopCloser(bytes.NewReader(data)), ContentLength: int64(len(data)), Request: r, Header: http.Header{}}, nil
}

// deltaFile is the delta from release 2 to 3.
func deltaFile(s *scene) string {
	for name, data := range s.files {
		if got, err := screen.Apply(s.packs[2], data); strings.HasSuffix(name, ".delta") && err == nil && bytes.Equal(got, s.packs[3]) {
			return name
		}
	}
	s.t.Fatal("no delta")
	return ""
}

func TestTruncationsAreRefused(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.client.HTTP = short{s}
	for _, name := range []string{timestampFile, snapshotFile, targetsFile} {
		good := s.files[name]
		for n := 0; n < len(good); n += 11 {
			s.files[name] = good[:n]
			if _, err := s.update(); err == nil {
				t.Fatalf("%s cut to %d bytes is accepted", name, n)
			}
		}
		s.files[name] = good
	}
	s.holds(2)
	s.mustUpdate(3)
}

// Whatever write is the last one of a client's life, or finds the disk full:
// the list of before or the new one is there, and the next run ends the update.
func TestADeathOrAFullDiskAtEachWrite(t *testing.T) {
	errDisk := errors.New("no space left on device")
	for _, late := range []bool{false, true} {
		for n := 1; ; n++ {
			s := newScene(t)
			s.nextRoot(none[rootDoc], "root-1", "root-2")
			good, writes := s.client.write, 0
			s.client.write = func(dir, name string, data []byte) error {
				if writes++; writes < n {
					return good(dir, name, data)
				}
				if writes == n && late { // its bytes are down, and nobody hears of it
					check(good(dir, name, data))
				}
				return errDisk
			}
			_, err := s.update()
			s.client.write = good
			if err == nil {
				if n < 4 {
					t.Fatalf("an update is %d writes", n-1)
				}
				break
			}
			var f *Failure
			if !errors.As(err, &f) || f.Kind != Disk || !errors.Is(err, errDisk) {
				t.Fatalf("write %d: %v", n, err)
			}
			held, err := Held(s.dir)
			if err != nil || len(held) != 1 || held[0].Version != 2 && held[0].Version != 3 {
				t.Fatalf("write %d: held %v, %v", n, held, err)
			}
			s.mustUpdate(3)
		}
	}
}

// A client that is killed at any request has the list of before, and goes on.
func TestADeathAtEachRequest(t *testing.T) {
	for n := 0; ; n++ {
		s := newScene(t)
		count := 0
		s.answer = func(http.ResponseWriter, *http.Request) bool {
			if count++; count > n {
				panic(http.ErrAbortHandler)
			}
			return false
		}
		_, err := s.update()
		s.answer = nil
		if err == nil {
			if n < 5 {
				t.Fatalf("an update is %d requests", n)
			}
			return
		}
		s.holds(2)
		s.mustUpdate(3)
	}
}

func TestDamageOnTheDiskIsMended(t *testing.T) {
	s := newScene(t)
	s.mustUpdate(3)
	newest := filepath.Join(s.dir, packName(hashOf(s.packs[3])))
	if err := os.WriteFile(newest, s.packs[3][:1000], 0o600); err != nil {
		t.Fatal(err)
	}
	held, err := Held(s.dir)
	if err == nil || len(held) != 1 || !bytes.Equal(held[0].Bytes, s.packs[2]) {
		t.Errorf("%d held, %v: want the one before, and to be told", len(held), err)
	}
	s.mustUpdate(3)
	if err := os.WriteFile(filepath.Join(s.dir, stateName), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.mustUpdate(3) // by the root that is given again
	s.client.Root = nil
	if err := os.Remove(filepath.Join(s.dir, stateName)); err != nil {
		t.Fatal(err)
	}
	var f *Failure
	if _, err := s.update(); !errors.As(err, &f) || f.Kind != NoRoot {
		t.Errorf("without a root: %v", err)
	}
}

func TestThreeHundredRootsAreFollowed(t *testing.T) {
	s := newScene(t)
	for n := int64(2); n <= 300; n++ {
		name := fmt.Sprintf("v1/m/%d.root.json", n)
		s.files[name] = s.files["v1/m/1.root.json"]
		edit(s, name, func(m *rootDoc) { m.Signed.Version = n }, "root-1", "root-3")
	}
	s.mustUpdate(3)
	s.asked = nil
	s.mustUpdate(3)
	if s.asked[0] != "/v1/m/301.root.json" {
		t.Errorf("the chain begins again: %v", s.asked)
	}
}

// A thief drove the version up; with his key it is forgotten.
func TestAFastForwardEndsWithTheKey(t *testing.T) {
	s := newScene(t)
	edit(s, timestampFile, func(m *timestampDoc) { m.Signed.Version = 1 << 50 }, "timestamp")
	s.mustUpdate(3)
	s.files = maps.Clone(s.releases[3])
	var f *Failure
	if _, err := s.update(); !errors.As(err, &f) || f.Kind != Older {
		t.Fatalf("the next honest one: %v", err)
	}
	s.nextRoot(func(m *rootDoc) {
		check(m.Signed.RevokeKey(string(idOf(s, "timestamp")), "timestamp"))
		key, err := metadata.KeyFromPublicKey(s.private["targets-3"].Public())
		check(err)
		check(m.Signed.AddKey(key, "timestamp"))
	}, "root-1", "root-2")
	edit(s, timestampFile, none[timestampDoc], "targets-3")
	s.mustUpdate(3)
}

func TestFailuresAreSpacedOut(t *testing.T) {
	s := newScene(t)
	s.client.Now = false
	var f *Failure
	early := func() bool {
		_, err := s.update()
		return errors.As(err, &f) && f.Kind == Early
	}
	status("/v1/m/timestamp.json", 500)(s)
	wait := firstWait
	for n := range 12 {
		if _, err := s.update(); !errors.As(err, &f) || f.Kind != Status {
			t.Fatalf("failure %d: %v", n, err)
		}
		s.now = s.now.Add(wait - time.Second)
		if !early() {
			t.Fatalf("after failure %d it is tried again within %v", n, wait)
		}
		s.now = s.now.Add(wait + 2*time.Second)
		wait = min(2*wait, lastWait)
	}
	s.answer = nil
	status("/v1/m/timestamp.json", 429, "Retry-After", "259200")(s)
	if _, err := s.update(); !errors.As(err, &f) || f.Retry != 3*24*time.Hour {
		t.Errorf("429: %v", err)
	}
	s.now = s.now.Add(3*24*time.Hour - time.Second)
	if !early() {
		t.Error("the server's wait is not kept")
	}
	s.now, s.answer = s.now.Add(2*time.Second), nil
	status("/v1/m/timestamp.json", 429, "Retry-After", "1")(s)
	if _, err := s.update(); !errors.As(err, &f) || f.Retry != time.Second {
		t.Errorf("429: %v", err)
	}
	s.now = s.now.Add(lastWait - time.Second)
	if !early() {
		t.Error("a server's short wait takes the place of our own")
	}
	s.now, s.answer = s.now.Add(2*lastWait), nil
	s.holds(2)
	// A clock that was years ahead once does not stop updates for years.
	check(os.RemoveAll(s.dir))
	s.now, s.files = start.Add(time.Hour), maps.Clone(s.releases[2])
	s.mustUpdate(2)
	status("/v1/m/timestamp.json", 500)(s)
	s.now = start.AddDate(4, 0, 0)
	if _, err := s.update(); err == nil {
		t.Fatal("500 is accepted")
	}
	s.now, s.answer, s.files = start.Add(2*time.Hour), nil, maps.Clone(s.releases[3])
	s.mustUpdate(3)
}

func TestOneUpdateAtATime(t *testing.T) {
	s := newScene(t)
	arrived, gone := make(chan struct{}), make(chan struct{})
	s.answer = func(http.ResponseWriter, *http.Request) bool {
		s.answer = nil
		close(arrived)
		<-gone
		return false
	}
	done := make(chan error)
	go func() { _, err := s.update(); done <- err }()
	<-arrived
	var f *Failure
	if _, err := s.update(); !errors.As(err, &f) || f.Kind != Busy {
		t.Errorf("the second: %v", err)
	}
	close(gone)
	if err := <-done; err != nil {
		t.Error(err)
	}
	s.holds(3)
}

// What go-tuf's own updater refuses, this client refuses: for every attack on
// the server that the updater can be shown.
func TestGoTUFAgrees(t *testing.T) {
	for _, a := range attacks {
		t.Run(a.name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t)
			a.do(s)
			if s.client.patience != 0 || strings.Contains(a.name, "endless") || strings.Contains(a.name, "clock") || strings.Contains(a.name, "breaks") {
				t.Skip("about the client's own patience or clock")
			}
			_, ours := s.update()
			cfg, err := config.New(s.client.From+"/v1/m", s.releases[1]["v1/m/1.root.json"])
			if err != nil {
				t.Fatal(err)
			}
			cfg.DisableLocalCache = true
			check(cfg.SetDefaultFetcherRetry(0, 1))
			theirs := func() (err error) {
				defer func() {
					if recover() != nil {
						err = errors.New("it panics")
					}
				}()
				u, err := updater.New(cfg)
				if err == nil {
					err = u.Refresh()
				}
				return err
			}()
			if theirs != nil && ours == nil && !a.stays {
				// What it cannot read it does not know: brotli. And it takes a 403 for
				// a refusal, not for a root that is not there.
				if !strings.Contains(a.name, "brotli") && !strings.Contains(a.name, "as object stores say") {
					t.Errorf("go-tuf refuses, we do not: %v", theirs)
				}
			}
		})
	}
}
