//go:build wasip1

// Package main is the patcher as a WebAssembly module of its own: it makes a
// new pack of an old one and a delta. An update is rare and takes tens of
// megabytes, which a WebAssembly memory never gives back, so the module that
// screens does without this code, and this one's memory ends with it.
//
//	patch(n) code   the input is a pack's length, four bytes, little endian, the
//	                pack, and a delta; the result is the pack the delta leads to
//
// Package door says how it is called.
package main

import (
	"clearlist/wasm/door"
	"clearlist/wasm/pack"
	"clearlist/wasm/screen"
)

// main never runs in a browser: a module of exports has no start.
func main() {}

//go:wasmexport patch
func patch(n uint32) uint32 {
	door.Collect()
	return door.Answer(n, patched)
}

// patched lets go of what it was given: up to 48 MB that no later call reads.
func patched(b []byte) ([]byte, error) {
	door.Forget()
	const head = 4
	if len(b) < head {
		return nil, pack.ErrDelta
	}
	length := uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
	if uint64(length) > uint64(len(b)-head) {
		return nil, pack.ErrDelta
	}
	return screen.Apply(b[head:head+int(length)], b[head+int(length):])
}
