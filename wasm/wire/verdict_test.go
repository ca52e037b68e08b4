package wire_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf16"

	"clearlist/wasm/list"
	"clearlist/wasm/screen"
	"clearlist/wasm/wire"
)

func ExampleAppendVerdict() {
	l := screen.Listing{Bullets: []string{"soft", "\U0001F600 Velcro strap"}}
	v := screen.Verdict{
		Severity: list.High,
		Findings: []screen.Finding{{
			Field: list.Bullets, Index: 1, Start: 5, End: 11, Text: "Velcro", Term: "Velcro",
			Severity: list.High, Rule: "mark.name", Message: "A mark used as a name.",
			Rights: []screen.Right{{
				Owner: "Velcro IP Holdings LLC", Office: "US", Status: list.Live,
				Classes: list.ClassesOf(26), AsOf: list.DateOf(2026, 11, 24),
			}},
			Suggestions: []string{"hook and loop fastener"},
		}},
		Checked:    []screen.Checked{{List: "curated", Version: 3, AsOf: list.DateOf(2026, 11, 24)}},
		NotChecked: []string{"register:US"},
	}
	b := wire.AppendVerdict(nil, "1", &l, &v)
	fmt.Println(strings.ReplaceAll(string(b), `,"`, ",\n"+`"`))
	// Output:
	// {"id":"1",
	// "verdict":"high",
	// "findings":[{"field":"bullets[1]",
	// "start":3,
	// "end":9,
	// "text":"Velcro",
	// "term":"Velcro",
	// "kind":"trademark",
	// "match":"exact",
	// "severity":"high",
	// "rule":"mark.name",
	// "message":"A mark used as a name.",
	// "rights":[{"kind":"trademark",
	// "owner":"Velcro IP Holdings LLC",
	// "office":"US",
	// "number":"",
	// "status":"live",
	// "classes":[26],
	// "url":"",
	// "as_of":"2026-11-24"}],
	// "suggestions":["hook and loop fastener"]}],
	// "checked":[{"list":"curated",
	// "version":3,
	// "as_of":"2026-11-24"}],
	// "not_checked":["register:US"]}
}

func ExampleAppendVerdict_lengths() {
	v := screen.Verdict{Lengths: []screen.FieldLength{
		{Field: list.Title, Kind: list.MaxCharacters, Max: 75},
		{Field: list.SearchTerms, Kind: list.MaxBytes, Max: 249},
		{Field: list.SearchTerms, Kind: list.MaxPartCharacters, Max: 20},
		{Field: list.Bullets, Kind: list.MaxTotalCharacters, Max: 1000},
	}}
	b := wire.AppendVerdict(nil, "1", &screen.Listing{}, &v)
	_, lengths, _ := strings.Cut(string(b), `"not_checked":[],`)
	fmt.Println(strings.ReplaceAll(lengths, "},", "},\n"))
	// Output:
	// "lengths":[{"field":"title","unit":"characters","max":75},
	// {"field":"search_terms","unit":"bytes","max":249},
	// {"field":"search_terms","unit":"part","max":20},
	// {"field":"bullets","unit":"total","max":1000}]}
}

// The contract once more, as encoding/json would write it.
type (
	jsonVerdict struct {
		ID         string        `json:"id"`
		Verdict    string        `json:"verdict"`
		Findings   []jsonFinding `json:"findings"`
		Checked    []jsonChecked `json:"checked"`
		NotChecked []string      `json:"not_checked"`
	}
	jsonFinding struct {
		Field       string      `json:"field"`
		Start       int         `json:"start"`
		End         int         `json:"end"`
		Text        string      `json:"text"`
		Term        string      `json:"term"`
		Kind        string      `json:"kind"`
		Match       string      `json:"match"`
		Severity    string      `json:"severity"`
		Rule        string      `json:"rule"`
		Message     string      `json:"message"`
		Rights      []jsonRight `json:"rights"`
		Suggestions []string    `json:"suggestions"`
	}
	jsonRight struct {
		Kind    string `json:"kind"`
		Owner   string `json:"owner"`
		Office  string `json:"office"`
		Number  string `json:"number"`
		Status  string `json:"status"`
		Classes []int  `json:"classes"`
		URL     string `json:"url"`
		AsOf    string `json:"as_of"`
	}
	jsonChecked struct {
		List    string `json:"list"`
		Version uint32 `json:"version"`
		AsOf    string `json:"as_of"`
	}
)

func TestVerdictIsWhatEncodingJSONWrites(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for range 500 {
		l, v := randomVerdict(rng)
		got := wire.AppendVerdict(nil, l.ID, &l, &v)
		if want := slowVerdict(t, &l, &v); !bytes.Equal(got, want) {
			t.Fatalf("got\n%s\nwant\n%s", got, want)
		}
	}
}

