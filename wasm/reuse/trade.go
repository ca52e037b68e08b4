package reuse

// A trade is how the sources of a comparison are worded among themselves. Two
// texts on the same goods share words, and pairs of words ("tempered glass"),
// whoever wrote them: what many owners say tells little about any of them.
// Up to freeOwners do not count, as a copy is not yet the trade's wording.
type trade struct {
	alone []int32 // of each id: what it tells when it comes by itself
	after []int32 // of each word of the text: what it tells after the one before
}

// priorOwners are those that stand for all texts not seen: with few sources a
// word is as rare as one text in 64 of the same goods has it.
const priorOwners = 64

// A tradeCount counts owners of words, and of pairs of neighbours.
type tradeCount struct {
	q      *Query
	owners int
	words  []count // of each id
	pairs  []count // of each word of the text, by Query.first
}

// A count is of owners that come one after the other, from 1.
type count struct{ n, last int32 }

func (c *count) add(owner int32) {
	if c.last != owner {
		c.n, c.last = c.n+1, owner
	}
}

// beyond is one, and how many owners have it more than may.
func (c count) beyond() int { return max(int(c.n)-freeOwners, 0) + 1 }

func newTradeCount(q *Query) *tradeCount {
	return &tradeCount{q: q, words: make([]count, len(q.counts)), pairs: make([]count, len(q.words))}
}

// add counts a source; owner is that of the one before or the next number.
func (c *tradeCount) add(p *pair, owner int32) {
	c.owners = int(owner)
	for i, id := range p.id {
		if id < 0 {
			continue
		}
		c.words[id].add(owner)
		if i > 0 && p.id[i-1] >= 0 {
			if t, ok := c.q.pairs.get(pairKey(p.id[i-1], id)); ok {
				c.pairs[t].add(owner)
			}
		}
	}
}

func (c *tradeCount) trade() *trade {
	tr := &trade{alone: make([]int32, len(c.words)), after: make([]int32, len(c.q.words))}
	all := log2(c.owners + priorOwners)
	for id, w := range c.words {
		tr.alone[id] = int32(all - log2(w.beyond()))
	}
	for t := 1; t < len(c.q.id); t++ {
		before := c.words[c.q.id[t-1]]
		together := c.pairs[c.q.first[t]]
		tr.after[t] = int32(max(log2(int(before.n)+priorOwners)-log2(together.beyond()), 0))
	}
	return tr
}
