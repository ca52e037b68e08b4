// Package release turns compiled packs into a signed release that browsers can
// trust, and reads one back.
//
//	keys, err := release.LoadKeys(".clearlist/keys")
//	files, err := release.OpenDir(".clearlist/published")
//	result, err := release.Publisher{Files: files, Keys: keys}.Publish(ctx, packs)
//
// A release is a repository of The Update Framework (TUF 1.0, consistent
// snapshots, Ed25519), laid out as it is served, so that any static host or
// object store can take the directory as it is:
//
//	v1/m/timestamp.json        the one name whose bytes change
//	v1/m/{n}.root.json         v1/m/{n}.snapshot.json    v1/m/{n}.targets.json
//	v1/p/{sha256}.curated.pack
//	v1/p/{sha256}.register-us.pack, v1/p/{sha256}.register-us.shards
//	v1/d/{sha256}.delta        from an earlier pack to this one; the targets tell which
//	{any of these rows but the first}.br   the same bytes, brotli-compressed
//	v1/s/{sha256}.shard        details of a register's marks; see package shard
//	base/                      root, pack and base.json for the extension's bundler
//
//	proposed/{sha256}.json     waits for a second person's signature; not served
//
// Every name but timestamp.json and base/ is written once and never holds
// other bytes; shards that the last two releases do not speak of are removed.
// The timestamp is written last, so that a reader sees the old release or the
// new one, whatever becomes of the publisher in between.
//
// The package does not decide what is in a list (package list), does not give
// lists their version (package store), and sends nothing (package api).
package release

import (
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"
)

const (
	metadataDir = "v1/m"
	packDir     = "v1/p"
	deltaDir    = "v1/d"
	shardDir    = "v1/s"
	baseDir     = "base"
	timestamp   = metadataDir + "/timestamp.json"
)

const (
	// maxMetadata bounds one metadata file: 100 times what 65 targets take.
	maxMetadata = 1 << 20
	// MaxPack bounds one pack: the largest register of the design is 13 MB.
	MaxPack = 32 << 20
	// maxRoots bounds the chain of roots: at most one a week for 20 years.
	maxRoots = 1024
)

var (
	// ErrNone means that nothing has been published yet.
	ErrNone = errors.New("release: nothing is published")
	// ErrLocked means that another process publishes at this moment.
	ErrLocked = errors.New("release: another publisher is at work")
	// ErrKeys means that keys are missing, unreadable, or not the ones that
	// the published root trusts.
	ErrKeys = errors.New("release: keys")
	// ErrSelfTest means that what was written is not what was compiled.
	ErrSelfTest = errors.New("release: self-test")
)

// A FileError says which published file is not what it must be.
type FileError struct {
	Name string // below the published directory
	Err  error
}

func (e *FileError) Error() string { return fmt.Sprintf("release: %s: %v", e.Name, e.Err) }
func (e *FileError) Unwrap() error { return e.Err }

// A Pack is one compiled list, ready to publish. Its target name is the list's
// name and ".pack".
type Pack struct {
	List    string
	Version uint32
	AsOf    string // 2026-11-24
	Terms   int
	Bytes   []byte
	Shards  *Shards // of a register; nil for none
}

// Shards are the details of a register's marks: an index that is signed beside
// the pack, and the files that it names by their hashes.
type Shards struct {
	Index []byte
	Files iter.Seq2[[]byte, error]
}

// A Release is what has been published, signatures, lengths and hashes checked.
// Nothing in it says that it has not expired: that is for who asks, and when.
type Release struct {
	Root, Timestamp, Snapshot, Targets Metadata
	Packs                              []Target // by list
	TimestampBytes                     []byte   // timestamp.json as it was verified
}

// Metadata is the number and the end of life of one signed file.
type Metadata struct {
	Version int64
	Expires time.Time
}

// A Target is a published pack as the targets metadata speaks of it.
type Target struct {
	List    string
	Version uint32
	AsOf    string
	Terms   int
	SHA256  string // hex
	Length  int64
	Brotli  int64 // length of the brotli form, 0 when there is none
	Deltas  []Delta
	Shards  *ShardTarget // nil for none
}

// A ShardTarget is the published index of a register's shards.
type ShardTarget struct {
	SHA256  string
	Length  int64
	Version uint32
	Count   int // of shards
	Size    int // of each
}

// A Delta leads from an earlier pack of the list to the newest. The signed
// targets speak for it as they do for the pack.
type Delta struct {
	From   uint32 `json:"from"` // the earlier version, 0 for nothing at all
	Base   string `json:"base"` // the earlier pack's hash, "" for nothing
	SHA256 string `json:"sha256"`
	Length int64  `json:"length"`
}

// Numbers are version numbers below which metadata must not fall, or clients
// that saw them would refuse the new ones as a rollback.
type Numbers struct {
	Timestamp, Snapshot, Targets int64
}

// Expires is when the first of the four signed files lapses.
func (r *Release) Expires() time.Time {
	first := r.Root.Expires
	for _, m := range []Metadata{r.Timestamp, r.Snapshot, r.Targets} {
		if m.Expires.Before(first) {
			first = m.Expires
		}
	}
	return first
}

// target is the pack's name in the metadata: "register:US" is
// register-us.pack, as not every system takes a colon in a file's name.
func target(list string) string { return fileName(list) + ".pack" }

// indexTarget is the name of the index of a register's shards.
func indexTarget(list string) string { return fileName(list) + ".shards" }

func fileName(list string) string { return strings.ToLower(strings.ReplaceAll(list, ":", "-")) }

// packFile is where the bytes with that hash are published.
func packFile(sha256, list string) string {
	return packDir + "/" + sha256 + "." + target(list)
}

// indexFile is where the index with that hash is published.
func indexFile(sha256, list string) string {
	return packDir + "/" + sha256 + "." + indexTarget(list)
}

// shardFile is where the shard with that hash is published.
func shardFile(sha256 string) string { return shardDir + "/" + sha256 + shardSuffix }

const shardSuffix = ".shard"

// deltaFile is where the delta with that hash is published.
func deltaFile(sha256 string) string { return deltaDir + "/" + sha256 + ".delta" }

// metaFile is where a numbered version of a role is published.
func metaFile(version int64, role string) string {
	return fmt.Sprintf("%s/%d.%s.json", metadataDir, version, role)
}

// brotliName is where the compressed form of a file is published.
func brotliName(name string) string { return name + ".br" }
