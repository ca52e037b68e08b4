// Package update keeps verified lists in a directory, fetched from any server
// of published files.
//
//	c := update.Client{From: "https://lists.example", Dir: dir, Root: root, Open: open}
//	result, err := c.Update(ctx)      // *Failure says why not
//	packs, err := update.Held(dir)    // what is good, whatever happened
//
// The promise: nothing is believed that the root's keys did not sign, nothing
// older than what was believed before, and nothing whose signature has lapsed;
// and whatever a server, a network or a disk does, the last good lists stay and
// are told by [Held]. Metadata and lists change as one, by one rename.
//
// The verifier is go-tuf/v2's trustedmetadata, which its own updater drives
// too. It is driven here because that updater reads the system's clock, writes
// each document where it lies, and keeps no lists; its answers are the oracle
// of this package's tests.
package update

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"strings"
	"time"

	"clearlist/wasm/reuse"

	"github.com/theupdateframework/go-tuf/v2/metadata"
	"github.com/theupdateframework/go-tuf/v2/metadata/trustedmetadata"
)

// Bounds on what a server may make us hold. Real documents are below a quarter
// of them.
const (
	maxRoot      = 64 << 10
	maxTimestamp = 16 << 10
	maxSnapshot  = 64 << 10
	maxTargets   = 256 << 10
	// maxRoots bounds the chain of roots in one run: one a week for 20 years.
	maxRoots = 1024
)

// A List is a list that is held.
type List struct {
	Name    string `json:"list"`
	Version uint32 `json:"version"`
	AsOf    string `json:"as_of"`
	Terms   int    `json:"terms"`
	Format  int    `json:"format"`
	SHA256  string `json:"sha256"`
	Length  int64  `json:"length"`
}

// A Client updates the lists of one directory.
type Client struct {
	From  string   // scheme, host, and a path if need be: "https://lists.example"
	Dir   string   // made if need be
	Root  []byte   // a root.json to begin with; not needed again
	Lists []string // which lists; nil is all that are published
	// Open tells whether a pack can be used. It is asked before the pack is kept.
	Open func(l List, pack []byte) error
	// Now ignores the wait that failures and servers ask for.
	Now bool

	Clock func() time.Time  // nil is the system's
	HTTP  http.RoundTripper // nil is the usual one

	write    func(dir, name string, data []byte) error // nil is writeFile; tests fail here
	patience time.Duration                             // when not 0, how long any answer may take
}

// A Change is a list that was fetched.
type Change struct {
	List
	From  uint32 // the version before, 0 for none
	Delta bool
	Bytes int64 // as fetched, unpacked
}

// A Result tells what an update did.
type Result struct {
	Changes []Change
	Lists   []List
	Failed  []error   // of what is no list but goes beside them: a corpus that was left as it was
	Expires time.Time // of the timestamp
}

// Update makes the published lists those that are held, or returns a *[Failure].
func (c *Client) Update(ctx context.Context) (Result, error) {
	unlock, err := lock(c.Dir)
	if err != nil {
		return Result{}, err
	}
	defer unlock()
	s, err := readState(c.Dir)
	if err != nil {
		return Result{}, err
	}
	r := &run{Client: c, ctx: ctx, state: s, now: c.clock()}
	if wait := s.Retry.Sub(r.now); wait > 0 && wait <= maxWait && !c.Now {
		return Result{}, fail(Early, "", fmt.Errorf("the next try is due at %s", s.Retry.Format(time.RFC3339)))
	}
	// A clock that was set back does not make what lapsed good again.
	if s.Seen.After(r.now) {
		r.now = s.Seen
	}
	result, err := r.update()
	if err != nil {
		r.noteFailure(err)
		return Result{}, err
	}
	return result, nil
}

func (c *Client) clock() time.Time {
	now := time.Now
	if c.Clock != nil {
		now = c.Clock
	}
	return now().UTC().Truncate(time.Second)
}

// A run is one update.
type run struct {
	*Client
	ctx     context.Context
	state   *state
	now     time.Time
	trusted *trustedmetadata.TrustedMetadata
	next    state // what is held if all goes well
}

func (r *run) update() (Result, error) {
	r.next = *r.state
	r.next.Held = maps.Clone(r.state.Held)
	if err := r.followRoots(); err != nil {
		return Result{}, err
	}
	if err := r.newestTimestamp(); err != nil {
		return Result{}, err
	}
	if err := r.snapshot(); err != nil {
		return Result{}, err
	}
	targets, err := r.targets()
	if err != nil {
		return Result{}, err
	}
	result := Result{Expires: r.trusted.Timestamp.Signed.Expires}
	wanted, err := r.wanted(targets)
	if err != nil {
		return Result{}, err
	}
	for _, t := range wanted {
		change, err := r.fetchList(t)
		if f := new(Failure); errors.As(err, &f) && f.Kind != Disk && r.ctx.Err() == nil && strings.HasPrefix(t.Name, reuse.CorpusPrefix) {
			result.Failed = append(result.Failed, err)
			continue
		}
		if err != nil {
			return Result{}, err
		}
		if change != nil {
			result.Changes = append(result.Changes, *change)
		}
		result.Lists = append(result.Lists, t.List)
	}
	r.drop(targets)
	r.next.Seen, r.next.Failures, r.next.Retry = r.now, 0, time.Time{}
	return result, r.commit()
}

