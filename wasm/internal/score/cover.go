package score

import "slices"

// A cover is the bytes of a text that something lies on.
type cover []uint64

// cleared makes room for a text.
func (c cover) cleared(bytes int) cover {
	c = slices.Grow(c[:0], bytes/64+1)[:bytes/64+1]
	clear(c)
	return c
}

func (c cover) add(start, end int) {
	for i := start; i < end; i++ {
		c[i/64] |= 1 << (i % 64)
	}
}

// touches tells whether something lies on one of the bytes.
func (c cover) touches(start, end int) bool {
	for i := start; i < end; i++ {
		if c[i/64]&(1<<(i%64)) != 0 {
			return true
		}
	}
	return false
}
