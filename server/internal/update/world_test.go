package update

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"clearlist/server/internal/release"
	"clearlist/wasm/list"
	"clearlist/wasm/pack"
	"clearlist/wasm/screen"

	"github.com/sigstore/sigstore/pkg/signature"
	"github.com/theupdateframework/go-tuf/v2/metadata"
)

// start is when the releases of these tests are signed: now, as go-tuf's own
// updater, which they are shown to as well, knows no other time.
var start = time.Now().UTC().Truncate(time.Second)

// files are published files in memory.
type files map[string][]byte

func (m files) Read(name string, limit int64) ([]byte, error) {
	data, ok := m[name]
	if !ok {
		return nil, fs.ErrNotExist
	}
	if int64(len(data)) > limit {
		return nil, errors.New("too long")
	}
	return data, nil
}

func (m files) Write(name string, data []byte) error { m[name] = bytes.Clone(data); return nil }

func (m files) Remove(name string) error { delete(m, name); return nil }

func (m files) Names(folder string) (names []string, err error) {
	for name := range m {
		if rest, ok := strings.CutPrefix(name, folder+"/"); ok {
			names = append(names, rest)
		}
	}
	return names, nil
}

func (m files) Sizes(folder string) (map[string]int64, error) {
	sizes := map[string]int64{}
	names, err := m.Names(folder)
	for _, name := range names {
		sizes[name] = int64(len(m[folder+"/"+name]))
	}
	return sizes, err
}

// A world is a publisher with three releases behind him.
type world struct {
	keysDir  string
	keys     *release.Keys
	private  map[string]ed25519.PrivateKey
	releases [4]files // by number; 0 is nothing
	packs    [4][]byte
}

var theWorld = sync.OnceValue(func() *world {
	w := &world{private: map[string]ed25519.PrivateKey{}}
	dir, err := os.MkdirTemp("", "update-test-")
	check(err)
	w.keysDir = filepath.Join(dir, "keys")
	_, err = release.InitKeys(w.keysDir)
	check(err)
	w.keys, err = release.LoadKeys(w.keysDir)
	check(err)
	names, err := filepath.Glob(filepath.Join(w.keysDir, "*.pem"))
	check(err)
	for _, name := range names {
		text, err := os.ReadFile(name)
		check(err)
		block, _ := pem.Decode(text)
		key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
		check(err)
		w.private[strings.TrimSuffix(filepath.Base(name), ".pem")] = key.(ed25519.PrivateKey)
	}
	check(os.RemoveAll(dir))
	current := files{}
	for n := 1; n <= 3; n++ {
		w.packs[n] = compiled(uint32(n), terms(n)...)
		w.publish(current, start, uint32(n), w.packs[n])
		w.releases[n] = maps.Clone(current)
	}
	return w
})

func check(err error) {
	if err != nil {
		panic(err)
	}
}

// terms are enough words for a delta to be worth it, and one more a release.
func terms(n int) []string {
	all := []string{"Zephyro", "timestamp.json", "127.0.0.1", "http"} // a list must not stop its own updates
	for i := range 40 {
		all = append(all, fmt.Sprintf("Borealux%dka", i*7919%1009))
	}
	return append(all, fmt.Sprintf("Novamark%d", n))
}

func compiled(version uint32, words ...string) []byte {
	set := &list.Set{Name: "curated", Version: version, AsOf: list.DateOf(2026, 11, 20)}
	for _, word := range words {
		set.Terms = append(set.Terms, list.Term{Text: word, Rights: []list.Right{{
			Kind: list.Trademark, Owner: word + " Ltd", In: list.JurisdictionsOf("US"), Status: list.Live, Classes: list.ClassesOf(11),
		}}})
	}
	b, err := screen.Compile(set)
	check(err)
	return b
}

func (w *world) publisher(m files, now time.Time) release.Publisher {
	return release.Publisher{Files: m, Keys: w.keys, Now: now, Open: func([]byte) error { return nil }}
}

func (w *world) publish(m files, now time.Time, version uint32, b []byte) {
	p, err := pack.Open(b)
	check(err)
	_, err = w.publisher(m, now).Publish(context.Background(), []release.Pack{{
		List: "curated", Version: version, AsOf: "2026-11-20", Terms: p.Terms(), Bytes: b,
	}})
	check(err)
}

// A scene is a client that has release 2, before a server that has release 3,
// until somebody changes it.
type scene struct {
	*world
	t      testing.TB
	files  files
	server *httptest.Server
	// answer may take a request over.
	answer func(w http.ResponseWriter, r *http.Request) bool
	now    time.Time
	dir    string
	client Client
	asked  []string
}

