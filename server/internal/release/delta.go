package release

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"clearlist/wasm/screen"
)

const (
	// maxBases is how many earlier versions have a direct delta: a quarter of
	// a year of weekly lists. Who is further behind fetches the pack.
	maxBases = 13
	// worth is how long a delta may be beside its pack, both as sent.
	worth = 0.5
	// worthWhole is the same for a delta from nothing, which saves a register
	// a quarter, and must earn the second request of a client that fails.
	worthWhole = 0.9
)

// writeDeltas publishes a direct delta from each recent pack of the list. They
// are made anew with each pack, as clients that follow a chain break at its
// first gap. An unchanged pack keeps those it has.
func (w *writer) writeDeltas(to Pack, sha256 string) ([]Delta, error) {
	i := slices.IndexFunc(w.state.release.Packs, func(t Target) bool { return t.List == to.List })
	if i >= 0 && w.state.release.Packs[i].SHA256 == sha256 {
		if last := w.state.release.Packs[i].Deltas; w.whole(last) {
			return last, nil
		}
	}
	full, err := w.Files.Read(brotliName(packFile(sha256, to.List)), MaxPack)
	if err != nil {
		return nil, err
	}
	var all []Delta
	for _, base := range w.bases(to.List, sha256) {
		old, err := w.Files.Read(packFile(base.Base, to.List), MaxPack)
		if errors.Is(err, fs.ErrNotExist) || err == nil && hashOf(old) != base.Base {
			continue // lost or damaged: nobody can need less for that
		}
		if err != nil {
			return nil, err
		}
		if all, err = w.appendDelta(all, base, old, to.Bytes, worth*float64(len(full))); err != nil {
			return nil, err
		}
	}
	return w.appendDelta(all, Delta{}, nil, to.Bytes, worthWhole*float64(len(full)))
}

// bases are the packs that browsers may have, the newest first.
func (w *writer) bases(list, sha256 string) []Delta {
	var all []Delta
	for _, t := range w.state.release.Packs {
		if t.List != list {
			continue
		}
		all = append(all, Delta{From: t.Version, Base: t.SHA256})
		all = append(all, t.Deltas...)
	}
	all = slices.DeleteFunc(all, func(d Delta) bool { return d.Base == "" || d.Base == sha256 })
	return all[:min(len(all), maxBases)]
}

func (w *writer) appendDelta(all []Delta, base Delta, old, to []byte, limit float64) ([]Delta, error) {
	made, err := screen.Diff(old, to) // which applies it, and compares
	if err != nil {
		return nil, fmt.Errorf("%w: delta from %d: %w", ErrSelfTest, base.From, err)
	}
	short, err := compress(made)
	if err != nil {
		return nil, err
	}
	if float64(len(short)) > limit {
		return all, nil
	}
	base.SHA256, base.Length = hashOf(made), int64(len(made))
	name := deltaFile(base.SHA256)
	give := func(data []byte) func() ([]byte, error) { return func() ([]byte, error) { return data, nil } }
	same := func(got []byte) bool { return hashOf(got) == base.SHA256 }
	if err := w.ensure(name, give(made), same); err != nil {
		return nil, err
	}
	expanded := func(got []byte) bool { return expands(got, made) }
	if err := w.ensure(brotliName(name), give(short), expanded); err != nil {
		return nil, err
	}
	return append(all, base), nil
}

// whole tells whether deltas that are published are still what they were.
func (w *writer) whole(deltas []Delta) bool {
	return !slices.ContainsFunc(deltas, func(d Delta) bool { return checkDelta(w.Files, d) != nil })
}
