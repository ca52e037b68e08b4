package release

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/theupdateframework/go-tuf/v2/metadata"
)

// A holding says how many keys a role has, and how many must sign. Root and
// targets take two of three: of people, so that nobody alone changes what
// browsers believe, and one lost or stolen key is no disaster. Development has
// them all in one folder, so that the thresholds are walked every day; where it
// matters, the root keys live on machines that are off, each targets key is a
// person's, and the machine that renews the timestamp holds the other two.
type holding struct {
	role            string
	keys, threshold int
}

var holdings = []holding{
	{metadata.ROOT, 3, 2},
	{metadata.TARGETS, 3, 2},
	{metadata.SNAPSHOT, 1, 1},
	{metadata.TIMESTAMP, 1, 1},
}

// Keys are the private keys that are at hand, by the names of their files
// without ".pem": "root-1", "targets-2", "snapshot".
type Keys struct{ named map[string]ed25519.PrivateKey }

// roleOf is the role of a key by its name.
func roleOf(name string) string {
	role, _, _ := strings.Cut(strings.TrimSuffix(name, nextSuffix), "-")
	return role
}

// nextSuffix marks a key that is to take the place of the one of that name,
// until the root that says so is published.
const nextSuffix = ".next"

// of yields a role's keys by their names.
func (k *Keys) of(role string) []ed25519.PrivateKey {
	var all []ed25519.PrivateKey
	for _, name := range slices.Sorted(maps.Keys(k.named)) {
		if roleOf(name) == role {
			all = append(all, k.named[name])
		}
	}
	return all
}

// InitKeys makes a set of keys in the folder dir if there is none, and tells
// whether it did. The set appears as a whole or not at all, and is never
// overwritten: of several processes one makes it and the others find it.
func InitKeys(dir string) (made bool, err error) {
	if _, err := os.Stat(dir); err == nil {
		return false, nil // LoadKeys says what is wrong with it, if something is
	} else if !errors.Is(err, fs.ErrNotExist) {
		return false, fmt.Errorf("%w: %w", ErrKeys, err)
	}
	parent := filepath.Dir(dir)
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return false, fmt.Errorf("%w: %w", ErrKeys, err)
	}
	draft, err := os.MkdirTemp(parent, ".keys-") // mode 0700
	if err != nil {
		return false, fmt.Errorf("%w: %w", ErrKeys, err)
	}
	defer os.RemoveAll(draft)
	for _, name := range keyNames() {
		if err := writeKey(filepath.Join(draft, name+suffix)); err != nil {
			return false, fmt.Errorf("%w: %w", ErrKeys, err)
		}
	}
	// A folder that has files in it cannot be renamed over: the first wins.
	if err := os.Rename(draft, dir); err != nil {
		if _, found := os.Stat(dir); found == nil {
			return false, nil
		}
		return false, fmt.Errorf("%w: %w", ErrKeys, err)
	}
	return true, nil
}

func keyNames() []string {
	var names []string
	for _, h := range holdings {
		for i := range h.keys {
			names = append(names, keyName(h, i))
		}
	}
	return names
}

func keyName(h holding, i int) string {
	if h.keys == 1 {
		return h.role
	}
	return h.role + "-" + strconv.Itoa(i+1)
}

// writeKey makes a key and writes it as PKCS #8 in PEM, which openssl reads.
func writeKey(name string) error {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return err
	}
	// A key that a full disk or a kill cut short would stand in the next one's way.
	draft := name + ".draft"
	f, err := os.OpenFile(draft, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	err = errors.Join(pem.Encode(f, &pem.Block{Type: "PRIVATE KEY", Bytes: der}), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(draft, name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(draft))
	}
	return nil
}

const suffix = ".pem"

// LoadKeys reads the keys in dir, whichever are there: what is missing is asked
// for when it is needed.
func LoadKeys(dir string) (*Keys, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*"+suffix))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKeys, err)
	}
	keys := &Keys{named: map[string]ed25519.PrivateKey{}}
	for _, name := range names {
		base := strings.TrimSuffix(filepath.Base(name), suffix)
		if !slices.ContainsFunc(holdings, func(h holding) bool { return h.role == roleOf(base) }) {
			continue
		}
		if keys.named[base], err = readKey(name); err != nil {
			return nil, err
		}
	}
	if len(keys.named) == 0 {
		return nil, fmt.Errorf("%w: none in %s: %w", ErrKeys, dir, fs.ErrNotExist)
	}
	return keys, nil
}

func readKey(name string) (ed25519.PrivateKey, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKeys, err)
	}
	const maxKey = 4 << 10 // a PEM of an Ed25519 key is 119 bytes
	if !info.Mode().IsRegular() || info.Size() > maxKey {
		return nil, fmt.Errorf("%w: %s is not a key file", ErrKeys, name)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKeys, err)
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, fmt.Errorf("%w: %s is not PEM", ErrKeys, name)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("%w: %s is not a PKCS #8 key", ErrKeys, name)
	}
	key, ok := parsed.(ed25519.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("%w: %s is not an Ed25519 key", ErrKeys, name)
	}
	return key, nil
}

// A PublicKey is a key's place in the metadata: what may be shown.
type PublicKey struct {
	Role string
	ID   string // as TUF counts it
	Name string // of its file, without ".pem"; "" when it is not at hand
}

// Public lists the keys at hand, root first.
func (k *Keys) Public() ([]PublicKey, error) {
	var all []PublicKey
	for _, h := range holdings {
		for _, name := range slices.Sorted(maps.Keys(k.named)) {
			if roleOf(name) != h.role {
				continue
			}
			id, err := keyID(k.named[name])
			if err != nil {
				return nil, err
			}
			all = append(all, PublicKey{h.role, id, name})
		}
	}
	return all, nil
}

func keyID(key ed25519.PrivateKey) (string, error) {
	public, err := metadata.KeyFromPublicKey(key.Public())
	if err != nil {
		return "", err
	}
	return public.ID()
}

// trusted are the keys at hand that the root lets sign for a role. Keys of
// which it trusts none are a mistake: nothing that they sign is believed.
func (k *Keys) trusted(root *metadata.RootType, role string) ([]ed25519.PrivateKey, error) {
	all := k.of(role)
	var good []ed25519.PrivateKey
	for _, key := range all {
		id, err := keyID(key)
		if err != nil {
			return nil, err
		}
		if r := root.Roles[role]; r != nil && slices.Contains(r.KeyIDs, id) {
			good = append(good, key)
		}
	}
	if len(all) > 0 && len(good) == 0 {
		return nil, fmt.Errorf("%w: the %s key is not one that root %d trusts", ErrKeys, role, root.Version)
	}
	return good, nil
}

// enough is trusted, for a signature that has to hold.
func (k *Keys) enough(root *metadata.RootType, role string) ([]ed25519.PrivateKey, error) {
	good, err := k.trusted(root, role)
	if err == nil && len(good) < root.Roles[role].Threshold {
		err = &FewKeysError{role, len(good), root.Roles[role].Threshold}
	}
	return good, err
}

// A FewKeysError means that a role takes more keys than are at hand.
type FewKeysError struct {
	Role        string
	Have, Takes int
}

func (e *FewKeysError) Error() string {
	return fmt.Sprintf("%v: new %s takes %d keys, %d at hand", ErrKeys, e.Role, e.Takes, e.Have)
}
func (e *FewKeysError) Unwrap() error { return ErrKeys }
