package normalize_test

import (
	"strings"
	"testing"

	"clearlist/wasm/internal/normalize"
)

// show writes tokens as fold, then what else is known of them.
func show(t *normalize.Text) string {
	var b strings.Builder
	for i := range t.Tokens {
		tok := &t.Tokens[i]
		switch {
		case i == 0:
		case tok.Sep == 0:
			b.WriteByte('+')
		case tok.Sep&normalize.Hard != 0:
			b.WriteString(" / ")
		case tok.Sep&normalize.Odd != 0:
			b.WriteString(" ? ")
		case tok.Sep&normalize.Joiner != 0:
			b.WriteByte('-')
		default:
			b.WriteByte(' ')
		}
		b.Write(t.AppendFold(nil, tok))
		for _, h := range []struct {
			how  normalize.How
			sign string
		}{{normalize.Hidden, "h"}, {normalize.Markup, "m"}, {normalize.LookAlike, "l"}, {normalize.Accent, "a"}, {normalize.Sign, "s"}, {normalize.Apostrophe, "'"}} {
			if tok.How&h.how != 0 {
				b.WriteString("^" + h.sign)
			}
		}
	}
	return b.String()
}

func TestRead(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"words", "Hook and Loop, 5 m", "hook and loop / 5 m"},
		{"joiners", "Vel-cro Vel_cro vel.cro", "vel-cro vel-cro vel-cro"},
		{"possessive", "Levi\u2019s 501", "levis^' 501"},
		{"quotes", "'nike' \u201cnike\u201d", "nike / nike"},
		{"soft hyphen", "Vel\u00adcro", "velcro^h"},
		{"zero width between words hides nothing", "a \u200bb", "a b"},
		{"zero width space inside", "Ni\u200bke", "nike^h"},
		{"NUL inside", "Ni\x00ke", "nike^h"},
		{"accent, composed and not", "Pok\u00e9mon Poke\u0301mon", "pokemon^a pokemon^a"},
		{"stroke and ligatures", "R\u00f8de \ufb01sh Stra\u00dfe \u00c6on", "rode^a fish strasse aeon^a"},
		{"Turkish i", "N\u0130KE nıke", "nike^a nike^a"},
		{"width and mathematics", "\uff2e\uff29\uff2b\uff25 \U0001d427\U0001d422\U0001d424\U0001d41e", "nike nike"},
		{"a look-alike keeps its letter", "Disn\u0435y", "disn\u0435y^l"},
		{"small capitals and squares", "\u0274\u026a\u1d0b\u1d07 \U0001f17d\U0001f178\U0001f17a\U0001f174", "nike^l nike^l"},
		{"flags are a word", "\U0001f1f3\U0001f1ee\U0001f1f0\U0001f1ea!", "nike^l"},
		{"tags in a word", "Vel<b>cro</b> Vel<br>cro a < b", "velcro^m vel / cro a / b"},
		{"entities", "Vel&shy;cro Pok&eacute;mon Ve&#108;cro M&amp;S &nope;", "velcro^h pokemon^a velcro^m m+and+s and+nope"},
		{"signs as letters", "N!ke M@ttel $tanley $5 Croc$ Sale! a|b", "n+!^s+ke m+@^s+ttel $^s+tanley ? 5 croc+$^s sale / a+|^s+b"},
		{"emoji inside", "Vel\U0001f600cro", "vel ? cro"},
		{"camel case and digits", "PokemonCards iPhone15 GoPro P0kemon BL1850 20pcs VeLcRo", "pokemon+cards iphone+15 gopro p0kemon bl1850 20+pcs velcro"},
		{"percent and number sign", "100% 99.9% #1 seller", "100% 99-9% #1 seller"},
		{"Chinese", "耐克Nike鞋", "耐+克+nike+鞋"},
		{"Japanese, half width", "ｸﾛｯｸｽ ポケモン", "ク+ロ+ッ+ク+ス ポ+ケ+モ+ン"},
		{"Japanese, decomposed", "ハ\u309aック", "パ+ッ+ク"},
		{"Korean, decomposed", "\u1102\u1161\u110b\u1175\u110f\u1175", "나+이+키"},
		{"Thai keeps its vowels", "ไนกี้", "ไ+น+กี้"},
		{"invalid UTF-8", "a\xffb", "a ? b"},
		{"trademark signs", "Band-Aid® Lego™", "band-aid ? lego"},
	} {
		var text normalize.Text
		text.Read(c.text)
		if got := show(&text); got != c.want {
			t.Errorf("%s: %q\n got %s\nwant %s", c.name, c.text, got, c.want)
		}
	}
}
