package main

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"clearlist/wasm/list"
	"clearlist/wasm/reuse"
)

// Texts in scripts without spaces are copied here by a generator, as nobody
// has judged enough real ones. What it does to a text is more even than what
// people do: the figures show what edits the engine stands, no more.

// A product has a text to copy from, and one that another wrote on the same
// goods, if there is one.
type product struct{ language, first, second string }

// A manner is a way to copy: of the characters, these shares are exchanged for
// others, left out, and put in; synonyms are exchanged first.
type manner struct {
	name                string
	exchanged, out, put float64
	synonyms, shuffled  bool
}

var manners = []manner{
	{name: "cut"},
	{name: "light", exchanged: 0.04, out: 0.02, put: 0.02, synonyms: true},
	{name: "heavy", exchanged: 0.10, out: 0.04, put: 0.04, synonyms: true, shuffled: true},
}

// synonyms are words that a copyist exchanges.
var synonyms = strings.NewReplacer(
	"采用", "选用", "轻松", "轻易", "方便", "便于", "使用", "运用", "适合", "适宜", "防止", "避免", "清洗", "清洁", "设计", "造型", "材料", "材质",
	"放心", "安心", "稳定", "稳固", "保持", "维持", "随身", "随手", "孩子", "儿童", "安全", "可靠", "观察", "查看", "承受", "经受", "舒适", "舒服",
	"簡単", "手軽", "使い", "用い", "清潔", "きれい", "便利", "重宝", "しっかり", "きちんと", "採用", "使用", "対応", "適応", "軽量", "軽い", "守り", "保護し",
	"清潔", "潔淨", "溫和", "柔和", "有效", "能夠", "適用", "適合", "輕鬆", "容易")

// scripts prints how many copies are found of each language and manner.
func (e *evaluation) scripts(own, data string) error {
	products, err := readProducts(filepath.Join(own, "reuse_cjk.tsv"))
	if err != nil {
		return err
	}
	real, err := readSpaceless(filepath.Join(data, "listings", "shopee.jsonl"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	fmt.Fprintln(e.out, "\ncopied copy, scripts without spaces: a third of a text, or all of it, copied by a generator into one on other goods; own texts, and real listings")
	for _, group := range []struct {
		name     string
		products []product
	}{
		{"Chinese, own", ofLanguage(products, "zh")},
		{"Japanese, own", ofLanguage(products, "ja")},
		{"Chinese, real", ofLanguage(real, "zh")},
		{"Thai, real", ofLanguage(real, "th")},
	} {
		if len(group.products) > 0 {
			if err := e.script(group.name, group.products); err != nil {
				return err
			}
		}
	}
	return nil
}

func (e *evaluation) script(name string, products []product) error {
	const (
		copies = 10 // of each text and manner
		third  = 1.0 / 3
	)
	var sources []reuse.Source
	for i, p := range products {
		sources = append(sources, reuse.Source{Key: uint32(i), Text: p.first})
	}
	asked := func(text string, key int) (bool, error) {
		built, err := reuse.Build(sources)
		if err != nil {
			return false, err
		}
		index, err := reuse.Open(built)
		if err != nil {
			return false, err
		}
		query, err := reuse.NewCorpus(index).Ask(text, len(sources))
		if err != nil {
			return false, err
		}
		for _, m := range query.Compare(sources).Matches {
			for _, p := range m.Passages {
				if int(m.Key) == key && p.Severity >= list.Low {
					return true, nil
				}
			}
		}
		return false, nil
	}
	rng := rand.New(rand.NewPCG(16, 2026))
	for _, how := range manners {
		var found [2]int
		all := 0
		for i, p := range products {
			for range copies {
				other := products[(i+1+rng.IntN(max(len(products)-1, 1)))%len(products)]
				own := other.second
				if own == "" {
					own = part(rng, other.first, third)
				}
				for k, of := range []float64{third, 1} {
					is, err := asked(own+"\n"+how.copy(rng, part(rng, p.first, of), other.first), i)
					if err != nil {
						return err
					}
					found[k] += count(is)
				}
				all++
			}
		}
		fmt.Fprintf(e.out, "  %-14s %-6s found: of a third %s; of all %s\n", name, how.name, share(found[0], all), share(found[1], all))
	}
	wrong, all := 0, 0
	for _, p := range products {
		for key := range products {
			if p.second == "" {
				continue
			}
			is, err := asked(p.second, key)
			if err != nil {
				return err
			}
			wrong, all = wrong+count(is), all+1
		}
	}
	if all > 0 {
		fmt.Fprintf(e.out, "  %-14s others wrongly %s\n", name, share(wrong, all))
	}
	return nil
}

// part is that share of a text's clauses, from somewhere in it.
func part(rng *rand.Rand, text string, of float64) string {
	all := clauses(text)
	n := max(int(of*float64(len(all))), 1)
	from := rng.IntN(len(all) - n + 1)
	return strings.Join(all[from:from+n], "")
}

// clauses cuts after each sign between words.
func clauses(text string) []string {
	var out []string
	var b strings.Builder
	for _, c := range text {
		b.WriteRune(c)
		if unicode.IsPunct(c) || unicode.IsSpace(c) {
			out = append(out, b.String())
			b.Reset()
		}
	}
	return append(out, b.String())
}

// copy edits a text; characters that come in are another text's.
func (m manner) copy(rng *rand.Rand, text, other string) string {
	if m.synonyms {
		text = synonyms.Replace(text)
	}
	if m.shuffled {
		all := clauses(text)
		rng.Shuffle(len(all), func(i, k int) { all[i], all[k] = all[k], all[i] })
		text = strings.Join(all, "")
	}
	strange := []rune(other)
	var b strings.Builder
	for _, c := range text {
		x := rng.Float64()
		switch {
		case !unicode.IsLetter(c) || x >= m.exchanged+m.out+m.put:
			b.WriteRune(c)
		case x < m.exchanged:
			b.WriteRune(strange[rng.IntN(len(strange))])
		case x < m.exchanged+m.put:
			b.WriteRune(c)
			b.WriteRune(strange[rng.IntN(len(strange))])
		}
	}
	return b.String()
}

func ofLanguage(products []product, language string) []product {
	var out []product
	for _, p := range products {
		if p.language == language {
			out = append(out, p)
		}
	}
	return out
}

func readProducts(table string) ([]product, error) {
	text, err := os.ReadFile(table)
	if err != nil {
		return nil, err
	}
	var out []product
	for n, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		column := strings.Split(line, "\t")
		if len(column) != 4 {
			return nil, fmt.Errorf("%s:%d: want language, product and two texts", table, n+1)
		}
		out = append(out, product{column[0], column[2], column[3]})
	}
	return out, nil
}

// readSpaceless reads the descriptions that are mostly Chinese or Thai.
func readSpaceless(file string) ([]product, error) {
	var out []product
	err := eachListing(file, func(l realListing) {
		letters, han, thai := 0, 0, 0
		for _, c := range l.Description {
			letters += count(unicode.IsLetter(c))
			han += count(unicode.Is(unicode.Han, c))
			thai += count(unicode.Is(unicode.Thai, c) && unicode.IsLetter(c))
		}
		const least = 200 // characters: a third of fewer is hardly a text
		switch {
		case letters < least:
		case 2*han > letters:
			out = append(out, product{"zh", l.Description, ""})
		case 2*thai > letters:
			out = append(out, product{"th", l.Description, ""})
		}
	})
	return out, err
}
