package match

import (
	"bytes"
	"errors"

	"clearlist/wasm/list"
	"clearlist/wasm/pack"
)

// Rest is what of a pack's index does not follow from its terms and phrases:
// words of goods and ordinary words. [Again] makes the index of it.
//
// Layout: for each word of goods, in the order of the forms, its fold, an FF,
// and eight bytes of classes; an FF; the section of ordinary words.
func Rest(p *pack.Pack) ([]byte, error) {
	x, err := Open(p)
	if err != nil {
		return nil, err
	}
	var b []byte
	for f := range x.forms.Len() {
		if !x.NamesGoods(f) {
			continue
		}
		var classes list.Classes
		for i := range x.Meanings(f) {
			classes |= x.Meaning(f, i).Classes
		}
		b = append(append(b, x.Form(f)...), endOfWord)
		for shift := 0; shift < 64; shift += 8 {
			b = append(b, byte(classes>>shift))
		}
	}
	return append(append(b, endOfWord), p.Section(sectionCommon)...), nil
}

// endOfWord is no byte of UTF-8.
const endOfWord = 0xFF

// Again makes the index sections of a set that was read from a pack, and of
// the [Rest] of its index: those that the pack had. It takes any bytes.
func Again(set *list.Set, rest []byte) ([]pack.Section, error) {
	whole := *set
	whole.Goods = nil
	for {
		end := bytes.IndexByte(rest, endOfWord)
		if end == 0 {
			return build(&whole, rest[1:])
		}
		if end < 0 || len(rest) < end+9 {
			return nil, errRest
		}
		var classes list.Classes
		for i, c := range rest[end+1 : end+9] {
			classes |= list.Classes(c) << (8 * i)
		}
		whole.Goods = append(whole.Goods, list.Goods{Word: string(rest[:end]), Classes: classes})
		rest = rest[end+9:]
	}
}

var errRest = errors.New("match: the rest of an index, cut short")
