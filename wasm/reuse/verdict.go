package reuse

import (
	"cmp"
	"slices"

	"clearlist/wasm/internal/order"
	"clearlist/wasm/list"
)

// A Kind is how close a passage is to its source.
type Kind uint8

// From the same words to the same words loosely.
const (
	Verbatim    Kind = iota // word for word
	Edited                  // words put in, left out, changed or inflected
	Rearranged              // the same words in another order
	Paraphrased             // many of the words
	Traced                  // by fingerprints alone: how close cannot be told
)

// String is the kind as every output has it.
func (k Kind) String() string {
	return [...]string{"verbatim", "edited", "rearranged", "paraphrased", "traced"}[min(k, Traced)]
}

// A Passage is a part of the text and the part of the source that it comes
// from, in bytes, on whole characters.
type Passage struct {
	Start, End             int // of the text
	SourceStart, SourceEnd int
	Kind                   Kind
	Words                  int // of the text; two characters without spaces are one
	Owners                 int // how many are known to use this wording
	// Severity is the verdict's, or info where the passage does not tell:
	// wording of many, or too little to be anyone's.
	Severity list.Severity
	weak     bool
}

// A Match is a source that the text has passages of.
type Match struct {
	Key      uint32
	Copied   float64 // share of the text's words, from 0 to 1
	Passages []Passage
	bits     int
}

// A Verdict tells how much of a text is whose.
type Verdict struct {
	// Copied is the share of the text's words that stand in passages, from 0
	// to 1. Numbers and single letters do not count, wording of many owners
	// counts for less, and what is too little to be anyone's wording a tenth:
	// from 0.1 on, somebody's wording is in the text.
	Copied   float64
	Severity list.Severity
	Matches  []Match // the most copied first
}

const (
	// maxMatches bounds a verdict: who wrote it first is among those.
	maxMatches = 32

	// freeOwners may carry a wording and it still be somebody's: a text is
	// copied by a few before it is everyone's. Of more, each takes its share.
	freeOwners = 3

	// An alert wants a share of the text, or one passage as long as a sentence.
	alertShare = 0.10
	// alertBits is what a source must have in all for its wording to be told
	// from chance: a text of 500 words against 100,000 sources of as many, once
	// in 1,000 texts (9 + 17 + 9 + 10 bits), and 3 for words that go together
	// in ways that no count of pairs shows.
	alertBits = 48 * bit
	// weakPart is what passages below it count, in parts of 1: all of them
	// together are no alert.
	weakPart = 12
)

// Compare finds the passages of the text in the sources given, which are those
// that Keys names; others cost time and do no harm.
func (q *Query) Compare(sources []Source) Verdict { return q.CompareAgain(new(Memory), sources) }

// CompareAgain is Compare with a memory of the last comparison, of whatever
// text: it says the same, sooner.
func (q *Query) CompareAgain(memory *Memory, sources []Source) Verdict {
	c := q.read(sources, memory)
	for _, p := range append(c.pairs, c.everyones) {
		p.find()
	}
	carriers := c.carriers()
	var v Verdict
	share := newShare(q)
	total, longest := 0, 0
	for i, p := range c.pairs {
		if len(p.matches) == 0 {
			continue
		}
		m := Match{Key: sources[i].Key}
		strongest := 0
		for k := range p.matches {
			found := &p.matches[k]
			found.owners = carried(carriers[found.t0:found.t1])
			found.bits = discounted(found.bits, found.owners)
			found.weak = found.owners > freeOwners && found.bits < alertBits || !p.prose(found) && !p.line(found)
			if !found.weak {
				m.bits += p.news(found)
				strongest = max(strongest, found.bits)
			}
		}
		longest = max(longest, min(strongest, m.bits))
		own := newShare(q)
		for _, found := range p.matches {
			own.add(found, m.bits)
			share.add(found, m.bits)
			for _, part := range p.split(found) {
				passage := p.passage(part, found.owners)
				passage.weak = found.weak || m.bits < alertBits
				m.Passages = append(m.Passages, passage)
			}
		}
		m.Copied = own.value()
		total = max(total, m.bits)
		v.Matches = append(v.Matches, m)
	}
	v.best()
	v.Copied = share.value()
	v.Severity = severity(v.Copied, total, longest, len(v.Matches))
	v.grade()
	return v
}

