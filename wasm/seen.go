//go:build wasip1

package main

import (
	"errors"
	"strconv"

	"clearlist/wasm/door"
	"clearlist/wasm/list"
	"clearlist/wasm/pack"
	"clearlist/wasm/reuse"
	"clearlist/wasm/screen"
	"clearlist/wasm/wire"
)

// maxCompared is how many sources a listing is compared with, those that share
// most with it.
const maxCompared = 16

var errNotAsked = errors.New("nothing was asked that could be compared")

// What the instance knows of listings seen before, and the last question.
var (
	corpus    = reuse.NewCorpus()
	compared  reuse.Memory
	published []*reuse.Published
	asked     struct {
		id      string
		listing screen.Listing
		query   *reuse.Query
	}
)

// The doors to copy detection: an index of texts, one of several indexes, the
// indexes to answer by, the published corpora to ask besides, who may have been
// copied, what was, and what the corpora tell of it.

//go:wasmexport seen_index
func seenIndex(n uint32) uint32 { return answerSeen(n, indexSeen) }

//go:wasmexport seen_merge
func seenMerge(n uint32) uint32 { return answerSeen(n, mergeSeen) }

//go:wasmexport seen_open
func seenOpen(n uint32) uint32 { return answerSeen(n, openSeen) }

//go:wasmexport seen_corpora
func seenCorpora(n uint32) uint32 { return answerSeen(n, openCorpora) }

//go:wasmexport seen_ask
func seenAsk(n uint32) uint32 { return answerSeen(n, askSeen) }

//go:wasmexport seen_compare
func seenCompare(n uint32) uint32 { return answerSeen(n, compareSeen) }

//go:wasmexport seen_trace
func seenTrace(n uint32) uint32 { return answerSeen(n, traceSeen) }

func answerSeen(n uint32, call func([]byte) ([]byte, error)) uint32 {
	door.Collect()
	return door.Answer(n, call)
}

// indexSeen takes texts and gives an index of them.
func indexSeen(b []byte) ([]byte, error) {
	sources, err := sourcesOf(b)
	if err != nil {
		return nil, err
	}
	return reuse.Build(sources)
}

// mergeSeen takes blocks: keys to leave out, four bytes each, and the indexes.
func mergeSeen(b []byte) ([]byte, error) {
	blocks, err := wire.Blocks(b)
	if err != nil {
		return nil, err
	}
	if len(blocks) == 0 {
		return reuse.Build(nil)
	}
	drop := map[uint32]bool{}
	for keys := blocks[0]; len(keys) >= 4; keys = keys[4:] {
		drop[uint32(keys[0])|uint32(keys[1])<<8|uint32(keys[2])<<16|uint32(keys[3])<<24] = true
	}
	indexes, err := indexesOf(blocks[1:])
	if err != nil {
		return nil, err
	}
	return reuse.Merge(func(key uint32) bool { return drop[key] }, indexes...)
}

// openSeen keeps the input, so that indexes are never in memory twice.
func openSeen(b []byte) ([]byte, error) {
	blocks, err := wire.Blocks(b)
	if err != nil {
		return nil, err
	}
	indexes, err := indexesOf(blocks)
	if err != nil {
		return nil, err
	}
	corpus, asked.query = reuse.NewCorpus(indexes...), nil
	door.Forget()
	return nil, nil
}

// openCorpora takes the packs of published corpora, and keeps the input.
func openCorpora(b []byte) ([]byte, error) {
	blocks, err := wire.Blocks(b)
	if err != nil {
		return nil, err
	}
	opened := make([]*reuse.Published, len(blocks))
	for i, block := range blocks {
		p, err := pack.Open(block)
		if err != nil {
			return nil, err
		}
		if opened[i], err = reuse.OpenPublished(p); err != nil {
			return nil, err
		}
	}
	published = opened
	door.Forget()
	return nil, nil
}

func indexesOf(blocks [][]byte) ([]*reuse.Index, error) {
	indexes := make([]*reuse.Index, len(blocks))
	for i, block := range blocks {
		var err error
		if indexes[i], err = reuse.Open(block); err != nil {
			return nil, err
		}
	}
	return indexes, nil
}

// askSeen takes a listing and gives the keys of the sources to compare it
// with, four bytes each.
func askSeen(b []byte) ([]byte, error) {
	id, listing, err := wire.DecodeListing(b)
	if err != nil {
		return nil, err
	}
	_, texts := wire.CopyFields(&listing)
	query, err := corpus.Ask(reuse.Join(texts), maxCompared)
	if err != nil {
		return nil, err
	}
	asked.id, asked.listing, asked.query = id, listing, query
	out := door.Room()
	for _, key := range query.Keys() {
		out = append(out, byte(key), byte(key>>8), byte(key>>16), byte(key>>24))
	}
	return out, nil
}

// compareSeen takes the sources that were asked for, or others, and gives what
// the listing has of them. A source is named by its key, in decimal.
func compareSeen(b []byte) ([]byte, error) {
	sources, err := sourcesOf(b)
	if err != nil {
		return nil, err
	}
	if asked.query == nil {
		return nil, errNotAsked
	}
	text := make(map[uint32]string, len(sources))
	for _, s := range sources {
		text[s.Key] = s.Text
	}
	fields, texts := wire.CopyFields(&asked.listing)
	verdict := asked.query.CompareAgain(&compared, sources)
	var copied []wire.Copied
	for _, p := range verdict.Parts(texts) {
		copied = append(copied, wire.Copied{
			Field: fields[p.Field].Field, Index: fields[p.Field].Index, Start: p.Start, End: p.End,
			Severity: p.Severity, Kind: p.Kind.String(), Owners: p.Owners, Source: strconv.FormatUint(uint64(p.Key), 10),
			SourceStart: wire.Units(text[p.Key], p.SourceStart), SourceEnd: wire.Units(text[p.Key], p.SourceEnd),
		})
	}
	return wire.AppendCopies(door.Room(), &asked.listing, verdict.Severity, verdict.Copied, copied), nil
}

// traceSeen gives what the listing that was asked about has of the published
// corpora. It takes nothing.
func traceSeen([]byte) ([]byte, error) {
	if asked.query == nil {
		return nil, errNotAsked
	}
	fields, texts := wire.CopyFields(&asked.listing)
	text := reuse.Join(texts)
	severity, share := list.None, 0.0
	var copied []wire.Copied
	for _, c := range published {
		traced, err := c.Trace(text)
		if err != nil {
			return nil, err
		}
		severity, share = max(severity, traced.Severity), max(share, traced.Copied)
		for _, p := range traced.Parts(texts) {
			copied = wire.AddTraced(copied, tracedIn(c, fields[p.Field], p))
		}
	}
	return wire.AppendCopies(door.Room(), &asked.listing, severity, share, copied), nil
}

func tracedIn(c *reuse.Published, field wire.CopyField, p reuse.Part) wire.Copied {
	e := c.Entry(p.Key)
	return wire.Copied{
		Field: field.Field, Index: field.Index, Start: p.Start, End: p.End,
		Severity: p.Severity, Kind: p.Kind.String(), Owners: p.Owners,
		Source: e.ID, Corpus: c.Name(), Seller: e.Seller, Seen: e.Seen,
	}
}

func sourcesOf(b []byte) ([]reuse.Source, error) {
	seen, err := wire.DecodeSeen(b)
	if err != nil {
		return nil, err
	}
	sources := make([]reuse.Source, len(seen))
	for i, s := range seen {
		sources[i] = reuse.Source(s)
	}
	return sources, nil
}
