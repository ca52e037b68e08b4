package reuse

import (
	"cmp"
	"slices"

	"clearlist/wasm/internal/order"
)

const (
	// traceWordBits is what a word under a shared fingerprint tells: printed
	// English has about a bit a letter once the words before are known
	// (Shannon, "Prediction and entropy of printed English", 1951), which is 5
	// for a word. An alert takes 12 words that lie under fingerprints.
	traceWordBits = 4 * bit
	// traceGap is how far apart two fingerprints of a passage may be: a word
	// that was changed takes a gram with it, and the next one that was kept
	// begins within a window.
	traceGap = gramWeight + windowWeight
	// traceGrams is how many a passage has at least: of 100,000 listings of
	// 3 KB, one of 5 KB meets 3 fingerprints by chance, and no two of them in
	// one place of one source.
	traceGrams = 2
)

// A trail is a gram of the text that a source has.
type trail struct {
	ordinal, owners uint32
	gram            int
}

// Trace tells what a text has of a corpus whose texts are not at hand: where
// fingerprints of one source lie close together. Keys are the corpus's own.
//
// The guarantee is weaker than that of Compare: a run of 16 words, or of 34
// characters where a script has no spaces, that stands in a source has two of
// its fingerprints that reach over 8 words, unless more than maxCarriers
// sources have them. How the source puts it cannot be told, so passages are of
// kind Traced and have no place in the source.
func (c *Published) Trace(text string) (Verdict, error) {
	if len(text) > MaxText {
		return Verdict{}, ErrTooLong
	}
	q := &Query{words: tokens(text)}
	q.sums = sums(q.words)
	all := grams(q.words, gramWeight)
	hits := c.hits(all)
	var v Verdict
	share := newShare(q)
	total, longest := 0, 0
	for len(hits) > 0 {
		n := 1
		for n < len(hits) && hits[n].ordinal == hits[0].ordinal {
			n++
		}
		m := Match{Key: hits[0].ordinal}
		var matches []match
		strongest := 0
		for _, run := range q.runs(all, hits[:n]) {
			found := q.traced(all, run)
			if found.t1 == 0 {
				continue
			}
			matches = append(matches, found)
			m.bits += found.bits
			strongest = max(strongest, found.bits)
		}
		hits = hits[n:]
		if len(matches) == 0 {
			continue
		}
		own := newShare(q)
		for _, found := range matches {
			own.add(found, m.bits)
			share.add(found, m.bits)
			m.Passages = append(m.Passages, Passage{
				Start: int(q.words[found.t0].start), End: int(q.words[found.t1-1].end), Kind: Traced,
				Words: int(q.sums[found.t1]-q.sums[found.t0]+1) / wordWeight, Owners: found.owners,
				weak: m.bits < alertBits || found.owners > freeOwners && found.bits < alertBits,
			})
		}
		m.Copied = own.value()
		total, longest = max(total, m.bits), max(longest, strongest)
		v.Matches = append(v.Matches, m)
	}
	v.best()
	v.Copied = share.value()
	v.Severity = severity(v.Copied, total, longest, len(v.Matches))
	v.grade()
	return v, nil
}

// hits lists which grams which sources have, by source and place.
func (c *Published) hits(all []gram) []trail {
	var out []trail
	var ordinals, owners []uint32
	for i, g := range all {
		ordinals = c.index.find(ordinals[:0], g.fingerprint(), maxCarriers)
		owners = owners[:0]
		for _, ordinal := range ordinals {
			owners = append(owners, u32(c.index.owners, int(4*ordinal)))
		}
		slices.Sort(owners)
		carriers := uint32(len(slices.Compact(owners)))
		for _, ordinal := range ordinals {
			out = append(out, trail{ordinal, carriers, i})
		}
	}
	order.Stable(out, func(a, b *trail) int { return cmp.Compare(a.ordinal, b.ordinal) })
	return out
}

// runs divides the hits of a source where they lie too far apart.
func (q *Query) runs(all []gram, hits []trail) [][]trail {
	var out [][]trail
	from := 0
	for i := 1; i <= len(hits); i++ {
		if i == len(hits) || q.sums[all[hits[i].gram].start] > q.sums[all[hits[i-1].gram].end]+traceGap {
			out = append(out, hits[from:i])
			from = i
		}
	}
	return out
}

// traced is a run of hits as a match; none where it is too little.
func (q *Query) traced(all []gram, run []trail) match {
	first, last := all[run[0].gram], all[run[len(run)-1].gram]
	m := match{t0: first.start, t1: last.end}
	owners := make([]uint32, len(run))
	distinct := make([]uint64, len(run))
	covered, end := 0, first.start
	for i, h := range run {
		g := all[h.gram]
		owners[i], distinct[i] = h.owners, g.fingerprint()
		covered += int(q.sums[g.end] - q.sums[min(max(g.start, end), g.end)])
		end = max(end, g.end)
	}
	slices.Sort(distinct)
	if len(slices.Compact(distinct)) < traceGrams || q.sums[m.t1]-q.sums[m.t0] < runWeight {
		return match{}
	}
	slices.Sort(owners)
	m.owners = int(owners[len(owners)/2])
	m.bits = covered / wordWeight * traceWordBits * freeOwners / max(m.owners, freeOwners)
	return m
}
