package list

import (
	"cmp"
	"errors"
	"slices"
	"strings"
)

// Check finds what each line alone does not show: terms that stand twice,
// rights nobody could act on, names of marketplaces that do not exist, safe
// wordings that are not safe. Each error is a *[LineError], in the order of
// the sources.
func Check(set *Set) []error {
	c := checker{set: set, unaccent: newUnaccent(), forms: map[string]*Term{}, terms: map[string]*Term{}}
	c.release()
	c.marketplaces()
	for i := range set.Terms {
		c.term(&set.Terms[i])
	}
	for i := range set.Terms { // when all terms are known
		c.instead(&set.Terms[i])
	}
	for i := range set.Limits {
		c.limit(&set.Limits[i])
	}
	c.sort()
	return c.errs
}

type checker struct {
	set      *Set
	errs     []error
	unaccent *strings.Replacer

	markets  []string         // ids and families
	forms    map[string]*Term // by the words of every form
	terms    map[string]*Term // by the words, joined
	longest  int              // form, in words
	unspaced []unspacedForm
}

// An unspacedForm is a form of a term in a script that puts no spaces between
// words.
type unspacedForm struct {
	text string
	term *Term
}

func (c *checker) fail(at Position, message string) {
	c.errs = append(c.errs, &LineError{at, errors.New(message)})
}

// sort restores the order of the sources; errors of one line keep theirs.
func (c *checker) sort() {
	order := map[string]int{}
	for i, f := range c.set.Files {
		order[f.At.Source] = i
	}
	slices.SortStableFunc(c.errs, func(a, b error) int {
		p, q := a.(*LineError).Position, b.(*LineError).Position
		return cmp.Or(cmp.Compare(order[p.Source], order[q.Source]), cmp.Compare(p.Line, q.Line))
	})
}

func (c *checker) release() {
	if c.set.Name == "" {
		c.fail(Position{}, "no source has a `release:`")
		return
	}
	for _, f := range c.set.Files {
		if f.List != c.set.Name {
			c.fail(f.At, "the file is of list "+quote(f.List)+", the release of "+quote(c.set.Name))
		}
		if f.AsOf > c.set.AsOf {
			c.fail(f.At, "the file is of "+f.AsOf.String()+", after its release of "+c.set.AsOf.String())
		}
	}
}

func (c *checker) marketplaces() {
	called := map[string]bool{}
	for _, m := range c.set.Marketplaces {
		c.markets = append(c.markets, m.ID, m.Family)
		for _, name := range append([]string{m.ID}, m.Names...) {
			folded := strings.ToLower(name)
			if called[folded] {
				c.fail(m.At, quote(name)+" names a marketplace already")
			}
			called[folded] = true
		}
	}
}

func (c *checker) knownMarkets(at Position, names []string) {
	for _, name := range names {
		if !slices.Contains(c.markets, name) {
			c.fail(at, quote(name)+" is no marketplace or family of marketplaces")
		}
	}
}

func (c *checker) reversed(at Position, from, until Date) {
	if from != 0 && until != 0 && from >= until {
		c.fail(at, "in force from "+from.String()+", but only until "+until.String())
	}
}

func (c *checker) term(t *Term) {
	c.form(t, t.Text, t.At)
	for i, alias := range t.Aliases {
		at := place(t.aliasAt, i, t.At)
		c.form(t, alias, at)
		if same := strings.ToLower(alias); slices.ContainsFunc(append([]string{t.Text}, t.Aliases[:i]...), func(other string) bool {
			return strings.ToLower(other) == same && !(t.CaseSense && other != alias)
		}) {
			c.fail(at, "the alias says nothing new")
		}
		if t.Exact && plural(t.Text, alias) {
			c.fail(at, "the term is exact, which rules out its plural; one of the two lines goes")
		}
	}
	if len(t.Rights) == 0 {
		c.fail(t.At, "no right says why "+quote(t.Text)+" matters")
	}
	for i := range t.Rights {
		c.right(&t.Rights[i])
	}
	for _, s := range t.Senses {
		if s.Why == "" {
			c.fail(s.At, "the sense has no `why:`")
		}
		if len(s.Before)+len(s.After)+len(s.Near)+len(s.Lacks) == 0 && s.Goods|s.NotGoods == 0 && s.In == 0 && s.Fields == 0 {
			c.fail(s.At, "the sense has no condition")
		}
	}
}

// form notes one form of a term, and refuses it when another term has it.
func (c *checker) form(t *Term, text string, at Position) {
	words := c.words(text)
	key := strings.Join(words, " ")
	if key == "" {
		c.fail(at, quote(text)+" has no letter, digit or sign to look for")
		return
	}
	if joined := strings.Join(words, ""); c.terms[joined] == nil {
		c.terms[joined] = t
	}
	switch other := c.forms[key]; {
	case other == nil:
		c.forms[key] = t
	case other != t && !(other.CaseSense && t.CaseSense && other.Text != t.Text):
		c.fail(at, quote(text)+" is listed already: "+quote(other.Text)+" at "+other.At.String())
	}
	c.longest = max(c.longest, len(words))
	if isUnspaced(key) {
		c.unspaced = append(c.unspaced, unspacedForm{strings.Join(words, ""), t})
	}
}

