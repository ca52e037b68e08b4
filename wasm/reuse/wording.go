package reuse

import "slices"

// discounted is what is left of a number for wording that many owners carry.
func discounted(n, owners int) int {
	if owners <= freeOwners {
		return n
	}
	return n * freeOwners / owners * freeOwners / owners
}

// prose tells whether a match is in sentences. Names, specifications, and lists
// of what fits are not: they go without the small words, or with one or two
// again and again ("tipo de tela, tipo de cintura"). Scripts without spaces have
// no such words to tell by.
func (p *pair) prose(m *match) bool {
	words := p.q.words[m.t0:m.t1]
	functions, characters := 0, 0
	var different [leastDifferent]uint32
	seen := different[:0]
	for i := range words {
		w := &words[i]
		if w.weight == charWeight {
			characters++
		}
		if w.worth == function {
			functions++
			if len(seen) < leastDifferent && !slices.Contains(seen, w.exact) {
				seen = append(seen, w.exact)
			}
		}
	}
	return 2*characters > len(words) || len(seen) == leastDifferent && functionShare*functions >= len(words)
}

const (
	// Of sentences, a third to a half are small words; of titles and lists of
	// features, few are.
	functionShare  = 6
	leastDifferent = 3
)

// line tells whether a match is a line that was taken over: eight words of it in
// a row, or as many with few exchanged. Numbers do not count. Goods of one kind
// share names and features in any order and number, and no such lines.
func (p *pair) line(m *match) bool {
	run, longest, linked := 0, 0, 0
	add := func(t int) {
		w := &p.q.words[t]
		if w.first {
			run = 0
		}
		if w.worth != fact {
			run += int(w.weight)
			linked += int(w.weight)
			longest = max(longest, run)
		}
	}
	if len(m.steps) == 0 && !m.loose {
		for t := m.t0; t < m.t1; t++ {
			add(t)
		}
		return longest >= runWeight
	}
	for k := len(m.steps) - 1; k >= 0; k-- {
		if k+1 < len(m.steps) {
			if before := m.steps[k+1]; m.steps[k] != (step{before.t + 1, before.s + 1}) {
				run = 0
			}
		}
		add(int(m.steps[k].t))
	}
	few := 4*m.linked >= 3*max(m.t1-m.t0, m.s1-m.s0)
	return longest >= runWeight || linked >= runWeight && few && !m.loose
}

// news is what a match adds to those before it: a title that stands in the
// description once more is copied once.
func (p *pair) news(m *match) int {
	all, news := 0, 0
	for t := m.t0; t < m.t1; t++ {
		if p.counts[p.q.id[t]] == 0 {
			continue
		}
		all++
		if first := p.q.first[t]; !p.counted[first] {
			p.counted[first] = true
			news++
		}
	}
	return m.bits * news / max(all, 1)
}
