package list_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"clearlist/wasm/list"
)

const header = "list: curated\ntitle: Marks\nas-of: 2026-11-24\nlicence: CC0-1.0\nsource: general knowledge\n\n"

func TestReadKeepsEverythingSaid(t *testing.T) {
	const text = header + `# Two comments,
# of which nothing stays.
term: Velcro
alias: velcro tape
alias: マジックテープ
famous: yes
dictionary: yes
exact: yes
case-sensitive: yes
right: trademark
  owner: Velcro IP Holdings LLC
  in: US EU
  # a comment inside
  classes: 20 26
  status: live
  number: 1234567
  from: 2020-01-01
  until: 2031-01-01
  confidence: high
  source: AMZ
  url: https://example.org/x?y=1
  docket: N.D. Ill. 1:25-cv-09451
  docket: N.D. Ill. 1:25-cv-09452
right: policy
  rule: pesticide-claim
  severity: high
  marketplaces: amazon walmart.com
  fields: title bullets
  reason: One sentence.
sense: none
  why: garment
  before: cross, counted
  after: swimsuit, t shirt
  near: beach
  near: strand, beach
  lacks: anime
  goods: 25
  not-goods: 9 all
instead: hook and loop
instead: fastening tape
note: a note
`
	_, err := list.Read([]list.Source{{Name: "a.list", Text: text}})
	if err == nil {
		t.Fatal("classes `9 all` are read")
	}
	set, err := list.Read([]list.Source{
		{Name: "release.list", Text: "release: curated\nversion: 7\nas-of: 2026-11-24\n"},
		{Name: "a.list", Text: strings.Replace(text, "9 all\n", "9\n  in: AU NZ\n  fields: title\n", 1)},
		{Name: "b.list", Text: header + `marketplace: amazon.co.uk
  family: amazon
  names: Amazon UK, AMZ UK
  in: GB
  note: n

limit: title
  kind: max-characters
  max: 75
  marketplaces: amazon
  severity: high
  from: 2026-07-27
  until: 2031-01-01
  confidence: medium
  reason: Too long.

limit: highlights
  kind: banned-characters
  text: !$?
  marketplaces: amazon.co.uk
  severity: low
  source: AMZ-TITLE
  reason: Not these.

goods: 25
  words: swimsuit, Cover
  words: romper, swimsuit

goods: 9 20
  words: cover


related: 25 18 14

phrase: nominative
  words: compatible with, für
  words: für
`},
		{Name: "en.words", Text: "# CC0\n\nstone\nriver\n"},
		{Name: "de.words", Text: "fluß\nriver\n"},
	})
	if err != nil {
		t.Fatal(err)
	}
	at := func(source string, line int) list.Position { return list.Position{source, line, 1} }
	head := list.Header{"curated", "Marks", list.DateOf(2026, 11, 24), "CC0-1.0", "general knowledge", at("a.list", 1)}
	headB := head
	headB.At.Source = "b.list"
	term := list.Term{
		Text: "Velcro", Aliases: []string{"velcro tape", "マジックテープ"},
		Famous: true, Dictionary: true, Exact: true, CaseSense: true,
		Rights: []list.Right{{
			Kind: list.Trademark, Owner: "Velcro IP Holdings LLC", In: list.JurisdictionsOf("US", "EU"),
			Classes: list.ClassesOf(20, 26), Status: list.Live, Number: "1234567",
			From: list.DateOf(2020, 1, 1), Until: list.DateOf(2031, 1, 1), Confidence: list.ConfidenceHigh,
			Source: "AMZ", URL: "https://example.org/x?y=1",
			Cases: []string{"N.D. Ill. 1:25-cv-09451", "N.D. Ill. 1:25-cv-09452"}, At: at("a.list", 16),
		}, {
			Kind: list.Policy, Rule: "pesticide-claim", Severity: list.High,
			Marketplaces: []string{"amazon", "walmart.com"}, Fields: list.FieldsOf(list.Title, list.Bullets),
			Reason: "One sentence.", Source: "general knowledge", At: at("a.list", 30),
		}},
		Senses: []list.Sense{{
			Level: list.None, Why: "garment", Before: []string{"cross", "counted"}, After: []string{"swimsuit", "t shirt"},
			Near: []string{"beach", "strand"}, Lacks: []string{"anime"}, Goods: list.ClassesOf(25), NotGoods: list.ClassesOf(9),
			In: list.JurisdictionsOf("AU", "NZ"), Fields: list.FieldsOf(list.Title), At: at("a.list", 36),
		}},
		Instead: []string{"hook and loop", "fastening tape"}, Note: "a note", At: at("a.list", 9),
	}
	got := set.Terms[0]
	same(t, "text and flags", [...]any{got.Text, got.Aliases, got.Famous, got.Dictionary, got.Exact, got.CaseSense, got.Instead, got.Note, got.At},
		[...]any{term.Text, term.Aliases, true, true, true, true, term.Instead, term.Note, term.At})
	same(t, "rights", got.Rights, term.Rights)
	same(t, "senses", got.Senses, term.Senses)
	set.Terms = nil
	same(t, "the rest", *set, list.Set{
		Name: "curated", Version: 7, AsOf: list.DateOf(2026, 11, 24),
		Files: []list.Header{head, headB},
		Marketplaces: []list.Marketplace{{
			ID: "amazon.co.uk", Family: "amazon", Names: []string{"Amazon UK", "AMZ UK"},
			In: list.JurisdictionsOf("GB"), Note: "n", At: at("b.list", 7),
		}},
		Limits: []list.Limit{{
			Marketplaces: []string{"amazon"}, Field: list.Title, Kind: list.MaxCharacters, Max: 75, Severity: list.High,
			From: list.DateOf(2026, 7, 27), Until: list.DateOf(2031, 1, 1), Confidence: list.ConfidenceMedium,
			Source: "general knowledge", Reason: "Too long.", At: at("b.list", 13),
		}, {
			Marketplaces: []string{"amazon.co.uk"}, Field: list.Highlights, Kind: list.BannedCharacters, Text: "!$?",
			Severity: list.Low, Source: "AMZ-TITLE", Reason: "Not these.", At: at("b.list", 23),
		}},
		Goods: []list.Goods{
			{"swimsuit", list.ClassesOf(25)}, {"Cover", list.ClassesOf(9, 20, 25)}, {"romper", list.ClassesOf(25)},
		},
		Related: []list.Relation{{list.ClassesOf(14, 18, 25)}},
		Phrases: []list.Phrase{{"compatible with", list.Nominative}, {"für", list.Nominative}},
		Common:  []string{"stone", "river", "fluß"},
	})
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\n got %+v\nwant %+v", what, got, want)
	}
}

