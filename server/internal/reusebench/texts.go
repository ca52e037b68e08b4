//go:build linux

package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// vocabulary is as large as that of a marketplace's category, and exponent
// makes its words as unequally common as a language's (Zipf).
const (
	vocabulary = 60_000
	exponent   = 1.15
	// trades are groups of listings that have lines in common, as sellers of
	// one kind of goods do.
	trades     = 500
	tradeLines = 12
)

// listing is the text of number i: the same whenever it is asked for.
func listing(i, size int) string {
	rng := rand.New(rand.NewPCG(uint64(i), 3))
	zipf := rand.NewZipf(rng, exponent, 12, vocabulary-1)
	var b strings.Builder
	fmt.Fprintf(&b, "Brand%d ", i)
	for b.Len() < size {
		if rng.IntN(12) == 0 {
			b.WriteString(tradeLine(i%trades, rng.IntN(tradeLines)))
			continue
		}
		sentence(&b, zipf, 8+rng.IntN(14))
	}
	return b.String()[:size]
}

func tradeLine(trade, line int) string {
	rng := rand.New(rand.NewPCG(uint64(trade), uint64(1000+line)))
	var b strings.Builder
	sentence(&b, rand.NewZipf(rng, exponent, 12, vocabulary-1), 6+rng.IntN(8))
	return b.String()
}

func sentence(b *strings.Builder, zipf *rand.Zipf, words int) {
	for i := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(word(zipf.Uint64()))
	}
	b.WriteString(". ")
}

// word is the n-th most common word: short when common, 4.9 letters on average
// as they are used.
func word(n uint64) string {
	const consonants, vowels = "tnshrdlmcwfgybpkvjxz", "eaoiu"
	length := 2
	for reach := uint64(8); reach <= n; reach *= 5 {
		length++
	}
	length = min(length+int(n%4), 12)
	rng := n*0x9E3779B97F4A7C15 + 1
	letters := make([]byte, 0, length+2)
	for i := range length {
		rng ^= rng >> 29
		rng *= 0xBF58476D1CE4E5B9
		if i%2 == 0 {
			letters = append(letters, consonants[rng>>40%uint64(len(consonants))])
		} else {
			letters = append(letters, vowels[rng>>40%uint64(len(vowels))])
		}
	}
	return string(letters)
}

// query is a text of its own with a paragraph of one of n listings in it, of
// which every tenth word is another.
func query(q, n int) (text string, copied int) {
	copied = (q*7919 + n/2) % n
	rng := rand.New(rand.NewPCG(uint64(q), 5))
	words := strings.Fields(listing(copied, listingSize)[800:1500])
	for i := range words {
		if i%10 == 9 {
			words[i] = word(uint64(rng.IntN(vocabulary)))
		}
	}
	paragraph := strings.Join(words[1:len(words)-1], " ")
	own := listing(n+1_000_000+q, textSize-len(paragraph))
	middle := strings.Index(own[len(own)/2:], ". ") + len(own)/2 + 2
	return own[:middle] + paragraph + ". " + own[middle:], copied
}
