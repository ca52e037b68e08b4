package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
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
	State     state    `default:".clearlist" placeholder:"DIR" help:"State directory (${default})."`
	Database  string   `placeholder:"URL" help:"Keep the history in this postgres:// database. Default: a file in the state directory."`
	Lists     string   `placeholder:"DIR" help:"Directory of .list and .words sources. Default: the lists built in."`
	To        string   `placeholder:"URL" help:"Publish to this object store, like s3://bucket. Default: the directory published in the state directory."`
	Keys      string   `placeholder:"DIR" help:"The keys at hand. Default: the directory keys in the state directory."`
	MaxChange float64  `default:"20" placeholder:"PERCENT" help:"Refuse when more of a list than this is added, changed or ended (${default})."`
	Corpus    []string `placeholder:"FILE" help:"Also publish the fingerprints of these texts, one JSON object a line: {\"id\",\"text\",\"seller\",\"seen\"}; shop.jsonl becomes corpus:shop. The texts themselves are not published. A corpus that is published stays until it is withdrawn."`
	Withdraw  []string `placeholder:"NAME" help:"Publish this corpus no more, like corpus:shop."`
	Propose   bool     `xor:"how" help:"Sign with one key, change nothing for anybody, and print the digest that a second person approves."`
	Approve   string   `xor:"how" placeholder:"DIGEST" help:"Add the second signature to what was proposed, and publish it."`
	Show      string   `xor:"how" placeholder:"DIGEST" help:"Show what was proposed, and change nothing."`
}

func (c *publishCmd) Run(ctx context.Context, std streams) error {
	ctx, stop := untilStopped(ctx)
	defer stop()
	if c.Approve != "" || c.Show != "" {
		return c.onPublication(ctx, func(p *publication) error { return c.second(ctx, p, std) })
	}
	sources, set, err := readLists(c.Lists)
	if err != nil {
		return unusable(err)
	}
	return c.onPublication(ctx, func(p *publication) error { return c.first(ctx, p, std, sources, set) })
}

// onPublication opens all that a publication needs, and is the only one to
// have it at that time.
func (c *publishCmd) onPublication(ctx context.Context, do func(*publication) error) error {
	keys, err := loadKeys(c.Keys, c.State)
	if err != nil {
		return err
	}
	now := time.Now()
	files, unlock, err := openDestination(ctx, c.State, c.To, now)
	if err != nil {
		return err
	}
	defer files.Close()
	defer unlock() //nolint:errcheck // a lock that stays runs out, or ends with us
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
	return do(&publication{files: files, keys: keys, history: history, now: now, scratch: scratch})
}