func FuzzAppendVerdict(f *testing.F) {
	f.Add("Velcro \U0001F600 strap", "a\"b\\c\n\x00\u2028", 0, 6)
	f.Add("\xff\xed\xa0\x80魔术贴", "\xc0\xaf", 1, 7)
	f.Fuzz(func(t *testing.T, title, text string, start, end int) {
		l := screen.Listing{ID: text, Title: title}
		v := screen.Verdict{Findings: []screen.Finding{
			{Start: start, End: end, Text: text, Message: title},
			{Start: end, End: start, Index: start, Field: list.Bullets},
			{Start: start / 2, End: start, Field: list.Field(end)},
		}}
		if b := wire.AppendVerdict(nil, l.ID, &l, &v); !json.Valid(b) {
			t.Fatalf("not JSON: %q", b)
		}
		clean := strings.ToValidUTF8(text, "")
		var back jsonVerdict
		if err := json.Unmarshal(wire.AppendVerdict(nil, clean, &l, &v), &back); err != nil || back.ID != clean {
			t.Fatalf("%q came back as %q: %v", clean, back.ID, err)
		}
	})
}

func TestOffsetsCountUTF16(t *testing.T) {
	for _, c := range []struct{ name, marked string }{
		{"plain", "buy «Velcro» today"},
		{"after an emoji", "\U0001F600\U0001F468\u200D\U0001F469 «Velcro»"},
		{"after Chinese", "高品质«魔术贴»扎带"},
		{"after a combining mark", "cafe\u0301 «Velcro»"},
		{"right to left", "שלום «Velcro» مرحبا"},
		{"an emoji inside", "«Vel\U0001F600cro»"},
		{"behind NUL", "\x00\x00«Velcro»"},
		{"the whole", "«Velcro»"},
		{"nothing at the end", "Velcro«»"},
	} {
		text, start, end := unmark(c.marked)
		l := screen.Listing{Description: text}
		v := screen.Verdict{Findings: []screen.Finding{{Field: list.Description, Start: start, End: end}}}
		f := decode(t, wire.AppendVerdict(nil, "", &l, &v)).Findings[0]
		if got, want := slice16(text, f.Start, f.End), text[start:end]; got != want {
			t.Errorf("%s: %d to %d is %q, want %q", c.name, f.Start, f.End, got, want)
		}
	}
}

func TestFindingsOutOfOrderAreRightToo(t *testing.T) {
	l := screen.Listing{Title: "魔术贴 one 魔术贴 two", Bullets: []string{"é Velcro", "\U0001F600 Velcro"}}
	v := screen.Verdict{Findings: []screen.Finding{
		{Field: list.Bullets, Index: 1, Start: 5, End: 11},
		{Field: list.Title, Start: 14, End: 23},
		{Field: list.Bullets, Index: 0, Start: 3, End: 9},
		{Field: list.Title, Start: 0, End: 9},
		{Field: list.Title, Start: 0, End: 27},
	}}
	want := [][2]int{{3, 9}, {8, 11}, {2, 8}, {0, 3}, {0, 15}}
	for i, f := range decode(t, wire.AppendVerdict(nil, "", &l, &v)).Findings {
		if f.Start != want[i][0] || f.End != want[i][1] {
			t.Errorf("finding %d: %d to %d, want %v", i, f.Start, f.End, want[i])
		}
	}
}

func TestABrokenByteIsOneReplacementCharacter(t *testing.T) {
	l := screen.Listing{Title: "a\xff\xfeb Velcro"}
	v := screen.Verdict{Findings: []screen.Finding{{Start: 5, End: 11, Text: "\xffVelcro"}}}
	f := decode(t, wire.AppendVerdict(nil, "", &l, &v)).Findings[0]
	if f.Start != 5 || f.End != 11 || f.Text != "\uFFFDVelcro" {
		t.Errorf("got %+v", f)
	}
}

