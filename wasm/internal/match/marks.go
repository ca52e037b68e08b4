package match

import (
	"cmp"
	"unsafe"

	"clearlist/wasm/internal/normalize"
	"clearlist/wasm/internal/order"
	"clearlist/wasm/pack"
)

// MaxMarkTokens is how many tokens a registered mark may have to be found.
// One mark in sixty has more words, mostly slogans.
const MaxMarkTokens = 8

// MarkKey is the hash under which a register holds words: of their folded
// letters, with one space wherever they part. "Go-Tan", "GO TAN" and "go  tan"
// share a key, "gotan" has another. It is false for words without a letter or
// digit, and for more than MaxMarkTokens.
func MarkKey(words string, t *normalize.Text) (uint64, bool) {
	t.Read(words)
	if len(t.Tokens) == 0 || len(t.Tokens) > MaxMarkTokens {
		return 0, false
	}
	h := uint64(0)
	for i := range t.Tokens {
		h = sumOf(t, i).after(h, i > 0 && t.Tokens[i].Sep != 0)
	}
	return mixMark(h), true
}

// A Mark is a stretch of a text that a register holds.
type Mark struct {
	Register   int // its number
	Tok0, Tok1 int // tokens, end exclusive
	Key        uint64
	Facts      pack.Facts
	Ordinary   bool // to one of the indexes asked, all its words are
}

// Marks finds registered marks in one text after another. Between two states
// of a text under edit most tokens are the same: it keeps what it found there.
// It must be given the same registers each time. The zero value is ready.
type Marks struct {
	tokens, spare []markToken
	found, kept   []Mark
	fresh         []Mark // of the tokens of the edit
	asks          []pack.Ask
	asked         []asked
	answers       []answer
}

// asked is which tokens a key is of.
type asked struct {
	i, k int
	bare bool // without a possessive s: asked in case the key before is unknown
}

// answer is a key that a register holds.
type answer struct {
	asked, register int
	facts           pack.Facts
}

// A markToken is all that a token says about the marks it is in.
type markToken struct {
	markSum
	parted     bool // something stands before it
	hard       bool // no mark goes on over it
	possessive bool
}

// A markSum is a token's part of a key: its own hash, and base to its length.
type markSum struct{ hash, power uint64 }

// markBase is odd and has about as many bits set as not. A register holds
// hashes of it: another one would need every register built anew.
const markBase = 0x9E3779B97F4A7C15

func sumOf(t *normalize.Text, i int) markSum {
	s := markSum{0, 1}
	tok := &t.Tokens[i]
	for _, u := range t.Units[tok.U0:tok.U1] {
		s.hash = s.hash*markBase + uint64(u.Fold)
		s.power *= markBase
	}
	return s
}

// after puts the token behind a run of hash h.
func (s markSum) after(h uint64, parted bool) uint64 {
	if parted {
		h = h*markBase + ' '
	}
	return h*s.power + s.hash
}

func mixMark(h uint64) uint64 {
	h ^= h >> 32
	h *= 0xD6E8FEB86659FD93
	return h ^ h>>32
}

// Find returns the marks of the text that registers hold, by first token, good
// until the next call. They may overlap. A possessive s at the end is no part
// of a mark. The edit tells what is the same as in the text before.
func (m *Marks) Find(t *normalize.Text, e normalize.Edit, registers []pack.Register, indexes []*Index) []Mark {
	if len(registers) == 0 {
		return nil
	}
	tokens := append(m.spare[:0], m.tokens[:e.From]...)
	for i := e.From; i < e.To; i++ {
		tok := &t.Tokens[i]
		tokens = append(tokens, markToken{sumOf(t, i), tok.Sep != 0, tok.Sep&normalize.Hard != 0, possessive(t, tok)})
	}
	m.tokens, m.spare = append(tokens, m.tokens[e.To-e.Tokens:]...), m.tokens

	// Only the runs with one of these tokens in them are others than before.
	m.fresh = m.fresh[:0]
	for i := max(0, e.From-MaxMarkTokens+1); i < e.To; i++ {
		m.startingAt(i, e.From)
		if len(m.asks) >= askedAtOnce {
			m.look(registers)
		}
	}
	m.look(registers)
	for n := range m.fresh {
		f := &m.fresh[n]
		for _, x := range indexes {
			f.Ordinary = f.Ordinary || x.Ordinary(t, f.Tok0, f.Tok1)
		}
	}
	m.merge(e)
	return m.found
}

