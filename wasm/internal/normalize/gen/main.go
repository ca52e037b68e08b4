// Gen writes ../tables.go: what each code point above ASCII is, what it folds
// to, and which Latin letters it can be taken for.
//
//	go generate ./wasm/internal/normalize
//
// The facts come from the Unicode tables of golang.org/x/text and of the Go
// library, and from confusables.txt beside this file. Neither is linked into
// what runs in a browser.
package main

import (
	"bufio"
	"bytes"
	_ "embed"
	"fmt"
	"go/format"
	"log"
	"os"
	"sort"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/unicode/runenames"
)

//go:embed confusables.txt
var confusables string

// limit is the first code point without a page. Above it are ideographs and
// tags, which lookup knows by range.
const (
	limit    = 0x30000
	pageBits = 7
	pageSize = 1 << pageBits
)

// Classes, in the order of ../class.go.
const (
	other = iota
	space
	letter
	digit
	mark     // a combining mark that adds nothing: an accent
	vowel    // a combining mark that is part of the word: Thai, Devanagari
	hidden   // shows nothing: zero width, bidi control, variation selector
	ideo     // a character that is a word of its own: Han, Thai
	hiragana // and the three scripts whose runs are words
	katakana
	hangul
	flag // regional indicator: letters that show as a flag
	hyphen
	apostrophe
	hard // ends a phrase
	symbol
)

// Ways in which a code point differs from what it folds to, as in ../class.go.
const (
	compat = 1 << iota
	accent
	lookAlike
	upper
)

type entry struct {
	class, how byte
	fold, skel string
}

func main() {
	log.SetFlags(0)
	g := &generator{look: readConfusables()}
	var pages [][]uint16
	index := make([]byte, 0, limit/pageSize)
	seen := map[string]int{}
	ids := map[entry]uint16{}
	var entries []entry
	for first := rune(0); first < limit; first += pageSize {
		page := make([]uint16, pageSize)
		for i := range page {
			e := g.entry(first + rune(i))
			id, ok := ids[e]
			if !ok {
				id = uint16(len(entries))
				ids[e] = id
				entries = append(entries, e)
			}
			page[i] = id
		}
		key := fmt.Sprint(page)
		at, ok := seen[key]
		if !ok {
			at = len(pages)
			seen[key] = at
			pages = append(pages, page)
		}
		if at > 255 {
			log.Fatal("gen: more than 256 pages; widen the index")
		}
		index = append(index, byte(at))
	}
	write(index, pages, entries)
}

type generator struct {
	look map[rune]string
	caser
}

type caser struct{}

func (caser) fold(s string) string { return cases.Fold().String(s) }

func (g *generator) entry(r rune) entry {
	e := entry{class: classOf(r)}
	switch e.class {
	case letter, digit, vowel, ideo, hiragana, katakana, hangul, flag:
	default:
		if l := signs[r]; l != "" {
			e.skel, e.how = l, lookAlike
		} else if l, ok := g.look[r]; ok && e.class == symbol {
			e.skel = canonical(ascii(l, g))
			e.how = lookAlike
		}
		return e
	}
	e.fold, e.how = g.folded(r)
	if e.fold == string(r) {
		e.fold = ""
	}
	if e.fold == "" && unicode.Is(unicode.Mn, r) {
		return e
	}
	whole := e.fold
	if whole == "" {
		whole = string(r)
	}
	skel := ""
	if !isASCII(whole) || e.how&lookAlike != 0 {
		skel = g.skeleton(r, whole)
	}
	if skel == "" {
		skel = whole
	} else if !isASCII(whole) {
		e.how |= lookAlike
	}
	if skel = canonical(skel); skel != whole {
		e.skel = skel
	}
	if unicode.IsUpper(r) || unicode.IsTitle(r) {
		e.how |= upper
	}
	return e
}