// Each » stands right before the character an error points at. The text comes
// after a good header unless the name says otherwise.
var malformed = []struct{ name, text, message string }{
	{"unknown key", "term: Velcro\n»allias: x\n", "`allias:` is not a key of a term"},
	{"unknown key of a right", "term: Velcro\nright: trademark\n  »ownr: x\n", "`ownr:` is not a key of a right"},
	{"unknown key of a sense", "term: Velcro\nsense: none\n  »when: x\n", "`when:` is not a key of a sense"},
	{"unknown key of a limit", "limit: title\n  »min: 3\n  kind: max-bytes\n  max: 3\n  marketplaces: a\n  severity: low\n  reason: r\n", "not a key of a limit"},
	{"unknown key of a marketplace", "marketplace: a.com\n  family: a\n  in: US\n  »law: x\n", "not a key of a marketplace"},
	{"unknown key of goods", "goods: 25\n  »word: x\n  words: y\n", "not a key of a goods block"},
	{"unknown key of a phrase", "phrase: nominative\n  »word: x\n  words: y\n", "not a key of a phrase block"},
	{"unknown block", "»trem: Velcro\nalias: x\n  owner: y\n", "a block begins with one of"},
	{"a key of a right on the term", "term: Velcro\n»owner: x\n", "indented by two spaces it may be"},
	{"a child key not indented", "marketplace: a.com\n»family: a\n  in: US\n  family: a\n", "indented by two spaces"},
	{"nothing to belong to", "term: Velcro\n  »owner: x\n", "no line above"},
	{"nothing to belong to any more", "term: Velcro\nright: trademark\nalias: x\n  »owner: x\n", "no line above"},
	{"nothing to belong to at all", "  »owner: x\n", "no line above"},
	{"nothing under related", "related: 3 5\n  »words: x\n", "no line above"},
	{"key twice", "term: Velcro\nnote: x\n»note: x\n", "`note:` is given twice"},
	{"key of a right twice", "term: Velcro\nright: trademark\n  owner: x\n  »owner: y\nright: trademark\n  owner: z\n", "`owner:` is given twice"},
	{"key of a limit twice", "limit: title\n  kind: max-bytes\n  »kind: max-bytes\n  max: 3\n  marketplaces: a\n  severity: low\n  reason: r\n", "`kind:` is given twice"},

	{"missing blank line", "term: Velcro\n»term: Lego\n", "a blank line must come before"},
	{"one missing blank line, both blocks checked", "term: Velcro\n»term: Lego\nfamous: »no\n", ""},
	{"two spaces after the colon", "term:»  Velcro\n", "one space comes after the colon"},
	{"no space after the colon", "term:»Velcro\n", "one space comes after the colon"},
	{"no value", "term:»\n", "has no value"},
	{"no value but a space", "term:» \n", "space at the end"},
	{"no colon", "»term Velcro\n", "not `key: value`"},
	{"upper-case key", "»Term: Velcro\n", "not `key: value`"},
	{"one space of indentation", "term: Velcro\nright: trademark\n» owner: x\n", "indented by two spaces"},
	{"three spaces of indentation", "term: Velcro\nright: trademark\n  » owner: x\n", "indented by two spaces"},

	{"tab", "term: Vel»\tcro\n", "tab (U+0009)"},
	{"tab for indentation", "term: Velcro\nright: trademark\n»\towner: x\n", "tab"},
	{"tab in a comment", "# a»\ttab\n", "tab"},
	{"space at the end", "term: Velcro» \n", "space at the end"},
	{"spaces at the end", "term: Velcro»  \n", "space at the end"},
	{"spaces alone", "»  \nterm: Velcro\n", "space at the end"},
	{"space at the end of a comment", "# c» \n", "space at the end"},
	{"carriage return", "term: Velcro»\r\n", "carriage return"},
	{"control character", "term: V»\x00elcro\n", "control character (U+0000)"},
	{"C1 control character", "term: V»\u0085elcro\n", "control character (U+0085)"},
	{"zero-width space", "term: V»\u200belcro\n", "invisible character (U+200B)"},
	{"byte order mark", "»\ufeffterm: Velcro\n", "invisible character (U+FEFF)"},
	{"soft hyphen", "term: Vel»\u00adcro\n", "invisible character"},
	{"right-to-left override", "term: é»\u202eelcro\n", "invisible character (U+202E)"},
	{"bidi isolate in a comment", "# é»\u2066\n", "invisible character"},
	{"tag character", "term: x»\U000e0041\n", "invisible character (U+E0041)"},
	{"Hangul filler", "term: x»\u3164\n", "invisible character (U+3164)"},
	{"variation selector", "term: x»\ufe0f\n", "variation selector"},
	{"no-break space", "term: hot»\u00a0wheels\n", "a space that is not the plain one"},
	{"ideographic space", "term: hot»\u3000wheels\n", "a space that is not the plain one"},
	{"line separator", "term: hot»\u2028wheels\n", "line separator"},
	{"not UTF-8", "term: Hermé»\xe9s\n", "not UTF-8"},
	{"replacement character", "term: Herm»\ufffds\n", "replacement character"},
	{"over-long line", "note" + strings.Repeat("x", 996) + "»" + "x\n", "over 1000 characters"},
	{"a line is counted in characters", "# " + strings.Repeat("é", 998) + "»é\n", "over 1000 characters"},
	{"no line feed at the end", "term: Velcro»", "no line feed"},

	{"flag that is no", "term: Velcro\nfamous: »no\n", "a flag is yes"},
	{"unknown kind of right", "term: Velcro\nright: »tradmark\n  rule: not told too\n", `"tradmark" is not one of trademark, copyright`},
	{"unknown severity", "term: Velcro\nsense: »grave\n  why: w\n", "is not one of none, info"},
	{"unknown status", "term: Velcro\nright: trademark\n  status: »alive\n", "is not one of unknown, live"},
	{"unknown confidence", "term: Velcro\nright: trademark\n  confidence: »sure\n", "is not one of"},
	{"unknown field", "term: Velcro\nright: policy\n  fields: title »bullet\n", "is not one of title"},
	{"unknown field of a limit", "limit: »titel\n  kind: max-bytes\n  max: 3\n  marketplaces: a\n  severity: low\n  reason: r\n", "is not one of title"},
	{"unknown kind of limit", "limit: title\n  kind: »most\n  max: 3\n  marketplaces: a\n  severity: low\n  reason: r\n", "is not one of max-characters"},
	{"unknown use", "phrase: »nominal\n  words: fits\n", "is not one of"},
	{"use that changes nothing", "phrase: »name\n  words: fits\n", "a phrase changes the use"},
	{"unknown jurisdiction", "term: Velcro\nright: trademark\n  in: US »UK\n", "the United Kingdom is GB"},
	{"jurisdiction twice", "term: Velcro\nright: trademark\n  in: US EU »US\n", `"US" is given twice`},
	{"unknown class", "term: Velcro\nright: trademark\n  classes: 9 »46\n", "not a Nice class"},
	{"class zero", "goods: »0\n  words: x\n", "not a Nice class"},
	{"goods of every class", "goods: »all\n  words: x\n", "must be named"},
	{"a class related to itself", "related: »25\n", "itself alone"},
	{"a long value is quoted in part", "term: Velcro\nsense: »" + strings.Repeat("é", 100) + "\n", `: "` + strings.Repeat("é", 40) + `"... is not one of`},
	{"date of no day", "term: Velcro\nright: trademark\n  until: »2026-02-30\n", "a day its month does not have"},
	{"date in another order", "term: Velcro\nright: trademark\n  from: »24-11-2026\n", "is not a date like"},
	{"address without https", "term: Velcro\nright: trademark\n  url: »http://example.org/\n", "https://"},
	{"address with a script", "term: Velcro\nright: trademark\n  url: »javascript:alert(1)\n", "https://"},
	{"address of nowhere", "term: Velcro\nright: trademark\n  url: »https:///x\n", "is not an address"},
	{"address with a password", "term: Velcro\nright: trademark\n  url: »https://office@evil.example/\n", "is not an address"},
	{"address with a quote", "term: Velcro\nright: trademark\n  url: »https://example.org/\"x\n", "is not an address"},
	{"slug with a space", "term: Velcro\nright: policy\n  rule: »pesticide claim\n", "other characters"},
	{"rule of a trademark", "term: Velcro\nright: trademark\n  »rule: x\n", "for a policy alone"},
	{"owner of a policy", "term: Velcro\nright: policy\n  »owner: x\n", "which nobody owns"},
	{"comma without a space", "term: Velcro\nsense: none\n  after: swimsuit,»romper\n", "one space comes after a comma"},
	{"comma at the end", "term: Velcro\nsense: none\n  after: swimsuit,»\n", "one space comes after a comma"},
	{"empty word", "term: Velcro\nsense: none\n  after: swimsuit, », x\n", "a word is missing"},
	{"space too many", "term: Velcro\nsense: none\n  after: swimsuit, » x\n", "a space too many"},
	{"word twice", "term: Velcro\nsense: none\n  after: über, x, »über\n", "is given twice"},
	{"wording twice", "term: Velcro\ninstead: x\ninstead: »x\n", "given twice"},
	{"goods word twice", "goods: 25\n  words: romper, mug, »Romper\n", "given twice"},
	{"phrase of two uses", "phrase: nominative\n  words: fits\n\nphrase: comparison\n  words: like, »Fits\n", "is a phrase of nominative already"},
	{"marketplace with www", "marketplace: »www.a.com\n  family: a\n  in: US\n", "www. is left out"},
	{"marketplace that is an address", "marketplace: »https://a.com\n  family: a\n  in: US\n", "not a host name"},
	{"marketplace of a rule twice", "term: x\nright: policy\n  marketplaces: amazon walmart »amazon\n", "given twice"},
	{"marketplaces with commas", "term: x\nright: policy\n  marketplaces: »amazon, walmart\n", "not a host name"},
	{"limit of nothing", "limit: title\n  kind: max-bytes\n  max: »0\n  marketplaces: a\n  severity: low\n  reason: r\n", "not a whole number"},
	{"limit below nothing", "limit: title\n  kind: max-bytes\n  max: »-1\n  marketplaces: a\n  severity: low\n  reason: r\n", "not a whole number"},
	{"limit beyond counting", "limit: title\n  kind: max-bytes\n  max: »99999999999999999999\n  marketplaces: a\n  severity: low\n  reason: r\n", "not a whole number"},
	{"limit without a number", "»limit: title\n  kind: max-bytes\n  marketplaces: a\n  severity: low\n  reason: r\n", "has no `max:`"},
	{"limit without characters", "»limit: title\n  kind: banned-characters\n  marketplaces: a\n  severity: low\n  reason: r\n", "has no `text:`"},
	{"limit without a kind", "»limit: title\n  max: 3\n  marketplaces: a\n  severity: low\n  reason: r\n", "has no `kind:`"},
	{"marketplace under no law", "»marketplace: a.com\n  family: a\n", "has no `in:`"},
	{"goods without words", "»goods: 25\n", "has no `words:`"},
	{"phrase without words", "»phrase: nominative\n", "has no `words:`"},
	{"second header", "»list: curated\ntitle: Again\nas-of: 2026-11-24\nlicence: x\nsource: y\n", "the header stands first"},
	{"all mistakes are told", "term: x\nfamous: »no\n»bad: y\n\nrelated: »1\n", ""},
}

