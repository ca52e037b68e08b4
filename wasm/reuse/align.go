package reuse

import (
	"cmp"
	"math/bits"
	"slices"
)

// Scores count bits in 16ths, in integers: the same answer on every machine.
const (
	bit = 16

	// contentBits bound what one word can tell: 1 in 512 is as rare as a short
	// text can show.
	contentBits = 9 * bit
	// functionBits and factBits are for words that come by themselves.
	functionBits = 2 * bit
	factBits     = 1 * bit
	// leastWords is the length below which a text says nothing about how rare
	// its words are.
	leastWords = 400

	// openBits is what a gap costs, and gapBits each word in it, on the side
	// that has more: together less than a function word brings, so that
	// swapping words for others leaves a passage whole.
	openBits = 3 * bit / 2
	gapBits  = 3 * bit / 4
	// maxGap is the weight of what may stand between: 12 words, a clause.
	maxGap = 24

	// marginBits make a passage by chance one in 1,000 comparisons.
	marginBits = 10 * bit

	// runWeight is that of a run that is always a passage: see the guarantee.
	runWeight = 16

	// maxPlaces bounds the places in the source of one word of the text that
	// have no neighbour that is the same, maxRow those of all kinds, maxLinks
	// those of all words, and maxLooks how many are looked at: "a a a a" against
	// itself. No listing of 5,000 words comes near.
	maxPlaces = 64
	// maxAlone is how often a word may stand in the source to come by itself:
	// one that is everywhere needs a neighbour that is the same too.
	maxAlone = 24
	maxRow   = 128
	maxLinks = 1 << 16
	maxLooks = 1 << 22
)

// A link is a word of the text and the same word of the source.
type link struct {
	t, s  int32
	score int32 // of the best chain that ends here
	back  int32 // the link before in it, -1 at its start
	run   int32 // weight of the unbroken run that ends here
	band  int32 // the link before in its band of the source, -1 at its start
}

// A match is a part of the text and one of the source that share words in
// order. Positions are tokens.
type match struct {
	t0, t1, s0, s1 int
	linked         int // words that are the same
	exact          int // of these, without an inflection
	bits           int
	owners         int    // that have this wording
	loose          bool   // shares words, not their order
	weak           bool   // tells too little to be an alert
	steps          []step // the words of a chain, the last first; none of a run
}

// A step is a word of the text and the same word of the source.
type step struct{ t, s int32 }

// A room is what one pair after the other is aligned in.
type room struct {
	links []link
	rows  []int32 // where the links of each word of the text begin
	bands []band
	most  []int32 // see reaches
	order []int32
	trail []step
}

// A band is so many words of the source: links near one stand in few of them.
type band struct {
	link int32 // its last link, plus 1
	t    int32 // where in the text that is
}

const bandBits = 4

// A pair is a text and a source being compared.
type pair struct {
	q       *Query
	trade   *trade
	words   []token // of the source
	id      []int32 // of each, -1 when the text does not have it
	counts  []int32 // of each id in the source
	begins  []int32 // of each id, after a 0: where its places begin
	stands  []int32 // the places in the source, by id
	known   bool    // that it is the source need not be told from chance
	shared  int     // different words that both have and that tell something
	counted []bool  // words of the text that were counted, by Query.first
	bits    []int32 // what each word of the text is worth
	weightT []int32 // sums before each word
	weightS []int32
	taken   []bool // words of the text that are in a match
	matches []match
	*room
}

func (q *Query) pair(words []token) *pair {
	p := &pair{q: q, words: words, weightT: q.sums, weightS: sums(words)}
	ids, texts := len(q.counts), len(q.words)
	numbers := make([]int32, len(words)+2*ids+1)
	p.id, p.counts, p.begins = numbers[:len(words)], numbers[len(words):][:ids], numbers[len(words)+ids:]
	places := 0
	for i := range words {
		w := &words[i]
		id, ok := q.ids.get(uint64(w.stem))
		if !ok {
			p.id[i] = -1
			continue
		}
		p.id[i] = id
		places++
		if p.counts[id]++; p.counts[id] == 1 && w.worth == content {
			p.shared++
		}
	}
	for id, n := range p.counts {
		p.begins[id+1] = p.begins[id] + n // where they end, until they are filled in from there
	}
	p.stands = make([]int32, places)
	for i := len(p.id) - 1; i >= 0; i-- {
		if id := p.id[i]; id >= 0 {
			p.begins[id+1]--
			p.stands[p.begins[id+1]] = int32(i)
		}
	}
	flags := make([]bool, 2*texts)
	p.counted, p.taken = flags[:texts:texts], flags[texts:]
	return p
}

// places are those in the source of word t of the text.
func (p *pair) places(t int) []int32 {
	id := p.q.id[t]
	begin := p.begins[id+1]
	return p.stands[begin : begin+p.counts[id]]
}

// resize makes s n long; what is in it is anything.
func resize[E any](s []E, n int) []E { return slices.Grow(s[:0], n)[:n] }

func sums(words []token) []int32 {
	out := make([]int32, len(words)+1)
	for i, w := range words {
		out[i+1] = out[i] + int32(w.weight)
	}
	return out
}

// price says what each word of the text brings when the source has it too.
func (p *pair) price() {
	length := log2(max(len(p.q.words)+len(p.words), leastWords))
	p.bits = make([]int32, len(p.q.words))
	for t := range p.q.words {
		w := &p.q.words[t]
		b := 0
		switch w.worth {
		case fact:
			b = factBits
		case function:
			b = functionBits
		default:
			id := p.q.id[t]
			b = min(max(length-log2(int(p.q.counts[id]+p.counts[id])), functionBits), contentBits)
			b = min(b, int(p.trade.alone[id]))
		}
		p.bits[t] = int32(b * int(w.weight) / wordWeight)
	}
}

