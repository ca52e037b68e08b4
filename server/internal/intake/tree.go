package intake

import (
	"bytes"
	"iter"
	"strconv"
	"unicode"
	"unicode/utf8"

	"github.com/tdewolff/parse/v2"
	"github.com/tdewolff/parse/v2/xml"
)

const (
	// maxDepth and maxElements bound what a record may make of 16 MB. The
	// genuine ones are 11 deep, and have up to 3,000 elements.
	maxDepth    = 64
	maxElements = 200_000
)

// A tree is one record's elements. It is used again for the next.
type tree struct {
	elements   []element
	attributes []attribute
	open       []int32 // from the root to the element that is open
}

type element struct {
	name, text  []byte // name without prefix; text of the element itself, decoded
	child, last int32  // 0: there is none, as the root is nobody's child
	next        int32
	from, to    int32 // of attributes
}

type attribute struct{ name, value []byte }

// parse reads one element. What it keeps are slices of the record, behind
// which a byte of capacity saves a copy.
func (t *tree) parse(record []byte) error {
	t.elements, t.attributes, t.open = t.elements[:0], t.attributes[:0], t.open[:0]
	if i := bytes.IndexByte(record, 0); i >= 0 {
		return &reason{whyText, "a NUL at its byte " + strconv.Itoa(i)}
	}
	if i := invalidUTF8(record); i >= 0 {
		return &reason{whyText, "no UTF-8 at its byte " + strconv.Itoa(i)}
	}
	input := parse.NewInputBytes(record)
	lexer := xml.NewLexer(input)
	for {
		token, _ := lexer.Next()
		if err := t.token(token, lexer); err != nil {
			return &reason{whyXML, err.Error() + ", before its byte " + strconv.Itoa(input.Offset())}
		}
		if token == xml.ErrorToken {
			break
		}
	}
	if len(t.open) > 0 || len(t.elements) == 0 {
		return &reason{whyXML, "it ends within an element"}
	}
	return nil
}

// A syntaxError says what is wrong with a record.
type syntaxError string

func (e syntaxError) Error() string { return string(e) }

func (t *tree) token(token xml.TokenType, lexer *xml.Lexer) error {
	switch token {
	case xml.StartTagToken:
		return t.start(lexer.Text())
	case xml.AttributeToken:
		return t.attribute(lexer.Text(), lexer.AttrVal())
	case xml.StartTagCloseVoidToken:
		return t.end(nil)
	case xml.EndTagToken:
		return t.end(lexer.Text())
	case xml.TextToken:
		text, err := unescape(lexer.Text())
		if err != nil {
			return err
		}
		return t.add(text)
	case xml.CDATAToken:
		return t.add(lexer.Text())
	case xml.DOCTYPEToken:
		return syntaxError("a DOCTYPE within a record")
	case xml.StartTagPIToken, xml.StartTagClosePIToken:
		return syntaxError("a processing instruction within a record")
	}
	return nil
}

func (t *tree) start(name []byte) error {
	if len(name) == 0 || name[0] == '!' {
		return syntaxError("a < that begins nothing")
	}
	if len(t.open) == 0 && len(t.elements) > 0 {
		return syntaxError("a second element")
	}
	if len(t.open) == maxDepth {
		return syntaxError("elements within elements, over " + strconv.Itoa(maxDepth) + " deep")
	}
	if len(t.elements) == maxElements {
		return syntaxError("over " + strconv.Itoa(maxElements) + " elements")
	}
	i := int32(len(t.elements))
	if len(t.open) > 0 {
		parent := &t.elements[t.open[len(t.open)-1]]
		if parent.child == 0 {
			parent.child = i
		} else {
			t.elements[parent.last].next = i
		}
		parent.last = i
	}
	from := int32(len(t.attributes))
	t.elements = append(t.elements, element{name: local(name), from: from, to: from})
	t.open = append(t.open, i)
	return nil
}

func (t *tree) attribute(name, quoted []byte) error {
	if len(t.open) == 0 {
		return nil
	}
	if len(t.attributes) == maxElements {
		return syntaxError("over " + strconv.Itoa(maxElements) + " attributes")
	}
	if n := len(quoted); n < 2 || quoted[0] != quoted[n-1] {
		return syntaxError("an attribute without quotes")
	}
	value, err := unescape(quoted[1 : len(quoted)-1])
	t.attributes = append(t.attributes, attribute{local(name), value})
	t.elements[t.open[len(t.open)-1]].to = int32(len(t.attributes))
	return err
}