func TestMalformed(t *testing.T) {
	for _, c := range malformed {
		t.Run(c.name, func(t *testing.T) { wantErrors(t, "a.list", header+c.text, c.message) })
	}
}

func TestMalformedHeaders(t *testing.T) {
	for _, c := range []struct{ name, text, message string }{
		{"nothing", "»", "no header"},
		{"comments alone", "# only this\n#» \n", "end of the line"},
		{"a term first", "»term: Velcro\n\nterm: Lego\n", "a source opens with its header"},
		{"header without a licence", "»list: curated\ntitle: T\nas-of: 2026-11-24\nsource: s\n", "has no `licence:`"},
		{"release without a version", "»release: curated\nas-of: 2026-11-24\n", "has no `version:`"},
		{"unknown key", "list: curated\ntitle: T\nas-of: 2026-11-24\nsource: s\nlicence: l\n»author: x\n", "not a key of a header"},
		{"unknown key of a release", "release: curated\nversion: 1\nas-of: 2026-11-24\n»title: x\n", "not a key of a release"},
		{"version zero", "release: curated\nversion: »0\nas-of: 2026-11-24\n", "not a whole number"},
		{"version beyond 32 bits", "release: curated\nversion: »4294967296\nas-of: 2026-11-24\n", "not a whole number"},
		{"name with a slash", "release: »../curated\nversion: 1\nas-of: 2026-11-24\n", "other characters"},
		{"as of no day", "release: curated\nversion: 1\nas-of: »today\n", "is not a date"},
	} {
		t.Run(c.name, func(t *testing.T) { wantErrors(t, "a.list", c.text, c.message) })
	}
}

