package release

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"clearlist/server/internal/release/shard"

	"github.com/sigstore/sigstore/pkg/signature"
	"github.com/theupdateframework/go-tuf/v2/metadata"
)

// A term says how long a role's signature holds, and how much of it may be
// left when it is renewed. The timestamp is renewed daily, so that a publisher
// that fails for days is noticed before clients are.
type term struct{ life, renew time.Duration }

const day = 24 * time.Hour

var terms = map[string]term{
	metadata.ROOT:      {365 * day, 90 * day},
	metadata.TARGETS:   {90 * day, 45 * day},
	metadata.SNAPSHOT:  {30 * day, 15 * day},
	metadata.TIMESTAMP: {7 * day, 6 * day},
}

// A Publisher writes releases. Only one may be at work on the same files:
// see [Lock].
type Publisher struct {
	Files Files
	Keys  *Keys
	Now   time.Time
	// Floor is what an earlier life of these files had reached.
	Floor Numbers
	// Open tells whether the bytes are a pack that clients will open.
	Open func(pack []byte) error
}

// A Result tells what a publication did.
type Result struct {
	Release *Release
	Signed  []string // the metadata files that were written, in order
}

// Publish makes packs, all of them, what is published. With the same packs it
// only renews signatures that near their end, so that it may run daily.
func (p Publisher) Publish(ctx context.Context, packs []Pack) (Result, error) {
	w := &writer{Publisher: p, ctx: ctx}
	w.Now = w.Now.UTC().Truncate(time.Second) // TUF has no finer time
	if err := w.publish(packs); err != nil {
		return Result{}, err
	}
	return w.result()
}

// result is what a client would see, read from the files and not from memory.
func (w *writer) result() (Result, error) {
	release, err := Read(w.Files)
	if err != nil {
		return Result{}, fmt.Errorf("%w: %w", ErrSelfTest, err)
	}
	if err := w.writeBase(release); err != nil {
		return Result{}, err
	}
	w.prune(release)
	return Result{release, w.signed}, nil
}

// A writer is one run of a publisher.
type writer struct {
	Publisher
	ctx    context.Context
	state  *state // what was published before this run
	anew   bool   // all is signed again, as keys have changed
	signed []string
}

func (w *writer) publish(packs []Pack) error {
	if err := w.load(); err != nil {
		return err
	}
	if err := w.ensureRoot(); err != nil {
		return err
	}
	files, err := w.writePacks(packs)
	if err != nil {
		return err
	}
	targets, err := w.ensureTargets(files)
	if err != nil {
		return err
	}
	return w.finish(targets)
}

// finish makes new targets, if there are any, what clients see.
func (w *writer) finish(targets *metadata.MetaFiles) error {
	snapshot, err := w.ensureSnapshot(targets)
	if err != nil {
		return err
	}
	return w.ensureTimestamp(snapshot)
}

// writePacks puts all that the targets will speak of where it belongs.
func (w *writer) writePacks(packs []Pack) (map[string]*metadata.TargetFiles, error) {
	files := map[string]*metadata.TargetFiles{}
	for _, pack := range packs {
		file, err := w.writePack(pack)
		if err != nil {
			return nil, err
		}
		files[target(pack.List)] = file
		if pack.Shards == nil {
			continue
		}
		if files[indexTarget(pack.List)], err = w.writeShards(pack); err != nil {
			return nil, err
		}
	}
	return files, nil
}

func (w *writer) load() error {
	var err error
	w.state, err = readMetadata(w.Files, maxRoots)
	if errors.Is(err, ErrNone) {
		if w.state == nil {
			w.state = &state{release: &Release{}}
		}
		return nil
	}
	if err == nil {
		return nil
	}
	// A run that changed keys may have died after the new root: what is there
	// is then good by the root before, and has to be signed again.
	root, chain := readRoots(w.Files, maxRoots)
	if chain != nil || root.Root.Signed.Version == 1 {
		return err
	}
	before, old := readMetadata(w.Files, root.Root.Signed.Version-1)
	if old != nil {
		return err
	}
	w.state, w.anew = before, true
	w.state.root = root.Root
	w.state.release.Root = Metadata{root.Root.Signed.Version, root.Root.Signed.Expires}
	return nil
}

