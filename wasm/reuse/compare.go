package reuse

// A comparison is a text beside all sources that it is compared with.
type comparison struct {
	q      *Query
	pairs  []*pair // of each source
	order  []int   // of the sources, equal owners together
	owners []int32 // of each source, numbered from 1 in this order
	// everyones is the text beside what sellers of everything write.
	everyones *pair
}

// A Memory keeps the sources of the last comparison as they were read: while a
// listing is edited, it is compared with the same ones again and again. The zero
// value is ready. It is not safe to share.
type Memory struct {
	read   map[uint32]readText
	common []token
}

type readText struct {
	text  string
	words []token
}

// maxRemembered is how many bytes of texts a memory keeps: sixteen listings
// have 50 KB.
const maxRemembered = 1 << 19

// words are those of a source.
func (m *Memory) words(r *reader, s *Source) []token {
	if known, ok := m.read[s.Key]; ok && known.text == s.Text {
		return known.words
	}
	return r.tokens(s.Text)
}

// keep forgets all but the sources compared now.
func (m *Memory) keep(sources []Source, pairs []*pair) {
	m.read = make(map[uint32]readText, len(sources))
	bytes := 0
	for i := range sources {
		if bytes += len(sources[i].Text); bytes > maxRemembered {
			return
		}
		m.read[sources[i].Key] = readText{sources[i].Text, pairs[i].words}
	}
}

// read reads the sources, and how their trade is worded.
func (q *Query) read(sources []Source, memory *Memory) *comparison {
	c := &comparison{q: q, pairs: make([]*pair, len(sources)), owners: make([]int32, len(sources))}
	names := make([]uint32, len(sources))
	var r reader
	for i := range sources {
		var words []token
		if len(sources[i].Text) <= MaxText {
			words = memory.words(&r, &sources[i])
		}
		c.pairs[i] = q.pair(words)
		if names[i] = sources[i].Owner; names[i] == 0 {
			names[i] = ownerOf(c.pairs[i].words)
		}
	}
	memory.keep(sources, c.pairs)
	c.order = inOrder(len(sources), func(i int) uint32 { return names[i] })
	counts := newTradeCount(q)
	owner := int32(0)
	for k, i := range c.order {
		if k == 0 || names[i] != names[c.order[k-1]] {
			owner++
		}
		c.owners[i] = owner
		counts.add(c.pairs[i], owner)
	}
	c.everyones = q.pair(memory.commonplace())
	c.everyones.known = true
	trade, room := counts.trade(), new(room)
	for _, p := range append(c.pairs, c.everyones) {
		p.trade, p.room = trade, room
	}
	return c
}

// carriers is how many owners carry each word of the text: of those in the
// index the ones with its grams, of those compared the ones with matches.
func (c *comparison) carriers() []int32 {
	counts := make([]count, len(c.q.words))
	for _, i := range c.order {
		for _, m := range c.pairs[i].matches {
			for t := m.t0; t < m.t1; t++ {
				counts[t].add(c.owners[i])
			}
		}
	}
	out := make([]int32, len(counts))
	for t := range out {
		out[t] = max(int32(c.q.owners[t]), counts[t].n)
	}
	c.common(out)
	return out
}
