package list

import (
	"errors"
	"slices"
	"strings"
)

// A block is what stands between two blank lines.
type block struct {
	head string // the key it opened with; "" when none is open, lost after a bad one
	at   Position
	keys []string // given so far, to refuse a second one

	child     string // "right" or "sense": what an indented line of a term belongs to
	childKeys []string

	term        Term
	marketplace Marketplace
	limit       Limit
	classes     Classes // of goods
	use         Use     // of a phrase
}

// lost is the head of a block, or of a right or sense, whose first line could
// not be read: the lines that belong to it are passed over.
const lost = "?"

// heads are the keys that open a block.
var heads = []string{"list", "release", "term", "marketplace", "limit", "goods", "related", "phrase"}

// repeatable are the keys that may stand more than once.
var repeatable = []string{
	"alias", "right", "sense", "instead", "docket",
	"words", "before", "after", "near", "lacks",
}

// unindented reads a line that opens a block or belongs to its head.
func (r *reader) unindented(key, value string) error {
	b := &r.block
	if slices.Contains(heads, key) {
		if b.head == "" {
			return r.begin(key, value)
		}
		r.fail(1, "a blank line must come before `"+key+":`")
		r.end()
		r.begin(key, value) // for the lines below it to have a place; it has its one error
		return nil
	}
	switch {
	case b.head == lost:
		return nil
	case b.head == "":
		b.head = lost
		return keyError("a block begins with one of " + strings.Join(heads, ", "))
	}
	set := r.termKey
	switch b.head {
	case "list":
		set = r.listKey
	case "release":
		set = r.releaseKey
	case "term":
	default:
		return keyError("lines of `" + b.head + ":` are indented by two spaces")
	}
	if err := once(&b.keys, key); err != nil {
		return err
	}
	b.child = ""
	return set(key, value)
}

// indented reads a line that belongs to a right, a sense, or the head.
func (r *reader) indented(key, value string) error {
	b := &r.block
	if b.head == lost || b.child == lost {
		return nil
	}
	keys := &b.keys
	if b.child != "" {
		keys = &b.childKeys
	}
	if err := once(keys, key); err != nil {
		return err
	}
	switch b.head + b.child {
	case "termright":
		return r.rightKey(&b.term.Rights[len(b.term.Rights)-1], key, value)
	case "termsense":
		return senseKey(&b.term.Senses[len(b.term.Senses)-1], key, value)
	case "marketplace":
		return marketplaceKey(&b.marketplace, key, value)
	case "limit":
		return limitKey(&b.limit, key, value)
	case "goods":
		return r.goodsKey(key, value)
	case "phrase":
		return r.phraseKey(key, value)
	}
	return keyError("no line above for this one to belong to")
}

// begin opens a block. After a bad value it is open all the same, so that the
// lines below are still checked.
func (r *reader) begin(head, value string) error {
	r.block = block{head: head, at: Position{r.at.Source, r.at.Line, 1}}
	b := &r.block
	isHeader := head == "list" || head == "release"
	if first := r.header.At.Line == 0; first != isHeader {
		r.header.At = b.at // once is enough
		if first {
			return keyError("a source opens with its header (list: or release:)")
		}
		return keyError("the header stands first, and once")
	}
	var err error
	switch head {
	case "list":
		r.header = Header{List: value, At: b.at}
		return wantSlug(value)
	case "release":
		r.header.At = b.at
		if r.set.Name != "" {
			return keyError("another source has the `release:` already")
		}
		r.set.Name = value
		return wantSlug(value)
	case "term":
		b.term = Term{Text: value, At: b.at}
	case "marketplace":
		b.marketplace = Marketplace{ID: value, At: b.at}
		return wantHost(value)
	case "limit":
		b.limit.At = b.at
		b.limit.Field, err = ParseField(value)
	case "goods":
		b.classes, err = someClasses(value)
	case "related":
		var classes Classes
		classes, err = someClasses(value)
		if err == nil && strings.IndexByte(value, ' ') < 0 {
			err = errors.New("a class is not related to itself alone")
		}
		r.set.Related = append(r.set.Related, Relation{classes})
	case "phrase":
		b.use, err = ParseUse(value)
		if err == nil && b.use == AsName {
			err = errors.New("a phrase changes the use: " + strings.Join(useNames[1:], ", "))
		}
	}
	return err
}

// open lets the indented lines that follow belong to a right or a sense.
func (r *reader) open(child string, err error) {
	if err != nil {
		child = lost
	}
	r.block.child, r.block.childKeys = child, nil
}

// end closes the block, if one is open, and keeps what it says.
func (r *reader) end() {
	b := &r.block
	need := func(keys ...string) {
		for _, key := range keys {
			if !slices.Contains(b.keys, key) {
				r.failAt(b.at, errors.New("`"+b.head+":` has no `"+key+":`"))
			}
		}
	}
	switch b.head {
	case "list":
		need("title", "as-of", "licence", "source")
		r.set.Files = append(r.set.Files, r.header)
	case "release":
		need("version", "as-of")
	case "term":
		for i := range b.term.Rights {
			if right := &b.term.Rights[i]; right.Source == "" {
				right.Source = r.header.Source
			}
		}
		r.set.Terms = append(r.set.Terms, b.term)
	case "marketplace":
		need("family", "in")
		r.set.Marketplaces = append(r.set.Marketplaces, b.marketplace)
	case "limit":
		need("kind", "marketplaces", "severity", "reason")
		needsMax, needsText := b.limit.Kind.needs()
		if needsMax {
			need("max")
		}
		if needsText {
			need("text")
		}
		if b.limit.Source == "" {
			b.limit.Source = r.header.Source
		}
		r.set.Limits = append(r.set.Limits, b.limit)
	case "goods", "phrase":
		need("words")
	}
	r.block = block{}
}

// once refuses a key that was given before.
func once(keys *[]string, key string) error {
	if slices.Contains(*keys, key) {
		if !slices.Contains(repeatable, key) {
			return keyError("`" + key + ":` is given twice")
		}
		return nil
	}
	*keys = append(*keys, key)
	return nil
}
