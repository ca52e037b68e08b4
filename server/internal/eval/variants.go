package main

import (
	"fmt"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"clearlist/wasm/list"
	"clearlist/wasm/screen"
)

// A variant writes a mark in another way; "" when that cannot be done to it.
// n counts up, so that not every mark is changed at the same letter.
type variant struct {
	name string
	make func(mark string, n int) string
}

// Writing look-alikes as escapes keeps this file readable.
var (
	cyrillic = map[rune]rune{'a': '\u0430', 'c': '\u0441', 'e': '\u0435', 'i': '\u0456', 'j': '\u0458', 'o': '\u043e', 'p': '\u0440', 's': '\u0455', 'x': '\u0445', 'y': '\u0443', 'A': '\u0410', 'B': '\u0412', 'C': '\u0421', 'E': '\u0415', 'H': '\u041d', 'K': '\u041a', 'M': '\u041c', 'O': '\u041e', 'P': '\u0420', 'T': '\u0422', 'X': '\u0425'}
	greek    = map[rune]rune{'o': '\u03bf', 'v': '\u03bd', 'i': '\u03b9', 'a': '\u03b1', 'A': '\u0391', 'B': '\u0392', 'E': '\u0395', 'H': '\u0397', 'I': '\u0399', 'K': '\u039a', 'M': '\u039c', 'N': '\u039d', 'O': '\u039f', 'P': '\u03a1', 'T': '\u03a4', 'X': '\u03a7', 'Y': '\u03a5', 'Z': '\u0396'}
	leet     = map[rune]rune{'a': '4', 'e': '3', 'i': '1', 'l': '1', 'o': '0', 's': '5', 't': '7', 'b': '8'}
	signs    = map[rune]rune{'a': '@', 's': '$', 'i': '!'}
	accents  = map[rune]string{'a': "a\u0301", 'e': "\u00e8", 'i': "\u00ef", 'o': "\u00f6", 'u': "\u00fc", 'n': "\u00f1", 'c': "\u00e7", 's': "\u015f"}
	armenian = map[rune]rune{'w': '\u0561', 'n': '\u0578', 'o': '\u0585', 'h': '\u0570', 'u': '\u057d', 'g': '\u0581', 'q': '\u0566', 'S': '\u054f', 'U': '\u054d', 'L': '\u053c', 'O': '\u0555'}
	cherokee = map[rune]rune{'A': '\u13aa', 'B': '\u13f4', 'C': '\u13df', 'D': '\u13a0', 'E': '\u13ac', 'G': '\u13c0', 'H': '\u13bb', 'J': '\u13ab', 'K': '\u13e6', 'L': '\u13de', 'M': '\u13b7', 'P': '\u13e2', 'R': '\u13a1', 'S': '\u13da', 'T': '\u13a2', 'V': '\u13d9', 'W': '\u13b3', 'Z': '\u13c3', 'i': '\u13a5'}
	smallCap = map[rune]rune{'a': '\u1d00', 'b': '\u0299', 'c': '\u1d04', 'd': '\u1d05', 'e': '\u1d07', 'g': '\u0262', 'h': '\u029c', 'i': '\u026a', 'k': '\u1d0b', 'l': '\u029f', 'm': '\u1d0d', 'n': '\u0274', 'o': '\u1d0f', 'p': '\u1d18', 'r': '\u0280', 't': '\u1d1b', 'u': '\u1d1c', 'v': '\u1d20', 'w': '\u1d21', 'y': '\u028f', 'z': '\u1d22'}
	money    = map[rune]rune{'e': '\u20ac', 'l': '\u00a3', 'y': '\u00a5', 'c': '\u00a2', 's': '\u00a7'}
	drawn    = map[rune]rune{'b': '\u03b2', 'e': '\u03b5', 'n': '\u014b', 'u': '\u0446', 'm': '\u043c', 'k': '\u043a', 't': '\u0442', 'w': '\u03c9', 'y': '\u03b3', 'x': '\u03c7', 'h': '\u043d', 'd': '\u0501', 'i': '\u03b9'}
	twins    = map[rune]string{'m': "rn", 'w': "vv", 'l': "I", 'i': "l", 'd': "cl"}
)

