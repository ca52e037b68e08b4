package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"clearlist/server/internal/release"
	"clearlist/server/internal/source"
	"clearlist/server/internal/store"
	"clearlist/server/lists"
	"clearlist/wasm/list"
	"clearlist/wasm/pack"
	"clearlist/wasm/screen"
)

type publishCmd struct {
	State    state  `default:".clearlist" placeholder:"DIR" help:"State directory (${default})."`
	Database string `placeholder:"URL" help:"Keep the history in this postgres:// database. Default: a file in the state directory."`
	Lists    string `placeholder:"DIR" help:"Directory of .list and .words sources. Default: the lists built in."`
}

func (c *publishCmd) Run(ctx context.Context, std streams) error {
	ctx, stop := untilStopped(ctx)
	defer stop()
	sources, set, err := readLists(c.Lists)
	if err != nil {
		return unusable(err)
	}
	keys, err := release.LoadKeys(c.State.keys())
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w; clearlist keys init makes them", err)
	}
	if err != nil {
		return err
	}
	unlock, err := release.Lock(string(c.State))
	if err != nil {
		return fmt.Errorf("%s: %w", c.State, err)
	}
	defer unlock() //nolint:errcheck // the system lets go of it anyway
	files, err := release.OpenDir(c.State.published())
	if err != nil {
		return err
	}
	defer files.Close()
	if err := files.Sweep(); err != nil {
		return err
	}
	history, err := store.Open(ctx, c.Database, c.State.store())
	if err != nil {
		return err
	}
	defer history.Close()

	scratch, err := os.MkdirTemp("", "clearlist-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)

	p := publication{files: files, keys: keys, history: history, now: time.Now(), scratch: scratch}
	result, err := p.publish(ctx, sources, set)
	if err != nil {
		return err
	}
	for _, t := range result.Release.Packs {
		fmt.Fprintf(std.out, "%s %d as of %s: %d terms, %d bytes, %d as sent, %d deltas\n", t.List, t.Version, t.AsOf, t.Terms, t.Length, t.Brotli, len(t.Deltas))
		if t.Shards != nil {
			fmt.Fprintf(std.out, "%s %d: details in %d shards of %d bytes\n", t.List, t.Version, t.Shards.Count, t.Shards.Size)
		}
	}
	for _, name := range result.Signed {
		fmt.Fprintf(std.out, "signed %s\n", name)
	}
	if len(result.Signed) == 0 {
		fmt.Fprintln(std.out, "nothing has changed, and no signature nears its end")
	}
	fmt.Fprintf(std.out, "signed until %s\n", result.Release.Expires().Format(time.DateOnly))
	return nil
}

// readLists reads the sources at a path, or those built in, and lets no
// mistake in them pass.
func readLists(path string) ([]list.Source, *list.Set, error) {
	sources := lists.Sources()
	if path != "" {
		found, err := source.Open(path)
		if err != nil {
			return nil, nil, err
		}
		if sources = found.Sources; sources == nil {
			return nil, nil, fmt.Errorf("%s: a pack has no sources; publish takes .list and .words files", path)
		}
	}
	set, err := list.Read(sources)
	if err == nil {
		err = errors.Join(list.Check(set)...)
	}
	return sources, set, err
}

// A publication joins the stations: what a list says gets its version from the
// history, becomes a pack, and goes out.
type publication struct {
	files   release.Files
	keys    *release.Keys
	history store.Store
	now     time.Time
	scratch string // a folder for a register's shards on their way
}

// An edition is a list as it will be published.
type edition struct {
	release.Pack
	date    list.Date
	sources []list.Source
	terms   func(written []byte) error // the self-test of the pack
}

func (p publication) publish(ctx context.Context, sources []list.Source, set *list.Set) (release.Result, error) {
	editions, floor, err := p.editions(ctx, sources, set)
	if err != nil {
		return release.Result{}, err
	}
	packs, tests := make([]release.Pack, len(editions)), map[string]func([]byte) error{}
	numbers := map[string]uint32{}
	for i, e := range editions {
		packs[i], numbers[e.List] = e.Pack, e.Version
		tests[hashOf(e.Bytes)] = e.terms
	}
	result, err := release.Publisher{
		Files: p.files, Keys: p.keys, Now: p.now, Floor: floor,
		Open: func(written []byte) error { return tests[hashOf(written)](written) },
	}.Publish(ctx, packs)
	if err != nil {
		return release.Result{}, err
	}
	r := result.Release
	return result, p.history.Record(ctx, store.Release{
		Timestamp: r.Timestamp.Version, Snapshot: r.Snapshot.Version, Targets: r.Targets.Version, Root: r.Root.Version,
		Lists: numbers, CreatedAt: p.now,
	})
}

