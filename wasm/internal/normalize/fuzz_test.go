package normalize_test

import (
	"slices"
	"testing"
	"unicode"
	"unicode/utf8"

	"clearlist/wasm/internal/normalize"
)

var seeds = []string{
	"", "Velcro straps, 5 m", "Vel\u00adcro® Poke\u0301mon N\u0130KE", "\ufb01sh Stra\u00dfe ㎏ ™ Ⅷ ½ ŉ ﷺ",
	"ｸﾛｯｸｽ ハ\u309aック \u1102\u1161\u110b\u1175 ไนกี้ 耐克", "<b>Vel</b>cro&shy;&#86;&nbsp;&amp;&eacute;<!--", "a\xffb\xf0\x9f", "\U0001f1f3\U0001f1ee \U0001f600\u200d\U0001f525",
	"N!ke M@ttel $tanley D!$ney", "PokemonCards iPhone15 ChewbaccaTM 100% #1", "\u0301\u0301a\u200b\u0301", "<<<<a<b&&&#xffffffffff;&#0;",
	"i\u0307\u0327\u20e3\ufe0f", "\u3099か\u3099は\u309a", "\ud7a3\u11a8",
}

// FuzzRead holds the promises of the map: units rise and lie inside the
// source, on whole characters; tokens follow each other and cover all units;
// the skeleton belongs to the units of its token; equal runs have equal keys.
func FuzzRead(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	var t, again normalize.Text
	f.Fuzz(func(tt *testing.T, source string) {
		t.Read(source)
		checkUnits(tt, &t)
		checkTokens(tt, &t)
		again.Read(source + " " + source)
		if n := uint32(len(t.Skel)); 0 < n && n <= normalize.MaxKey && slices.Equal(again.Skel, slices.Concat(t.Skel, t.Skel)) { // "0<A 0>" beside itself has a tag
			if t.Key(0, n) != again.Key(n, 2*n) {
				tt.Errorf("%q: a run has another key elsewhere", source)
			}
		}
		var without normalize.Text
		t.WithoutSigns(&without)
		checkTokens(tt, &without)
	})
}

func checkUnits(tt *testing.T, t *normalize.Text) {
	tt.Helper()
	last, valid := uint32(0), utf8.ValidString(t.Source)
	for i, u := range t.Units {
		switch {
		case u.Start >= u.End || int(u.End) > len(t.Source):
			tt.Fatalf("%q: unit %d spans %d-%d of %d", t.Source, i, u.Start, u.End, len(t.Source))
		case u.Start < last:
			tt.Fatalf("%q: unit %d goes back", t.Source, i)
		case valid && (!utf8.RuneStart(t.Source[u.Start]) || int(u.End) < len(t.Source) && !utf8.RuneStart(t.Source[u.End])):
			tt.Fatalf("%q: unit %d (%d-%d) cuts a character", t.Source, i, u.Start, u.End)
		}
		// U+034F is no accent: it is invisible.
		if r, _ := utf8.DecodeRuneInString(t.Source[u.End:]); unicode.Is(unicode.Inherited, r) && unicode.Is(unicode.Mn, r) && r < 0x370 && r != 0x34f {
			tt.Fatalf("%q: unit %d leaves its accent outside", t.Source, i)
		}
		last = u.Start
	}
}

func checkTokens(tt *testing.T, t *normalize.Text) {
	tt.Helper()
	unit, skel := uint32(0), uint32(0)
	for i, tok := range t.Tokens {
		if tok.U0 < unit || tok.U1 <= tok.U0 || int(tok.U1) > len(t.Units) || tok.S0 != skel || tok.S1 <= tok.S0 || int(tok.S1) > len(t.Skel) {
			tt.Fatalf("%q: token %d: units %d-%d after %d, skeleton %d-%d after %d", t.Source, i, tok.U0, tok.U1, unit, tok.S0, tok.S1, skel)
		}
		for s := tok.S0; s < tok.S1; s++ {
			if o := t.Owner[s]; o < tok.U0 || o >= tok.U1 {
				tt.Fatalf("%q: token %d owns a letter of unit %d", t.Source, i, o)
			}
		}
		unit, skel = tok.U1, tok.S1
	}
	if len(t.Owner) != len(t.Skel) || int(skel) != len(t.Skel) {
		tt.Fatalf("%q: skeleton of %d, owners of %d, tokens of %d", t.Source, len(t.Skel), len(t.Owner), skel)
	}
}