// Disguises that a seller, or a supplier's copywriter, uses.
var disguises = []variant{
	{"upper case", func(m string, _ int) string { return strings.ToUpper(m) }},
	{"lower case", func(m string, _ int) string { return strings.ToLower(m) }},
	{"possessive", func(m string, _ int) string { return suffixed(m, "\u2019s") }},
	{"full width", func(m string, _ int) string { return shifted(m, '!', '~', 0xFEE0) }},
	{"bold mathematics", mathematics},
	{"accents", func(m string, n int) string { return swapOne(m, n, func(r rune) string { return accents[r] }) }},
	{"one Cyrillic letter", func(m string, n int) string { return swapOne(m, n, letterOf(cyrillic)) }},
	{"one Greek letter", func(m string, n int) string { return swapOne(m, n, letterOf(greek)) }},
	{"all Cyrillic letters there are", func(m string, _ int) string { return swapAll(m, cyrillic) }},
	{"one digit", func(m string, n int) string { return swapOne(m, n, letterOf(leet)) }},
	{"one sign", func(m string, n int) string { return inner(m, n, letterOf(signs)) }},
	{"plain look-alikes", func(m string, n int) string { return swapOne(m, n, func(r rune) string { return twins[r] }) }},
	{"zero-width space", between("\u200b")},
	{"zero-width joiner", between("\u200d")},
	{"soft hyphen", between("\u00ad")},
	{"word joiner", between("\u2060")},
	{"bidi control", between("\u202c")},
	{"variation selector", between("\ufe0f")},
	{"tags", between("<b></b>")},
	{"comment", between("<!-- -->")},
	{"entity", between("&shy;")},
	{"hyphen inside", between("-")},
	{"dot inside", between(".")},
	{"emoji inside", between("\U0001f600")},
	{"star inside", between("*")},
	{"spread by spaces", func(m string, _ int) string { return spread(m, " ") }},
	{"spread by dots", func(m string, _ int) string { return spread(m, ".") }},
	{"spread by hyphens", func(m string, _ int) string { return spread(m, "-") }},
	{"words joined", func(m string, _ int) string { return between2(m, "") }},
	{"words hyphened", func(m string, _ int) string { return between2(m, "-") }},
	{"words underscored", func(m string, _ int) string { return between2(m, "_") }},
	{"combining marks", func(m string, _ int) string { return each(m, "\u0335") }},
	{"one Armenian letter", func(m string, n int) string { return swapOne(m, n, letterOf(armenian)) }},
	{"Cherokee capitals", func(m string, _ int) string { return changed(m, swapAll(strings.ToUpper(m), cherokee)) }},
	{"small capitals", func(m string, _ int) string { return changed(m, swapAll(strings.ToLower(m), smallCap)) }},
	{"circled letters", func(m string, _ int) string { return ranged(m, '\u24b6', '\u24d0') }},
	{"squared letters", func(m string, _ int) string { return ranged(strings.ToUpper(m), '\U0001f130', 0) }},
	{"dark squared letters", func(m string, _ int) string { return ranged(strings.ToUpper(m), '\U0001f170', 0) }},
	{"dark circled letters", func(m string, _ int) string { return ranged(strings.ToUpper(m), '\U0001f150', 0) }},
	{"bracketed letters", func(m string, _ int) string { return ranged(strings.ToLower(m), 0, '\u249c') }},
	{"fraktur letters", func(m string, _ int) string { return ranged(m, '\U0001d56c', '\U0001d586') }},
	{"monospace letters", func(m string, _ int) string { return ranged(m, '\U0001d670', '\U0001d68a') }},
	{"no-break spaces", func(m string, _ int) string { return between2(m, "\u00a0") }},
	{"thin spaces", func(m string, _ int) string { return between2(m, "\u2009") }},
	{"ideographic spaces", func(m string, _ int) string { return between2(m, "\u3000") }},
	{"spread by no-break spaces", func(m string, _ int) string { return spread(m, "\u00a0") }},
	{"spread by thin spaces", func(m string, _ int) string { return spread(m, "\u2009") }},
	{"spread by slashes", func(m string, _ int) string { return spread(m, "/") }},
	{"spread by underscores", func(m string, _ int) string { return spread(m, "_") }},
	{"spread by stars", func(m string, _ int) string { return spread(m, "*") }},
	{"spread by commas", func(m string, _ int) string { return spread(m, ",") }},
	{"spread by colons", func(m string, _ int) string { return spread(m, ":") }},
	{"spread by breaks", func(m string, _ int) string { return spread(m, "<br>") }},
	{"slash inside", between("/")},
	{"underscore inside", between("_")},
	{"apostrophe inside", between("'")},
	{"middle dot inside", between("\u00b7")},
	{"two Cyrillic letters", func(m string, n int) string {
		return twice(m, n, func(m string, n int) string { return swapOne(m, n, letterOf(cyrillic)) })
	}},
	{"two digits", func(m string, n int) string {
		return twice(m, n, func(m string, n int) string { return swapOne(m, n, letterOf(leet)) })
	}},
	{"zero-width twice", func(m string, n int) string { return twice(m, n, between("\u200b")) }},
	{"Cyrillic and zero-width", func(m string, n int) string {
		return then(swapOne(m, n, letterOf(cyrillic)), n, between("\u200b"))
	}},
	{"digit and hyphen", func(m string, n int) string { return then(swapOne(m, n, letterOf(leet)), n+1, between("-")) }},
	{"accent and Cyrillic", func(m string, n int) string {
		return then(swapOne(m, n, func(r rune) string { return accents[r] }), n, func(m string, n int) string { return swapOne(m, n, letterOf(cyrillic)) })
	}},
	{"three digits", func(m string, n int) string {
		if letters(m) < 6 {
			return "" // more than half of it would be digits
		}
		return then(twice(m, n, func(m string, n int) string { return swapOne(m, n, letterOf(leet)) }), n+2, func(m string, n int) string { return swapOne(m, n, letterOf(leet)) })
	}},
	{"one sign of money", func(m string, n int) string { return swapOne(m, n, letterOf(money)) }},
	{"one drawn letter", func(m string, n int) string { return swapOne(m, n, letterOf(drawn)) }},
	{"backslash inside", between("\\")},
	{"each word spread by spaces", func(m string, _ int) string { return wordsSpread(m, " ") }},
	{"each word spread by bars", func(m string, _ int) string { return wordsSpread(m, "|") }},
	{"full width, joined", func(m string, _ int) string {
		return shifted(between2(m, ""), '!', '~', 0xFEE0)
	}},
	{"alternating case", func(m string, _ int) string { return alternating(m) }},
	{"entities", func(m string, n int) string {
		return inner(m, n, func(r rune) string { return fmt.Sprintf("&#%d;", r) })
	}},
}

