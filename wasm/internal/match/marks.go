package match

import (
	"unsafe"

	"clearlist/wasm/internal/normalize"
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
}

// Marks finds registered marks. Its memory serves one text after another.
type Marks struct{ sums []markSum }

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

// Find appends the marks of the text that registers hold, by first token.
// They may overlap. A possessive s at the end is no part of a mark.
func (m *Marks) Find(t *normalize.Text, registers []pack.Register, found []Mark) []Mark {
	if len(registers) == 0 {
		return found
	}
	m.sums = m.sums[:0]
	for i := range t.Tokens {
		m.sums = append(m.sums, sumOf(t, i))
	}
	for i := range t.Tokens {
		h := uint64(0)
		for k := i; k < len(t.Tokens) && k < i+MaxMarkTokens; k++ {
			tok := &t.Tokens[k]
			if k > i && tok.Sep&normalize.Hard != 0 {
				break
			}
			before := h
			h = m.sums[k].after(before, k > i && tok.Sep != 0)
			n := len(found)
			if found = look(registers, mixMark(h), i, k+1, found); len(found) > n || !possessive(t, tok) {
				continue
			}
			bare := m.sums[k]
			bare.hash = (bare.hash - 's') * markInverse
			bare.power *= markInverse
			found = look(registers, mixMark(bare.after(before, k > i && tok.Sep != 0)), i, k+1, found)
		}
	}
	return found
}

// markInverse undoes a multiplication by markBase.
var markInverse = func() uint64 {
	x := uint64(markBase) // right to 3 bits, as of every odd number
	for range 5 {         // each step doubles them
		x *= 2 - markBase*x
	}
	return x
}()

func look(registers []pack.Register, key uint64, i, k int, found []Mark) []Mark {
	for n := range registers {
		if _, facts, ok := registers[n].Find(key); ok {
			found = append(found, Mark{n, i, k, key, facts})
		}
	}
	return found
}

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
