package pack_test

import (
	"testing"

	"clearlist/wasm/pack"
)

// Vectors of the reference implementation (cespare/xxhash tests hold them too).
func TestSumIsXXH64(t *testing.T) {
	for in, want := range map[string]uint64{
		"":     0xef46db3751d8e999,
		"a":    0xd24ec4f1a98c6e5b,
		"as":   0x1c330fb2d66be179,
		"asd":  0x631c37ce72a97393,
		"asdf": 0x415872f599cea71e,
		"Call me Ishmael. Some years ago--never mind how long precisely-": 0x02a2e85470d6fd96,
	} {
		if got := pack.Sum([]byte(in)); got != want {
			t.Errorf("%q: %#x, want %#x", in, got, want)
		}
	}
}
