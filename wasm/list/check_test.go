package list_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"clearlist/wasm/list"
)

const (
	release = "release: curated\nversion: 1\nas-of: 2026-11-24\n"
	live    = "right: trademark\n  owner: O\n  in: US\n  status: live\n" // makes a term one that is sure to be flagged
	policy  = "right: policy\n  rule: r\n  severity: high\n  reason: R.\n"
)

// Each » stands right before the place of an error; the text comes after a
// good header and release.
func TestCheck(t *testing.T) {
	for _, c := range []struct{ name, text, message string }{
		{"nothing wrong", "term: Velcro\nalias: Velkro\n" + live + "sense: none\n  why: w\n  after: x\ninstead: hook and loop\n\nterm: pesticide\n" + policy, ""},

		{"term twice", "term: Velcro\n" + live + "\n»term: VELCRO\n" + live, `"VELCRO" is listed already: "Velcro" at a.list:7:1`},
		{"term twice but for an accent", "term: Hermès\n" + live + "\n»term: Hermes\n" + live, "listed already"},
		{"term twice but for a joiner", "term: Post-it\n" + live + "\n»term: post it\n" + live, "listed already"},
		{"alias that is another term", "term: Velcro\n" + live + "\nterm: Hook\nalias: »velcro\n" + live, "listed already"},
		{"term that is an alias elsewhere", "term: Crocs\nalias: クロックス\n" + live + "\n»term: クロックス\n" + live, "listed already"},
		{"two names that differ by a space", "term: Ironman\n" + live + "\nterm: Iron Man\n" + live, ""},
		{"two names that differ by capitals", "term: IT\ncase-sensitive: yes\n" + live + "\nterm: It\ncase-sensitive: yes\n" + live, ""},
		{"capitals of one name only", "term: IT\ncase-sensitive: yes\n" + live + "\n»term: It\n" + live, "listed already"},
		{"alias that is the term", "term: Velcro\nalias: »velcro\n" + live, "says nothing new"},
		{"alias twice", "term: Velcro\nalias: hook tape\nalias: »Hook tape\n" + live, "says nothing new"},
		{"alias in other capitals that count", "term: IKEA\nalias: Ikea\ncase-sensitive: yes\n" + live, ""},
		{"alias with a joiner is a form of its own", "term: Band-Aid\nalias: Band Aid\nalias: Bandaid\n" + live, ""},
		{"plural of an exact term", "term: Croc\nalias: »crocs\nexact: yes\n" + live, "rules out its plural"},
		{"plural in -ies of an exact term", "term: Berry\nalias: »berries\nexact: yes\n" + live, "rules out its plural"},
		{"nothing to look for", "»term: - -\n" + live, "no letter"},
		{"no right", "»term: Velcro\n", `no right says why "Velcro" matters`},

		{"trademark of nobody", "term: Velcro\n»right: trademark\n  in: US\n", "the trademark has no `owner:`"},
		{"trademark of nowhere", "term: Velcro\n»right: trademark\n  owner: O\n", "the trademark has no `in:`"},
		{"copyright of nobody", "term: Velcro\n»right: copyright\n", "the copyright has no `owner:`"},
		{"patent of nowhere", "term: Velcro\n»right: patent\n", "the patent has no `in:`"},
		{"design of nowhere", "term: Velcro\n»right: design\n", "the design has no `in:`"},
		{"policy without a rule", "term: Velcro\n»right: policy\n  severity: low\n  reason: R.\n", "the policy has no `rule:`"},
		{"policy without a severity", "term: Velcro\n»right: policy\n  rule: r\n  reason: R.\n", "the policy has no `severity:`"},
		{"policy without a reason", "term: Velcro\n»right: policy\n  rule: r\n  severity: low\n", "the policy has no `reason:`"},
		{"dates reversed", "term: Velcro\n»" + live + "  from: 2026-02-01\n  until: 2026-01-01\n", "from 2026-02-01, but only until 2026-01-01"},
		{"in force for no day", "term: Velcro\n»" + live + "  from: 2026-01-01\n  until: 2026-01-01\n", "but only until"},

		{"sense without a condition", "term: Velcro\n" + live + "»sense: none\n  why: w\n", "no condition"},
		{"sense without a why", "term: Velcro\n" + live + "»sense: none\n  in: US\n", "has no `why:`"},

		{"unknown marketplace", "term: x\n»" + policy + "  marketplaces: ebay.com amazon\n\nmarketplace: amazon.com\n  family: amazon\n  in: US\n", `"ebay.com" is no marketplace`},
		{"unknown marketplace of a limit", "»limit: title\n  kind: max-bytes\n  max: 3\n  marketplaces: amazon\n  severity: low\n  reason: r\n", `"amazon" is no marketplace`},
		{"marketplace twice", "marketplace: a.com\n  family: a\n  in: US\n\n»marketplace: b.com\n  family: a\n  names: B, A.com\n  in: US\n", `"A.com" names a marketplace already`},

		{"limit with dates reversed", limit("title", "kind: max-bytes\n  max: 3\n  from: 2026-02-01\n  until: 2026-01-01"), "but only until"},
		{"limit of no severity", strings.Replace(limit("title", "kind: max-bytes\n  max: 3"), "severity: low", "severity: none", 1), "no severity"},
		{"banned characters with spaces", limit("title", "kind: banned-characters\n  text: ! $"), "have a space"},
		{"banned character twice", limit("title", "kind: banned-characters\n  text: !$!"), "one of them twice"},
		{"exempt words without commas", limit("title", "kind: max-repeats\n  max: 2\n  text: a,an"), "one space comes after a comma"},
		{"no word is exempt", strings.Replace(limit("title", "kind: max-repeats\n  max: 2"), "»", "", 1), ""},
		{"text of no use", limit("title", "kind: max-bytes\n  max: 2\n  text: abc"), "no use for its `text:`"},

		{"unsafe wording", "term: Velcro\n" + live + "\nterm: Other\ninstead: fine\ninstead: »velcro tape\n" + live, `"velcro tape" has a listed term in it: "Velcro" at a.list:7:1`},
		{"unsafe wording by an alias", "term: Crocs\nalias: クロックス\n" + live + "\nterm: Other\ninstead: »クロックス風\n" + live, "listed term"},
		{"unsafe wording without its space", "term: Hula Hoop\n" + live + "\nterm: Other\ninstead: »a hulahoop\n" + live, "listed term"},
		{"a listed term within a longer word", "term: Band\n" + live + "\nterm: Other\ninstead: bandage\n" + live, ""},
		{"an ordinary word is safe", "term: Apple\ndictionary: yes\n" + live + "\nterm: Other\ninstead: apple slicer\n" + live, ""},
		{"a dead mark is safe", "term: Escalator\nright: trademark\n  owner: O\n  in: US\n  status: dead\n\nterm: Other\ninstead: escalator\n" + live, ""},
		{"a banned wording is unsafe", "term: guaranteed\n" + policy + "\nterm: Other\ninstead: »guaranteed quality\n" + live, "listed term"},
		{"a sense may make it safe", "term: One Piece\n" + live + "sense: none\n  why: garment\n  after: swimsuit\n\nterm: Other\ninstead: one piece swimsuit\n" + live, ""},
		{"a nominative wording is safe", "term: Velcro\n" + live + "\nterm: Other\ninstead: fits Velcro\ninstead: »Velcro that fits\n" + live + "\nphrase: nominative\n  words: fits\n", `"Velcro that fits"`},
		{"a nominative wording in Chinese is safe", "term: Switch\nalias: 任天堂\n" + live + "\nterm: Other\ninstead: 适用于任天堂\n" + live + "\nphrase: nominative\n  words: 适用于\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := header + c.text
			got, want := map[list.Position]bool{}, positions("a.list", text)
			set, err := list.Read([]list.Source{
				{Name: "release.list", Text: release},
				{Name: "a.list", Text: strings.ReplaceAll(text, "»", "")},
			})
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range list.Check(set) {
				var at *list.LineError
				if !errors.As(e, &at) {
					t.Fatalf("%v has no place", e)
				}
				got[at.Position] = true
				if !strings.Contains(e.Error(), c.message) {
					t.Errorf("%v\nwant %q in it", e, c.message)
				}
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("errors at %v\n     want %v", got, want)
			}
		})
	}
}