// folded is compatibility form, case folding, and no accents on the three
// scripts where they only colour a letter.
func (g *generator) folded(r rune) (string, byte) {
	if named := latinByName(r); named != "" {
		return named, lookAlike
	}
	var how byte
	if norm.NFKD.String(string(r)) != norm.NFD.String(string(r)) {
		how |= compat
	}
	var b strings.Builder
	for _, c := range norm.NFKD.String(string(r)) {
		if unicode.Is(unicode.Mn, c) {
			if unicode.Is(unicode.Mn, r) || c == 0x3099 || c == 0x309A || !unicode.Is(unicode.Inherited, c) {
				b.WriteRune(c)
				continue
			}
			how |= accent
			continue
		}
		b.WriteRune(c)
	}
	s := g.caser.fold(norm.NFC.String(b.String()))
	b.Reset()
	for _, c := range norm.NFKD.String(s) { // a fold may bring a mark of its own
		if unicode.Is(unicode.Inherited, c) && c != 0x3099 && c != 0x309A && !unicode.Is(unicode.Mn, r) {
			how |= accent
			continue
		}
		if base := barred(c); base != "" {
			how |= accent
			b.WriteString(base)
			continue
		}
		b.WriteRune(c)
	}
	s = norm.NFC.String(b.String())
	return strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.IsMark(c) {
			return c
		}
		return -1
	}, s), how
}

// latinByName finds letters drawn as pictures: small capitals, enclosed
// letters, flag letters.
func latinByName(r rune) string {
	name := runenames.Name(r)
	for _, prefix := range []string{
		"LATIN LETTER SMALL CAPITAL ", "NEGATIVE CIRCLED LATIN CAPITAL LETTER ",
		"NEGATIVE SQUARED LATIN CAPITAL LETTER ", "PARENTHESIZED LATIN SMALL LETTER ",
		"PARENTHESIZED LATIN CAPITAL LETTER ", "REGIONAL INDICATOR SYMBOL LETTER ",
		"CIRCLED LATIN SMALL LETTER ", "CIRCLED LATIN CAPITAL LETTER ",
		"SQUARED LATIN CAPITAL LETTER ", "MODIFIER LETTER SMALL CAPITAL ",
		"TORTOISE SHELL BRACKETED LATIN CAPITAL LETTER ",
	} {
		if rest, ok := strings.CutPrefix(name, prefix); ok && len(rest) == 1 {
			return strings.ToLower(rest)
		}
	}
	return ""
}

// barred gives the plain letters of a Latin letter with a stroke or a hook,
// which Unicode does not decompose: ø, đ, ł, ƙ.
func barred(r rune) string {
	switch r {
	case 'ı':
		return "i"
	case 'æ', 'ǽ':
		return "ae"
	case 'œ':
		return "oe"
	case 'ð':
		return "d"
	case 'þ':
		return "th"
	case 'ſ':
		return "s"
	}
	rest, ok := strings.CutPrefix(runenames.Name(r), "LATIN SMALL LETTER ")
	if before, _, found := strings.Cut(rest, " WITH "); ok && found && len(before) == 1 {
		return strings.ToLower(before)
	}
	return ""
}