func newScene(t testing.TB) *scene {
	s := &scene{world: theWorld(), t: t, now: start.Add(time.Hour), dir: filepath.Join(t.TempDir(), "updated")}
	s.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.asked = append(s.asked, r.URL.Path)
		if s.answer != nil && s.answer(w, r) {
			return
		}
		data, ok := s.files[strings.TrimPrefix(r.URL.Path, "/")]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Write(data) //nolint:errcheck // the client has gone
	}))
	t.Cleanup(s.server.Close)
	s.client = Client{
		From: s.server.URL, Dir: s.dir, Root: s.releases[1]["v1/m/1.root.json"], Open: opens, Now: true,
		Clock: func() time.Time { return s.now },
		write: func(dir, name string, data []byte) error { // without waiting for a disk
			if err := os.WriteFile(filepath.Join(dir, draft+"x"), data, 0o600); err != nil {
				return err
			}
			return os.Rename(filepath.Join(dir, draft+"x"), filepath.Join(dir, name))
		},
	}
	s.files = maps.Clone(s.releases[2])
	s.mustUpdate(2)
	s.files = maps.Clone(s.releases[3])
	s.asked = nil
	return s
}

func opens(l List, b []byte) error {
	p, err := pack.Open(b)
	if err != nil {
		return err
	}
	if p.Name() != l.Name || p.Version() != l.Version {
		return fmt.Errorf("it is %s %d", p.Name(), p.Version())
	}
	_, err = screen.New(p)
	return err
}

func (s *scene) update() (Result, error) { return s.client.Update(context.Background()) }

func (s *scene) mustUpdate(want int) {
	s.t.Helper()
	if _, err := s.update(); err != nil {
		s.t.Fatal(err)
	}
	s.holds(want)
}

// holds sees that the client has a release's list, and screens with it.
func (s *scene) holds(want int) {
	s.t.Helper()
	held, err := Held(s.dir)
	if err != nil || len(held) != 1 || !bytes.Equal(held[0].Bytes, s.packs[want]) {
		s.t.Fatalf("held: %d lists, %v; want release %d", len(held), err, want)
	}
	p, err := pack.Open(held[0].Bytes)
	if err != nil {
		s.t.Fatal(err)
	}
	screener, err := screen.New(p)
	if err != nil {
		s.t.Fatal(err)
	}
	v := screener.Check(screen.Listing{Title: fmt.Sprintf("lamp Novamark%d", want)})
	if len(v.Findings) != 1 {
		s.t.Fatalf("the list does not screen: %+v", v)
	}
}

// edit changes a published document, and signs it with keys by their names.
func edit[T metadata.Roles](s *scene, name string, change func(*metadata.Metadata[T]), signers ...string) {
	s.t.Helper()
	m := new(metadata.Metadata[T])
	m, err := m.FromBytes(s.files[name])
	if err != nil {
		s.t.Fatal(err)
	}
	m.ClearSignatures()
	change(m)
	for _, signer := range signers {
		s.sign(m, signer)
	}
	s.files[name], err = m.ToBytes(false)
	if err != nil {
		s.t.Fatal(err)
	}
}

type signable interface {
	Sign(signature.Signer) (*metadata.Signature, error)
}

func (s *scene) sign(m signable, name string) {
	s.t.Helper()
	key, ok := s.private[name]
	if !ok { // a key that nobody trusts
		_, key, _ = ed25519.GenerateKey(nil)
	}
	signer, err := signature.LoadSigner(key, crypto.Hash(0))
	if err == nil {
		_, err = m.Sign(signer)
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

// resign is what a thief of the online keys does: he makes snapshot and
// timestamp speak of the targets that are there.
func (s *scene) resign() {
	s.t.Helper()
	edit(s, "v1/m/3.snapshot.json", func(m *metadata.Metadata[metadata.SnapshotType]) {
		m.Signed.Meta["targets.json"] = metaOf(s.files["v1/m/3.targets.json"], 3)
	}, "snapshot")
	s.retime()
}

// retime makes the timestamp speak of the snapshot that is there.
func (s *scene) retime() {
	s.t.Helper()
	edit(s, "v1/m/timestamp.json", func(m *metadata.Metadata[metadata.TimestampType]) {
		m.Signed.Meta["snapshot.json"] = metaOf(s.files["v1/m/3.snapshot.json"], 3)
	}, "timestamp")
}

func metaOf(data []byte, version int64) *metadata.MetaFiles {
	sum := sha256.Sum256(data)
	m := metadata.MetaFile(version)
	m.Length, m.Hashes = int64(len(data)), metadata.Hashes{"sha256": sum[:]}
	return m
}
