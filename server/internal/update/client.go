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
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"time"

	"clearlist/wasm/pack"

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
	Expires time.Time // of the timestamp
}

// A Kind says why an update failed.
type Kind string

// The kinds of failure.
const (
	Unreachable Kind = "unreachable" // no answer, or one cut short or too slow
	Status      Kind = "status"      // an answer that is not 200
	TooLarge    Kind = "too large"
	Malformed   Kind = "malformed" // no metadata
	Unsigned    Kind = "unsigned"  // too few signatures of keys that count
	Older       Kind = "older"     // than what was believed before
	Expired     Kind = "expired"
	Mismatch    Kind = "mismatch" // other bytes than were signed
	Unusable    Kind = "unusable" // a list that does not open
	Disk        Kind = "disk"
	Busy        Kind = "busy"  // another update of the directory runs
	Early       Kind = "early" // a failure or the server asked to wait
	NoRoot      Kind = "no root"
)

// A Failure is why an update was not made. The lists of before stay.
type Failure struct {
	Kind  Kind
	What  string // "timestamp", "register:US", ...
	Err   error
	Retry time.Duration // what the server asked for, or 0
}

func (f *Failure) Error() string {
	text := "update: " + string(f.Kind)
	if f.What != "" {
		text += ": " + f.What
	}
	if f.Err != nil {
		text += ": " + f.Err.Error()
	}
	return text
}

func (f *Failure) Unwrap() error { return f.Err }

