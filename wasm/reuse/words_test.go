package reuse

import (
	"strings"
	"testing"
)

// FuzzTokens holds the quick reading of plain text to the reading of all text.
func FuzzTokens(f *testing.F) {
	for _, text := range plainTexts {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { sameTokens(t, text) })
}

var plainTexts = []string{
	"Men's O'Brien d'Or rock''n 'tis dogs' '90s 9'er it`s", "5V iPhone13 PokemonCards ChewbaccaTM MP3",
	"99,9 1:1 3.5 100% #1 5% (50%)", "Yes! N!ke wow!! @home $tanley A$AP 5+ a+b x|y | z",
	"a<b>bold</b> text <br/> end", "one <!-- a b --> two", "R&D &amp; salt &nbsp; &#65; AT&T",
	"Vel-cro V_a.b/c\\d *x*=y~z^ {a}[b](c)\"d\"", "caf\u00e9 cafe\u0301 \u0301x \ufe0fa soft\u00adhyphen zero\u200bwidth",
	"\u91c7\u7528 \u53cc\u5c42 abc\u4e0d\u9508\u94a2 12V\u3002 end", "tab\tline\nfeed\r\nform\fvert\vend \x00\x01 a\x7fb", "\xff\xfe bad",
	"First. Second! Third? fourth: .5 fifth .\nsixth",
}

func TestPlainTextIsReadAsAllIs(t *testing.T) {
	for _, text := range plainTexts {
		sameTokens(t, text)
		sameTokens(t, strings.ToUpper(text))
	}
}

func sameTokens(t *testing.T, text string) {
	t.Helper()
	got := tokens(text)
	all := reader{source: text}
	all.read(0, len(text))
	all.facts()
	want := all.out
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			t.Fatalf("%q: token %d\n%+v, want\n%+v", text, i, got, want)
		}
	}
}

func TestFormsOfAWordAreTheSame(t *testing.T) {
	for _, c := range [][2]string{
		{"organizing", "organise"},
		{"WALTZ", "waltses"},
		{"batteries", "battery"},
		{"stopped", "stop"},
		{"glasses", "glass"},
		{"relations", "relation"},
		{"quickly", "quick"},
		{"tried", "try"},
	} {
		if a, b := tokens(c[0])[0], tokens(c[1])[0]; a.stem != b.stem || a.exact == b.exact {
			t.Errorf("%s, %s: stems %x, %x", c[0], c[1], a.stem, b.stem)
		}
	}
}