// Misspellings, one mistake each.
var misspellings = []variant{
	{"omission", func(m string, n int) string {
		return edit(m, n, func(r []rune, i int) []rune { return append(r[:i:i], r[i+1:]...) })
	}},
	{"doubling", func(m string, n int) string {
		return edit(m, n, func(r []rune, i int) []rune { return append(append(r[:i:i], r[i]), r[i:]...) })
	}},
	{"swap", func(m string, n int) string {
		return edit(m, n, func(r []rune, i int) []rune {
			if i+1 == len(r) {
				i--
			}
			out := append([]rune(nil), r...)
			out[i], out[i+1] = out[i+1], out[i]
			return out
		})
	}},
	{"replacement", func(m string, n int) string {
		return edit(m, n, func(r []rune, i int) []rune {
			out := append([]rune(nil), r...)
			out[i] = rune('a' + (int(unicode.ToLower(r[i]))-'a'+7)%26)
			return out
		})
	}},
	{"insertion", func(m string, n int) string {
		return edit(m, n, func(r []rune, i int) []rune {
			return append(append(r[:i:i], rune('a'+(n*11)%26)), r[i:]...)
		})
	}},
	{"vowel swap", func(m string, n int) string {
		next := map[rune]string{'a': "e", 'e': "i", 'i': "e", 'o': "u", 'u': "o"}
		return swapOne(m, n, func(r rune) string { return next[r] })
	}},
	{"respelling", func(m string, _ int) string {
		for _, p := range [][2]string{{"ph", "f"}, {"ck", "k"}, {"c", "k"}, {"x", "ks"}, {"qu", "kw"}, {"y", "i"}, {"z", "s"}, {"oo", "u"}} {
			at := strings.Index(m, p[0])
			if p[0] == "c" && at > 0 && at+1 < len(m) && strings.IndexByte("eiyh", m[at+1]) >= 0 {
				continue // no k is heard there
			}
			if at > 0 {
				return m[:at] + p[1] + m[at+len(p[0]):]
			}
		}
		return ""
	}},
}

