package list

import (
	"errors"
	"iter"
	"math/bits"
	"slices"
	"strconv"
	"strings"
)

// lastClass is the highest class of the Nice classification (12th edition).
const lastClass = 45

// ClassesOf returns the set of the classes given; a number outside 1-45 adds
// nothing.
func ClassesOf(classes ...int) Classes {
	var c Classes
	for _, n := range classes {
		if 1 <= n && n <= lastClass {
			c |= 1 << n
		}
	}
	return c
}

// ParseClasses reads "20 25 26" or "all".
func ParseClasses(s string) (Classes, error) {
	if s == "all" {
		return AllClasses, nil
	}
	return parseSet(s, func(word string) (Classes, error) {
		n, err := strconv.Atoi(word)
		if err != nil || n < 1 || n > lastClass || word != strconv.Itoa(n) {
			return 0, errors.New(quote(word) + " is not a Nice class (1-45)")
		}
		return 1 << n, nil
	})
}

// Has tells whether class n is in the set; [AllClasses] has every one.
func (c Classes) Has(n int) bool {
	return 1 <= n && n <= lastClass && c&(AllClasses|1<<n) != 0
}

// Touches tells whether the two sets have a class in common.
func (c Classes) Touches(d Classes) bool {
	if c == 0 || d == 0 {
		return false
	}
	return c&AllClasses != 0 || d&AllClasses != 0 || c&d != 0
}

// All yields the classes of the set, rising.
func (c Classes) All() iter.Seq[int] {
	return func(yield func(int) bool) {
		for n := 1; n <= lastClass; n++ {
			if c.Has(n) && !yield(n) {
				return
			}
		}
	}
}

// String is what [ParseClasses] reads; "" for the empty set.
func (c Classes) String() string {
	if c&AllClasses != 0 {
		return "all"
	}
	var b []byte
	for n := range c.All() {
		b = strconv.AppendInt(appendSpace(b), int64(n), 10)
	}
	return string(b)
}

// ParseJurisdiction reads one code: "US".
func ParseJurisdiction(code string) (Jurisdictions, error) {
	i := slices.Index(codes[:], code)
	if i < 0 {
		hint := ""
		if code == "UK" {
			hint = "; the United Kingdom is GB"
		}
		return 0, errors.New(quote(code) + " is not a known territory" + hint)
	}
	return 1 << i, nil
}

// ParseJurisdictions reads "US EU GB".
func ParseJurisdictions(s string) (Jurisdictions, error) {
	return parseSet(s, ParseJurisdiction)
}

// JurisdictionsOf returns the set of the codes given. It is for codes written
// in a program; an unknown one adds nothing. Data goes through
// [ParseJurisdictions].
func JurisdictionsOf(known ...string) Jurisdictions {
	var set Jurisdictions
	for _, code := range known {
		j, _ := ParseJurisdiction(code)
		set |= j
	}
	return set
}

// AllJurisdictions is the set of every known territory.
const AllJurisdictions Jurisdictions = 1<<len(codes) - 1

// Has tells whether all of other is in the set.
func (j Jurisdictions) Has(other Jurisdictions) bool { return j&other == other }

// All yields the codes of the set, in the fixed order of the code table.
func (j Jurisdictions) All() iter.Seq[string] {
	return func(yield func(string) bool) {
		for rest := j & AllJurisdictions; rest != 0; rest &= rest - 1 {
			if !yield(codes[bits.TrailingZeros64(uint64(rest))]) {
				return
			}
		}
	}
}

// String is what [ParseJurisdictions] reads; "" for the empty set.
func (j Jurisdictions) String() string { return j.Join(" ") }

// Join puts something between the codes: "US, CA".
func (j Jurisdictions) Join(between string) string {
	var b []byte
	for code := range j.All() {
		if len(b) > 0 {
			b = append(b, between...)
		}
		b = append(b, code...)
	}
	return string(b)
}

// AllFields is the set of every field.
const AllFields Fields = 1<<fieldCount - 1

// FieldsOf returns the set of the fields given.
func FieldsOf(fields ...Field) Fields {
	var set Fields
	for _, f := range fields {
		set |= 1 << f
	}
	return set
}

// ParseFields reads "title bullets".
func ParseFields(s string) (Fields, error) {
	return parseSet(s, func(word string) (Fields, error) {
		f, err := ParseField(word)
		return 1 << f, err
	})
}

// Has tells whether f is in the set.
func (s Fields) Has(f Field) bool { return s&(1<<f) != 0 }

// All yields the fields of the set in the order of a listing.
func (s Fields) All() iter.Seq[Field] {
	return func(yield func(Field) bool) {
		for f := range fieldCount {
			if s.Has(f) && !yield(f) {
				return
			}
		}
	}
}

// String is what [ParseFields] reads; "" for the empty set.
func (s Fields) String() string {
	var b []byte
	for f := range s.All() {
		b = append(appendSpace(b), f.String()...)
	}
	return string(b)
}

// parseSet reads words with one space between them, none twice. Its error is
// an *offsetError.
func parseSet[T ~uint8 | ~uint64](s string, parse func(string) (T, error)) (T, error) {
	var set T
	offset := 0
	for word := range strings.SplitSeq(s, " ") {
		one, err := parse(word)
		if err == nil && set&one != 0 {
			err = errors.New(quote(word) + " is given twice")
		}
		if err != nil {
			return 0, &offsetError{offset, err}
		}
		set |= one
		offset += len(word) + 1
	}
	return set, nil
}

// An offsetError tells which byte of a value is wrong, for an error to point
// at the word and not at the start of its line.
type offsetError struct {
	offset int
	err    error
}

func (e *offsetError) Error() string { return e.err.Error() }
func (e *offsetError) Unwrap() error { return e.err }

func appendSpace(b []byte) []byte {
	if len(b) > 0 {
		b = append(b, ' ')
	}
	return b
}