func (c *checker) right(r *Right) {
	need := func(said bool, key string) {
		if !said {
			c.fail(r.At, "the "+r.Kind.String()+" has no `"+key+":`")
		}
	}
	switch r.Kind {
	case Trademark:
		need(r.Owner != "", "owner")
		need(r.In != 0, "in")
	case Copyright:
		need(r.Owner != "", "owner")
	case Patent, Design:
		need(r.In != 0, "in")
	case Policy:
		need(r.Rule != "", "rule")
		need(r.Severity != None, "severity")
		need(r.Reason != "", "reason")
	}
	need(r.Source != "", "source")
	c.knownMarkets(r.At, r.Marketplaces)
	c.reversed(r.At, r.From, r.Until)
	if r.URL != "" && wantURL(r.URL) != nil {
		c.fail(r.At, "the address "+quote(r.URL)+" does not do")
	}
}

func (c *checker) limit(l *Limit) {
	c.knownMarkets(l.At, l.Marketplaces)
	c.reversed(l.At, l.From, l.Until)
	if l.Severity == None {
		c.fail(l.At, "the limit has no severity, so nobody would hear of it")
	}
	needsMax, needsText := l.Kind.needs()
	if l.Max > 0 && !needsMax {
		c.fail(l.At, "a limit of "+l.Kind.String()+" has no use for its `max:`")
	}
	switch l.Kind {
	case BannedCharacters, SingleCharacters, BannedStarts, BannedEnds:
		seen := ""
		for _, r := range l.Text {
			if r == ' ' || strings.ContainsRune(seen, r) {
				c.fail(l.At, "the characters "+quote(l.Text)+" have a space or one of them twice")
				break
			}
			seen += string(r)
		}
	case MaxCharacters, MaxRepeats, BannedValues, BannedShapes, NoMarkup:
		if l.Text == "" && !needsText {
			break
		}
		if _, err := moreWords(nil, l.Text); err != nil {
			c.fail(l.At, "the words of `text:`: "+err.Error())
		}
	default:
		if l.Text != "" {
			c.fail(l.At, "a limit of "+l.Kind.String()+" has no use for its `text:`")
		}
	}
}

// needs tells which keys a limit of a kind cannot do without.
func (k LimitKind) needs() (max, text bool) {
	switch k {
	case BannedCharacters, SingleCharacters, BannedStarts, BannedEnds, BannedValues, BannedShapes:
		return false, true
	case UniqueParts, NoEmoji, NoMarkup, NoContacts:
		return false, false
	}
	return true, false
}

// instead refuses a safe wording in which a listed term stands, unless a
// nominative phrase stands before it.
func (c *checker) instead(t *Term) {
	for i, wording := range t.Instead {
		if other, before := c.listed(c.words(wording)); other != nil && !c.nominative(before) {
			c.fail(place(t.insteadAt, i, t.At), "the safe wording "+quote(wording)+" has a listed term in it: "+
				quote(other.Text)+" at "+other.At.String())
		}
	}
}

// listed returns the first term that stands in the words as a name, and the
// words before it. They are joined as by a matcher that sees through spacing.
func (c *checker) listed(words []string) (*Term, []string) {
	for from := range words {
		joined := ""
		for _, word := range words[from:min(len(words), from+c.longest)] {
			joined += word
			if t := c.terms[joined]; t != nil && c.standsAsName(t, words) {
				return t, words[:from]
			}
		}
	}
	for i, word := range words {
		if !isUnspaced(word) {
			continue
		}
		for _, form := range c.unspaced {
			before, _, found := strings.Cut(word, form.text)
			if found && c.standsAsName(form.term, words) {
				return form.term, append(words[:i:i], before)
			}
		}
	}
	return nil, nil
}

// standsAsName tells whether a term is sure to be flagged among the words: a
// policy or a mark that may be alive, not an ordinary word, and none of its
// senses looks at a word that is there.
func (c *checker) standsAsName(t *Term, words []string) bool {
	if t.Dictionary || t.CaseSense || !slices.ContainsFunc(t.Rights, func(r Right) bool {
		return r.Kind == Policy && len(r.Marketplaces) == 0 || r.Kind == Trademark && r.Status != Dead
	}) {
		return false
	}
	for _, s := range t.Senses {
		for _, neighbours := range [][]string{s.Before, s.After, s.Near} {
			for _, word := range neighbours {
				if c.within(words, word) {
					return false
				}
			}
		}
	}
	return true
}

func (c *checker) nominative(before []string) bool {
	return slices.ContainsFunc(c.set.Phrases, func(p Phrase) bool {
		return p.Use == Nominative && c.within(before, p.Text)
	})
}

// within tells whether the phrase stands among the words: whole words, where
// its script has any.
func (c *checker) within(words []string, phrase string) bool {
	text, phrase := strings.Join(words, " "), strings.Join(c.words(phrase), " ")
	if isUnspaced(phrase) {
		return strings.Contains(text, phrase)
	}
	return strings.Contains(" "+text+" ", " "+phrase+" ")
}

// place is where the i-th of a term's forms stands, when that is known.
func place(at []Position, i int, term Position) Position {
	if i < len(at) {
		return at[i]
	}
	return term
}

func plural(one, many string) bool {
	one, many = strings.ToLower(one), strings.ToLower(many)
	stem, y := strings.CutSuffix(one, "y")
	return many == one+"s" || many == one+"es" || many == one+"'s" || y && many == stem+"ies"
}
