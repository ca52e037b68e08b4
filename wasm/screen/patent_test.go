package screen_test

import (
	"strings"
	"testing"

	"clearlist/wasm/list"
	"clearlist/wasm/screen"
)

const patents = `list: invented
title: Invented rights to products
as-of: 2026-11-24
licence: CC0-1.0
source: invented

marketplace: amazon.com
  family: amazon
  in: US

marketplace: amazon.de
  family: amazon
  in: EU DE

term: glow straw
right: patent
  owner: Straw Ltd
  in: US
  number: US0000001
  status: live
  until: 2031-01-01
  confidence: high
right: patent
  owner: Straw Ltd
  in: GB
  status: live
  until: 2020-05-01
  confidence: high

term: glow spoon
right: design
  owner: Spoon Ltd
  in: US
  status: live
  confidence: high

term: glow fork
right: patent
  owner: Fork Ltd
  in: US
  status: unknown
  confidence: low
`

// A right to a product is told for each place: where it holds, until when, and
// where none is listed.
func TestPatentsSayWhereAndUntilWhen(t *testing.T) {
	s := invented(t, patents, "")
	for _, c := range []struct {
		title, place string
		day          list.Date
		severity     list.Severity
		rule, says   string
	}{
		{"Glow straws 6 pack", "amazon.com", 0, list.Medium, "patent.in-force", "in force in US (US0000001) until 2031-01-01; ended in GB on 2020-05-01."},
		{"Glow straw", "amazon.com", list.DateOf(2030, 12, 31), list.Medium, "patent.in-force", "in force in US (US0000001) until 2031-01-01"},
		{"Glow straw", "amazon.com", list.DateOf(2031, 1, 1), list.Low, "product.elsewhere", "ended in US (US0000001) on 2031-01-01"},
		{"Glow straw", "amazon.de", 0, list.Low, "product.elsewhere", "in force in US (US0000001) until 2031-01-01; ended in GB on 2020-05-01; none listed for EU, DE."},
		{"Glow straw", "", 0, list.Medium, "patent.in-force", "; none listed elsewhere."},
		{"Glow spoon", "amazon.com", 0, list.Medium, "design.in-force", "in force in US as far as the list knows."},
		{"Glow spoon", "amazon.de", 0, list.Low, "product.elsewhere", "a design of Spoon Ltd: in force in US as far as the list knows; none listed for EU, DE."},
		{"Glow fork", "amazon.com", 0, list.Low, "patent.in-force", "in force in US as far as the list knows."},
		{"Glow strav", "amazon.com", 0, 0, "", ""},
	} {
		v := s.Check(screen.Listing{Marketplace: c.place, Title: c.title, AsOf: c.day})
		if c.rule == "" {
			if len(v.Findings) > 0 {
				t.Errorf("%q: %+v", c.title, v.Findings)
			}
			continue
		}
		if len(v.Findings) != 1 {
			t.Errorf("%q: %+v", c.title, v.Findings)
			continue
		}
		f := v.Findings[0]
		if f.Severity != c.severity || f.Rule != c.rule || !strings.Contains(f.Message, c.says) {
			t.Errorf("%q on %q as of %s: %s %s %q, want %s %s %q", c.title, c.place, c.day, f.Severity, f.Rule, f.Message, c.severity, c.rule, c.says)
		}
	}
}
