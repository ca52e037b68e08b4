package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"clearlist/server/internal/release"
	"clearlist/server/internal/update"
	"clearlist/wasm/list"
	"clearlist/wasm/pack"
	"clearlist/wasm/reuse"
	"clearlist/wasm/screen"
	"clearlist/wasm/wire"
)

// A corpus is texts that others may have copied from, or their fingerprints.
type corpus interface {
	compare(text string) (reuse.Verdict, error)
	source(key uint32) seenSource
}

// A seenSource is what a corpus has of a text: all but the id may be missing.
type seenSource struct {
	id, text       string
	corpus, seller string
	seen           list.Date
}

// answerText writes what is copied of one line's text.
func answerText(c corpus, line []byte) ([]byte, error) {
	id, text, _, err := decodeSeen(line)
	if err != nil {
		return nil, err
	}
	verdict, err := c.compare(text)
	if err != nil {
		return nil, err
	}
	return appendAnswer(nil, id, text, &verdict, c.source), nil
}

// copied are the passages of a listing's fields, each once: those of the best
// source, then what others have besides.
func copied(c corpus, l *screen.Listing) ([]wire.Copied, error) {
	fields, texts := wire.CopyFields(l)
	verdict, err := c.compare(reuse.Join(texts))
	if err != nil {
		return nil, err
	}
	var out []wire.Copied
	for _, p := range verdict.Parts(texts) {
		from := c.source(p.Key)
		out = append(out, wire.Copied{
			Field: fields[p.Field].Field, Index: fields[p.Field].Index, Start: p.Start, End: p.End,
			Severity: p.Severity, Kind: p.Kind.String(), Owners: p.Owners, Source: from.id,
			SourceStart: wire.Units(from.text, p.SourceStart), SourceEnd: wire.Units(from.text, p.SourceEnd),
			Corpus: from.corpus, Seller: from.seller, Seen: from.seen,
		})
	}
	return out, nil
}

