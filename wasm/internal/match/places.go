package match

import (
	"math/bits"
	"slices"
)

// Places finds the hits of one text by where they stand, so that nobody who
// asks what is beside a word has to go through all of them. The zero value
// holds nothing; Note may be called again and again, and keeps its memory.
type Places struct {
	starts, ends    []uint32   // for each token and two more, the first of its run
	byStart, byEnd  []uint32   // numbers of hits, in runs
	terms           []uint64   // a bit for each token that is part of a term
	cues            []cuePlace // a table by form, twice as large as it need be
	longest, tokens int
}

// A cuePlace is where the cues of one form stand; after is the form and one, 0 in an
// empty place.
type cuePlace struct{ after, firstEnd, lastStart uint32 }

// Note takes the hits of a text of so many tokens.
func (p *Places) Note(x *Index, tokens int, hits []Hit) {
	p.tokens, p.longest = tokens, 0
	p.byStart, p.starts = runs(p.byStart, p.starts, tokens, hits, func(h *Hit) int { return h.Tok0 })
	p.byEnd, p.ends = runs(p.byEnd, p.ends, tokens, hits, func(h *Hit) int { return h.Tok1 })
	p.terms = slices.Grow(p.terms[:0], tokens/64+1)[:tokens/64+1]
	clear(p.terms)
	p.clearCues(x, hits)
	for i := range hits {
		h := &hits[i]
		p.longest = max(p.longest, h.Tok1-h.Tok0)
		if x.IsTerm(h.Form) {
			for tok := h.Tok0; tok < h.Tok1; tok++ {
				p.terms[tok/64] |= 1 << (tok % 64)
			}
		}
		if x.IsCue(h.Form) {
			c := p.cue(h.Form)
			if c.after == 0 {
				*c = cuePlace{uint32(h.Form) + 1, uint32(h.Tok1), uint32(h.Tok0)}
			}
			c.firstEnd, c.lastStart = min(c.firstEnd, uint32(h.Tok1)), max(c.lastStart, uint32(h.Tok0))
		}
	}
}

// clearCues makes room for the cues among some hits.
func (p *Places) clearCues(x *Index, hits []Hit) {
	cues := 0
	for i := range hits {
		if x.IsCue(hits[i].Form) {
			cues++
		}
	}
	size := 1 << bits.Len(uint(2*cues))
	p.cues = slices.Grow(p.cues[:0], size)[:size]
	clear(p.cues)
}

// cue is the place of a form's cues, or the empty one where it would be.
func (p *Places) cue(form int) *cuePlace {
	mask := uint32(len(p.cues) - 1)
	for at := uint32(form) * 0x9E3779B1 >> 7 & mask; ; at = (at + 1) & mask {
		if c := &p.cues[at]; c.after == 0 || c.after == uint32(form)+1 {
			return c
		}
	}
}

// runs sorts the numbers of hits by a token of each, keeping their order.
func runs(numbers, starts []uint32, tokens int, hits []Hit, tokenOf func(h *Hit) int) (sorted, first []uint32) {
	starts = slices.Grow(starts[:0], tokens+2)[:tokens+2]
	clear(starts)
	for i := range hits {
		starts[tokenOf(&hits[i])+1]++
	}
	for t := range tokens + 1 {
		starts[t+1] += starts[t]
	}
	numbers = slices.Grow(numbers[:0], len(hits))[:len(hits)]
	for i := range hits {
		t := tokenOf(&hits[i])
		numbers[starts[t]] = uint32(i)
		starts[t]++
	}
	copy(starts[1:], starts) // each start was moved to the next one
	starts[0] = 0
	return numbers, starts
}

// StartingAt and EndingAt are the numbers of the hits that start at a token,
// and that end before one.
func (p *Places) StartingAt(tok int) []uint32 { return at(p.byStart, p.starts, tok) }
func (p *Places) EndingAt(tok int) []uint32   { return at(p.byEnd, p.ends, tok) }

func at(numbers, starts []uint32, tok int) []uint32 {
	if tok < 0 || tok+1 >= len(starts) {
		return nil
	}
	return numbers[starts[tok]:starts[tok+1]]
}

// InTerm tells whether a token is part of a hit of a term.
func (p *Places) InTerm(tok int) bool {
	return tok >= 0 && tok < p.tokens && p.terms[tok/64]&(1<<(tok%64)) != 0
}

// FirstCovering is the first token at which a hit can start that reaches tok.
func (p *Places) FirstCovering(tok int) int { return max(0, tok-p.longest+1) }

// Cue tells where the cues of a form stand: the token after the first of them,
// and the token at which the last one starts.
func (p *Places) Cue(form int) (firstEnd, lastStart int, ok bool) {
	if len(p.cues) == 0 {
		return 0, 0, false
	}
	c := p.cue(form)
	return int(c.firstEnd), int(c.lastStart), c.after != 0
}
