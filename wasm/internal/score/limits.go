package score

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"clearlist/wasm/internal/normalize"
	"clearlist/wasm/list"
)

// A Breach is a field that a rule of form does not allow.
type Breach struct {
	Part       int
	Source     int
	Limit      int
	Start, End int
	Count      string // how long it is, or what stands there: for the message
}

// maxBreaches bounds how often one limit speaks of one field.
const maxBreaches = 20

// Breaches returns what the limits of form find, in the order of the parts.
func Breaches(in *Input) []Breach {
	place := Locate(in.Sources, in.Marketplace)
	var all []Breach
	if place.ID == "" && place.Family == "" {
		return nil // a rule of form is a marketplace's own
	}
	for s, source := range in.Sources {
		for n := range source.Pack.Limits() {
			l := source.Pack.Limit(n)
			if !place.InForce(&l, dateOf(in.AsOf, source.Pack)) {
				continue
			}
			for i := range in.Parts {
				part := &in.Parts[i]
				if part.Field != l.Field || part.Text.Source == "" {
					continue
				}
				for _, b := range breaches(part.Text, &l) {
					b.Part, b.Source, b.Limit = i, s, n
					all = append(all, b)
				}
			}
		}
	}
	return all
}

func breaches(t *normalize.Text, l *list.Limit) []Breach {
	text := t.Source
	switch l.Kind {
	case list.MaxCharacters:
		if at, length := unitsAt(text, l.Max); length > l.Max {
			return []Breach{{Start: at, End: len(text), Count: strconv.Itoa(length)}}
		}
	case list.MinCharacters:
		if _, length := unitsAt(text, l.Max); length < l.Max {
			return []Breach{{Start: 0, End: len(text), Count: strconv.Itoa(length)}}
		}
	case list.MaxBytes:
		if len(text) > l.Max {
			at := l.Max
			for at > 0 && !utf8.RuneStart(text[at]) {
				at--
			}
			return []Breach{{Start: at, End: len(text), Count: strconv.Itoa(len(text))}}
		}
	case list.BannedCharacters:
		return banned(text, l.Text)
	case list.MaxRepeats:
		return repeats(t, l)
	}
	return nil
}

// unitsAt returns the byte at which a text passes max UTF-16 units, and its
// length in them.
func unitsAt(text string, max int) (at, length int) {
	at = len(text)
	for i, r := range text {
		n := 1
		if r >= 0x10000 {
			n = 2
		}
		if length+n > max && at == len(text) {
			at = i
		}
		length += n
	}
	return at, length
}

func banned(text, characters string) []Breach {
	var ascii [utf8.RuneSelf]bool // those that are, for speed
	for _, r := range characters {
		if r < utf8.RuneSelf {
			ascii[r] = true
		}
	}
	var found []Breach
	for i, r := range text {
		if r < utf8.RuneSelf && !ascii[r] || r == utf8.RuneError || r >= utf8.RuneSelf && !strings.ContainsRune(characters, r) {
			continue
		}
		if len(found) == maxBreaches {
			break
		}
		end := i + utf8.RuneLen(r)
		found = append(found, Breach{Start: i, End: end, Count: text[i:end]})
	}
	return found
}

// repeats finds each use of a word beyond the allowed number.
func repeats(t *normalize.Text, l *list.Limit) []Breach {
	exempt := " " + l.Text + " "
	seen := map[string]int{}
	var found []Breach
	for i := range t.Tokens {
		tok := &t.Tokens[i]
		if !isWord(t, i) || tok.U1-tok.U0 < 2 {
			continue
		}
		word := string(t.AppendFold(nil, tok))
		if strings.Contains(exempt, " "+word+" ") {
			continue
		}
		if seen[word]++; seen[word] > l.Max && len(found) < maxBreaches {
			found = append(found, Breach{Start: t.Start(i), End: t.End(i + 1), Count: word})
		}
	}
	return found
}
