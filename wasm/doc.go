// Package main is the screening core as a WebAssembly module: what a browser
// extension needs of packages pack, screen, reuse and wire, as exported functions
// over linear memory. Only it, package patcher and package door, which says how
// both are called, know that they are WebAssembly.
//
//	GOOS=wasip1 GOARCH=wasm go build -buildmode=c-shared -trimpath -ldflags='-s -w' -o core.plain.wasm ./wasm
//	go run ./extension/bundle/snapshot --in core.plain.wasm --out core.wasm
//
// # Calls
//
// Numbers are unsigned 32-bit.
//
//	_initialize()       starts Go's runtime: once, first; the snapshot has it done
//	open(n) code        the input is a pack: it takes the place of the pack of its name
//	reopen(n) code      the same for a pack that open once took: it is not looked through again
//	check(n) code       the input is a listing, as package wire describes it
//	mark_key(n) code    the input is words; the result is the key that registers keep them under
//	seen_...(n) code    copy detection: seen.go
//
// Code 0 is success: the result is empty after open, a verdict in JSON after
// check. Any other code is a refusal and the result says why, in English: 1 the
// input is not usable, 2 the core itself is at fault. After a refusal everything
// is as it was before: a bad pack leaves the good one in place. A trap, and only
// a trap, leaves the instance unusable.
//
// Memory may grow in any call, so views of it do not outlive one. The host must
// never grow it: Go takes itself for the only owner.
package main

// main never runs in a browser: a module of exports has no start.
func main() {
	println("the screening core is a library: build it with GOOS=wasip1 GOARCH=wasm -buildmode=c-shared")
}
