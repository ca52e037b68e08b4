package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf16"

	"clearlist/wasm/list"
	"clearlist/wasm/screen"
)

var builtIn = sync.OnceValues(func() (*screen.Screener, error) { return openScreener("") })

// answered is what check answers to a text, on the lists built in, which are
// compiled once for all tests.
func answered(t *testing.T, text string) (string, error) {
	t.Helper()
	screener, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	err = answerLines(strings.NewReader(text), &out, func(line []byte) ([]byte, error) {
		return checkLine(line, screener, nil, list.DateOf(2026, 11, 24))
	})
	return out.String(), err
}

// An answer is a line of the contract, whole: a verdict or a refusal.
type answer struct {
	ID         *string          `json:"id"`
	Verdict    *string          `json:"verdict"`
	Findings   *[]answerFinding `json:"findings"`
	Checked    *[]any           `json:"checked"`
	NotChecked *[]string        `json:"not_checked"`
	Line       int              `json:"line"`
	Error      string           `json:"error"`
}

type answerFinding struct {
	Field, Text, Term, Kind, Match, Severity, Rule, Message string
	Start, End                                              int
	Rights                                                  *[]json.RawMessage
	Suggestions                                             *[]string
}

// answersTo reads the answers to a text strictly, and holds that each is
// either a whole verdict or a whole refusal.
func answersTo(t *testing.T, text string) ([]answer, error) {
	t.Helper()
	out, err := answered(t, text)
	var all []answer
	for line := range strings.Lines(out) {
		d := json.NewDecoder(strings.NewReader(line))
		d.DisallowUnknownFields()
		var a answer
		if err := d.Decode(&a); err != nil || d.More() {
			t.Fatalf("%v in %.200s", err, line)
		}
		whole := a.ID != nil && a.Verdict != nil && a.Findings != nil && a.Checked != nil && a.NotChecked != nil
		if refused := a.Error != ""; refused == whole || refused && a.Line == 0 {
			t.Fatalf("neither a verdict nor a refusal: %.200s", line)
		}
		all = append(all, a)
	}
	return all, err
}

