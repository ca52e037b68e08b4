// Package store remembers what the lists said and what was released: which
// version a changed list gets, and what a list said on a given day.
//
//	s, err := store.OpenSQLite(ctx, ".clearlist/clearlist.db")
//	last, err := s.Last(ctx, "curated")           // ErrNotFound at first
//	err = s.Append(ctx, store.Version{...})       // the next one
//	then, err := s.ListAt(ctx, "curated", date)   // what it said that day
//
// Only publishers and editors come here. Who reads the lists reads published
// files, so a store that is down stops no browser.
package store

import (
	"context"
	"errors"
	"time"

	"clearlist/wasm/list"
)

var (
	// ErrNotFound means that there is no such version or release.
	ErrNotFound = errors.New("store: not found")
	// ErrConflict means that the number is not above those that are taken.
	ErrConflict = errors.New("store: a version with that number, or a later one, is there")
)

// A Store keeps the history. Every implementation passes package storetest.
type Store interface {
	// Last returns the newest version of a list.
	Last(ctx context.Context, name string) (Version, error)
	// ListAt returns the version that was the newest at the end of a day, UTC.
	ListAt(ctx context.Context, name string, date list.Date) (Version, error)
	// Append adds a version. Numbers rise, and may skip.
	Append(ctx context.Context, v Version) error
	// LastRelease returns the newest release.
	LastRelease(ctx context.Context) (Release, error)
	// Record notes a release. Noting the same one again changes nothing.
	Record(ctx context.Context, r Release) error
	Close() error
}

// A Version is a list as it was published once.
type Version struct {
	List      string
	Number    uint32
	AsOf      list.Date
	SHA256    string // of the compiled pack, hexadecimal
	Sources   []list.Source
	CreatedAt time.Time // whole seconds are kept
}

// A Release is one signed publication: the versions of its metadata, and of
// the lists in it.
type Release struct {
	Timestamp, Snapshot, Targets, Root int64
	Lists                              map[string]uint32
	CreatedAt                          time.Time
}
