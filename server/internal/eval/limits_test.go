package main

import (
	"strings"
	"testing"

	"clearlist/wasm/list"
	"clearlist/wasm/screen"
)

// fieldRules are listings that break one row of field_limits.tsv each, by its
// marketplace and field, with the rule that has to say so; before names the
// last day on which it has not yet.
var fieldRules = map[string][]struct {
	listing screen.Listing
	rule    string
	before  list.Date
}{
	"Amazon: item_name (title)": {
		{listing: screen.Listing{Marketplace: "amazon.com", Title: strings.Repeat("a", 76)}, rule: "field.too-long", before: list.DateOf(2026, 7, 26)},
		{listing: screen.Listing{Marketplace: "amazon.co.jp", Title: strings.Repeat("\u732b", 76)}, rule: "field.too-long"},
		{listing: screen.Listing{Marketplace: "amazon.com", Title: strings.Repeat("a", 201), Category: "Books > Fiction"}, rule: "field.too-long"},
	},
	"Amazon: item_name technical cap": {
		{listing: screen.Listing{Marketplace: "amazon.ae", Title: strings.Repeat("a", 201)}, rule: "field.too-long", before: list.DateOf(2025, 1, 20)},
	},
	"Amazon: title word repetition": {
		{listing: screen.Listing{Marketplace: "amazon.com", Title: "Cup red cup blue cup"}, rule: "field.repeated-word"},
		{listing: screen.Listing{Marketplace: "amazon.com", Title: "Zibo cup Zibo lid Zibo box", Brand: "Zibo"}, rule: "field.repeated-word"},
	},
	"Amazon: title banned characters": {
		{listing: screen.Listing{Marketplace: "amazon.com", Title: "Cup\u00ac red"}, rule: "field.banned-character"},
		{listing: screen.Listing{Marketplace: "amazon.com", Title: "Cup ~ red"}, rule: "field.banned-character"},
	},
	"Amazon: item highlights (title_differentiation)": {
		{listing: screen.Listing{Marketplace: "amazon.com", Title: "Cup", Highlights: strings.Repeat("a", 126)}, rule: "field.too-long", before: list.DateOf(2026, 7, 26)},
	},
	"Amazon: bullet_point": {
		{listing: screen.Listing{Marketplace: "amazon.com", Title: "Cup", Bullets: []string{strings.Repeat("a", 256)}}, rule: "field.too-long"},
		{listing: screen.Listing{Marketplace: "amazon.com", Title: "Cup", Bullets: []string{"short"}}, rule: "field.too-short"},
		{listing: screen.Listing{Marketplace: "amazon.com", Title: "Cup", Bullets: []string{"one is here", "two is here"}}, rule: "field.too-few"},
		{listing: screen.Listing{Marketplace: "amazon.com", Title: "Cup", Bullets: []string{"1", "2", "3", "4", "5", "6"}}, rule: "field.too-many"},
	},
	"Amazon: all bullets together": {
		{listing: screen.Listing{Marketplace: "amazon.com", Title: "Cup", Bullets: []string{strings.Repeat("a", 500), strings.Repeat("a", 500)}}, rule: "field.total-too-long"},
	},
	"Amazon: product_description": {
		{listing: screen.Listing{Marketplace: "amazon.com", Title: "Cup", Description: strings.Repeat("a", 2001)}, rule: "field.too-long"},
		{listing: screen.Listing{Marketplace: "amazon.com", Title: "Cup", Description: "a<br><b>b</b>"}, rule: "field.markup"},
		{listing: screen.Listing{Marketplace: "amazon.com", Title: "Cup", Description: "Write to us: us@shop.example"}, rule: "field.contact"},
	},
	"Amazon: generic_keyword (search terms)": {
		{listing: screen.Listing{Marketplace: "amazon.com", Title: "Cup", SearchTerms: strings.Repeat("\u732b", 84)}, rule: "field.too-many-bytes"},
	},
	"Amazon: brand": {
		{listing: screen.Listing{Marketplace: "amazon.com", Title: "Cup", Brand: "N/A"}, rule: "field.placeholder"},
	},
	"eBay: Item.Title":    {{listing: screen.Listing{Marketplace: "ebay.com", Title: strings.Repeat("a", 81)}, rule: "field.too-long"}},
	"eBay: Item.SubTitle": {{listing: screen.Listing{Marketplace: "ebay.com", Title: "a", Highlights: strings.Repeat("a", 56)}, rule: "field.too-long"}},
	"Etsy: title": {
		{listing: screen.Listing{Marketplace: "etsy.com", Title: strings.Repeat("a", 141)}, rule: "field.too-long"},
		{listing: screen.Listing{Marketplace: "etsy.com", Title: "a & b & c"}, rule: "field.character-twice"},
		{listing: screen.Listing{Marketplace: "etsy.com", Title: "a ^ b"}, rule: "field.banned-character"},
	},
	"Etsy: tags": {
		{listing: screen.Listing{Marketplace: "etsy.com", Title: "a", SearchTerms: "1a,2a,3a,4a,5a,6a,7a,8a,9a,10a,11a,12a,13a,14a"}, rule: "field.too-many"},
		{listing: screen.Listing{Marketplace: "etsy.com", Title: "a", SearchTerms: strings.Repeat("a", 21)}, rule: "field.part-too-long"},
		{listing: screen.Listing{Marketplace: "etsy.com", Title: "a", SearchTerms: "cup, cup"}, rule: "field.part-twice"},
		{listing: screen.Listing{Marketplace: "etsy.com", Title: "a", SearchTerms: "-cup"}, rule: "field.banned-start"},
	},
	"Walmart: product name": {{listing: screen.Listing{Marketplace: "walmart.com", Title: strings.Repeat("a", 201)}, rule: "field.too-long"}},
	"TikTok Shop: title": {
		{listing: screen.Listing{Marketplace: "seller-us.tiktok.com", Title: strings.Repeat("a", 256)}, rule: "field.too-long"},
		{listing: screen.Listing{Marketplace: "seller-us.tiktok.com", Title: "short"}, rule: "field.too-short"},
	},
	"Shopee: title":          {{listing: screen.Listing{Marketplace: "shopee.sg", Title: strings.Repeat("a", 256)}, rule: "field.too-long"}},
	"Lazada: title":          {{listing: screen.Listing{Marketplace: "lazada.sg", Title: strings.Repeat("a", 256)}, rule: "field.too-long"}},
	"AliExpress: title":      {{listing: screen.Listing{Marketplace: "aliexpress.com", Title: strings.Repeat("a", 129)}, rule: "field.too-long"}},
	"Mercado Libre: title":   {{listing: screen.Listing{Marketplace: "mercadolibre.com.mx", Title: strings.Repeat("a", 61)}, rule: "field.too-long"}},
	"Shopify: product title": {{listing: screen.Listing{Marketplace: "shopify.com", Title: strings.Repeat("a", 256)}, rule: "field.too-long"}},
	"Temu: title":            {{listing: screen.Listing{Marketplace: "temu.com", Title: strings.Repeat("a", 501)}, rule: "field.too-long"}},
}

