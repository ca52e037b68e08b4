package screen_test

import (
	"testing"

	"clearlist/wasm/list"
	"clearlist/wasm/screen"
)

const uses = `list: invented
title: Invented marks and the wording around them
as-of: 2026-11-24
licence: CC0-1.0
source: invented

marketplace: amazon.com
  family: amazon
  in: US

marketplace: amazon.de
  family: amazon
  in: EU DE

phrase: nominative
  words: for, fits, compatible with, replacement for, 対応

phrase: comparison
  words: like, looks like, style

phrase: attribution
  words: by, original, official, x

phrase: decoration
  words: print

goods: 9
  words: remote, phone, phones, charger, storm remote

goods: 25
  words: socks, hat

term: Zephyro
famous: yes
right: trademark
  owner: Zephyro Ltd
  in: US
  classes: 9
  status: live
  confidence: high

term: Zephyro Breeze
right: trademark
  owner: Zephyro Ltd
  in: US
  classes: 12
  status: live
  confidence: high

term: Quenthor
right: trademark
  owner: Quenthor GmbH
  in: DE
  classes: 9
  status: live
  confidence: high

term: Thunder
alias: 雷神君
dictionary: yes
famous: yes
right: trademark
  owner: Thunder Inc.
  in: US
  classes: 9
  status: live
  confidence: high
sense: none
  why: the weather
  lacks: lightning
  near: storm, set

term: Zorvik Man
right: trademark
  owner: Zorvik Ltd
  in: US
  classes: 25
  status: live
  confidence: high

term: Dr. Blimf
right: trademark
  owner: Blimf Ltd
  in: US
  classes: 25
  status: live
  confidence: high

term: Black Storm
right: trademark
  owner: Storm Ltd
  in: US
  classes: 25
  status: live
  confidence: high

term: New Storm
right: trademark
  owner: Storm Ltd
  in: US
  classes: 25
  status: live
  confidence: high
right: copyright
  owner: Storm Ltd
  in: US
  status: live
  confidence: high

term: Brumbeck
dictionary: yes
right: trademark
  owner: Brumbeck Ltd
  in: US
  classes: 12
  status: live
  confidence: high

term: ratio fake
right: policy
  rule: r
  severity: high
  reason: A reason.
sense: info
  why: a toy
  near: toy
`

