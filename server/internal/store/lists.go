package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"clearlist/wasm/list"

	"github.com/andybalholm/brotli"
)

// maxSources bounds what one version's sources may expand to.
const maxSources = 256 << 20

const selectVersion = `SELECT list, version, as_of, sha256, sources, created_at FROM list_versions WHERE list = ?`

func (s *database) Last(ctx context.Context, name string) (Version, error) {
	return readVersion(s.db.QueryRowContext(ctx, s.sql(selectVersion+` ORDER BY version DESC LIMIT 1`), name))
}

func (s *database) ListAt(ctx context.Context, name string, date list.Date) (Version, error) {
	return readVersion(s.db.QueryRowContext(ctx,
		s.sql(selectVersion+` AND created_at < ? ORDER BY version DESC LIMIT 1`), name, endOf(date)))
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

func (s *database) Append(ctx context.Context, v Version) error {
	sources, err := packSources(v.Sources)
	if err != nil {
		return fmt.Errorf("store: append: %w", err)
	}
	return s.write(ctx, "append", func(tx *sql.Tx) error {
		var taken bool
		err := tx.QueryRowContext(ctx, s.sql(`SELECT EXISTS (SELECT 1 FROM list_versions WHERE list = ? AND version >= ?)`),
			v.List, v.Number).Scan(&taken)
		if err != nil {
			return err
		}
		if taken {
			return ErrConflict
		}
		_, err = tx.ExecContext(ctx,
			s.sql(`INSERT INTO list_versions (list, version, as_of, sha256, sources, created_at) VALUES (?, ?, ?, ?, ?, ?)`),
			v.List, v.Number, v.AsOf.String(), v.SHA256, sources, v.CreatedAt.Unix())
		return err
	})
}

func (s *database) Record(ctx context.Context, r Release) error {
	return s.write(ctx, "record", func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx,
			s.sql(`INSERT INTO releases (timestamp_version, snapshot_version, targets_version, root_version, created_at)
			 VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`),
			r.Timestamp, r.Snapshot, r.Targets, r.Root, r.CreatedAt.Unix())
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return err
		}
		for name, version := range r.Lists {
			_, err := tx.ExecContext(ctx, s.sql(`INSERT INTO release_lists (timestamp_version, list, version) VALUES (?, ?, ?)`),
				r.Timestamp, name, version)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *database) LastRelease(ctx context.Context) (Release, error) {
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
	rows, err := s.db.QueryContext(ctx, s.sql(`SELECT list, version FROM release_lists WHERE timestamp_version = ?`), r.Timestamp)
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
