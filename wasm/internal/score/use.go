package score

import (
	"strings"
	"unicode/utf8"

	"clearlist/wasm/internal/match"
	"clearlist/wasm/internal/normalize"
	"clearlist/wasm/list"
)

const (
	// reach is how many tokens of a list of models may stand between "for"
	// and a mark: "for iPhone 15 14 13 Pro Max, Samsung Galaxy". Real ones
	// have up to forty.
	reach = 40

	// fits is a short word that says as much as a long one: "Fits Crocs".
	fits = "fits"

	// strongPhrase is how long a single word has to be to say by itself that
	// the goods fit a thing ("compatible"); "for" needs a model or a device.
	strongPhrase = 6
)

// use is how a mark is used where it stands.
type use struct {
	list.Use
	strong bool // a nominative phrase that says enough by itself
	model  bool // a model number stands with the mark
}

// useOf looks at the words around a hit. A comparison or a claimed tie says
// more than that the goods fit something.
func (j *judge) useOf(part *Part, h *match.Hit) use {
	t := part.Text
	fitted, strong := j.listBefore(part, h.Tok0)
	for _, u := range []list.Use{list.Comparison, list.Attribution} {
		first := j.article(t, h.Tok0)
		before, sure := j.phraseBefore(part, first, u)
		after, _ := j.phraseAfter(part, h.Tok1, u)
		switch {
		case before && !after && j.fitsBefore(part, first, sure):
			return use{list.Nominative, true, modelAfter(t, h.Tok1)}
		case after && !before && fitted:
			// "For Ford Escape/Mazda Tribute": a word of the model.
		case before || after:
			return use{Use: u}
		}
	}
	if fitted {
		return use{list.Nominative, strong, modelAfter(t, h.Tok1)}
	}
	at := h.Tok1
	for at < len(t.Tokens) && at < h.Tok1+3 && (hasDigit(t, at) || latin(t, at)) {
		at++
	}
	if found, strong := j.phraseAfter(part, at, list.Nominative); found && strong {
		return use{list.Nominative, true, at > h.Tok1}
	}
	return use{}
}

// latin tells whether a token is a capitalised word of Latin letters, which in
// Japanese and Chinese names a model.
func latin(t *normalize.Text, at int) bool {
	u := &t.Units[t.Tokens[at].U0]
	return u.Class == normalize.Letter && u.Fold < utf8.RuneSelf && u.How&normalize.Upper != 0
}

// fitsBefore tells whether a wording that says what the goods fit stands
// before one that leans on a mark: in "replacement for original Samsung
// remote" the mark is what is replaced, in "compatible with all phones like
// iPhone" it is an example. Right before it may stand before any wording, some
// words off only before a single short one, which sure is not; a weak one too, where
// the short one follows a device: "for more phones like Samsung".
func (j *judge) fitsBefore(part *Part, tok int, sure bool) bool {
	const few = 6 // tokens of "for more phones and power banks like"
	t := part.Text
	device := !sure && tok > 1 && (series[string(j.fold(t, tok-2))] || j.thing(part, tok-2))
	for at := tok - 1; at > 0 && at > tok-reach; at-- {
		if t.Tokens[at].Sep&normalize.Hard != 0 {
			return false
		}
		if found, strong := j.fitsTo(part, at); found && (strong && !sure || at == tok-1 || device && tok-at <= few) {
			return true
		}
	}
	return false
}

// articles may stand between a phrase and a mark: "looks like a Yeti".
var articles = map[string]bool{
	"a": true, "an": true, "the": true, "ein": true, "eine": true, "einen": true, "einer": true, "der": true, "die": true, "das": true,
	"un": true, "une": true, "le": true, "la": true, "les": true, "el": true, "los": true, "las": true, "una": true, "il": true, "lo": true, "gli": true,
}

// article returns the token of an article right before a token, or the token.
func (j *judge) article(t *normalize.Text, tok int) int {
	if tok > 0 && t.Tokens[tok].Sep == normalize.Gap && articles[string(j.fold(t, tok-1))] {
		return tok - 1
	}
	return tok
}

