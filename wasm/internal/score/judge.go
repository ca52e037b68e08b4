package score

import (
	"slices"
	"strings"
	"unicode/utf8"

	"clearlist/wasm/internal/match"
	"clearlist/wasm/internal/normalize"
	"clearlist/wasm/list"
	"clearlist/wasm/pack"
)

// Judge returns what matters of the hits, in the order of the parts, then of
// the text, good until the memory serves another listing.
func Judge(in *Input, m *Memory) []Finding {
	j := &judge{Input: in, Memory: m}
	j.findOwn()
	j.findGoods()
	m.facts = m.facts[:0]
	all, found := m.all[:0], m.found
	for i := range in.Parts {
		in.Parts[i].titled, in.Parts[i].small = titleCase(in.Parts[i].Text)
		found = found[:0]
		for s := range in.Sources {
			for k := range in.Parts[i].Hits[s] {
				found = j.hit(i, s, &in.Parts[i].Hits[s][k], found)
			}
		}
		kept := j.resolve(found, len(in.Parts[i].Text.Source))
		if len(in.Parts[i].Marks) > 0 {
			kept = j.registered(i, found, kept)
		}
		all = append(all, j.gravestOf(kept)...)
	}
	m.all, m.found = all, found
	return all
}

// Memory is what judging one listing takes and the next one can have. The zero
// value is ready.
type Memory struct {
	all, found, kept, sorted []Finding
	order                    []int32
	facts                    []facts
	text                     normalize.Text
	buf                      []byte
	cover                    cover // of the part that registers are asked of
}

type judge struct {
	*Input
	*Memory
	goods, related list.Classes
	ownTerms       []ownTerm
	ownWords       []string
	ordinaryKeys   []uint64 // ordinary words that are registered, as found
}

// facts are what is true of a term wherever in this listing it stands.
type facts struct {
	source, number int
	term           pack.Term
	asOf           list.Date
	mark           bool // it has a right that is not a policy
	own            bool
	best           list.Right // that is no policy, the most relevant; when mark
	order          []int      // rights, the most relevant first
}

// factsOf looks a term up, or finds out about it.
func (j *judge) factsOf(source, number int) *facts {
	for i := range j.facts {
		if f := &j.facts[i]; f.number == number && f.source == source {
			return f
		}
	}
	p := j.Sources[source].Pack
	f := facts{source: source, number: number, term: p.Term(number), asOf: dateOf(j.AsOf, p), own: j.ownsTerm(source, number)}
	if n := len(j.facts); n < cap(j.facts) {
		f.order = j.facts[:n+1][n].order[:0] // nobody has it any more
	}
	j.rank(&f)
	j.facts = append(j.facts, f)
	return &j.facts[len(j.facts)-1]
}

// rank orders the rights that are no policies by where they stand, then by
// their goods. A term of policies alone keeps the order of the list.
func (j *judge) rank(f *facts) {
	for s := inForce; s <= expired; s++ {
		for i := range f.term.Rights() {
			r := f.term.Right(i)
			if r.Kind == list.Policy || j.Place.stands(&r, f.asOf) != s {
				continue
			}
			if !f.mark || s == j.Place.stands(&f.best, f.asOf) && j.fits(r.Classes) < j.fits(f.best.Classes) {
				f.best, f.mark = r, true
				f.order = append(f.order, 0)
				copy(f.order[1:], f.order)
				f.order[0] = i
			} else {
				f.order = append(f.order, i)
			}
		}
	}
	if !f.mark {
		for i := range f.term.Rights() {
			f.order = append(f.order, i)
		}
	}
}

// hit judges one hit under each term it may stand for.
func (j *judge) hit(part, source int, h *match.Hit, found []Finding) []Finding {
	x := j.Sources[source].Index
	if !x.IsTerm(h.Form) {
		return found
	}
	for i := range x.Meanings(h.Form) {
		m := x.Meaning(h.Form, i)
		if m.Term < 0 || !m.Frame.Holds(j.Parts[part].Text.Source, h.Start, h.End) {
			continue
		}
		f := j.factsOf(source, m.Term)
		c := candidate{
			judge: j, facts: f, part: &j.Parts[part], hit: h, single: m.Single,
			Finding: Finding{Part: part, Source: source, Term: m.Term, Start: h.Start, End: h.End, Match: h.Kind},
		}
		c.script = f.term.Dictionary() && f.mark && otherScript(x, x.Form(h.Form))
		if c.accepted() {
			c.decide()
			found = append(found, c.Finding)
		}
	}
	return found
}

