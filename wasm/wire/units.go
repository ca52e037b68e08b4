package wire

import (
	"unicode/utf8"

	"clearlist/wasm/list"
	"clearlist/wasm/screen"
)

// A cursor turns byte offsets of a listing's fields into UTF-16 offsets. It
// stays at the start of the last finding: findings come by field and start,
// so each field is passed through once, and each span once more. Findings in
// another order are right too, only slower.
type cursor struct {
	field list.Field
	index int
	bytes int
	units int
}

// span returns start and end of a finding in UTF-16 code units.
func (c *cursor) span(l *screen.Listing, f *screen.Finding) (start, end int) {
	if c.field != f.Field || c.index != f.Index || c.bytes > f.Start {
		*c = cursor{field: f.Field, index: f.Index}
	}
	text := fieldText(l, f.Field, f.Index)
	c.advance(text, f.Start)
	last := *c
	last.advance(text, f.End)
	return c.units, last.units
}

// advance goes on to a byte offset: to the next whole character when the
// offset is inside one, to the end when it is behind it.
func (c *cursor) advance(text string, to int) {
	for c.bytes < to && c.bytes < len(text) {
		if text[c.bytes] < utf8.RuneSelf {
			c.bytes++
			c.units++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[c.bytes:])
		c.bytes += size
		c.units++
		if r > 0xFFFF {
			c.units++ // a surrogate pair
		}
	}
}

func fieldText(l *screen.Listing, f list.Field, index int) string {
	switch f {
	case list.Title:
		return l.Title
	case list.Highlights:
		return l.Highlights
	case list.Bullets:
		if uint(index) < uint(len(l.Bullets)) {
			return l.Bullets[index]
		}
	case list.Description:
		return l.Description
	case list.SearchTerms:
		return l.SearchTerms
	case list.Brand:
		return l.Brand
	}
	return ""
}
