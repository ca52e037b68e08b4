package release

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"github.com/theupdateframework/go-tuf/v2/metadata"
)

// Root keys: any two of three make a root. Development has them in one folder,
// so that the threshold is walked every day; where it matters, the three root
// files live on three machines that are off, and publishing does without them
// until the root nears its end.
const (
	rootKeys      = 3
	rootThreshold = 2
)

// onlineRoles are signed at every publication, by one key each.
var onlineRoles = []string{metadata.TARGETS, metadata.SNAPSHOT, metadata.TIMESTAMP}

// Keys are the private keys a publisher holds: all online roles', and those
// root keys that are at hand.
type Keys struct {
	root   []ed25519.PrivateKey
	online map[string]ed25519.PrivateKey
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
		if err := writeKey(filepath.Join(draft, name)); err != nil {
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
	for i := range rootKeys {
		names = append(names, rootKeyName(i))
	}
	for _, role := range onlineRoles {
		names = append(names, role+".pem")
	}
	return names
}

func rootKeyName(i int) string { return "root-" + strconv.Itoa(i+1) + ".pem" }

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
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(pem.Encode(f, &pem.Block{Type: "PRIVATE KEY", Bytes: der}), f.Sync(), f.Close())
}

// LoadKeys reads the keys in dir. Missing root keys are no error: they are
// asked for when a root has to be signed.
func LoadKeys(dir string) (*Keys, error) {
	keys := &Keys{online: map[string]ed25519.PrivateKey{}}
	for i := range rootKeys {
		key, err := readKey(filepath.Join(dir, rootKeyName(i)))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		keys.root = append(keys.root, key)
	}
	for _, role := range onlineRoles {
		key, err := readKey(filepath.Join(dir, role+".pem"))
		if err != nil {
			return nil, err
		}
		keys.online[role] = key
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
}

// Public lists the keys at hand, root first.
func (k *Keys) Public() ([]PublicKey, error) {
	var all []PublicKey
	add := func(role string, key ed25519.PrivateKey) error {
		id, err := keyID(key)
		all = append(all, PublicKey{role, id})
		return err
	}
	for _, key := range k.root {
		if err := add(metadata.ROOT, key); err != nil {
			return nil, err
		}
	}
	for _, role := range onlineRoles {
		if err := add(role, k.online[role]); err != nil {
			return nil, err
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
