package list

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The one spelling of each word, in sources, packs' JSON and on the screen.
// The order is the order of the constants in words.go.
var (
	severityNames   = []string{"none", "info", "low", "medium", "high", "critical"}
	rightKindNames  = []string{"trademark", "copyright", "patent", "design", "policy"}
	statusNames     = []string{"unknown", "live", "pending", "dead"}
	confidenceNames = []string{"unknown", "low", "medium", "high"}
	fieldNames      = []string{"title", "highlights", "bullets", "description", "search_terms", "brand"}
	limitKindNames  = []string{
		"max-characters", "max-bytes", "min-characters", "banned-characters", "max-repeats", "min-count", "max-count",
		"max-part-characters", "max-total-characters", "single-characters", "unique-parts", "banned-starts",
		"banned-ends", "banned-values", "banned-shapes", "no-emoji", "no-markup", "no-contacts",
	}
	useNames = []string{"name", "nominative", "comparison", "attribution", "decoration"}
)

func (s Severity) String() string   { return name(severityNames, s) }
func (k RightKind) String() string  { return name(rightKindNames, k) }
func (s Status) String() string     { return name(statusNames, s) }
func (c Confidence) String() string { return name(confidenceNames, c) }
func (f Field) String() string      { return name(fieldNames, f) }
func (k LimitKind) String() string  { return name(limitKindNames, k) }
func (u Use) String() string        { return name(useNames, u) }

// The Parse functions are the inverse of String: exact spelling, lower case.
// Their errors quote the word and name the ones that would do.

func ParseSeverity(s string) (Severity, error) { return parseName[Severity](severityNames, s) }

func ParseRightKind(s string) (RightKind, error)   { return parseName[RightKind](rightKindNames, s) }
func ParseStatus(s string) (Status, error)         { return parseName[Status](statusNames, s) }
func ParseConfidence(s string) (Confidence, error) { return parseName[Confidence](confidenceNames, s) }
func ParseField(s string) (Field, error)           { return parseName[Field](fieldNames, s) }
func ParseLimitKind(s string) (LimitKind, error)   { return parseName[LimitKind](limitKindNames, s) }
func ParseUse(s string) (Use, error)               { return parseName[Use](useNames, s) }

// name never panics: a value out of range, as a broken pack may hold, is
// shown as its number.
func name[T ~uint8](names []string, v T) string {
	if int(v) < len(names) {
		return names[v]
	}
	return "(" + strconv.Itoa(int(v)) + ")"
}

func parseName[T ~uint8](names []string, s string) (T, error) {
	i := slices.Index(names, s)
	if i < 0 {
		return 0, errors.New(quote(s) + " is not one of " + strings.Join(names, ", "))
	}
	return T(i), nil
}

// quote keeps a hostile value from filling the screen.
func quote(s string) string {
	const longest = 40 // characters; enough to recognise a mistake by
	n := 0
	for i := range s {
		if n == longest {
			return visible(s[:i]) + "..."
		}
		n++
	}
	return visible(s)
}

// visible puts quotes around a text and writes what is not to be seen as its
// number. strconv.Quote knows every character there is, and is 14 KB of code.
func visible(s string) string {
	b := []byte{'"'}
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r < ' ' || 0x7F <= r && r <= 0xA0 || r == 0xAD || 0x200B <= r && r <= 0x200F || 0x2028 <= r && r <= 0x202F || 0x2060 <= r && r <= 0x206F || r == 0xFEFF || r == utf8.RuneError:
			b = append(strconv.AppendInt(append(b, `\u{`...), int64(r), 16), '}')
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return string(append(b, '"'))
}
