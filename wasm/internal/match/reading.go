package match

import "clearlist/wasm/internal/normalize"

// reach is how many tokens before and after a token its hits can hang on, and
// some to spare: a form has maxTokens at most, its end looks at a particle
// behind it, and a misspelt word with hyphens has no more tokens than letters.
const reach = 64

// A Reading is the hits of one text after another. Between two states of a
// text under edit most hits are the same: only those around what changed are
// looked for. The zero value is ready.
type Reading struct {
	Hits []Hit // those of Scan, then those of Misspelt

	written    int   // how many are of Scan
	words      []int // the word that each of the others is a guess at, by its token
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
	from, to := around(t, e)

	k := 0
	for ; k < r.written && before[k].Tok0 < from; k++ {
		hits = append(hits, before[k])
	}
	if t.Signs {
		hits = x.Scan(t, hits)
	} else {
		s := scan{Index: x, t: t, hits: hits}
		for i := from; i < to; i++ {
			s.from(i)
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