func fail(kind Kind, what string, err error) *Failure {
	return &Failure{Kind: kind, What: what, Err: err}
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

// judge puts what go-tuf says into our words. A document that makes it panic is
// no document.
func judge(what string, do func() error) (err error) {
	defer func() {
		if recover() != nil {
			err = fail(Malformed, what, errors.New("a part is missing"))
		}
	}()
	err = do()
	kind := Malformed
	switch {
	case err == nil:
		return nil
	case errors.Is(err, &metadata.ErrEqualVersionNumber{}), errors.Is(err, &metadata.ErrBadVersionNumber{}):
		kind = Older
	case errors.Is(err, &metadata.ErrUnsignedMetadata{}):
		kind = Unsigned
	case errors.Is(err, &metadata.ErrExpiredMetadata{}):
		kind = Expired
	case errors.Is(err, &metadata.ErrLengthOrHashMismatch{}):
		kind = Mismatch
	}
	return fail(kind, what, err)
}

// A wanted list is a target, with the deltas that lead to it.
type wantedList struct {
	List
	Deltas []struct {
		Base   string `json:"base"`
		SHA256 string `json:"sha256"`
		Length int64  `json:"length"`
	} `json:"deltas"`
}

// packFormat is the only one that this program opens.
const packFormat = 1

func (r *run) wanted(targets *metadata.TargetsType) ([]wantedList, error) {
	var all []wantedList
	for _, name := range slices.Sorted(maps.Keys(targets.Targets)) {
		file := targets.Targets[name]
		if !strings.HasSuffix(name, ".pack") {
			continue
		}
		var t wantedList
		if file.Custom == nil || json.Unmarshal(*file.Custom, &t) != nil || targetName(t.Name) != name || len(file.Hashes["sha256"]) != sha256.Size {
			return nil, fail(Malformed, name, errors.New("not a list with a name and a hash"))
		}
		if r.Lists != nil && !slices.Contains(r.Lists, t.Name) {
			continue
		}
		t.SHA256, t.Length = hex.EncodeToString(file.Hashes["sha256"]), file.Length
		switch held := r.state.Held[t.Name]; {
		case t.Format != packFormat:
			return nil, fail(Unusable, t.Name, fmt.Errorf("format %d: this program is older than the list", t.Format))
		case t.Length > pack.MaxSize:
			return nil, fail(TooLarge, t.Name, fmt.Errorf("%d bytes", t.Length))
		case t.Version < held.Version:
			return nil, fail(Older, t.Name, fmt.Errorf("version %d after %d", t.Version, held.Version))
		}
		all = append(all, t)
	}
	for _, name := range r.Lists {
		if !slices.ContainsFunc(all, func(t wantedList) bool { return t.Name == name }) {
			return nil, fail(Mismatch, name, errors.New("no such list is published"))
		}
	}
	return all, nil
}

func targetName(list string) string {
	return strings.ToLower(strings.ReplaceAll(list, ":", "-")) + ".pack"
}

// fetchList brings a list up to date, by a delta from what is held, a delta
// from nothing, or whole: a source that fails makes way for the next.
func (r *run) fetchList(t wantedList) (*Change, error) {
	held := r.state.Held[t.Name]
	old, err := readPack(r.Dir, held)
	if err != nil {
		held, old = List{}, nil // lost or damaged: as if it were not there
	}
	if old != nil && held.SHA256 == t.SHA256 {
		r.next.Held[t.Name] = t.List
		return nil, nil
	}
	change := &Change{List: t.List, From: held.Version}
	data, first := r.byDelta(t, held, old, change)
	if data == nil {
		if data, err = r.get("/v1/p/"+t.SHA256+"."+targetName(t.Name), t.Name, t.Length, packTime); err != nil {
			return nil, cmpOr(first, err)
		}
		change.Delta, change.Bytes = false, int64(len(data))
		if int64(len(data)) != t.Length || hashOf(data) != t.SHA256 {
			return nil, cmpOr(first, fail(Mismatch, t.Name, errors.New("another pack than was signed")))
		}
	}
	if err := r.Open(t.List, data); err != nil {
		return nil, fail(Unusable, t.Name, err)
	}
	if err := r.save(packName(t.SHA256), data); err != nil {
		return nil, err
	}
	r.next.Held[t.Name] = t.List
	return change, nil
}

// cmpOr is the first error that is one: what the first source said tells more.
func cmpOr(first, second error) error {
	if first != nil {
		return errors.Join(second, first)
	}
	return second
}

func (r *run) byDelta(t wantedList, held List, old []byte, change *Change) ([]byte, error) {
	var first error
	for _, base := range []string{held.SHA256, ""} {
		if base == "" {
			old = nil
		}
		for _, d := range t.Deltas {
			if d.Base != base || d.Length > t.Length || d.Length <= 0 {
				continue
			}
			data, err := r.get("/v1/d/"+d.SHA256+".delta", t.Name, d.Length, packTime)
			if err == nil && (int64(len(data)) != d.Length || hashOf(data) != d.SHA256) {
				err = fail(Mismatch, t.Name, errors.New("another delta than was signed"))
			}
			if err == nil {
				change.Delta, change.Bytes = true, int64(len(data))
				if data, err = pack.Apply(old, data); err == nil && hashOf(data) == t.SHA256 {
					return data, nil
				}
				err = fail(Mismatch, t.Name, errors.New("the delta leads elsewhere"))
			}
			if first == nil {
				first = err
			}
			if r.ctx.Err() != nil {
				return nil, first
			}
		}
		if base == "" {
			break
		}
	}
	return nil, first
}

// drop forgets lists that are published no more, or not wanted any more.
func (r *run) drop(targets *metadata.TargetsType) {
	for name := range r.next.Held {
		if targets.Targets[targetName(name)] == nil || r.Lists != nil && !slices.Contains(r.Lists, name) {
			delete(r.next.Held, name)
		}
	}
}

// What failures ask for: twice as long each time, from a quarter of an hour to
// a day, and what the server says, up to a week.
const (
	firstWait = 15 * time.Minute
	lastWait  = 24 * time.Hour
	maxWait   = 7 * 24 * time.Hour
)

// noteFailure remembers when to try again. It writes over nothing else, and a
// disk that is full is no second failure.
func (r *run) noteFailure(err error) {
	s := *r.state
	s.Failures = min(s.Failures+1, 20)
	wait := min(firstWait<<(s.Failures-1), lastWait)
	wait += rand.N(wait)
	var f *Failure
	if errors.As(err, &f) && f.Retry > 0 {
		wait = f.Retry
	}
	s.Retry = r.clock().Add(min(wait, maxWait))
	r.keep(&s) //nolint:errcheck // said above
}

func hashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