// A candidate is a hit read as one term.
type candidate struct {
	*judge
	*facts
	Finding
	part   *Part
	hit    *match.Hit
	single bool
	isOwn  bool
	script bool // a name in a script that the term's ordinary word is not written in
}

// word tells whether the hit is also an ordinary word. "\u51b0\u96ea\u5947\u7f18", a film, is none,
// though "Frozen" is.
func (c *candidate) word() bool { return c.term.Dictionary() && !c.script }

// accepted asks whether the writing allows the term at all.
func (c *candidate) accepted() bool {
	ev := c.hit.Evidence
	if c.single {
		ev |= match.Singular
	}
	switch {
	case c.term.Exact() && (ev&(match.Plural|match.Singular) != 0 || c.Match != match.Written),
		c.term.CaseSense() && !c.sameCase(),
		c.Match != match.Written && (c.word() || c.hasOwnWord() || c.mark && product(c.best.Kind)):
		return false
	}
	if ev&match.Plural != 0 && c.mark && (c.word() || c.ordinary() || endsIrregular(c.Sources[c.Source].Index.Form(c.hit.Form))) {
		return false // the plural of a word is the word
	}
	return true
}

// otherScript tells whether a form is written in another script than Latin,
// and is no ordinary word there either.
func otherScript(x *match.Index, form string) bool {
	const latin = 0x0250 // the first letter behind the Latin blocks
	r, _ := utf8.DecodeRuneInString(form)
	return r >= latin && !x.Common(form)
}

// irregular are English words whose plural has no s: "Iron Mans" is no plural.
var irregular = []string{"man", "woman", "child", "foot", "tooth", "goose", "mouse", "person"}

func endsIrregular(form string) bool {
	last := form[strings.LastIndexByte(form, ' ')+1:]
	return slices.Contains(irregular, last)
}

// ordinary tells whether the hit is one ordinary word.
func (c *candidate) ordinary() bool {
	t := c.part.Text
	return c.hit.Tok1-c.hit.Tok0 == 1 && c.Sources[c.Source].Index.Common(string(c.fold(t, c.hit.Tok0)))
}

// hasOwnWord tells whether a guess stands on the seller's own brand.
func (c *candidate) hasOwnWord() bool {
	for i := c.hit.Tok0; i < c.hit.Tok1; i++ {
		if c.ownToken(c.part, i) {
			return true
		}
	}
	return false
}

// sameCase tells whether the hit has the capitals of the term or an alias.
func (c *candidate) sameCase() bool {
	var written []byte
	t := c.part.Text
	for i := t.Tokens[c.hit.Tok0].U0; i < t.Tokens[c.hit.Tok1-1].U1; i++ {
		if t.Units[i].Class == normalize.Letter {
			written = append(written, 'a'-byte(t.Units[i].How&normalize.Upper/normalize.Upper)*('a'-'A'))
		}
	}
	aliases := c.term.Aliases()
	for i := -1; i < aliases.Len(); i++ {
		text := c.term.Text()
		if i >= 0 {
			text = aliases.At(i)
		}
		c.text.Read(text)
		same, n := true, 0
		for _, u := range c.text.Units {
			if u.Class != normalize.Letter {
				continue
			}
			if n >= len(written) || (written[n] == 'A') != (u.How&normalize.Upper != 0) {
				same = false
				break
			}
			n++
		}
		if same && n == len(written) {
			return true
		}
	}
	return false
}

// decide weighs the term's rights: the marks together, each policy by itself.
func (c *candidate) decide() {
	c.Disguised = c.hit.Evidence&match.Disguise != 0
	c.isOwn = c.own || c.insideOwn(c.part, c.hit)
	n, sense, decided := c.sense(c.part, c.Source, c.Term, c.hit, c.script)
	if decided && sense.Level == list.None && c.leanedOn() {
		decided = false // "similar to Converse" is no talk
	}
	if decided {
		c.Severity, c.Rule, c.Why = sense.Level, RuleSense, c.term.SenseWhy(n)
		if !c.mark {
			c.Rule = RulePolicySense
		}
	}
	c.Rights = c.order
	c.Kind = list.Policy
	if c.mark {
		c.Right, c.Kind = c.order[0], c.best.Kind
	}
	switch {
	case decided && c.isOwn && c.mark:
		c.Severity, c.Rule = min(sense.Level, list.Info), RuleOwnBrand
	case decided:
		c.fitsSense(sense.Level)
		c.disguise(false)
	default:
		if c.mark {
			c.weigh(&c.best)
		}
		c.policies()
	}
	if c.Match != match.Written && c.Severity <= list.Info {
		c.Severity = list.None // a guess at what is permitted helps nobody
	}
}

