package match

import (
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"clearlist/wasm/internal/normalize"
	"clearlist/wasm/list"
	"clearlist/wasm/pack"
)

// Sections of the index.
const (
	sectionForms    = pack.FirstIndex + iota // Texts: forms, by number
	sectionTable                             // Table: key of a skeleton to a form
	sectionHeads                             // Filter: keys of the first letters of every form
	sectionRows                              // Numbers: rowSize for each form
	sectionUses                              // Numbers: what a form means, runs of them
	sectionGoods                             // Numbers: classes, two for each form that names goods
	sectionSenses                            // Numbers: senseSize for each sense
	sectionCues                              // Numbers: forms, runs of them
	sectionCommon                            // Hashes: ordinary words
	sectionWords                             // Words: what can be misspelt
	sectionPostings                          // Numbers: where in which form a word stands
	sectionTails                             // Table: hash of a word without its first letter to the word
	sectionSounds                            // Table: hash of a word's sound to the word
	sectionFrames                            // Numbers: frameSize for each framed meaning
	sectionSigns                             // Texts: the signs of frames
)

// Columns of a form's row.
const (
	rowFlags = iota
	rowUses  // first of its run
	rowCount
	rowSize
)

// A meaning of a form: what it is, and a number.
const (
	meaningShift  = 28
	meaningTerm   = 0 << meaningShift // the term's number
	meaningSingle = 1 << meaningShift // the same; the form is the term less an s
	meaningGoods  = 2 << meaningShift // the place of its classes
	meaningUse    = 3 << meaningShift // a list.Use
	meaningFramed = 4 << meaningShift // a term's wording with signs of its own: the number of its frame
	meaningMask   = 7 << meaningShift
)

// Columns of a frame: the term, and the signs that have to stand right before,
// as the whole, and right after: "[brand]", "% off", "11.11". Only wordings of
// policies have frames; the sign of a mark ("Yahoo!") is ornament.
const (
	frameTerm = iota
	frameLead
	frameCore
	frameTrail
	frameSize
)

// Flags of a form.
const (
	flagMark   uint32 = 1 << iota // means a term with a right that is not a policy
	flagCoined                    // of which one is not an ordinary word
	flagCue                       // a sense speaks of it
	flagTerm
	flagPhrase
	flagGoods
)

const (
	// headLength is how many letters of a form are in the filter that spares
	// most tokens any look-up. Shorter forms are looked up outright.
	headLength = 4
	// longHead is a second, longer head, that ends a look-up over many tokens.
	longHead = 9

	// minSingle is the shortest word that is also looked for without its s:
	// Onesies as onesie, but not Vans as van or Crocs as croc.
	minSingle = 6
)

// Bounds of what a hostile delta can make us do: a list has a handful of each.
const (
	maxWrong    = 50
	maxMeanings = 1 << 10
)

var errMeanings = errors.New("match: a wording with too many meanings")

type builder struct {
	set      *list.Set
	ordinary pack.Hashes
	byText   map[string]int
	forms    []form
	goods    []uint32
	senses   []uint32
	cues     []uint32
	frames   []uint32
	signs    []string
	bySign   map[string]uint32
	text     normalize.Text
	wrong    int
	err      error
}

type form struct {
	text  string
	flags uint32
	means []uint32
	goods list.Classes
}

// Build makes the index sections of a set. Equal sets give equal bytes.
func Build(set *list.Set) ([]pack.Section, error) {
	common := make([]uint64, 0, len(set.Common))
	for _, w := range set.Common {
		common = append(common, hashOf(w))
	}
	slices.Sort(common)
	return build(set, pack.WriteHashes(slices.Compact(common)))
}

