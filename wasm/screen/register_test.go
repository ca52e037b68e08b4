package screen_test

import (
	"errors"
	"iter"
	"maps"
	"slices"
	"testing"

	"clearlist/wasm/list"
	"clearlist/wasm/pack"
	"clearlist/wasm/screen"
)

// curated is a small list: one mark, goods, phrases and ordinary words.
func curated(t testing.TB) *pack.Pack {
	t.Helper()
	us := list.JurisdictionsOf("US")
	set := &list.Set{
		Name: "curated", Version: 3, AsOf: list.DateOf(2026, 11, 24),
		Terms: []list.Term{{Text: "Velcro", Rights: []list.Right{{
			Kind: list.Trademark, Owner: "Velcro IP Holdings LLC", In: us, Status: list.Live, Classes: list.ClassesOf(26),
		}}}},
		Marketplaces: []list.Marketplace{
			{ID: "amazon.com", Family: "amazon", In: us},
			{ID: "amazon.de", Family: "amazon", In: list.JurisdictionsOf("DE", "EU")},
		},
		Goods:   []list.Goods{{Word: "frying pan", Classes: list.ClassesOf(21)}},
		Phrases: []list.Phrase{{Text: "compatible with", Use: list.Nominative}},
		Common:  []string{"golden", "sunrise", "frying", "pan", "with", "compatible", "for", "strap", "big"},
	}
	b, err := screen.Compile(set)
	if err != nil {
		t.Fatal(err)
	}
	return opened(t, b)
}

