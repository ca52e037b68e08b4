package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"clearlist/server/internal/release"
	"clearlist/server/internal/release/shard"
	"clearlist/server/internal/store"
	"clearlist/wasm/list"
	"clearlist/wasm/pack"
	"clearlist/wasm/screen"
)

// A registered is what a register's pack must say of a mark.
type registered struct {
	words string
	key   uint64
	facts pack.Facts
}

// register compiles an office's marks from one state of the history: the pack
// that finds them, and the shards that say whose they are.
func (p *publication) register(ctx context.Context, office store.Office, common []string) (*edition, error) {
	name := screen.RegisterName(office.Name)
	last, err := p.last(ctx, name)
	if err != nil {
		return nil, err
	}
	folder := filepath.Join(p.scratch, office.Name)
	if err := os.Mkdir(folder, 0o700); err != nil {
		return nil, err
	}
	shards := shard.NewBuilder(name, folder)
	defer shards.Close()
	marks, err := p.readMarks(ctx, office.Name, shards, common)
	if err != nil {
		return nil, err
	}

	version := last.number
	make := func(v uint32) (compiled []byte, err error) {
		version = v
		compiled, _, err = screen.CompileRegister(office.Name, v, office.AsOf, func(yield func(string, pack.Facts) bool) {
			for i := range marks {
				if !yield(marks[i].words, marks[i].facts) {
					return
				}
			}
		})
		return compiled, err
	}
	compiled, changed, err := compile(1, last, make)
	if err != nil {
		return nil, err
	}
	made, err := shards.Build()
	if err != nil {
		return nil, err
	}
	// Owners and goods change without a word's changing: that is a version, too.
	was := p.before[name].Shards
	if before := p.before[name]; !changed && before.Version == version && (was == nil || was.SHA256 != hashOf(made.Index(version, office.AsOf))) {
		changed = true
		if compiled, err = make(version + 1); err != nil {
			return nil, err
		}
	}
	e := &edition{
		Pack: release.Pack{
			List: name, Version: version, AsOf: office.AsOf.String(), Terms: len(marks), Bytes: compiled,
			Shards: &release.Shards{Index: made.Index(version, office.AsOf), Files: made.Files},
		},
		date: office.AsOf,
		test: func(written []byte) error { return testRegister(written, name, version, marks) },
	}
	e.fresh = changed || !last.stored
	return e, nil
}

// readMarks reads the marks that live or are pending and have words to find.
func (p *publication) readMarks(ctx context.Context, office string, shards *shard.Builder, common []string) ([]registered, error) {
	ordinary := make(map[string]bool, len(common))
	for _, word := range common {
		ordinary[word] = true
	}
	key := screen.MarkKeys()
	var marks []registered
	for m, err := range p.history.Marks(ctx, store.MarkQuery{Office: office}) {
		if err != nil {
			return nil, err
		}
		k, ok := key(m.Words)
		if !ok {
			continue // a drawing, a sound, a slogan of more than eight words
		}
		if err := shards.Add(k, shard.MarkOf(&m)); err != nil {
			return nil, err
		}
		marks = append(marks, registered{m.Words, k, pack.Facts{
			Offices: m.In, Classes: m.Classes, Status: m.Status, Strength: strengthOf(&m, ordinary),
		}})
	}
	return marks, nil
}

// strengthOf says how much the registration protects the words alone.
func strengthOf(m *list.Mark, ordinary map[string]bool) pack.Strength {
	switch {
	case m.Supplemental:
		return pack.Supplemental
	case m.Kind == list.StylisedMark || m.Kind == list.CombinedMark:
		return pack.Stylised
	}
	for _, word := range strings.Fields(strings.ToLower(m.Words)) {
		if !ordinary[strings.Trim(word, ".,!?'\"&-")] {
			return pack.Distinctive
		}
	}
	return pack.Ordinary
}

// testRegister opens a register's pack as a client will, and looks for each
// mark of the history.
func testRegister(written []byte, name string, version uint32, marks []registered) error {
	p, err := pack.Open(written)
	if err != nil {
		return err
	}
	if p.Name() != name || p.Version() != version {
		return fmt.Errorf("the pack is %s %d, not %s %d", p.Name(), p.Version(), name, version)
	}
	if _, err := screen.New(p); err != nil {
		return err
	}
	r, err := p.Register()
	if err != nil {
		return err
	}
	for i := range marks {
		at, facts, ok := r.Find(marks[i].key)
		same := facts.Coarse || marks[i].facts.Classes&^facts.Classes == 0
		if !ok || !same && !shared(r, marks, marks[i].key, at) {
			return fmt.Errorf("%q is not found as the history has it", marks[i].words)
		}
	}
	return nil
}

// shared tells whether another key is found at the same place: of three million
// two or so are taken for one another.
func shared(r pack.Register, marks []registered, key uint64, at int) bool {
	return slices.ContainsFunc(marks, func(m registered) bool {
		other, _, ok := r.Find(m.key)
		return ok && other == at && m.key != key
	})
}
