package wire

import (
	"errors"
	"math"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"clearlist/wasm/list"
	"clearlist/wasm/screen"
)

// The flat form of a listing, little endian. JavaScript writes it with no
// more than charCodeAt; UTF-16 keeps half a surrogate pair, which is what an
// editor holds while an emoji is typed.
//
//	0   u32  "CLL1", read as a number 0x314C4C43
//	4   i32  the day to judge by, counted from 1970-01-01; 0 means not said
//	8   u32  number of strings
//	12  for each string: u32 role<<16 | index, u32 length in units
//	..  all units, u16 each, one string after the other
//
// Index numbers own brands and bullets from 0, in order; it is 0 for the
// others, which come at most once. A role that is absent is the empty string.

// ErrListing means that a buffer holds no listing that can be checked. The error
// returned says why.
var ErrListing = errors.New("listing refused")

const (
	// MaxUnits bounds a string: forty times the longest description that any
	// marketplace takes.
	MaxUnits = 200_000

	// maxStrings bounds bullets and own brands: no marketplace takes more than
	// a dozen of one, no seller has a thousand of the other.
	maxStrings = 2048

	listingMagic = 0x314C4C43
	listingHead  = 12
	stringHead   = 8

	lastDay  = 2932896 // 9999-12-31, the last that a verdict can write down
	firstDay = -719162 // 0001-01-01
)

// role is what a string of a listing is.
type role uint32

const (
	roleID role = iota
	roleMarketplace
	roleCategory
	roleOwnBrand
	roleBrand
	roleTitle
	roleHighlights
	roleBullet
	roleDescription
	roleSearchTerms
	roleEnd
)

var roleNames = [roleEnd]string{
	"id", "marketplace", "category", "own_brands", "brand", "title", "highlights", "bullets", "description", "search_terms",
}

// DecodeListing reads the flat form. Half a surrogate pair becomes U+FFFD,
// which is one unit as well, so offsets hold. The listing keeps nothing of b.
func DecodeListing(b []byte) (id string, l screen.Listing, err error) {
	d, err := newDecoder(b)
	if err != nil {
		return "", screen.Listing{}, err
	}
	l.AsOf = list.Date(u32(b[4:]))
	if l.AsOf < firstDay || l.AsOf > lastDay {
		return "", screen.Listing{}, refuse("a day that no calendar has")
	}
	var seen [roleEnd]int
	for range d.strings {
		text, r, index, err := d.next()
		if err != nil {
			return "", screen.Listing{}, err
		}
		if index != seen[r] || index > 0 && r != roleOwnBrand && r != roleBullet {
			return "", screen.Listing{}, refuse(roleNames[r] + " out of order")
		}
		seen[r]++
		place(&l, r, text)
	}
	if len(d.units) > 0 {
		return "", screen.Listing{}, refuse("text that belongs to no field")
	}
	return l.ID, l, nil
}

func place(l *screen.Listing, r role, text string) {
	switch r {
	case roleID:
		l.ID = text
	case roleMarketplace:
		l.Marketplace = text
	case roleCategory:
		l.Category = text
	case roleOwnBrand:
		l.OwnBrands = append(l.OwnBrands, text)
	case roleBrand:
		l.Brand = text
	case roleTitle:
		l.Title = text
	case roleHighlights:
		l.Highlights = text
	case roleBullet:
		l.Bullets = append(l.Bullets, text)
	case roleDescription:
		l.Description = text
	case roleSearchTerms:
		l.SearchTerms = text
	}
}

// decoder walks heads and units side by side.
type decoder struct {
	strings int
	heads   []byte
	units   []byte
	text    []byte // reused for each string
}

