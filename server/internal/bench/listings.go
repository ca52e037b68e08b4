package main

import (
	"bufio"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"clearlist/wasm/screen"
)

const (
	listingSize = 5000 // bytes of text in one listing
	maxListings = 120
)

// listings are real ones, each filled up with plain sentences to 5 KB, no two
// alike; without data they are sentences alone.
func listings(data string) ([]screen.Listing, error) {
	files, err := filepath.Glob(filepath.Join(data, "listings", "*.jsonl"))
	if err != nil {
		return nil, err
	}
	rng := rand.New(rand.NewPCG(1, 9))
	var all []screen.Listing
	for _, file := range files {
		if err := eachText(file, func(texts []string) { all = append(all, filled(texts, rng)) }); err != nil {
			return nil, err
		}
	}
	for len(all) < maxListings {
		all = append(all, filled([]string{"Travel Tumbler 40 oz with Handle and Straw"}, rng))
	}
	rng.Shuffle(len(all), func(i, k int) { all[i], all[k] = all[k], all[i] })
	return all[:maxListings], nil
}

// filled is a listing of a title, bullets, and a description of what room is left.
func filled(texts []string, rng *rand.Rand) screen.Listing {
	l := screen.Listing{
		Marketplace: "amazon.com", Category: "Home & Kitchen", Brand: "Zibo", OwnBrands: []string{"Zibo"},
		Title: texts[0], Bullets: texts[1:],
	}
	size := 0
	for _, text := range texts {
		size += len(text)
	}
	var rest strings.Builder
	for size+rest.Len() < listingSize {
		rest.WriteString(sentences[rng.IntN(len(sentences))] + " ")
	}
	l.Description = rest.String()
	return l
}

// eachText gives the texts of each JSON object in a file that has any.
func eachText(file string, each func(texts []string)) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	for decoder := json.NewDecoder(bufio.NewReader(f)); decoder.More(); {
		var members map[string]any
		if err := decoder.Decode(&members); err != nil {
			return err
		}
		var texts []string
		for _, name := range []string{"title", "text", "description", "bullets"} {
			if text, ok := members[name].(string); ok && strings.Contains(text, " ") && len(text) < listingSize {
				texts = append(texts, text)
			}
		}
		if len(texts) > 0 {
			each(texts)
		}
	}
	return nil
}

// writeListings writes listings as `clearlist check` reads them.
func writeListings(path string, ls []screen.Listing) error {
	var lines []string
	for _, l := range ls {
		b, err := json.Marshal(map[string]any{
			"marketplace": l.Marketplace, "category": l.Category, "own_brands": l.OwnBrands, "brand": l.Brand,
			"title": l.Title, "bullets": l.Bullets, "description": l.Description,
		})
		if err != nil {
			return err
		}
		lines = append(lines, string(b))
	}
	return writeLines(path, lines)
}
