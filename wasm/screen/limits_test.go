package screen_test

import (
	"slices"
	"strings"
	"testing"

	"clearlist/wasm/list"
	"clearlist/wasm/screen"
)

const limitsHead = `list: invented
title: Rules of form for this test
as-of: 2026-11-24
licence: CC0-1.0
source: invented

marketplace: amazon.com
  family: amazon
  in: US

marketplace: etsy.com
  family: etsy
  in: US

term: Old Navy
right: trademark
  owner: Gap Inc.
  in: US
  classes: 25
  status: live
  confidence: high

`

// ruleOf compiles one limit, whose keys are given, for Amazon.
func ruleOf(t *testing.T, field, keys string) *screen.Screener {
	t.Helper()
	text := limitsHead + "limit: " + field + "\n  marketplaces: amazon\n  severity: medium\n  reason: Because.\n  " +
		strings.ReplaceAll(keys, "; ", "\n  ") + "\n"
	set, err := list.Read([]list.Source{
		{Name: "a.list", Text: text},
		{Name: "release.list", Text: "release: invented\nversion: 1\nas-of: 2026-11-24\n"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if problems := list.Check(set); problems != nil {
		t.Fatal(problems)
	}
	b, err := screen.Compile(set)
	if err != nil {
		t.Fatal(err)
	}
	return screener(t, opened(t, b))
}

func TestLimits(t *testing.T) {
	title := func(s string) screen.Listing { return screen.Listing{Title: s} }
	bullets := func(s ...string) screen.Listing { return screen.Listing{Title: "a", Bullets: s} }
	tags := func(s string) screen.Listing { return screen.Listing{Title: "a", SearchTerms: s} }
	for _, c := range []struct {
		field, keys string
		listing     screen.Listing
		rule        string
		found       []string
	}{
		// A character is a code point: an emoji is one, and so is a Han one.
		{"title", "kind: max-characters; max: 4", title("abcd"), "", nil},
		{"title", "kind: max-characters; max: 4", title("abcde"), "field.too-long", []string{"e"}},
		{"title", "kind: max-characters; max: 4", title("\U0001F600\U0001F600\U0001F600\U0001F600"), "", nil},
		{"title", "kind: max-characters; max: 4", title("\u4f60\u597d\u4f60\u597d\u4f60"), "field.too-long", []string{"\u4f60"}},
		{"title", "kind: max-characters; max: 4; text: books, music", screen.Listing{Title: "abcde", Category: "Books > Fiction"}, "", nil},
		{"title", "kind: max-characters; max: 4; text: books, music", screen.Listing{Title: "abcde", Category: "Office > Notebooks"}, "field.too-long", []string{"e"}},
		{"bullets", "kind: min-characters; max: 4", bullets("abcd", "abc"), "field.too-short", []string{"abc"}},
		// Bytes are those of UTF-8, and no character is cut.
		{"search_terms", "kind: max-bytes; max: 5", tags("\u00e9\u00e9a"), "", nil},
		{"search_terms", "kind: max-bytes; max: 5", tags("\u00e9\u00e9\u00e9"), "field.too-many-bytes", []string{"\u00e9"}},
		{"title", "kind: banned-characters; text: !$", title("a! b$ c?"), "field.banned-character", []string{"!", "$"}},
		// Words beyond the second, but for those between.
		{"title", "kind: max-repeats; max: 2; text: a, an, the", title("the cup the lid the box a a a an an an"), "", nil},
		{"title", "kind: max-repeats; max: 2; text: f\u00fcr, und", title("Becher f\u00fcr f\u00fcr f\u00fcr F\u00dcR"), "", nil},
		{"title", "kind: max-repeats; max: 2; text: a, an, the", title("Cup, cup, CUP and c\u00fcp"), "field.repeated-word", []string{"CUP", "c\u00fcp"}},
		{"title", "kind: max-repeats; max: 2", title("Old Navy navy blue navy"), "", nil},
		{"title", "kind: max-repeats; max: 2", title("Navy navy blue navy"), "field.repeated-word", []string{"navy"}},
		{"bullets", "kind: min-count; max: 3", bullets("one", "two", "three"), "", nil},
		{"bullets", "kind: min-count; max: 3", bullets("one", "", "three"), "field.too-few", []string{"three"}},
		{"bullets", "kind: min-count; max: 3", bullets(), "", nil},
		{"bullets", "kind: max-count; max: 2", bullets("one", "two", "three", "four"), "field.too-many", []string{"three"}},
		{"bullets", "kind: max-total-characters; max: 6", bullets("one", "two"), "", nil},
		{"bullets", "kind: max-total-characters; max: 6", bullets("one", "twice"), "field.total-too-long", []string{"ce"}},
		{"search_terms", "kind: max-count; max: 2", tags("one two, three,, "), "", nil},
		{"search_terms", "kind: max-count; max: 2", tags("one, two, three"), "field.too-many", []string{"three"}},
		{"search_terms", "kind: max-part-characters; max: 5", tags("12345, 123456 ,\u4f60"), "field.part-too-long", []string{"123456"}},
		{"search_terms", "kind: unique-parts", tags("red cup, blue cup, Red Cup"), "field.part-twice", []string{"Red Cup"}},
		{"search_terms", "kind: banned-starts; text: -'", tags("cup, -lid, 'box, a-b"), "field.banned-start", []string{"-", "'"}},
		{"title", "kind: single-characters; text: %:&", title("100% a & b & c 5%"), "field.character-twice", []string{"&", "%"}},
		{"bullets", "kind: banned-ends; text: .!", bullets("one.", "two", "3.5 cm"), "field.banned-end", []string{"."}},
		{"brand", "kind: banned-values; text: n/a, no brand", screen.Listing{Title: "a", Brand: " N/A "}, "field.placeholder", []string{" N/A "}},
		{"brand", "kind: banned-values; text: n/a, no brand", screen.Listing{Title: "a", Brand: "Na"}, "", nil},
		{"bullets", "kind: banned-shapes; text: B0XXXXXXXX", bullets("see B0CXYZ1234, or B0CXYZ12345", "BOOKMARKED and B0ABCDEFGH, b0cxyz1234"), "field.product-number", []string{"B0CXYZ1234"}},
		{"title", "kind: no-emoji", title("cup \U0001F525\U0001F525 \u2605 1\u20E3 \u2764\uFE0F\u2192 20\u00B0"), "field.emoji", []string{"\U0001F525\U0001F525", "\u2605", "\u2764\uFE0F"}},
		{"description", "kind: no-markup; text: br", screen.Listing{Title: "a", Description: "a<br/>b <B>c</B> < 5 kg > 3 <3"}, "field.markup", []string{"<B>", "</B>"}},
	} {
		c.listing.Marketplace = "amazon.com"
		var found []string
		for _, f := range ruleOf(t, c.field, c.keys).Check(c.listing).Findings {
			if f.Kind != list.Policy {
				continue
			}
			if f.Rule != c.rule || f.Message == "" || strings.Contains(f.Message, "{") {
				t.Errorf("%s: %s: %s %q", c.keys, c.listing.Title, f.Rule, f.Message)
			}
			found = append(found, f.Text)
		}
		if !slices.Equal(found, c.found) {
			t.Errorf("%s: %+v: %q, want %q", c.keys, c.listing, found, c.found)
		}
		c.listing.Marketplace = "etsy.com"
		for _, f := range ruleOf(t, c.field, c.keys).Check(c.listing).Findings {
			if f.Kind == list.Policy {
				t.Errorf("%s: another marketplace's rule spoke: %+v", c.keys, f)
			}
		}
	}
}

// A rule counts from its first day to the day before its last.
func TestALimitHasItsDays(t *testing.T) {
	s := ruleOf(t, "title", "kind: max-characters; max: 1; from: 2026-07-27; until: 2027-01-01")
	for _, c := range []struct {
		day   list.Date
		found int
	}{
		{list.DateOf(2026, 7, 26), 0},
		{list.DateOf(2026, 7, 27), 1},
		{list.DateOf(2026, 12, 31), 1},
		{list.DateOf(2027, 1, 1), 0},
	} {
		if v := s.Check(screen.Listing{Marketplace: "amazon.com", Title: "ab", AsOf: c.day}); len(v.Findings) != c.found {
			t.Errorf("%s: %d findings, want %d", c.day, len(v.Findings), c.found)
		}
	}
}

// The gravest of several lengths speaks, then the strictest.
func TestOneLengthSpeaks(t *testing.T) {
	two := "kind: max-characters; max: 2\n\nlimit: title; marketplaces: amazon.com; severity: medium; reason: Because.; kind: max-characters; max: 1"
	v := ruleOf(t, "title", two).Check(screen.Listing{Marketplace: "amazon", Title: "abc"})
	if len(v.Findings) != 1 || v.Findings[0].Text != "bc" {
		t.Errorf("%+v", v.Findings)
	}
	v = ruleOf(t, "title", strings.Replace(two, "severity: medium", "severity: low", 1)).Check(screen.Listing{Marketplace: "amazon.com", Title: "abc"})
	if len(v.Findings) != 1 || v.Findings[0].Text != "c" {
		t.Errorf("%+v", v.Findings)
	}
}

// What is said of a field's length is what Check holds it to.
func TestLengths(t *testing.T) {
	more := "\n\nlimit: title; marketplaces: amazon.com; severity: medium; reason: Because.; kind: max-characters; max: 75; text: music" +
		"\n\nlimit: search-terms; marketplaces: etsy; severity: medium; reason: Because.; kind: max-part-characters; max: 20" +
		"\n\nlimit: search-terms; marketplaces: amazon; severity: low; reason: Because.; kind: max-bytes; max: 200" +
		"\n\nlimit: search-terms; marketplaces: amazon; severity: medium; reason: Because.; kind: max-bytes; max: 249" +
		"\n\nlimit: bullets; marketplaces: etsy; severity: low; reason: Because.; kind: max-total-characters; max: 1000"
	s := ruleOf(t, "title", "kind: max-characters; max: 200"+strings.ReplaceAll(more, "search-terms", "search_terms"))
	terms := screen.FieldLength{Field: list.SearchTerms, Kind: list.MaxBytes, Max: 249}
	title := func(max int) screen.FieldLength {
		return screen.FieldLength{Field: list.Title, Kind: list.MaxCharacters, Max: max}
	}
	for _, c := range []struct {
		name string
		of   screen.Listing
		want []screen.FieldLength
	}{
		{"the strictest, and the gravest", screen.Listing{Marketplace: "amazon.com"}, []screen.FieldLength{title(75), terms}},
		{"an exempt category", screen.Listing{Marketplace: "amazon.com", Category: "Music > Vinyl"}, []screen.FieldLength{title(200), terms}},
		{"of parts, and of all together", screen.Listing{Marketplace: "etsy.com"}, []screen.FieldLength{
			{Field: list.SearchTerms, Kind: list.MaxPartCharacters, Max: 20},
			{Field: list.Bullets, Kind: list.MaxTotalCharacters, Max: 1000},
		}},
		{"nowhere", screen.Listing{}, nil},
	} {
		if got := s.Lengths(&c.of); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}
