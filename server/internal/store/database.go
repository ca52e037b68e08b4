package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"clearlist/wasm/list"

	"github.com/pressly/goose/v3"
)

//go:embed migrations
var migrations embed.FS

// A database is a store in SQL that SQLite and PostgreSQL read alike.
type database struct {
	db       *sql.DB
	numbered bool   // parameters are $1, $2 and not ?
	lock     string // run first in each transaction that writes, so that one writes at a time
}

func (s *database) Close() error { return s.db.Close() }

// sql is the text as the database takes it. No text holds a ? that is not a
// parameter.
func (s *database) sql(text string) string {
	if !s.numbered {
		return text
	}
	var out strings.Builder
	for n := 1; ; n++ {
		before, after, more := strings.Cut(text, "?")
		out.WriteString(before)
		if !more {
			return out.String()
		}
		out.WriteString("$" + strconv.Itoa(n))
		text = after
	}
}

// write runs do in a transaction that is kept when do succeeds.
func (s *database) write(ctx context.Context, what string, do func(*sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("store: %s: %w", what, err)
	}
	if s.lock != "" {
		if _, err := tx.ExecContext(ctx, s.lock); err != nil {
			tx.Rollback() //nolint:errcheck // the first error is the one to tell
			return fmt.Errorf("store: %s: %w", what, err)
		}
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

// migrate brings the tables up to date, from the folder of the dialect.
func migrate(ctx context.Context, db *sql.DB, dialect goose.Dialect, folder string, options ...goose.ProviderOption) error {
	files, err := fs.Sub(migrations, "migrations/"+folder)
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(dialect, db, files, options...)
	if err != nil {
		return err
	}
	_, err = provider.Up(ctx)
	return err
}

// endOf is the first second after a day.
func endOf(date list.Date) int64 {
	const day = 24 * 60 * 60
	return (int64(date) + 1) * day
}
