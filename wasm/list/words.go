package list

// Severity has one stable meaning a step.
type Severity uint8

const (
	None     Severity = iota
	Info              // permitted or descriptive use, shown but not underlined loudly
	Low               // weak, old, or outside the goods
	Medium            // a live right, goods related or unknown
	High              // a live right used as a name for goods it covers, or banned wording
	Critical          // expect removal or a frozen account
)

// RightKind is the branch of law, or the marketplace's own policy.
type RightKind uint8

const (
	Trademark RightKind = iota
	Copyright
	Patent
	Design
	Policy
)

// Status is what the register says of a right.
type Status uint8

const (
	StatusUnknown Status = iota
	Live
	Pending
	Dead
)

// Confidence is how sure the list's editors are of a fact.
type Confidence uint8

const (
	ConfidenceUnknown Confidence = iota
	ConfidenceLow
	ConfidenceMedium
	ConfidenceHigh
)

// Field is a part of a listing.
type Field uint8

const (
	Title Field = iota
	Highlights
	Bullets
	Description
	SearchTerms
	Brand
	fieldCount
)

// Fields is a set of fields, bit n for Field n.
type Fields uint8

// LimitKind tells what a Limit limits. A character is a Unicode code point, as
// JSON Schema counts the maxLength of marketplaces' own forms; what stands
// between two commas of a field is a part of it (the tags of Etsy).
type LimitKind uint8

const (
	MaxCharacters      LimitKind = iota // Text lists the categories that are exempt: "books, music"
	MaxBytes                            // UTF-8 bytes
	MinCharacters                       //
	BannedCharacters                    // each character of Text
	MaxRepeats                          // the same word at most Max times; Text lists exempt words
	MinCount                            // bullets, or parts of another field
	MaxCount                            //
	MaxPartCharacters                   // of each part
	MaxTotalCharacters                  // of all bullets together
	SingleCharacters                    // each character of Text at most once
	UniqueParts                         // no part twice
	BannedStarts                        // no part starts with a character of Text
	BannedEnds                          // the field ends with no character of Text
	BannedValues                        // the field is none of the words of Text
	BannedShapes                        // no word has a shape of Text, where X is a capital or a digit: "B0XXXXXXXX"
	NoEmoji                             //
	NoMarkup                            // no tags but those of Text
	NoContacts                          // no addresses of mail or sites, no telephone numbers
	limitKinds
)

// LastLimitKind bounds what a pack may hold.
const LastLimitKind = limitKinds - 1

// Classes is a set of Nice classes: bit n for class n (1-45). Bit 0 means all.
type Classes uint64

// AllClasses is a right that reaches every class (specially protected signs).
const AllClasses Classes = 1

// Jurisdictions is a set of territories, bit n for the n-th of the codes below.
type Jurisdictions uint64

// codes are ISO 3166 codes, and EU for the Union's unitary rights. The order
// is part of the pack format: append only.
var codes = [...]string{
	"US", "EU", "GB", "CA", "JP", "AU", "CN", "DE", "FR", "IT", "ES", "NL", "PL", "SE", "BE", "IE",
	"AT", "CH", "MX", "BR", "IN", "SG", "MY", "TH", "VN", "PH", "ID", "TW", "HK", "KR", "NZ", "TR",
	"AE", "SA", "EG", "ZA", "CL", "CO", "AR", "PE", "UY", "PT", "NO", "DK", "FI", "CZ", "HU", "RO", "GR", "IL", "RU",
}

// A Date is a day counted from 1970-01-01. Zero means not said.
type Date int32
