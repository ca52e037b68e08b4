package screen

import (
	"clearlist/wasm/list"
	"clearlist/wasm/pack"
)

// Compile builds the pack of a set: its tables and the indexes to search them.
func Compile(set *list.Set) ([]byte, error) {
	return pack.Write(pack.Content{Set: set})
}

// A Screener checks listings against its packs. It is immutable and safe to
// share.
type Screener struct {
	packs []*pack.Pack
}

// New takes opened packs, the curated one first.
func New(packs ...*pack.Pack) (*Screener, error) {
	return &Screener{packs: packs}, nil
}

// Check judges one listing.
func (s *Screener) Check(l Listing) Verdict {
	var v Verdict
	for _, p := range s.packs {
		v.Checked = append(v.Checked, Checked{p.Name(), p.Version(), p.AsOf()})
	}
	return v
}