// end closes the element that is open. A nil name is <void/>.
func (t *tree) end(name []byte) error {
	if len(t.open) == 0 {
		return syntaxError("an end without a beginning")
	}
	i := t.open[len(t.open)-1]
	if name != nil && !bytes.Equal(local(name), t.elements[i].name) {
		return syntaxError("<" + clip(string(t.elements[i].name), 60) + "> is closed by </" + clip(string(name), 60) + ">")
	}
	t.open = t.open[:len(t.open)-1]
	return nil
}

func (t *tree) add(text []byte) error {
	if len(t.open) == 0 || len(bytes.TrimSpace(text)) == 0 {
		return nil
	}
	e := &t.elements[t.open[len(t.open)-1]]
	if e.text == nil {
		e.text = text
	} else {
		e.text = append(bytes.Clone(e.text), text...)
	}
	return nil
}

func local(name []byte) []byte {
	if i := bytes.IndexByte(name, ':'); i >= 0 {
		return name[i+1:]
	}
	return name
}

// unescape decodes references. Those of XML are the only names: what a DTD
// declares is not expanded. An & that begins none stands for itself, as some
// offices write it.
func unescape(text []byte) ([]byte, error) {
	at := bytes.IndexByte(text, '&')
	if at < 0 {
		return text, nil
	}
	out := make([]byte, 0, len(text))
	for at >= 0 {
		out, text = append(out, text[:at]...), text[at:]
		name, rest, ended := bytes.Cut(text[1:], []byte{';'})
		if !ended || len(name) == 0 || len(name) > 32 || !isReference(name) {
			out, text = append(out, '&'), text[1:]
		} else {
			r, err := reference(name)
			if err != nil {
				return nil, err
			}
			out, text = utf8.AppendRune(out, r), rest
		}
		at = bytes.IndexByte(text, '&')
	}
	return append(out, text...), nil
}

func isReference(name []byte) bool {
	for i, c := range name {
		letter := 'a' <= c|0x20 && c|0x20 <= 'z'
		if !letter && (c < '0' || c > '9') && (c != '#' || i > 0) {
			return false
		}
	}
	return true
}

func reference(name []byte) (rune, error) {
	switch string(name) {
	case "amp":
		return '&', nil
	case "lt":
		return '<', nil
	case "gt":
		return '>', nil
	case "quot":
		return '"', nil
	case "apos":
		return '\'', nil
	}
	if name[0] == '#' {
		digits, base := string(name[1:]), 10
		if len(digits) > 1 && digits[0]|0x20 == 'x' {
			digits, base = digits[1:], 16
		}
		n, err := strconv.ParseUint(digits, base, 32)
		if err == nil && n != 0 && n <= unicode.MaxRune && utf8.ValidRune(rune(n)) {
			return rune(n), nil
		}
	}
	return 0, syntaxError("&" + string(name) + "; is not expanded")
}

// invalidUTF8 is the first byte that is no UTF-8, or -1.
func invalidUTF8(text []byte) int {
	if utf8.Valid(text) {
		return -1
	}
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

// A node is an element of a tree. The zero node has no text and no children.
type node struct {
	t *tree
	i int32
}

func (t *tree) root() node { return node{t, 0} }

func (n node) ok() bool { return n.t != nil }

func (n node) name() string { return string(n.t.elements[n.i].name) }

// is saves the allocation of name.
func (n node) is(name string) bool { return string(n.t.elements[n.i].name) == name }

// children yields the elements right below.
func (n node) children() iter.Seq[node] {
	return func(yield func(node) bool) {
		if n.t == nil {
			return
		}
		for i := n.t.elements[n.i].child; i != 0; i = n.t.elements[i].next {
			if !yield(node{n.t, i}) {
				return
			}
		}
	}
}

// all yields the elements of a name right below.
func (n node) all(name string) iter.Seq[node] {
	return func(yield func(node) bool) {
		for c := range n.children() {
			if c.is(name) && !yield(c) {
				return
			}
		}
	}
}

// first follows a path of names, each time to the first that bears it.
func (n node) first(names ...string) node {
	for _, name := range names {
		found := node{}
		for c := range n.all(name) {
			found = c
			break
		}
		n = found
	}
	return n
}

// bytes is the text of the element itself, trimmed.
func (n node) bytes() []byte {
	if n.t == nil {
		return nil
	}
	return bytes.TrimSpace(n.t.elements[n.i].text)
}

// line is the text in one line of at most max bytes.
func (n node) line(max int) string { return oneLine(n.bytes(), max) }

func (n node) attribute(name string) []byte {
	if n.t == nil {
		return nil
	}
	e := n.t.elements[n.i]
	for _, a := range n.t.attributes[e.from:e.to] {
		if string(a.name) == name {
			return bytes.TrimSpace(a.value)
		}
	}
	return nil
}
