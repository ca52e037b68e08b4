package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"slices"
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

	p := publication{files: files, keys: keys, history: history, now: time.Now()}
	result, err := p.publish(ctx, sources, set)
	if err != nil {
		return err
	}
	for _, t := range result.Release.Packs {
		fmt.Fprintf(std.out, "%s %d as of %s: %d terms, %d bytes, %d as sent, %d deltas\n", t.List, t.Version, t.AsOf, t.Terms, t.Length, t.Brotli, len(t.Deltas))
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

// A publication joins the stations: a set gets its version from the history,
// becomes a pack, and goes out.
type publication struct {
	files   *release.Dir
	keys    *release.Keys
	history store.Store
	now     time.Time
}

func (p publication) publish(ctx context.Context, sources []list.Source, set *list.Set) (release.Result, error) {
	last, floor, err := p.last(ctx, set.Name)
	if err != nil {
		return release.Result{}, err
	}
	compiled, changed, err := compile(set, last)
	if err != nil {
		return release.Result{}, err
	}
	// The history first: a run that dies in between is picked up by the next,
	// which finds the version there and what is published behind it.
	if changed || !last.stored {
		err := p.history.Append(ctx, store.Version{
			List: set.Name, Number: set.Version, AsOf: set.AsOf, SHA256: hashOf(compiled), Sources: sources, CreatedAt: p.now,
		})
		if err != nil {
			return release.Result{}, err
		}
	}
	result, err := release.Publisher{
		Files: p.files, Keys: p.keys, Now: p.now, Floor: floor,
		Open: func(written []byte) error { return selfTest(written, set) },
	}.Publish(ctx, []release.Pack{{
		List: set.Name, Version: set.Version, AsOf: set.AsOf.String(), Terms: len(set.Terms), Bytes: compiled,
	}})
	if err != nil {
		return release.Result{}, err
	}
	r := result.Release
	return result, p.history.Record(ctx, store.Release{
		Timestamp: r.Timestamp.Version, Snapshot: r.Snapshot.Version, Targets: r.Targets.Version, Root: r.Root.Version,
		Lists: map[string]uint32{set.Name: set.Version}, CreatedAt: p.now,
	})
}

// A known version is the newest that anybody may have seen.
type known struct {
	number uint32
	sha256 string
	stored bool // the history has it
}

// last asks the history and the published files: either may have been lost.
func (p publication) last(ctx context.Context, name string) (known, release.Numbers, error) {
	var k known
	var floor release.Numbers
	version, err := p.history.Last(ctx, name)
	switch {
	case err == nil:
		k = known{version.Number, version.SHA256, true}
	case !errors.Is(err, store.ErrNotFound):
		return k, floor, err
	}
	released, err := p.history.LastRelease(ctx)
	switch {
	case err == nil:
		floor = release.Numbers{Timestamp: released.Timestamp, Snapshot: released.Snapshot, Targets: released.Targets}
	case !errors.Is(err, store.ErrNotFound):
		return k, floor, err
	}
	published, err := release.Read(p.files)
	var damaged *release.FileError
	switch {
	case err == nil:
		i := slices.IndexFunc(published.Packs, func(t release.Target) bool { return t.List == name })
		if i >= 0 && published.Packs[i].Version > k.number {
			k = known{published.Packs[i].Version, published.Packs[i].SHA256, false}
		}
	case !errors.Is(err, release.ErrNone) && !errors.As(err, &damaged): // the publisher mends or names what is damaged
		return k, floor, err
	}
	return k, floor, nil
}

// compile gives the set its version, and the pack for it. A set that compiles
// to the bytes that are known, under the version that is known, is not a new
// one; its header may still ask for a higher version.
func compile(set *list.Set, last known) (compiled []byte, changed bool, err error) {
	asked := set.Version
	if last.number > 0 && asked <= last.number {
		set.Version = last.number
		if compiled, err = screen.Compile(set); err != nil {
			return nil, false, err
		}
		if hashOf(compiled) == last.sha256 {
			return compiled, false, nil
		}
	}
	set.Version = max(asked, last.number+1)
	compiled, err = screen.Compile(set)
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
