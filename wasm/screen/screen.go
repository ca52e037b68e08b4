// Package screen finds the words of a listing that invite an infringement
// complaint, and says of each where it stands, why it matters, in which list
// of which date, and what to write instead.
//
//	b, err := screen.Compile(set)   // on the server: lists to a pack
//	p, err := pack.Open(b)
//	s, err := screen.New(p)
//	v := s.Check(screen.Listing{Marketplace: "amazon.com", Title: "Velcro straps"})
//
// The same listing and the same packs give the same verdict, byte for byte.
// A verdict never says that a text is clean: it says what was found, in what,
// and what was not looked at. Package screen reads no clock: dates are judged
// as of Listing.AsOf, or as of the lists' own date when that is not said.
package screen

import "clearlist/wasm/list"

// A Listing is what a seller is about to publish. Only Title is needed.
type Listing struct {
	ID          string
	Marketplace string // Marketplace.ID, Family or one of Names; "" means every jurisdiction
	Category    string // the category path, in the seller's own words
	OwnBrands   []string
	Brand       string
	Title       string
	Highlights  string
	Bullets     []string
	Description string
	SearchTerms string
	AsOf        list.Date // zero means the lists' own date
}

// A Verdict is the answer for one listing. Severity is the worst of Findings.
type Verdict struct {
	Severity   list.Severity
	Findings   []Finding // by field, bullet, start, severity
	Checked    []Checked
	NotChecked []string      // "register:US": a register that no pack was loaded of
	Lengths    []FieldLength // what Screener.Lengths says; Check leaves it to the caller to ask
}

// A Finding is one span of one field, and why it matters.
type Finding struct {
	Field       list.Field
	Index       int // which bullet, from 0; 0 in other fields
	Start, End  int // bytes of the field, whole characters, end exclusive
	Text        string
	Term        string
	Kind        list.RightKind
	Match       MatchKind
	Severity    list.Severity
	Rule        string // one of the ids in rules.go, or "policy." and a list's slug
	Message     string
	Rights      []Right  // one for each office, the most relevant first
	NotListed   []string // of a right to a product: where the marketplace sells and none is listed; "*" is everywhere else
	Suggestions []string
	Key         uint64 // of a register's mark, to look it up by; zero for what lists say
}

// A Right is a right as a seller sees it: one for each office.
type Right struct {
	Kind    list.RightKind
	Owner   string
	Office  string // a jurisdiction's code, "" when the right is bound to none
	Number  string
	Status  list.Status
	Classes list.Classes
	URL     string
	AsOf    list.Date // the list's date
	From    list.Date
	Until   list.Date
}

// Checked names a list that the listing was checked against.
type Checked struct {
	List    string
	Version uint32
	AsOf    list.Date
}

// MatchKind tells how sure the reading of a span is.
type MatchKind uint8

const (
	Exact     MatchKind = iota // the term, but for case, width, accents, plural and plain joiners
	Disguised                  // the term behind look-alikes, digits, invisible letters, spreading or markup
	Near                       // a misspelling of the term
	Sound                      // written otherwise, sounds the same
)

func (k MatchKind) String() string {
	return [...]string{"exact", "disguised", "near", "sound"}[k&3]
}
