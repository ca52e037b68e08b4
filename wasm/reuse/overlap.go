package reuse

import "slices"

const (
	// leastShared is how many words two sentences must share to be compared
	// without their order: fewer are a phrase, not a sentence.
	leastShared = 6
	// looseBits is what a match costs more whose words may stand in any order:
	// 6 words have 720 orders.
	looseBits = 10 * bit
	// maxSentence bounds the words of one.
	maxSentence = 64
)

// overlap finds the sentences whose words stand in one sentence of the source,
// in whatever order, where that tells more than the chains in them. Scripts without spaces
// have too few characters for it to tell anything.
func (p *pair) overlap(need int) {
	if p.shared < leastShared {
		return
	}
	var ofSource []int
	var found tally
	starts := p.q.sentences
	for i, t0 := range starts[:len(starts)-1] {
		t1 := starts[i+1]
		if !p.mayOverlap(t0, t1, need+looseBits) {
			continue
		}
		if ofSource == nil {
			var begins []int
			ofSource, begins = sentences(p.words)
			found.of = make([]common, len(begins))
		}
		if m, ok := p.bestSentence(t0, t1, ofSource, &found); ok && m.bits >= need+looseBits {
			p.prefer(m)
		}
	}
}

// mayOverlap tells whether the whole source has as much of a sentence as one
// sentence of it must have.
func (p *pair) mayOverlap(t0, t1, need int) bool {
	all, shared, linked := 0, 0, 0
	for t := t0; t < t1; t++ {
		if !p.q.tells[t] {
			continue
		}
		all += p.worth(t)
		if p.counts[p.q.id[t]] > 0 {
			shared += p.worth(t)
			linked++
		}
	}
	return linked >= leastShared && shared >= need && 3*shared >= 2*all
}

// prefer takes a loose match in place of the chains in it, if it tells more.
func (p *pair) prefer(m match) {
	bits := 0
	for _, in := range p.matches {
		if in.t1 <= m.t0 || m.t1 <= in.t0 {
			continue
		}
		if in.t0 < m.t0 || in.t1 > m.t1 || p.weightT[in.t1]-p.weightT[in.t0] >= runWeight && in.linked == in.t1-in.t0 {
			return
		}
		bits += in.bits
	}
	if m.bits-looseBits > bits {
		p.matches = slices.DeleteFunc(p.matches, func(in match) bool { return m.t0 <= in.t0 && in.t1 <= m.t1 })
		p.take(m)
	}
}

// sentences numbers the sentence of each word, and says where each begins and
// the last ends.
func sentences(words []token) (of, starts []int) {
	of = make([]int, len(words))
	for i := range words {
		if words[i].first || i == 0 || i-starts[len(starts)-1] == maxSentence {
			starts = append(starts, i)
		}
		of[i] = len(starts) - 1
	}
	return of, append(starts, len(words))
}

// A tally gathers what the sentences of a source share with one of the text.
type tally struct {
	of      []common // each sentence of the source
	touched []int    // those that share anything
}

type common struct {
	match
	seen int // word last counted, plus 1
}

// bestSentence is the sentence of the source that shares most with words t0 to
// t1 of the text, if it shares most of both. It leaves the tally empty.
func (p *pair) bestSentence(t0, t1 int, ofSource []int, found *tally) (best match, ok bool) {
	all := 0
	for t := t0; t < t1; t++ {
		if !p.q.tells[t] {
			continue
		}
		worth := p.worth(t)
		all += worth
		places := p.places(t)
		for _, s := range places[:min(len(places), maxPlaces)] {
			c := &found.of[ofSource[s]]
			if c.seen == t+1 {
				continue
			}
			if c.seen == 0 {
				c.match = match{t0: t, s0: int(s), s1: int(s) + 1, loose: true}
				found.touched = append(found.touched, ofSource[s])
			}
			c.seen = t + 1
			c.t1 = t + 1
			c.s0, c.s1 = min(c.s0, int(s)), max(c.s1, int(s)+1)
			c.linked++
			c.bits += worth
		}
	}
	for _, i := range found.touched {
		c := &found.of[i]
		if c.linked >= leastShared && 3*c.bits >= 2*all && 3*c.linked >= 2*contents(p.words[c.s0:c.s1]) {
			if m := c.match; !ok || m.bits > best.bits || m.bits == best.bits && m.s0 < best.s0 {
				best, ok = m, true
			}
		}
		*c = common{}
	}
	found.touched = found.touched[:0]
	return best, ok
}

// telling marks the words that two sentences are compared by: each that tells
// something, where it first stands in its sentence.
func telling(words []token, id []int32, starts []int) []bool {
	out := make([]bool, len(words))
	for i, t0 := range starts[:len(starts)-1] {
		for t := t0; t < starts[i+1]; t++ {
			out[t] = words[t].worth == content && words[t].weight == wordWeight && !slices.Contains(id[t0:t], id[t])
		}
	}
	return out
}

// contents counts the words that tell something.
func contents(words []token) int {
	n := 0
	for i := range words {
		if words[i].worth == content {
			n++
		}
	}
	return n
}