func opened(t testing.TB, b []byte) *pack.Pack {
	t.Helper()
	p, err := pack.Open(b)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func registerOf(t testing.TB, office string, marks map[string]pack.Facts) *pack.Pack {
	t.Helper()
	b, left, err := screen.CompileRegister(office, 7, list.DateOf(2026, 11, 20), sorted(marks))
	if err != nil || left != 0 {
		t.Fatal(left, err)
	}
	return opened(t, b)
}

// invented screens by a list written out, as of 2026-11-24, with the words that
// are ordinary, a line each.
func invented(t testing.TB, text, common string) *screen.Screener {
	t.Helper()
	set, err := list.Read([]list.Source{
		{Name: "a.list", Text: text},
		{Name: "common.words", Text: common},
		{Name: "release.list", Text: "release: invented\nversion: 1\nas-of: 2026-11-24\n"},
	})
	if err != nil {
		t.Fatal(err)
	}
	b, err := screen.Compile(set)
	if err != nil {
		t.Fatal(err)
	}
	return screener(t, opened(t, b))
}

func sorted(marks map[string]pack.Facts) iter.Seq2[string, pack.Facts] {
	return func(yield func(string, pack.Facts) bool) {
		for _, words := range slices.Sorted(maps.Keys(marks)) {
			if !yield(words, marks[words]) {
				return
			}
		}
	}
}

func screener(t testing.TB, packs ...*pack.Pack) *screen.Screener {
	t.Helper()
	s, err := screen.New(packs...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func registered(t testing.TB) *screen.Screener {
	us := list.JurisdictionsOf("US")
	pans := pack.Facts{Offices: us, Classes: list.ClassesOf(21), Status: list.Live}
	with := func(change func(*pack.Facts)) pack.Facts {
		f := pans
		change(&f)
		return f
	}
	return screener(t, curated(t), registerOf(t, "US", map[string]pack.Facts{
		"ZORVIK":                   pans,
		"GOLDEN SUNRISE":           pans,
		"QUENTHORP & SONS":         pans,
		"VELCRO":                   pans,
		"BLIMFORD":                 with(func(f *pack.Facts) { f.Classes = list.ClassesOf(12) }),
		"TARNOQUE":                 with(func(f *pack.Facts) { f.Status = list.Pending }),
		"OLDVANE":                  with(func(f *pack.Facts) { f.Status = list.Dead }),
		"PRIMSALT":                 with(func(f *pack.Facts) { f.Strength = pack.Ordinary }),
		"SKETCHIVO":                with(func(f *pack.Facts) { f.Strength = pack.Stylised }),
		"GO-TAN":                   pans,
		"\u9B54\u672F\u8D34\u738B": pans,
	}))
}

func TestRegisterFindings(t *testing.T) {
	s := registered(t)
	for _, c := range []struct {
		title, text string
		severity    list.Severity
		rule, mark  string // the mark's words as registered
	}{
		{"Zorvik Frying Pan", "Zorvik", list.High, "register.mark", "Zorvik"},
		{"zorvik frying pan", "zorvik", list.Medium, "register.mark", "zorvik"},
		{"Big Zorvik", "Zorvik", list.Medium, "register.mark", "Zorvik"}, // goods not known
		{"Frying pan by Zorvik's", "Zorvik's", list.High, "register.mark", "ZORVIK"},
		{"Frying pan, Zor\u200Bvik", "Zor\u200Bvik", list.High, "register.mark", "ZORVIK"},
		{"Frying Pan Quenthorp and Sons", "Quenthorp and Sons", list.High, "register.mark", "QUENTHORP & SONS"},
		{"Frying pan go tan", "go tan", list.Medium, "register.mark", "GO-TAN"},
		{"Frying pan compatible with Zorvik", "Zorvik", list.Info, "register.nominative", "Zorvik"},
		{"Blimford frying pan", "Blimford", list.Low, "register.other-goods", "Blimford"},
		{"Tarnoque frying pan", "Tarnoque", list.Medium, "register.mark", "Tarnoque"},
		{"Sketchivo frying pan", "Sketchivo", list.Medium, "register.mark", "Sketchivo"},
		{"Golden Sunrise Frying Pan", "Golden Sunrise", list.Info, "register.ordinary-word", "Golden Sunrise"},
		{"Primsalt frying pan", "Primsalt", list.Info, "register.ordinary-word", "Primsalt"},
		{"\u9B54\u672F\u8D34\u738B frying pan", "\u9B54\u672F\u8D34\u738B", list.High, "register.mark", "\u9B54\u672F\u8D34\u738B"},
		{"Oldvane frying pan", "", 0, "", ""},
		{"Golden, Sunrise frying pan, gotan", "", 0, "", ""},
		{"Zorviks frying pan", "", 0, "", ""},
	} {
		v := s.Check(screen.Listing{Marketplace: "amazon.com", Title: c.title})
		if c.text == "" {
			if len(v.Findings) > 0 {
				t.Errorf("%q: found %+v", c.title, v.Findings)
			}
			continue
		}
		if len(v.Findings) != 1 {
			t.Errorf("%q: %d findings: %+v", c.title, len(v.Findings), v.Findings)
			continue
		}
		f := v.Findings[0]
		if f.Text != c.text || f.Severity != c.severity || f.Rule != c.rule || f.Kind != list.Trademark || f.Match != screen.Exact {
			t.Errorf("%q: %q, %s, %s; want %q, %s, %s", c.title, f.Text, f.Severity, f.Rule, c.text, c.severity, c.rule)
		}
		if key, ok := screen.MarkKey(c.mark); !ok || f.Key != key {
			t.Errorf("%q: key %x, want that of %q", c.title, f.Key, c.mark)
		}
		if len(f.Rights) != 1 || f.Rights[0].Office != "US" || f.Rights[0].AsOf != list.DateOf(2026, 11, 20) || f.Message == "" {
			t.Errorf("%q: %+v", c.title, f)
		}
	}
}

func TestTheListsComeBeforeTheRegisters(t *testing.T) {
	v := registered(t).Check(screen.Listing{Marketplace: "amazon.com", Title: "Velcro strap for frying pan"})
	if len(v.Findings) != 1 || v.Findings[0].Rights[0].Owner == "" {
		t.Errorf("%+v", v.Findings)
	}
}

func TestAnOwnBrandIsNotHeldAgainstItsOwner(t *testing.T) {
	for _, l := range []screen.Listing{
		{Title: "Zorvik frying pan", OwnBrands: []string{"Zorvik"}},
		{Title: "Zorvik frying pan", Brand: "ZORVIK"},
	} {
		if v := registered(t).Check(l); len(v.Findings) > 0 {
			t.Errorf("%+v: %+v", l, v.Findings)
		}
	}
}

func TestAnotherMarketplacesRegisterIsSilent(t *testing.T) {
	v := registered(t).Check(screen.Listing{Marketplace: "amazon.de", Title: "Zorvik frying pan"})
	if len(v.Findings) > 0 {
		t.Errorf("%+v", v.Findings)
	}
}

func TestWhatWasCheckedIsSaid(t *testing.T) {
	without, with := screener(t, curated(t)), registered(t)
	abroad := screener(t, curated(t), registerOf(t, "WO-DE", map[string]pack.Facts{"Zephyrox": {Status: list.Live, Classes: list.ClassesOf(21)}}))
	for _, c := range []struct {
		s       *screen.Screener
		place   string
		checked []string
		not     []string
	}{
		{without, "amazon.com", []string{"curated"}, []string{"register:US"}},
		{with, "amazon.com", []string{"curated", "register:US"}, nil},
		{with, "", []string{"curated", "register:US"}, []string{"register:*"}},
		{with, "amazon.de", []string{"curated", "register:US"}, []string{"register:EU", "register:DE"}},
		{abroad, "amazon.de", []string{"curated", "register:WO-DE"}, []string{"register:EU", "register:DE"}},
	} {
		v := c.s.Check(screen.Listing{Marketplace: c.place, Title: "pan"})
		var checked []string
		for _, each := range v.Checked {
			checked = append(checked, each.List)
		}
		slices.Sort(v.NotChecked)
		slices.Sort(c.not)
		if !slices.Equal(checked, c.checked) || !slices.Equal(v.NotChecked, c.not) {
			t.Errorf("%q: checked %q, not %q; want %q, %q", c.place, checked, v.NotChecked, c.checked, c.not)
		}
	}
}

// A mark that is registered by treaty counts in the country that its register
// is of, and in no other.
func TestInternationalMarksCountWhereTheyAreDesignated(t *testing.T) {
	s := screener(t, curated(t), registerOf(t, "WO-DE", map[string]pack.Facts{"Zephyrox": {Status: list.Live, Classes: list.ClassesOf(21)}}))
	for place, want := range map[string]int{"amazon.de": 1, "amazon.com": 0} {
		v := s.Check(screen.Listing{Marketplace: place, Title: "Zephyrox frying pan"})
		if len(v.Findings) != want || want == 1 && v.Findings[0].Rights[0].Office != "DE" {
			t.Errorf("%s: %+v", place, v.Findings)
		}
	}
}

func TestOrdinaryWordsAreSaidOnce(t *testing.T) {
	v := registered(t).Check(screen.Listing{
		Title: "Golden Sunrise frying pan", Bullets: []string{"A golden sunrise", "golden sunrise, golden sunrise"},
	})
	if len(v.Findings) != 1 {
		t.Errorf("%d findings", len(v.Findings))
	}
}

func TestMarkKey(t *testing.T) {
	same := []string{"Go-Tan", "GO TAN", "go  tan", "\uFF27\uFF2F tan", "g\u00F6 tan", "<b>go</b>-tan"}
	want, _ := screen.MarkKey("go tan")
	for _, words := range same {
		if key, ok := screen.MarkKey(words); !ok || key != want {
			t.Errorf("%q has another key", words)
		}
	}
	for _, words := range []string{"gotan", "tan go", "go tan 1", "g o tan"} {
		if key, ok := screen.MarkKey(words); !ok || key == want {
			t.Errorf("%q has the same key", words)
		}
	}
	if a, _ := screen.MarkKey("PLAYSTATION"); true {
		if b, _ := screen.MarkKey("PlayStation"); a != b {
			t.Error("capitals part a word")
		}
	}
	for _, words := range []string{"", "!?", "one two three four five six seven eight nine"} {
		if _, ok := screen.MarkKey(words); ok {
			t.Errorf("%q has a key", words)
		}
	}
}

func TestARegisterNeedsItsOffice(t *testing.T) {
	if _, _, err := screen.CompileRegister("UK", 1, 0, sorted(nil)); !errors.Is(err, screen.ErrOffice) {
		t.Error(err)
	}
	if _, _, err := screen.CompileRegister("WO", 1, 0, sorted(nil)); !errors.Is(err, screen.ErrOffice) {
		t.Error(err)
	}
	sections, err := pack.RegisterSections(nil)
	if err != nil {
		t.Fatal(err)
	}
	b, err := pack.Write(pack.Content{Set: &list.Set{Name: "marks"}, Sections: sections})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := screen.New(opened(t, b)); !errors.Is(err, screen.ErrOffice) {
		t.Error(err)
	}
}