// followRoots walks from the newest root that is held, or given, to the newest
// there is. What it reached is kept even when nothing else succeeds.
func (r *run) followRoots() error {
	if err := r.beginRoot(); err != nil {
		return err
	}
	for range maxRoots {
		version := r.trusted.Root.Signed.Version + 1
		what := fmt.Sprintf("root %d", version)
		data, err := r.get(fmt.Sprintf("/v1/m/%d.root.json", version), what, maxRoot, documentTime)
		if errors.Is(err, fs.ErrNotExist) {
			break
		}
		if err == nil {
			err = judge(what, func() error { _, err := r.trusted.UpdateRoot(data); return err })
		}
		if err != nil {
			return err
		}
		r.next.Root = data
	}
	if string(r.next.Root) == string(r.state.Root) {
		return nil
	}
	kept := *r.state
	kept.Root = r.next.Root
	*r.state = kept
	return r.keep(&kept)
}

// beginRoot takes the newer of the root that is held and the one that is given.
func (r *run) beginRoot() error {
	for _, data := range [][]byte{r.state.Root, r.Root} {
		if len(data) == 0 {
			continue
		}
		trusted, err := trustedmetadata.New(data)
		if err != nil {
			continue // what does not read counts as not there
		}
		if r.trusted == nil || trusted.Root.Signed.Version > r.trusted.Root.Signed.Version {
			r.trusted, r.next.Root = trusted, data
		}
	}
	if r.trusted == nil {
		return fail(NoRoot, "", errors.New("a first update takes a root.json that is trusted"))
	}
	r.trusted.RefTime = r.now
	return nil
}

func (r *run) newestTimestamp() error {
	const what = "timestamp"
	if r.state.Timestamp != nil {
		// One that has lapsed, or is signed by keys of before, is no error here.
		judge(what, func() error { _, err := r.trusted.UpdateTimestamp(r.state.Timestamp); return err }) //nolint:errcheck
	}
	data, err := r.get("/v1/m/timestamp.json", what, maxTimestamp, documentTime)
	if err != nil {
		return err
	}
	err = judge(what, func() error { _, err := r.trusted.UpdateTimestamp(data); return err })
	if f := new(Failure); errors.As(err, &f) && errors.Is(f.Err, &metadata.ErrEqualVersionNumber{}) {
		data, err = r.state.Timestamp, nil // the same one
		if r.trusted.Timestamp.Signed.IsExpired(r.now) {
			err = fail(Expired, what, nil)
		}
	}
	if err != nil {
		return err
	}
	r.next.Timestamp = data
	return nil
}

func (r *run) snapshot() error {
	const what = "snapshot"
	meta := r.trusted.Timestamp.Signed.Meta["snapshot.json"]
	if r.state.Snapshot != nil {
		err := judge(what, func() error { _, err := r.trusted.UpdateSnapshot(r.state.Snapshot, true); return err })
		if err == nil {
			return nil // still the one
		}
	}
	data, err := r.get(fmt.Sprintf("/v1/m/%d.snapshot.json", meta.Version), what, limit(meta.Length, maxSnapshot), documentTime)
	if err != nil {
		return err
	}
	if err := judge(what, func() error { _, err := r.trusted.UpdateSnapshot(data, false); return err }); err != nil {
		return err
	}
	r.next.Snapshot = data
	return nil
}

func (r *run) targets() (*metadata.TargetsType, error) {
	const what = "targets"
	meta := r.trusted.Snapshot.Signed.Meta["targets.json"]
	if meta == nil {
		return nil, fail(Mismatch, what, errors.New("the snapshot knows of none"))
	}
	if r.state.Targets != nil {
		err := judge(what, func() error { _, err := r.trusted.UpdateTargets(r.state.Targets); return err })
		if err == nil {
			return &r.trusted.Targets[metadata.TARGETS].Signed, nil
		}
	}
	data, err := r.get(fmt.Sprintf("/v1/m/%d.targets.json", meta.Version), what, limit(meta.Length, maxTargets), documentTime)
	if err != nil {
		return nil, err
	}
	if err := judge(what, func() error { _, err := r.trusted.UpdateTargets(data); return err }); err != nil {
		return nil, err
	}
	r.next.Targets = data
	return &r.trusted.Targets[metadata.TARGETS].Signed, nil
}

func limit(said, most int64) int64 {
	if said > 0 && said < most {
		return said
	}
	return most
}
