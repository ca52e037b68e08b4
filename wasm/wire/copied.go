package wire

import (
	"cmp"
	"slices"
	"strconv"

	"clearlist/wasm/list"
	"clearlist/wasm/screen"
)

// A Copied is a passage of a field that stands in a text seen before. Start
// and End are bytes of the field; those of the source are UTF-16 code units.
type Copied struct {
	Field                  list.Field
	Index                  int
	Start, End             int
	Severity               list.Severity
	Kind                   string // verbatim, edited, rearranged, paraphrased, traced
	Owners                 int    // how many are known to use this wording
	Source                 string
	SourceStart, SourceEnd int
	// Of a published corpus, whose texts are not at hand: which, who sells by
	// the source, and when it was first seen, 0 where not known.
	Corpus, Seller string
	Seen           list.Date
}

// A CopyField is a field of a listing in which wording may be copied: a brand
// is a name, and search terms are none of a text.
type CopyField struct {
	Field list.Field
	Index int
}

// CopyFields are those fields of a listing, and their texts.
func CopyFields(l *screen.Listing) (fields []CopyField, texts []string) {
	add := func(f list.Field, index int, text string) {
		fields, texts = append(fields, CopyField{f, index}), append(texts, text)
	}
	add(list.Title, 0, l.Title)
	add(list.Highlights, 0, l.Highlights)
	for i, text := range l.Bullets {
		add(list.Bullets, i, text)
	}
	add(list.Description, 0, l.Description)
	return fields, texts
}

var copiedMessages = map[string]string{
	"verbatim":    "These words stand in a listing seen before, word for word. ",
	"edited":      "These words stand in a listing seen before, slightly changed. ",
	"rearranged":  "These words stand in a listing seen before, in another order. ",
	"paraphrased": "Much of this stands in a listing seen before. ",
	"traced":      "These words have the fingerprints of a listing in a published corpus, whose text is not included. ",
}

const rewriteHint = "Say it in your own words; measures, materials and what it fits may stay."

// AddTraced adds a passage that fingerprints alone tell of, unless another
// stands there already. The passages stay by field and place.
func AddTraced(copied []Copied, traced Copied) []Copied {
	at := len(copied)
	for i := range copied {
		c := &copied[i]
		if c.Field == traced.Field && c.Index == traced.Index {
			if c.Start < traced.End && traced.Start < c.End {
				return copied
			}
		}
		if at == len(copied) && traced.before(c) {
			at = i
		}
	}
	return slices.Insert(copied, at, traced)
}

func (c *Copied) before(other *Copied) bool {
	return cmp.Or(cmp.Compare(c.Field, other.Field), cmp.Compare(c.Index, other.Index), cmp.Compare(c.Start, other.Start)) < 0
}

// AppendCopies appends what is copied of a listing as one JSON object: its
// severity, the share that is copied, and the passages as findings.
func AppendCopies(dst []byte, l *screen.Listing, severity list.Severity, share float64, copied []Copied) []byte {
	dst = appendText(dst, `{"severity":`, severity.String())
	dst = append(dst, `,"copied":`...)
	dst = appendShare(dst, share)
	dst = append(dst, `,"findings":[`...)
	var at cursor
	for i := range copied {
		dst = appendCopied(appendComma(dst, i), &at, l, &copied[i])
	}
	return append(dst, "]}"...)
}

// appendShare writes a number from 0 to 1 with four places. What package
// strconv does for all numbers is 25 KB of code.
func appendShare(dst []byte, share float64) []byte {
	const one = 10_000
	n := int64(share*one + 0.5)
	dst = append(strconv.AppendInt(dst, n/one, 10), '.')
	return append(dst, strconv.Itoa(int(one + n%one))[1:]...)
}

// appendCopied writes a passage as a finding; term is the source.
func appendCopied(dst []byte, at *cursor, l *screen.Listing, c *Copied) []byte {
	text := fieldText(l, c.Field, c.Index)
	f := screen.Finding{
		Field: c.Field, Index: c.Index, Start: c.Start, End: c.End, Text: text[c.Start:c.End],
		Term: c.Source, Severity: c.Severity, Rule: "copied." + c.Kind, Message: copiedMessages[c.Kind] + rewriteHint,
	}
	if c.Kind != "verbatim" {
		f.Match = screen.Near
	}
	dst = appendFindingOf(dst, at, l, &f, "copied")
	dst = appendText(dst[:len(dst)-1], `,"source":{"id":`, c.Source)
	dst = append(dst, `,"start":`...)
	dst = strconv.AppendInt(dst, int64(c.SourceStart), 10)
	dst = append(dst, `,"end":`...)
	dst = strconv.AppendInt(dst, int64(c.SourceEnd), 10)
	dst = appendText(dst, `,"kind":`, c.Kind)
	dst = append(dst, `,"owners":`...)
	dst = strconv.AppendInt(dst, int64(c.Owners), 10)
	if c.Corpus != "" {
		dst = appendText(dst, `,"corpus":`, c.Corpus)
		dst = appendText(dst, `,"seller":`, c.Seller)
		if c.Seen != 0 {
			dst = appendText(dst, `,"seen":`, c.Seen.String())
		}
	}
	return append(dst, "}}"...)
}

// Units is how many UTF-16 code units stand before a byte of a text.
func Units(text string, at int) int {
	var c cursor
	c.advance(text, at)
	return c.units
}
