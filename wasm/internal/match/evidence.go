package match

// Evidence is in what ways a stretch of text differs from the form it was
// taken for.
type Evidence uint16

const (
	Plural     Evidence = 1 << iota // one s more than the form
	Possessive                      // 's more than the form
	Singular                        // one s less than the term
	Joined                          // the form's words run together: "crockpot"
	Hyphenated                      // a plain joiner inside a word: "Vel-cro"
	Split                           // white space inside a word: "Vel cro"
	Spread                          // single letters: "V e l c r o"
	OddJoiner                       // another sign inside a word: "Vel*cro", or between words
	Leet                            // a digit or a sign for a letter
	LookAlike                       // a letter of another script or shape
	Confused                        // plain letters that look alike: "Pokernon", "DlSNEY"
	Invisible                       // something invisible inside a word
	Markup                          // a tag or a numeric entity inside a word
	Repeated                        // a letter more than once where the form has it once: "Nikee"
)

// Deliberate is what nobody writes by accident.
const Deliberate = LookAlike | Invisible | Markup

// Disguise is what makes a hit disguised and not exact.
const Disguise = Deliberate | Leet | Spread | OddJoiner | Split | Hyphenated | Confused

// A Kind tells how a hit was found.
type Kind uint8

const (
	Written Kind = iota // letter by letter, evidence aside
	Near                // a misspelling
	Sound               // sounds the same
)

// A Hit is a stretch of a text and the form it was taken for.
type Hit struct {
	Form       int
	Tok0, Tok1 int // tokens, end exclusive
	Start, End int // bytes of the source
	Kind       Kind
	Evidence   Evidence
}