func newDecoder(b []byte) (*decoder, error) {
	if len(b) < listingHead || u32(b) != listingMagic {
		return nil, refuse("it does not start as one")
	}
	count := u32(b[8:])
	if count > maxStrings {
		return nil, refuse(strconv.Itoa(int(count)) + " strings, the limit is " + strconv.Itoa(maxStrings))
	}
	rest := b[listingHead:]
	if len(rest) < int(count)*stringHead {
		return nil, refuse("cut short")
	}
	heads := int(count) * stringHead
	return &decoder{strings: int(count), heads: rest[:heads], units: rest[heads:]}, nil
}

func (d *decoder) next() (text string, r role, index int, err error) {
	tag, length := u32(d.heads), u32(d.heads[4:])
	d.heads = d.heads[stringHead:]
	r, index = role(tag>>16), int(tag&math.MaxUint16)
	if r >= roleEnd {
		return "", 0, 0, refuse("a string of unknown role")
	}
	if length > MaxUnits {
		return "", 0, 0, tooLong(r, index, int(length))
	}
	size := int(length) * 2
	if size > len(d.units) {
		return "", 0, 0, refuse("cut short")
	}
	d.text = appendUTF8(d.text[:0], d.units[:size])
	d.units = d.units[size:]
	return string(d.text), r, index, nil
}

// appendUTF8 appends little endian UTF-16 as UTF-8.
func appendUTF8(dst, units []byte) []byte {
	for i := 0; i < len(units); i += 2 {
		r := rune(units[i]) | rune(units[i+1])<<8
		if r < utf8.RuneSelf {
			dst = append(dst, byte(r))
			continue
		}
		if utf16.IsSurrogate(r) {
			low := rune(0)
			if i+3 < len(units) {
				low = rune(units[i+2]) | rune(units[i+3])<<8
			}
			if r = utf16.DecodeRune(r, low); r != utf8.RuneError {
				i += 2
			}
		}
		dst = utf8.AppendRune(dst, r)
	}
	return dst
}

// EncodeListing is the inverse of [DecodeListing], for tests and benchmarks;
// the browser has its own in checker/encode.ts.
func EncodeListing(l *screen.Listing) []byte {
	var heads, units []byte
	count := uint32(0)
	add := func(r role, index int, text string) {
		if text == "" && r != roleOwnBrand && r != roleBullet {
			return
		}
		before := len(units)
		for _, u := range utf16.Encode([]rune(text)) {
			units = append(units, byte(u), byte(u>>8))
		}
		heads = appendU32(heads, uint32(r)<<16|uint32(index), uint32(len(units)-before)/2)
		count++
	}
	add(roleID, 0, l.ID)
	add(roleMarketplace, 0, l.Marketplace)
	add(roleCategory, 0, l.Category)
	for i, s := range l.OwnBrands {
		add(roleOwnBrand, i, s)
	}
	add(roleBrand, 0, l.Brand)
	add(roleTitle, 0, l.Title)
	add(roleHighlights, 0, l.Highlights)
	for i, s := range l.Bullets {
		add(roleBullet, i, s)
	}
	add(roleDescription, 0, l.Description)
	add(roleSearchTerms, 0, l.SearchTerms)
	b := appendU32(nil, listingMagic, uint32(l.AsOf), count)
	return append(append(b, heads...), units...)
}

func refuse(why string) error { return &listingError{why} }

func tooLong(r role, index, units int) error {
	field := roleNames[r]
	if r == roleOwnBrand || r == roleBullet {
		field += "[" + strconv.Itoa(index) + "]"
	}
	return refuse(field + " is " + strconv.Itoa(units) + " characters long, the limit is " + strconv.Itoa(MaxUnits))
}

// listingError says why a listing is refused.
type listingError struct{ why string }

func (e *listingError) Error() string { return ErrListing.Error() + ": " + e.why }
func (e *listingError) Unwrap() error { return ErrListing }

func u32(b []byte) uint32 {
	b = b[:4:4]
	return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
}

func appendU32(b []byte, all ...uint32) []byte {
	for _, v := range all {
		b = append(b, byte(v), byte(v>>8), byte(v>>16), byte(v>>24))
	}
	return b
}
