package wire

import (
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
	Kind                   string // verbatim, edited, rearranged, paraphrased
	Source                 string
	SourceStart, SourceEnd int
}

var copiedMessages = map[string]string{
	"verbatim":    "These words stand in a listing seen before, word for word. ",
	"edited":      "These words stand in a listing seen before, slightly changed. ",
	"rearranged":  "These words stand in a listing seen before, in another order. ",
	"paraphrased": "Much of this stands in a listing seen before. ",
}

const rewriteHint = "Say it in your own words; measures, materials and what it fits may stay."

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
	return append(dst, "}}"...)
}
