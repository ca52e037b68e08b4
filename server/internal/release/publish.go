package release

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"clearlist/server/internal/release/shard"

	"github.com/theupdateframework/go-tuf/v2/metadata"
)

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
