// Package store remembers what the lists and the registers said and what was
// released: which version a changed list gets, what a list said on a given day,
// and each mark of each office with all that was known of it before.
//
//	s, err := store.OpenSQLite(ctx, ".clearlist/clearlist.db")
//	last, err := s.Last(ctx, "curated")           // ErrNotFound at first
//	err = s.Append(ctx, store.Version{...})       // the next one
//	then, err := s.ListAt(ctx, "curated", date)   // what it said that day
//
//	for mark, err := range s.Marks(ctx, store.MarkQuery{Office: "US"}) { ... }
//	made, err := s.Apply(ctx, store.Step{...})    // some marks more of a file
//
// Only publishers, importers and editors come here. Who reads the lists reads published
// files, so a store that is down stops no browser.
package store

import (
	"context"
	"errors"
	"iter"
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

	// Marks yields the marks of an office that live or are pending, in the
	// order of their numbers, bytewise. It reads one state of the store, however
	// long it takes and whatever is imported meanwhile. The first error ends it.
	Marks(ctx context.Context, q MarkQuery) iter.Seq2[list.Mark, error]
	// MarkHistory returns what was known of a mark, oldest first.
	MarkHistory(ctx context.Context, office, number string) ([]MarkVersion, error)
	// Offices tells which registers are held, by name.
	Offices(ctx context.Context) ([]Office, error)
	// Apply takes the next marks of a file, and how far the file is read with
	// them: both or neither. What it returned is kept, whatever happens next.
	// ErrConflict means that another import of the same file went ahead.
	Apply(ctx context.Context, s Step) (Import, error)
	// EndAbsent ends, all at once, the marks that a whole register does not
	// name, and says how many. They stay as they were, but dead since the day
	// of the register. Those that are known of a later day are left. The error
	// is a [*TooManyError] where more than w.Most percent would end: none does.
	EndAbsent(ctx context.Context, w Whole, named func(number string) bool) (ended int64, err error)
	// Import tells how far a file, by its hash, has been read for an office.
	Import(ctx context.Context, sha256, office string) (Import, error)
	// Imports returns the imports that have begun, the latest last.
	Imports(ctx context.Context) ([]Import, error)

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