// build takes the ordinary words as a pack has them, so that an index can be
// made again of a pack.
func build(set *list.Set, common []byte) ([]pack.Section, error) {
	ordinary, err := pack.OpenHashes(common)
	if err != nil {
		return nil, err
	}
	b := &builder{set: set, byText: map[string]int{}, ordinary: ordinary, bySign: map[string]uint32{}}
	for i := range set.Terms {
		b.term(i)
	}
	for _, g := range set.Goods {
		if f := b.form(g.Word); f >= 0 {
			b.forms[f].goods |= g.Classes
		}
	}
	for _, p := range set.Phrases {
		if f := b.form(p.Text); f >= 0 {
			b.forms[f].flags |= flagPhrase
			b.means(f, meaningUse|uint32(p.Use))
		}
	}
	b.allSenses()
	if b.err != nil {
		return nil, b.err
	}
	sections, err := b.sections()
	if err != nil {
		return nil, err
	}
	return append(sections, pack.Section{ID: sectionCommon, Bytes: common}), nil
}

func (b *builder) common(word string) bool { return b.ordinary.Has(hashOf(word)) }

func (b *builder) term(i int) {
	t := &b.set.Terms[i]
	flags := flagTerm
	for _, r := range t.Rights {
		if r.Kind != list.Policy {
			flags |= flagMark
			if !t.Dictionary {
				flags |= flagCoined
			}
		}
	}
	for _, text := range append([]string{t.Text}, t.Aliases...) {
		f := b.form(text)
		if f < 0 {
			if b.wrong++; b.wrong <= maxWrong {
				b.err = errors.Join(b.err, errors.New("match: "+t.Text+": "+text+" has no letters, or too many"))
			}
			continue
		}
		b.forms[f].flags |= flags
		if flags&flagMark == 0 && b.framed(f, i) {
			continue
		}
		b.means(f, meaningTerm|uint32(i))
		folded := b.forms[f].text
		last := folded[strings.LastIndexByte(folded, ' ')+1:]
		single := Stem(last)
		if single == last || t.Dictionary || t.Exact || len(single) < minSingle || b.common(single) {
			continue
		}
		if f := b.form(strings.TrimSuffix(folded, last) + single); f >= 0 {
			b.forms[f].flags |= flags
			b.means(f, meaningSingle|uint32(i))
		}
	}
}

// framed gives form f a framed meaning when the text just read has signs of
// its own, or is nothing but numbers and signs.
func (b *builder) framed(f, term int) bool {
	t := &b.text
	last := len(t.Tokens)
	lead := strings.TrimSpace(t.Source[:t.Start(0)])
	trail := strings.TrimSpace(t.Source[t.End(last):])
	core := ""
	if last > 1 && !slices.ContainsFunc(t.Units, func(u normalize.Unit) bool { return u.Class != normalize.Digit }) {
		core = t.Source[t.Start(0):t.End(last)]
	}
	if lead == "" && trail == "" && core == "" {
		return false
	}
	b.means(f, meaningFramed|uint32(len(b.frames)/frameSize))
	b.frames = append(b.frames, uint32(term), b.sign(lead), b.sign(core), b.sign(trail))
	return true
}

func (b *builder) sign(s string) uint32 {
	n, ok := b.bySign[s]
	if !ok {
		n = uint32(len(b.signs))
		b.bySign[s] = n
		b.signs = append(b.signs, s)
	}
	return n
}

func (b *builder) means(f int, meaning uint32) {
	if len(b.forms[f].means) == maxMeanings {
		b.err = errMeanings
		return
	}
	if !slices.Contains(b.forms[f].means, meaning) {
		b.forms[f].means = append(b.forms[f].means, meaning)
	}
}

// form returns the number of the form of a text, -1 when it has no letters or
// more than a key covers.
func (b *builder) form(text string) int {
	b.text.Read(text)
	if n := len(b.text.Skel); n == 0 || n > normalize.MaxKey {
		return -1
	}
	folded := formOf(&b.text)
	if i, ok := b.byText[folded]; ok {
		return i
	}
	b.byText[folded] = len(b.forms)
	b.forms = append(b.forms, form{text: folded})
	return len(b.forms) - 1
}

