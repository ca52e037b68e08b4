//go:build linux

package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// nobody runs the cluster when we are root, which PostgreSQL refuses to be.
const nobody = 65534

// trigrams measures pg_trgm on the listings of the peers: its index over whole
// texts, and the search for the most similar part of each.
func trigrams(ctx context.Context, out io.Writer, ours figures) error {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		fmt.Fprintln(out, "pg_trgm: not measured, no /usr/lib/postgresql/*/bin/initdb here")
		return nil
	}
	dir, err := os.MkdirTemp("/tmp", "clearlist-trgm") // short: a socket's path has 107 bytes
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if os.Geteuid() == 0 {
		if err := os.Chown(dir, nobody, nobody); err != nil {
			return err
		}
	}
	bin := filepath.Dir(slices.Max(found))
	data := filepath.Join(dir, "data")
	if err := command(dir, bin, "initdb", "-D", data, "-U", "clearlist", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale", "C.UTF-8"); err != nil {
		return err
	}
	if err := command(dir, bin, "pg_ctl", "-D", data, "-w", "-l", filepath.Join(dir, "log"), "-o",
		"-c listen_addresses='' -c unix_socket_directories="+dir+" -c fsync=off -c maintenance_work_mem=512MB -c shared_buffers=512MB", "start"); err != nil {
		return err
	}
	defer command(dir, bin, "pg_ctl", "-D", data, "-m", "immediate", "stop")
	db, err := pgx.Connect(ctx, "postgres:///postgres?host="+dir+"&user=clearlist")
	if err != nil {
		return err
	}
	defer db.Close(ctx)
	return search(ctx, db, out, ours)
}

func command(dir, bin, name string, args ...string) error {
	c := exec.Command(filepath.Join(bin, name), args...)
	c.Dir, c.Env = dir, append(os.Environ(), "HOME="+dir, "LC_ALL=C.UTF-8")
	if os.Geteuid() == 0 {
		c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	// To a file: the server keeps the output it is given open.
	log, err := os.OpenFile(filepath.Join(dir, name+".out"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return err
	}
	defer log.Close()
	c.Stdout, c.Stderr = log, log
	if err := c.Run(); err != nil {
		said, _ := os.ReadFile(log.Name())
		return fmt.Errorf("%s: %w\n%s", name, err, said)
	}
	return nil
}

// search asks for the listing most similar to a query's paragraph and its
// surroundings, as one would who has only trigrams.
func search(ctx context.Context, db *pgx.Conn, out io.Writer, ours figures) error {
	for _, statement := range []string{
		"CREATE EXTENSION pg_trgm",
		"CREATE TABLE listings (key int PRIMARY KEY, words text NOT NULL)",
	} {
		if _, err := db.Exec(ctx, statement); err != nil {
			return err
		}
	}
	rows := pgx.CopyFromSlice(peerListings, func(i int) ([]any, error) { return []any{i, source(i).Text}, nil })
	if _, err := db.CopyFrom(ctx, pgx.Identifier{"listings"}, []string{"key", "words"}, rows); err != nil {
		return err
	}
	start := time.Now()
	if _, err := db.Exec(ctx, "CREATE INDEX words ON listings USING gin (words gin_trgm_ops)"); err != nil {
		return err
	}
	built := time.Since(start)
	var size int64
	if err := db.QueryRow(ctx, "SELECT pg_relation_size('words')").Scan(&size); err != nil {
		return err
	}
	start = time.Now()
	for i := range 20 {
		if _, err := db.Exec(ctx, "INSERT INTO listings VALUES ($1, $2)", peerListings+i, source(peerListings+i).Text); err != nil {
			return err
		}
	}
	add := time.Since(start) / 20
	const asked = 3 // each takes seconds
	var times []time.Duration
	right := 0
	for q := range asked {
		text, copied := query(q, peerListings)
		start := time.Now()
		var key int
		err := db.QueryRow(ctx, "SELECT key FROM listings WHERE key < $2 ORDER BY similarity(words, $1) DESC, key LIMIT 1", text, peerListings).Scan(&key)
		if err != nil {
			return err
		}
		times = append(times, time.Since(start))
		if key == copied {
			right++
		}
	}
	each, similar := float64(size)/peerListings, quantile(times, 50)
	fmt.Fprintf(out, "pg_trgm, %d listings: index of %.0f bytes each, built in %.1f s; add %.2f ms; most similar text in %.0f ms, %d of %d right\n",
		peerListings, each, built.Seconds(), ms(add), ms(similar), right, asked)
	fmt.Fprintf(out, "  to ours, native, on the same: index %.1f times as large, add %.1f times as long, a text %.0f times as long\n",
		each*float64(ours.n)/float64(ours.bytes), ratio(add, ours.add), ratio(similar, ours.check))
	return nil
}