// limit is a limit with an error and the marketplace it needs.
func limit(field, lines string) string {
	return "marketplace: a.com\n  family: a\n  in: US\n\n»limit: " + field + "\n  " + lines +
		"\n  marketplaces: a\n  severity: low\n  reason: r\n"
}

func TestCheckRelease(t *testing.T) {
	for _, c := range []struct{ name, release, message string }{
		{"of another name", "release: other\nversion: 1\nas-of: 2026-11-24\n", `the file is of list "curated", the release of "other"`},
		{"older than a file", "release: curated\nversion: 1\nas-of: 2026-11-23\n", "after its release of 2026-11-23"},
		{"missing", header, "no source has a `release:`"},
	} {
		t.Run(c.name, func(t *testing.T) {
			set, err := list.Read([]list.Source{{Name: "release.list", Text: c.release}, {Name: "a.list", Text: header}})
			if err != nil {
				t.Fatal(err)
			}
			errs := list.Check(set)
			if len(errs) != 1 || !strings.Contains(errs[0].Error(), c.message) {
				t.Errorf("%v, want %q", errs, c.message)
			}
		})
	}
}

// A set that a program made has no places, and is checked all the same.
func TestCheckWithoutText(t *testing.T) {
	set := &list.Set{Name: "curated", Terms: []list.Term{
		{Text: "Velcro", Aliases: []string{"velcro"}, Instead: []string{"Velcro"}, Rights: []list.Right{{
			Owner: "O", In: list.JurisdictionsOf("US"), Source: "s", URL: "http://example.org",
		}}},
	}}
	if errs := list.Check(set); len(errs) != 3 {
		t.Errorf("%d errors, want one each for the alias, the wording and the address: %v", len(errs), errs)
	}
}
