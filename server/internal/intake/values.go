package intake

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"clearlist/wasm/list"
)

const (
	maxNumber = 40    // bytes of an office's number
	maxWords  = 2000  // bytes of a mark's words
	maxOwner  = 500   // bytes of an owner's name
	maxNote   = 2000  // bytes of a disclaimer, and of the goods in one class
	maxGoods  = 16000 // bytes of all goods: eight classes at their longest
	maxCode   = 100   // bytes of a status in the office's words
)

// oneLine is text without line breaks and other controls, with single spaces,
// cut at max bytes.
func oneLine(text []byte, max int) string {
	if plain(text) {
		return clip(string(text), max)
	}
	var out strings.Builder
	for field := range bytes.FieldsFuncSeq(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }) {
		if out.Len() > 0 {
			out.WriteByte(' ')
		}
		out.Write(field)
		if out.Len() > max {
			break
		}
	}
	return clip(out.String(), max)
}

// plain tells that a text is a line already, as nearly all are.
func plain(text []byte) bool {
	space := true
	for _, c := range text {
		if c < ' ' || c >= 0x7f || c == ' ' && space {
			return false
		}
		space = c == ' '
	}
	return !space
}

// clip cuts a text at a whole character, and says so by an ellipsis.
func clip(text string, max int) string {
	const ellipsis = "\u2026"
	if len(text) <= max {
		return text
	}
	if max < len(ellipsis) {
		return ""
	}
	at := max - len(ellipsis)
	for at > 0 && !utf8.RuneStart(text[at]) {
		at--
	}
	return strings.TrimRight(text[:at], " ") + ellipsis
}

// compactDate reads 20180218. A month or day of 00 is the first; what is no
// date is not said.
func compactDate(text []byte) list.Date {
	if len(text) != 8 {
		return 0
	}
	return date(number(text[:4]), number(text[4:6]), number(text[6:]))
}

// isoDate reads 2018-02-18, whatever follows it.
func isoDate(text []byte) list.Date {
	if len(text) < 10 || text[4] != '-' || text[7] != '-' {
		return 0
	}
	return date(number(text[:4]), number(text[5:7]), number(text[8:10]))
}

func date(year, month, day int) list.Date {
	if year < 1800 || year > 2200 || month < 0 || month > 12 || day < 0 || day > 31 {
		return 0
	}
	d := list.DateOf(year, max(1, month), max(1, day))
	if _, _, back := d.Civil(); back != max(1, day) {
		return 0
	}
	return d
}

// years is the same day of a later year; of the 29th of February, the 28th.
func years(d list.Date, more int) list.Date {
	if d == 0 {
		return 0
	}
	year, month, day := d.Civil()
	if later := date(year+more, month, day); later != 0 {
		return later
	}
	return date(year+more, month, day-1)
}

// number is -1 when the text is not digits, or too many.
func number(digits []byte) int {
	if len(digits) == 0 || len(digits) > 9 {
		return -1
	}
	n := 0
	for _, c := range digits {
		if c < '0' || c > '9' {
			return -1
		}
		n = n*10 + int(c-'0')
	}
	return n
}

// goodsOf gathers goods class by class, in the order they come.
type goodsOf struct {
	goods []list.ClassGoods
	bytes int
}

func (g *goodsOf) add(class int, text string) {
	if text == "" {
		return
	}
	at, before := len(g.goods), ""
	for i := range g.goods {
		if g.goods[i].Class == class {
			at, before = i, g.goods[i].Text
			text = before + "; " + text
		}
	}
	text = clip(text, min(maxNote, len(before)+maxGoods-g.bytes))
	if text == "" {
		return
	}
	if at == len(g.goods) {
		g.goods = append(g.goods, list.ClassGoods{Class: class})
	}
	g.goods[at].Text = text
	g.bytes += len(text) - len(before)
}

// joined is names without repetition, one after the other.
func joined(names []string) string {
	var out []string
	for _, name := range names {
		if name != "" && !containsFold(out, name) {
			out = append(out, name)
		}
	}
	return clip(strings.Join(out, "; "), maxOwner)
}

func containsFold(all []string, one string) bool {
	for _, s := range all {
		if strings.EqualFold(s, one) {
			return true
		}
	}
	return false
}
