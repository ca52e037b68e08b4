package wire

import "unicode/utf8"

// The flat form of texts that were seen, little endian, as JavaScript writes it:
//
//	0   u32  "CLS2", read as a number 0x32534C43
//	4   u32  0
//	8   u32  number of texts
//	12  for each text: u32 key, u32 owner, u32 length in bytes
//	..  all texts in UTF-8, one after the other
//
// They are many and long, and a browser writes UTF-8 in no time: as units, 16
// listings of 3 KB would take 0.2 ms longer, of 4.5 for the whole check.
const (
	seenMagic = 0x32534C43
	seenHead  = 12
	textHead  = 12

	// maxSeen bounds the texts of one call: as many as a comparison asks for,
	// or are added at once.
	maxSeen = 4096
)

// A Seen is a text that was seen, whose name is Key, published by Owner.
type Seen struct {
	Key, Owner uint32
	Text       string
}

// DecodeSeen reads the flat form. It keeps nothing of b.
func DecodeSeen(b []byte) ([]Seen, error) {
	if len(b) < seenHead || u32(b) != seenMagic || u32(b[4:]) != 0 {
		return nil, refuse("not texts that were seen")
	}
	n := u32(b[8:])
	if n > maxSeen || uint64(len(b)) < seenHead+uint64(n)*textHead {
		return nil, refuse("too many texts, or cut short")
	}
	heads, texts := b[seenHead:seenHead+n*textHead], b[seenHead+n*textHead:]
	out := make([]Seen, n)
	for i := range out {
		head := heads[i*textHead:]
		length := u32(head[8:])
		if length > utf8.UTFMax*MaxUnits || uint64(len(texts)) < uint64(length) {
			return nil, refuse("a text is too long, or cut short")
		}
		out[i] = Seen{u32(head), u32(head[4:]), string(texts[:length])}
		texts = texts[length:]
	}
	if len(texts) > 0 {
		return nil, refuse("text that belongs to nothing")
	}
	return out, nil
}

// Blocks reads blocks of bytes: their number, the length of each, then all of
// them. They lie in b.
func Blocks(b []byte) ([][]byte, error) {
	const word = 4
	if len(b) < word {
		return nil, refuse("blocks cut short")
	}
	n := u32(b)
	if uint64(len(b)) < word+uint64(n)*word {
		return nil, refuse("blocks cut short")
	}
	lengths, rest := b[word:], b[word+int(n)*word:]
	out := make([][]byte, n)
	for i := range out {
		length := u32(lengths[i*word:])
		if uint64(length) > uint64(len(rest)) {
			return nil, refuse("blocks cut short")
		}
		out[i], rest = rest[:length:length], rest[length:]
	}
	if len(rest) > 0 {
		return nil, refuse("bytes that belong to no block")
	}
	return out, nil
}
