package score

import "strings"

// contacts marks what leads a buyer away: addresses of mail and of sites, and
// telephone numbers. A number is one where it has the sign of a country
// before it ("+49 170 ...", E.164: at most 15 digits), where a word says so
// ("Tel: 170 ..."), or where it is written as in North America
// ("(555) 123-4567"). Any other number may be that of a part.
func (f *form) contacts(part int, text string) {
	for at := 0; at < len(text); {
		end := at
		switch c := text[at]; {
		case c == '@':
			from, to := mailAt(text, at)
			if end = to; to > 0 {
				f.add(part, from, to, text[from:to])
			}
		case at > 0 && isAlnum(text[at-1]):
		case c == 'h' || c == 'H' || c == 'w' || c == 'W':
			end = siteAt(text, at)
		case c == '+' || c == '(' || '0' <= c && c <= '9':
			end = phoneAt(text, at)
		}
		if end > at && text[at] != '@' {
			f.add(part, at, end, text[at:end])
		}
		at = max(at+1, end)
	}
}

// mailAt gives the mail address around an @, if there is one.
func mailAt(text string, at int) (from, to int) {
	for from = at; from > 0 && (isAlnum(text[from-1]) || strings.IndexByte("._%+-", text[from-1]) >= 0); from-- {
	}
	to = hostAt(text, at+1)
	if from == at || to == 0 {
		return 0, 0
	}
	return from, to
}

// hostAt gives the end of a host's name: labels with points between, the last
// one of two letters or more.
func hostAt(text string, at int) int {
	end, label, points := at, 0, 0
	for i := at; i < len(text); i++ {
		switch c := text[i]; {
		case isAlnum(c):
			if label++; points > 0 && label >= 2 && (c|0x20 >= 'a') {
				end = i + 1
			}
			continue
		case c == '-' && label > 0:
			continue
		case c == '.' && label > 0:
			points++
			label = 0
			continue
		}
		break
	}
	if end == at {
		return 0
	}
	return end
}

// siteAt gives the end of the address of a site that begins here, or 0.
func siteAt(text string, at int) int {
	for _, begin := range [...]string{"https://", "http://", "www."} {
		if len(text)-at < len(begin) || !strings.EqualFold(text[at:at+len(begin)], begin) {
			continue
		}
		end := hostAt(text, at+len(begin))
		if end == 0 {
			return 0
		}
		for end < len(text) && text[end] > ' ' && text[end] < 0x7F && strings.IndexByte("<>\"'()[],;", text[end]) < 0 {
			end++
		}
		return at + len(strings.TrimRight(text[at:end], ".:!?")) // of the sentence
	}
	return 0
}

const (
	leastDigits = 7 // of a number that a word says is one
	leastAbroad = 9 // of one with the sign of a country
	mostDigits  = 15
)

// phoneAt gives the end of the telephone number that begins here, or 0.
func phoneAt(text string, at int) int {
	digits, end := 0, at
	for i := at; i < len(text); i++ {
		c := text[i]
		if '0' <= c && c <= '9' {
			if digits++; digits > mostDigits {
				return 0
			}
			end = i + 1
			continue
		}
		if i > at && strings.IndexByte(" ().-", c) < 0 || i == at && c != '+' && c != '(' || i-end > 2 {
			break
		}
	}
	number := text[at:end]
	switch {
	case end < len(text) && isAlnum(text[end]):
	case text[at] == '+' && digits >= leastAbroad && len(number) > 1 && number[1] != ' ',
		digits >= leastDigits && saidToBePhone(text[:at]),
		northAmerican(number):
		return end
	}
	return 0
}

// northAmerican tells whether a number is written (555) 123-4567,
// 555-123-4567 or 555.123.4567.
func northAmerican(number string) bool {
	const first, bracketed = "ddd", "(ddd) ddd-dddd"
	for _, shape := range [...]string{bracketed, "(ddd)ddd-dddd", first + "-ddd-dddd", first + ".ddd.dddd"} {
		same := len(number) == len(shape)
		for i := 0; same && i < len(shape); i++ {
			same = shape[i] == number[i] || shape[i] == 'd' && '0' <= number[i] && number[i] <= '9'
		}
		if same {
			return true
		}
	}
	return false
}

// phoneWords stand before a telephone number.
var phoneWords = [...]string{"tel", "phone", "telephone", "mobile", "whatsapp", "viber", "fax", "\u7535\u8bdd", "\u624b\u673a", "\u5fae\u4fe1", "\u96fb\u8a71", "t\u00e9l\u00e9fono", "telefon", "t\u00e9l"}

// saidToBePhone tells whether such a word, and nothing but signs, stands right
// before.
func saidToBePhone(before string) bool {
	before = strings.TrimRight(before, " .:#-\uff1a")
	for _, word := range phoneWords {
		at := len(before) - len(word)
		if at >= 0 && strings.EqualFold(before[at:], word) && (at == 0 || !isAlnum(before[at-1])) {
			return true
		}
	}
	return false
}
