package match_test

import (
	"sort"
	"strings"
	"testing"

	"clearlist/wasm/internal/match"
	"clearlist/wasm/internal/normalize"
	"clearlist/wasm/list"
	"clearlist/wasm/pack"
)

func term(text string, aliases ...string) list.Term {
	return list.Term{Text: text, Aliases: aliases, Rights: []list.Right{{Kind: list.Trademark, Owner: "Owner", In: list.JurisdictionsOf("US"), Status: list.Live}}}
}

func open(t testing.TB, set *list.Set) *match.Index {
	t.Helper()
	set.Name = "test"
	sections, err := match.Build(set)
	if err != nil {
		t.Fatal(err)
	}
	b, err := pack.Write(pack.Content{Set: set, Sections: sections})
	if err != nil {
		t.Fatal(err)
	}
	p, err := pack.Open(b)
	if err != nil {
		t.Fatal(err)
	}
	x, err := match.Open(p)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// mark writes the longest hits into the text: «Velcro».
func mark(x *match.Index, text string) string {
	var n normalize.Text
	n.Read(text)
	hits := x.Scan(&n, nil)
	hits = x.Misspelt(&n, hits, new(match.Memory))
	sort.SliceStable(hits, func(i, j int) bool { return hits[i].End-hits[i].Start > hits[j].End-hits[j].Start })
	var chosen []match.Hit
next:
	for _, h := range hits {
		for _, c := range chosen {
			if h.Start < c.End && c.Start < h.End {
				continue next
			}
		}
		chosen = append(chosen, h)
	}
	sort.Slice(chosen, func(i, j int) bool { return chosen[i].Start > chosen[j].Start })
	for _, h := range chosen {
		text = text[:h.Start] + "«" + text[h.Start:h.End] + "»" + text[h.End:]
	}
	return text
}

func TestScan(t *testing.T) {
	x := open(t, &list.Set{
		Terms: []list.Term{
			term("Velcro"), term("Crock-Pot"), term("Nike", "耐克", "ナイキ", "나이키"), term("Pokémon"), term("Onesies"),
			term("L'Oréal"), term("Slip 'N Slide"), term("PlayStation"), term("H&M"), term("Crocs", "クロックス"), term("Amazon"),
			term("P!nk"), term("7-Eleven"), term("Disney"), term("Black & Decker"), term("ไนกี้"), term("Adidas"), term("Hoka"),
		},
		Common: []string{"pan", "mail", "bike", "pink", "amazon", "crock"},
	})
	for _, c := range []struct{ name, want string }{
		{"plain", "buy «Velcro» today"},
		{"part of a longer word is no hit", "velcroish snikers mannikelly"},
		{"upper case", "«VELCRO»"},
		{"possessive", "«Nike’s» and «Nike's»"},
		{"plural", "«nikes»"},
		{"singular of a mark in the plural", "a «onesie» for baby"},
		{"joiners", "«crock pot» «crockpot» «Crock-Pot» «crock_pot» «CROCK/POT»"},
		{"a phrase does not cross a comma", "crock, pot and mail"},
		{"hyphen inside", "«Vel-cro»"},
		{"space inside", "«Vel cro» straps"},
		{"spread", "«V e l c r o» straps, «n.i.k.e», «N I K E» socks, «V-e-l-c-r-o»"},
		{"spread by commas, which a list of sizes has too", "«N,I,K,E» «V:e:l:c:r:o» «n<br>i<br>k<br>e» P, A, N"},
		{"two letters are not spread", "H M"},
		{"leet", "«Ve1cr0» «n1ke» «P0kemon» «n!k3» «D!$ney»"},
		{"no leet in numbers", "71133"},
		{"zero width, soft hyphen", "«Vel\u200bcro» «Vel\u00adcro» «Vel&shy;cro»"},
		{"Cyrillic letter", "«Disn\u0435y» princess"},
		{"Greek capitals", "«\u039dIKE» shoes"},
		{"all Cyrillic look-alikes in Latin text", "cheap «\u041d\u041e\u041a\u0410» shoes"},
		{"width, mathematics, small capitals, squares", "«ＮＩＫＥ» «\U0001d427\U0001d422\U0001d424\U0001d41e» «\u0274\u026a\u1d0b\u1d07» «\U0001f17d\U0001f178\U0001f17a\U0001f174»"},
		{"accents", "«Pokemon» «Pokémon» «Poke\u0301mon» «N̵i̵k̵e̵»"},
		{"Turkish", "«NİKE» «nıke»"},
		{"plain look-alikes", "«Pokernon» «DlSNEY» «aclidas»"},
		{"markup", "«Vel<b>cro»</b> <b>«Velcro»</b>"},
		{"emoji inside", "«Vel😀cro»"},
		{"apostrophes", "«LOreal» «L'Oreal» «L’Oréal» «L Oreal»"},
		{"small words", "«Slip n Slide» «slip-n-slide» «Slip'N Slide»"},
		{"camel case", "«PlayStation»5 «Play Station» #«Nike»Shoes"},
		{"and", "«H&M» «H & M» «h&amp;m» «Black and Decker» «black & decker»"},
		{"Chinese", "新款«耐克»运动鞋"},
		{"Japanese", "«ナイキ» シューズ «クロックス»サンダル «ｸﾛｯｸｽ»"},
		{"Korean with a particle", "«나이키»는 좋다"},
		{"Thai", "รองเท้า«ไนกี้»ของแท้"},
		{"signs of the mark itself", "«P!nk» pink"},
		{"digits of the mark itself", "«7-Eleven» «7 eleven» «7eleven»"},
		{"near misses", "«Velcroo» «Vlecro» «Pokmon» straps"},
		{"common words are no misspelling", "«disney» «Dinsey» mail"},
	} {
		text := strings.NewReplacer("«", "", "»", "").Replace(c.want)
		if got := mark(x, text); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}
