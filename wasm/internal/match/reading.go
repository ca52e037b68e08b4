package match

import (
	"slices"

	"clearlist/wasm/internal/normalize"
)

// reach is how many tokens before and after a token its hits can hang on, and
// some to spare: a form has maxTokens at most, its end looks at a particle
// behind it, and a misspelt word with hyphens has no more tokens than letters.
const reach = 64

// behind is how many tokens behind the last that a look-up looks at its hits
// hang on: those of a particle, and the one that ends it.
const behind = maxParticle + 1

// A Reading is the hits of one text after another. Between two states of a
// text under edit most hits are the same: only those around what changed are
// looked for. The zero value is ready.
type Reading struct {
	Hits []Hit // those of Scan, then those of Misspelt

	written    int     // how many are of Scan
	looked     []uint8 // how many tokens, from each on, the hits of Scan that start there hang on
	words      []int   // the word that each of the others is a guess at, by its token
	guessed    bool
	wide       bool // hits may hang on the text as a whole
	unfinished bool // words are left that Misspelt had no steps for
	spare      []Hit
	spareWords []int
}

// Read takes the next text and what is the same as in the one before; guess
// tells whether to look for misspellings. It is false when the memory's steps
// did not suffice for those: Continue goes on.
func (r *Reading) Read(x *Index, t *normalize.Text, e normalize.Edit, guess bool, m *Memory) bool {
	wide := t.Signs || guess && len(t.Tokens)*2 > maxWords
	if r.wide || wide || r.unfinished || r.guessed != guess {
		e.From, e.To = 0, len(t.Tokens)
	}
	r.guessed, r.wide, r.unfinished = guess, wide, false
	m.forget()
	hits, words, before := r.spare[:0], r.spareWords[:0], r.Hits
	from, to := r.lookers(e, len(t.Tokens))

	k := 0
	for ; k < r.written && before[k].Tok0 < from; k++ {
		hits = append(hits, before[k])
	}
	if t.Signs {
		hits = x.Scan(t, hits)
	} else {
		s := scan{Index: x, t: t, hits: hits}
		r.looked = shifted(r.looked, len(t.Tokens), to, e.Tokens)
		for i := from; i < to; i++ {
			r.looked[i] = uint8(s.from(i) + 1 - i + behind)
		}
		hits = s.hits
		r.wide = r.wide || s.counts.text != nil
	}
	for ; k < r.written; k++ {
		if h := before[k]; h.Tok0+e.Tokens >= to {
			hits = append(hits, h.moved(e))
		}
	}
	written := len(hits)

	was := before[r.written:]
	from, to = around(t, e)
	k = 0
	for ; k < len(was) && r.words[k] < from; k++ {
		hits, words = append(hits, was[k]), append(words, r.words[k])
	}
	if guess {
		hits, words = x.misspelt(t, from, to, hits[:written], hits, words, m)
		r.unfinished = m.short
	}
	for ; k < len(was); k++ {
		if word := r.words[k] + e.Tokens; word >= to {
			hits, words = append(hits, was[k].moved(e)), append(words, word)
		}
	}
	r.Hits, r.spare, r.words, r.spareWords, r.written = hits, before, words, r.words, written
	return !r.unfinished
}

// Continue goes on where Read had no steps left, with the same text.
func (r *Reading) Continue(x *Index, t *normalize.Text, m *Memory) bool {
	written := r.Hits[:r.written]
	r.Hits, r.words = x.misspelt(t, 0, len(t.Tokens), written, written, r.words[:0], m)
	r.unfinished = m.short
	return !r.unfinished
}

// lookers gives the tokens whose hits of Scan an edit may change: those that
// looked at what is another now. Behind it that is only the first, which looks
// back at whether it goes on a run.
func (r *Reading) lookers(e normalize.Edit, tokens int) (from, to int) {
	from, to = max(0, e.From-reach), min(tokens, e.To+1)
	for from < e.From && from+int(r.looked[from]) <= e.From {
		from++
	}
	return from, to
}

// shifted is a column of a text's tokens after an edit of so many tokens more
// before the one numbered to. What stands before that is for the caller to say.
func shifted(column []uint8, tokens, to, more int) []uint8 {
	was := len(column)
	column = slices.Grow(column, max(0, tokens-was))[:tokens]
	if from := to - more; from < was {
		copy(column[to:], column[from:was])
	}
	return column
}

// around gives the tokens whose hits an edit may change, from the start of a
// written word to the start of another.
func around(t *normalize.Text, e normalize.Edit) (from, to int) {
	from, to = max(0, e.From-reach), min(len(t.Tokens), e.To+reach)
	for from > 0 && t.Tokens[from].Sep == 0 {
		from--
	}
	for to < len(t.Tokens) && t.Tokens[to].Sep == 0 {
		to++
	}
	return from, to
}

func (h Hit) moved(e normalize.Edit) Hit {
	h.Tok0, h.Tok1 = h.Tok0+e.Tokens, h.Tok1+e.Tokens
	h.Start, h.End = h.Start+e.Bytes, h.End+e.Bytes
	return h
}
