package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"clearlist/wasm/list"
)

// A Whole says that all of a register has been read: what it does not name
// is in it no more.
type Whole struct {
	Office string
	AsOf   list.Date // the day of its data
	Now    time.Time
	Most   int // percent of the marks held that may end by it
}

// StatusAbsent stands where the office's wording would: the office says no
// more of the mark.
const StatusAbsent = "Absent"

// A TooManyError means that a register lacks so many of the marks held that it
// is hardly all of it.
type TooManyError struct {
	Absent, Held int64 // of those that live or are pending
	Most         int
}

func (e *TooManyError) Error() string {
	return fmt.Sprintf("%d of %d marks would end, which is over %d %%", e.Absent, e.Held, e.Most)
}

func (s *database) EndAbsent(ctx context.Context, w Whole, named func(number string) bool) (int64, error) {
	// What is long is read before the transaction, which looks again at those
	// that it ends: nobody who writes waits for it.
	absent, held, err := s.absent(ctx, w, named)
	if err != nil {
		return 0, fmt.Errorf("store: end absent: %w", err)
	}
	if n := int64(len(absent)); n*100 > held*int64(w.Most) {
		return 0, &TooManyError{n, held, w.Most}
	}
	var counts Counts
	err = s.write(ctx, "end absent", func(tx *sql.Tx) error {
		counts = Counts{}
		for part := range slices.Chunk(absent, rowsPerStatement) {
			marks, err := s.living(ctx, tx, w, part)
			if err != nil {
				return err
			}
			rows := make([]markRow, len(marks))
			for i := range marks {
				m := &marks[i]
				m.Status, m.StatusCode, m.StatusDate = list.Dead, StatusAbsent, w.AsOf
				m.Ended, m.AsOf = w.AsOf, w.AsOf
				if rows[i], err = newRow(m, w.Now.Unix()); err != nil {
					return err
				}
			}
			if err := s.merge(ctx, tx, Step{Office: w.Office, Now: w.Now}, rows, &counts); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return counts.Ended, nil
}

// absent are the numbers that a register does not name of the marks that live
// or are pending, and of how many. What the store learned of a later day is
// not for this register to end.
func (s *database) absent(ctx context.Context, w Whole, named func(number string) bool) (numbers []string, held int64, err error) {
	rows, err := s.db.QueryContext(ctx, s.sql(`SELECT number, as_of FROM marks WHERE office = ? AND until = ? AND status <> ?`),
		w.Office, int64(Forever), int64(list.Dead))
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var number string
		var asOf list.Date
		if err := rows.Scan(&number, &asOf); err != nil {
			return nil, 0, err
		}
		held++
		if asOf <= w.AsOf && !named(number) {
			numbers = append(numbers, number)
		}
	}
	return numbers, held, rows.Err()
}

// living are the marks of those numbers that live, or are pending, still.
func (s *database) living(ctx context.Context, tx *sql.Tx, w Whole, numbers []string) ([]list.Mark, error) {
	args := []any{w.Office, int64(Forever), int64(list.Dead), int64(w.AsOf)}
	for _, n := range numbers {
		args = append(args, n)
	}
	rows, err := tx.QueryContext(ctx, s.sql(`SELECT `+markColumns+
		` FROM marks WHERE office = ? AND until = ? AND status <> ? AND as_of <= ? AND number IN `+placeholders(len(numbers))), args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var marks []list.Mark
	for rows.Next() {
		v, err := scanMark(rows, w.Office)
		if err != nil {
			return nil, err
		}
		marks = append(marks, v.Mark)
	}
	return marks, rows.Err()
}