// variants measures how many of all coined marks are found when they are
// written otherwise, beside a whole-word search of the list that ignores case.
func (e *evaluation) variants() {
	common := map[string]bool{}
	for _, w := range e.set.Common {
		common[w] = true
	}
	fmt.Fprintf(e.out, "\ndisguised marks found, of all coined marks (95 %% interval; whole-word search of the list)\n")
	for _, v := range disguises {
		e.variant(v, 3, nil)
	}
	fmt.Fprintf(e.out, "\nmisspelt marks of 6 letters and more found, ordinary words left out\n")
	for _, v := range misspellings {
		e.variant(v, 6, common)
	}
}

func (e *evaluation) variant(v variant, shortest int, ordinary map[string]bool) {
	c := e.count(v, shortest, ordinary, 1)
	low, high := wilson(c.found, c.all)
	fmt.Fprintf(e.out, "  %-32s %5d of %5d  %5.1f %% (%.1f-%.1f)  %5.1f %%", v.name, c.found, c.all, percent(c.found, c.all), low, high, percent(c.plainly, c.all))
	if len(c.missed) > 0 {
		fmt.Fprintf(e.out, "  missed: %q", c.missed)
	}
	fmt.Fprintln(e.out)
}

// A counted is how often a variant is found, and by a whole-word search.
type counted struct {
	found, plainly, all int
	missed              []string // some of them
}

// count tries a variant of each mark that can be written so, or of one in
// every.
func (e *evaluation) count(v variant, shortest int, ordinary map[string]bool, every int) (c counted) {
	for n := range e.set.Terms {
		t := &e.set.Terms[n]
		if n%every != 0 || !coined(t) || !isPlainLatin(t.Text) || letters(t.Text) < shortest || ordinary != nil && t.Exact {
			continue
		}
		written := v.make(t.Text, n)
		if written == "" || written == t.Text && v.name != "upper case" || !e.findsTerm(titled(t.Text), t.Text) || ordinary != nil && (ordinaryChange(t.Text, written, ordinary) || e.known(written)) {
			continue
		}
		c.all++
		title := titled(written)
		if e.findsTerm(title, t.Text) || ordinary != nil && e.findsOwner(title, t) {
			c.found++
		} else if len(c.missed) < maxMissedShown {
			c.missed = append(c.missed, written)
		}
		if wholeWord(title, t) {
			c.plainly++
		}
	}
	return c
}

// titled puts a mark into a title. Marks that a sense keeps silent there are
// left out of the count.
func titled(mark string) string { return "New " + mark + " set" }

