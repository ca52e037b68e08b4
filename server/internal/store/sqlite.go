package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // registers "sqlite", without cgo
)

const (
	// busyTimeout is how long a writer waits for another; a publication's
	// transactions take milliseconds.
	busyTimeout = 5 * time.Second
	// migrateTimeout bounds the wait for another process's migration.
	migrateTimeout = 30 * time.Second
)

// OpenSQLite opens the store in a file, makes it if need be, and brings its
// tables up to date. Several processes may do so at once.
func OpenSQLite(ctx context.Context, file string) (Store, error) {
	absolute, err := filepath.Abs(file)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	// The write-ahead log lets readers read while one writes. Transactions
	// begin as writers: one that turns into a writer half-way fails instead
	// of waiting.
	dsn := url.URL{Scheme: "file", Path: filepath.ToSlash(absolute), RawQuery: url.Values{
		"_txlock": {"immediate"},
		"_pragma": {
			fmt.Sprintf("busy_timeout(%d)", busyTimeout.Milliseconds()),
			"journal_mode(WAL)", "foreign_keys(1)", "synchronous(FULL)",
		},
	}.Encode()}
	db, err := sql.Open("sqlite", dsn.String())
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	if err := migrateSQLite(ctx, db, absolute+".lock"); err != nil {
		return nil, errors.Join(fmt.Errorf("store: %s: %w", file, err), db.Close())
	}
	return &database{db: db}, nil
}

// migrateSQLite holds a lock file, as goose has no lock of its own for SQLite.
func migrateSQLite(ctx context.Context, db *sql.DB, lockFile string) error {
	ctx, cancel := context.WithTimeout(ctx, migrateTimeout)
	defer cancel()
	lock := flock.New(lockFile)
	const retry = 20 * time.Millisecond
	if _, err := lock.TryLockContext(ctx, retry); err != nil {
		return fmt.Errorf("lock: %w", err)
	}
	defer lock.Unlock() //nolint:errcheck // the system lets go of it anyway
	return migrate(ctx, db, goose.DialectSQLite3, "sqlite")
}