// drawn are look-alikes of fancy-text generators that the Unicode file leaves
// out, as no honest font would make them alike.
var drawn = map[rune]string{
	'\u03b1': "a", '\u0432': "b", '\u2202': "d", '\u0454': "e", '\u03b5': "e", '\u044d': "e", '\u03b7': "n",
	'\u043d': "h", '\u03b9': "i", '\u05e0': "j", '\u043a': "k", '\u03ba': "k", '\u043c': "m", '\u043b': "n",
	'\u03c0': "n", '\u043f': "n", '\u0438': "n", '\u044f': "r", '\u0442': "t", '\u03c4': "t", '\u03c5': "u",
	'\u03bd': "v", '\u03c9': "w", '\u0448': "w", '\u0449': "w", '\u03c7': "x", '\u03b3': "y", '\u0443': "y",
	'\u0434': "a", '\u044c': "b", '\u0433': "r", '\u03c3': "o", '\u03c2': "c", '\u03bb': "a", '\u03b2': "b",
	'\u03c1': "p", '\u0259': "e", '\u0250': "a", '\u0254': "c", '\u01dd': "e", '\u0279': "r",
	'\u0287': "t", '\u028c': "v", '\u028d': "w", '\u028e': "y", '\u0265': "h", '\u026f': "m", '\u0253': "b",
	'\u0261': "g", '\u0251': "a", '\u025b': "e", '\u0269': "i", '\u0131': "i", '\u0283': "s", '\u0292': "z",
	'\u056c': "l", '\u0575': "j", '\u0585': "o", '\u057d': "u", '\u0578': "n", '\u0570': "h", '\u0561': "w", '\u0563': "q", '\u0581': "g",
	'\u0446': "u", '\u014b': "n", '\u0289': "u",
	'\ua730': "f", '\ua731': "s", '\u0280': "r", '\u026a': "i", '\u0274': "n", '\u029c': "h", '\u029f': "l",
}

// signs are those of currencies and of paragraphs that stand for letters.
var signs = map[rune]string{'\u20ac': "e", '\u00a3': "l", '\u00a5': "y", '\u00a2': "c", '\u00a7': "s"}

// skeleton is the Latin that r can be taken for; "" when it is not in Latin
// and looks like none.
func (g *generator) skeleton(r rune, fold string) string {
	// What is drawn for a letter comes before what the file thinks of its shape:
	// there a Greek beta is a sharp s, and a Cyrillic em a turned w.
	if d := drawn[r]; d != "" {
		return d
	}
	// A letter by its name is that letter: the file takes a small capital M
	// for a turned w.
	if l, ok := g.look[r]; ok && latinByName(r) == "" {
		if s := ascii(l, g); s != "" {
			return s
		}
	}
	var b strings.Builder
	for _, c := range fold {
		switch l, ok := g.look[c]; {
		case c < 0x80:
			b.WriteRune(c)
		case ok && ascii(l, g) != "":
			b.WriteString(ascii(l, g))
		case drawn[c] != "":
			b.WriteString(drawn[c])
		default:
			return ""
		}
	}
	return b.String()
}

// ascii folds a look-alike's target; "" unless it ends up in ASCII.
func ascii(s string, g *generator) string {
	var b strings.Builder
	for _, c := range s {
		if unicode.Is(unicode.Mn, c) {
			continue
		}
		f, _ := g.folded(c)
		if !isASCII(f) {
			f = drawn[[]rune(f)[0]]
			if f == "" {
				return ""
			}
		}
		b.WriteString(f)
	}
	return b.String()
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= 0x80 }) < 0
}

