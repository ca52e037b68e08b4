package pack

import "math/bits"

// The primes of XXH64, from its specification by Yann Collet
// (github.com/Cyan4973/xxHash, doc/xxhash_spec.md).
const (
	prime1 = 0x9E3779B185EBCA87
	prime2 = 0xC2B2AE3D27D4EB4F
	prime3 = 0x165667B19E3779F9
	prime4 = 0x85EBCA77C2B2AE63
	prime5 = 0x27D4EB2F165667C5
)

// Sum is XXH64 with seed 0, of a pack and of other formats: it finds damage, not forgery (signatures do).
// A cryptographic hash would add a quarter to the browser build.
func Sum(b []byte) uint64 {
	length := uint64(len(b))
	h := uint64(prime5)
	if len(b) >= 32 {
		lane := [4]uint64{prime1, prime2, 0, 0}
		lane[0] += prime2 // these two wrap, which constants must not
		lane[3] -= prime1
		for len(b) >= 32 {
			piece := b[:min(len(b)&^31, sumPiece)]
			stripes(&lane, piece)
			b = b[len(piece):]
		}
		h = bits.RotateLeft64(lane[0], 1) + bits.RotateLeft64(lane[1], 7) +
			bits.RotateLeft64(lane[2], 12) + bits.RotateLeft64(lane[3], 18)
		for _, v := range lane {
			h = (h^round(0, v))*prime1 + prime4
		}
	}
	h += length
	for ; len(b) >= 8; b = b[8:] {
		h = bits.RotateLeft64(h^round(0, u64(b, 0)), 27)*prime1 + prime4
	}
	if len(b) >= 4 {
		h = bits.RotateLeft64(h^uint64(u32(b, 0))*prime1, 23)*prime2 + prime3
		b = b[4:]
	}
	for _, c := range b {
		h = bits.RotateLeft64(h^uint64(c)*prime5, 11) * prime1
	}
	h = (h ^ h>>33) * prime2
	h = (h ^ h>>29) * prime3
	return h ^ h>>32
}

// sumPiece is how many bytes are mixed in one call. A browser compiles a function
// that is called often once more and better, but never one that is running: in
// one call, 48 MB take as long as the first of a thousand.
const sumPiece = 32 << 10

// stripes mixes stripes of 32 bytes.
func stripes(lane *[4]uint64, b []byte) {
	v0, v1, v2, v3 := lane[0], lane[1], lane[2], lane[3]
	for ; len(b) >= 32; b = b[32:] {
		v0 = round(v0, u64(b, 0))
		v1 = round(v1, u64(b, 8))
		v2 = round(v2, u64(b, 16))
		v3 = round(v3, u64(b, 24))
	}
	*lane = [4]uint64{v0, v1, v2, v3}
}

func round(lane, input uint64) uint64 {
	return bits.RotateLeft64(lane+input*prime2, 31) * prime1
}
