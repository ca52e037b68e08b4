package score

import (
	"iter"

	"clearlist/wasm/internal/match"
	"clearlist/wasm/internal/normalize"
	"clearlist/wasm/list"
	"clearlist/wasm/pack"
)

// A Source is a pack with its index.
type Source struct {
	Pack   *pack.Pack
	Index  *match.Index
	Limits []list.Limit // of the pack, read once
}

// NewSource opens a curated pack.
func NewSource(p *pack.Pack) (Source, error) {
	x, err := match.Open(p)
	if err != nil {
		return Source{}, err
	}
	s := Source{Pack: p, Index: x, Limits: make([]list.Limit, p.Limits())}
	for i := range s.Limits {
		s.Limits[i] = p.Limit(i)
	}
	return s, nil
}

// A Part is one field of the listing, or one bullet, read and searched.
type Part struct {
	Field list.Field
	Index int // which bullet
	Text  *normalize.Text
	Hits  [][]match.Hit // for each source
	Marks []match.Mark  // of all registers

	Places []match.Places // of the hits of each source

	steps      []step      // by token, where asked for
	titled     bool        // most of its words have capitals, noted by Judge
	small      bool        // none has: capitals say nothing here
	strange    bool        // it is in a language the lists do not know, heard when first asked
	heard      bool        // it has been
	companions []companion // marks that stand in it, noted when first asked for
	accompany  bool        // they have been
}

// covering gives the hits of a source that tokens lie within.
func (p *Part) covering(source, tok0, tok1 int) iter.Seq[*match.Hit] {
	return func(yield func(*match.Hit) bool) {
		places := &p.Places[source]
		for tok := places.FirstCovering(tok0); tok <= tok0; tok++ {
			for _, k := range places.StartingAt(tok) {
				if h := &p.Hits[source][k]; h.Tok1 >= tok1 && !yield(h) {
					return
				}
			}
		}
	}
}

// Input is a listing made ready.
type Input struct {
	Sources   []Source
	Registers []Register
	Parts     []Part
	Category  Part
	Own       []Part    // the seller's own brands, one each
	Place     Place     // where it is shown
	AsOf      list.Date // zero means each source's own date
}

// A Finding is a hit that matters. Rule is one of the Rule constants, or
// RulePolicy, when Right tells which.
type Finding struct {
	Part       int
	Source     int
	Term       int
	Start, End int
	Kind       list.RightKind
	Match      match.Kind
	Disguised  bool
	Severity   list.Severity
	Rule       Rule
	Why        string // of the sense that decided
	Right      int    // the right that weighs most
	Rights     []int  // all that speak, the most relevant first

	// Mark is what a register found, nil when a list did. Source, Term, Right
	// and Rights say nothing then.
	Mark *match.Mark
}

// A Rule is the reason for a severity. Package screen gives each a name and a
// sentence.
type Rule uint8

const (
	RuleName            Rule = iota // used as the name of the goods
	RuleLeadsTitle                  // leads the title
	RuleOwnBrand                    // the seller's own
	RuleBrandField                  // somebody else's mark as the brand
	RuleSearchTerms                 // a mark among search terms
	RuleNominative                  // says what the goods fit
	RuleComparison                  // leans on a mark
	RuleAttribution                 // claims a tie with the owner
	RuleSense                       // another sense of the word
	RuleOtherGoods                  // live, but for other goods
	RuleRelatedGoods                // live, goods related or unknown
	RuleOrdinaryWord                // also an ordinary word
	RulePending                     // applied for, not registered
	RuleElsewhere                   // registered, not here
	RuleExpired                     // no longer in force, or dead
	RuleNotYet                      // not in force yet
	RuleCharacter                   // a protected character or work
	RulePatent                      // a kind of product under a patent
	RuleDesign                      // a kind of product under a registered design
	RuleProtected                   // a kind of product under a right of another place or time
	RuleRegistered                  // a register holds it
	RuleRegisteredOther             // a register holds it, for other goods
	RuleRegisteredFits              // a register holds it, and it says what the goods fit
	RuleRegisteredWord              // a register holds it, and it is ordinary words
	RulePolicySense                 // restricted wording in another sense
	RulePolicy                      // the marketplace's own wording rules
)
