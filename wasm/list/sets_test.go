package list_test

import (
	"slices"
	"testing"

	"clearlist/wasm/list"
)

func TestClasses(t *testing.T) {
	some := list.ClassesOf(26, 20, 25, 0, 46, -1)
	if got := some.String(); got != "20 25 26" {
		t.Errorf("String = %q", got)
	}
	if got := slices.Collect(some.All()); !slices.Equal(got, []int{20, 25, 26}) {
		t.Errorf("All = %v", got)
	}
	every := list.AllClasses
	if got := every.String(); got != "all" {
		t.Errorf("String = %q", got)
	}
	if got := len(slices.Collect(every.All())); got != 45 {
		t.Errorf("all classes are %d, want 45", got)
	}
	var none list.Classes
	for n := -1; n <= 70; n++ {
		known := 1 <= n && n <= 45
		if every.Has(n) != known || none.Has(n) || some.Has(n) != (n == 20 || n == 25 || n == 26) {
			t.Errorf("Has(%d): all %v, none %v, some %v", n, every.Has(n), none.Has(n), some.Has(n))
		}
	}
	if !some.Touches(every) || !every.Touches(some) || some.Touches(none) || none.Touches(every) ||
		some.Touches(list.ClassesOf(9)) || !some.Touches(list.ClassesOf(9, 25)) {
		t.Error("Touches is wrong")
	}
}

func TestSetsReadWhatTheyWrite(t *testing.T) {
	for _, s := range []string{"1", "45", "9 25 35", "all"} {
		if c, err := list.ParseClasses(s); err != nil || c.String() != s {
			t.Errorf("classes %q: %q, %v", s, c, err)
		}
	}
	for _, s := range []string{"US", "US EU GB", "RU"} {
		if j, err := list.ParseJurisdictions(s); err != nil || j.String() != s {
			t.Errorf("jurisdictions %q: %q, %v", s, j, err)
		}
	}
	if j, err := list.ParseJurisdictions(list.AllJurisdictions.String()); err != nil || j != list.AllJurisdictions {
		t.Errorf("every jurisdiction: %q, %v", j, err)
	}
	for _, s := range []string{"title", "title bullets search_terms brand"} {
		if f, err := list.ParseFields(s); err != nil || f.String() != s {
			t.Errorf("fields %q: %q, %v", s, f, err)
		}
	}
}

func TestSetsRefused(t *testing.T) {
	for _, s := range []string{"", "0", "46", "09", "+9", "9,25", "9  25", " 9", "9 ", "9 9", "all 9", "99999999999999999999"} {
		if c, err := list.ParseClasses(s); err == nil {
			t.Errorf("ParseClasses(%q) = %v, want an error", s, c)
		}
	}
	for _, s := range []string{"", "us", "UK", "US,EU", "US US", "XX"} {
		if j, err := list.ParseJurisdictions(s); err == nil {
			t.Errorf("ParseJurisdictions(%q) = %v, want an error", s, j)
		}
	}
	for _, s := range []string{"", "Title", "title title", "search-terms"} {
		if f, err := list.ParseFields(s); err == nil {
			t.Errorf("ParseFields(%q) = %v, want an error", s, f)
		}
	}
}

func TestJurisdictions(t *testing.T) {
	us, both := list.JurisdictionsOf("US"), list.JurisdictionsOf("US", "EU")
	if !both.Has(us) || us.Has(both) || us.Has(list.JurisdictionsOf("EU")) {
		t.Error("Has is wrong")
	}
	if got := slices.Collect(both.All()); !slices.Equal(got, []string{"US", "EU"}) {
		t.Errorf("All = %v", got)
	}
	if got := list.Jurisdictions(1 << 63).String(); got != "" {
		t.Errorf("an unknown bit is shown as %q", got)
	}
}

func TestSetsMayBeLeftEarly(t *testing.T) {
	for n := range list.AllClasses.All() {
		if n == 2 {
			break
		}
	}
	for code := range list.AllJurisdictions.All() {
		if code == "EU" {
			break
		}
	}
	for f := range list.AllFields.All() {
		if f == list.Highlights {
			break
		}
	}
}

func TestWordsReadWhatTheyWrite(t *testing.T) {
	roundTrip(t, list.None, list.Critical, list.ParseSeverity)
	roundTrip(t, list.Trademark, list.Policy, list.ParseRightKind)
	roundTrip(t, list.StatusUnknown, list.Dead, list.ParseStatus)
	roundTrip(t, list.ConfidenceUnknown, list.ConfidenceHigh, list.ParseConfidence)
	roundTrip(t, list.Title, list.Brand, list.ParseField)
	roundTrip(t, list.MaxCharacters, list.LastLimitKind, list.ParseLimitKind)
	roundTrip(t, list.AsName, list.LastUse, list.ParseUse)
}

// roundTrip goes through every value, and holds that the one after the last
// has no word.
func roundTrip[T interface {
	~uint8
	String() string
}](t *testing.T, first, last T, parse func(string) (T, error)) {
	t.Helper()
	for v := first; v <= last; v++ {
		if back, err := parse(v.String()); err != nil || back != v {
			t.Errorf("%T %d is %q, which reads as %d, %v", v, v, v, back, err)
		}
	}
	if past := last + 1; past.String()[0] != '(' {
		t.Errorf("%T %d has the word %q, but the test knows only %d", past, past, past, last)
	}
	if _, err := parse("nonsense"); err == nil {
		t.Errorf("%T: nonsense is read", first)
	}
}
