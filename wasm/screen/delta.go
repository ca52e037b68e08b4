package screen

import (
	"clearlist/wasm/internal/match"
	"clearlist/wasm/pack"
)

// indexer makes the index of what Compile compiles.
var indexer = pack.Indexer{Rest: match.Rest, Build: match.Again}

// Diff returns a delta that makes one pack of another, of whatever kind, as
// [pack.Diff] does. The index is not in it: Apply builds it again.
func Diff(old, new []byte) ([]byte, error) { return indexer.Diff(old, new) }

// Apply returns the pack that a delta of Diff was made for.
func Apply(old, delta []byte) ([]byte, error) { return indexer.Apply(old, delta) }