// openAnyCorpus opens what --corpus names: a file of texts, a published pack,
// or one that an update has brought, by its name.
func openAnyCorpus(name string, s state) (corpus, error) {
	if strings.HasPrefix(name, reuse.CorpusPrefix) {
		held, err := update.Held(s.updated())
		for _, h := range held {
			if h.Name == name {
				return openTraced(h.Bytes, name)
			}
		}
		return nil, errors.Join(fmt.Errorf("%s is not held: clearlist update brings what is published", name), err)
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	head := make([]byte, 4)
	if n, err := f.ReadAt(head, 0); err == nil && n == len(head) && string(head) == pack.Magic {
		info, err := f.Stat()
		if err != nil {
			return nil, err
		}
		if info.Size() > pack.MaxSize {
			return nil, fmt.Errorf("%s: %w", name, pack.ErrTooLarge)
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		return openTraced(data, name)
	}
	return openCorpus(name)
}

// A tracedCorpus is a published one: of its texts only fingerprints are there.
type tracedCorpus struct{ *reuse.Published }

func openTraced(data []byte, name string) (corpus, error) {
	p, err := pack.Open(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	published, err := reuse.OpenPublished(p)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return tracedCorpus{published}, nil
}

func (c tracedCorpus) compare(text string) (reuse.Verdict, error) { return c.Trace(text) }

func (c tracedCorpus) source(key uint32) seenSource {
	e := c.Entry(key)
	return seenSource{id: e.ID, corpus: c.Name(), seller: e.Seller, seen: e.Seen}
}

// readEntries reads texts to publish the fingerprints of: what the extension
// exports, or {"id","text"} with "seller" and "seen" if known. One's own
// listings are left out: nobody copies them by writing them.
func readEntries(path string) (entries []reuse.Entry, own int, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	lines := map[string]int{}
	var bad error
	err = readLines(f, func(number int, line []byte, err error) bool {
		if err == nil && isBlank(line) {
			return true
		}
		var e reuse.Entry
		side := ""
		if err == nil {
			e, side, err = decodeEntry(line)
		}
		if before := lines[e.ID]; err == nil && before > 0 {
			err = fmt.Errorf("id %q is that of line %d", e.ID, before)
		}
		if err != nil {
			bad = fmt.Errorf("%s:%d: %w", path, number, err)
			return false
		}
		lines[e.ID] = number
		if side == "mine" {
			own++
		} else {
			entries = append(entries, e)
		}
		return true
	})
	if err == nil {
		err = bad
	}
	if err == nil && len(entries) == 0 {
		err = fmt.Errorf("%s: no texts of others there", path)
	}
	return entries, own, err
}

func decodeEntry(line []byte) (e reuse.Entry, side string, err error) {
	var members map[string]json.RawMessage
	if e.ID, e.Text, members, err = decodeSeen(line); err != nil {
		return e, "", err
	}
	if e.ID == "" {
		return e, "", errors.New("id is missing")
	}
	if len(e.Text) > reuse.MaxText {
		return e, "", reuse.ErrTooLong
	}
	seen := ""
	for name, to := range map[string]*string{"seller": &e.Seller, "side": &side, "seen": &seen} {
		if err := decodeMember(members, name, to); err != nil {
			return e, "", err
		}
	}
	if seen == "" {
		return e, side, nil
	}
	if e.Seen, err = list.ParseDate(seen[:min(len(seen), len("2026-11-24"))]); err != nil {
		return e, "", fmt.Errorf("seen: %w", err)
	}
	return e, side, nil
}

// corpusName is the name that a file's corpus is published under.
func corpusName(path string) (string, error) {
	base := filepath.Base(path)
	name := reuse.CorpusPrefix + strings.ToLower(strings.TrimSuffix(base, filepath.Ext(base)))
	if !reuse.IsCorpusName(name) {
		return "", fmt.Errorf("%s: %w", path, reuse.ErrCorpusName)
	}
	return name, nil
}

// corpora compiles those of the files, and keeps what else is published, but
// for those that are to go.
func (p *publication) corpora(ctx context.Context, files, withdraw []string) ([]edition, error) {
	var all []edition
	named := map[string]bool{}
	for _, name := range withdraw {
		if _, ok := p.before[name]; !ok || !strings.HasPrefix(name, reuse.CorpusPrefix) {
			return nil, fmt.Errorf("%s: no such corpus is published", name)
		}
		named[name] = true
	}
	for _, path := range files {
		name, err := corpusName(path)
		if err != nil {
			return nil, err
		}
		if named[name] {
			return nil, fmt.Errorf("%s: %s is named twice", path, name)
		}
		named[name] = true
		e, err := p.corpus(ctx, name, path)
		if err != nil {
			return nil, err
		}
		all = append(all, *e)
	}
	for _, name := range slices.Sorted(maps.Keys(p.before)) {
		t := p.before[name]
		if named[name] || !strings.HasPrefix(name, reuse.CorpusPrefix) {
			continue
		}
		data, err := release.ReadPack(p.files, t)
		if err != nil {
			return nil, err
		}
		all = append(all, edition{
			Pack: release.Pack{List: name, Version: t.Version, AsOf: t.AsOf, Terms: t.Terms, Bytes: data},
			test: func(written []byte) error {
				return openList(update.List{Name: name, Version: t.Version, Terms: t.Terms}, written)
			},
		})
	}
	return all, nil
}

// corpus compiles one file. Equal texts keep the version and the day they are
// published under.
func (p *publication) corpus(ctx context.Context, name, path string) (*edition, error) {
	entries, own, err := readEntries(path)
	if err != nil {
		return nil, err
	}
	last, err := p.last(ctx, name)
	if err != nil {
		return nil, err
	}
	var version uint32
	var asOf list.Date
	compiled, changed, err := compile(1, last, func(v uint32) ([]byte, error) {
		version, asOf = v, today()
		if t, ok := p.before[name]; ok && t.Version == v {
			if asOf, err = list.ParseDate(t.AsOf); err != nil {
				return nil, err
			}
		}
		return reuse.Compile(name, v, asOf, entries)
	})
	if errors.Is(err, pack.ErrTooLarge) {
		err = fmt.Errorf("%d texts are more than one corpus holds: publish them as several: %w", len(entries), err)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return &edition{
		Pack: release.Pack{List: name, Version: version, AsOf: asOf.String(), Terms: len(entries), Bytes: compiled},
		date: asOf, fresh: changed || !last.stored, own: own,
		test: func(written []byte) error { return testCorpus(written, name, version, entries) },
	}, nil
}

// testCorpus opens a pack as a client will, and looks for each text in it.
func testCorpus(written []byte, name string, version uint32, entries []reuse.Entry) error {
	p, err := pack.Open(written)
	if err != nil {
		return err
	}
	c, err := reuse.OpenPublished(p)
	if err != nil {
		return err
	}
	if c.Name() != name || c.Version() != version || c.Len() != len(entries) {
		return fmt.Errorf("the pack is %s %d with %d texts, not %s %d with %d", c.Name(), c.Version(), c.Len(), name, version, len(entries))
	}
	keys := make(map[string]uint32, c.Len())
	for key := range uint32(c.Len()) {
		keys[c.Entry(key).ID] = key
	}
	for _, e := range entries {
		key, ok := keys[strings.ToValidUTF8(e.ID, "\ufffd")]
		if !ok || !c.Has(key, e.Text) {
			return fmt.Errorf("%s is not found in it", e.ID)
		}
	}
	return nil
}