// canonical writes letters that look alike in one way: ../skeleton.go.
func canonical(s string) string {
	var b strings.Builder
	for _, c := range s {
		switch c {
		case 'i', '1':
			b.WriteByte('l')
		case 'm':
			b.WriteString("rn")
		case 'w':
			b.WriteString("vv")
		case 'd':
			b.WriteString("cl")
		case '0':
			b.WriteByte('o')
		case '2':
			b.WriteByte('z')
		case '3':
			b.WriteByte('e')
		case '4':
			b.WriteByte('a')
		case '5':
			b.WriteByte('s')
		case '6', '9':
			b.WriteByte('g')
		case '7':
			b.WriteByte('t')
		case '8':
			b.WriteByte('b')
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}

func classOf(r rune) byte {
	name := runenames.Name(r)
	switch {
	case r < 0x80:
		return other // the program has its own table for ASCII
	case strings.HasPrefix(name, "REGIONAL INDICATOR SYMBOL LETTER "):
		return flag
	case latinByName(r) != "":
		return letter
	case isHidden(r):
		return hidden
	case unicode.Is(unicode.Zs, r) || r == 0x85 || r == 0x2028 || r == 0x2029 || r == 0x2800:
		if r == 0x85 || r == 0x2028 || r == 0x2029 {
			return hard
		}
		return space
	case unicode.In(r, unicode.Mn, unicode.Mc, unicode.Me):
		if r == 0x3099 || r == 0x309A {
			return katakana
		}
		if unicode.Is(unicode.Inherited, r) || unicode.In(r, unicode.Cyrillic, unicode.Greek, unicode.Latin, unicode.Arabic, unicode.Hebrew) || unicode.Is(unicode.Me, r) {
			return mark
		}
		return vowel
	case r == 0xFF9E || r == 0xFF9F || r == 0x30FC || r == 0xFF70 || 0x32D0 <= r && r <= 0x32FE || 0x3300 <= r && r <= 0x3357:
		return katakana
	case unicode.Is(unicode.Hiragana, r) && unicode.IsLetter(r):
		return hiragana
	case unicode.Is(unicode.Katakana, r) && (unicode.IsLetter(r) || unicode.Is(unicode.So, r)):
		return katakana
	case unicode.Is(unicode.Hangul, r) && unicode.IsLetter(r) || 0x3260 <= r && r <= 0x327B:
		return hangul
	case unicode.Is(unicode.Han, r) && !unicode.IsPunct(r) || r == 0x3005 || r == 0x3007:
		return ideo
	case unicode.In(r, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) && unicode.IsLetter(r):
		return ideo
	case strings.Contains(name, "VULGAR FRACTION") || r == 0x2122 || r == 0x2120 || r == 0xAE || r == 0xA9:
		return other
	case r == 0xB7 || r == 0x30FB || r == 0xFF65 || r == 0x2022 || r == 0x2027 || r == 0x2219 || r == 0x22C5 || r == 0xFF0F || r == 0x2044 || r == 0xFF3F || r == 0xFF0E:
		return hyphen
	case unicode.Is(unicode.Pd, r) || r == 0x2212 || r == 0x2043:
		return hyphen
	case strings.Contains("\u2018\u2019\u201b\u02bc\u00b4\u2032\uff07\u02b9\u02bb\u02bd\u02c8\u055a\ua78b\ua78c", string(r)):
		return apostrophe
	case strings.Contains("\u20ac\u00a3\u00a2\u00a5\u00a7\u00a1\uff04\uff20\uff01\uff5c\u00a6\uffe0\uffe1\uffe5\u01c3", string(r)):
		return symbol
	case unicode.IsLetter(r):
		return letter
	case unicode.IsDigit(r) || unicode.IsNumber(r):
		f, _ := (&generator{}).folded(r)
		switch {
		case f == "":
			return other
		case strings.IndexFunc(f, unicode.IsLetter) >= 0:
			return letter
		}
		return digit
	case unicode.Is(unicode.So, r):
		if f, _ := (&generator{}).folded(r); f != "" && f != string(r) {
			return letter
		}
		return other
	case unicode.IsPunct(r):
		switch k := norm.NFKD.String(string(r)); k {
		case "-", "_", ".", "/":
			return hyphen
		}
		if unicode.In(r, unicode.Ps, unicode.Pe, unicode.Pi, unicode.Pf, unicode.Po) {
			return hard
		}
	}
	return other
}

func isHidden(r rune) bool {
	if unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) {
		return true
	}
	if unicode.Is(unicode.Cc, r) {
		return r != 0x85
	}
	if !unicode.Is(unicode.Cf, r) {
		return false
	}
	switch {
	case 0x600 <= r && r <= 0x605, r == 0x6DD, r == 0x70F, r == 0x8E2, r == 0x110BD, r == 0x110CD, 0x890 <= r && r <= 0x891:
		return false
	}
	return true
}

func readConfusables() map[rune]string {
	look := map[rune]string{}
	lines := bufio.NewScanner(strings.NewReader(confusables))
	for lines.Scan() {
		line := lines.Text()
		if line == "" || line[0] == '#' {
			continue
		}
		from, to, ok := strings.Cut(line, " ; ")
		if !ok {
			log.Fatalf("gen: not a row: %q", line)
		}
		var target []rune
		for _, code := range strings.Fields(to) {
			target = append(target, parse(code))
		}
		look[parse(from)] = string(target)
	}
	return look
}

func parse(code string) rune {
	n, err := strconv.ParseUint(code, 16, 32)
	if err != nil {
		log.Fatal("gen: ", err)
	}
	return rune(n)
}

func write(index []byte, pages [][]uint16, entries []entry) {
	pool, offsets := poolOf(entries)
	var b bytes.Buffer
	fmt.Fprintf(&b, `// Code generated by gen; DO NOT EDIT.
// From the Unicode Character Database %s and confusables.txt 13.0.0,
// © Unicode, Inc., under the licence in gen/LICENSE-UNICODE.

package normalize

const (
	tableLimit = %#x
	pageBits   = %d
)

`, unicode.Version, limit, pageBits)
	fmt.Fprintf(&b, "// pageOf is the page of each %d code points.\nconst pageOf = %s\n\n", pageSize, quote(index))
	var flat []byte
	for _, page := range pages {
		for _, id := range page {
			flat = append(flat, byte(id), byte(id>>8))
		}
	}
	fmt.Fprintf(&b, "// pages hold the entry of each code point, two bytes each.\nconst pages = %s\n\n", quote(flat))
	var rows []byte
	for _, e := range entries {
		f, s := offsets[e.fold], offsets[e.skel]
		if len(e.fold) > 63 || len(e.skel) > 63 {
			log.Fatalf("gen: %q is too long", e.fold)
		}
		rows = append(rows, e.class, e.how, byte(f), byte(f>>8), byte(len(e.fold)), byte(s), byte(s>>8), byte(len(e.skel)))
	}
	fmt.Fprintf(&b, "// entries are rows of 8 bytes: class, how, fold (offset, length), skeleton (offset, length).\nconst entries = %s\n\n", quote(rows))
	fmt.Fprintf(&b, "const pool = %s\n", quote([]byte(pool)))
	text, err := format.Source(b.Bytes())
	if err != nil {
		log.Fatal("gen: ", err)
	}
	if err := os.WriteFile("tables.go", text, 0o644); err != nil {
		log.Fatal("gen: ", err)
	}
	log.Printf("gen: %d pages, %d entries, %d bytes of text; %d bytes in all",
		len(pages), len(entries), len(pool), len(index)+len(flat)+len(rows)+len(pool))
}

// poolOf joins all strings, longest first, so that short ones are found in
// longer ones.
func poolOf(entries []entry) (string, map[string]int) {
	offsets := map[string]int{"": 0}
	for _, e := range entries {
		offsets[e.fold], offsets[e.skel] = 0, 0
	}
	all := make([]string, 0, len(offsets))
	for s := range offsets {
		all = append(all, s)
	}
	sort.Slice(all, func(i, j int) bool {
		if len(all[i]) != len(all[j]) {
			return len(all[i]) > len(all[j])
		}
		return all[i] < all[j]
	})
	pool := ""
	for _, s := range all {
		at := strings.Index(pool, s)
		if at < 0 {
			at = len(pool)
			pool += s
		}
		offsets[s] = at
	}
	return pool, offsets
}

// quote writes bytes as a Go string of plain ASCII, in lines.
func quote(b []byte) string {
	const perLine = 32
	var s strings.Builder
	s.WriteString(`"" +`)
	for len(b) > 0 {
		n := min(perLine, len(b))
		s.WriteString("\n\t\"")
		for _, c := range b[:n] {
			if c >= ' ' && c < 0x7f && c != '"' && c != '\\' {
				s.WriteByte(c)
			} else {
				fmt.Fprintf(&s, `\x%02x`, c)
			}
		}
		s.WriteString(`"`)
		if b = b[n:]; len(b) > 0 {
			s.WriteString(" +")
		}
	}
	return s.String()
}
