package release

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"clearlist/server/internal/release/shard"

	"github.com/theupdateframework/go-tuf/v2/metadata"
	"github.com/theupdateframework/go-tuf/v2/metadata/trustedmetadata"
)

// packFormat is the pack format that clients of today open.
const packFormat = 1

// custom is what the targets metadata says of a pack, or of the index of a
// register's shards, beside length and hash. Format is that of the pack or of
// the shards.
type custom struct {
	List    string `json:"list"`
	Version uint32 `json:"version"`
	AsOf    string `json:"as_of"`
	Format  int    `json:"format"`
	Terms   int    `json:"terms"`
	// Deltas are direct ones, from the newest base to the oldest.
	Deltas []Delta `json:"deltas,omitempty"`
}

// Read returns the published release, after walking it as a client would:
// the chain of roots, then timestamp, snapshot and targets, each by signature,
// version, length and hash, then the packs and their compressed forms. It
// gives [ErrNone] when nothing is published and a *[FileError] when something
// is damaged. What has expired is read all the same.
func Read(files Files) (*Release, error) {
	state, err := readMetadata(files, maxRoots)
	if err != nil {
		return nil, err
	}
	for i := range state.release.Packs {
		if err := checkPack(files, &state.release.Packs[i]); err != nil {
			return nil, err
		}
	}
	return state.release, nil
}

// state is a release with the metadata that the next one builds on.
type state struct {
	root    *metadata.Metadata[metadata.RootType]
	targets *metadata.Metadata[metadata.TargetsType] // nil when only the root is there
	release *Release
}

// readMetadata walks the chain of roots to the newest, or to a last one, and
// reads what that vouches for.
func readMetadata(files Files, last int64) (*state, error) {
	trusted, err := readRoots(files, last)
	if err != nil {
		return nil, err
	}
	s := &state{root: trusted.Root, release: &Release{}}
	s.release.Root = Metadata{trusted.Root.Signed.Version, trusted.Root.Signed.Expires}

	data, err := files.Read(timestamp, maxMetadata)
	if errors.Is(err, fs.ErrNotExist) {
		return s, ErrNone
	}
	if err != nil {
		return nil, &FileError{timestamp, err}
	}
	ts, err := trusted.UpdateTimestamp(data)
	if err != nil {
		return nil, &FileError{timestamp, err}
	}
	s.release.TimestampBytes = data
	s.release.Timestamp = Metadata{ts.Signed.Version, ts.Signed.Expires}

	name := metaFile(ts.Signed.Meta["snapshot.json"].Version, metadata.SNAPSHOT)
	data, err = files.Read(name, maxMetadata)
	if err != nil {
		return nil, &FileError{name, err}
	}
	snapshot, err := trusted.UpdateSnapshot(data, false)
	if err != nil {
		return nil, &FileError{name, err}
	}
	s.release.Snapshot = Metadata{snapshot.Signed.Version, snapshot.Signed.Expires}

	name = metaFile(snapshot.Signed.Meta["targets.json"].Version, metadata.TARGETS)
	data, err = files.Read(name, maxMetadata)
	if err != nil {
		return nil, &FileError{name, err}
	}
	s.targets, err = trusted.UpdateTargets(data)
	if err != nil {
		return nil, &FileError{name, err}
	}
	s.release.Targets = Metadata{s.targets.Signed.Version, s.targets.Signed.Expires}
	s.release.Packs, err = readTargets(s.targets.Signed.Targets)
	if err != nil {
		return nil, &FileError{name, err}
	}
	return s, nil
}

// readRoots walks the chain of roots from the first.
func readRoots(files Files, last int64) (*trustedmetadata.TrustedMetadata, error) {
	var trusted *trustedmetadata.TrustedMetadata
	for version := int64(1); version <= min(last, maxRoots); version++ {
		name := metaFile(version, metadata.ROOT)
		data, err := files.Read(name, maxMetadata)
		if errors.Is(err, fs.ErrNotExist) {
			break
		}
		if err != nil {
			return nil, &FileError{name, err}
		}
		if trusted == nil {
			trusted, err = trustedmetadata.New(data)
		} else {
			_, err = trusted.UpdateRoot(data)
		}
		if err != nil {
			return nil, &FileError{name, err}
		}
	}
	if trusted == nil {
		return nil, ErrNone
	}
	trusted.RefTime = time.Time{} // before every end: expiry is the reader's to judge
	return trusted, nil
}

