package reuse

// Winnowing (Schleimer, Wilkerson and Aiken, SIGMOD 2003) keeps the smallest
// hash of each window of neighbouring grams. Two texts that share a whole
// window keep the same hash of it, whatever stands around.
const (
	// gramWeight is what a gram weighs at least: 4 words, or 7 characters.
	gramWeight = 7
	// windowWeight is less than what the grams that start in a window weigh
	// before its last: 5 words or 10 characters. A window then reaches over
	// 5+4-1 = 8 words, or 10+7-1 = 16 characters, which is the guarantee.
	windowWeight = 10
)

// A gram is a run of tokens that weighs enough.
type gram struct {
	start, end int // tokens
	hash       uint64
}

// grams lists the grams of at least the weight given, in order. Where one
// starts says where it ends, so that equal runs of tokens have equal grams.
func grams(words []token, weight int) []gram {
	out := make([]gram, 0, len(words))
	end, sum := 0, 0
	for i := range words {
		for ; end < len(words) && sum < weight; end++ {
			sum += int(words[end].weight)
		}
		if sum < weight {
			break
		}
		h := uint64(end - i)
		for _, w := range words[i:end] {
			h = (h ^ uint64(w.stem)) * 0x9E3779B97F4A7C15
			h ^= h >> 29
		}
		h *= 0xD6E8FEB86659FD93
		out = append(out, gram{i, end, h ^ h>>32})
		sum -= int(words[i].weight)
	}
	return out
}

// winnow returns the grams to remember: of each window the smallest, and of
// equal ones the last, as it stays the smallest for longest. A text shorter
// than a window keeps its smallest gram.
func winnow(words []token, all []gram) []gram {
	var out []gram
	last := -1
	keep := func(from, to int) {
		least := from
		for i := from + 1; i < to; i++ {
			if all[i].hash <= all[least].hash {
				least = i
			}
		}
		if least != last {
			last = least
			out = append(out, all[least])
		}
	}
	end, sum := 0, 0
	for i := range all {
		for ; end < len(all) && sum < windowWeight; end++ {
			sum += int(words[all[end].start].weight)
		}
		if sum < windowWeight { // the text ends inside the window
			if i == 0 {
				keep(0, len(all))
			}
			break
		}
		keep(i, end)
		sum -= int(words[all[i].start].weight)
	}
	return out
}