func TestMalformedWords(t *testing.T) {
	for _, c := range []struct{ name, text, message string }{
		{"two on a line", "# CC0\nstone» river\n", "one word a line"},
		{"upper case", "stone\n»River\n", "lower case"},
		{"twice", "stone\nriver\n»stone\n", "given twice"},
		{"tab", "stone»\t\n", "tab"},
		{"cut off", "stone\nriv»", "no line feed"},
	} {
		t.Run(c.name, func(t *testing.T) { wantErrors(t, "en.words", c.text, c.message) })
	}
}

func TestOneRelease(t *testing.T) {
	release := list.Source{Name: "release.list", Text: "release: curated\nversion: 1\nas-of: 2026-11-24\n"}
	again := release
	again.Name = "again.list"
	_, err := list.Read([]list.Source{release, again})
	if err == nil || !strings.HasPrefix(err.Error(), "again.list:1:1: ") {
		t.Errorf("a second release: %v", err)
	}
}

func TestMistakesAreCapped(t *testing.T) {
	_, err := list.Read([]list.Source{
		{Name: "a.list", Text: header + strings.Repeat("bad\n", 1000)},
		{Name: "b.list", Text: header + "bad\n"},
	})
	all := lineErrors(t, err)
	if n := len(all); n != 52 {
		t.Fatalf("%d errors, want 50, a word on the rest, and the one of the second source", n)
	}
	if last := all[50]; last.Line != 57 || !strings.Contains(last.Error(), "too many mistakes") {
		t.Errorf("the cap says %v", last)
	}
	if all[51].Source != "b.list" {
		t.Errorf("the second source's: %v", all[51])
	}
}