func readTargets(files map[string]*metadata.TargetFiles) ([]Target, error) {
	var all []Target
	indexes := map[string]*ShardTarget{}
	for name, file := range files {
		var c custom
		if file.Custom == nil {
			return nil, fmt.Errorf("%s has no custom part", name)
		}
		if err := json.Unmarshal(*file.Custom, &c); err != nil {
			return nil, fmt.Errorf("%s: custom part: %w", name, err)
		}
		if name != target(c.List) && name != indexTarget(c.List) || len(file.Hashes["sha256"]) != sha256.Size {
			return nil, fmt.Errorf("%s is not a pack with a name and a hash", name)
		}
		if name == indexTarget(c.List) {
			indexes[c.List] = &ShardTarget{SHA256: hex.EncodeToString(file.Hashes["sha256"]), Length: file.Length, Version: c.Version}
			continue
		}
		all = append(all, Target{
			List: c.List, Version: c.Version, AsOf: c.AsOf, Terms: c.Terms,
			SHA256: hex.EncodeToString(file.Hashes["sha256"]), Length: file.Length,
			Deltas: c.Deltas,
		})
	}
	slices.SortFunc(all, func(a, b Target) int { return strings.Compare(a.List, b.List) })
	for i := range all {
		all[i].Shards = indexes[all[i].List]
		delete(indexes, all[i].List)
	}
	if len(indexes) > 0 {
		return nil, errors.New("shards of a register that is not there")
	}
	return all, nil
}

// checkPack compares a published pack with its hash and length, and its
// compressed form, when there is one, with the pack.
func checkPack(files Files, t *Target) error {
	name := packFile(t.SHA256, t.List)
	data, err := files.Read(name, min(t.Length, MaxPack))
	if err != nil {
		return &FileError{name, err}
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != t.SHA256 || int64(len(data)) != t.Length {
		return &FileError{name, errors.New("is not the pack that was signed")}
	}
	compressed, err := files.Read(brotliName(name), MaxPack)
	if err == nil && !expands(compressed, data) {
		err = errors.New("does not expand to the pack")
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return &FileError{brotliName(name), err}
	}
	t.Brotli = int64(len(compressed))
	for _, d := range t.Deltas {
		if err := checkDelta(files, d); err != nil {
			return err
		}
	}
	return checkShards(files, t)
}

// checkShards reads the index, and sees that every shard it names is there. A
// shard's bytes were compared when it was written; a client does so again.
func checkShards(files Files, t *Target) error {
	if t.Shards == nil {
		return nil
	}
	x, err := readIndex(files, t.List, t.Shards)
	if err != nil {
		return err
	}
	t.Shards.Count, t.Shards.Size = len(x.Shards), x.Size
	there, err := files.Sizes(shardDir)
	if err != nil {
		return &FileError{shardDir, err}
	}
	for _, sum := range x.Shards {
		if size, ok := there[sum+shardSuffix]; !ok || size != int64(x.Size) {
			return &FileError{shardFile(sum), errors.New("is missing, or of another size")}
		}
	}
	return nil
}

// auditShards reads every shard and compares it with its hash.
func auditShards(files Files, t *Target) error {
	if t.Shards == nil {
		return nil
	}
	x, err := readIndex(files, t.List, t.Shards)
	if err != nil {
		return err
	}
	for _, sum := range x.Shards {
		data, err := files.Read(shardFile(sum), int64(x.Size))
		if err == nil && hashOf(data) != sum {
			err = errors.New("is not the shard that was signed")
		}
		if err != nil {
			return &FileError{shardFile(sum), err}
		}
	}
	return nil
}

func readIndex(files Files, list string, s *ShardTarget) (*shard.Index, error) {
	name := indexFile(s.SHA256, list)
	data, err := files.Read(name, min(s.Length, shard.MaxIndex))
	if err == nil && (hashOf(data) != s.SHA256 || int64(len(data)) != s.Length) {
		err = errors.New("is not the index that was signed")
	}
	if err != nil {
		return nil, &FileError{name, err}
	}
	x, err := shard.ReadIndex(data)
	if err == nil && x.List != list {
		err = fmt.Errorf("is of %s", x.List)
	}
	if err != nil {
		return nil, &FileError{name, err}
	}
	return x, nil
}

func checkDelta(files Files, d Delta) error {
	name := deltaFile(d.SHA256)
	data, err := files.Read(name, min(d.Length, MaxPack))
	if err != nil {
		return &FileError{name, err}
	}
	if hashOf(data) != d.SHA256 || int64(len(data)) != d.Length {
		return &FileError{name, errors.New("is not the delta that was signed")}
	}
	compressed, err := files.Read(brotliName(name), MaxPack)
	if err == nil && !expands(compressed, data) {
		err = errors.New("does not expand to the delta")
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return &FileError{brotliName(name), err}
	}
	return nil
}

func hashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// ReadPack returns the bytes of a published pack, compared with their hash.
func ReadPack(files Files, t Target) ([]byte, error) {
	name := packFile(t.SHA256, t.List)
	data, err := files.Read(name, min(t.Length, MaxPack))
	if err == nil && hashOf(data) != t.SHA256 {
		err = errors.New("is not the pack that was signed")
	}
	if err != nil {
		return nil, &FileError{name, err}
	}
	return data, nil
}
