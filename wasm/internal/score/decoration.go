package score

import "clearlist/wasm/list"

// decorates tells whether a mark is shown on the goods, whatever else they are
// said to fit: "case for iPhone 15 with Hello Kitty print". A character is, and
// a mark of what people wear; "for iPhone, printed" still speaks of the phone.
func (c *candidate) decorates(r *list.Right) bool {
	if r.Kind != list.Copyright && !r.Classes.Has(clothing) {
		return false
	}
	const few = 8 // tokens of the marks of one print: "三丽鸥库洛米图案"
	for at := c.hit.Tok1; at < len(c.part.Text.Tokens) && at < c.hit.Tok1+few; at++ {
		if found, _ := c.phraseAfter(c.part, at, list.Decoration); found {
			return true
		}
		if !c.inTerm(c.part, at) && !latin(c.part.Text, at) {
			return false
		}
	}
	return false
}

// clothing is the Nice class of clothing, footwear and headwear.
const clothing = 25
