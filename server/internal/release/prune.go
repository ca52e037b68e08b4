package release

import (
	"slices"
	"strings"

	"github.com/theupdateframework/go-tuf/v2/metadata"
)

// prune removes shards that neither this release, nor the one before, nor a
// proposal speaks of: a register of three million marks has 200 MB of them, and
// nearly all are new each week. Who still has an older index is told 404, and
// has a newer one a minute later. What cannot be removed stays, and harms nobody.
func (w *writer) prune(now *Release) {
	packs := append(slices.Clone(now.Packs), w.state.release.Packs...)
	names, err := w.Files.Names(proposedDir)
	if err != nil {
		return
	}
	base, err := w.Files.Read(metaFile(now.Targets.Version, metadata.TARGETS), maxMetadata)
	if err != nil {
		return
	}
	for _, name := range names {
		p, targets, err := readProposal(w.Files, strings.TrimSuffix(name, ".json"))
		if err != nil {
			return
		}
		if p.Base != hashOf(base) { // it cannot be approved any more
			w.Files.Remove(proposedDir + "/" + name) //nolint:errcheck // as said
			continue
		}
		proposed, err := readTargets(targets.Signed.Targets)
		if err != nil {
			return
		}
		packs = append(packs, proposed...)
	}
	used := map[string]bool{}
	for i := range packs {
		if packs[i].Shards == nil {
			continue
		}
		x, err := readIndex(w.Files, packs[i].List, packs[i].Shards)
		if err != nil {
			return
		}
		for _, sum := range x.Shards {
			used[sum+shardSuffix] = true
		}
	}
	there, err := w.Files.Sizes(shardDir)
	if err != nil {
		return
	}
	for name := range there {
		if !used[name] {
			w.Files.Remove(shardDir + "/" + name) //nolint:errcheck // as said
		}
	}
}