// phraseBefore tells whether a phrase of a use ends right before a token, and
// whether it is a strong one.
func (j *judge) phraseBefore(part *Part, tok int, u list.Use) (found, strong bool) {
	t := part.Text
	if tok >= len(t.Tokens) || tok == 0 || t.Tokens[tok].Sep&normalize.Hard != 0 && (u != list.Nominative || !colon(t, tok)) {
		return false, false
	}
	for s := range j.Sources {
		is, sure := j.phrase(part, s, part.Places[s].EndingAt(tok), u)
		found, strong = found || is, strong || sure
	}
	return found, strong
}

// colon tells whether a colon and no more stands before a token: "Fits: Subaru".
func colon(t *normalize.Text, tok int) bool {
	between := strings.TrimRight(t.Source[t.End(tok):t.Start(tok)], " ")
	return between == ":" || between == "\uff1a"
}

// notice are words that open what may follow a mark: "is a trademark of".
var notice = map[string]bool{"is": true, "are": true}

// phraseAfter tells whether a phrase of a use starts at a token. A nominative
// preposition does not count: in "Lego for kids" it speaks of the kids.
func (j *judge) phraseAfter(part *Part, tok int, u list.Use) (found, strong bool) {
	t := part.Text
	if tok >= len(t.Tokens) || t.Tokens[tok].Sep&normalize.Hard != 0 || u == list.Nominative && t.Tokens[tok].Class == normalize.Letter && !notice[string(j.fold(t, tok))] {
		return false, false
	}
	const preposition = 3 // "by" and "von" speak of what comes after them; "OEM" does not
	if n := t.Tokens[tok].U1 - t.Tokens[tok].U0; u == list.Attribution && n > 1 && n <= preposition && t.Tokens[tok].Class == normalize.Letter && !initials(t, tok) {
		return false, false
	}
	for s := range j.Sources {
		is, sure := j.phrase(part, s, part.Places[s].StartingAt(tok), u)
		found, strong = found || is, strong || sure
	}
	return found, strong
}

// phrase tells whether one of some hits is a phrase of a use, and whether it
// says enough by itself.
func (j *judge) phrase(part *Part, source int, hits []uint32, u list.Use) (found, strong bool) {
	x := j.Sources[source].Index
	for _, k := range hits {
		h := &part.Hits[source][k]
		if !x.IsPhrase(h.Form) || h.Evidence&^(match.Joined|match.Hyphenated) != 0 {
			continue
		}
		for n := range x.Meanings(h.Form) {
			if form := x.Form(h.Form); x.Meaning(h.Form, n).Use == u && (len(form) > 1 || j.betweenTerms(part, h)) {
				found = true
				strong = strong || len(form) >= strongPhrase || form == fits || strings.IndexByte(form, ' ') >= 0 || form[0] >= utf8.RuneSelf
			}
		}
	}
	return found, strong
}

// betweenTerms tells whether different terms stand before and after a hit. A
// phrase of a single letter, the x of two brands, is a size, a count or a model
// elsewhere: "iPhone X iPhone XS".
func (j *judge) betweenTerms(part *Part, h *match.Hit) bool {
	if h.Tok0 == 0 || h.Tok1 >= len(part.Text.Tokens) || !j.inTerm(part, h.Tok0-1) || !j.inTerm(part, h.Tok1) {
		return false
	}
	before, after := string(j.fold(part.Text, h.Tok0-1)), j.fold(part.Text, h.Tok1)
	return before != string(after)
}