// wantErrors reads the text without its marks, and holds that there is one
// error at each mark and none elsewhere.
func wantErrors(t *testing.T, name, marked, message string) {
	t.Helper()
	_, err := list.Read([]list.Source{{Name: name, Text: strings.ReplaceAll(marked, "»", "")}})
	got := map[list.Position]bool{}
	for _, e := range lineErrors(t, err) {
		got[e.Position] = true
		if !strings.Contains(e.Error(), message) {
			t.Errorf("%v\nwant %q in it", e, message)
		}
	}
	want := positions(name, marked)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%v\nstands at %v\n    want %v", err, got, want)
	}
}

func positions(name, marked string) map[list.Position]bool {
	all := map[list.Position]bool{}
	for i, line := range strings.Split(marked, "\n") {
		for column, parts := 1, strings.Split(line, "»"); len(parts) > 1; parts = parts[1:] {
			column += utf8.RuneCountInString(parts[0])
			all[list.Position{Source: name, Line: i + 1, Column: column}] = true
		}
	}
	return all
}

func lineErrors(t *testing.T, err error) []*list.LineError {
	t.Helper()
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		t.Fatalf("error %v joins nothing", err)
	}
	var all []*list.LineError
	for _, e := range joined.Unwrap() {
		var at *list.LineError
		if !errors.As(e, &at) {
			t.Fatalf("%v has no place", e)
		}
		all = append(all, at)
	}
	return all
}
