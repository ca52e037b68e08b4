package score

import (
	"slices"
	"strings"
	"testing"
)

func TestContacts(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"Write to bob.li+shop@mail.example.com today", []string{"bob.li+shop@mail.example.com"}},
		{"Questions? service@shop.cn.", []string{"service@shop.cn"}},
		{"See https://shop.example/a?b=1, or www.shop.example.", []string{"https://shop.example/a?b=1", "www.shop.example"}},
		{"HTTP://SHOP.EXAMPLE now", []string{"HTTP://SHOP.EXAMPLE"}},
		{"Call +49 170 1234567 or +86-138-0013-8000!", []string{"+49 170 1234567", "+86-138-0013-8000"}},
		{"(555) 123-4567 and 555-123-4567 and 555.123.4567", []string{"(555) 123-4567", "555-123-4567", "555.123.4567"}},
		{"WhatsApp: 1702345678, \u5fae\u4fe1\uff1a13800138000", []string{"1702345678", "13800138000"}},
		{"Model 12345678901, EAN 4006381333931, 2026-11-26, 100-240 V, 1 2 3 4 5 6 7 8 9", nil},
		{"Size (10) 20-30, 3.7.2, +5 \u00b0C to +40 \u00b0C, A+ 1000 2000 3000, 0+3+6 months", nil},
		{"@home, a@b, user@, 50 @ 60 Hz, www, www., http://, phone 15 Pro Max case", nil},
		{"Pack of 555-123-45678, X555-123-4567, No. 123-456-78901", nil},
		{"iPhone 14 15 16 17, tel. pocket 12345, 1920x1080@60Hz.", nil},
	} {
		f := form{most: maxBreaches}
		f.contacts(0, c.text)
		var got []string
		for _, b := range f.found {
			got = append(got, b.Count)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
	for _, long := range []string{strings.Repeat("1 ", 50_000), strings.Repeat("a@", 50_000), strings.Repeat("www.", 50_000), strings.Repeat("a.", 50_000) + "@", strings.Repeat("(", 50_000)} {
		f := form{most: maxBreaches}
		f.contacts(0, long)
	}
}
