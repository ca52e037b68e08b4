package intake

import (
	"bytes"
	"encoding/xml"
	"io"
	"os"
	"testing"
	"unicode/utf8"

	"clearlist/wasm/list"
)

// The standard library is the naive reader: what it takes for one element, so
// does a tree, with the same text in it.
func FuzzTree(f *testing.F) {
	for _, name := range []string{"uspto-daily.xml", "euipo.xml", "madrid.xml"} {
		b, err := os.ReadFile("../../../testdata/registers/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b[bytes.Index(b, []byte("<case-file>"))+1:])
		for _, element := range []string{"case-file", "TradeMark", "MARKGR"} {
			for s := newXMLSplitter(bytes.NewReader(b), element); ; {
				r, err := s.next()
				if err != nil {
					break
				}
				f.Add(bytes.Clone(r.text))
			}
		}
	}
	f.Add([]byte("<a b='&#65;&lt;'>x<![CDATA[<y>]]><!-- z --><c:d e=\"\n\"/>&amp;</a>"))
	f.Fuzz(func(t *testing.T, record []byte) {
		var ours tree
		err := ours.parse(bytes.Clone(record))
		if text, ok := naiveText(record); ok {
			if err != nil {
				t.Fatalf("the standard library reads it: %v", err)
			}
			var got []byte
			for _, e := range ours.elements {
				got = append(got, e.text...)
			}
			// Blank text is passed over by ours, and text after a child comes
			// before it; so the letters count, not their order.
			if count(got) != count(text) {
				t.Fatalf("text %q, the standard library has %q", got, text)
			}
		}
		if err != nil {
			return
		}
		_, _ = caseFile(ours.root(), 0)
		_, _ = tradeMark(ours.root(), officeEU, 0, list.Date(1), nil)
		_, _ = markGroup(ours.root(), 1)
	})
}

// naiveText is all text of one element, as encoding/xml reads it. What a tree
// refuses on purpose is not ok.
func naiveText(record []byte) (text []byte, ok bool) {
	if !utf8.Valid(record) || bytes.ContainsAny(record, "\x00\r") || bytes.Contains(record, []byte("<?")) || bytes.Contains(record, []byte("<!D")) ||
		!bytes.HasPrefix(record, []byte("<")) || bytes.HasPrefix(record, []byte("<!")) {
		return nil, false
	}
	d := xml.NewDecoder(bytes.NewReader(record))
	depth, roots := 0, 0
	for {
		token, err := d.RawToken()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, false
		}
		switch token := token.(type) {
		case xml.StartElement:
			if depth == 0 {
				roots++
			}
			if depth++; depth > maxDepth {
				return nil, false
			}
		case xml.EndElement:
			depth--
		case xml.Directive, xml.ProcInst:
			return nil, false
		case xml.CharData:
			if depth > 0 {
				text = append(text, token...)
			}
		}
		if depth < 0 {
			return nil, false
		}
	}
	// RawToken does not match ends with beginnings.
	strict := xml.NewDecoder(bytes.NewReader(record))
	for {
		_, err := strict.Token()
		if err == io.EOF {
			return text, roots == 1 && depth == 0
		}
		if err != nil {
			return nil, false
		}
	}
}

// count is how often each byte stands in a text, blanks aside.
func count(text []byte) (n [256]int) {
	for _, c := range text {
		n[c]++
	}
	for _, blank := range " \t\n\r" {
		n[blank] = 0
	}
	return n
}
