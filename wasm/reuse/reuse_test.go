package reuse_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"clearlist/wasm/list"
	"clearlist/wasm/reuse"
)

const bullet = "Double-walled stainless steel keeps drinks ice cold for a whole summer day and steaming hot from breakfast until dinner"

func Example() {
	sources := []reuse.Source{{Key: 7, Text: "Our flask. " + bullet + ". Fits most cup holders."}}
	bytes, err := reuse.Build(sources)
	if err != nil {
		panic(err)
	}
	index, err := reuse.Open(bytes)
	if err != nil {
		panic(err)
	}
	text := "New! Double-walled stainless steel keeps your drinks ice cold for the whole summer day."
	query, err := reuse.NewCorpus(index).Ask(text, 32)
	if err != nil {
		panic(err)
	}
	verdict := query.Compare(sources) // those that query.Keys() names
	passage := verdict.Matches[0].Passages[0]
	fmt.Println(query.Keys(), passage.Kind, verdict.Severity)
	fmt.Println(text[passage.Start:passage.End])
	fmt.Println(sources[0].Text[passage.SourceStart:passage.SourceEnd])
	// Output:
	// [7] edited high
	// Double-walled stainless steel keeps your drinks ice cold for the whole summer day
	// Double-walled stainless steel keeps drinks ice cold for a whole summer day
}

func ExampleQuery_CompareAgain() {
	sources := []reuse.Source{{Key: 7, Text: "Our flask. " + bullet + ". Fits most cup holders."}}
	bytes, err := reuse.Build(sources)
	if err != nil {
		panic(err)
	}
	index, err := reuse.Open(bytes)
	if err != nil {
		panic(err)
	}
	corpus := reuse.NewCorpus(index)
	var memory reuse.Memory // for as long as somebody edits
	for _, text := range []string{"A flask.", "A flask. " + bullet} {
		query, err := corpus.Ask(text, 32)
		if err != nil {
			panic(err)
		}
		fmt.Println(query.CompareAgain(&memory, sources).Severity)
	}
	// Output:
	// none
	// high
}

// compare is what a caller does with a corpus that it holds.
func compare(t testing.TB, limit int, text string, sources ...reuse.Source) reuse.Verdict {
	t.Helper()
	index := open(t, build(t, sources...))
	query, err := reuse.NewCorpus(index).Ask(text, limit)
	if err != nil {
		t.Fatal(err)
	}
	var asked []reuse.Source
	for _, key := range query.Keys() {
		for _, s := range sources {
			if s.Key == key {
				asked = append(asked, s)
			}
		}
	}
	return query.Compare(asked)
}