// worth is what a word of the text brings when the source has it too.
func (p *pair) worth(t int) int { return int(p.bits[t]) }

// link finds the words that are the same. Words that come by themselves, and
// characters, need a neighbour that is the same too.
func (p *pair) link() {
	p.rows, p.links = resize(p.rows, len(p.q.words)+1), p.links[:0]
	p.rows[0] = 0
	looks := maxLooks
	for t := range p.q.words {
		w := &p.q.words[t]
		alone := w.worth == content && w.weight == wordWeight
		places, row := p.places(t), len(p.links)
		for i, s := range places {
			if looks--; looks < 0 && i >= maxPlaces || len(p.links)-row == maxRow || len(p.links) == maxLinks {
				break
			}
			if alone && len(places) <= maxAlone || p.same(t-1, int(s)-1) || p.same(t+1, int(s)+1) {
				p.links = append(p.links, link{t: int32(t), s: s, back: -1, run: int32(w.weight)})
			}
		}
		p.rows[t+1] = int32(len(p.links))
	}
}

func (p *pair) same(t, s int) bool {
	return t >= 0 && s >= 0 && t < len(p.q.id) && s < len(p.id) && p.q.id[t] == p.id[s]
}

// match takes the best chain, then the best of what is left, and so on.
func (p *pair) match(first, further int) {
	order := p.order[:0]
	for i := range p.links {
		if int(p.links[i].score) >= further {
			order = append(order, int32(i))
		}
	}
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(p.links[b].score, p.links[a].score), cmp.Compare(a, b))
	})
	p.order = order
	need := first
	for _, end := range order {
		if m, ok := p.trace(end); ok && m.bits >= need {
			p.take(m)
			need = further
		}
	}
}

// trace follows a chain back from its end, as far as it is free.
func (p *pair) trace(end int32) (m match, ok bool) {
	last := p.links[end]
	m = match{t1: int(last.t) + 1, s1: int(last.s) + 1}
	p.trail = p.trail[:0]
	for i := end; i >= 0; i = p.links[i].back {
		l := p.links[i]
		if p.taken[l.t] {
			break
		}
		ok = true
		m.t0, m.s0 = int(l.t), int(l.s)
		m.linked++
		p.trail = append(p.trail, step{l.t, l.s})
		if p.exact(l.t, l.s) {
			m.exact++
		}
		// What the chain had before does not count when it is cut off here.
		m.bits = int(last.score) - int(l.score) + p.worth(int(l.t))
	}
	for t := m.t0; ok && t < m.t1; t++ {
		ok = !p.taken[t]
	}
	m.steps = p.trail
	return m, ok
}

// take adds a match, whose steps are its own from now on.
func (p *pair) take(m match) {
	for t := m.t0; t < m.t1; t++ {
		p.taken[t] = true
	}
	m.steps = slices.Clone(m.steps)
	p.matches = append(p.matches, m)
}

// exact tells whether a link's words have the same ending too.
func (p *pair) exact(t, s int32) bool { return p.q.words[t].exact == p.words[s].exact }

// split cuts a match where sentences of the text begin, so that each has its
// own kind. What is left too small to tell anything stays with the one before.
func (p *pair) split(m match) []match {
	var parts []match
	var part match
	for k := len(m.steps) - 1; k >= 0; k-- {
		l := m.steps[k]
		t, s := int(l.t), int(l.s)
		if part.linked == 0 || part.bits >= leastPart && p.sentenceBegins(part.t1, t) && p.rest(m, k) >= leastPart {
			if part.linked > 0 {
				parts = append(parts, part)
			}
			part = match{t0: t, s0: s}
		}
		part.t1, part.s1 = t+1, s+1
		part.linked++
		part.bits += p.worth(t)
		if p.exact(l.t, l.s) {
			part.exact++
		}
	}
	if part.linked == 0 {
		return []match{m} // a run, or a loose one
	}
	return append(parts, part)
}

// leastPart is what half of a short passage is worth.
const leastPart = 15 * bit

func (p *pair) sentenceBegins(from, to int) bool {
	for t := from; t <= to; t++ {
		if p.q.words[t].first {
			return true
		}
	}
	return false
}

// rest is what links k to 0 of a match are worth, as far as that matters.
func (p *pair) rest(m match, k int) int {
	b := 0
	for ; k >= 0 && b < leastPart; k-- {
		b += p.worth(int(m.steps[k].t))
	}
	return b
}

// keepRuns takes what is left of runs that are long enough to be passages
// whatever they are worth.
func (p *pair) keepRuns() {
	for i := range p.links {
		l := &p.links[i]
		if l.run < runWeight || p.same(int(l.t)+1, int(l.s)+1) {
			continue
		}
		start, shift := int(l.t)+1, int(l.s-l.t)
		for start > 0 && p.weightT[l.t+1]-p.weightT[start] < l.run {
			start--
		}
		for t := start; t <= int(l.t); t++ {
			if p.taken[t] {
				continue
			}
			m := match{t0: t, s0: t + shift}
			for ; t <= int(l.t) && !p.taken[t]; t++ {
				m.linked++
				m.bits += p.worth(t)
				if p.q.words[t].exact == p.words[t+shift].exact {
					m.exact++
				}
			}
			m.t1, m.s1 = t, t+shift
			p.take(m)
		}
	}
}

// log2 is that of n >= 1, in 16ths, drawn straight between powers of two.
func log2(n int) int {
	k := bits.Len(uint(n)) - 1
	return k*bit + (n<<4>>k - bit)
}