// How a mark is used decides, and each of these once decided wrongly.
func TestUses(t *testing.T) {
	s := invented(t, uses, "with\nphone\nphones\nremote\ncharger\nsocks\nblack\nmen's\ntravel\ncase\nmens\nnew\nstorm\napparel\n")
	title := func(s string) screen.Listing { return screen.Listing{Marketplace: "amazon.com", Title: s} }
	for _, c := range []struct {
		listing  screen.Listing
		term     string
		severity list.Severity
		rule     string
	}{
		{title("Remote fits: Zephyro 12"), "Zephyro", list.Info, "mark.nominative"},
		{title("Charger compatible with all phones like Zephyro"), "Zephyro", list.Info, "mark.nominative"},
		{title("Charger for more phones like Zephyro"), "Zephyro", list.Info, "mark.nominative"},
		{title("Remote fits most 4 inch black phones such as Quenda, Zephyro"), "Zephyro", list.Info, "mark.nominative"},
		{title("Remote fits many black phones, like: Quenda, Zephyro"), "Zephyro", list.Info, "mark.nominative"},
		{title("Zephyro Switch 対応 remote"), "Zephyro", list.Info, "mark.nominative"},
		{title("Black Storm socks"), "Black Storm", list.High, "mark.leads-title"},
		{title("Black Storm remote"), "Black Storm", list.None, ""}, // a remote for storms
		{title("New Storm remote"), "New Storm", list.High, "copyright.character"},
		{title("Black socks new Brumbeck 2014-2019"), "Brumbeck", list.Low, "mark.ordinary-word"},
		{title("Black socks new Brumbeck 2014-2015"), "Brumbeck", list.None, ""},
		{title("Charger like Zephyro"), "Zephyro", list.High, "mark.comparison"},
		{title("Black remote that looks like a Zephyro"), "Zephyro", list.High, "mark.comparison"},
		{title("Remote replacement for original Zephyro"), "Zephyro", list.Info, "mark.nominative"},
		{title("Original Zephyro remote"), "Zephyro", list.High, "mark.attribution"},
		{title("Remote for Zephyro 12 by touching"), "Zephyro", list.Info, "mark.nominative"},
		{title("Remote for Zephyro X Zephyro 12"), "Zephyro", list.Info, "mark.nominative"},
		{title("Case for Zephyro 12 with Zorvik Man print"), "Zorvik Man", list.Medium, "mark.related-goods"},
		{title("Case for Zephyro 12 with Zorvik Man"), "Zorvik Man", list.Low, "mark.nominative"},
		{title("Case for Zephyro print new"), "Zephyro", list.Info, "mark.nominative"},
		{title("Zephyro Breeze hat"), "Zephyro Breeze", list.High, "mark.leads-title"},
		{screen.Listing{Marketplace: "amazon.com", Title: "Zephyro Breeze remote", OwnBrands: []string{"Zephyro Men's Inc."}}, "Zephyro Breeze", list.Info, "mark.own-brand"},
		{title("Quenthor remote"), "Quenthor", list.Low, "mark.elsewhere"},
		{title("Remote for Quenthor 12"), "Quenthor", list.Info, "mark.nominative"},
		{screen.Listing{Marketplace: "amazon.de", Title: "Zephyro remote"}, "Zephyro", list.Low, "mark.elsewhere"},
		{screen.Listing{Marketplace: "amazon.de", Title: "Zephyro style remote"}, "Zephyro", list.High, "mark.comparison"},
		{title("Thunder storm set"), "Thunder", list.None, ""},
		{title("\u96f7\u795e\u541b phone set"), "Thunder", list.High, "mark.leads-title"},
		{title("black thunder phone charger new"), "Thunder", list.Low, "mark.ordinary-word"},
		{screen.Listing{Marketplace: "amazon.com", Title: "Phone charger", SearchTerms: "thunder charger"}, "Thunder", list.High, "mark.search-terms"},
		{title("Black Phone Thunder Travel"), "Thunder", list.Medium, "mark.ordinary-word"}, // named behind its goods
		{title("Black Phone Travel Thunder"), "Thunder", list.Low, "mark.ordinary-word"},
		{title("Black Charger Like Thunder"), "Thunder", list.High, "mark.comparison"},
		{title("Storm Charger Like Thunder"), "Thunder", list.High, "mark.comparison"}, // no weather
		{title("Storm Socks Like Thunder"), "Thunder", list.None, ""},
		{title("Zorvik Man socks"), "Zorvik Man", list.High, "mark.leads-title"},
		{title("Zorvik Mans socks"), "Zorvik Man", list.None, ""},
		{title("Dr. Blimf socks"), "Dr. Blimf", list.High, "mark.leads-title"},
		{title("Ratio fake socks"), "ratio fake", list.High, "policy.r"},
		{title("Ratio fake toy"), "ratio fake", list.Info, "policy.sense"},
		// One letter off is a misspelling, but a word in a language nobody
		// here knows is a word.
		{title("Black Zephyra remote"), "Zephyro", list.Medium, "mark.name"},
		{title("Zuivre daklo menta zephyra tolique rondas bevir cantulo spetra"), "Zephyro", list.None, ""},
		{title("Black Zephy-ra remote"), "Zephyro", list.Medium, "mark.name"},
		{title("Black Zephyyro remote"), "Zephyro", list.High, "mark.name"}, // doubled on purpose
		{title("Black zephyyro remote"), "Zephyro", list.Medium, "mark.name"},
		{title("Black Zefiro remote"), "Zephyro", list.Medium, "mark.name"},
	} {
		severity, rule := list.None, ""
		for _, f := range s.Check(c.listing).Findings {
			if f.Term == c.term && f.Severity > severity {
				severity, rule = f.Severity, f.Rule
			}
		}
		if severity != c.severity || rule != c.rule {
			t.Errorf("%s on %s: %s is %s by %q, want %s by %q", c.listing.Title, c.listing.Marketplace, c.term, severity, rule, c.severity, c.rule)
		}
	}
}

// A family named alone is all of its sites.
func TestAFamilyIsAllItsSites(t *testing.T) {
	text := uses + "\nterm: siteword\nright: policy\n  rule: r\n  severity: high\n  marketplaces: amazon.com\n  reason: A reason.\n"
	s := invented(t, text, "")
	for place, want := range map[string]int{"amazon": 1, "amazon.com": 1, "": 1, "amazon.de": 0} {
		if v := s.Check(screen.Listing{Marketplace: place, Title: "A siteword here"}); len(v.Findings) != want {
			t.Errorf("%q: %d findings, want %d", place, len(v.Findings), want)
		}
	}
}