// formOf writes the fold of a text with a space where its words part, and an
// apostrophe where they may part: "l'oreal", "play'station", "crock pot".
func formOf(t *normalize.Text) string {
	var b []byte
	for i := range t.Tokens {
		tok := &t.Tokens[i]
		switch {
		case i == 0:
		case tok.Sep != 0:
			b = append(b, ' ')
		case tok.Class == normalize.Letter && t.Tokens[i-1].Class == normalize.Letter:
			b = append(b, '\'')
		}
		for u := tok.U0; u < tok.U1; u++ {
			if u > tok.U0 && t.Units[u].How&normalize.Apostrophe != 0 {
				b = append(b, '\'')
			}
			b = utf8.AppendRune(b, t.Units[u].Fold)
		}
	}
	return string(b)
}

// Columns of a sense's row. Sixty-four bits take two.
const (
	senseLevel = iota // severity, and fields from bit 8
	senseGoods
	_
	senseNotGoods
	_
	senseIn
	_
	senseBefore // where the runs of cues start, each to the start of the next
	senseAfter
	senseNear
	senseLacks
	senseEnd
	senseSize
)

// Flags beside a sense's level: which groups were given, though perhaps with
// no word that can be matched. A group given and empty never holds.
const givenShift = 16

func (b *builder) allSenses() {
	for _, t := range b.set.Terms {
		for _, s := range t.Senses {
			row := make([]uint32, senseSize)
			row[senseLevel] = uint32(s.Level) | uint32(s.Fields)<<8
			put64 := func(at int, v uint64) { row[at], row[at+1] = uint32(v), uint32(v>>32) }
			put64(senseGoods, uint64(s.Goods))
			put64(senseNotGoods, uint64(s.NotGoods))
			put64(senseIn, uint64(s.In))
			for i, words := range [][]string{s.Before, s.After, s.Near, s.Lacks} {
				row[senseBefore+i] = uint32(len(b.cues))
				if len(words) > 0 {
					row[senseLevel] |= 1 << (givenShift + i)
				}
				for _, w := range words {
					if f := b.form(w); f >= 0 {
						b.forms[f].flags |= flagCue
						b.cues = append(b.cues, uint32(f))
					}
				}
			}
			row[senseEnd] = uint32(len(b.cues))
			b.senses = append(b.senses, row...)
		}
	}
}

func (b *builder) sections() ([]pack.Section, error) {
	var (
		texts []string
		pairs []pack.Pair
		heads []uint64
		rows  []uint32
		uses  []uint32
	)
	for i := range b.forms {
		f := &b.forms[i]
		if f.goods != 0 {
			f.flags |= flagGoods
			f.means = append(f.means, meaningGoods|uint32(len(b.goods)))
			b.goods = append(b.goods, uint32(f.goods), uint32(f.goods>>32))
		}
		texts = append(texts, f.text)
		rows = append(rows, f.flags, uint32(len(uses)), uint32(len(f.means)))
		uses = append(uses, f.means...)
		for _, text := range spellings(f.text) {
			b.text.Read(text)
			n := uint32(len(b.text.Skel))
			pairs = append(pairs, pack.Pair{Key: b.text.Key(0, n), Value: uint32(i)})
			for _, head := range []uint32{headLength, longHead} {
				if n >= head {
					heads = append(heads, b.text.Key(0, head))
				}
			}
		}
	}
	table, err := pack.WriteTable(pairs)
	if err != nil {
		return nil, err
	}
	near, err := b.nearSections(texts)
	if err != nil {
		return nil, err
	}
	return append([]pack.Section{
		{ID: sectionForms, Bytes: pack.WriteTexts(texts)},
		{ID: sectionTable, Bytes: table},
		{ID: sectionHeads, Bytes: pack.WriteFilter(heads)},
		{ID: sectionRows, Bytes: pack.WriteNumbers(rows)},
		{ID: sectionUses, Bytes: pack.WriteNumbers(uses)},
		{ID: sectionGoods, Bytes: pack.WriteNumbers(b.goods)},
		{ID: sectionSenses, Bytes: pack.WriteNumbers(b.senses)},
		{ID: sectionCues, Bytes: pack.WriteNumbers(b.cues)},
		{ID: sectionFrames, Bytes: pack.WriteNumbers(b.frames)},
		{ID: sectionSigns, Bytes: pack.WriteTexts(b.signs)},
	}, near...), nil
}

