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

// An extract is what of an office's marks becomes one register.
type extract struct {
	name   string // as the register is called: "US", "WO-DE"
	office store.Office
	in     list.Jurisdictions // only marks that count here; zero is all
}

// registersOf tells which registers an office's marks make. International marks
// make one for each country in which the lists know a marketplace: each of them
// names its own countries, and a pack has no room to.
func registersOf(office store.Office, set *list.Set) []extract {
	if office.Live+office.Pending == 0 {
		return nil
	}
	if office.Name+"-" != screen.International {
		if _, err := list.ParseJurisdiction(office.Name); err != nil {
			return nil // marks of the project's own lists are no office's register
		}
		return []extract{{name: office.Name, office: office}}
	}
	var places list.Jurisdictions
	for _, m := range set.Marketplaces {
		places |= m.In
	}
	var all []extract
	for code := range places.All() {
		all = append(all, extract{screen.International + code, office, list.JurisdictionsOf(code)})
	}
	return all
}

// register compiles an office's marks from one state of the history: the pack
// that finds them, and the shards that say whose they are. Of none there is no
// pack.
func (p *publication) register(ctx context.Context, of extract, common []string) (*edition, error) {
	name, office := screen.RegisterName(of.name), of.office
	last, err := p.last(ctx, name)
	if err != nil {
		return nil, err
	}
	folder := filepath.Join(p.scratch, of.name)
	if err := os.Mkdir(folder, 0o700); err != nil {
		return nil, err
	}
	shards := shard.NewBuilder(name, folder)
	defer shards.Close()
	marks, err := p.readMarks(ctx, of, shards, common)
	if err != nil {
		return nil, err
	}
	if len(marks) == 0 && of.in != 0 {
		return &edition{}, nil
	}

	version := last.number
	make := func(v uint32) (compiled []byte, err error) {
		version = v
		compiled, _, err = screen.CompileRegister(of.name, v, office.AsOf, func(yield func(string, pack.Facts) bool) {
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
func (p *publication) readMarks(ctx context.Context, of extract, shards *shard.Builder, common []string) ([]registered, error) {
	ordinary := make(map[string]bool, len(common))
	for _, word := range common {
		ordinary[word] = true
	}
	key := screen.MarkKeys()
	var marks []registered
	for m, err := range p.history.Marks(ctx, store.MarkQuery{Office: of.office.Name}) {
		if err != nil {
			return nil, err
		}
		k, ok := key(m.Words)
		if !ok {
			continue // a drawing, a sound, a slogan of more than eight words
		}
		if !m.In.Has(of.in) {
			continue
		}
		if of.in != 0 {
			m.In = of.in
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
