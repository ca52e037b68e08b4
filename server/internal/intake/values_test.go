package intake

import (
	"strings"
	"testing"
	"unicode/utf8"

	"clearlist/wasm/list"
)

func TestClip(t *testing.T) {
	for _, c := range []struct {
		text string
		max  int
		want string
	}{
		{"abc", 3, "abc"},
		{"abcdef", 5, "ab\u2026"},
		{"ab cdef", 6, "ab\u2026"},
		{"\u00e9\u00e9\u00e9\u00e9", 6, "\u00e9\u2026"},
		{"abcdef", 3, "\u2026"},
		{"abcdef", 2, ""},
		{"abcdef", 0, ""},
	} {
		if got := clip(c.text, c.max); got != c.want || len(got) > c.max || !utf8.ValidString(got) {
			t.Errorf("%q in %d bytes: %q, want %q", c.text, c.max, got, c.want)
		}
	}
}

// However much a mark claims, its goods stay within bounds.
func TestGoodsAreBounded(t *testing.T) {
	for size := 1990; size < 2010; size++ {
		var g goodsOf
		for class := range 45 {
			g.add(class+1, strings.Repeat("w ", size/2)+"x")
			g.add(class+1, "more")
		}
		all := 0
		for _, goods := range g.goods {
			all += len(goods.Text)
			if len(goods.Text) > maxNote || goods.Text == "" {
				t.Errorf("class %d has %d bytes", goods.Class, len(goods.Text))
			}
		}
		if all > maxGoods || all < maxGoods-maxNote || len(g.goods) < 8 {
			t.Errorf("%d bytes in %d classes", all, len(g.goods))
		}
	}
}

func TestDates(t *testing.T) {
	for text, want := range map[string]list.Date{
		"20260102": list.DateOf(2026, 1, 2), "19470900": list.DateOf(1947, 9, 1), "18930000": list.DateOf(1893, 1, 1),
		"0": 0, "": 0, "00000000": 0, "20260231": 0, "20261301": 0, "20260132": 0, "2026 102": 0, "99991231": 0, "19700101": 0,
	} {
		if got := compactDate([]byte(text)); got != want {
			t.Errorf("%q is %v, want %v", text, got, want)
		}
	}
	for text, want := range map[string]list.Date{
		"2026-01-02": list.DateOf(2026, 1, 2), "2026-01-02T23:00:00+01:00": list.DateOf(2026, 1, 2), "2026/01/02": 0, "2026-1-2": 0, "": 0,
	} {
		if got := isoDate([]byte(text)); got != want {
			t.Errorf("%q is %v, want %v", text, got, want)
		}
	}
	for _, c := range [][3]list.Date{
		{list.DateOf(2016, 2, 29), 10, list.DateOf(2026, 2, 28)},
		{list.DateOf(2016, 2, 29), 4, list.DateOf(2020, 2, 29)},
		{list.DateOf(1989, 11, 15), 20, list.DateOf(2009, 11, 15)},
		{0, 10, 0},
	} {
		if got := years(c[0], int(c[1])); got != c[2] {
			t.Errorf("%v and %d years is %v", c[0], c[1], got)
		}
	}
}
