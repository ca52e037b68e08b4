package release

import (
	"crypto"
	"crypto/ed25519"
	"crypto/sha256"

	"github.com/sigstore/sigstore/pkg/signature"
	"github.com/theupdateframework/go-tuf/v2/metadata"
)

func writeNumbered[T metadata.Roles](w *writer, m *metadata.Metadata[T], role string, version int64) (*metadata.MetaFiles, error) {
	keys, err := w.Keys.enough(&w.state.root.Signed, role)
	if err != nil {
		return nil, err
	}
	data, err := writeSigned(w, m, metaFile(version, role), keys...)
	if err != nil {
		return nil, err
	}
	return metaOf(data, version), nil
}

// writeSigned signs metadata with each key and writes it.
func writeSigned[T metadata.Roles](w *writer, m *metadata.Metadata[T], name string, keys ...ed25519.PrivateKey) ([]byte, error) {
	if err := sign(m, keys...); err != nil {
		return nil, err
	}
	data, err := m.ToBytes(false)
	if err != nil {
		return nil, err
	}
	return data, w.writeNamed(name, data)
}

// writeNamed writes metadata; with its compressed form first, but for the
// timestamp, whose two forms could not change as one.
func (w *writer) writeNamed(name string, data []byte) error {
	if name != timestamp {
		compressed, err := compress(data)
		if err != nil {
			return err
		}
		if err := w.write(brotliName(name), compressed); err != nil {
			return err
		}
	}
	if err := w.write(name, data); err != nil {
		return err
	}
	w.signed = append(w.signed, name)
	return nil
}

func (w *writer) writeRoot(root *metadata.Metadata[metadata.RootType], keys []ed25519.PrivateKey) error {
	if _, err := writeSigned(w, root, metaFile(root.Signed.Version, metadata.ROOT), keys...); err != nil {
		return err
	}
	w.state.root = root
	return nil
}

func sign[T metadata.Roles](m *metadata.Metadata[T], keys ...ed25519.PrivateKey) error {
	for _, key := range keys {
		signer, err := signature.LoadSigner(key, crypto.Hash(0))
		if err != nil {
			return err
		}
		if _, err := m.Sign(signer); err != nil {
			return err
		}
	}
	return nil
}

func trust(root *metadata.RootType, role string, key ed25519.PrivateKey) error {
	public, err := metadata.KeyFromPublicKey(key.Public())
	if err != nil {
		return err
	}
	return root.AddKey(public, role)
}

// describe is how the role above speaks of a file that is published already.
func (w *writer) describe(name string, version int64) (*metadata.MetaFiles, error) {
	data, err := w.Files.Read(name, maxMetadata)
	if err != nil {
		return nil, &FileError{name, err}
	}
	return metaOf(data, version), nil
}

func metaOf(data []byte, version int64) *metadata.MetaFiles {
	sum := sha256.Sum256(data)
	meta := metadata.MetaFile(version)
	meta.Length, meta.Hashes = int64(len(data)), metadata.Hashes{"sha256": sum[:]}
	return meta
}