func build(t testing.TB, sources ...reuse.Source) []byte {
	t.Helper()
	b, err := reuse.Build(sources)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func open(t testing.TB, b []byte) *reuse.Index {
	t.Helper()
	x, err := reuse.Open(b)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// Passages are marked in both texts.
func TestPassages(t *testing.T) {
	for _, c := range []struct {
		name, text, source string
		kind               reuse.Kind
		severity           list.Severity
	}{
		{
			"word for word", "Buy now. «" + bullet + "».", "«" + bullet + "». Comes in blue.",
			reuse.Verbatim, list.High,
		},
		{
			"case, accents and signs are no difference", "«CRAFTED from solid oak - each café table is sanded, oiled - polished by hand in our own workshop»",
			"«Crafted from solid oak, each cafe table is sanded, oiled, polished by hand in our own workshop»",
			reuse.Verbatim, list.High,
		},
		{
			"words put in, left out and exchanged", "«Soft bamboo fibres dry your little one gently after every single bath and stay fluffy wash after wash», always.",
			"Our promise: «soft bamboo fibres dry your baby gently after every bath and stay wonderfully fluffy wash after wash».",
			reuse.Edited, list.High,
		},
		{
			"inflected", "«Organizing cables, chargers and adapters neatly, zipped pockets protect the screens while travelling»",
			"«Organizes cables, charger and adapter neatly, zipped pocket protects the screen while travelling»",
			reuse.Edited, list.High,
		},
		{
			"the same words in another order", "«Dishwasher safe, shatterproof, featherlight and stackable tumblers made of plant based polymer for picnics»",
			"«Featherlight picnics: shatterproof stackable tumblers, made of dishwasher safe and plant based polymer»",
			reuse.Rearranged, list.High,
		},
		{
			"with words of addresses, measures and models in it",
			"«Our family has carved this box in a village beside the city road since 1954, and every 20W lamp of series LK20 in it was tested by hand in the tower»",
			"«Our family has carved this box in a village beside the city road since 1954, and every 20W lamp of series LK20 in it was tested by hand in the tower»",
			reuse.Verbatim, list.High,
		},
		{
			"without spaces", "新品。«采用双层不锈钢真空结构，冷饮长时间保持冰爽，热饮整天保持温热»，欢迎选购。",
			"«采用双层不锈钢真空结构，冷饮长时间保持冰爽，热饮整天保持温热»。",
			reuse.Verbatim, list.High,
		},
		{
			"a disguise does not hide it", "«Hand-stitched full grain le\u0430ther ages be\u00adautifully and carries every laptop up to sixteen inches»",
			"«Hand-stitched full grain leather ages beautifully and carries every laptop up to sixteen inches»",
			reuse.Verbatim, list.High,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			text, start, end := unmark(c.text)
			source, sourceStart, sourceEnd := unmark(c.source)
			v := compare(t, 8, text, reuse.Source{Key: 1, Text: source})
			if len(v.Matches) != 1 || len(v.Matches[0].Passages) == 0 {
				t.Fatalf("nothing found: %+v", v)
			}
			p := v.Matches[0].Passages[0]
			if p.Start != start || p.End != end || p.SourceStart != sourceStart || p.SourceEnd != sourceEnd || p.Kind != c.kind || v.Severity != c.severity {
				t.Errorf("%s %s (%.2f)\n%q from\n%q", v.Severity, p.Kind, v.Copied, text[p.Start:p.End], source[p.SourceStart:p.SourceEnd])
			}
		})
	}
}

func unmark(s string) (text string, start, end int) {
	before, rest, _ := strings.Cut(s, "«")
	inside, after, _ := strings.Cut(rest, "»")
	return before + inside + after, len(before), len(before) + len(inside)
}

func TestQuiet(t *testing.T) {
	for _, c := range []struct{ name, text, source string }{
		{
			"the same goods in other words",
			"This flask holds half a litre and its lid closes tightly. Use it at the office, on the train or at the beach.",
			"A 500 ml bottle for work and travel: the cap seals well, and steel walls keep tea warm for hours.",
		},
		{"the same name", "Acme Thunder 3000 cordless drill, 18 V", "Acme Thunder 3000 drill with two batteries"},
		{"the same measures", "Size: 10 x 20 x 30 cm, 5 kg", "30 x 20 x 10 cm; weight 5 kg"},
		{"the same function words", "it is not only for the use of one but for all of them", "what is in it for me and for the rest of us is that it is one of a kind"},
		{
			"one product's titles",
			"Zibo 18V Cordless Brushless Impact Drill Driver Kit Keyless Chuck LED Light Blue",
			"Zibo Brushless Cordless Drill 18V, 13 mm Keyless Chuck with LED Work Light, Two Batteries",
		},
		{
			"what it fits",
			"Fits phone 14 Pro Max, 14 Pro, 14 Plus, 14, 13 Pro Max, 13 Pro, 13 Mini, 13, 12 Pro Max, 12 Pro, 12 Mini, 12",
			"For phone 12, 12 Mini, 12 Pro, 12 Pro Max, 13, 13 Mini, 13 Pro, 13 Pro Max, 14, 14 Plus, 14 Pro, 14 Pro Max",
		},
		{
			"a table of specifications",
			"Material: cotton\nCountry of origin: Vietnam\nTime of launch: Summer 2024\nKind of closure: zip\nThickness of the lining: thin",
			"Material: linen\nCountry of origin: Portugal\nTime of launch: Spring 2023\nKind of closure: buttons\nThickness of the lining: none",
		},
		{
			"one importer's address",
			"Zibo pen drive. Importer details: Quellmar Traders Pvt. Ltd. Quellmar Complex Building Tomvara Village Bhestani Road Dist. Olkene Navarashtra 401208 India",
			"Zibo memory card for cameras. Imported by Quellmar Traders Pvt. Ltd. Quellmar Complex Building Tomvara Village Bhestani Road Dist. Olkene Navarashtra 401208 India",
		},
		{
			"a list of what fits, led in alike",
			"Type C to light cable supports fast charge 3A max for iZep 14 iZep 14 Pro iZep 14 Pro Max iZep 13 mini iZep 13 Pro Max iZep 13 iZep 12 Pro iZep 12 Pro Max iZep 11 iZep 11 Pro iZep 11 Pro Max iZep 8 iZep 8 Plus iPab 8 iPab Pro 10",
			"Kord C to light cable supports fast charge 3A max for iPab 8 iPab 2020 iZep 13 Pro Mini Pro Max 12 iZep 12 Mini iZep 12 Pro 12 Pro Max 11 iZep 11 Pro iZep 11 Pro Max iZep 8 Plus and iPab Pro 12 iPab Pro 10",
		},
		{
			"a model and what it is",
			"KBL Dune 231NC TWS Noise Canceling Earphones Bluetooth Smart Sport Earbuds Waterproof Stereo Calls",
			"KBL Dune 231NC TWS Noise Canceling Earphones Bluetooth Earpieces Sport Earbuds Clear Call",
		},
		{"nothing", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if v := compare(t, 8, c.text, reuse.Source{Key: 1, Text: c.source}); v.Severity > list.Info {
				t.Errorf("%+v", v)
			}
		})
	}
}

