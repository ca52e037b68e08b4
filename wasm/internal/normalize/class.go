package normalize

import "unicode/utf8"

// Class says what a character is to the matcher. gen/main.go writes the same
// numbers into the tables.
type Class uint8

const (
	Other Class = iota // a sign or a picture: an odd thing inside a word
	Space
	Letter
	Digit
	mark  // an accent
	vowel // a combining mark that is part of the word
	hidden
	Ideograph // a character that is a word of its own: Han, Thai
	Hiragana
	Katakana
	Hangul
	Flag // letters shown as a flag
	hyphen
	apostrophe
	hard
	Symbol // a sign that can stand for a letter: "N!ke"
)

// How is in what way a unit's source differs from its fold, or what stood
// before it inside the same token.
type How uint16

const (
	Compat     How = 1 << iota // another width or a compatibility form
	Accent                     // an accent, a stroke, a ligature's parts
	LookAlike                  // a letter of another script or shape
	Upper                      // a capital
	Hidden                     // something invisible stands right before it
	Markup                     // a tag stands right before it, or it is a numeric entity
	Apostrophe                 // an apostrophe stands right before it
	Sign                       // a Symbol read as a letter
)

// Sep is what stands between a token and the one before. None: they are parts
// of one written word ("iPhone15", "PokemonCards"), or scripts without spaces.
type Sep uint8

const (
	Gap    Sep = 1 << iota // white space
	Joiner                 // - _ . / and their like
	Odd                    // other signs, pictures
	Hard                   // , ; ( ) and line ends: what a phrase does not cross
)

// facts is a code point's row in the tables. fold is "" when the code point
// is its own fold; skel is "" when it is the same as the fold.
type facts struct {
	class      Class
	how        How
	fold, skel string
}

func lookup(r rune) facts {
	if r >= tableLimit {
		return facts{class: classBeyond(r)}
	}
	const size = 1 << pageBits
	at := (int(pageOf[r>>pageBits])*size + int(r&(size-1))) * 2
	row := (int(pages[at]) | int(pages[at+1])<<8) * 8
	e := entries[row : row+8]
	fold := int(e[2]) | int(e[3])<<8
	skel := int(e[5]) | int(e[6])<<8
	return facts{Class(e[0]), How(e[1]), pool[fold : fold+int(e[4])], pool[skel : skel+int(e[7])]}
}

// classBeyond covers what has no pages: ideographs to U+3FFFF, and the tags
// and variation selectors of plane 14.
func classBeyond(r rune) Class {
	switch {
	case r < 0x40000:
		return Ideograph
	case 0xE0000 <= r && r < 0xE1000:
		return hidden
	}
	return Other
}

// asciiClass is the class of each ASCII character before its neighbours are
// looked at.
var asciiClass = func() (t [utf8.RuneSelf]Class) {
	for c := range t {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z':
			t[c] = Letter
		case '0' <= c && c <= '9':
			t[c] = Digit
		case c < ' ' || c == 0x7f:
			t[c] = hidden
		}
	}
	set := func(class Class, chars string) {
		for i := range len(chars) {
			t[chars[i]] = class
		}
	}
	set(Space, " \t")
	set(hard, "\n\r\v\f,;:?\"()[]{}<>")
	set(hyphen, "-_./\\")
	set(apostrophe, "'`")
	set(Symbol, "@$!|+")
	return t
}()

// skeletonOf writes an ASCII letter, digit or sign as the letter that all of
// its look-alikes share; the second byte is 0 unless the shape takes two
// letters. gen/main.go does the same for other code points.
var skeletonOf = func() (t [utf8.RuneSelf][2]byte) {
	for c := range t {
		t[c][0] = byte(c)
	}
	for _, alike := range []string{"li1!|", "o0", "z2", "e3", "a4@", "s5$", "t7+", "b8", "g96"} {
		for i := range len(alike) {
			t[alike[i]][0] = alike[0]
		}
	}
	t['m'], t['w'], t['d'] = [2]byte{'r', 'n'}, [2]byte{'v', 'v'}, [2]byte{'c', 'l'}
	return t
}()

// Skeleton is what a folded letter is written as in Text.Skel; the second
// rune is 0 unless it takes two.
func Skeleton(fold rune) [2]rune {
	if fold < utf8.RuneSelf {
		two := skeletonOf[fold]
		return [2]rune{rune(two[0]), rune(two[1])}
	}
	out := [2]rune{fold}
	n := 0
	for _, r := range lookup(fold).skel {
		if n < len(out) {
			out[n] = r
			n++
		}
	}
	return out
}
