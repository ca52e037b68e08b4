package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

const (
	// connectTimeout bounds the wait for a server that does not answer.
	connectTimeout = 10 * time.Second
	// maxConnections is few: one writes at a time, and readers read files.
	maxConnections = 8
	// writeLock orders those who write, as SQLite does. The number is this
	// store's among the locks of its database.
	writeLock = `SELECT pg_advisory_xact_lock(7163028419)`
)

// Open opens the store at a postgres:// address, or else in a SQLite file.
func Open(ctx context.Context, address, file string) (Store, error) {
	if address != "" {
		return OpenPostgres(ctx, address)
	}
	return OpenSQLite(ctx, file)
}

// OpenPostgres opens the store in a PostgreSQL database, and brings its tables
// up to date. Errors do not quote the address, which may hold a password.
func OpenPostgres(ctx context.Context, address string) (Store, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, errors.New("store: the database's address is none; want postgres://user@host/name")
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = connectTimeout
	}
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(maxConnections)
	if err := migratePostgres(ctx, db); err != nil {
		return nil, errors.Join(fmt.Errorf("store: database %s on %s: %w", config.Database, config.Host, err), db.Close())
	}
	return &database{db: db, numbered: true, lock: writeLock}, nil
}

func migratePostgres(ctx context.Context, db *sql.DB) error {
	ctx, cancel := context.WithTimeout(ctx, migrateTimeout)
	defer cancel()
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return err
	}
	return migrate(ctx, db, goose.DialectPostgres, "postgres", goose.WithSessionLocker(locker))
}