// writePack puts the pack where it belongs, both forms, and opens what was
// written. A pack that is there already, and whole, is left alone.
func (w *writer) writePack(pack Pack) (*metadata.TargetFiles, error) {
	if len(pack.Bytes) > MaxPack {
		return nil, fmt.Errorf("release: %s: %d bytes is over the limit of %d", pack.List, len(pack.Bytes), MaxPack)
	}
	sum := sha256.Sum256(pack.Bytes)
	name := packFile(hex.EncodeToString(sum[:]), pack.List)
	same := func(got []byte) bool { return bytes.Equal(got, pack.Bytes) }
	if err := w.ensure(name, func() ([]byte, error) { return pack.Bytes, nil }, same); err != nil {
		return nil, err
	}
	short := func(got []byte) bool { return expands(got, pack.Bytes) }
	if err := w.ensure(brotliName(name), func() ([]byte, error) { return compress(pack.Bytes) }, short); err != nil {
		return nil, err
	}
	written, err := w.Files.Read(name, MaxPack)
	if err == nil {
		err = w.Open(written)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrSelfTest, name, err)
	}
	deltas, err := w.writeDeltas(pack, hex.EncodeToString(sum[:]))
	if err != nil {
		return nil, err
	}
	note, err := json.Marshal(custom{pack.List, pack.Version, pack.AsOf, packFormat, pack.Terms, deltas})
	if err != nil {
		return nil, err
	}
	return &metadata.TargetFiles{
		Length: int64(len(pack.Bytes)),
		Hashes: metadata.Hashes{"sha256": sum[:]},
		Custom: (*json.RawMessage)(&note),
	}, nil
}

// writeShards puts the shards of a register there, then the index that names
// them. Those that an earlier release had are left alone.
func (w *writer) writeShards(pack Pack) (*metadata.TargetFiles, error) {
	x, err := shard.ReadIndex(pack.Shards.Index)
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrSelfTest, pack.List, err)
	}
	n := 0
	for file, err := range pack.Shards.Files {
		if err != nil {
			return nil, err
		}
		sum := hashOf(file)
		if n >= len(x.Shards) || x.Shards[n] != sum || len(file) != x.Size {
			return nil, fmt.Errorf("%w: %s: shard %d is not the one of the index", ErrSelfTest, pack.List, n)
		}
		n++
		same := func(got []byte) bool { return bytes.Equal(got, file) }
		if err := w.ensure(shardFile(sum), func() ([]byte, error) { return file, nil }, same); err != nil {
			return nil, err
		}
	}
	if n != len(x.Shards) {
		return nil, fmt.Errorf("%w: %s: %d of %d shards", ErrSelfTest, pack.List, n, len(x.Shards))
	}
	sum := sha256.Sum256(pack.Shards.Index)
	name := indexFile(hex.EncodeToString(sum[:]), pack.List)
	same := func(got []byte) bool { return bytes.Equal(got, pack.Shards.Index) }
	if err := w.ensure(name, func() ([]byte, error) { return pack.Shards.Index, nil }, same); err != nil {
		return nil, err
	}
	short := func(got []byte) bool { return expands(got, pack.Shards.Index) }
	if err := w.ensure(brotliName(name), func() ([]byte, error) { return compress(pack.Shards.Index) }, short); err != nil {
		return nil, err
	}
	note, err := json.Marshal(custom{pack.List, pack.Version, pack.AsOf, shard.Format, x.Marks, nil})
	if err != nil {
		return nil, err
	}
	return &metadata.TargetFiles{
		Length: int64(len(pack.Shards.Index)),
		Hashes: metadata.Hashes{"sha256": sum[:]},
		Custom: (*json.RawMessage)(&note),
	}, nil
}