// weigh gives the severity of a mark under its best right.
func (c *candidate) weigh(r *list.Right) {
	stands := c.Place.stands(r, c.asOf)
	switch {
	case c.isOwn:
		c.Severity, c.Rule = list.Info, RuleOwnBrand
		return
	case stands >= notYet:
		c.Severity, c.Rule = c.weak(stands)
		if product(r.Kind) {
			c.Rule = RuleProtected
			return
		}
		c.useElsewhere(stands)
		return
	case product(r.Kind):
		c.Severity, c.Rule = list.Medium, RulePatent
		if r.Kind == list.Design {
			c.Rule = RuleDesign
		}
		if r.Confidence == list.ConfidenceLow {
			c.Severity = list.Low // said of such goods, seen by nobody
		}
		return
	}
	switch {
	case c.word():
		c.ordinaryWord(r)
	case c.crossed(r.Classes):
		c.Severity, c.Rule = list.None, RuleOrdinaryWord
		return
	default:
		c.coined(r)
	}
	if stands == pending && c.Severity > list.Low {
		c.Severity, c.Rule = c.Severity-1, RulePending
	}
	if r.Confidence == list.ConfidenceLow {
		c.Severity = min(c.Severity, list.Medium)
	}
	c.use(r)
	c.guess(r)
}

// product tells whether a right is to a kind of product and not to a name.
func product(k list.RightKind) bool { return k == list.Patent || k == list.Design }

// minSure is how many letters a word has to have for a misspelling of it to
// stand for itself. One letter off, shorter ones are other words and names.
const minSure = 6

// minPlain is how many letters a famous mark has to have for a misspelling of
// it that leads the title to be as grave as the mark: "Louis Vuiton handbag".
const minPlain = 7

// guess lowers a mark that is misspelt, and leaves short ones out unless the
// goods are its own.
func (c *candidate) guess(r *list.Right) {
	if c.Match == match.Written || c.Severity == list.None {
		return
	}
	if c.strange() && (c.fits(r.Classes) != sameGoods || !capital(c.part.Text, c.hit)) {
		c.Severity = list.None
		return
	}
	if c.hit.Evidence&match.Repeated != 0 && (c.term.Famous() || c.fits(r.Classes) == sameGoods) && capital(c.part.Text, c.hit) {
		return // nobody doubles a letter of a mark by taking it for a word
	}
	if form := c.Sources[c.Source].Index.Form(c.hit.Form); len(form)-strings.Count(form, " ") < minSure {
		if c.fits(r.Classes) != sameGoods {
			c.Severity = list.None
			return
		}
		c.Severity = min(c.Severity, list.Medium)
	}
	if c.term.Famous() && c.fits(r.Classes) != otherGoods && c.Match == match.Near && c.leads(c.part, c.hit) && len(c.Sources[c.Source].Index.Form(c.hit.Form)) >= minPlain {
		return
	}
	c.Severity = max(c.Severity-1, list.Low)
}

// weak is for rights that do not stand here and now.
func (c *candidate) weak(s standing) (list.Severity, Rule) {
	if c.word() || c.Match != match.Written {
		return list.None, RuleElsewhere
	}
	switch s {
	case notYet:
		return list.Info, RuleNotYet
	case expired:
		return list.Low, RuleExpired
	}
	return list.Low, RuleElsewhere
}

// strange tells whether a part is in a language whose ordinary words the lists
// do not know: an unknown word there is a word, and no mark misspelt.
func (c *candidate) strange() bool {
	if !c.part.heard {
		c.part.heard, c.part.strange = true, c.hear(c.part.Text)
	}
	return c.part.strange
}

func (j *judge) hear(t *normalize.Text) (strange bool) {
	const (
		longWord = 4 // letters: shorter words are of many languages
		enough   = 8 // words to tell a language by
	)
	x := j.Sources[0].Index
	words, known := 0, 0
	for i := range t.Tokens {
		if tok := &t.Tokens[i]; tok.U1-tok.U0 >= longWord && isWord(t, i) {
			words++
			if x.Common(string(j.fold(t, i))) {
				known++
			}
		}
	}
	return words >= enough && known*2 < words
}

// useElsewhere is for a mark with no right listed here and now. A famous one
// is protected all the same (Paris Convention, article 6bis): wording that
// leans on it, or claims a tie, is taken down everywhere.
func (c *candidate) useElsewhere(s standing) {
	if c.Severity == list.None {
		return
	}
	leans := s == elsewhere && c.term.Famous()
	switch c.useOf(c.part, c.hit).Use {
	case list.Nominative:
		c.Severity, c.Rule = list.Info, RuleNominative
	case list.Comparison:
		if leans {
			c.raise(RuleComparison)
		}
	case list.Attribution:
		if leans {
			c.raise(RuleAttribution)
		}
	}
}