// best leaves the sources that have most of the text, the best first.
func (v *Verdict) best() {
	order.Stable(v.Matches, func(a, b *Match) int {
		return cmp.Or(cmp.Compare(b.Copied, a.Copied), cmp.Compare(b.bits, a.bits), cmp.Compare(a.Key, b.Key))
	})
	v.Matches = v.Matches[:min(len(v.Matches), maxMatches)]
}

// grade says of each passage how much it matters.
func (v *Verdict) grade() {
	for i := range v.Matches {
		for k := range v.Matches[i].Passages {
			p := &v.Matches[i].Passages[k]
			p.Severity = v.Severity
			if p.weak {
				p.Severity = list.Info
			}
		}
	}
}

// severity: an alert starts at low, what is found below it is information.
func severity(copied float64, total, longest, matches int) list.Severity {
	switch {
	case matches == 0:
		return list.None
	case copied >= 0.5:
		return list.High
	case copied >= 0.25, longest >= 3*alertBits:
		return list.Medium
	case copied >= alertShare, longest >= alertBits:
		return list.Low
	}
	return list.Info
}

// find finds the matches of a pair, by where they are in the text.
func (p *pair) find() {
	p.price()
	p.link()
	near := log2(max(p.q.weight, 1)) + log2(max(int(p.weightS[len(p.words)]), 1)) - 2*bit + marginBits
	far := log2(max(p.q.weight, 1)) - bit + log2(max(p.q.corpus, 1)) + marginBits
	if p.known {
		far = near
	}
	if p.reaches(max(near, far)) {
		p.chain()
		p.match(max(near, far), near)
	} else {
		p.measureRuns()
	}
	p.keepRuns()
	if len(p.matches) > 0 {
		far = near // the source is known: the rest need not find it again
	}
	p.overlap(max(near, far))
	order.Stable(p.matches, func(a, b *match) int { return cmp.Compare(a.t0, b.t0) })
}

// carried is how many owners have the wording of a match: what half of its
// words have.
func carried(carriers []int32) int {
	sorted := slices.Clone(carriers)
	slices.SortFunc(sorted, cmp.Compare)
	return int(sorted[len(sorted)/2])
}

// passage writes a match out for the caller.
func (p *pair) passage(m match, owners int) Passage {
	return Passage{
		Start: int(p.q.words[m.t0].start), End: int(p.q.words[m.t1-1].end),
		SourceStart: int(p.words[m.s0].start), SourceEnd: int(p.words[m.s1-1].end),
		Kind:   p.kind(m),
		Words:  int(p.weightT[m.t1]-p.weightT[m.t0]+1) / wordWeight,
		Owners: owners,
	}
}

func (p *pair) kind(m match) Kind {
	length := max(m.t1-m.t0, m.s1-m.s0)
	switch {
	case m.exact == length:
		return Verbatim
	case p.outOfOrder(m):
		return Rearranged
	case 2*m.linked >= length:
		return Edited
	}
	return Paraphrased
}

// outOfOrder tells whether the passage before, close by in the text, comes
// after this one, close by in the source.
func (p *pair) outOfOrder(m match) bool {
	if m.loose {
		return 5*m.linked >= 4*contents(p.q.words[m.t0:m.t1])
	}
	for _, before := range p.matches {
		if before.t1 <= m.t0 && p.weightT[m.t0]-p.weightT[before.t1] <= maxGap &&
			before.s0 >= m.s1 && p.weightS[before.s0]-p.weightS[m.s1] <= maxGap {
			return true
		}
	}
	return false
}

// A share adds up what is copied of a text: of each word the most that any
// match makes of it.
type share struct {
	q      *Query
	copied []uint8 // of each word, in parts of whole
}

const whole = 240 // divides well

func newShare(q *Query) *share { return &share{q, make([]uint8, len(q.words))} }

// add counts a match of a source that has so many bits in all.
func (s *share) add(m match, ofSource int) {
	part := discounted(whole, m.owners)
	if m.weak || ofSource < alertBits {
		part /= weakPart
	}
	for t := m.t0; t < m.t1; t++ {
		s.copied[t] = max(s.copied[t], uint8(part))
	}
}

func (s *share) value() float64 {
	part, all := 0, 0
	for i := range s.q.words {
		if w := &s.q.words[i]; w.worth != fact {
			part += int(s.copied[i]) * int(w.weight)
			all += whole * int(w.weight)
		}
	}
	if all == 0 {
		return 0
	}
	return float64(part) / float64(all)
}
