package reuse

import (
	"cmp"
	"slices"

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
)

// String is the kind as every output has it.
func (k Kind) String() string {
	return [...]string{"verbatim", "edited", "rearranged", "paraphrased"}[min(k, Paraphrased)]
}

// A Passage is a part of the text and the part of the source that it comes
// from, in bytes, on whole characters.
type Passage struct {
	Start, End             int // of the text
	SourceStart, SourceEnd int
	Kind                   Kind
	Words                  int // of the text; two characters without spaces are one
	Owners                 int // how many are known to use this wording
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
	// to 1. Numbers and single letters do not count, and wording of many owners
	// counts for less.
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
	alertBits  = 60 * bit
)

// Compare finds the passages of the text in the sources given, which are those
// that Keys names; others cost time and do no harm.
func (q *Query) Compare(sources []Source) Verdict {
	var v Verdict
	share := newShare(q)
	total, longest := 0, 0
	for i := range sources {
		s := &sources[i]
		if len(s.Text) > MaxText {
			continue
		}
		p := q.pair(s.Text)
		p.find()
		if len(p.matches) == 0 {
			continue
		}
		m := Match{Key: s.Key}
		own := newShare(q)
		for _, found := range p.matches {
			owners := q.carried(found)
			worth := found.bits * freeOwners / max(owners, freeOwners)
			m.bits += worth
			longest = max(longest, worth)
			own.add(found, owners)
			share.add(found, owners)
			for _, part := range p.split(found) {
				m.Passages = append(m.Passages, p.passage(part, owners))
			}
		}
		m.Copied = own.value()
		total = max(total, m.bits)
		v.Matches = append(v.Matches, m)
	}
	slices.SortStableFunc(v.Matches, func(a, b Match) int {
		return cmp.Or(cmp.Compare(b.Copied, a.Copied), cmp.Compare(b.bits, a.bits), cmp.Compare(a.Key, b.Key))
	})
	v.Matches = v.Matches[:min(len(v.Matches), maxMatches)]
	v.Copied = share.value()
	v.Severity = severity(v.Copied, total, longest, len(v.Matches))
	return v
}

// severity: an alert starts at low, what is found below it is information.
func severity(copied float64, total, longest, matches int) list.Severity {
	switch {
	case matches == 0:
		return list.None
	case copied >= 0.5 && total >= alertBits:
		return list.High
	case copied >= 0.25 && total >= alertBits, longest >= 3*alertBits:
		return list.Medium
	case copied >= alertShare && total >= alertBits, longest >= alertBits:
		return list.Low
	}
	return list.Info
}

// find finds the matches of a pair, by where they are in the text.
func (p *pair) find() {
	p.link()
	p.chain()
	near := log2(max(p.q.weight, 1)) + log2(max(int(p.weightS[len(p.words)]), 1)) - 2*bit + marginBits
	far := log2(max(p.q.weight, 1)) - bit + log2(max(p.q.corpus, 1)) + marginBits
	p.match(max(near, far), near)
	p.keepRuns()
	if len(p.matches) > 0 {
		far = near // the source is known: the rest need not find it again
	}
	p.overlap(max(near, far))
	slices.SortFunc(p.matches, func(a, b match) int { return cmp.Compare(a.t0, b.t0) })
}

// carried is how many owners have the wording of a match: what most of its
// words have, of those that a source's fingerprints cover.
func (q *Query) carried(m match) int {
	var owners []uint16
	for _, n := range q.owners[m.t0:m.t1] {
		if n > 0 {
			owners = append(owners, n)
		}
	}
	if len(owners) == 0 {
		return 1
	}
	slices.Sort(owners)
	return int(owners[len(owners)/2])
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

func (s *share) add(m match, owners int) {
	part := uint8(whole * freeOwners / max(owners, freeOwners))
	for t := m.t0; t < m.t1; t++ {
		s.copied[t] = max(s.copied[t], part)
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