// ensure writes a file unless what is there is good, and reads it back.
func (w *writer) ensure(name string, make func() ([]byte, error), good func([]byte) bool) error {
	if got, err := w.Files.Read(name, MaxPack); err == nil && good(got) {
		return nil
	}
	data, err := make()
	if err != nil {
		return err
	}
	if err := w.write(name, data); err != nil {
		return err
	}
	got, err := w.Files.Read(name, MaxPack)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrSelfTest, &FileError{name, err})
	}
	if !good(got) {
		return fmt.Errorf("%w: %w", ErrSelfTest, &FileError{name, errors.New("reads otherwise than it was written")})
	}
	return nil
}

func (w *writer) write(name string, data []byte) error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	if err := w.Files.Write(name, data); err != nil {
		return &FileError{name, err}
	}
	return nil
}

// due tells whether a role's signature is close enough to its end to renew.
func (w *writer) due(role string, expires time.Time) bool {
	return expires.Sub(w.Now) < terms[role].renew
}

func (w *writer) expiry(role string) time.Time { return w.Now.Add(terms[role].life) }

// ensureRoot makes the first root, and the next one when the last nears its
// end. It refuses keys that the root does not trust: clients would, too.
func (w *writer) ensureRoot() error {
	if w.state.root == nil {
		return w.firstRoot()
	}
	root := &w.state.root.Signed
	for _, h := range holdings {
		if _, err := w.Keys.trusted(root, h.role); err != nil {
			return err
		}
	}
	if !w.due(metadata.ROOT, root.Expires) {
		return nil
	}
	if _, err := w.Keys.enough(root, metadata.ROOT); err != nil && root.Expires.After(w.Now) {
		return nil // there is time until two of the root keys are brought here
	} else if err != nil {
		return fmt.Errorf("root %d has expired: %w", root.Version, err)
	}
	return w.nextRoot(func(*metadata.RootType) error { return nil })
}

func (w *writer) firstRoot() error {
	root := metadata.Root(w.expiry(metadata.ROOT))
	root.Signed.Version = 1
	for _, h := range holdings {
		keys := w.Keys.of(h.role)
		if len(keys) < h.keys {
			return fmt.Errorf("first root: %w", &FewKeysError{h.role, len(keys), h.keys})
		}
		for _, key := range keys {
			if err := trust(&root.Signed, h.role, key); err != nil {
				return err
			}
		}
		root.Signed.Roles[h.role].Threshold = h.threshold
	}
	return w.writeRoot(root, w.Keys.of(metadata.ROOT))
}

// nextRoot makes a changed root, signed as the one before and as itself ask.
func (w *writer) nextRoot(change func(*metadata.RootType) error) error {
	before := &w.state.root.Signed
	signers, err := w.Keys.enough(before, metadata.ROOT)
	if err != nil {
		return err
	}
	root := metadata.Root(w.expiry(metadata.ROOT))
	root.Signed.Version = before.Version + 1
	for name, role := range before.Roles {
		root.Signed.Roles[name].Threshold = role.Threshold
		for _, id := range role.KeyIDs {
			if err := root.Signed.AddKey(before.Keys[id], name); err != nil {
				return err
			}
		}
	}
	if err := change(&root.Signed); err != nil {
		return err
	}
	own, err := w.Keys.enough(&root.Signed, metadata.ROOT)
	if err != nil {
		return err
	}
	for _, key := range own {
		if !slices.ContainsFunc(signers, func(k ed25519.PrivateKey) bool { return k.Equal(key) }) {
			signers = append(signers, key)
		}
	}
	return w.writeRoot(root, signers)
}

func (w *writer) writeRoot(root *metadata.Metadata[metadata.RootType], keys []ed25519.PrivateKey) error {
	if _, err := writeSigned(w, root, metaFile(root.Signed.Version, metadata.ROOT), keys...); err != nil {
		return err
	}
	w.state.root = root
	return nil
}

func trust(root *metadata.RootType, role string, key ed25519.PrivateKey) error {
	public, err := metadata.KeyFromPublicKey(key.Public())
	if err != nil {
		return err
	}
	return root.AddKey(public, role)
}

