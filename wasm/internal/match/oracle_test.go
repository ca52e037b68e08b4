package match

import (
	"cmp"
	"slices"
	"testing"

	"clearlist/wasm/internal/normalize"
	"clearlist/wasm/list"
	"clearlist/wasm/pack"
)

// An oracle does what the index does, with no index: every run of tokens is
// compared as a string with every form, every word with every word.
type oracle struct {
	x         *Index
	forms     map[string][]int // by the skeletons of their spellings
	registers []pack.Register
	marks     Marks
	memory    Memory
	reading   Reading
	text      *normalize.Text
	before    *normalize.Text
}

// newOracle indexes terms, and registers the same words.
func newOracle(tb testing.TB, common []string, terms ...string) *oracle {
	tb.Helper()
	set := &list.Set{Name: "oracle", Common: common}
	for _, words := range terms {
		set.Terms = append(set.Terms, list.Term{Text: words, Rights: []list.Right{{Kind: list.Trademark, Owner: "Owner", In: list.JurisdictionsOf("US"), Status: list.Live}}})
	}
	return oracleOf(tb, set)
}

func oracleOf(tb testing.TB, set *list.Set) *oracle {
	tb.Helper()
	var marks []pack.Mark
	var text normalize.Text
	for _, t := range set.Terms {
		if key, ok := MarkKey(t.Text, &text); ok {
			marks = append(marks, pack.Mark{Key: key, Facts: pack.Facts{Offices: list.JurisdictionsOf("US"), Status: list.Live}})
		}
	}
	sections, err := Build(set)
	if err != nil {
		tb.Fatal(err)
	}
	x, err := Open(packOf(tb, pack.Content{Set: set, Sections: sections}))
	if err != nil {
		tb.Fatal(err)
	}
	sections, err = pack.RegisterSections(marks)
	if err != nil {
		tb.Fatal(err)
	}
	register, err := packOf(tb, pack.Content{Set: &list.Set{Name: "register:US"}, Sections: sections}).Register()
	if err != nil {
		tb.Fatal(err)
	}
	return &oracle{x: x, forms: formsBySkeleton(x), registers: []pack.Register{register}, text: new(normalize.Text), before: new(normalize.Text)}
}

func packOf(tb testing.TB, c pack.Content) *pack.Pack {
	tb.Helper()
	b, err := pack.Write(c)
	if err != nil {
		tb.Fatal(err)
	}
	p, err := pack.Open(b)
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

// agree compares index and oracle on one text.
func (o *oracle) agree(tb testing.TB, text string) {
	tb.Helper()
	o.text, o.before = o.before, o.text
	t := o.text
	edit := t.ReadAfter(text, o.before)
	hits := o.x.Scan(t, nil)
	if got, want := sortHits(hits), sortHits(o.scan(t)); !slices.Equal(got, want) {
		tb.Fatalf("%q: scan finds\n%v, the oracle\n%v", text, got, want)
	}
	for _, h := range hits {
		if h.Start >= h.End || h.End > len(text) || h.Tok0 >= h.Tok1 || h.Tok1 > len(t.Tokens) {
			tb.Fatalf("%q: hit %v lies outside", text, h)
		}
	}
	all := o.x.Misspelt(t, hits, &o.memory)
	o.reading.Read(o.x, t, edit, true, &o.memory)
	if !slices.Equal(o.reading.Hits, all) {
		tb.Fatalf("%q after %q: edited to\n%v, read anew\n%v", text, o.before.Source, o.reading.Hits, all)
	}
	for _, h := range all[len(hits):] {
		if h.Start >= h.End || h.End > len(text) || h.Kind == Written {
			tb.Fatalf("%q: misspelt %v lies outside", text, h)
		}
	}
	if got, want := o.marks.Find(t, edit, o.registers, nil), o.find(t); !slices.Equal(got, want) {
		tb.Fatalf("%q: registers find\n%v, the oracle\n%v", text, got, want)
	}
}

func sortHits(hits []Hit) []Hit {
	hits = slices.Clone(hits)
	slices.SortFunc(hits, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(a.Form, b.Form), cmp.Compare(a.Evidence, b.Evidence))
	})
	return slices.Compact(hits)
}

