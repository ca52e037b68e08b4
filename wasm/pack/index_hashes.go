package pack

import "slices"

// Hashes are a set of 64-bit hashes that is asked about words which are not
// all in it. Like a [Filter] it never denies a member, but it takes only one
// other in several thousand for one, at 2.5 bytes a member.
//
// Layout: u32 buckets (a power of two), u32 zero, buckets+1 u32 offsets rising
// from 0, then a u16 for each member, rising within its bucket. The bucket is
// the lowest bits of a hash, the u16 its highest.
type Hashes struct {
	offsets, tags []byte
	mask          uint32
}

// hashesPerBucket is how many members a bucket has on average, at most.
const hashesPerBucket = 8

// WriteHashes lays out a set.
func WriteHashes(keys []uint64) []byte {
	buckets := 1
	for buckets*hashesPerBucket < len(keys) {
		buckets *= 2
	}
	tags := make([][]uint16, buckets)
	for _, key := range keys {
		at := uint32(key) & uint32(buckets-1)
		tags[at] = append(tags[at], uint16(key>>48))
	}
	b := make([]byte, 8+4*(buckets+1))
	put32(b, 0, uint32(buckets))
	for i, bucket := range tags {
		slices.Sort(bucket)
		bucket = slices.Compact(bucket)
		put32(b, 8+4*(i+1), u32(b, 8+4*i)+uint32(len(bucket)))
		for _, tag := range bucket {
			b = append(b, byte(tag), byte(tag>>8))
		}
	}
	return b
}

// OpenHashes reads b in place.
func OpenHashes(b []byte) (Hashes, error) {
	if len(b) < 12 {
		return Hashes{}, broken("index hashes: too short")
	}
	buckets := u32(b, 0)
	if buckets == 0 || buckets&(buckets-1) != 0 || u32(b, 4) != 0 || uint64(len(b)) < 8+4*(uint64(buckets)+1) {
		return Hashes{}, broken("index hashes: a wrong header")
	}
	end := 8 + 4*(int(buckets)+1)
	h := Hashes{b[8:end], b[end:], buckets - 1}
	last := uint32(0)
	for at := 0; at < len(h.offsets); at += 4 {
		offset := u32(h.offsets, at)
		if offset < last || at == 0 && offset != 0 {
			return Hashes{}, broken("index hashes: offsets do not rise from 0")
		}
		last = offset
	}
	if uint64(last)*2 != uint64(len(h.tags)) {
		return Hashes{}, broken("index hashes: offsets do not reach the end")
	}
	return h, nil
}

// Has tells whether the hash may be in the set.
func (h Hashes) Has(key uint64) bool {
	bucket, tag := int(uint32(key)&h.mask)*4, uint16(key>>48)
	for i := u32(h.offsets, bucket); i < u32(h.offsets, bucket+4); i++ {
		if uint16(h.tags[2*i])|uint16(h.tags[2*i+1])<<8 == tag {
			return true
		}
	}
	return false
}
