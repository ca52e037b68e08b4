package list

// A Mark is what an office's register says of one trade mark. Rights are what
// editors say, in words chosen for a seller; marks are an office's own records,
// by the million.
type Mark struct {
	Office       string // whose register: "US", "EU", "GB", "WO", or the name of a list
	Number       string // what the office has known it by since the filing
	Registration string // number of the registration, where the office gives another
	Words        string // as the office writes them; empty for a design alone
	Kind         MarkKind
	Status       Status
	StatusCode   string // the office's own code or wording
	StatusDate   Date
	Supplemental bool     // on the US supplemental register: not presumed valid
	Acquired     bool     // distinctive by use alone, in whole or in part: US section 2(f)
	Disclaimer   string   // the statement that gives up parts of the words
	Disclaimed   []string // the parts it quotes
	Owner        string   // the latest
	In           Jurisdictions
	Classes      Classes  // Nice classes; zero means none is given
	National     []string // classes of the office's own that no Nice class stands for: "200"
	Filed        Date
	Registered   Date
	Expires      Date // unless it is renewed
	Ended        Date
	Goods        []ClassGoods
	AsOf         Date // the day of the office's data
}

// ClassGoods is the goods and services a mark is for, in one class.
type ClassGoods struct {
	Class int // 1-45, or a national class below 1000
	Text  string
}

// MarkKind is what a mark's drawing shows.
type MarkKind uint8

const (
	MarkUnknown  MarkKind = iota
	WordMark              // the words in any form
	StylisedMark          // the words in the form shown
	CombinedMark          // words and a design
	DesignMark            // a design without words
	OtherMark             // a sound, a scent, a colour, a shape, a movement
)

var markKindNames = []string{"unknown", "word", "stylised", "combined", "design", "other"}

func (k MarkKind) String() string { return name(markKindNames, k) }

// ParseMarkKind is the inverse of String.
func ParseMarkKind(s string) (MarkKind, error) { return parseName[MarkKind](markKindNames, s) }