// ordinaryChange tells whether the word that was changed became an ordinary
// one: "Puddle Dock".
func ordinaryChange(mark, written string, ordinary map[string]bool) bool {
	before, after := strings.Fields(strings.ToLower(mark)), strings.Fields(strings.ToLower(written))
	for i, w := range after {
		if i < len(before) && before[i] != w && ordinary[w] {
			return true
		}
	}
	return false
}

const maxMissedShown = 6

// coined tells whether a term is a mark that is looked for in disguise.
func coined(t *list.Term) bool {
	if t.Dictionary || t.CaseSense {
		return false
	}
	for _, r := range t.Rights {
		if r.Kind != list.Policy && r.Status != list.Dead && r.In != 0 {
			return true
		}
	}
	return false
}

func isPlainLatin(s string) bool {
	for _, r := range s {
		if !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == ' ' || r == '-') {
			return false
		}
	}
	return true
}

// letters counts those of a plain name.
func letters(s string) int { return len(s) - strings.Count(s, " ") - strings.Count(s, "-") }

// known tells whether a misspelling is itself a name in the lists.
func (e *evaluation) known(written string) bool {
	if e.names == nil {
		e.names = map[string]bool{}
		for i := range e.set.Terms {
			for _, s := range append([]string{e.set.Terms[i].Text}, e.set.Terms[i].Aliases...) {
				e.names[strings.ReplaceAll(plain(s), " ", "")] = true
			}
		}
	}
	return e.names[strings.ReplaceAll(plain(written), " ", "")]
}

func (e *evaluation) findsTerm(title, term string) bool {
	for _, f := range e.engine.Check(screen.Listing{Title: title, AsOf: e.asOf}).Findings {
		if f.Term == term {
			return true
		}
	}
	return false
}

// findsOwner tells whether the term is found, or another mark of its owner:
// whoever writes "Fendi aguette" is told of Fendi.
func (e *evaluation) findsOwner(title string, t *list.Term) bool {
	for _, f := range e.engine.Check(screen.Listing{Title: title, AsOf: e.asOf}).Findings {
		for _, r := range f.Rights {
			if f.Term == t.Text || r.Owner != "" && r.Owner == t.Rights[0].Owner {
				return true
			}
		}
	}
	return false
}

// wholeWord is how existing tools search: the list's own spellings, whole
// words, any case.
func wholeWord(text string, t *list.Term) bool {
	text = " " + strings.ToLower(text) + " "
	for _, name := range append([]string{t.Text}, t.Aliases...) {
		if strings.Contains(text, " "+strings.ToLower(name)+" ") {
			return true
		}
	}
	return false
}

// wilson is the 95 % interval of a share, in percent.
func wilson(part, all int) (low, high float64) {
	if all == 0 {
		return 0, 100
	}
	const z = 1.96
	n, p := float64(all), float64(part)/float64(all)
	centre := p + z*z/(2*n)
	spread := z * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	scale := 100 / (1 + z*z/n)
	return max(0, (centre-spread)*scale), min(100, (centre+spread)*scale)
}

// wordsSpread parts the letters of each word, and leaves the words apart as
// they are.
func wordsSpread(mark, sep string) string {
	var b strings.Builder
	for i, r := range mark {
		b.WriteRune(r)
		if next := i + utf8.RuneLen(r); next < len(mark) && unicode.IsLetter(r) && unicode.IsLetter(rune(mark[next])) {
			b.WriteString(sep)
		}
	}
	return changed(mark, b.String())
}

func letterOf(m map[rune]rune) func(rune) string {
	return func(r rune) string {
		if to, ok := m[r]; ok {
			return string(to)
		}
		return ""
	}
}

// swapOne replaces one letter for which there is another, the n-th around.
func swapOne(s string, n int, to func(rune) string) string {
	var places []int
	for i, r := range s {
		if to(r) != "" {
			places = append(places, i)
		}
	}
	if len(places) == 0 {
		return ""
	}
	at := places[n%len(places)]
	r, size := utf8.DecodeRuneInString(s[at:])
	return s[:at] + to(r) + s[at+size:]
}

