package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"clearlist/wasm/list"
)

// An Import is how far a file has been read, and what came of it.
type Import struct {
	SHA256             string // of the file, hexadecimal
	Office             string
	File               string // its name, for people
	Records            int64  // of the file, behind us
	Position           int64  // bytes of the unpacked file, behind us
	Counts             Counts
	StartedAt, Updated time.Time // whole seconds are kept
	Done               bool
}

// Counts are what became of the records of a file.
type Counts struct {
	Added   int64            `json:"added"`
	Changed int64            `json:"changed"` // without those that ended
	Ended   int64            `json:"ended"`   // lived, or were pending, and are dead
	Same    int64            `json:"same"`
	Skipped map[string]int64 `json:"skipped,omitempty"` // reason -> records
}

// SkippedOlder is the reason for a record older than the one that is held.
const SkippedOlder = "older than the record that is held"

// A Step takes an import from one place of its file to a later one.
type Step struct {
	SHA256, Office, File string
	From                 int64 // the Records of the last step, or 0
	Records, Position    int64 // read with this step
	Marks                []list.Mark
	Skipped              map[string]int64 // records that gave no mark, by reason
	Now                  time.Time
	Done                 bool // the file ends here
	Again                bool // from the start, whatever was read of the file before; From is 0
}

// rowsPerStatement keeps a statement's parameters below the 32,766 of SQLite
// and the 65,535 of PostgreSQL.
const rowsPerStatement = 250

func (s *database) Import(ctx context.Context, sha256, office string) (Import, error) {
	found, err := s.imports(ctx, ` WHERE sha256 = ? AND office = ?`, sha256, office)
	if err == nil && len(found) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return Import{}, err
	}
	return found[0], nil
}

func (s *database) Imports(ctx context.Context) ([]Import, error) {
	return s.imports(ctx, ` ORDER BY started_at, sha256, office`)
}

func (s *database) imports(ctx context.Context, where string, args ...any) ([]Import, error) {
	rows, err := s.db.QueryContext(ctx, s.sql(selectImport+where), args...)
	if err != nil {
		return nil, fmt.Errorf("store: imports: %w", err)
	}
	defer rows.Close()
	var all []Import
	for rows.Next() {
		i, err := scanImport(rows)
		if err != nil {
			return nil, fmt.Errorf("store: imports: %w", err)
		}
		all = append(all, i)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("store: imports: %w", err)
	}
	return all, nil
}

const selectImport = `SELECT sha256, office, file, records, position, counts, started_at, updated_at, done FROM imports`

func scanImport(row interface{ Scan(...any) error }) (Import, error) {
	var i Import
	var counts string
	var started, updated, done int64
	if err := row.Scan(&i.SHA256, &i.Office, &i.File, &i.Records, &i.Position, &counts, &started, &updated, &done); err != nil {
		return i, err
	}
	i.StartedAt, i.Updated, i.Done = time.Unix(started, 0).UTC(), time.Unix(updated, 0).UTC(), done != 0
	return i, json.Unmarshal([]byte(counts), &i.Counts)
}

func (s *database) Apply(ctx context.Context, step Step) (Import, error) {
	rows := make([]markRow, len(step.Marks))
	for i := range step.Marks {
		if step.Marks[i].Office != step.Office {
			return Import{}, fmt.Errorf("store: apply: mark %q is of %q, not %q", step.Marks[i].Number, step.Marks[i].Office, step.Office)
		}
		var err error
		if rows[i], err = newRow(&step.Marks[i], step.Now.Unix()); err != nil {
			return Import{}, fmt.Errorf("store: apply: %w", err)
		}
	}
	var result Import
	err := s.write(ctx, "apply", func(tx *sql.Tx) error {
		i, err := scanImport(tx.QueryRowContext(ctx, s.sql(selectImport+` WHERE sha256 = ? AND office = ?`), step.SHA256, step.Office))
		switch {
		case err != nil && !errors.Is(err, sql.ErrNoRows):
			return err
		case err != nil || step.Again:
			i = Import{SHA256: step.SHA256, Office: step.Office, StartedAt: step.Now.UTC().Truncate(time.Second)}
		}
		if i.Records != step.From || i.Done {
			return ErrConflict
		}
		if err := s.merge(ctx, tx, step, rows, &i.Counts); err != nil {
			return err
		}
		for why, n := range step.Skipped {
			i.Counts.skip(why, n)
		}
		i.File, i.Records, i.Position = step.File, step.Records, step.Position
		i.Updated, i.Done = step.Now.UTC().Truncate(time.Second), step.Done
		result = i
		return s.keepImport(ctx, tx, i)
	})
	return result, err
}

func (c *Counts) skip(why string, n int64) {
	if c.Skipped == nil {
		c.Skipped = map[string]int64{}
	}
	c.Skipped[why] += n
}