// listBefore goes back over a list of marks and models to a nominative phrase,
// or over a few words of any kind to a strong one: "compatible with the
// consoles of Atari".
func (j *judge) listBefore(part *Part, tok int) (found, strong bool) {
	t := part.Text
	const few = 4
	whole := true // nothing but a list stands between
	model := tok > 0 && (series[string(j.fold(t, tok-1))] || j.thing(part, tok-1))
	for at := tok; at > 0 && at > tok-reach; at-- {
		if found, strong := j.fitsTo(part, at); found {
			// What the phrase leads to has to be a mark or a model.
			if strong || whole && (at == tok || hasDigit(t, at) || j.inTerm(part, at) || between[string(j.fold(t, at))] || initials(t, at) || model) {
				return true, strong
			}
			return false, false
		}
		if whole {
			examples, listed := j.listTo(part, at)
			if examples {
				return j.fitsInSentence(part, at)
			}
			whole = listed || at == tok && (j.listed(part, at-1) || j.thing(part, at-1))
		}
		ends := t.Tokens[at].Sep&normalize.Hard != 0 || t.Tokens[at].Sep&(normalize.Joiner|normalize.Gap) == normalize.Joiner|normalize.Gap
		if !whole && (ends || tok-at >= few) {
			return false, false
		}
	}
	return false, false
}

// exampleWords open a list of examples: "machines such as Bosch, Makita". Those
// that are false need a stop behind them: "Mikrofone wie: Shure".
var exampleWords = map[string]bool{
	"as": true, "including": true, "include": true, "like": false, "como": false, "comme": false, "come": false, "wie": false,
}

// examples tells whether a list of examples is opened right before a token.
func (j *judge) examples(t *normalize.Text, tok int) bool {
	if tok < 2 {
		return false
	}
	word := string(j.fold(t, tok-1))
	alone, known := exampleWords[word]
	switch {
	case !known:
		return false
	case word == "as":
		return string(j.fold(t, tok-2)) == "such"
	}
	return alone || t.Tokens[tok].Sep&normalize.Hard != 0
}

// fitsInSentence goes back from the words that open a list of examples, over
// any others of the sentence, to a nominative phrase: "fits most 4 inch
// machines". A comma may stand before the first.
func (j *judge) fitsInSentence(part *Part, tok int) (found, strong bool) {
	const opening = 2 // "such as"
	for at := tok - 1; at > 0 && at > tok-reach; at-- {
		if found, strong := j.fitsTo(part, at); found {
			return true, strong
		}
		if part.Text.Tokens[at].Sep&normalize.Hard != 0 && at < tok-opening {
			break
		}
	}
	return false, false
}

// between are words that may stand in a list of models.
var between = map[string]bool{
	"and": true, "or": true, "the": true, "your": true, "all": true, "most": true, "new": true, "with": true,
	"und": true, "oder": true, "die": true, "das": true, "der": true, "et": true, "ou": true, "le": true,
	"la": true, "les": true, "de": true, "du": true, "des": true, "del": true, "y": true, "o": true, "el": true, "los": true, "e": true, "il": true, "a": true,
	"series": true, "serie": true, "serien": true, "model": true, "models": true, "gen": true, "generation": true,
}

// series are words that lead from goods to the make they are for: "para
// inalambrico de la serie Shure".
var series = map[string]bool{
	"serie": true, "series": true, "serien": true, "model": true, "models": true, "modelo": true, "modelos": true, "modelle": true,
	"modele": true, "modeles": true, "modello": true, "modelli": true, "console": true, "consoles": true, "consola": true, "konsole": true,
	"system": true, "systems": true, "sistema": true, "sistemas": true, "devices": true, "phones": true, "printers": true, "cameras": true,
}

// thing tells whether a token names a thing that goods are made to fit:
// "filtre pour aspirateur Rowenta".
func (j *judge) thing(part *Part, at int) bool {
	for s := range j.Sources {
		x := j.Sources[s].Index
		for _, k := range part.Places[s].StartingAt(at) {
			h := &part.Hits[s][k]
			if h.Tok1 != at+1 || !x.NamesGoods(h.Form) {
				continue
			}
			for n := range x.Meanings(h.Form) {
				if x.Meaning(h.Form, n).Classes&things != 0 {
					return true
				}
			}
		}
	}
	return false
}

