package screen

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"clearlist/wasm/internal/match"
	"clearlist/wasm/internal/score"
	"clearlist/wasm/list"
	"clearlist/wasm/pack"
)

// maxSuggestions is how many safe wordings a card has room for.
const maxSuggestions = 3

// findings writes out what score found, by field and place, the gravest first.
func (s *Screener) findings(in *score.Input, found []score.Finding, breaches []score.Breach) []Finding {
	// What stands at a number of found, or behind those at one of breaches.
	at := func(i int32) (p *score.Part, start int, severity list.Severity) {
		if k := int(i) - len(found); k >= 0 {
			b := &breaches[k]
			return &in.Parts[b.Part], b.Start, s.sources[b.Source].Pack.Limit(b.Limit).Severity
		}
		f := &found[i]
		return &in.Parts[f.Part], f.Start, f.Severity
	}
	order := make([]int32, len(found)+len(breaches))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(i, k int32) int {
		p, start, severity := at(i)
		q, other, than := at(k)
		return cmp.Or(cmp.Compare(p.Field, q.Field), cmp.Compare(p.Index, q.Index), cmp.Compare(start, other), cmp.Compare(than, severity), cmp.Compare(i, k))
	})
	if len(order) == 0 {
		return nil
	}
	out := make([]Finding, 0, len(order))
	for _, i := range order {
		if k := int(i) - len(found); k >= 0 {
			out = append(out, s.breach(in, &breaches[k]))
		} else {
			out = append(out, s.finding(in, &found[i]))
		}
	}
	return out
}

// finding writes out what score decided, for the seller.
func (s *Screener) finding(in *score.Input, f *score.Finding) Finding {
	if f.Mark != nil {
		return s.registered(in, f)
	}
	part, source := &in.Parts[f.Part], s.sources[f.Source]
	term := source.Pack.Term(f.Term)
	text := part.Text.Source[f.Start:f.End]
	out := Finding{
		Field: part.Field, Index: part.Index, Start: f.Start, End: f.End, Text: text,
		Term: term.Text(), Kind: f.Kind, Match: matchKind(f), Severity: f.Severity,
		Rule: Rules[f.Rule].ID,
	}
	right := list.Right{}
	if term.Rights() > 0 {
		right = term.Right(f.Right)
	}
	place := in.Place
	for _, i := range f.Rights {
		r := term.Right(i)
		out.Rights = appendOffices(out.Rights, &r, place, source.Pack.AsOf())
	}
	if f.Rule == score.RulePolicy {
		out.Rule = "policy." + right.Rule
		out.Message = right.Reason
	}
	if out.Message == "" {
		out.Message = fill(Rules[f.Rule].Message, func(name string) string {
			switch name {
			case "term":
				return term.Text()
			case "owner":
				return orSomebody(right.Owner)
			case "why":
				return f.Why
			case "place":
				return right.In.Join(", ")
			case "date":
				return right.From.String()
			case "kind":
				return right.Kind.String()
			case "standing":
				return standing(&term, right.Kind, place, dayOf(in.AsOf, source.Pack.AsOf()))
			}
			return text
		})
	}
	if right.Kind == list.Patent || right.Kind == list.Design {
		out.NotListed = notListed(&term, right.Kind, place)
	}
	if f.Severity > list.Info {
		out.Suggestions = suggestions(term.Instead(), text, f.Start == 0)
	}
	return out
}

// standing says where the rights of a kind stand, and until when: "in force in
// US until 2031-01-01; none listed for EU, DE".
func standing(term *pack.Term, kind list.RightKind, place score.Place, day list.Date) string {
	var parts []string
	for i := range term.Rights() {
		r := term.Right(i)
		if r.Kind != kind {
			continue
		}
		in := r.In & place.In
		if in == 0 {
			in = r.In
		}
		where := in.Join(", ")
		if r.Number != "" {
			where += " (" + r.Number + ")"
		}
		before, after := "in force in ", ""
		switch {
		case r.Status == list.Dead && r.Until == 0:
			before = "no longer in force in "
		case r.Until != 0 && day >= r.Until:
			before, after = "ended in ", " on "+r.Until.String()
		case r.From != 0 && day < r.From:
			after = " from " + r.From.String()
		case r.Status == list.Pending:
			before = "applied for in "
		case r.Until != 0:
			after = " until " + r.Until.String()
		default:
			after = " as far as the list knows"
		}
		parts = append(parts, before+where+after)
	}
	switch rest := notListed(term, kind, place); {
	case len(rest) == 0:
	case rest[0] == everywhere:
		parts = append(parts, "none listed elsewhere")
	default:
		parts = append(parts, "none listed for "+strings.Join(rest, ", "))
	}
	return strings.Join(parts, "; ")
}

