package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf16"

	"clearlist/wasm/screen"
	"clearlist/wasm/wire"
)

// maxTexts bounds bullets and own brands, as in the browser: no marketplace
// takes more than a dozen of one, no seller has a thousand of the other.
const maxTexts = 2048

// decodeListing reads one listing. Members have exactly the names of the
// contract; others are ignored, and null is as good as absent. (encoding/json
// would take "TITLE" for "title" if it filled a struct.)
func decodeListing(line []byte) (l screen.Listing, err error) {
	line = bytes.TrimPrefix(line, []byte("\ufeff")) // some editors begin a file so
	if len(bytes.TrimSpace(line)) == 0 {
		return l, errors.New("the line is empty")
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(line, &members); err != nil {
		if errors.As(err, new(*json.UnmarshalTypeError)) {
			return l, fmt.Errorf("want an object, found %s", kindOf(bytes.TrimSpace(line)))
		}
		return l, fmt.Errorf("not JSON: %w", err)
	}
	if members == nil {
		return l, errors.New("want an object, found null")
	}
	if title, ok := members["title"]; !ok || isNull(title) {
		return l, errors.New("title is missing")
	}
	for _, m := range []struct {
		name string
		text *string
		list *[]string
	}{
		{"id", &l.ID, nil},
		{"marketplace", &l.Marketplace, nil},
		{"category", &l.Category, nil},
		{"own_brands", nil, &l.OwnBrands},
		{"brand", &l.Brand, nil},
		{"title", &l.Title, nil},
		{"highlights", &l.Highlights, nil},
		{"bullets", nil, &l.Bullets},
		{"description", &l.Description, nil},
		{"search_terms", &l.SearchTerms, nil},
	} {
		value, ok := members[m.name]
		switch {
		case !ok || isNull(value):
		case m.text != nil:
			err = decodeText(m.name, value, m.text)
		default:
			err = decodeTexts(m.name, value, m.list)
		}
		if err != nil {
			return screen.Listing{}, err
		}
	}
	return l, nil
}

func decodeText(name string, value json.RawMessage, into *string) error {
	if value[0] != '"' {
		return fmt.Errorf("%s: want a string, found %s", name, kindOf(value))
	}
	if err := json.Unmarshal(value, into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if tooLong(*into) {
		return fmt.Errorf("%s: over %d UTF-16 units", name, wire.MaxUnits)
	}
	return nil
}

func decodeTexts(name string, value json.RawMessage, into *[]string) error {
	var items []json.RawMessage
	if value[0] != '[' {
		return fmt.Errorf("%s: want an array of strings, found %s", name, kindOf(value))
	}
	if err := json.Unmarshal(value, &items); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if len(items) > maxTexts {
		return fmt.Errorf("%s: over %d strings", name, maxTexts)
	}
	*into = make([]string, len(items))
	for i, item := range items {
		if err := decodeText(fmt.Sprintf("%s[%d]", name, i), item, &(*into)[i]); err != nil {
			return err
		}
	}
	return nil
}

// tooLong counts only where the bytes leave a doubt.
func tooLong(text string) bool {
	if len(text) <= wire.MaxUnits {
		return false
	}
	units := 0
	for _, r := range text {
		units += utf16.RuneLen(r)
	}
	return units > wire.MaxUnits
}

func isNull(value json.RawMessage) bool { return string(value) == "null" }

// kindOf names what a JSON value is by its first byte.
func kindOf(value []byte) string {
	switch value[0] {
	case '{':
		return "an object"
	case '[':
		return "an array"
	case '"':
		return "a string"
	case 't', 'f':
		return "true or false"
	case 'n':
		return "null"
	}
	return "a number"
}

// appendJSON appends a string as JSON, as wire does: only quote, backslash and
// controls are escaped.
func appendJSON(dst []byte, text string) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(text); err != nil {
		panic(err) // a string
	}
	return append(dst, bytes.TrimSuffix(b.Bytes(), []byte("\n"))...)
}