func TestWordingOfManyOwnersCountsForLess(t *testing.T) {
	const warranty = "Every loom of ours was restored by hand in the old mill beside the river where our grandmother had learned to weave"
	copied := func(owners int) reuse.Verdict {
		var sources []reuse.Source
		for i := range owners {
			sources = append(sources, reuse.Source{Key: uint32(i), Owner: uint32(i + 1), Text: fmt.Sprint("Article number ", i, ". ", warranty)})
		}
		return compare(t, 8, warranty, sources...)
	}
	few, many := copied(2), copied(60)
	if few.Copied < 0.99 || few.Severity != list.High {
		t.Errorf("of two owners: %.2f, %s", few.Copied, few.Severity)
	}
	if many.Copied > 0.06 || many.Severity != list.Info || len(many.Matches) == 0 {
		t.Errorf("of sixty owners: %.2f, %s", many.Copied, many.Severity)
	}
	if got := many.Matches[0].Passages[0].Owners; got != 60 {
		t.Errorf("%d owners, want 60", got)
	}
}

// What sellers of everything write is found, and nobody's from the first.
func TestCommonplacesAreNobodys(t *testing.T) {
	for _, line := range []string{
		"Please allow 1-2cm error because of manual measurement, thank you for your understanding.",
		"If you have any question about your purchase, please don't hesitate to contact us, our friendly customer service replies within 24 hours",
		"In the unlikely case of a product quality related issue, we may ask you to reach out to the brand's customer service support and seek resolution. We will require brand proof of issue to process the replacement request.",
		"Đổi trả theo đúng quy định của Shopee. 1. Điều kiện áp dụng (trong vòng 03 ngày kể từ khi nhận sản phẩm): - Hàng hoá vẫn còn mới, chưa qua sử dụng - Hàng hóa hư hỏng do vận chuyển hoặc do nhà sản xuất",
		"由于手工测量，请允许2-3厘米误差。由于显示器和光线不同，图片可能有色差，请以实物为准。",
	} {
		v := compare(t, 8, "A lamp. "+line, reuse.Source{Key: 1, Text: "A rug. " + line})
		if v.Severity > list.Info || v.Copied >= 0.1 || len(v.Matches) == 0 {
			t.Errorf("%q: %s, %.2f", line, v.Severity, v.Copied)
		}
	}
}

// Many sellers put the same phrases together, each in their own way.
func TestPhrasesOfTheTradeTellLittle(t *testing.T) {
	phrases := strings.Split("tempered glass screen protector, easy bubble free installation, anti scratch coating, case friendly edges, "+
		"high definition clarity, oleophobic anti fingerprint layer, full touch sensitivity, two pack with cleaning kit, "+
		"fits phones of the latest series, shatterproof nine hour hardness", ", ")
	rng := rand.New(rand.NewPCG(11, 12))
	some := func() string {
		rng.Shuffle(len(phrases), func(i, j int) { phrases[i], phrases[j] = phrases[j], phrases[i] })
		return strings.Join(phrases[:6], ", ")
	}
	var sources []reuse.Source
	for i := range 40 {
		sources = append(sources, reuse.Source{Key: uint32(i), Owner: uint32(i + 1), Text: fmt.Sprint("Brand ", i, ": ", some())})
	}
	for range 20 {
		if v := compare(t, 64, some(), sources...); v.Severity > list.Info || v.Copied >= 0.1 {
			t.Fatalf("%s, %.2f", v.Severity, v.Copied)
		}
	}
	if v := compare(t, 64, bullet, append(sources, reuse.Source{Key: 99, Owner: 99, Text: bullet})...); v.Severity != list.High {
		t.Errorf("a sentence of one of them: %s, %.2f", v.Severity, v.Copied)
	}
}

// A title that stands in the description once more is copied once.
func TestWhatIsSaidTwiceCountsOnce(t *testing.T) {
	const title, other = "Zorvelo Kantriq brushed wall clock", "Zorvelo Kantriq painted wall clock"
	if v := compare(t, 8, title+".\n"+title+".\n"+title, reuse.Source{Key: 1, Text: other + ".\n" + other + ".\n" + other}); v.Severity > list.Info {
		t.Errorf("%s, %.2f", v.Severity, v.Copied)
	}
}

