package release

import (
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"
)

// A term says how long a role's signature holds, and how much of it may be
// left when it is renewed. The timestamp is renewed daily, so that a publisher
// that fails for days is noticed before clients are.
type term struct{ life, renew time.Duration }

const day = 24 * time.Hour

var terms = map[string]term{
	metadata.ROOT:      {365 * day, 90 * day},
	metadata.TARGETS:   {90 * day, 45 * day},
	metadata.SNAPSHOT:  {30 * day, 15 * day},
	metadata.TIMESTAMP: {7 * day, 6 * day},
}

// due tells whether a role's signature is close enough to its end to renew.
func (w *writer) due(role string, expires time.Time) bool {
	return expires.Sub(w.Now) < terms[role].renew
}

func (w *writer) expiry(role string) time.Time { return w.Now.Add(terms[role].life) }

// ensureRoot makes the first root, and the next one when the last nears its
// end. It refuses keys that the root does not trust: clients would, too.
func (w *writer) ensureRoot() error {
	if w.state.root == nil {
		return w.firstRoot()
	}
	root := &w.state.root.Signed
	for _, h := range holdings {
		if _, err := w.Keys.trusted(root, h.role); err != nil {
			return err
		}
	}
	if !w.due(metadata.ROOT, root.Expires) {
		return nil
	}
	if _, err := w.Keys.enough(root, metadata.ROOT); err != nil && root.Expires.After(w.Now) {
		return nil // there is time until two of the root keys are brought here
	} else if err != nil {
		return fmt.Errorf("root %d has expired: %w", root.Version, err)
	}
	return w.nextRoot(func(*metadata.RootType) error { return nil })
}

func (w *writer) firstRoot() error {
	root := metadata.Root(w.expiry(metadata.ROOT))
	root.Signed.Version = 1
	for _, h := range holdings {
		keys := w.Keys.of(h.role)
		if len(keys) < h.keys {
			return fmt.Errorf("first root: %w", &FewKeysError{h.role, len(keys), h.keys})
		}
		for _, key := range keys {
			if err := trust(&root.Signed, h.role, key); err != nil {
				return err
			}
		}
		root.Signed.Roles[h.role].Threshold = h.threshold
	}
	return w.writeRoot(root, w.Keys.of(metadata.ROOT))
}

// nextRoot makes a changed root, signed as the one before and as itself ask.
func (w *writer) nextRoot(change func(*metadata.RootType) error) error {
	before := &w.state.root.Signed
	signers, err := w.Keys.enough(before, metadata.ROOT)
	if err != nil {
		return err
	}
	root := metadata.Root(w.expiry(metadata.ROOT))
	root.Signed.Version = before.Version + 1
	for name, role := range before.Roles {
		root.Signed.Roles[name].Threshold = role.Threshold
		for _, id := range role.KeyIDs {
			if err := root.Signed.AddKey(before.Keys[id], name); err != nil {
				return err
			}
		}
	}
	if err := change(&root.Signed); err != nil {
		return err
	}
	own, err := w.Keys.enough(&root.Signed, metadata.ROOT)
	if err != nil {
		return err
	}
	for _, key := range own {
		if !slices.ContainsFunc(signers, func(k ed25519.PrivateKey) bool { return k.Equal(key) }) {
			signers = append(signers, key)
		}
	}
	return w.writeRoot(root, signers)
}

func (w *writer) ensureTargets(files map[string]*metadata.TargetFiles) (*metadata.MetaFiles, error) {
	if last := w.state.targets; last != nil && sameTargets(last.Signed.Targets, files) && !w.anew &&
		!w.due(metadata.TARGETS, last.Signed.Expires) {
		return nil, nil
	}
	targets, err := w.newTargets(files)
	if err != nil {
		return nil, err
	}
	return writeNumbered(w, targets, metadata.TARGETS, targets.Signed.Version)
}

func (w *writer) newTargets(files map[string]*metadata.TargetFiles) (*metadata.Metadata[metadata.TargetsType], error) {
	targets := metadata.Targets(w.expiry(metadata.TARGETS))
	targets.Signed.Targets = files
	var err error
	targets.Signed.Version, err = w.nextNumber(metadata.TARGETS, w.state.release.Targets.Version, w.Floor.Targets)
	return targets, err
}

func sameTargets(a, b map[string]*metadata.TargetFiles) bool {
	if len(a) != len(b) {
		return false
	}
	for name, file := range a {
		other := b[name]
		if other == nil || !file.Equal(*other) || !sameCustom(file.Custom, other.Custom) {
			return false
		}
	}
	return true
}

// sameCustom compares what the notes say: metadata is written with its members
// in the order of their names, and a note is made in the order of the struct.
func sameCustom(a, b *json.RawMessage) bool {
	var x, y custom
	return a != nil && b != nil && json.Unmarshal(*a, &x) == nil && json.Unmarshal(*b, &y) == nil && reflect.DeepEqual(x, y)
}

// ensureSnapshot signs a snapshot when there are new targets, given as how the
// snapshot speaks of them, or when the old one nears its end.
func (w *writer) ensureSnapshot(targets *metadata.MetaFiles) (*metadata.MetaFiles, error) {
	last := w.state.release
	if targets == nil {
		if !w.anew && !w.due(metadata.SNAPSHOT, last.Snapshot.Expires) {
			return nil, nil
		}
		var err error
		if targets, err = w.describe(metaFile(last.Targets.Version, metadata.TARGETS), last.Targets.Version); err != nil {
			return nil, err
		}
	}
	snapshot := metadata.Snapshot(w.expiry(metadata.SNAPSHOT))
	snapshot.Signed.Meta["targets.json"] = targets
	var err error
	snapshot.Signed.Version, err = w.nextNumber(metadata.SNAPSHOT, last.Snapshot.Version, w.Floor.Snapshot)
	if err != nil {
		return nil, err
	}
	return writeNumbered(w, snapshot, metadata.SNAPSHOT, snapshot.Signed.Version)
}

// ensureTimestamp is the last step, which makes everything before it seen.
func (w *writer) ensureTimestamp(snapshot *metadata.MetaFiles) error {
	last := w.state.release
	if snapshot == nil {
		if !w.anew && !w.due(metadata.TIMESTAMP, last.Timestamp.Expires) {
			return nil
		}
		var err error
		if snapshot, err = w.describe(metaFile(last.Snapshot.Version, metadata.SNAPSHOT), last.Snapshot.Version); err != nil {
			return err
		}
	}
	ts := metadata.Timestamp(w.expiry(metadata.TIMESTAMP))
	ts.Signed.Version = max(last.Timestamp.Version, w.Floor.Timestamp) + 1
	ts.Signed.Meta["snapshot.json"] = snapshot
	keys, err := w.Keys.enough(&w.state.root.Signed, metadata.TIMESTAMP)
	if err != nil {
		return err
	}
	_, err = writeSigned(w, ts, timestamp, keys...)
	return err
}

// nextNumber is above all that clients or caches may have seen, files of a run
// that died included: a name never holds other bytes.
func (w *writer) nextNumber(role string, last, floor int64) (int64, error) {
	highest := max(last, floor)
	names, err := w.Files.Names(metadataDir)
	if err != nil {
		return 0, err
	}
	for _, name := range names {
		number, ok := strings.CutSuffix(strings.TrimSuffix(name, ".br"), "."+role+".json")
		if n, err := strconv.ParseInt(number, 10, 64); ok && err == nil {
			highest = max(highest, n)
		}
	}
	return highest + 1, nil
}
