package release

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/theupdateframework/go-tuf/v2/metadata"
)

// baseList is the list that an extension carries from the shop, and uses until
// its first update.
const baseList = "curated"

// base is base.json: what the files beside it are. It is written after them,
// so that a bundler that finds its hash finds whole files.
type base struct {
	List      string `json:"list"`
	Version   uint32 `json:"version"`
	AsOf      string `json:"as_of"`
	Format    int    `json:"format"`
	Terms     int    `json:"terms"`
	SHA256    string `json:"sha256"`
	Length    int64  `json:"length"`
	Root      int64  `json:"root"` // the versions that a client must not fall below
	Timestamp int64  `json:"timestamp"`
	Snapshot  int64  `json:"snapshot"`
	Targets   int64  `json:"targets"`
}

// writeBase brings the base folder up to the release. Killed half-way, the
// next publication does it again.
func (w *writer) writeBase(release *Release) error {
	for _, t := range release.Packs {
		if t.List != baseList {
			continue
		}
		pack, err := w.Files.Read(packFile(t.SHA256, t.List), MaxPack)
		if err != nil {
			return err
		}
		root, err := w.Files.Read(metaFile(release.Root.Version, metadata.ROOT), maxMetadata)
		if err != nil {
			return err
		}
		note, err := json.MarshalIndent(base{
			List: t.List, Version: t.Version, AsOf: t.AsOf, Format: packFormat, Terms: t.Terms,
			SHA256: t.SHA256, Length: t.Length,
			Root: release.Root.Version, Timestamp: release.Timestamp.Version,
			Snapshot: release.Snapshot.Version, Targets: release.Targets.Version,
		}, "", "  ")
		if err != nil {
			return err
		}
		for _, file := range []struct {
			name string
			data []byte
		}{
			{baseDir + "/root.json", root},
			{baseDir + "/" + target(baseList), pack},
			{baseDir + "/base.json", append(note, '\n')},
		} {
			same := func(got []byte) bool { return bytes.Equal(got, file.data) }
			if err := w.ensure(file.name, func() ([]byte, error) { return file.data, nil }, same); err != nil {
				return fmt.Errorf("base: %w", err)
			}
		}
	}
	return nil
}