// merge puts the marks of the tokens of an edit among those that were found
// before and have none of them.
func (m *Marks) merge(e normalize.Edit) {
	m.found, m.kept = m.kept[:0], m.found
	fresh := m.fresh
	for _, k := range m.kept {
		switch {
		case k.Tok1 <= e.From:
		case k.Tok0+e.Tokens >= e.To:
			k.Tok0, k.Tok1 = k.Tok0+e.Tokens, k.Tok1+e.Tokens
		default:
			continue
		}
		for len(fresh) > 0 && fresh[0].Tok0 < k.Tok0 {
			m.found, fresh = append(m.found, fresh[0]), fresh[1:]
		}
		m.found = append(m.found, k)
	}
	m.found = append(m.found, fresh...)
}

// askedAtOnce is how many keys a register is asked about at a time, at least.
const askedAtOnce = 256

// startingAt notes the keys of all runs of tokens from i on that reach behind
// another.
func (m *Marks) startingAt(i, other int) {
	h := uint64(0)
	for k := i; k < len(m.tokens) && k < i+MaxMarkTokens; k++ {
		tok := &m.tokens[k]
		if k > i && tok.hard {
			return
		}
		before := h
		h = tok.after(before, k > i && tok.parted)
		if k < other {
			continue
		}
		m.ask(mixMark(h), asked{i, k + 1, false})
		if tok.possessive {
			bare := tok.markSum
			bare.hash = (bare.hash - 's') * markInverse
			bare.power *= markInverse
			m.ask(mixMark(bare.after(before, k > i && tok.parted)), asked{i, k + 1, true})
		}
	}
}

func (m *Marks) ask(key uint64, of asked) {
	m.asks, m.asked = append(m.asks, pack.Ask{Key: key}), append(m.asked, of)
}

// look asks every register about the keys noted.
func (m *Marks) look(registers []pack.Register) {
	m.answers = m.answers[:0]
	for n := range registers {
		registers[n].FindAll(m.asks, func(i int, facts pack.Facts) {
			m.answers = append(m.answers, answer{i, n, facts})
		})
	}
	if len(registers) > 1 {
		// Each register has answered in the order of the keys.
		order.Stable(m.answers, func(a, b *answer) int { return cmp.Compare(a.asked, b.asked) })
	}
	last := -1
	for _, a := range m.answers {
		of := m.asked[a.asked]
		if of.bare && last == a.asked-1 {
			continue
		}
		m.fresh = append(m.fresh, Mark{Register: a.register, Tok0: of.i, Tok1: of.k, Key: m.asks[a.asked].Key, Facts: a.facts})
		last = a.asked
	}
	m.asks, m.asked = m.asks[:0], m.asked[:0]
}

// markInverse undoes a multiplication by markBase.
var markInverse = func() uint64 {
	x := uint64(markBase) // right to 3 bits, as of every odd number
	for range 5 {         // each step doubles them
		x *= 2 - markBase*x
	}
	return x
}()

// possessive tells whether a token ends in 's.
func possessive(t *normalize.Text, tok *normalize.Token) bool {
	u := &t.Units[tok.U1-1]
	return u.Fold == 's' && u.How&normalize.Apostrophe != 0 && tok.U1-tok.U0 > 1
}

// Ordinary tells whether tokens are ordinary words, numbers and single
// letters: nothing that tells one seller's goods from another's.
func (x *Index) Ordinary(t *normalize.Text, i, end int) bool {
	for ; i < end; i++ {
		tok := &t.Tokens[i]
		if tok.Class != normalize.Letter || tok.U1-tok.U0 == 1 {
			if tok.Class == normalize.Letter {
				continue
			}
			return false
		}
		if !digits(t, tok) && !x.commonToken(t, tok) && !x.commonOwner(t, tok) {
			return false
		}
	}
	return true
}

// commonOwner is commonToken for a word with a possessive s.
func (x *Index) commonOwner(t *normalize.Text, tok *normalize.Token) bool {
	if !possessive(t, tok) || tok.U1-tok.U0 > longestCommon {
		return false
	}
	var b [4 * longestCommon]byte
	bare := *tok
	bare.U1--
	folded := t.AppendFold(b[:0], &bare)
	return x.Common(unsafe.String(unsafe.SliceData(folded), len(folded)))
}

// digits tells whether a token is a number, or a number and its unit: 40oz.
func digits(t *normalize.Text, tok *normalize.Token) bool {
	return t.Units[tok.U0].Class == normalize.Digit
}
