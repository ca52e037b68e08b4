package list_test

import (
	"testing"
	"time"

	"clearlist/wasm/list"
)

// The standard library is the naive answer the own arithmetic is held to: every
// day of two of the calendar's cycles of 400 years, and every 97th elsewhere.
func TestDatesAgreeWithPackageTime(t *testing.T) {
	for day := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC); day.Year() <= 9999; {
		want := day.Format(time.DateOnly)
		d := list.DateOf(day.Year(), int(day.Month()), day.Day())
		if int64(d) != day.Unix()/86400 {
			t.Fatalf("%s is day %d, want %d", want, d, day.Unix()/86400)
		}
		if d != 0 {
			if got := d.String(); got != want {
				t.Fatalf("day %d is %s, want %s", d, got, want)
			}
			if back, err := list.ParseDate(want); err != nil || back != d {
				t.Fatalf("ParseDate(%s) = %d, %v; want %d", want, back, err, d)
			}
		}
		step := 97
		if 1600 <= day.Year() && day.Year() < 2400 {
			step = 1
		}
		day = day.AddDate(0, 0, step)
	}
}

func TestDatesRefused(t *testing.T) {
	for _, s := range []string{
		"", "2026", "2026-11-2", "2026-11-244", "2026/11/24", "24-11-2026", "2026-1-024", " 026-11-24",
		"2026-02-29", "2100-02-29", "2026-04-31", "2026-00-10", "2026-13-10", "2026-11-00", "2026-11-32",
		"0000-01-01", "1970-01-01", "2026-11-2४", "+026-11-24",
	} {
		if d, err := list.ParseDate(s); err == nil {
			t.Errorf("ParseDate(%q) = %v, want an error", s, d)
		}
	}
}

func TestAnyDateHasAText(t *testing.T) {
	for d, want := range map[list.Date]string{
		0: "", 1: "1970-01-02", -1: "1969-12-31",
		1<<31 - 1: "5881580-07-11", -1 << 31: "-5877641-06-23",
	} {
		if got := d.String(); got != want {
			t.Errorf("day %d is %q, want %q", d, got, want)
		}
		if back := list.DateOf(d.Civil()); back != d {
			t.Errorf("day %d comes back as %d", d, back)
		}
	}
}