// Whatever stands in a line, it costs that line alone.
func TestABadLineCostsItselfAlone(t *testing.T) {
	long := strings.Repeat("x", 100_000)
	for _, bad := range []string{
		"", " ", "\t", "\x00", "\x00\x00{}", "{", "}", "[]", "[{}]", "0", "-", "nul", "nulll", "truefalse", `"`, `"\`, `"\u`, `"\ud83d`,
		`{"title":"a"`, `{"title":"a"},`, `{"title":"a"}}`, `{"title":"a"} x`, `{"title":"a",}`, `{,"title":"a"}`, `{"title" "a"}`,
		`{title:"a"}`, `{'title':'a'}`, `{"title":'a'}`, `{"title":"a` + "\x00" + `b"}`, `{"title":"a` + "\t" + `b"}`, `{"title":"\x41"}`,
		`{"title":"\u12"}`, `{"title":"a\"}`, `{"title":undefined}`, `{"title":NaN}`, `{"title":+1}`, `{"title":01}`, `{"title":.5}`, `// {"title":"a"}`,
		`{"title":[]}`, `{"title":["a"]}`, `{"title":{}}`, `{"title":true}`, `{"title":1e999}`, `{"title":-0}`, `{"title":null}`, `{"id":"x"}`,
		`{"id":1,"title":"a"}`, `{"id":[],"title":"a"}`, `{"marketplace":1,"title":"a"}`, `{"category":["a"],"title":"a"}`, `{"own_brands":"a","title":"a"}`,
		`{"own_brands":[1],"title":"a"}`, `{"own_brands":[["a"]],"title":"a"}`, `{"own_brands":{"0":"a"},"title":"a"}`, `{"brand":["a"],"title":"a"}`,
		`{"bullets":"a","title":"a"}`, `{"bullets":[null,1],"title":"a"}`, `{"bullets":[{"text":"a"}],"title":"a"}`, `{"description":1,"title":"a"}`,
		`{"highlights":["a"],"title":"a"}`, `{"search_terms":["a"],"title":"a"}`, `{"description":` + strings.Repeat("[", 50_000), strings.Repeat(`{"title":`, 20_000),
		"\xff\xfe{\x00}\x00", "\x1f\x8b\x08\x00\x00\x00", "PK\x03\x04", "\xef\xbb\xbf", long, `{"` + long, `{"title":"` + long,
	} {
		all, err := answersTo(t, `{"id":"before","title":"fan"}`+"\n"+bad+"\n"+`{"id":"after","title":"Velcro straps"}`+"\n")
		if !errors.Is(err, errSomeRefused) || len(all) != 3 {
			t.Errorf("%.40q: %d answers, ends with %v", bad, len(all), err)
			continue
		}
		if all[0].ID == nil || *all[0].ID != "before" || all[1].Line != 2 || all[2].ID == nil || *all[2].ID != "after" || *all[2].Verdict != "high" {
			t.Errorf("%.40q: %+v", bad, all)
		}
	}
}

// Odd but lawful lines are checked as any other.
func TestOddLinesAreChecked(t *testing.T) {
	for _, c := range []struct{ line, id string }{
		{"\xef\xbb\xbf" + `{"id":"bom","title":"Velcro straps"}`, "bom"},
		{`{"id":"crlf","title":"Velcro straps"}` + "\r", "crlf"},
		{"  \t" + `{ "title" : "Velcro straps" , "id" : "spaces" }` + "  ", "spaces"},
		{`{"id":"twice","title":"fan","title":"Velcro straps"}`, "twice"},
		{`{"id":"escaped","\u0074itle":"\u0056elcro straps"}`, "escaped"},
		{`{"id":"null","title":"Velcro straps","brand":null,"bullets":null,"own_brands":null,"category":null}`, "null"},
		{`{"id":"deep","title":"Velcro straps","x":` + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + `}`, "deep"},
		{`{"id":"number","title":"Velcro straps","price":1e308,"stock":12345678901234567890123}`, "number"},
		{`{"id":"other","title":"Velcro straps","Title":7,"TITLE":{},"titel":[]}`, "other"},
		{`{"id":"nul\u0000","title":"Velcro straps\u0000"}`, "nul\x00"},
		{`{"id":"` + "\xff\xc3" + `","title":"Velcro straps ` + "\xed\xa0\x80\xc0\xaf" + `"}`, "\ufffd\ufffd"},
		{`{"id":"\ud800","title":"\udc00 Velcro straps"}`, "\ufffd"},
		{`{"id":"market","title":"Velcro straps","marketplace":"https://no.such.place/"}`, "market"},
		{`{"id":"empty","title":"Velcro straps","bullets":["","",""],"own_brands":[""],"brand":"","search_terms":""}`, "empty"},
		{`{"id":"-0","title":"Velcro straps","category":"` + strings.Repeat("> ", 5000) + `"}`, "-0"},
	} {
		all, err := answersTo(t, c.line)
		if err != nil || len(all) != 1 || all[0].ID == nil {
			t.Errorf("%.60q: %+v, %v", c.line, all, err)
			continue
		}
		if *all[0].ID != c.id || *all[0].Verdict != "high" || !slices.ContainsFunc(*all[0].Findings, func(f answerFinding) bool { return f.Term == "Velcro" && f.Text == "Velcro" }) {
			t.Errorf("%.60q: %q %s %+v", c.line, *all[0].ID, *all[0].Verdict, *all[0].Findings)
		}
	}
}

// Offsets cut the finding's own text out of the field as given, in UTF-16.
func TestOffsetsCutTheText(t *testing.T) {
	for _, title := range []string{
		"\U0001F600\U0001F600 Velcro straps", "Vel\u200bcro straps", "e\u0301 \u0130 \u00df V\u0435lcro", "<b>Vel</b>cro &amp; straps", "V e l c r o straps",
		"\ufb01 \u2122 \u338f Velcro\u2122", "\uff36\uff45\uff4c\uff43\uff52\uff4f straps", "\U0001D415\U0001D41E\U0001D425\U0001D41C\U0001D42B\U0001D428 straps",
		"a\r\nVelcro\r\nb", "\u0000 Velcro", "\u202eVelcro\u202c straps", "\U0001F468\u200d\U0001F469\u200d\U0001F467 Velcro", "Velcro\U0001F600Velcro", "&#86;elcro straps",
	} {
		line, err := json.Marshal(map[string]any{"title": title, "bullets": []string{"", title}, "marketplace": "amazon.com"})
		if err != nil {
			t.Fatal(err)
		}
		all, err := answersTo(t, string(line))
		if err != nil || len(all) != 1 {
			t.Fatalf("%q: %v", title, err)
		}
		units, velcro := utf16.Encode([]rune(title)), 0
		for _, f := range *all[0].Findings {
			if f.Start < 0 || f.Start >= f.End || f.End > len(units) {
				t.Errorf("%q: %d to %d of %d", title, f.Start, f.End, len(units))
				continue
			}
			if cut := string(utf16.Decode(units[f.Start:f.End])); cut != f.Text {
				t.Errorf("%q: %s cuts %q, says %q", title, f.Field, cut, f.Text)
			}
			if f.Term == "Velcro" {
				velcro++
			}
		}
		if velcro < 2 {
			t.Errorf("%q: Velcro is found %d times, in title and bullet", title, velcro)
		}
	}
}

// Lines without an end, with ends of many kinds, and none at all.
func TestLineEnds(t *testing.T) {
	const line = `{"title":"fan"}`
	for _, c := range []struct {
		text    string
		answers int
		refused bool
	}{
		{"", 0, false},
		{line, 1, false},
		{line + "\n", 1, false},
		{line + "\r\n" + line, 2, false},
		{line + "\n\n", 2, true},
		{"\n" + line, 2, true},
		{line + "\r" + line, 1, true}, // a carriage return alone ends no line
		{line + "\u2028" + line, 1, true},
		{line + "\x00\n", 1, true},
	} {
		all, err := answersTo(t, c.text)
		if len(all) != c.answers || errors.Is(err, errSomeRefused) != c.refused || err != nil && !c.refused {
			t.Errorf("%q: %d answers, %v", c.text, len(all), err)
		}
	}
}

// The same lines, in any company, get the same answers.
func TestAnswersDoNotDependOnTheNeighbours(t *testing.T) {
	var lines []string
	for i := range 60 {
		lines = append(lines, fmt.Sprintf(`{"id":"%d","marketplace":"amazon.com","title":%q,"bullets":[%q]}`, i, []string{"Vel-cro straps", "Lego style bricks", "Fan for desk", "V\u0435lcro", "Nikee socks"}[i%5], strings.Repeat("compatible with iPhone 15 ", i)))
	}
	together, err := answered(t, strings.Join(lines, "\n"))
	if err != nil {
		t.Fatal(err)
	}
	alone := ""
	for _, line := range lines {
		one, err := answered(t, line)
		if err != nil {
			t.Fatal(err)
		}
		alone += one
	}
	if together != alone {
		t.Error("a line's answer changes with the lines around it")
	}
}
