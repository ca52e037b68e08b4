package storetest

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"clearlist/server/internal/store"
	"clearlist/wasm/list"
)

func mark(number, words string, status list.Status, asOf int) list.Mark {
	return list.Mark{
		Office: "US", Number: number, Words: words, Status: status, Kind: list.WordMark,
		AsOf: list.DateOf(2026, 11, asOf), In: list.JurisdictionsOf("US"), Classes: list.ClassesOf(25),
	}
}

func step(from, records int64, when string, marks ...list.Mark) store.Step {
	return store.Step{
		SHA256: strings.Repeat("ab", 32), Office: "US", File: "a.xml", From: from, Records: records,
		Position: records * 100, Marks: marks, Now: at(when),
	}
}

// marks says what a store keeps to with registers.
func marks(t *testing.T, fresh func(*testing.T) store.Store) {
	whole := list.Mark{
		Office: "US", Number: "87000001", Registration: "5000001", Words: "ZÉPHYRO 中 \\ ' ?", Kind: list.StylisedMark,
		Status: list.Live, StatusCode: "700", StatusDate: list.DateOf(2020, 1, 2), Supplemental: true, Acquired: true,
		Disclaimer: `NO CLAIM TO "CAFE"`, Disclaimed: []string{"CAFE"}, Owner: "O & <Co>", In: list.JurisdictionsOf("US", "EU"),
		Classes: list.ClassesOf(9, 45), National: []string{"200"}, Filed: list.DateOf(1899, 1, 1), Registered: list.DateOf(2019, 1, 2),
		Expires: list.DateOf(2029, 1, 2), Ended: list.DateOf(2031, 1, 1), AsOf: list.DateOf(2026, 11, 20),
		Goods: []list.ClassGoods{{Class: 9, Text: "Games\n<b>"}, {Class: 200, Text: ""}},
	}
	read := func(t *testing.T, s store.Store, q store.MarkQuery) (numbers []string, all []list.Mark) {
		t.Helper()
		for m, err := range s.Marks(ctx, q) {
			want(t, err, nil)
			numbers, all = append(numbers, m.Number+" "+m.Words), append(all, m)
		}
		return numbers, all
	}
	same := func(t *testing.T, got, want any) {
		t.Helper()
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
	}

	t.Run("a mark comes back whole", func(t *testing.T) {
		s := fresh(t)
		_, err := s.Apply(ctx, step(0, 1, "2026-11-24 10:00:00", whole))
		want(t, err, nil)
		_, got := read(t, s, store.MarkQuery{Office: "US"})
		same(t, got, []list.Mark{whole})
	})

	t.Run("an import counts, goes on where it stopped, and ends", func(t *testing.T) {
		s := fresh(t)
		_, err := s.Import(ctx, strings.Repeat("ab", 32), "US")
		want(t, err, store.ErrNotFound)
		_, err = s.Apply(ctx, step(0, 2, "2026-11-24 10:00:00", mark("1", "A", list.Live, 20), mark("2", "B", list.Live, 20)))
		want(t, err, nil)
		_, err = s.Apply(ctx, step(0, 2, "2026-11-24 10:00:00", mark("9", "X", list.Live, 20)))
		want(t, err, store.ErrConflict)
		last := step(2, 7, "2026-11-24 11:00:00", mark("1", "A", list.Live, 21), mark("2", "B", list.Dead, 21), mark("3", "C", list.Live, 21), mark("1", "A2", list.Live, 22), mark("3", "old", list.Live, 19))
		last.Skipped, last.Done = map[string]int64{"no words": 2}, true
		_, err = s.Apply(ctx, last)
		want(t, err, nil)
		got, err := s.Import(ctx, strings.Repeat("ab", 32), "US")
		want(t, err, nil)
		same(t, got, store.Import{
			SHA256: strings.Repeat("ab", 32), Office: "US", File: "a.xml", Records: 7, Position: 700,
			Counts: store.Counts{
				Added: 3, Changed: 1, Ended: 1, Same: 1,
				Skipped: map[string]int64{"no words": 2, store.SkippedOlder: 1},
			},
			StartedAt: at("2026-11-24 10:00:00"), Updated: at("2026-11-24 11:00:00"), Done: true,
		})
		_, err = s.Apply(ctx, step(7, 8, "2026-11-24 12:00:00"))
		want(t, err, store.ErrConflict)
		numbers, _ := read(t, s, store.MarkQuery{Office: "US"})
		same(t, numbers, []string{"1 A2", "3 C"})
		offices, err := s.Offices(ctx)
		want(t, err, nil)
		same(t, offices, []store.Office{{Name: "US", Live: 2, Dead: 1, AsOf: list.DateOf(2026, 11, 22)}})
	})

	t.Run("what the register said on a day", func(t *testing.T) {
		s := fresh(t)
		for i, one := range []struct {
			when string
			mark list.Mark
		}{
			{"2026-11-20 23:59:59", mark("1", "A", list.Pending, 1)},
			{"2026-11-22 00:00:00", mark("1", "A", list.Live, 2)},
			{"2026-11-22 00:00:00", mark("1", "AB", list.Live, 3)},
			{"2026-11-30 12:00:00", mark("1", "AB", list.Dead, 4)},
		} {
			_, err := s.Apply(ctx, step(int64(i), int64(i+1), one.when, one.mark))
			want(t, err, nil)
		}
		for day, shown := range map[int][]string{19: nil, 20: {"1 A"}, 21: {"1 A"}, 22: {"1 AB"}, 29: {"1 AB"}, 30: nil} {
			numbers, _ := read(t, s, store.MarkQuery{Office: "US", At: list.DateOf(2026, 11, day)})
			same(t, numbers, shown)
		}
		numbers, _ := read(t, s, store.MarkQuery{Office: "US", Dead: true})
		same(t, numbers, []string{"1 AB"})
		history, err := s.MarkHistory(ctx, "US", "1")
		want(t, err, nil)
		if len(history) != 4 || history[3].Until != store.Forever || history[0].Until != history[1].Since || history[0].Status != list.Pending {
			t.Errorf("got %+v", history)
		}
	})

	t.Run("a file is read again from its start", func(t *testing.T) {
		s := fresh(t)
		first := step(0, 2, "2026-11-24 10:00:00", mark("1", "A", list.Live, 20), mark("2", "B", list.Live, 20))
		first.Skipped, first.Done = map[string]int64{"no words": 1}, true
		_, err := s.Apply(ctx, first)
		want(t, err, nil)
		again := step(0, 1, "2026-11-25 10:00:00", mark("1", "A, read better", list.Live, 20))
		again.Again = true
		_, err = s.Apply(ctx, again)
		want(t, err, nil)
		rest := step(1, 2, "2026-11-25 11:00:00", mark("2", "B", list.Live, 20))
		rest.Done = true
		got, err := s.Apply(ctx, rest)
		want(t, err, nil)
		same(t, got, store.Import{
			SHA256: strings.Repeat("ab", 32), Office: "US", File: "a.xml", Records: 2, Position: 200,
			Counts: store.Counts{Changed: 1, Same: 1}, StartedAt: at("2026-11-25 10:00:00"), Updated: at("2026-11-25 11:00:00"), Done: true,
		})
		kept, err := s.Import(ctx, got.SHA256, "US")
		want(t, err, nil)
		same(t, kept, got)
	})

	t.Run("what a whole register does not name ends", func(t *testing.T) {
		s := fresh(t)
		other := mark("2", "of another register", list.Live, 1)
		other.Office = "EU"
		_, err := s.Apply(ctx, store.Step{SHA256: strings.Repeat("cd", 32), Office: "EU", Records: 1, Marks: []list.Mark{other}, Now: at("2026-11-20 10:00:00")})
		want(t, err, nil)
		gone := whole
		gone.Number, gone.AsOf = "2", list.DateOf(2026, 11, 10)
		_, err = s.Apply(ctx, step(0, 6, "2026-11-20 10:00:00", mark("1", "named", list.Live, 10), gone, mark("3", "pending", list.Pending, 15),
			mark("4", "known of a later day", list.Live, 16), mark("5", "dead", list.Dead, 1), mark("6", "named", list.Live, 1)))
		want(t, err, nil)
		w := store.Whole{Office: "US", AsOf: list.DateOf(2026, 11, 15), Now: at("2026-11-24 10:00:00"), Most: 40}
		named := func(number string) bool { return number == "1" || number == "6" }

		var many *store.TooManyError
		w.Most = 39
		if _, err := s.EndAbsent(ctx, w, named); !errors.As(err, &many) || *many != (store.TooManyError{Absent: 2, Held: 5, Most: 39}) {
			t.Errorf("got %v", err)
		}
		numbers, _ := read(t, s, store.MarkQuery{Office: "US"})
		same(t, len(numbers), 5)
		w.Most = 40
		for _, ended := range []int64{2, 0} { // the second time there is nothing left
			n, err := s.EndAbsent(ctx, w, named)
			want(t, err, nil)
			same(t, n, ended)
		}
		numbers, _ = read(t, s, store.MarkQuery{Office: "US"})
		same(t, numbers, []string{"1 named", "4 known of a later day", "6 named"})
		numbers, _ = read(t, s, store.MarkQuery{Office: "EU"})
		same(t, len(numbers), 1)
		numbers, _ = read(t, s, store.MarkQuery{Office: "US", At: list.DateOf(2026, 11, 23)})
		same(t, len(numbers), 5)

		history, err := s.MarkHistory(ctx, "US", "2")
		want(t, err, nil)
		before, after := gone, gone
		after.Status, after.StatusCode, after.StatusDate = list.Dead, store.StatusAbsent, w.AsOf
		after.Ended, after.AsOf = w.AsOf, w.AsOf
		same(t, history, []store.MarkVersion{
			{Mark: before, Since: at("2026-11-20 10:00:00").Unix(), Until: w.Now.Unix()},
			{Mark: after, Since: w.Now.Unix(), Until: store.Forever},
		})

		// It is back when a later file names it.
		back := gone
		back.AsOf = list.DateOf(2026, 11, 16)
		made, err := s.Apply(ctx, step(6, 7, "2026-11-25 10:00:00", back))
		want(t, err, nil)
		same(t, made.Counts.Changed, int64(1))
		numbers, _ = read(t, s, store.MarkQuery{Office: "US"})
		same(t, len(numbers), 4)
	})

	t.Run("more marks end than one statement takes", func(t *testing.T) {
		s := fresh(t)
		var many []list.Mark
		for i := range 700 {
			many = append(many, mark(fmt.Sprint(i), "W", list.Live, 1))
		}
		_, err := s.Apply(ctx, step(0, 700, "2026-11-24 10:00:00", many...))
		want(t, err, nil)
		n, err := s.EndAbsent(ctx, store.Whole{Office: "US", AsOf: list.DateOf(2026, 11, 2), Now: at("2026-11-25 10:00:00"), Most: 100}, func(number string) bool { return number == "699" })
		want(t, err, nil)
		same(t, n, int64(699))
		numbers, _ := read(t, s, store.MarkQuery{Office: "US"})
		same(t, numbers, []string{"699 W"})
	})

	t.Run("numbers are in order of their bytes, and offices apart", func(t *testing.T) {
		s := fresh(t)
		_, err := s.Apply(ctx, step(0, 4, "2026-11-24 10:00:00", mark("b", "", list.Live, 1), mark("a", "", list.Live, 1), mark("B", "", list.Live, 1), mark("10", "", list.Live, 1)))
		want(t, err, nil)
		numbers, _ := read(t, s, store.MarkQuery{Office: "US"})
		same(t, numbers, []string{"10 ", "B ", "a ", "b "})
		numbers, _ = read(t, s, store.MarkQuery{Office: "EU"})
		same(t, numbers, []string(nil))
	})

	t.Run("a step is kept whole or not at all", func(t *testing.T) {
		s := fresh(t)
		for _, bad := range []list.Mark{mark("2", "A\x00B", list.Live, 1), mark("2", "\xff", list.Live, 1), mark("", "A", list.Live, 1), {Office: "EU", Number: "2"}} {
			if _, err := s.Apply(ctx, step(0, 2, "2026-11-24 10:00:00", mark("1", "A", list.Live, 1), bad)); err == nil {
				t.Errorf("accepted %+v", bad)
			}
		}
		_, err := s.Import(ctx, strings.Repeat("ab", 32), "US")
		want(t, err, store.ErrNotFound)
		numbers, _ := read(t, s, store.MarkQuery{Office: "US"})
		same(t, numbers, []string(nil))
	})

	t.Run("more marks than one statement takes", func(t *testing.T) {
		s := fresh(t)
		var many []list.Mark
		for i := range 1200 {
			many = append(many, mark(string(rune('a'+i%26))+strings.Repeat("x", i/26), "W", list.Live, 1))
		}
		made, err := s.Apply(ctx, step(0, 1200, "2026-11-24 10:00:00", many...))
		want(t, err, nil)
		same(t, made.Counts, store.Counts{Added: 1200})
	})
}