func TestAppendVerdictAllocatesNothing(t *testing.T) {
	l, v := screen.Listing{Title: "Velcro strap"}, screen.Verdict{Findings: make([]screen.Finding, 20)}
	dst := make([]byte, 0, 1<<16)
	if n := testing.AllocsPerRun(100, func() { wire.AppendVerdict(dst, "1", &l, &v) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkAppendVerdict(b *testing.B) {
	l := screen.Listing{Description: strings.Repeat("Velcro strap 魔术贴 ", 250)}
	var v screen.Verdict
	for at := 0; at < len(l.Description); at += 23 {
		v.Findings = append(v.Findings, screen.Finding{
			Field: list.Description, Start: at, End: at + 6, Text: "Velcro", Term: "Velcro",
			Rule: "mark.name", Message: "A mark used as a name.", Rights: make([]screen.Right, 2),
		})
	}
	dst := make([]byte, 0, 1<<18)
	b.SetBytes(int64(len(l.Description)))
	for b.Loop() {
		wire.AppendVerdict(dst, "1", &l, &v)
	}
}

func slowVerdict(t *testing.T, l *screen.Listing, v *screen.Verdict) []byte {
	t.Helper()
	out := jsonVerdict{
		ID: l.ID, Verdict: v.Severity.String(), Findings: []jsonFinding{}, Checked: []jsonChecked{},
		NotChecked: append([]string{}, v.NotChecked...),
	}
	for _, f := range v.Findings {
		field, text := f.Field.String(), l.Title
		if f.Field == list.Bullets {
			field, text = fmt.Sprintf("bullets[%d]", f.Index), l.Bullets[f.Index]
		}
		rights := []jsonRight{}
		for _, r := range f.Rights {
			classes := []int{}
			for n := range r.Classes.All() {
				classes = append(classes, n)
			}
			if r.Classes == list.AllClasses {
				classes = []int{0}
			}
			rights = append(rights, jsonRight{
				r.Kind.String(), r.Owner, r.Office, r.Number, r.Status.String(), classes, r.URL, r.AsOf.String(),
			})
		}
		out.Findings = append(out.Findings, jsonFinding{
			field, units(text[:f.Start]), units(text[:f.End]), f.Text, f.Term, f.Kind.String(), f.Match.String(),
			f.Severity.String(), f.Rule, f.Message, rights, append([]string{}, f.Suggestions...),
		})
	}
	for _, c := range v.Checked {
		out.Checked = append(out.Checked, jsonChecked{c.List, c.Version, c.AsOf.String()})
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(out); err != nil {
		t.Fatal(err)
	}
	// These two are escaped for the sake of old JavaScript; JSON does not ask for it.
	s := strings.NewReplacer(`\u2028`, "\u2028", `\u2029`, "\u2029").Replace(b.String())
	return []byte(strings.TrimSuffix(s, "\n"))
}

func decode(t *testing.T, b []byte) jsonVerdict {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	var v jsonVerdict
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%v: %s", err, b)
	}
	return v
}

func randomVerdict(rng *rand.Rand) (screen.Listing, screen.Verdict) {
	l := screen.Listing{ID: randomText(rng), Title: randomText(rng), Bullets: []string{randomText(rng), randomText(rng)}}
	v := screen.Verdict{Severity: list.Severity(rng.IntN(6))}
	for range rng.IntN(4) {
		f := screen.Finding{
			Index: rng.IntN(2), Text: randomText(rng), Term: randomText(rng), Kind: list.RightKind(rng.IntN(5)),
			Match: screen.MatchKind(rng.IntN(4)), Severity: list.Severity(rng.IntN(6)), Rule: "mark.name", Message: randomText(rng),
		}
		text := l.Title
		if f.Field = list.Field(rng.IntN(2) * int(list.Bullets)); f.Field == list.Bullets {
			text = l.Bullets[f.Index]
		} else {
			f.Index = 0
		}
		f.Start, f.End = randomSpan(rng, text)
		for range rng.IntN(3) {
			f.Rights = append(f.Rights, screen.Right{
				Kind: list.RightKind(rng.IntN(5)), Owner: randomText(rng), Office: "US", Number: "1", Status: list.Status(rng.IntN(4)),
				Classes: []list.Classes{0, list.AllClasses, list.ClassesOf(1, 25, 45)}[rng.IntN(3)], URL: "https://tsdr.uspto.gov/?a=1&b=2",
				AsOf: list.Date(rng.IntN(30000)),
			})
			f.Suggestions = append(f.Suggestions, randomText(rng))
		}
		v.Findings = append(v.Findings, f)
	}
	for range rng.IntN(3) {
		v.Checked = append(v.Checked, screen.Checked{List: randomText(rng), Version: rng.Uint32(), AsOf: list.Date(rng.IntN(30000))})
		v.NotChecked = append(v.NotChecked, "register:US")
	}
	return l, v
}

func randomText(rng *rand.Rand) string {
	var b strings.Builder
	for range rng.IntN(12) {
		all := []rune{rune(rng.IntN(128)), rune(rng.IntN(0xD800)), 0xE000 + rune(rng.IntN(0x2000)), 0x10000 + rune(rng.IntN(0x100000)), '"', '\\', '<', 0x2028}
		b.WriteRune(all[rng.IntN(len(all))])
	}
	return b.String()
}

// randomSpan starts and ends at whole characters.
func randomSpan(rng *rand.Rand, text string) (start, end int) {
	cuts := []int{len(text)}
	for i := range text {
		cuts = append(cuts, i)
	}
	start, end = cuts[rng.IntN(len(cuts))], cuts[rng.IntN(len(cuts))]
	return min(start, end), max(start, end)
}

func unmark(marked string) (text string, start, end int) {
	before, rest, _ := strings.Cut(marked, "«")
	inside, after, _ := strings.Cut(rest, "»")
	return before + inside + after, len(before), len(before) + len(inside)
}

func units(s string) int { return len(utf16.Encode([]rune(s))) }

func slice16(s string, start, end int) string {
	return string(utf16.Decode(utf16.Encode([]rune(s))[start:end]))
}

func TestAFindingOfARegisterHasAKey(t *testing.T) {
	l := screen.Listing{Title: "Zorvik"}
	v := screen.Verdict{Findings: []screen.Finding{{Field: list.Title, End: 6, Key: 0xabc}}}
	got := string(wire.AppendVerdict(nil, "1", &l, &v))
	if !strings.Contains(got, `"suggestions":[],"key":"0000000000000abc"}`) {
		t.Error(got)
	}
}