// editions compiles the set and every register that the history holds.
func (p publication) editions(ctx context.Context, sources []list.Source, set *list.Set) ([]edition, release.Numbers, error) {
	published, floor, err := p.published(ctx)
	if err != nil {
		return nil, floor, err
	}
	last, err := p.last(ctx, published, set.Name)
	if err != nil {
		return nil, floor, err
	}
	compiled, changed, err := compile(set.Version, last, func(version uint32) ([]byte, error) {
		set.Version = version
		return screen.Compile(set)
	})
	if err != nil {
		return nil, floor, err
	}
	all := []edition{{
		Pack: release.Pack{List: set.Name, Version: set.Version, AsOf: set.AsOf.String(), Terms: len(set.Terms), Bytes: compiled},
		date: set.AsOf, sources: sources, terms: func(written []byte) error { return selfTest(written, set) },
	}}
	if err := p.remember(ctx, &all[0], changed || !last.stored); err != nil {
		return nil, floor, err
	}
	offices, err := p.history.Offices(ctx)
	if err != nil {
		return nil, floor, err
	}
	for _, office := range offices {
		if _, err := list.ParseJurisdiction(office.Name); err != nil || office.Live+office.Pending == 0 {
			continue // marks of the project's own lists are no office's register
		}
		e, err := p.register(ctx, office, published, set.Common)
		if err != nil {
			return nil, floor, fmt.Errorf("register %s: %w", office.Name, err)
		}
		all = append(all, *e)
	}
	return all, floor, nil
}

// remember notes a new edition, before it goes out: a run that dies in between
// is picked up by the next, which finds the version there and what is
// published behind it.
func (p publication) remember(ctx context.Context, e *edition, fresh bool) error {
	if !fresh {
		return nil
	}
	return p.history.Append(ctx, store.Version{
		List: e.List, Number: e.Version, AsOf: e.date, SHA256: hashOf(e.Bytes), Sources: e.sources, CreatedAt: p.now,
	})
}

// A known version is the newest that anybody may have seen.
type known struct {
	number uint32
	sha256 string
	stored bool // the history has it
}

// published is what the files hold now, by list, and below which numbers the
// metadata must not fall. Either the files or the history may have been lost.
func (p publication) published(ctx context.Context) (map[string]release.Target, release.Numbers, error) {
	var floor release.Numbers
	released, err := p.history.LastRelease(ctx)
	switch {
	case err == nil:
		floor = release.Numbers{Timestamp: released.Timestamp, Snapshot: released.Snapshot, Targets: released.Targets}
	case !errors.Is(err, store.ErrNotFound):
		return nil, floor, err
	}
	lists := map[string]release.Target{}
	r, err := release.Read(p.files)
	var damaged *release.FileError
	switch {
	case err == nil:
		for _, t := range r.Packs {
			lists[t.List] = t
		}
	case !errors.Is(err, release.ErrNone) && !errors.As(err, &damaged): // the publisher mends or names what is damaged
		return nil, floor, err
	}
	return lists, floor, nil
}

func (p publication) last(ctx context.Context, published map[string]release.Target, name string) (known, error) {
	var k known
	version, err := p.history.Last(ctx, name)
	switch {
	case err == nil:
		k = known{version.Number, version.SHA256, true}
	case !errors.Is(err, store.ErrNotFound):
		return k, err
	}
	if t, ok := published[name]; ok && t.Version > k.number {
		k = known{t.Version, t.SHA256, false}
	}
	return k, nil
}

// compile gives a list its version, and the pack for it. What compiles to the
// bytes that are known, under the version that is known, is not a new one; a
// list's header may still ask for a higher version.
func compile(asked uint32, last known, make func(version uint32) ([]byte, error)) (compiled []byte, changed bool, err error) {
	if last.number > 0 && asked <= last.number {
		if compiled, err = make(last.number); err != nil {
			return nil, false, err
		}
		if hashOf(compiled) == last.sha256 {
			return compiled, false, nil
		}
	}
	compiled, err = make(max(asked, last.number+1))
	return compiled, true, err
}

// selfTest opens a pack as a client will, and looks for each term.
func selfTest(written []byte, set *list.Set) error {
	p, err := pack.Open(written)
	if err != nil {
		return err
	}
	if _, err := screen.New(p); err != nil {
		return err
	}
	if p.Name() != set.Name || p.Version() != set.Version || p.AsOf() != set.AsOf || p.Terms() != len(set.Terms) {
		return fmt.Errorf("the pack is %s %d with %d terms, not %s %d with %d",
			p.Name(), p.Version(), p.Terms(), set.Name, set.Version, len(set.Terms))
	}
	for i := range set.Terms {
		if got := p.Term(i).Text(); got != set.Terms[i].Text {
			return fmt.Errorf("term %d is %q, not %q", i, got, set.Terms[i].Text)
		}
	}
	return nil
}

func hashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