// spellings are the ways to write a form whose skeletons may differ: in other
// scripts a capital can look like another Latin letter than its small form
// does (Greek nu like N, and like v).
func spellings(form string) []string {
	for i := range len(form) {
		if form[i] >= utf8.RuneSelf {
			return []string{form, strings.ToUpper(form), titled(form)}
		}
	}
	return []string{form}
}

func titled(form string) string {
	words := strings.Split(form, " ")
	for i, w := range words {
		_, size := utf8.DecodeRuneInString(w)
		words[i] = strings.ToUpper(w[:size]) + w[size:]
	}
	return strings.Join(words, " ")
}

// nearSections index the words of coined marks, which alone are looked for
// misspelt: whole one-word forms, forms run together, and the single words of
// the others, which count when the words beside them are right.
func (b *builder) nearSections(texts []string) ([]pack.Section, error) {
	postings := map[string][]uint32{}
	for i := range b.forms {
		f := &b.forms[i]
		if f.flags&flagCoined == 0 || !b.misspellable(f) {
			continue
		}
		words := strings.Split(strings.ReplaceAll(f.text, "'", ""), " ")
		whole := strings.Join(words, "")
		telling := 0 // letters that tell a name: dang is no D and G
		for _, w := range words {
			if w != "and" && len(w) > 1 {
				telling += len(w)
			}
		}
		least := minNear
		if len(words) == 1 {
			least = minRepeated
		}
		if telling >= least && len(whole) <= pack.LongestWord && !b.common(whole) {
			at := uint32(wholeForm)
			if len(words) > 1 {
				at = joinedForm
			}
			postings[whole] = append(postings[whole], uint32(i)<<postingShift|at)
		}
		if len(words) < 2 || len(words) > joinedForm {
			continue
		}
		for k, w := range words {
			if len(w) >= minPart && len(w) <= pack.LongestWord {
				postings[w] = append(postings[w], uint32(i)<<postingShift|uint32(k))
			}
		}
	}
	var sorted []string
	for w := range postings {
		sorted = append(sorted, w)
	}
	slices.Sort(sorted)
	words, err := pack.WriteWords(sorted)
	if err != nil {
		return nil, err
	}
	var tails, sounds []pack.Pair
	var flat, runs []uint32
	for i, w := range sorted {
		runs = append(runs, uint32(len(flat)))
		flat = append(flat, postings[w]...)
		tails = append(tails, pack.Pair{Key: hashOf(w[1:]), Value: uint32(i)})
		sounds = append(sounds, pack.Pair{Key: respelledKey(w), Value: uint32(i)})
		if len(w) >= minNear {
			if key := soundOf(nil, w); len(key) >= minSound {
				sounds = append(sounds, pack.Pair{Key: hashOf(string(key)), Value: uint32(i)})
			}
		}
	}
	runs = append(runs, uint32(len(flat)))
	tailTable, err := pack.WriteTable(tails)
	if err != nil {
		return nil, err
	}
	soundTable, err := pack.WriteTable(sounds)
	if err != nil {
		return nil, err
	}
	return []pack.Section{
		{ID: sectionWords, Bytes: words},
		{ID: sectionPostings, Bytes: pack.WriteNumbers(append(runs, flat...))},
		{ID: sectionTails, Bytes: tailTable},
		{ID: sectionSounds, Bytes: soundTable},
	}, nil
}

// misspellable tells whether a form is of plain letters, and of a term that
// allows it.
func (b *builder) misspellable(f *form) bool {
	for i := range len(f.text) {
		if c := f.text[i]; c != ' ' && c != '\'' && (c < 'a' || c > 'z') {
			return false
		}
	}
	if len(f.text) > pack.LongestWord {
		return false
	}
	for _, m := range f.means {
		if m&meaningMask != meaningTerm {
			continue
		}
		if t := &b.set.Terms[m&^uint32(meaningMask)]; !t.Dictionary && !t.Exact && !t.CaseSense {
			return true
		}
	}
	return false
}