// coined weighs a mark that is no ordinary word.
func (c *candidate) coined(r *list.Right) {
	c.Severity, c.Rule = list.High, RuleName
	if r.Kind == list.Copyright {
		c.Rule = RuleCharacter
		return
	}
	switch fit := c.fits(r.Classes); {
	case fit == sameGoods || c.term.Famous():
	case c.leads(c.part, c.hit) && fit != otherGoods:
		c.Rule = RuleLeadsTitle
	case fit == otherGoods:
		c.Severity, c.Rule = list.Low, RuleOtherGoods
	default:
		c.Severity, c.Rule = list.Medium, RuleRelatedGoods
	}
	if c.Severity == list.High && c.Rule == RuleName && c.leads(c.part, c.hit) {
		c.Rule = RuleLeadsTitle
	}
}

// ordinaryWord weighs a mark that is also a word: it needs its goods, or the
// looks of a name.
func (c *candidate) ordinaryWord(r *list.Right) {
	c.Rule = RuleOrdinaryWord
	shown := capital(c.part.Text, c.hit) || c.part.small || c.part.Field == list.SearchTerms
	named := c.asName(c.part, c.hit) || shown && c.useOf(c.part, c.hit).Use == list.Attribution
	phrase := c.hit.Tok1-c.hit.Tok0 > 1
	opened := shown && c.Match == match.Written && c.opened(c.Source, c.Term)
	leads := c.leads(c.part, c.hit) && shown
	switch fit := c.fits(r.Classes); {
	case (fit == sameGoods || opened) && leads && c.term.Famous():
		c.Severity, c.Rule = list.High, RuleLeadsTitle
	case shown && c.term.Famous() && (fit == sameGoods && capital(c.part.Text, c.hit) && c.beforeGoods(r) || fit != otherGoods && c.inCompany(r.Owner)):
		c.Severity, c.Rule = list.High, RuleName
	case fit == sameGoods && (leads || named || phrase && shown || shown && c.term.Famous() && c.behindGoods(r)), opened && (leads || named || c.behindGoods(r)), shown && (fit != otherGoods || c.term.Famous()) && c.inCompany(r.Owner):
		c.Severity = list.Medium
	case fit == sameGoods && shown, opened, fit == relatedGoods && (leads || named || phrase && shown), fit == unknownGoods && (named || phrase && shown):
		c.Severity = list.Low
	default:
		c.Severity = list.None
	}
}

// beforeGoods tells whether goods of a right are named right after the hit:
// "super Kirby plush".
func (c *candidate) beforeGoods(r *list.Right) bool {
	return c.goodsOf(r, c.part.Places[c.Source].StartingAt(c.hit.Tok1))
}

// behindGoods tells whether goods of a right are named right before the hit, as
// Romance languages do: "zapatillas Puma".
func (c *candidate) behindGoods(r *list.Right) bool {
	return c.goodsOf(r, c.part.Places[c.Source].EndingAt(c.hit.Tok0))
}

// goodsOf tells whether one of some hits names goods of a right.
func (c *candidate) goodsOf(r *list.Right, hits []uint32) bool {
	x := c.Sources[c.Source].Index
	for _, k := range hits {
		form := c.part.Hits[c.Source][k].Form
		for i := range x.Meanings(form) {
			if x.NamesGoods(form) && x.Meaning(form, i).Classes&r.Classes != 0 {
				return true
			}
		}
	}
	return false
}

// use changes the severity by how the mark is used.
func (c *candidate) use(r *list.Right) {
	if c.Severity == list.None {
		c.fitsWord(r)
		return
	}
	switch c.part.Field {
	case list.Brand:
		c.Severity, c.Rule = max(c.Severity, list.High), RuleBrandField
		return
	case list.SearchTerms:
		c.Rule = RuleSearchTerms
		if c.Match == match.Written && (!c.word() || c.term.Famous() && c.fits(r.Classes) == sameGoods) {
			c.Severity = max(c.Severity, list.High)
		}
		c.disguise(true)
		return
	}
	u := c.useOf(c.part, c.hit)
	switch u.Use {
	case list.Nominative:
		if !c.Disguised && !c.decorates(r) {
			c.nominative(u, r)
			return
		}
	case list.Comparison:
		c.raise(RuleComparison)
	case list.Attribution:
		if c.Severity >= list.Medium {
			c.raise(RuleAttribution)
		}
	}
	c.disguise(true)
}