func (s *database) keepImport(ctx context.Context, tx *sql.Tx, i Import) error {
	counts, err := json.Marshal(i.Counts)
	if err != nil {
		return err
	}
	done := int64(0)
	if i.Done {
		done = 1
	}
	_, err = tx.ExecContext(ctx, s.sql(
		`INSERT INTO imports (sha256, office, file, records, position, counts, started_at, updated_at, done)
		 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		 ON CONFLICT (sha256, office) DO UPDATE SET file = excluded.file, records = excluded.records,
		 position = excluded.position, counts = excluded.counts, started_at = excluded.started_at, updated_at = excluded.updated_at, done = excluded.done`),
		i.SHA256, i.Office, i.File, i.Records, i.Position, string(counts), i.StartedAt.Unix(), i.Updated.Unix(), done)
	return err
}

// held is what the store has of a mark: its newest version, or the one a
// record before in the same step made.
type held struct {
	version int64
	digest  []byte
	asOf    list.Date
	status  list.Status
	row     *markRow // not written yet
}

// merge finds out what each row means for the marks that are held, and writes
// what is new. A record as old as the one held replaces it: files are read in
// the order given.
func (s *database) merge(ctx context.Context, tx *sql.Tx, step Step, rows []markRow, counts *Counts) error {
	for len(rows) > 0 {
		part := rows[:min(len(rows), rowsPerStatement)]
		rows = rows[len(part):]
		known, err := s.held(ctx, tx, step.Office, part)
		if err != nil {
			return err
		}
		var fresh []*markRow            // to insert
		var ended []any                 // numbers whose version on disk is over
		again := map[string]list.Date{} // the later date of what is still the same
		for i := range part {
			r := &part[i]
			before, is := known[r.mark.Number]
			switch {
			case !is:
				counts.Added++
			case r.asOf < before.asOf:
				counts.skip(SkippedOlder, 1)
				continue
			case bytes.Equal(r.digest, before.digest):
				counts.Same++
				if before.row != nil {
					before.row.asOf = r.asOf
				} else if r.asOf > before.asOf {
					again[r.mark.Number] = r.asOf
				}
				before.asOf = r.asOf
				known[r.mark.Number] = before
				continue
			case r.mark.Status == list.Dead && before.status != list.Dead:
				counts.Ended++
			default:
				counts.Changed++
			}
			if is {
				r.version = before.version + 1
				if before.row != nil {
					before.row.until = r.since
				} else {
					ended = append(ended, r.mark.Number)
				}
			}
			fresh = append(fresh, r)
			known[r.mark.Number] = held{r.version, r.digest, r.asOf, r.mark.Status, r}
		}
		if err := s.writeMarks(ctx, tx, step, fresh, ended, again); err != nil {
			return err
		}
	}
	return nil
}

func (s *database) held(ctx context.Context, tx *sql.Tx, office string, part []markRow) (map[string]held, error) {
	args := make([]any, 0, len(part)+2)
	args = append(args, office, int64(Forever))
	for i := range part {
		args = append(args, part[i].mark.Number)
	}
	rows, err := tx.QueryContext(ctx, s.sql(
		`SELECT number, version, digest, as_of, status FROM marks WHERE office = ? AND until = ? AND number IN `+placeholders(len(part))), args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	known := make(map[string]held, len(part))
	for rows.Next() {
		var number string
		var h held
		if err := rows.Scan(&number, &h.version, &h.digest, &h.asOf, &h.status); err != nil {
			return nil, err
		}
		known[number] = h
	}
	return known, rows.Err()
}

func (s *database) writeMarks(ctx context.Context, tx *sql.Tx, step Step, fresh []*markRow, ended []any, again map[string]list.Date) error {
	if len(ended) > 0 {
		args := append([]any{step.Now.Unix(), step.Office, int64(Forever)}, ended...)
		_, err := tx.ExecContext(ctx, s.sql(`UPDATE marks SET until = ? WHERE office = ? AND until = ? AND number IN `+placeholders(len(ended))), args...)
		if err != nil {
			return err
		}
	}
	dated := map[list.Date][]any{}
	for number, date := range again {
		dated[date] = append(dated[date], number)
	}
	for date, numbers := range dated {
		args := append([]any{int64(date), step.Office, int64(Forever)}, numbers...)
		_, err := tx.ExecContext(ctx, s.sql(`UPDATE marks SET as_of = ? WHERE office = ? AND until = ? AND number IN `+placeholders(len(numbers))), args...)
		if err != nil {
			return err
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	args := make([]any, 0, len(fresh)*markValues)
	for _, r := range fresh {
		args = r.values(args)
	}
	one := placeholders(markValues)
	_, err := tx.ExecContext(ctx, s.sql(`INSERT INTO marks (office, `+markColumns+`) VALUES `+strings.Repeat(one+", ", len(fresh)-1)+one), args...)
	return err
}

// placeholders is (?, ?, ?) with n of them.
func placeholders(n int) string { return "(" + strings.Repeat("?, ", n-1) + "?)" }
