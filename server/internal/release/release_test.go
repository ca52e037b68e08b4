package release_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"clearlist/server/internal/release"

	"github.com/theupdateframework/go-tuf/v2/metadata"
	"github.com/theupdateframework/go-tuf/v2/metadata/config"
	"github.com/theupdateframework/go-tuf/v2/metadata/updater"
)

// start is now: go-tuf's client, the oracle of these tests, knows no other.
var start = time.Now().UTC().Truncate(time.Second)

// memory is a set of files that can be told to fail.
type memory struct {
	files  map[string][]byte
	writes int
	// failAt is the number of the write that fails, from 1; halfway tells
	// that its bytes arrive all the same, as when a process dies right after.
	failAt  int
	halfway bool
}

var errDisk = errors.New("no space left on device")

func newMemory() *memory { return &memory{files: map[string][]byte{}} }

func (m *memory) Read(name string, limit int64) ([]byte, error) {
	data, ok := m.files[name]
	if !ok {
		return nil, fs.ErrNotExist
	}
	if int64(len(data)) > limit {
		return nil, errors.New("too long")
	}
	return bytes.Clone(data), nil
}

func (m *memory) Write(name string, data []byte) error {
	m.writes++
	if m.writes == m.failAt && !m.halfway {
		return errDisk
	}
	m.files[name] = bytes.Clone(data)
	if m.writes == m.failAt {
		return errDisk
	}
	return nil
}

func (m *memory) Names(folder string) ([]string, error) {
	var names []string
	for name := range m.files {
		if rest, ok := strings.CutPrefix(name, folder+"/"); ok {
			names = append(names, rest)
		}
	}
	return names, nil
}

func (m *memory) Sizes(folder string) (map[string]int64, error) {
	sizes := map[string]int64{}
	for name, data := range m.files {
		if rest, ok := strings.CutPrefix(name, folder+"/"); ok {
			sizes[rest] = int64(len(data))
		}
	}
	return sizes, nil
}

func (m *memory) Remove(name string) error { delete(m.files, name); return nil }

func (m *memory) copy() *memory { return &memory{files: maps.Clone(m.files)} }

// DownloadFile lets go-tuf's client read the files as if by HTTP.
func (m *memory) DownloadFile(url string, limit int64, _ time.Duration) ([]byte, error) {
	data, err := m.Read(strings.TrimPrefix(url, "https://lists.example/"), limit)
	if err != nil {
		return nil, &metadata.ErrDownloadHTTP{StatusCode: 404, URL: url}
	}
	return data, nil
}

// client is go-tuf's own: what it refuses, browsers refuse.
type client struct {
	t    testing.TB
	root []byte
	dir  string // what it remembers; "" is a client that starts afresh each time
}

func newClient(t testing.TB, files *memory) *client {
	return &client{t, files.files["v1/m/1.root.json"], t.TempDir()}
}

// update downloads the curated pack, remembering versions as a browser does.
func (c *client) update(files *memory) ([]byte, error) {
	cfg, err := config.New("https://lists.example/v1/m", c.root)
	if err != nil {
		c.t.Fatal(err)
	}
	cfg.Fetcher, cfg.LocalMetadataDir, cfg.LocalTargetsDir = files, c.dir, c.dir
	cfg.DisableLocalCache = c.dir == ""
	u, err := updater.New(cfg)
	if err != nil {
		return nil, err
	}
	if err := u.Refresh(); err != nil {
		return nil, err
	}
	info, err := u.GetTargetInfo("curated.pack")
	if err != nil {
		return nil, err
	}
	_, data, err := u.DownloadTarget(info, "", "https://lists.example/v1/p")
	return data, err
}

var testKeys = sync.OnceValues(func() (*release.Keys, error) {
	dir, err := os.MkdirTemp("", "keys")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if _, err := release.InitKeys(filepath.Join(dir, "keys")); err != nil {
		return nil, err
	}
	return release.LoadKeys(filepath.Join(dir, "keys"))
})

func publisher(t testing.TB, files release.Files, now time.Time) release.Publisher {
	keys, err := testKeys()
	if err != nil {
		t.Fatal(err)
	}
	return release.Publisher{Files: files, Keys: keys, Now: now, Open: func(pack []byte) error {
		if !bytes.HasPrefix(pack, []byte("pack ")) {
			return errors.New("not a pack")
		}
		return nil
	}}
}

func pack(version uint32, text string) []release.Pack {
	return []release.Pack{{List: "curated", Version: version, AsOf: "2026-11-24", Terms: 3, Bytes: []byte("pack " + text)}}
}