// fitsWord speaks of a mark that is also a word where a model says that it is
// what the goods fit: "toner compatible with Brother HL-L2350".
func (c *candidate) fitsWord(r *list.Right) {
	if c.Match != match.Written || c.part.Field == list.Brand || c.part.Field == list.SearchTerms || !capital(c.part.Text, c.hit) || r.Classes&things == 0 {
		return
	}
	if u := c.useOf(c.part, c.hit); u.Use == list.Nominative && u.model {
		c.Severity, c.Rule = list.Info, RuleNominative
	}
}

// fitsSense asks for the use of a mark whose sense is decided: "for Ninja
// Creami" names what the goods fit, and "compatible for Brother HL-L2350" no
// relative.
func (c *candidate) fitsSense(level list.Severity) {
	if !c.mark || level == list.Info || c.hit.Evidence&match.Disguise != 0 || c.Match != match.Written || !capital(c.part.Text, c.hit) {
		return
	}
	u := c.useOf(c.part, c.hit)
	switch {
	case u.Use != list.Nominative || c.part.Field == list.Brand || c.part.Field == list.SearchTerms:
	case level > list.Info:
		c.nominative(u, &c.best)
	case u.strong && u.model && c.best.Classes&things != 0:
		c.Severity, c.Rule = list.Info, RuleNominative
	}
}

// things are the classes of goods that others are made to fit: machines,
// tools, devices, appliances, vehicles, watches, vessels. "For" one of them says that much by
// itself; "for" a doll or a film does not.
var things = list.ClassesOf(7, 8, 9, 10, 11, 12, 14, 21)

// nominative lowers a mark that says what the goods fit.
func (c *candidate) nominative(u use, r *list.Right) {
	c.Rule = RuleNominative
	if u.strong || u.model || r.Classes&things != 0 {
		c.Severity = list.Info
	} else {
		c.Severity = max(c.Severity-1, list.Info)
	}
}

// raise is for use that leans on a mark.
func (c *candidate) raise(rule Rule) {
	c.Rule = rule
	if c.word() && !c.sure() {
		c.Severity = min(c.Severity+1, list.High)
	} else {
		c.Severity = max(c.Severity, list.High)
	}
}

// leanedOn tells whether wording leans on a mark that can be nothing else, so
// that no other sense of the word holds.
func (c *candidate) leanedOn() bool {
	return c.mark && !c.isOwn && c.sure() && c.useOf(c.part, c.hit).Use == list.Comparison
}

// sure tells whether a mark that is also a word can be nothing but the mark
// behind wording that leans on one: it is famous, and the goods are its own.
func (c *candidate) sure() bool {
	return c.term.Famous() && c.Match == match.Written && c.fits(c.best.Classes) == sameGoods && capital(c.part.Text, c.hit)
}

// disguise raises what was hidden: nobody hides a word that may stand there.
// Digits and spreading, which may be a manner of writing, raise only what no
// sense has decided.
func (c *candidate) disguise(plain bool) {
	ev := c.hit.Evidence
	if c.Severity == list.None || c.isOwn {
		return
	}
	switch {
	case ev&match.Deliberate != 0:
		c.Severity = min(max(c.Severity, list.Medium)+1, list.Critical)
	case ev&match.Disguise != 0 && plain:
		c.Severity = max(c.Severity, list.High)
	}
}

// policies takes the strictest policy that speaks of the field, when it says
// more than the marks do.
func (c *candidate) policies() {
	for i := range c.term.Rights() {
		r := c.term.Right(i)
		if r.Kind != list.Policy || r.Fields != 0 && !r.Fields.Has(c.part.Field) || c.Place.stands(&r, c.asOf) > pending || c.Match != match.Written {
			continue
		}
		severity := r.Severity
		if c.hit.Evidence&match.Deliberate != 0 || c.hit.Evidence&(match.Leet|match.Spread|match.OddJoiner) != 0 {
			severity = min(severity+1, list.Critical)
		} else {
			c.Disguised = c.Disguised && c.Kind != list.Policy // "anti-bacterial" is spelling
		}
		if severity > c.Severity {
			c.Severity, c.Rule, c.Kind, c.Right = severity, RulePolicy, list.Policy, i
			c.Rights = moveFirst(c.Rights, i)
		}
	}
}

func moveFirst(order []int, i int) []int {
	out := []int{i}
	for _, k := range order {
		if k != i {
			out = append(out, k)
		}
	}
	return out
}
