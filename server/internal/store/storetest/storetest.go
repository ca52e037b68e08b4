// Package storetest says what every store keeps to, as a test that each runs:
//
//	func TestSQLite(t *testing.T) { storetest.Run(t, open) }
package storetest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"clearlist/server/internal/store"
	"clearlist/wasm/list"
)

var ctx = context.Background()

// Run tests the stores that open gives. Called again with the same test and
// name, open gives the same store, opened once more.
func Run(t *testing.T, open func(t *testing.T, name string) store.Store) {
	fresh := func(t *testing.T) store.Store { return open(t, "fresh") }

	t.Run("an empty store finds nothing", func(t *testing.T) {
		s := fresh(t)
		_, err := s.Last(ctx, "curated")
		want(t, err, store.ErrNotFound)
		_, err = s.ListAt(ctx, "curated", list.DateOf(2026, 11, 24))
		want(t, err, store.ErrNotFound)
		_, err = s.LastRelease(ctx)
		want(t, err, store.ErrNotFound)
	})

	t.Run("a version comes back whole", func(t *testing.T) {
		s := fresh(t)
		v := version(1, "2026-11-24 10:00:00")
		v.Sources = append(v.Sources, list.Source{Name: "leer.words"}, list.Source{Name: "中文.list", Text: "term: クロックス\n"})
		want(t, s.Append(ctx, v), nil)
		got, err := s.Last(ctx, "curated")
		want(t, err, nil)
		if !reflect.DeepEqual(got, v) {
			t.Errorf("got %+v\nwant %+v", got, v)
		}
	})

	t.Run("versions rise, skip, and never repeat", func(t *testing.T) {
		s := fresh(t)
		want(t, s.Append(ctx, version(3, "2026-11-24 10:00:00")), nil)
		want(t, s.Append(ctx, version(3, "2026-11-24 10:00:00")), store.ErrConflict)
		want(t, s.Append(ctx, version(2, "2026-11-24 10:00:00")), store.ErrConflict)
		want(t, s.Append(ctx, version(7, "2026-11-24 10:00:00")), nil)
		other := version(1, "2026-11-24 10:00:00")
		other.List = "another"
		want(t, s.Append(ctx, other), nil)
		got, err := s.Last(ctx, "curated")
		want(t, err, nil)
		if got.Number != 7 {
			t.Errorf("the last is %d", got.Number)
		}
	})

	t.Run("what a list said on a day", func(t *testing.T) {
		s := fresh(t)
		for _, v := range []store.Version{
			version(1, "2026-11-20 23:59:59"),
			version(2, "2026-11-22 00:00:00"),
			version(3, "2026-11-22 23:59:59"),
			version(4, "2026-11-30 12:00:00"),
		} {
			want(t, s.Append(ctx, v), nil)
		}
		for _, c := range []struct {
			day    int
			number uint32
		}{{20, 1}, {21, 1}, {22, 3}, {23, 3}, {29, 3}, {30, 4}} {
			got, err := s.ListAt(ctx, "curated", list.DateOf(2026, 11, c.day))
			want(t, err, nil)
			if got.Number != c.number {
				t.Errorf("on the %dth: version %d, want %d", c.day, got.Number, c.number)
			}
		}
		_, err := s.ListAt(ctx, "curated", list.DateOf(2026, 11, 19))
		want(t, err, store.ErrNotFound)
	})

	t.Run("a release is noted once", func(t *testing.T) {
		s := fresh(t)
		want(t, s.Append(ctx, version(1, "2026-11-24 10:00:00")), nil)
		r := store.Release{Timestamp: 9, Snapshot: 5, Targets: 4, Root: 1, Lists: map[string]uint32{"curated": 1}, CreatedAt: at("2026-11-24 11:00:00")}
		want(t, s.Record(ctx, r), nil)
		again := r
		again.CreatedAt = at("2026-11-25 11:00:00")
		want(t, s.Record(ctx, again), nil)
		got, err := s.LastRelease(ctx)
		want(t, err, nil)
		if !reflect.DeepEqual(got, r) {
			t.Errorf("got %+v\nwant %+v", got, r)
		}
	})

	t.Run("a release of an unknown version is refused whole", func(t *testing.T) {
		s := fresh(t)
		r := store.Release{Timestamp: 1, Snapshot: 1, Targets: 1, Root: 1, Lists: map[string]uint32{"curated": 8}, CreatedAt: at("2026-11-24 11:00:00")}
		if err := s.Record(ctx, r); err == nil {
			t.Error("accepted")
		}
		_, err := s.LastRelease(ctx)
		want(t, err, store.ErrNotFound)
	})

	t.Run("of many writers one gets the number", func(t *testing.T) {
		var won atomic.Int32
		var group sync.WaitGroup
		for range 8 {
			s := open(t, "shared")
			group.Go(func() {
				err := s.Append(ctx, version(1, "2026-11-24 10:00:00"))
				if err == nil {
					won.Add(1)
				} else if !errors.Is(err, store.ErrConflict) {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if won.Load() != 1 {
			t.Errorf("%d of eight won", won.Load())
		}
	})

	t.Run("what is written is there for the next to open", func(t *testing.T) {
		want(t, open(t, "kept").Append(ctx, version(1, "2026-11-24 10:00:00")), nil)
		got, err := open(t, "kept").Last(ctx, "curated")
		want(t, err, nil)
		if got.Number != 1 {
			t.Errorf("version %d", got.Number)
		}
	})

	marks(t, fresh)

	t.Run("a cancelled call says so", func(t *testing.T) {
		s := fresh(t)
		done, cancel := context.WithCancel(ctx)
		cancel()
		want(t, s.Append(done, version(1, "2026-11-24 10:00:00")), context.Canceled)
		_, err := s.Last(done, "curated")
		want(t, err, context.Canceled)
	})
}

func version(number uint32, created string) store.Version {
	return store.Version{
		List: "curated", Number: number, AsOf: list.DateOf(2026, 11, 24),
		SHA256:    strings.Repeat("0123456789abcdef", 4),
		Sources:   []list.Source{{Name: "a.list", Text: fmt.Sprintf("list: curated\nversion: %d\n", number)}},
		CreatedAt: at(created),
	}
}

func at(text string) time.Time {
	when, err := time.Parse(time.DateTime, text)
	if err != nil {
		panic(err)
	}
	return when
}

func want(t *testing.T, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Fatalf("got %v, want %v", got, want)
	}
}