// first publishes, or proposes, what the lists and registers say now.
func (c *publishCmd) first(ctx context.Context, p *publication, std streams, sources []list.Source, set *list.Set) error {
	editions, err := p.editions(ctx, sources, set)
	if err != nil {
		return err
	}
	corpora, err := p.corpora(ctx, c.Corpus, c.Withdraw)
	if err != nil {
		return unusable(err)
	}
	for _, e := range corpora {
		if e.own > 0 {
			fmt.Fprintf(std.out, "%s: %d texts marked as one's own are left out\n", e.List, e.own)
		}
	}
	editions = append(editions, corpora...)
	differences, err := compare(p.files, p.before, packsOf(editions))
	if err != nil {
		return err
	}
	differences.write(std.out)
	if err := differences.refuse(c.MaxChange); err != nil {
		return err
	}
	if err := p.remember(ctx, editions); err != nil {
		return err
	}
	if !c.Propose {
		result, err := p.publish(ctx, editions)
		if few := new(release.FewKeysError); errors.As(err, &few) && few.Role == "targets" && few.Have > 0 {
			return fmt.Errorf("%w; --propose asks a second person", err)
		}
		if err != nil {
			return err
		}
		return tellRelease(std.out, result)
	}
	digest, err := p.propose(ctx, editions)
	if errors.Is(err, release.ErrUnchanged) {
		fmt.Fprintln(std.out, "nothing has changed: nothing to propose")
		return nil
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(std.out, "proposed %s\na second person, with another targets key: clearlist publish --approve %s\n", digest, digest)
	return nil
}

// second shows or approves what another person proposed.
func (c *publishCmd) second(ctx context.Context, p *publication, std streams) error {
	proposed, err := release.ReadProposal(p.files, c.Approve+c.Show)
	if err != nil {
		return err
	}
	if p.before, p.floor, err = p.published(ctx); err != nil {
		return err
	}
	packs, err := readPacks(p.files, proposed)
	if err != nil {
		return err
	}
	differences, err := compare(p.files, p.before, packs)
	if err != nil {
		return err
	}
	differences.write(std.out)
	if c.Show != "" {
		return nil
	}
	if err := differences.refuse(c.MaxChange); err != nil {
		return err
	}
	result, err := release.Publisher{Files: p.files, Keys: p.keys, Now: p.now, Floor: p.floor}.Approve(ctx, c.Approve)
	if err != nil {
		return err
	}
	numbers := map[string]uint32{}
	for _, pack := range packs {
		numbers[pack.List] = pack.Version
	}
	if err := p.record(ctx, result, numbers); err != nil {
		return err
	}
	return tellRelease(std.out, result)
}

func tellRelease(out io.Writer, result release.Result) error {
	for _, t := range result.Release.Packs {
		fmt.Fprintf(out, "%s %d as of %s: %d %s, %d bytes, %d as sent, deltas: %d\n", t.List, t.Version, t.AsOf, t.Terms, unitOf(t.List), t.Length, t.Brotli, len(t.Deltas))
		if t.Shards != nil {
			fmt.Fprintf(out, "%s %d: details in %d shards of %d bytes\n", t.List, t.Version, t.Shards.Count, t.Shards.Size)
		}
	}
	for _, name := range result.Signed {
		fmt.Fprintf(out, "signed %s\n", name)
	}
	if len(result.Signed) == 0 {
		fmt.Fprintln(out, "nothing has changed, and no signature nears its end")
	}
	_, err := fmt.Fprintf(out, "signed until %s\n", result.Release.Expires().Format(time.DateOnly))
	return err
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

	before map[string]release.Target // what is published, by list
	floor  release.Numbers
}

// An edition is a list as it will be published.
type edition struct {
	release.Pack
	date    list.Date
	sources []list.Source
	fresh   bool // the history does not have it yet
	own     int  // texts of a corpus that were left out
	test    func(written []byte) error
}

func packsOf(editions []edition) []release.Pack {
	packs := make([]release.Pack, len(editions))
	for i, e := range editions {
		packs[i] = e.Pack
	}
	return packs
}

func (p *publication) publisher(editions []edition) release.Publisher {
	tests := map[string]func([]byte) error{}
	for _, e := range editions {
		tests[hashOf(e.Bytes)] = e.test
	}
	return release.Publisher{
		Files: p.files, Keys: p.keys, Now: p.now, Floor: p.floor,
		Open: func(written []byte) error {
			test := tests[hashOf(written)]
			if test == nil {
				return errors.New("reads otherwise than it was compiled")
			}
			return test(written)
		},
	}
}

func (p *publication) publish(ctx context.Context, editions []edition) (release.Result, error) {
	result, err := p.publisher(editions).Publish(ctx, packsOf(editions))
	if err != nil {
		return release.Result{}, err
	}
	numbers := map[string]uint32{}
	for _, e := range editions {
		numbers[e.List] = e.Version
	}
	return result, p.record(ctx, result, numbers)
}

func (p *publication) propose(ctx context.Context, editions []edition) (string, error) {
	return p.publisher(editions).Propose(ctx, packsOf(editions))
}

func (p *publication) record(ctx context.Context, result release.Result, numbers map[string]uint32) error {
	r := result.Release
	return p.history.Record(ctx, store.Release{
		Timestamp: r.Timestamp.Version, Snapshot: r.Snapshot.Version, Targets: r.Targets.Version, Root: r.Root.Version,
		Lists: numbers, CreatedAt: p.now,
	})
}

// editions compiles the set and every register that the history holds.
func (p *publication) editions(ctx context.Context, sources []list.Source, set *list.Set) ([]edition, error) {
	var err error
	if p.before, p.floor, err = p.published(ctx); err != nil {
		return nil, err
	}
	last, err := p.last(ctx, set.Name)
	if err != nil {
		return nil, err
	}
	compiled, changed, err := compile(set.Version, last, func(version uint32) ([]byte, error) {
		set.Version = version
		return screen.Compile(set)
	})
	if err != nil {
		return nil, err
	}
	all := []edition{{
		Pack: release.Pack{List: set.Name, Version: set.Version, AsOf: set.AsOf.String(), Terms: len(set.Terms), Bytes: compiled},
		date: set.AsOf, sources: sources, fresh: changed || !last.stored,
		test: func(written []byte) error { return selfTest(written, set) },
	}}
	offices, err := p.history.Offices(ctx)
	if err != nil {
		return nil, err
	}
	for _, office := range offices {
		for _, of := range registersOf(office, set) {
			e, err := p.register(ctx, of, set.Common)
			if err != nil {
				return nil, fmt.Errorf("register %s: %w", of.name, err)
			}
			if len(e.Bytes) > 0 {
				all = append(all, *e)
			}
		}
	}
	return all, nil
}

// remember notes new editions, before they go out: a run that dies in between
// is picked up by the next, which finds the versions there and what is
// published behind them.
func (p *publication) remember(ctx context.Context, editions []edition) error {
	for _, e := range editions {
		if !e.fresh {
			continue
		}
		err := p.history.Append(ctx, store.Version{
			List: e.List, Number: e.Version, AsOf: e.date, SHA256: hashOf(e.Bytes), Sources: e.sources, CreatedAt: p.now,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// A known version is the newest that anybody may have seen.
type known struct {
	number uint32
	sha256 string
	stored bool // the history has it
}

// published is what the files hold now, by list, and below which numbers the
// metadata must not fall. Either the files or the history may have been lost.
func (p *publication) published(ctx context.Context) (map[string]release.Target, release.Numbers, error) {
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

func (p *publication) last(ctx context.Context, name string) (known, error) {
	var k known
	version, err := p.history.Last(ctx, name)
	switch {
	case err == nil:
		k = known{version.Number, version.SHA256, true}
	case !errors.Is(err, store.ErrNotFound):
		return k, err
	}
	if t, ok := p.before[name]; ok && t.Version > k.number {
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
