package main

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"

	"clearlist/wasm/screen"
)

const (
	listingSize = 5000 // bytes of text in one listing
	maxListings = 120
	bullets     = 5
)

// listings are made of the texts of real ones, 5 KB each, no text twice; of
// our own sentences without them.
func listings(data string) ([]screen.Listing, error) {
	files, err := filepath.Glob(filepath.Join(data, "listings", "*.jsonl"))
	if err != nil {
		return nil, err
	}
	var all []string
	for _, file := range files {
		if err := eachText(file, func(text string) { all = append(all, text) }); err != nil {
			return nil, err
		}
	}
	if len(all) == 0 {
		for n := range maxListings * 20 {
			all = append(all, ownSentences[n%len(ownSentences)])
		}
	}
	var ls []screen.Listing
	for len(all) > 8 && len(ls) < maxListings {
		l := screen.Listing{Marketplace: "amazon.com", Category: "Home & Kitchen", Brand: "Zibo", OwnBrands: []string{"Zibo"}, Title: all[0]}
		all = all[1:]
		size := len(l.Title)
		for len(l.Bullets) < bullets && len(all) > 0 {
			l.Bullets = append(l.Bullets, all[0])
			size += len(all[0])
			all = all[1:]
		}
		var rest strings.Builder
		for size+rest.Len() < listingSize && len(all) > 0 {
			rest.WriteString(all[0] + ". ")
			all = all[1:]
		}
		l.Description = rest.String()
		ls = append(ls, l)
	}
	return ls, nil
}

var ownSentences = []string{
	"Our stainless steel tumbler keeps drinks cold for 24 hours; the leakproof lid fits car cup holders and keeps your hands dry.",
	"Compatible with iPhone 15, it stands on any desk. Hook and loop straps (2 pieces) hold it.",
	"Adjustable hook straps for cables and garden hoses, easy to clean, made for everyday use at home.",
}

// eachText gives every text of more than a word in a file of JSON objects.
func eachText(file string, each func(text string)) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewReader(f)
	for decoder := json.NewDecoder(lines); decoder.More(); {
		var members map[string]any
		if err := decoder.Decode(&members); err != nil {
			return err
		}
		for _, name := range []string{"title", "text", "description", "bullets"} {
			if text, ok := members[name].(string); ok && strings.Contains(text, " ") && len(text) < listingSize {
				each(text)
			}
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