// listed tells whether a token may be part of a list of models: a mark, a
// number, a short capitalised name, a word between.
func (j *judge) listed(part *Part, at int) bool {
	t := part.Text
	if hasDigit(t, at) || j.inTerm(part, at) || between[string(j.fold(t, at))] {
		return true
	}
	u := &t.Units[t.Tokens[at].U0]
	const longestModel = 6 // Ultra, Galaxy; longer ones are no ordinary words: Highlander
	return u.How&normalize.Upper != 0 && (t.Tokens[at].U1-t.Tokens[at].U0 <= longestModel || !j.Sources[0].Index.Common(string(j.fold(t, at))))
}

// initials tells whether a token is written in capitals alone: PC, TV, ATV.
func initials(t *normalize.Text, at int) bool {
	tok := &t.Tokens[at]
	const longest = 4
	if n := tok.U1 - tok.U0; n < 2 || n > longest {
		return false
	}
	for u := tok.U0; u < tok.U1; u++ {
		if t.Units[u].How&normalize.Upper == 0 {
			return false
		}
	}
	return true
}

// fold writes a token's letters. The bytes are good until the next call.
func (j *judge) fold(t *normalize.Text, at int) []byte {
	j.buf = t.AppendFold(j.buf[:0], &t.Tokens[at])
	return j.buf
}

// inTerm tells whether a token is part of a hit of a term.
func (j *judge) inTerm(part *Part, at int) bool {
	for s := range part.Places {
		if part.Places[s].InTerm(at) {
			return true
		}
	}
	return false
}

// modelAfter tells whether a model number stands within three tokens after.
func modelAfter(t *normalize.Text, at int) bool {
	for i := at; i < len(t.Tokens) && i < at+3; i++ {
		if i > at && t.Tokens[i].Sep&normalize.Hard != 0 {
			return false
		}
		if hasDigit(t, i) {
			return true
		}
	}
	return false
}

func hasDigit(t *normalize.Text, at int) bool {
	tok := &t.Tokens[at]
	for u := tok.U0; u < tok.U1; u++ {
		if t.Units[u].Class == normalize.Digit {
			return true
		}
	}
	return false
}

// leads tells whether a hit opens the title: nothing but counts and the
// seller's own brand stand before it.
func (j *judge) leads(part *Part, h *match.Hit) bool {
	if part.Field != list.Title {
		return false
	}
	for i := range h.Tok0 {
		if !hasDigit(part.Text, i) && !j.ownToken(part, i) {
			return false
		}
	}
	return true
}

// asName tells whether the writing shows a name: a trademark sign, or a
// capital where ordinary words have none.
func (j *judge) asName(part *Part, h *match.Hit) bool {
	t := part.Text
	for _, sign := range []string{"\u00ae", "\u2122", "\u2120", " \u00ae", " \u2122", "(R)", "(TM)"} {
		if strings.HasPrefix(t.Source[h.End:], sign) {
			return true
		}
	}
	return capital(t, h) && t.Tokens[h.Tok0].Sep&normalize.Hard == 0 && !part.titled
}

func capital(t *normalize.Text, h *match.Hit) bool {
	for i := h.Tok0; i < h.Tok1; i++ {
		u := &t.Units[t.Tokens[i].U0]
		if u.Class == normalize.Letter && u.How&normalize.Upper == 0 && t.Tokens[i].U1-t.Tokens[i].U0 > 3 {
			return false
		}
	}
	u := &t.Units[t.Tokens[h.Tok0].U0]
	return u.How&normalize.Upper != 0 || u.Fold >= utf8.RuneSelf
}

// titleCase tells whether most words of a text start with a capital, so that
// one more says nothing. So does a text too short to tell. Small tells whether
// there is no capital at all.
func titleCase(t *normalize.Text) (titled, small bool) {
	words, capitals := 0, 0
	for i := range t.Tokens {
		tok := &t.Tokens[i]
		if tok.U1-tok.U0 <= 3 || !isWord(t, i) {
			continue
		}
		words++
		if t.Units[tok.U0].How&normalize.Upper != 0 {
			capitals++
		}
	}
	const enough = 4
	return words < enough || capitals*2 > words, words > 0 && capitals == 0
}
