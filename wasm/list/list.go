package list

// A Set is one release of the lists, whole.
type Set struct {
	Name    string // "curated"
	Version uint32 // rises with every published change
	AsOf    Date   // the day the sources were last reviewed

	Files        []Header // the list sources, in the order given
	Terms        []Term
	Marketplaces []Marketplace
	Limits       []Limit
	Goods        []Goods
	Related      []Relation
	Phrases      []Phrase
	Common       []string // ordinary words, folded: never a near miss of a mark
}

// A Header is what a list source says of itself.
type Header struct {
	List    string // the release it belongs to: "curated"
	Title   string
	AsOf    Date // the day this file was last reviewed
	Licence string
	Source  string // where its facts are from; holds for each right that names none
	At      Position
}

// A Term is a form of words to look for, and why.
type Term struct {
	Text       string   // as shown: "Velcro"
	Aliases    []string // other forms of the same thing: "クロックス", "coozie"
	Famous     bool     // protected beyond its goods (dilution, reputation)
	Dictionary bool     // also an ordinary word, colour, name: needs its goods, or capitals and a use as a name
	Exact      bool     // neither plural, near miss nor sound-alike of it counts
	CaseSense  bool     // only this capitalisation counts ("ONE", "IT")
	Rights     []Right
	Senses     []Sense  // tried in order; the first that holds decides
	Instead    []string // safe wordings, best first
	Note       string   // for the reader of the lists; not compiled
	At         Position // where it stands in its source

	// Beside Aliases and Instead, for Check; nil when not read from text.
	aliasAt, insteadAt []Position
}

// A Right says who may object, where and until when.
type Right struct {
	Kind       RightKind
	Owner      string
	In         Jurisdictions // zero with Policy: wherever the marketplaces are
	Number     string        // registration number, only where sure
	Status     Status
	Classes    Classes // Nice classes; zero means not said
	From       Date    // in force from (included)
	Until      Date    // in force until (excluded)
	Confidence Confidence
	Source     string   // a tag or an address a reviewer can follow
	URL        string   // an office's or a policy's page, shown to the seller
	Cases      []string // dockets of suits brought on it
	At         Position

	// Policy rights only.
	Rule         string   // stable slug: "pesticide-claim"
	Severity     Severity // what the rule's breach means
	Marketplaces []string // Marketplace.ID or .Family; empty means every one
	Fields       Fields   // zero means every field
	Reason       string   // one sentence for the seller
}

// A Sense is a reading of a term under which its severity is another.
// All conditions that are given must hold. Words are compared folded.
type Sense struct {
	Level Severity // the severity under this reading; None silences it
	Why   string   // "garment", "generic in Australia"
	// A word of Before, After or Near is enough when any of them is given.
	Before   []string // one of these stands right before the term
	After    []string // one of these stands right after it
	Near     []string // one of these stands in the same field within 8 tokens, or anywhere in the title
	Lacks    []string // none of these stands anywhere in the listing
	Goods    Classes  // the listing's goods touch these classes
	NotGoods Classes  // they are known and touch none of these
	In       Jurisdictions
	Fields   Fields
	At       Position
}

// A Marketplace tells which law a listing there is under.
type Marketplace struct {
	ID     string   // host name without www: "amazon.co.uk"
	Family string   // "amazon"
	Names  []string // other names callers use: "shein", "Amazon UK"
	In     Jurisdictions
	Note   string // for the reader of the lists; not compiled
	At     Position
}

// A Limit is a rule of form for a field of a marketplace.
type Limit struct {
	Marketplaces []string // ID or Family
	Field        Field
	Kind         LimitKind
	Max          int    // characters, bytes or times, by Kind
	Text         string // characters run together or words with commas between, by Kind
	Severity     Severity
	From, Until  Date
	Confidence   Confidence
	Source       string
	Reason       string
	At           Position
}

// Goods maps a word or phrase of a listing to the Nice classes it suggests.
type Goods struct {
	Word    string
	Classes Classes
}

// A Relation joins classes whose goods are commonly held similar (25-18-14).
type Relation struct{ Classes Classes }

// A Phrase is wording that changes how a term next to it is used.
type Phrase struct {
	Text string
	Use  Use
}

// Use is how a term is used where it stands.
type Use uint8

const (
	AsName      Use = iota // as the name of the goods: the default
	Nominative             // names what the goods fit: "compatible with", "für", "适用于"
	Comparison             // leans on a mark: "style", "dupe", "inspired by", "not"
	Attribution            // claims a tie: "official", "licensed"
	Decoration             // shows the mark on the goods: "print", "图案"

	LastUse = Decoration
)

// A Position is a place in a list source; lines and columns count from 1,
// columns in characters.
type Position struct {
	Source       string
	Line, Column int
}
