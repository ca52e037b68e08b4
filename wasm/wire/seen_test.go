package wire_test

import (
	"errors"
	"slices"
	"testing"

	"clearlist/wasm/wire"
)

// encodeSeen writes the flat form as the browser does.
func encodeSeen(texts ...wire.Seen) []byte {
	words := []uint32{0x32534C43, 0, uint32(len(texts))}
	for _, s := range texts {
		words = append(words, s.Key, s.Owner, uint32(len(s.Text)))
	}
	var b []byte
	for _, w := range words {
		b = append(b, byte(w), byte(w>>8), byte(w>>16), byte(w>>24))
	}
	for _, s := range texts {
		b = append(b, s.Text...)
	}
	return b
}

func TestDecodeSeen(t *testing.T) {
	want := []wire.Seen{{Key: 7, Owner: 9, Text: "caf\u00e9 \u70ed"}, {Key: 8}}
	got, err := wire.DecodeSeen(encodeSeen(want...))
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, %v", got, err)
	}
}

func TestSeenCutShortIsRefused(t *testing.T) {
	good := encodeSeen(wire.Seen{Key: 7, Text: "cup"})
	for i := range good {
		if _, err := wire.DecodeSeen(good[:i]); !errors.Is(err, wire.ErrListing) {
			t.Errorf("cut to %d: %v", i, err)
		}
	}
	if _, err := wire.DecodeSeen(append(good, 0)); !errors.Is(err, wire.ErrListing) {
		t.Errorf("a byte more: %v", err)
	}
}

func TestBlocks(t *testing.T) {
	good := []byte{2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 'a', 'b', 'c'}
	got, err := wire.Blocks(good)
	if err != nil || len(got) != 2 || string(got[0]) != "a" || string(got[1]) != "bc" {
		t.Errorf("%q, %v", got, err)
	}
	for i := range good {
		if _, err := wire.Blocks(good[:i]); err == nil {
			t.Errorf("cut to %d", i)
		}
	}
	if _, err := wire.Blocks([]byte{255, 255, 255, 255}); err == nil {
		t.Error("four thousand million blocks of nothing")
	}
}

func FuzzDecodeSeen(f *testing.F) {
	f.Add(encodeSeen(wire.Seen{Key: 1, Owner: 2, Text: "cup"}))
	f.Fuzz(func(t *testing.T, b []byte) {
		if seen, err := wire.DecodeSeen(b); err == nil && len(seen) > len(b)/12 {
			t.Error("more texts than there is room for")
		}
		if blocks, err := wire.Blocks(b); err == nil && len(blocks) > len(b)/4 {
			t.Error("more blocks than there is room for")
		}
	})
}