const everywhere = "*"

// notListed names the places of a marketplace for which a term has no right of
// a kind.
func notListed(term *pack.Term, kind list.RightKind, place score.Place) []string {
	if place.In == list.AllJurisdictions {
		return []string{everywhere}
	}
	rest := place.In
	for i := range term.Rights() {
		if r := term.Right(i); r.Kind == kind {
			rest &^= r.In
		}
	}
	var places []string
	for code := range rest.All() {
		places = append(places, code)
	}
	return places
}

// dayOf is the day to judge by.
func dayOf(asOf, listed list.Date) list.Date {
	if asOf != 0 {
		return asOf
	}
	return listed
}

func matchKind(f *score.Finding) MatchKind {
	switch {
	case f.Match == match.Near:
		return Near
	case f.Match == match.Sound:
		return Sound
	case f.Disguised:
		return Disguised
	}
	return Exact
}

func orSomebody(owner string) string {
	if owner == "" {
		return "somebody else"
	}
	return owner
}

// appendOffices lists a right once for each office of the marketplace's law,
// or for each of its own when it stands in none of those.
func appendOffices(rights []Right, r *list.Right, place score.Place, asOf list.Date) []Right {
	one := Right{
		Kind: r.Kind, Owner: r.Owner, Number: r.Number, Status: r.Status, Classes: r.Classes,
		URL: r.URL, AsOf: asOf, From: r.From, Until: r.Until,
	}
	offices := r.In & place.In
	if offices == 0 {
		offices = r.In
	}
	if offices == 0 {
		return append(rights, one)
	}
	for one.Office = range offices.All() {
		rights = append(rights, one)
	}
	return rights
}

// breach writes out a rule of form that was not kept.
func (s *Screener) breach(in *score.Input, b *score.Breach) Finding {
	part, l := &in.Parts[b.Part], s.sources[b.Source].Pack.Limit(b.Limit)
	rule := limitRules[l.Kind]
	message := fill(rule.Message, func(name string) string {
		if name == "max" {
			return strconv.Itoa(l.Max)
		}
		return b.Count
	})
	if l.Reason != "" {
		message += " " + l.Reason
	}
	return Finding{
		Field: part.Field, Index: part.Index, Start: b.Start, End: b.End, Text: part.Text.Source[b.Start:b.End],
		Term: l.Field.String() + " " + l.Kind.String(), Kind: list.Policy, Severity: l.Severity,
		Rule: rule.ID, Message: message,
	}
}

// fill puts values in the places of a sentence's {names}.
func fill(sentence string, value func(name string) string) string {
	var b strings.Builder
	b.Grow(len(sentence) + 40)
	for {
		before, rest, ok := strings.Cut(sentence, "{")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		name, after, _ := strings.Cut(rest, "}")
		b.WriteString(value(name))
		sentence = after
	}
}

// suggestions are safe wordings, written as the seller wrote the term: with
// capitals where every word has one, and at the start of a field.
func suggestions(instead pack.Strings, text string, first bool) []string {
	n := min(instead.Len(), maxSuggestions)
	if n == 0 {
		return nil
	}
	out := make([]string, 0, n)
	for i := range n {
		s := instead.At(i)
		switch {
		case isTitled(text):
			s = titled(s)
		case first && startsUpper(text):
			s = upperFirst(s)
		}
		out = append(out, s)
	}
	return out
}

// isTitled tells whether a text is written as a name: a capital, then small
// letters. In all capitals no style is plain.
func isTitled(text string) bool {
	r, size := utf8.DecodeRuneInString(text)
	return unicode.IsUpper(r) && strings.IndexFunc(text[size:], unicode.IsLower) >= 0
}

func startsUpper(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.IsUpper(r)
}

// smallWords keep their small letter inside a title.
var smallWords = []string{"a", "an", "and", "as", "at", "by", "for", "in", "of", "on", "or", "the", "to", "with"}

func titled(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for i, first := 0, true; i < len(s); first = false {
		end := len(s)
		if n := strings.IndexByte(s[i:], ' '); n >= 0 {
			end = i + n
		}
		if w := s[i:end]; first || !slices.Contains(smallWords, w) {
			b.WriteString(upperFirst(w))
		} else {
			b.WriteString(w)
		}
		if i = end + 1; end < len(s) {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

func upperFirst(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if !unicode.IsLower(r) {
		return s
	}
	return string(unicode.ToUpper(r)) + s[size:]
}
