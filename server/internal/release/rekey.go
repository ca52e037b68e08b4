package release

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"
)

// A Change of keys takes ids out of a role and puts keys in.
type Change struct {
	Role string
	Drop []string // ids
	Add  []ed25519.PrivateKey
}

// Rekey publishes a root with changed keys, and signs anew what the changed
// roles had signed. Clients follow it from any root they have; what a lost or
// stolen key signs from then on they refuse, and a version number that a thief
// drove up is forgotten with his key.
func (p Publisher) Rekey(ctx context.Context, changes ...Change) (Result, error) {
	w := &writer{Publisher: p, ctx: ctx}
	w.Now = w.Now.UTC().Truncate(time.Second)
	if err := w.load(); err != nil {
		return Result{}, err
	}
	if w.state.targets == nil {
		return Result{}, ErrNone
	}
	err := w.nextRoot(func(root *metadata.RootType) error {
		for _, c := range changes {
			if err := c.apply(root); err != nil {
				return err
			}
			w.anew = w.anew || c.Role != metadata.ROOT
		}
		return nil
	})
	if err != nil {
		return Result{}, err
	}
	targets, err := w.ensureTargets(w.state.targets.Signed.Targets)
	if err == nil {
		err = w.finish(targets)
	}
	if err != nil {
		return Result{}, err
	}
	return w.result()
}

func (c Change) apply(root *metadata.RootType) error {
	for _, id := range c.Drop {
		if err := root.RevokeKey(id, c.Role); err != nil {
			return fmt.Errorf("%w: %s: %w", ErrKeys, c.Role, err)
		}
	}
	for _, key := range c.Add {
		if err := trust(root, c.Role, key); err != nil {
			return err
		}
	}
	if role := root.Roles[c.Role]; len(role.KeyIDs) < role.Threshold {
		return fmt.Errorf("%w: %s would have %d keys and takes %d: rotate the key instead",
			ErrKeys, c.Role, len(role.KeyIDs), role.Threshold)
	}
	return nil
}

// Trusted lists the keys that the published root trusts, with the names of
// those that are at hand.
func Trusted(files Files, keys *Keys) ([]PublicKey, error) {
	roots, err := readRoots(files, maxRoots)
	if err != nil {
		return nil, err
	}
	here, err := keys.Public()
	if err != nil {
		return nil, err
	}
	var all []PublicKey
	for _, h := range holdings {
		role := roots.Root.Signed.Roles[h.role]
		if role == nil {
			continue
		}
		for _, id := range role.KeyIDs {
			key := PublicKey{Role: h.role, ID: id}
			if i := slices.IndexFunc(here, func(k PublicKey) bool { return k.ID == id && k.Role == h.role }); i >= 0 {
				key.Name = here[i].Name
			}
			all = append(all, key)
		}
	}
	return all, nil
}

// NextKey makes the key that is to take the place of the one of that name in
// dir. Until [TakePlace] both are at hand. A key that an earlier run made and
// did not publish is taken up again.
func NextKey(dir, name string) (ed25519.PrivateKey, error) {
	if !slices.Contains(keyNames(), name) {
		return nil, fmt.Errorf("%w: %q is not a key's name; there are %s", ErrKeys, name, strings.Join(keyNames(), ", "))
	}
	file := filepath.Join(dir, name+nextSuffix+suffix)
	if _, err := os.Stat(file); err != nil {
		if err := writeKey(file); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrKeys, err)
		}
	}
	return readKey(file)
}

// TakePlace lets the next key of a name take its place, once a root that trusts
// it is published; the old one is kept aside.
func TakePlace(dir, name string, at time.Time) error {
	file := filepath.Join(dir, name+suffix)
	err := os.Rename(file, filepath.Join(dir, name+".retired-"+at.UTC().Format("20060102T150405Z")))
	if err != nil && !os.IsNotExist(err) {
		return fmt.Errorf("%w: %w", ErrKeys, err)
	}
	if err := os.Rename(filepath.Join(dir, name+nextSuffix+suffix), file); err != nil {
		return fmt.Errorf("%w: %w", ErrKeys, err)
	}
	return nil
}

// With is the keys at hand and one more, of that name.
func (k *Keys) With(name string, key ed25519.PrivateKey) *Keys {
	all := &Keys{named: map[string]ed25519.PrivateKey{name + nextSuffix: key}}
	for name, key := range k.named {
		all.named[name] = key
	}
	return all
}

// Replace is the change that puts a key in the place of the one of a name. Of a
// role with several keys, the one that is lost is the one that is not at hand.
func Replace(trusted []PublicKey, name string, key ed25519.PrivateKey) (Change, error) {
	change := Change{Role: roleOf(name), Add: []ed25519.PrivateKey{key}}
	id, err := keyID(key)
	if err != nil {
		return change, err
	}
	var named, lost []string
	for _, k := range trusted {
		switch {
		case k.Role != change.Role || k.ID == id:
		case k.Name == name:
			named = append(named, k.ID)
		case k.Name == "":
			lost = append(lost, k.ID)
		}
	}
	switch {
	case len(named) > 0:
		change.Drop = named
	case len(lost) == 1:
		change.Drop = lost
	case len(lost) > 1:
		return change, fmt.Errorf("%w: %d %s keys are not at hand; revoke the one that is meant by its id", ErrKeys, len(lost), change.Role)
	}
	return change, nil
}
