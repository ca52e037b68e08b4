package match

import "clearlist/wasm/pack"

// shapes are the words of an index by first letter, then length, then order:
// what is near a word starts with its letter, and is about as long.
type shapes struct {
	starts  [27*(pack.LongestWord+1) + 1]uint32 // of each run; words of no letter come last
	words   []uint32
	letters []uint32 // of each of words
}

func shapesOf(words *pack.Words) *shapes {
	s := &shapes{words: make([]uint32, words.Len()), letters: make([]uint32, words.Len())}
	for i := range s.words {
		s.starts[shapeOf(words.At(i))+1]++
	}
	for k := range len(s.starts) - 1 {
		s.starts[k+1] += s.starts[k]
	}
	next := s.starts
	for i := range s.words {
		w := words.At(i)
		at := next[shapeOf(w)]
		next[shapeOf(w)]++
		s.words[at], s.letters[at] = uint32(i), lettersOf(w)
	}
	return s
}

func shapeOf(w string) int {
	first := min(26, int(w[0]-'a'))
	return first*(pack.LongestWord+1) + len(w)
}

// run is where the words of a first letter and a length are.
func (s *shapes) run(first byte, length int) (from, end int) {
	k := int(first-'a')*(pack.LongestWord+1) + length
	return int(s.starts[k]), int(s.starts[k+1])
}
