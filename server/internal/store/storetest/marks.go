package storetest

import (
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