func (w *writer) ensureTargets(files map[string]*metadata.TargetFiles) (*metadata.MetaFiles, error) {
	if last := w.state.targets; last != nil && sameTargets(last.Signed.Targets, files) && !w.anew &&
		!w.due(metadata.TARGETS, last.Signed.Expires) {
		return nil, nil
	}
	targets, err := w.newTargets(files)
	if err != nil {
		return nil, err
	}
	return writeNumbered(w, targets, metadata.TARGETS, targets.Signed.Version)
}

func (w *writer) newTargets(files map[string]*metadata.TargetFiles) (*metadata.Metadata[metadata.TargetsType], error) {
	targets := metadata.Targets(w.expiry(metadata.TARGETS))
	targets.Signed.Targets = files
	var err error
	targets.Signed.Version, err = w.nextNumber(metadata.TARGETS, w.state.release.Targets.Version, w.Floor.Targets)
	return targets, err
}

func sameTargets(a, b map[string]*metadata.TargetFiles) bool {
	if len(a) != len(b) {
		return false
	}
	for name, file := range a {
		other := b[name]
		if other == nil || !file.Equal(*other) || !sameCustom(file.Custom, other.Custom) {
			return false
		}
	}
	return true
}

// sameCustom compares what the notes say: metadata is written with its members
// in the order of their names, and a note is made in the order of the struct.
func sameCustom(a, b *json.RawMessage) bool {
	var x, y custom
	return a != nil && b != nil && json.Unmarshal(*a, &x) == nil && json.Unmarshal(*b, &y) == nil && reflect.DeepEqual(x, y)
}

// ensureSnapshot signs a snapshot when there are new targets, given as how the
// snapshot speaks of them, or when the old one nears its end.
func (w *writer) ensureSnapshot(targets *metadata.MetaFiles) (*metadata.MetaFiles, error) {
	last := w.state.release
	if targets == nil {
		if !w.anew && !w.due(metadata.SNAPSHOT, last.Snapshot.Expires) {
			return nil, nil
		}
		var err error
		if targets, err = w.describe(metaFile(last.Targets.Version, metadata.TARGETS), last.Targets.Version); err != nil {
			return nil, err
		}
	}
	snapshot := metadata.Snapshot(w.expiry(metadata.SNAPSHOT))
	snapshot.Signed.Meta["targets.json"] = targets
	var err error
	snapshot.Signed.Version, err = w.nextNumber(metadata.SNAPSHOT, last.Snapshot.Version, w.Floor.Snapshot)
	if err != nil {
		return nil, err
	}
	return writeNumbered(w, snapshot, metadata.SNAPSHOT, snapshot.Signed.Version)
}

// ensureTimestamp is the last step, which makes everything before it seen.
func (w *writer) ensureTimestamp(snapshot *metadata.MetaFiles) error {
	last := w.state.release
	if snapshot == nil {
		if !w.anew && !w.due(metadata.TIMESTAMP, last.Timestamp.Expires) {
			return nil
		}
		var err error
		if snapshot, err = w.describe(metaFile(last.Snapshot.Version, metadata.SNAPSHOT), last.Snapshot.Version); err != nil {
			return err
		}
	}
	ts := metadata.Timestamp(w.expiry(metadata.TIMESTAMP))
	ts.Signed.Version = max(last.Timestamp.Version, w.Floor.Timestamp) + 1
	ts.Signed.Meta["snapshot.json"] = snapshot
	keys, err := w.Keys.enough(&w.state.root.Signed, metadata.TIMESTAMP)
	if err != nil {
		return err
	}
	_, err = writeSigned(w, ts, timestamp, keys...)
	return err
}

// nextNumber is above all that clients or caches may have seen, files of a run
// that died included: a name never holds other bytes.
func (w *writer) nextNumber(role string, last, floor int64) (int64, error) {
	highest := max(last, floor)
	names, err := w.Files.Names(metadataDir)
	if err != nil {
		return 0, err
	}
	for _, name := range names {
		number, ok := strings.CutSuffix(strings.TrimSuffix(name, ".br"), "."+role+".json")
		if n, err := strconv.ParseInt(number, 10, 64); ok && err == nil {
			highest = max(highest, n)
		}
	}
	return highest + 1, nil
}