// What is remembered of a source is gone when its text is another.
func TestAMemoryChangesNothing(t *testing.T) {
	var memory reuse.Memory
	sources := []reuse.Source{{Key: 1, Text: bullet}, {Key: 2, Text: "Another flask, with a handle of cork."}}
	for _, text := range []string{bullet, "Else. " + bullet, bullet} {
		for _, first := range []string{bullet, "now this text is another one, of the same key", bullet} {
			sources[0].Text = first
			query, err := reuse.NewCorpus(open(t, build(t, sources...))).Ask(text, 4)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := query.CompareAgain(&memory, sources), query.Compare(sources); fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("%q beside %q: %+v, want %+v", text, first, got, want)
			}
		}
	}
}

func TestOneOwnerIsOneWitness(t *testing.T) {
	var sources []reuse.Source
	for i := range 60 {
		sources = append(sources, reuse.Source{Key: uint32(i), Owner: 5, Text: fmt.Sprint("Article number ", i, ". ", bullet)})
	}
	if v := compare(t, 8, bullet, sources...); v.Severity != list.High {
		t.Errorf("%.2f, %s", v.Copied, v.Severity)
	}
}

func TestTheMostCopiedSourceIsFirst(t *testing.T) {
	half := strings.Join(strings.Fields(bullet)[:9], " ")
	v := compare(t, 8, bullet, reuse.Source{Key: 1, Text: half}, reuse.Source{Key: 2, Text: bullet}, reuse.Source{Key: 3, Text: "else"})
	if len(v.Matches) != 2 || v.Matches[0].Key != 2 || v.Matches[1].Key != 1 {
		t.Fatalf("%+v", v)
	}
	if v.Matches[0].Copied != 1 || v.Matches[1].Copied >= 0.6 {
		t.Errorf("%+v", v)
	}
}

// What is copied into two fields is found in both, and never across them.
func TestPartsLieInFields(t *testing.T) {
	other := "Organize cables, chargers and adapters neatly in zipped pockets that protect every screen while travelling"
	fields := []string{"Bottle", "", bullet, other}
	sources := []reuse.Source{{Key: 3, Text: bullet + " " + other}}
	index := open(t, build(t, sources...))
	query, err := reuse.NewCorpus(index).Ask(reuse.Join(fields), 4)
	if err != nil {
		t.Fatal(err)
	}
	verdict := query.Compare(sources)
	got := map[int]string{}
	for _, p := range verdict.Parts(fields) {
		got[p.Field] += fields[p.Field][p.Start:p.End]
	}
	if got[2] != bullet || got[3] != other || len(got) != 2 {
		t.Errorf("%v", got)
	}
}

func TestPassagesLieOnCharacters(t *testing.T) {
	text := "🧊 " + bullet + " \u2744\ufe0f 采用双层不锈钢真空结构冷饮长时间保持冰爽 🧊"
	v := compare(t, 8, text, reuse.Source{Key: 1, Text: text})
	for _, p := range v.Matches[0].Passages {
		if !utf8.ValidString(text[p.Start:p.End]) || !utf8.ValidString(text[p.SourceStart:p.SourceEnd]) {
			t.Errorf("%q", text[p.Start:p.End])
		}
	}
}

// Texts made to cost much cost little.
func TestRepetitionIsBounded(t *testing.T) {
	for _, unit := range []string{"a ", "bag ", "bag strap ", "热", "the of ", "x. "} {
		long := strings.Repeat(unit, (128<<10)/len(unit))
		v := compare(t, 8, long, reuse.Source{Key: 1, Text: long})
		if len(v.Matches) == 0 {
			t.Errorf("%q: the same text is not found", unit)
		}
	}
	if _, err := reuse.NewCorpus().Ask(strings.Repeat("a", reuse.MaxText+1), 8); err != reuse.ErrTooLong {
		t.Errorf("%v, want ErrTooLong", err)
	}
}

func FuzzCompare(f *testing.F) {
	f.Add(bullet, bullet)
	f.Add("a. b! c", "\xff\xfe 热 热 热")
	f.Add("the of the of the of the of the of", "of the of the of the of the")
	f.Fuzz(func(t *testing.T, text, source string) {
		if len(text)+len(source) > 1<<14 {
			t.Skip()
		}
		v := compare(t, 1, text, reuse.Source{Key: 1, Text: source})
		if v.Copied < 0 || v.Copied > 1 || len(v.Matches) == 0 != (v.Severity == list.None) {
			t.Errorf("%+v", v)
		}
		for _, m := range v.Matches {
			last := 0
			for _, p := range m.Passages {
				if p.Start < last || p.End <= p.Start || p.End > len(text) ||
					p.SourceStart < 0 || p.SourceEnd <= p.SourceStart || p.SourceEnd > len(source) {
					t.Errorf("%+v", p)
				}
				last = p.End
			}
		}
	})
}