func formsBySkeleton(x *Index) map[string][]int {
	forms := map[string][]int{}
	var t normalize.Text
	for f := range x.forms.Len() {
		for _, text := range spellings(x.Form(f)) {
			t.Read(text)
			if k := string(t.Skel); !slices.Contains(forms[k], f) {
				forms[k] = append(forms[k], f)
			}
		}
	}
	return forms
}

// scan is Index.Scan.
func (o *oracle) scan(t *normalize.Text) []Hit {
	s := scan{Index: o.x, t: t}
	o.runs(&s)
	if t.Signs {
		var other normalize.Text
		t.WithoutSigns(&other)
		first := len(s.hits)
		s.t = &other
		o.runs(&s)
		s.renumber(t, &other, first)
	}
	return s.hits
}

func (o *oracle) runs(s *scan) {
	t := s.t
	for i := range t.Tokens {
		singles := true
		for j := i; j < len(t.Tokens) && j < i+maxTokens; j++ {
			tok := &t.Tokens[j]
			p, q, letters := t.Tokens[i].S0, tok.S1, tok.U1-tok.U0
			singles = singles && letters == 1
			if j > i && tok.Sep&normalize.Hard != 0 && !singles || q-p > normalize.MaxKey {
				break
			}
			o.run(s, i, j, p, q, string(t.Skel[p:q]), 0)
			if letters < 3 {
				continue
			}
			for _, plural := range []struct{ ending, last string }{{"s", ""}, {"es", ""}, {"ies", "y"}} {
				n := uint32(len(plural.ending))
				if endsIn(t, tok, plural.ending) && q-p > n {
					o.run(s, i, j, p, q-n, string(t.Skel[p:q-n])+plural.last, int(n))
				}
			}
		}
	}
}

func endsIn(t *normalize.Text, tok *normalize.Token, ending string) bool {
	for k, c := range ending {
		if t.Units[tok.U1-uint32(len(ending)-k)].Fold != c {
			return false
		}
	}
	return true
}

func (o *oracle) run(s *scan, i, j int, p, q uint32, skeleton string, cut int) {
	for _, f := range o.forms[skeleton] {
		if ev, ok := s.verify(i, j, p, q, f, cut); ok {
			s.hits = append(s.hits, Hit{Form: f, Tok0: i, Tok1: j + 1, Start: s.t.Start(i), End: s.t.End(j + 1), Evidence: ev})
		}
	}
}

// find is Marks.Find, reading every run of tokens anew.
func (o *oracle) find(t *normalize.Text) []Mark {
	var found []Mark
	for i := range t.Tokens {
		var folded []rune
		for k := i; k < len(t.Tokens) && k < i+MaxMarkTokens; k++ {
			tok := &t.Tokens[k]
			if k > i && tok.Sep&normalize.Hard != 0 {
				break
			}
			if k > i && tok.Sep != 0 {
				folded = append(folded, ' ')
			}
			for _, u := range t.Units[tok.U0:tok.U1] {
				folded = append(folded, u.Fold)
			}
			n := len(found)
			if found = o.look(keyOf(folded), i, k+1, found); len(found) == n && possessive(t, tok) {
				found = o.look(keyOf(folded[:len(folded)-1]), i, k+1, found)
			}
		}
	}
	return found
}

func (o *oracle) look(key uint64, i, k int, found []Mark) []Mark {
	for n := range o.registers {
		if _, facts, ok := o.registers[n].Find(key); ok {
			found = append(found, Mark{Register: n, Tok0: i, Tok1: k, Key: key, Facts: facts})
		}
	}
	return found
}

func keyOf(letters []rune) uint64 {
	h := uint64(0)
	for _, c := range letters {
		h = h*markBase + uint64(c)
	}
	return mixMark(h)
}

// walk is Index.walk with the distance as its definition has it, for every word.
func (o *oracle) walk(word string) []guess {
	var found []guess
	for i := range o.x.words.Len() {
		w := o.x.words.At(i)
		d := alignment(w, word)
		if w[0] != word[0] || d == 0 || d > min(mistakes(len(word)+1), mistakes(len(w))) || d == 2 && jaroWinkler(w, word) < closeTwo {
			continue
		}
		found = append(found, guess{word: uint32(i), whole: len(w) >= minNear, two: d > 1})
	}
	return found
}

// alignment is the optimal string alignment distance: insertions, omissions,
// replacements and swaps of neighbours, none within another.
func alignment(a, b string) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		d[i][0] = i
	}
	for j := range d[0] {
		d[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(a)][len(b)]
}