// describe is how the role above speaks of a file that is published already.
func (w *writer) describe(name string, version int64) (*metadata.MetaFiles, error) {
	data, err := w.Files.Read(name, maxMetadata)
	if err != nil {
		return nil, &FileError{name, err}
	}
	return metaOf(data, version), nil
}

func metaOf(data []byte, version int64) *metadata.MetaFiles {
	sum := sha256.Sum256(data)
	meta := metadata.MetaFile(version)
	meta.Length, meta.Hashes = int64(len(data)), metadata.Hashes{"sha256": sum[:]}
	return meta
}

func writeNumbered[T metadata.Roles](w *writer, m *metadata.Metadata[T], role string, version int64) (*metadata.MetaFiles, error) {
	keys, err := w.Keys.enough(&w.state.root.Signed, role)
	if err != nil {
		return nil, err
	}
	data, err := writeSigned(w, m, metaFile(version, role), keys...)
	if err != nil {
		return nil, err
	}
	return metaOf(data, version), nil
}

// writeSigned signs metadata with each key and writes it.
func writeSigned[T metadata.Roles](w *writer, m *metadata.Metadata[T], name string, keys ...ed25519.PrivateKey) ([]byte, error) {
	if err := sign(m, keys...); err != nil {
		return nil, err
	}
	data, err := m.ToBytes(false)
	if err != nil {
		return nil, err
	}
	return data, w.writeNamed(name, data)
}

// writeNamed writes metadata; with its compressed form first, but for the
// timestamp, whose two forms could not change as one.
func (w *writer) writeNamed(name string, data []byte) error {
	if name != timestamp {
		compressed, err := compress(data)
		if err != nil {
			return err
		}
		if err := w.write(brotliName(name), compressed); err != nil {
			return err
		}
	}
	if err := w.write(name, data); err != nil {
		return err
	}
	w.signed = append(w.signed, name)
	return nil
}

func sign[T metadata.Roles](m *metadata.Metadata[T], keys ...ed25519.PrivateKey) error {
	for _, key := range keys {
		signer, err := signature.LoadSigner(key, crypto.Hash(0))
		if err != nil {
			return err
		}
		if _, err := m.Sign(signer); err != nil {
			return err
		}
	}
	return nil
}

// prune removes shards that neither this release, nor the one before, nor a
// proposal speaks of: a register of three million marks has 200 MB of them, and
// nearly all are new each week. Who still has an older index is told 404, and
// has a newer one a minute later. What cannot be removed stays, and harms nobody.
func (w *writer) prune(now *Release) {
	packs := append(slices.Clone(now.Packs), w.state.release.Packs...)
	names, err := w.Files.Names(proposedDir)
	if err != nil {
		return
	}
	base, err := w.Files.Read(metaFile(now.Targets.Version, metadata.TARGETS), maxMetadata)
	if err != nil {
		return
	}
	for _, name := range names {
		p, targets, err := readProposal(w.Files, strings.TrimSuffix(name, ".json"))
		if err != nil {
			return
		}
		if p.Base != hashOf(base) { // it cannot be approved any more
			w.Files.Remove(proposedDir + "/" + name) //nolint:errcheck // as said
			continue
		}
		proposed, err := readTargets(targets.Signed.Targets)
		if err != nil {
			return
		}
		packs = append(packs, proposed...)
	}
	used := map[string]bool{}
	for i := range packs {
		if packs[i].Shards == nil {
			continue
		}
		x, err := readIndex(w.Files, packs[i].List, packs[i].Shards)
		if err != nil {
			return
		}
		for _, sum := range x.Shards {
			used[sum+shardSuffix] = true
		}
	}
	there, err := w.Files.Sizes(shardDir)
	if err != nil {
		return
	}
	for name := range there {
		if !used[name] {
			w.Files.Remove(shardDir + "/" + name) //nolint:errcheck // as said
		}
	}
}
