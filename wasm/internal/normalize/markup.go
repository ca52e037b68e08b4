package normalize

import "unicode/utf8"

// Longest tag, comment and entity that are taken for one. A bound keeps the
// pass linear however many openings are never closed.
const (
	longestTag     = 200
	longestComment = 1000
	longestEntity  = 10
)

// inlineTags do not end a word: "Vel<b>cro</b>".
var inlineTags = map[string]bool{
	"a": true, "abbr": true, "b": true, "bdi": true, "bdo": true, "big": true, "code": true, "del": true,
	"em": true, "font": true, "i": true, "ins": true, "kbd": true, "label": true, "mark": true, "q": true,
	"s": true, "samp": true, "small": true, "span": true, "strike": true, "strong": true, "sub": true,
	"sup": true, "tt": true, "u": true, "var": true, "wbr": true,
}

// tag returns the end of the tag or comment that starts at i, 0 when there is
// none, and whether it starts a new block of text.
func tag(s string, i int) (end int, block bool) {
	if len(s)-i >= 4 && s[i:i+4] == "<!--" {
		for j := i + 4; j+3 <= len(s) && j < i+longestComment; j++ {
			if s[j:j+3] == "-->" {
				return j + 3, false
			}
		}
		return 0, false
	}
	name := i + 1
	if name < len(s) && s[name] == '/' {
		name++
	}
	j := name
	for j < len(s) && s[j] < utf8.RuneSelf && (asciiClass[s[j]] == Letter || j > name && asciiClass[s[j]] == Digit) {
		j++
	}
	if j == name || j-name > 10 {
		return 0, false
	}
	var lower [10]byte
	for k := range lower[:j-name] {
		lower[k] = s[name+k] | 0x20
	}
	block = !inlineTags[string(lower[:j-name])]
	if j < len(s) && s[j] != '>' && s[j] != ' ' && s[j] != '/' && s[j] != '\n' && s[j] != '\t' {
		return 0, false
	}
	for ; j < len(s) && j < i+longestTag; j++ {
		switch s[j] {
		case '>':
			return j + 1, block
		case '<':
			return 0, false
		}
	}
	return 0, false
}

// named are the entities that listings use beyond accented letters.
var named = map[string]rune{
	"amp": '&', "lt": '<', "gt": '>', "quot": '"', "apos": '\'', "nbsp": 0xA0, "shy": 0xAD,
	"zwj": 0x200D, "zwnj": 0x200C, "ensp": 0x2002, "emsp": 0x2003, "thinsp": 0x2009,
	"lrm": 0x200E, "rlm": 0x200F, "reg": 0xAE, "copy": 0xA9, "trade": 0x2122, "hellip": 0x2026,
	"mdash": 0x2014, "ndash": 0x2013, "bull": 0x2022, "middot": 0xB7, "lsquo": 0x2018, "rsquo": 0x2019,
	"ldquo": 0x201C, "rdquo": 0x201D, "szlig": 0xDF, "aelig": 0xE6, "AElig": 0xC6, "oelig": 0x153,
	"OElig": 0x152, "oslash": 0xF8, "Oslash": 0xD8, "eth": 0xF0, "thorn": 0xFE, "deg": 0xB0, "euro": 0x20AC,
}

// accents lists the letters that Latin-1 has with each accent, in the order
// of their code points, from capital A to small y.
var accents = map[string]string{
	"grave": "AEIOUaeiou", "acute": "AEIOUYaeiouy", "circ": "AEIOUaeiou", "tilde": "ANOano",
	"uml": "AEIOUaeiouy", "ring": "Aa", "cedil": "Cc",
}

var accented = map[string]string{
	"grave": "ÀÈÌÒÙàèìòù", "acute": "ÁÉÍÓÚÝáéíóúý", "circ": "ÂÊÎÔÛâêîôû", "tilde": "ÃÑÕãñõ",
	"uml": "ÄËÏÖÜäëïöüÿ", "ring": "Åå", "cedil": "Çç",
}

// entity returns the character that an entity at i stands for and where it
// ends; 0 when there is none.
func entity(s string, i int) (char rune, end int) {
	j := i + 1
	for j < len(s) && j <= i+longestEntity && s[j] != ';' {
		j++
	}
	if j >= len(s) || s[j] != ';' || j < i+3 {
		return 0, 0
	}
	name := s[i+1 : j]
	if name[0] == '#' {
		char = numeric(name[1:])
	} else if char = named[name]; char == 0 {
		char = accentedLetter(name)
	}
	if char == 0 {
		return 0, 0
	}
	return char, j + 1
}

func accentedLetter(name string) rune {
	letters, ok := accents[name[1:]]
	if !ok {
		return 0
	}
	n := 0
	for _, char := range accented[name[1:]] {
		if letters[n] == name[0] {
			return char
		}
		n++
	}
	return 0
}

// numeric reads "86" and "x56"; 0 when it is not a character.
func numeric(digits string) rune {
	radix := rune(10)
	if len(digits) > 0 && digits[0]|0x20 == 'x' {
		radix, digits = 16, digits[1:]
	}
	var char rune
	for i := range len(digits) {
		d := rune(digits[i])
		switch {
		case '0' <= d && d <= '9':
			d -= '0'
		case 'a' <= d|0x20 && d|0x20 <= 'f':
			d = d | 0x20 - 'a' + 10
		default:
			return 0
		}
		if char = char*radix + d; d >= radix || char > utf8.MaxRune {
			return 0
		}
	}
	if !utf8.ValidRune(char) {
		return 0
	}
	return char
}