// inner is swapOne between two letters of a word.
func inner(s string, n int, to func(rune) string) string {
	var places []int
	for i, r := range s {
		if i > 0 && i+1 < len(s) && isLetter(s[i-1]) && isLetter(s[i+1]) && to(r) != "" {
			places = append(places, i)
		}
	}
	if len(places) == 0 {
		return ""
	}
	at := places[n%len(places)]
	return s[:at] + to(rune(s[at])) + s[at+1:]
}

func isLetter(b byte) bool { return 'a' <= b|0x20 && b|0x20 <= 'z' }

func swapAll(s string, m map[rune]rune) string {
	return strings.Map(func(r rune) rune {
		if to, ok := m[r]; ok {
			return to
		}
		return r
	}, s)
}

// changed is a variant that is not the mark itself.
func changed(mark, written string) string {
	if written == mark || written == strings.ToUpper(mark) || written == strings.ToLower(mark) {
		return ""
	}
	return written
}

// ranged writes letters by blocks that start at upper and lower; 0 is none.
func ranged(s string, upper, lower rune) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'A' <= r && r <= 'Z' && upper != 0:
			return r - 'A' + upper
		case 'a' <= r && r <= 'z' && lower != 0:
			return r - 'a' + lower
		}
		return r
	}, s)
}

// twice changes a mark at two places, then at one more.
func twice(mark string, n int, change func(string, int) string) string {
	return then(change(mark, n), n+1, change)
}

func then(written string, n int, change func(string, int) string) string {
	if written == "" {
		return ""
	}
	return change(written, n)
}

func alternating(s string) string {
	var b strings.Builder
	upper := false
	for _, r := range s {
		if upper {
			b.WriteRune(unicode.ToUpper(r))
		} else {
			b.WriteRune(unicode.ToLower(r))
		}
		upper = !upper
	}
	return b.String()
}

func shifted(s string, low, high, by rune) string {
	return strings.Map(func(r rune) rune {
		if low <= r && r <= high {
			return r + by
		}
		return r
	}, s)
}

func mathematics(s string, _ int) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z':
			return r - 'a' + '\U0001d41a'
		case 'A' <= r && r <= 'Z':
			return r - 'A' + '\U0001d400'
		}
		return r
	}, s)
}

// between puts something between two letters of a word.
func between(what string) func(string, int) string {
	return func(s string, n int) string {
		var places []int
		for i := 1; i < len(s); i++ {
			if isLetter(s[i-1]) && isLetter(s[i]) {
				places = append(places, i)
			}
		}
		if len(places) == 0 {
			return ""
		}
		at := places[n%len(places)]
		return s[:at] + what + s[at:]
	}
}

// between2 puts something in place of the spaces and hyphens of a mark.
func between2(s, what string) string {
	if !strings.ContainsAny(s, " -") || strings.Contains(what, "-") && !strings.Contains(s, " ") {
		return ""
	}
	return strings.NewReplacer(" ", what, "-", what).Replace(s)
}

// spread writes a mark of one word letter by letter.
func spread(s, what string) string {
	if strings.ContainsAny(s, " -") {
		return ""
	}
	return strings.Join(strings.Split(s, ""), what)
}

func each(s, what string) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteRune(r)
		if r != ' ' && r != '-' {
			b.WriteString(what)
		}
	}
	return b.String()
}

func suffixed(s, what string) string {
	if strings.HasSuffix(s, "s") {
		return ""
	}
	return s + what
}

// edit changes the longest word of a mark at a letter that goes around with n.
func edit(s string, n int, change func(r []rune, i int) []rune) string {
	words := strings.Split(s, " ")
	longest := 0
	for i, w := range words {
		if len(w) > len(words[longest]) {
			longest = i
		}
	}
	r := []rune(words[longest])
	if len(r) < 3 {
		return ""
	}
	words[longest] = string(change(r, n%len(r)))
	return strings.Join(words, " ")
}