func TestFieldLimits(t *testing.T) {
	e := testEvaluation(t)
	says := func(l screen.Listing, rule string) bool {
		for _, f := range e.engine.Check(l).Findings {
			if f.Rule == rule {
				return true
			}
		}
		return false
	}
	for name, cases := range fieldRules {
		for _, c := range cases {
			if !says(c.listing, c.rule) {
				t.Errorf("%s: %+v is not told as %s", name, c.listing, c.rule)
			}
			if c.before != 0 {
				c.listing.AsOf = c.before
				if says(c.listing, c.rule) {
					t.Errorf("%s: told on %s already", name, c.before)
				}
			}
		}
	}
	for _, l := range []screen.Listing{
		{Marketplace: "amazon.com", Title: strings.Repeat("a", 75), Bullets: []string{"one is here", "two is here", "three is here"}, Description: "a<br>b", SearchTerms: "cup mug", Brand: "Generic"},
		{Marketplace: "amazon.de", Title: strings.Repeat("a", 200), Category: "B\u00fccher > Romane"},
		{Marketplace: "amazon.eg", Title: strings.Repeat("a", 200)},
		{Marketplace: "etsy.com", Title: "100% wool: socks & hats", SearchTerms: "1a,2a,3a,4a,5a,6a,7a,8a,9a,10a,11a,12a,twenty letters longs"},
	} {
		for _, f := range e.engine.Check(l).Findings {
			if strings.HasPrefix(f.Rule, "field.") {
				t.Errorf("%+v: %s %s", l, f.Rule, f.Text)
			}
		}
	}
	for _, row := range rowsOf(t, "field_limits.tsv") {
		if name := row["marketplace"] + ": " + row["field"]; fieldRules[name] == nil {
			t.Errorf("%s is held by no case", name)
		}
	}
}

// Wording that Directive (EU) 2024/825 bans from 27 September 2026 weighs less
// the day before, and by the law of another place as it did.
func TestARuleHasItsFirstDay(t *testing.T) {
	e := testEvaluation(t)
	for _, c := range []struct {
		place string
		day   list.Date
		want  list.Severity
	}{
		{"amazon.de", list.DateOf(2026, 9, 26), list.Medium},
		{"amazon.de", list.DateOf(2026, 9, 27), list.High},
		{"amazon.co.uk", list.DateOf(2026, 9, 26), list.High},
		{"amazon.com", list.DateOf(2026, 9, 27), list.None},
	} {
		l := screen.Listing{Marketplace: c.place, Title: "Carbon neutral mug", AsOf: c.day}
		worst := list.None
		for _, f := range e.engine.Check(l).Findings {
			if f.Term == "carbon neutral" {
				worst = max(worst, f.Severity)
			}
		}
		if worst != c.want {
			t.Errorf("%s on %s: %s, want %s", c.place, c.day, worst, c.want)
		}
	}
}
