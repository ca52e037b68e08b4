package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"clearlist/wasm/list"
	"clearlist/wasm/screen"
)

// facts is where the gathered facts are that the lists have to hold.
var facts = filepath.Join("..", "..", "..", "..", "shared", "data", "lists")

// rowsOf reads a table of the facts by its columns' names; the test is
// skipped where the facts are not.
func rowsOf(t *testing.T, name string) []map[string]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(facts, name))
	if errors.Is(err, os.ErrNotExist) {
		t.Skipf("%s: not here", facts)
	}
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	var columns []string
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if columns == nil {
			columns = cells
			continue
		}
		row := map[string]string{}
		for i, name := range columns {
			if i < len(cells) {
				row[name] = cells[i]
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// sites are the marketplaces behind the names that the facts use.
var sites = map[string][]string{
	"all":            {"amazon.com", "ebay.com", "etsy.com", "walmart.com", "shopee.sg", "aliexpress.com", "temu.com"},
	"Amazon all":     {"amazon.com", "amazon.de", "amazon.co.jp"},
	"Amazon US":      {"amazon.com"},
	"Amazon EU":      {"amazon.de", "amazon.fr"},
	"Amazon UK":      {"amazon.co.uk"},
	"Amazon DE":      {"amazon.de"},
	"Amazon FR":      {"amazon.fr"},
	"Amazon US(CA)":  {"amazon.com"},
	"Amazon Merch":   {"merch.amazon.com"},
	"eBay":           {"ebay.com", "ebay.de"},
	"eBay US":        {"ebay.com"},
	"eBay UK":        {"ebay.co.uk"},
	"Etsy":           {"etsy.com"},
	"Walmart":        {"walmart.com"},
	"Target":         {"target.com"},
	"TikTok Shop":    {"tiktok"},
	"TikTok Shop US": {"tiktok"},
	"Shopee":         {"shopee"},
	"Lazada":         {"lazada"},
	"AliExpress":     {"aliexpress"},
	"Temu":           {"temu"},
	"Mercado Libre":  {"mercadolibre"},
	"Webinterpret":   {"ebay.com"},
}

// saidAs are listings' words for the rows that hold only in a context, which
// the row's own explanation names; the others stand plainly.
var saidAs = map[string]string{
	"cure":                      "to cure a cold",
	"cures":                     "cures colds",
	"treats":                    "treats skin rash",
	"clearance":                 "clearance sale",
	"similar to":                "similar to Dyson",
	"better than":               "better than Dyson",
	"style of":                  "in the style of Gucci",
	"fake":                      "fake Gucci",
	"copy of":                   "copy of Gucci",
	"OEM":                       "OEM Gucci",
	"genuine":                   "genuine Gucci",
	"authentic":                 "authentic Gucci",
	"original":                  "original Gucci",
	"official":                  "official Gucci",
	"licensed":                  "licensed Gucci",
	"inspired by":               "inspired by Gucci",
	"not Disney":                "not Disney",
	"1:1":                       "1:1 quality",
	"DMT":                       "DMT psychedelic",
	"420":                       "420 stoner",
	"ivory":                     "ivory elephant tusk",
	"emoji":                     "\U0001f525",
	"B0XXXXXXXX (ASIN pattern)": "B0CXYZ1234",
	"compatible with":           "compatible with iPhone 15",
	"replacement for":           "official replacement for Dyson V8",
	"fits":                      "fits iPhone 15",
	"like Dyson":                "like Dyson",
	"<b>":                       "<b>bold</b>",
}

// worstOf is the worst severity over the fields a wording may stand in.
func worstOf(e *evaluation, site, text string) list.Severity {
	worst := list.None
	for _, l := range []screen.Listing{
		{Title: "Widget", Bullets: []string{"Widget made well and " + text + " for home", "Second one here", "Third one here"}},
		{Title: "Widget " + text},
		{Title: "Widget", SearchTerms: "widget " + text},
		{Title: "Widget", Brand: text},
	} {
		l.Marketplace, l.AsOf = site, e.asOf
		for _, f := range e.engine.Check(l).Findings {
			// A rule of length speaks of more than the wording.
			if strings.Contains(strings.ToLower(text), strings.ToLower(f.Text)) || strings.EqualFold(f.Text, text) {
				worst = max(worst, f.Severity)
			}
		}
	}
	return worst
}

func TestRestrictedWordings(t *testing.T) {
	e := testEvaluation(t)
	for _, row := range rowsOf(t, "restricted_terms.tsv") {
		want, err := list.ParseSeverity(row["severity"])
		if err != nil {
			t.Fatal(err)
		}
		text, contextual := saidAs[row["term"]]
		if !contextual {
			text = row["term"]
		}
		for _, name := range strings.Split(row["marketplaces"], ";") {
			ids, known := sites[name]
			if !known {
				t.Errorf("%s: no such marketplace %q", row["term"], name)
			}
			for _, id := range ids {
				if row["term"] == "unbranded" && strings.HasPrefix(id, "ebay") {
					continue // what eBay itself calls it
				}
				if got := worstOf(e, id, text); got < want {
					t.Errorf("%q on %s: %s, want %s (%s)", text, id, got, want, row["category"])
				}
			}
		}
	}
}

// TestMarks holds that each gathered mark is known, under its rights, and that
// the counter-examples are not spoken of.
func TestMarks(t *testing.T) {
	e := testEvaluation(t)
	named := map[string]*list.Term{}
	for i := range e.set.Terms {
		for _, name := range append([]string{e.set.Terms[i].Text}, e.set.Terms[i].Aliases...) {
			named[plain(name)] = &e.set.Terms[i]
		}
	}
	site := map[string]string{"US": "amazon.com", "EU": "amazon.de", "UK": "amazon.co.uk", "GB": "amazon.co.uk", "CA": "amazon.ca", "JP": "amazon.co.jp", "AU": "amazon.com.au"}
	for _, row := range rowsOf(t, "marks.tsv") {
		if row["jurisdictions"] == "none" {
			for _, f := range e.engine.Check(screen.Listing{Marketplace: "amazon.com", Title: "A " + strings.ToLower(row["mark"]) + " for the home", AsOf: e.asOf}).Findings {
				if f.Kind == list.Trademark && f.Severity > list.Info {
					t.Errorf("%s is nobody's mark: %s %s", row["mark"], f.Term, f.Severity)
				}
			}
			continue
		}
		term := named[plain(row["mark"])]
		if term == nil {
			t.Errorf("%s is in no list", row["mark"])
			continue
		}
		for _, code := range strings.Split(row["jurisdictions"], ",") {
			code = strings.TrimSpace(code)
			if code == "UK" {
				code = "GB"
			}
			in, err := list.ParseJurisdictions(code)
			if err != nil {
				continue // "US(styl.)" and the like are for a person to read
			}
			stands := false
			for k := range term.Rights {
				stands = stands || term.Rights[k].In&in != 0
			}
			if !stands {
				t.Errorf("%s: no right in %s", row["mark"], code)
			}
		}
		if term.Dictionary || len(term.Senses) > 0 {
			continue // told by its senses, which testdata/senses.tsv asks
		}
		for code, id := range site {
			if !strings.Contains(row["jurisdictions"], code) {
				continue
			}
			l := screen.Listing{Marketplace: id, Title: "New " + row["mark"] + " set", AsOf: e.asOf}
			found := false
			for _, f := range e.engine.Check(l).Findings {
				found = found || f.Term == term.Text
			}
			if !found {
				t.Errorf("%s is not found on %s", row["mark"], id)
			}
		}
	}
}
