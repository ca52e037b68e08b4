package reuse

import (
	"cmp"
	"slices"
)

// maxCarriers is how many sources of a run of 4 words are looked at in one
// index. What more carry is a phrase of the trade.
const maxCarriers = 256

// A Corpus is several indexes asked as one. Where a key is in several, it is
// the same source. It is safe to share.
type Corpus struct {
	indexes []*Index
}

// NewCorpus joins indexes; with none it knows nothing.
func NewCorpus(indexes ...*Index) *Corpus { return &Corpus{slices.Clone(indexes)} }

// Len is how many sources the corpus holds.
func (c *Corpus) Len() int {
	n := 0
	for _, x := range c.indexes {
		n += x.n
	}
	return n
}

// words is about how many words the corpus holds: winnowing keeps a third.
func (c *Corpus) words() int {
	n := 0
	for _, x := range c.indexes {
		n += 3 * x.p
	}
	return n
}

// A Query is a text with what a corpus knows of it.
type Query struct {
	words     []token
	ids       table    // of stems
	id        []int32  // of each word
	counts    []int32  // of each id
	first     []int32  // of each word: where it first comes after the same one
	pairs     table    // of two ids: where they first stand together
	sums      []int32  // of the weights before each word
	weight    int      // of all words
	sentences []int    // where each begins, and the last ends
	tells     []bool   // see telling
	owners    []uint16 // how many owners carry each word, with its neighbours
	corpus    int      // words in it
	keys      []uint32
}

// Keys are the sources to compare with, the most promising first.
func (q *Query) Keys() []uint32 { return slices.Clone(q.keys) }

// Ask reads a text and looks up who may have been copied: at most limit
// sources. Three quarters of them are those that share most with it; the rest
// are those that share most of what none of these has, as twenty listings of
// one template must not hide the one sentence of somebody else. A corpus of no
// more sources than limit is compared as a whole, so that a paraphrase without
// four words in a row is found too.
func (c *Corpus) Ask(text string, limit int) (*Query, error) {
	if len(text) > MaxText {
		return nil, ErrTooLong
	}
	q := newQuery(text)
	q.corpus = c.words()
	a := c.look(q)
	q.keys = a.take(q.keys, limit-limit/4)
	a.forget()
	q.keys = a.take(q.keys, limit)
	if c.Len() <= limit {
		for _, x := range c.indexes {
			for key := range x.Sources() {
				if !slices.Contains(q.keys, key) {
					q.keys = append(q.keys, key)
				}
			}
		}
	}
	return q, nil
}

func newQuery(text string) *Query {
	q := &Query{words: tokens(text)}
	n := len(q.words)
	q.ids, q.pairs = newTable(n), newTable(n)
	room := make([]int32, 2*n)
	q.id, q.first = room[:n:n], room[n:]
	q.owners = make([]uint16, n)
	for i, w := range q.words {
		id, _ := q.ids.put(uint64(w.stem), int32(len(q.counts)))
		if int(id) == len(q.counts) {
			q.counts = append(q.counts, 0)
		}
		q.id[i] = id
		q.counts[id]++
	}
	for t := range q.words {
		q.first[t], _ = q.pairs.put(pairKey(q.before(t), q.id[t]), int32(t))
	}
	q.sums = sums(q.words)
	q.weight = int(q.sums[n])
	_, q.sentences = sentences(q.words)
	q.tells = telling(q.words, q.id, q.sentences)
	return q
}

// before is the id of the word before, -1 at the start.
func (q *Query) before(t int) int32 {
	if t == 0 {
		return -1
	}
	return q.id[t-1]
}

func pairKey(a, b int32) uint64 { return uint64(uint32(a))<<32 | uint64(uint32(b)) }

// An answer gathers what the indexes say of a text.
type answer struct {
	found    []carrier
	place    table // of a key in found
	hits     []hit
	carriers []int32 // of all hits, by place in found
}

// A carrier is a source that shares grams with the text.
type carrier struct {
	key   uint32
	score int // bits, in 16ths
	taken bool
}

// A hit is a gram of the text that sources have.
type hit struct {
	from, to int // in carriers
	score    int
}

// look finds the sources of every gram of the text: sources keep one of three,
// and which ones the text cannot know where it was edited.
func (c *Corpus) look(q *Query) *answer {
	a := &answer{place: newTable(len(q.words))}
	all := log2(c.Len() + 1)
	seen := newTable(len(q.words))
	var ordinals, keys, owners []uint32
	for _, g := range grams(q.words, gramWeight) {
		fingerprint := g.fingerprint()
		carried, again := seen.get(fingerprint)
		if !again {
			keys, owners = keys[:0], owners[:0]
			for _, x := range c.indexes {
				ordinals = x.find(ordinals[:0], fingerprint, maxCarriers)
				for _, ordinal := range ordinals {
					keys = append(keys, u32(x.keys, int(4*ordinal)))
					owners = append(owners, u32(x.owners, int(4*ordinal)))
				}
			}
			a.add(keys, max(all-log2(len(keys)+1), 1))
			slices.Sort(owners)
			carried = int32(min(len(slices.Compact(owners)), 1<<16-1))
			seen.put(fingerprint, carried)
		}
		for i := g.start; i < g.end; i++ {
			q.owners[i] = max(q.owners[i], uint16(carried))
		}
	}
	return a
}

// add notes that the sources with these keys have a gram.
func (a *answer) add(keys []uint32, score int) {
	from := len(a.carriers)
	for _, key := range keys {
		i, ok := a.place.put(uint64(key), int32(len(a.found)))
		if !ok {
			a.found = append(a.found, carrier{key: key})
		}
		a.found[i].score += score
		a.carriers = append(a.carriers, i)
	}
	a.hits = append(a.hits, hit{from, len(a.carriers), score})
}

// take appends the keys of the carriers with the best scores, until there are
// limit keys.
func (a *answer) take(keys []uint32, limit int) []uint32 {
	order := make([]int32, 0, len(a.found))
	for i := range a.found {
		if c := &a.found[i]; !c.taken && c.score > 0 {
			order = append(order, int32(i))
		}
	}
	slices.SortFunc(order, func(i, k int32) int {
		x, y := &a.found[i], &a.found[k]
		return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(x.key, y.key))
	})
	for _, i := range order[:min(len(order), max(limit-len(keys), 0))] {
		a.found[i].taken = true
		keys = append(keys, a.found[i].key)
	}
	return keys
}

// forget leaves of the scores what the grams bring that no carrier taken has.
func (a *answer) forget() {
	for i := range a.found {
		a.found[i].score = 0
	}
	for _, h := range a.hits {
		carriers := a.carriers[h.from:h.to]
		if slices.ContainsFunc(carriers, func(i int32) bool { return a.found[i].taken }) {
			continue
		}
		for _, i := range carriers {
			a.found[i].score += h.score
		}
	}
}
