package store

import (
	"bytes"
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"path/filepath"
	"time"

	"clearlist/wasm/list"

	"github.com/andybalholm/brotli"
	"github.com/gofrs/flock"
	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // registers "sqlite", without cgo
)

//go:embed migrations/*.sql
var migrations embed.FS

const (
	// busyTimeout is how long a writer waits for another; a publication's
	// transactions take milliseconds.
	busyTimeout = 5 * time.Second
	// migrateTimeout bounds the wait for another process's migration.
	migrateTimeout = 30 * time.Second
	// maxSources bounds what one version's sources may expand to.
	maxSources = 256 << 20
)

type sqlite struct{ db *sql.DB }

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
	if err := migrate(ctx, db, absolute+".lock"); err != nil {
		return nil, errors.Join(fmt.Errorf("store: %s: %w", file, err), db.Close())
	}
	return &sqlite{db}, nil
}

// migrate holds a lock file, as goose has no lock of its own for SQLite.
func migrate(ctx context.Context, db *sql.DB, lockFile string) error {
	ctx, cancel := context.WithTimeout(ctx, migrateTimeout)
	defer cancel()
	lock := flock.New(lockFile)
	const retry = 20 * time.Millisecond
	if _, err := lock.TryLockContext(ctx, retry); err != nil {
		return fmt.Errorf("lock: %w", err)
	}
	defer lock.Unlock() //nolint:errcheck // the system lets go of it anyway
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, files)
	if err != nil {
		return err
	}
	_, err = provider.Up(ctx)
	return err
}

func (s *sqlite) Close() error { return s.db.Close() }

const selectVersion = `SELECT list, version, as_of, sha256, sources, created_at FROM list_versions WHERE list = ?`

func (s *sqlite) Last(ctx context.Context, name string) (Version, error) {
	return readVersion(s.db.QueryRowContext(ctx, selectVersion+` ORDER BY version DESC LIMIT 1`, name))
}

func (s *sqlite) ListAt(ctx context.Context, name string, date list.Date) (Version, error) {
	const day = 24 * 60 * 60
	return readVersion(s.db.QueryRowContext(ctx,
		selectVersion+` AND created_at < ? ORDER BY version DESC LIMIT 1`, name, (int64(date)+1)*day))
}

func readVersion(row *sql.Row) (Version, error) {
	var v Version
	var asOf string
	var sources []byte
	var created int64
	err := row.Scan(&v.List, &v.Number, &asOf, &v.SHA256, &sources, &created)
	if errors.Is(err, sql.ErrNoRows) {
		return Version{}, ErrNotFound
	}
	if err == nil && asOf != "" {
		v.AsOf, err = list.ParseDate(asOf)
	}
	if err == nil {
		v.Sources, err = unpackSources(sources)
	}
	if err != nil {
		return Version{}, fmt.Errorf("store: version: %w", err)
	}
	v.CreatedAt = time.Unix(created, 0).UTC()
	return v, nil
}

func (s *sqlite) Append(ctx context.Context, v Version) error {
	sources, err := packSources(v.Sources)
	if err != nil {
		return fmt.Errorf("store: append: %w", err)
	}
	return s.write(ctx, "append", func(tx *sql.Tx) error {
		var taken bool
		err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM list_versions WHERE list = ? AND version >= ?)`,
			v.List, v.Number).Scan(&taken)
		if err != nil {
			return err
		}
		if taken {
			return ErrConflict
		}
		_, err = tx.ExecContext(ctx,
			`INSERT INTO list_versions (list, version, as_of, sha256, sources, created_at) VALUES (?, ?, ?, ?, ?, ?)`,
			v.List, v.Number, v.AsOf.String(), v.SHA256, sources, v.CreatedAt.Unix())
		return err
	})
}

func (s *sqlite) Record(ctx context.Context, r Release) error {
	return s.write(ctx, "record", func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx,
			`INSERT INTO releases (timestamp_version, snapshot_version, targets_version, root_version, created_at)
			 VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			r.Timestamp, r.Snapshot, r.Targets, r.Root, r.CreatedAt.Unix())
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return err
		}
		for name, version := range r.Lists {
			_, err := tx.ExecContext(ctx, `INSERT INTO release_lists (timestamp_version, list, version) VALUES (?, ?, ?)`,
				r.Timestamp, name, version)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *sqlite) LastRelease(ctx context.Context) (Release, error) {
	r := Release{Lists: map[string]uint32{}}
	var created int64
	err := s.db.QueryRowContext(ctx,
		`SELECT timestamp_version, snapshot_version, targets_version, root_version, created_at
		 FROM releases ORDER BY timestamp_version DESC LIMIT 1`).
		Scan(&r.Timestamp, &r.Snapshot, &r.Targets, &r.Root, &created)
	if errors.Is(err, sql.ErrNoRows) {
		return Release{}, ErrNotFound
	}
	if err != nil {
		return Release{}, fmt.Errorf("store: last release: %w", err)
	}
	r.CreatedAt = time.Unix(created, 0).UTC()
	rows, err := s.db.QueryContext(ctx, `SELECT list, version FROM release_lists WHERE timestamp_version = ?`, r.Timestamp)
	if err != nil {
		return Release{}, fmt.Errorf("store: last release: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		var version uint32
		if err := rows.Scan(&name, &version); err != nil {
			return Release{}, fmt.Errorf("store: last release: %w", err)
		}
		r.Lists[name] = version
	}
	return r, rows.Err()
}

// write runs do in a transaction that is kept when do succeeds.
func (s *sqlite) write(ctx context.Context, what string, do func(*sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("store: %s: %w", what, err)
	}
	if err := do(tx); err != nil {
		tx.Rollback() //nolint:errcheck // the first error is the one to tell
		if errors.Is(err, ErrConflict) {
			return err
		}
		return fmt.Errorf("store: %s: %w", what, err)
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("store: %s: %w", what, err)
	}
	return nil
}

// storedSource fixes the names that sources are kept under.
type storedSource struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

func packSources(sources []list.Source) ([]byte, error) {
	stored := make([]storedSource, len(sources))
	for i, source := range sources {
		stored[i] = storedSource(source)
	}
	var out bytes.Buffer
	w := brotli.NewWriterLevel(&out, brotli.DefaultCompression)
	if err := json.NewEncoder(w).Encode(stored); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil { // before Bytes: it writes the rest
		return nil, err
	}
	return out.Bytes(), nil
}

func unpackSources(data []byte) ([]list.Source, error) {
	text, err := io.ReadAll(io.LimitReader(brotli.NewReader(bytes.NewReader(data)), maxSources+1))
	if err != nil {
		return nil, err
	}
	if len(text) > maxSources {
		return nil, fmt.Errorf("sources are over %d bytes", maxSources)
	}
	var stored []storedSource
	if err := json.Unmarshal(text, &stored); err != nil {
		return nil, err
	}
	sources := make([]list.Source, len(stored))
	for i, source := range stored {
		sources[i] = list.Source(source)
	}
	return sources, nil
}
