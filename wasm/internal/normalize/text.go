package normalize

import (
	"slices"
	"unicode/utf8"
)

// A Unit is one folded letter, digit or sign of a token.
type Unit struct {
	Start, End uint32 // in the source; several units of one ligature share them
	Fold       rune
	How        How
	Class      Class
}

// A Token is a run of units: a word, a part of a written word, or a character
// of a script without spaces.
type Token struct {
	U0, U1 uint32 // units
	S0, S1 uint32 // skeleton
	Class  Class  // Letter for words, with or without digits
	Sep    Sep    // what stands before it
	How    How    // of any of its units
}

// A Text is a text read. The zero value is ready; Read may be called again
// and again, and keeps its memory.
type Text struct {
	Source string
	Units  []Unit
	Skel   []rune
	Owner  []uint32 // the unit of each rune of Skel
	Tokens []Token
	Signs  bool // there are tokens of class Symbol

	sums []uint64 // running hash of Skel; one more than Skel
}

// Start and End are the source span of tokens i to j (excluded).
func (t *Text) Start(i int) int { return int(t.Units[t.Tokens[i].U0].Start) }
func (t *Text) End(j int) int   { return int(t.Units[t.Tokens[j-1].U1-1].End) }

// AppendFold appends the folded letters of a token.
func (t *Text) AppendFold(dst []byte, tok *Token) []byte {
	for i := tok.U0; i < tok.U1; i++ {
		if r := t.Units[i].Fold; r < utf8.RuneSelf {
			dst = append(dst, byte(r))
		} else {
			dst = utf8.AppendRune(dst, r)
		}
	}
	return dst
}

// WithoutSigns writes into dst the same text with its Symbol tokens taken as
// odd signs between words: "Vel!cro" is then "velcro" and not "vellcro". dst
// shares units with t.
func (t *Text) WithoutSigns(dst *Text) {
	*dst = Text{Source: t.Source, Units: t.Units, Skel: dst.Skel[:0], Owner: dst.Owner[:0], Tokens: dst.Tokens[:0], sums: dst.sums[:0]}
	sep := Sep(0)
	for _, tok := range t.Tokens {
		if tok.Class == Symbol {
			sep |= Odd | tok.Sep
			continue
		}
		s0 := uint32(len(dst.Skel))
		dst.Skel = append(dst.Skel, t.Skel[tok.S0:tok.S1]...)
		dst.Owner = append(dst.Owner, t.Owner[tok.S0:tok.S1]...)
		tok.Sep |= sep
		tok.S0, tok.S1 = s0, uint32(len(dst.Skel))
		dst.Tokens = append(dst.Tokens, tok)
		sep = 0
	}
	dst.sum(0)
}

// MaxKey is the longest run of skeleton that has a Key.
const MaxKey = 96

const base = 0x9E3779B97F4A7C15 | 1 // odd, so that no power of it is 0

var powers = func() (p [MaxKey + 1]uint64) {
	p[0] = 1
	for i := range MaxKey {
		p[i+1] = p[i] * base
	}
	return p
}()

// sum makes the sums of all of Skel, of which the first so many have theirs.
func (t *Text) sum(done int) {
	n := len(t.Skel) + 1
	t.sums = slices.Grow(t.sums, n-len(t.sums))[:n]
	h := uint64(0)
	if done > 0 {
		h = t.sums[done]
	}
	t.sums[0] = 0
	for i, r := range t.Skel[done:] {
		h = h*base + uint64(r)
		t.sums[done+i+1] = h
	}
}

// Key is a hash of Skel[p:q], the same wherever the run stands; q-p is at most
// MaxKey. It costs the same for any length. Two different runs may share it.
func (t *Text) Key(p, q uint32) uint64 {
	return mix(t.sums[q] - t.sums[p]*powers[q-p])
}

// KeyWith is the key of Skel[p:q] with one more letter after it.
func (t *Text) KeyWith(p, q uint32, last rune) uint64 {
	return mix((t.sums[q]-t.sums[p]*powers[q-p])*base + uint64(last))
}

func mix(h uint64) uint64 {
	h ^= h >> 32
	h *= 0xD6E8FEB86659FD93
	h ^= h >> 29
	return h
}