func publish(t testing.TB, files release.Files, now time.Time, packs []release.Pack) release.Result {
	t.Helper()
	result, err := publisher(t, files, now).Publish(context.Background(), packs)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func TestAClientFollowsFromReleaseToRelease(t *testing.T) {
	files := newMemory()
	publish(t, files, start, pack(1, "one"))
	c := newClient(t, files)
	for i, text := range []string{"one", "two", "three"} {
		result := publish(t, files, start, pack(uint32(i+1), text))
		got, err := c.update(files)
		if err != nil || string(got) != "pack "+text {
			t.Fatalf("release %d: the client has %q, %v", i+1, got, err)
		}
		if v := result.Release.Targets.Version; v != int64(i+1) {
			t.Errorf("release %d has targets %d", i+1, v)
		}
	}
}

func TestTheRootTakesTwoOfThreeKeys(t *testing.T) {
	files := newMemory()
	publish(t, files, start, pack(1, "one"))
	root, err := metadata.Root().FromBytes(files.files["v1/m/1.root.json"])
	if err != nil {
		t.Fatal(err)
	}
	role := root.Signed.Roles[metadata.ROOT]
	if role.Threshold != 2 || len(role.KeyIDs) != 3 || len(root.Signatures) != 3 {
		t.Errorf("%d of %d keys, %d signatures", role.Threshold, len(role.KeyIDs), len(root.Signatures))
	}
	root.Signatures = root.Signatures[:2]
	if err := root.VerifyDelegate(metadata.ROOT, root); err != nil {
		t.Errorf("two signatures: %v", err)
	}
	root.Signatures = root.Signatures[:1]
	if err := root.VerifyDelegate(metadata.ROOT, root); err == nil {
		t.Error("one signature is enough")
	}
}

func TestTheSameContentRenewsOnlyWhatNearsItsEnd(t *testing.T) {
	const day = 24 * time.Hour
	for _, c := range []struct {
		name  string
		after time.Duration
		want  []string
	}{
		{"an hour later", time.Hour, nil},
		{"two days later", 2 * day, []string{"v1/m/timestamp.json"}},
		{"three weeks later", 21 * day, []string{"v1/m/2.snapshot.json", "v1/m/timestamp.json"}},
		{"two months later", 60 * day, []string{"v1/m/2.targets.json", "v1/m/2.snapshot.json", "v1/m/timestamp.json"}},
		{"a year later, all expired", 366 * day, []string{"v1/m/2.root.json", "v1/m/2.targets.json", "v1/m/2.snapshot.json", "v1/m/timestamp.json"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := newMemory()
			publish(t, files, start, pack(1, "one"))
			result := publish(t, files, start.Add(c.after), pack(1, "one"))
			if !slices.Equal(result.Signed, c.want) {
				t.Errorf("signed %q, want %q", result.Signed, c.want)
			}
			if end := result.Release.Expires(); end.Before(start.Add(c.after + 5*day)) {
				t.Errorf("the release ends %v", end)
			}
		})
	}
}

func TestAClientFollowsARenewedRoot(t *testing.T) {
	files := newMemory()
	publish(t, files, start.AddDate(0, -10, 0), pack(1, "one"))
	c := newClient(t, files)
	publish(t, files, start, pack(2, "two"))
	if _, ok := files.files["v1/m/2.root.json"]; !ok {
		t.Fatal("a root with two months left was not renewed")
	}
	if got, err := c.update(files); err != nil || string(got) != "pack two" {
		t.Fatalf("%q, %v", got, err)
	}
}

// Whatever write fails, before or after its bytes are down: the client has the
// old release or the new one, and the next publication sets all right.
func TestAFailedWriteNeverBreaksARelease(t *testing.T) {
	t.Parallel()
	before := newMemory()
	publish(t, before, start, pack(1, "one"))
	total := before.copy()
	publish(t, total, start, pack(2, "two"))
	if total.writes < 9 {
		t.Fatalf("a release is %d writes", total.writes)
	}
	for _, first := range []bool{true, false} {
		for _, halfway := range []bool{false, true} {
			for n := 1; n <= total.writes; n++ {
				name := fmt.Sprintf("first=%v halfway=%v write %d", first, halfway, n)
				files := before.copy()
				if first {
					files = newMemory()
				}
				files.failAt, files.halfway = n, halfway
				_, err := publisher(t, files, start).Publish(context.Background(), pack(2, "two"))
				if !errors.Is(err, errDisk) {
					t.Fatalf("%s: %v", name, err)
				}
				if !first {
					got, err := newClient(t, before).update(files)
					if err != nil || string(got) != "pack one" && string(got) != "pack two" {
						t.Fatalf("%s: the client has %q, %v", name, got, err)
					}
				}
				publish(t, files, start, pack(2, "two"))
				if got, err := newClient(t, files).update(files); err != nil || string(got) != "pack two" {
					t.Fatalf("%s: then the client has %q, %v", name, got, err)
				}
				if base(t, files).SHA256 != hash(files.files["base/curated.pack"]) {
					t.Fatalf("%s: base.json speaks of another pack", name)
				}
			}
		}
	}
}

// No file that may be cached for ever changes, even when runs die.
func TestANameNeverHoldsOtherBytes(t *testing.T) {
	t.Parallel()
	files := newMemory()
	seen := map[string][]byte{}
	for run := range 40 {
		files.writes, files.failAt, files.halfway = 0, run%9, run%2 == 0
		text := fmt.Sprint(run / 3)
		publisher(t, files, start.Add(time.Duration(run)*time.Minute)).Publish(context.Background(), pack(uint32(run/3), text)) //nolint:errcheck
		for name, data := range files.files {
			if name == "v1/m/timestamp.json" || strings.HasPrefix(name, "base/") || strings.HasSuffix(name, ".br") {
				continue
			}
			if old, ok := seen[name]; ok && !bytes.Equal(old, data) {
				t.Fatalf("run %d: %s holds other bytes", run, name)
			}
			seen[name] = data
		}
	}
}

func TestEveryFlippedBitIsRefused(t *testing.T) {
	t.Parallel()
	files := newMemory()
	publish(t, files, start, pack(1, "one"))
	for _, name := range []string{"v1/m/timestamp.json", "v1/m/1.snapshot.json", "v1/m/1.targets.json", packName(files)} {
		for i := range files.files[name] {
			bit := byte(1) << (i % 8)
			bad := files.copy()
			bad.files[name] = bytes.Clone(files.files[name])
			bad.files[name][i] ^= bit
			_, theirs := (&client{t, files.files["v1/m/1.root.json"], ""}).update(bad)
			_, ours := release.Read(bad)
			if (theirs == nil) != (ours == nil) {
				t.Fatalf("%s byte %d bit %#x: go-tuf says %v, we say %v", name, i, bit, theirs, ours)
			}
			if theirs == nil && !sameMeaning(bad.files[name], files.files[name]) {
				t.Fatalf("%s byte %d bit %#x is accepted: %s", name, i, bit, bad.files[name])
			}
			var where *release.FileError
			if ours != nil && !errors.As(ours, &where) {
				t.Fatalf("%s byte %d: the error names no file: %v", name, i, ours)
			}
		}
	}
}

// sameMeaning is for the few flips that JSON itself does not see: the letters
// of a hexadecimal number or a member's name in another case, read the same,
// and an unsigned part. What is signed is compared in its canonical form.
func sameMeaning(a, b []byte) bool {
	return strings.EqualFold(string(a), string(b))
}

func TestEveryTruncationIsRefused(t *testing.T) {
	t.Parallel()
	files := newMemory()
	publish(t, files, start, pack(1, "one"))
	for _, name := range []string{"v1/m/timestamp.json", "v1/m/1.snapshot.json", "v1/m/1.targets.json", packName(files)} {
		for n := range files.files[name] {
			bad := files.copy()
			bad.files[name] = files.files[name][:n]
			if _, err := release.Read(bad); err == nil {
				t.Fatalf("%s cut to %d bytes is accepted", name, n)
			}
		}
	}
}

func TestAttacks(t *testing.T) {
	old := newMemory()
	publish(t, old, start, pack(1, "one"))
	fresh := old.copy()
	publish(t, fresh, start, pack(2, "two"))
	for _, c := range []struct {
		name string
		do   func(*memory)
	}{
		{"rollback: the old timestamp comes back", func(m *memory) {
			m.files["v1/m/timestamp.json"] = old.files["v1/m/timestamp.json"]
		}},
		{"mix and match: a new timestamp with the old snapshot", func(m *memory) {
			m.files["v1/m/2.snapshot.json"] = old.files["v1/m/1.snapshot.json"]
		}},
		{"mix and match: the old targets under the new name", func(m *memory) {
			m.files["v1/m/2.targets.json"] = old.files["v1/m/1.targets.json"]
		}},
		{"another pack under the signed name", func(m *memory) {
			m.files[packName(m)] = []byte("pack evil")
		}},
		{"endless data", func(m *memory) {
			m.files["v1/m/timestamp.json"] = bytes.Repeat([]byte(" "), 64<<20)
		}},
		{"a timestamp without signatures", func(m *memory) {
			var all map[string]json.RawMessage
			if err := json.Unmarshal(m.files["v1/m/timestamp.json"], &all); err != nil {
				t.Fatal(err)
			}
			all["signatures"] = json.RawMessage("[]")
			m.files["v1/m/timestamp.json"], _ = json.Marshal(all)
		}},
		{"a second root that the first did not sign", func(m *memory) {
			root, _ := metadata.Root().FromBytes(m.files["v1/m/1.root.json"])
			root.Signed.Version = 2
			m.files["v1/m/2.root.json"], _ = root.ToBytes(false)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			victim := newClient(t, fresh)
			if _, err := victim.update(fresh); err != nil {
				t.Fatal(err)
			}
			bad := fresh.copy()
			c.do(bad)
			got, err := victim.update(bad)
			if err == nil && string(got) != "pack two" {
				t.Errorf("the client took %q", got)
			}
			if got, err := victim.update(fresh); err != nil || string(got) != "pack two" {
				t.Errorf("the client does not recover: %q, %v", got, err)
			}
		})
	}
}

func TestFreezeIsSeen(t *testing.T) {
	files := newMemory()
	publish(t, files, start.AddDate(0, 0, -8), pack(1, "one"))
	var expired *metadata.ErrExpiredMetadata
	if _, err := newClient(t, files).update(files); !errors.As(err, &expired) {
		t.Errorf("a timestamp of eight days ago: %v", err)
	}
}

func TestVersionsRiseAboveTheFloor(t *testing.T) {
	files := newMemory()
	p := publisher(t, files, start)
	p.Floor = release.Numbers{Timestamp: 70, Snapshot: 40, Targets: 30}
	result, err := p.Publish(context.Background(), pack(9, "nine"))
	if err != nil {
		t.Fatal(err)
	}
	got := release.Numbers{result.Release.Timestamp.Version, result.Release.Snapshot.Version, result.Release.Targets.Version}
	if got != (release.Numbers{71, 41, 31}) {
		t.Errorf("numbers are %v", got)
	}
}

func TestRefusals(t *testing.T) {
	t.Run("a pack that does not open", func(t *testing.T) {
		bad := pack(1, "one")
		bad[0].Bytes = []byte("junk")
		if _, err := publisher(t, newMemory(), start).Publish(context.Background(), bad); !errors.Is(err, release.ErrSelfTest) {
			t.Error(err)
		}
	})
	t.Run("keys that the root does not trust", func(t *testing.T) {
		files := newMemory()
		publish(t, files, start, pack(1, "one"))
		before := files.writes
		dir := filepath.Join(t.TempDir(), "keys")
		if _, err := release.InitKeys(dir); err != nil {
			t.Fatal(err)
		}
		keys, err := release.LoadKeys(dir)
		if err != nil {
			t.Fatal(err)
		}
		p := publisher(t, files, start)
		p.Keys = keys
		if _, err := p.Publish(context.Background(), pack(2, "two")); !errors.Is(err, release.ErrKeys) {
			t.Error(err)
		}
		if files.writes != before {
			t.Error("something was written")
		}
	})
	t.Run("damaged metadata", func(t *testing.T) {
		files := newMemory()
		publish(t, files, start, pack(1, "one"))
		files.files["v1/m/1.targets.json"] = []byte("{}")
		var where *release.FileError
		if _, err := publisher(t, files, start).Publish(context.Background(), pack(2, "two")); !errors.As(err, &where) || where.Name != "v1/m/1.targets.json" {
			t.Error(err)
		}
	})
	t.Run("a cancelled publication", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if _, err := publisher(t, newMemory(), start).Publish(ctx, pack(1, "one")); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
	t.Run("nothing there", func(t *testing.T) {
		if _, err := release.Read(newMemory()); !errors.Is(err, release.ErrNone) {
			t.Error(err)
		}
	})
}

func TestADamagedPackIsMended(t *testing.T) {
	files := newMemory()
	publish(t, files, start, pack(1, "one"))
	for _, name := range []string{packName(files), packName(files) + ".br", "base/curated.pack", "base/base.json"} {
		files.files[name] = []byte("rotten")
	}
	if _, err := release.Read(files); err == nil {
		t.Fatal("a rotten pack is read")
	}
	if result := publish(t, files, start, pack(1, "one")); result.Signed != nil {
		t.Errorf("signed %q", result.Signed)
	}
	if base(t, files).SHA256 != hash([]byte("pack one")) {
		t.Error("base is not mended")
	}
}

func packName(m *memory) string {
	for name := range m.files {
		if strings.HasPrefix(name, "v1/p/") && strings.HasSuffix(name, ".curated.pack") {
			return name
		}
	}
	return ""
}

func hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

type baseFile struct {
	SHA256 string `json:"sha256"`
}

func base(t testing.TB, m *memory) (b baseFile) {
	t.Helper()
	if err := json.Unmarshal(m.files["base/base.json"], &b); err != nil {
		t.Fatal(err)
	}
	return b
}
