package intake

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// However a text comes in, the records are cut in the same places.
func TestSplitting(t *testing.T) {
	text := "head <!-- <r>no</r> --><r>a</r><rest/><r/> between <r x='1'>b<s/></r><r>cut <r>c</r>" +
		strings.Repeat("<r>filler of some length</r>\n", 300) + "<!-- never ends <r>d</r>"
	split := func(in io.Reader) (out []string) {
		s := newXMLSplitter(in, "r")
		for {
			r, err := s.next()
			if err == io.EOF {
				return out
			}
			if err != nil {
				t.Fatal(err)
			}
			if text[r.at:][:len(r.text)] != string(r.text) {
				t.Fatalf("%q is not at %d", r.text, r.at)
			}
			out = append(out, fmt.Sprintf("%d %d %s %v", r.index, r.at, r.text, r.refused))
		}
	}
	want := split(strings.NewReader(text))
	if len(want) != 306 || !strings.HasPrefix(want[0], "0 23 <r>a</r>") {
		t.Fatalf("%d records, the first %s", len(want), want[0])
	}
	for name, in := range map[string]io.Reader{
		"byte by byte":        iotest.OneByteReader(strings.NewReader(text)),
		"by halves":           iotest.HalfReader(strings.NewReader(text)),
		"the last with EOF":   iotest.DataErrReader(strings.NewReader(text)),
		"in pieces, with EOF": iotest.DataErrReader(iotest.HalfReader(strings.NewReader(text))),
	} {
		if got := split(in); strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%s: %d records", name, len(got))
		}
	}
	s := newXMLSplitter(io.MultiReader(strings.NewReader("<r>a</r><r>"), iotest.ErrReader(io.ErrUnexpectedEOF)), "r")
	if _, err := s.next(); err != nil {
		t.Error(err)
	}
	if _, err := s.next(); err == nil || !strings.Contains(err.Error(), "at byte 11: unexpected EOF") {
		t.Errorf("got %v", err)
	}
}
