package release

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"
)

// proposedDir holds releases that wait for a second person. What is in it is
// believed by nobody before that: it is not served.
const proposedDir = "proposed"

var (
	// ErrSuperseded means that something else was published, or proposed and
	// approved, since.
	ErrSuperseded = errors.New("release: another release came first: propose again")
	// ErrSamePerson means that only keys are at hand that have signed already.
	ErrSamePerson = errors.New("release: an approval takes another targets key than the proposal's")
	// ErrUnchanged means that there is nothing to propose.
	ErrUnchanged = errors.New("release: what is published says the same")
)

// A Proposal is a release as one person signed it: everything is in place, but
// the targets that speak of it have one signature of two.
type Proposal struct {
	Base    string          `json:"base"`    // SHA-256 of the targets that it follows; "" for none
	Targets json.RawMessage `json:"targets"` // signed metadata
}

// Propose puts packs in place, and signs the targets that will speak of them
// with the key at hand. The digest that it returns is what a second person
// gives to [Publisher.Approve]; nothing changes for clients until then.
func (p Publisher) Propose(ctx context.Context, packs []Pack) (digest string, err error) {
	w := &writer{Publisher: p, ctx: ctx}
	w.Now = w.Now.UTC().Truncate(time.Second)
	if err := w.load(); err != nil {
		return "", err
	}
	if w.state.targets == nil {
		return "", fmt.Errorf("%w: the first release is published with all keys at hand", ErrNone)
	}
	files, err := w.writePacks(packs)
	if err != nil {
		return "", err
	}
	if sameTargets(w.state.targets.Signed.Targets, files) {
		return "", ErrUnchanged
	}
	targets, err := w.newTargets(files)
	if err != nil {
		return "", err
	}
	keys, err := w.Keys.trusted(&w.state.root.Signed, metadata.TARGETS)
	if err == nil && len(keys) == 0 {
		err = &FewKeysError{metadata.TARGETS, 0, 1}
	}
	if err == nil {
		err = sign(targets, keys[0])
	}
	if err != nil {
		return "", err
	}
	signed, err := targets.ToBytes(false)
	if err != nil {
		return "", err
	}
	base, err := w.base()
	if err != nil {
		return "", err
	}
	data, err := json.Marshal(Proposal{base, signed})
	if err != nil {
		return "", err
	}
	digest = hashOf(data)
	return digest, w.write(proposalFile(digest), data)
}

func proposalFile(digest string) string { return proposedDir + "/" + digest + ".json" }

// base is the hash of the targets that are published.
func (w *writer) base() (string, error) {
	name := metaFile(w.state.release.Targets.Version, metadata.TARGETS)
	data, err := w.Files.Read(name, maxMetadata)
	if err != nil {
		return "", &FileError{name, err}
	}
	return hashOf(data), nil
}

// ReadProposal returns the packs that a proposal speaks of, whole or not at all.
func ReadProposal(files Files, digest string) ([]Target, error) {
	_, targets, err := readProposal(files, digest)
	if err != nil {
		return nil, err
	}
	packs, err := readTargets(targets.Signed.Targets)
	if err != nil {
		return nil, err
	}
	for i := range packs {
		if err := checkPack(files, &packs[i]); err != nil {
			return nil, err
		}
	}
	return packs, nil
}

func readProposal(files Files, digest string) (*Proposal, *metadata.Metadata[metadata.TargetsType], error) {
	if len(digest) != 64 || strings.Trim(digest, "0123456789abcdef") != "" {
		return nil, nil, fmt.Errorf("release: %q is not a proposal's digest", digest)
	}
	name := proposalFile(digest)
	data, err := files.Read(name, maxMetadata)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fmt.Errorf("release: no proposal %s", digest)
	}
	if err == nil && hashOf(data) != digest {
		err = errors.New("is not what was proposed")
	}
	var p Proposal
	if err == nil {
		err = json.Unmarshal(data, &p)
	}
	if err != nil {
		return nil, nil, &FileError{name, err}
	}
	targets, err := metadata.Targets().FromBytes(p.Targets)
	if err != nil {
		return nil, nil, &FileError{name, err}
	}
	return &p, targets, nil
}

// Approve adds the second signature to a proposal, and publishes it. Every file
// it speaks of is read and compared first. Of two approvals of what follows the
// same release one is refused.
func (p Publisher) Approve(ctx context.Context, digest string) (Result, error) {
	w := &writer{Publisher: p, ctx: ctx}
	w.Now = w.Now.UTC().Truncate(time.Second)
	proposal, targets, err := readProposal(p.Files, digest)
	if err != nil {
		return Result{}, err
	}
	if err := w.load(); err != nil {
		return Result{}, err
	}
	if err := w.ensureRoot(); err != nil {
		return Result{}, err
	}
	base, err := w.base()
	if err != nil {
		return Result{}, err
	}
	if base != proposal.Base {
		return Result{}, ErrSuperseded
	}
	if err := w.checkProposed(targets.Signed.Targets); err != nil {
		return Result{}, err
	}
	if err := w.countersign(targets); err != nil {
		return Result{}, err
	}
	data, err := targets.ToBytes(false)
	if err != nil {
		return Result{}, err
	}
	name := metaFile(targets.Signed.Version, metadata.TARGETS)
	if got, err := w.Files.Read(name, maxMetadata); err == nil && hashOf(got) != hashOf(data) {
		return Result{}, ErrSuperseded // its number is taken
	}
	if err := w.writeNamed(name, data); err != nil {
		return Result{}, err
	}
	if err := w.finish(metaOf(data, targets.Signed.Version)); err != nil {
		return Result{}, err
	}
	return w.result()
}

func (w *writer) checkProposed(files map[string]*metadata.TargetFiles) error {
	packs, err := readTargets(files)
	if err != nil {
		return err
	}
	for i := range packs {
		if err := checkPack(w.Files, &packs[i]); err != nil {
			return err
		}
		if err := auditShards(w.Files, &packs[i]); err != nil {
			return err
		}
	}
	return nil
}

// countersign adds the signature of a key that has not signed yet, and sees
// that the root asks for no more.
func (w *writer) countersign(targets *metadata.Metadata[metadata.TargetsType]) error {
	if !targets.Signed.Expires.After(w.Now) {
		return fmt.Errorf("%w: the proposal has expired", ErrSuperseded)
	}
	keys, err := w.Keys.trusted(&w.state.root.Signed, metadata.TARGETS)
	if err != nil {
		return err
	}
	signed := map[string]bool{}
	for _, s := range targets.Signatures {
		signed[s.KeyID] = true
	}
	for _, key := range keys {
		id, err := keyID(key)
		if err != nil {
			return err
		}
		if signed[id] {
			continue
		}
		if err := sign(targets, key); err != nil {
			return err
		}
		if err := w.state.root.VerifyDelegate(metadata.TARGETS, targets); err != nil {
			return fmt.Errorf("%w: %w", ErrKeys, err)
		}
		return nil
	}
	return ErrSamePerson
}
