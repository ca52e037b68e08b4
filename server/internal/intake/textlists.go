package intake

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"clearlist/wasm/list"
)

// maxList bounds a list source, which is read whole: ten times the longest.
const maxList = 16 << 20

// textLists are this project's own list sources. Each trademark right of a term
// is a mark; the register is named after the list.
var textLists = Format{
	Source: "text", serial: "",
	begin: func(text io.Reader, asOf list.Date) (splitter, readRecord, error) {
		source, err := io.ReadAll(io.LimitReader(text, maxList+1))
		if err != nil {
			return nil, nil, err
		}
		if len(source) > maxList {
			return nil, nil, fmt.Errorf("a list source of over %d MB", maxList>>20)
		}
		set, err := list.Read([]list.Source{{Name: "list", Text: string(source)}})
		if err != nil {
			return nil, nil, err
		}
		name := listName(source)
		if len(set.Files) > 0 {
			asOf = set.Files[0].AsOf
		}
		read := func(to []list.Mark, _ *tree, r raw) ([]list.Mark, error) {
			return append(to, termMarks(&set.Terms[r.index], name, asOf)...), nil
		}
		return &termSplitter{terms: set.Terms, source: source}, read, nil
	},
}

// listName is the list that a source says it belongs to.
func listName(start []byte) string {
	for line := range bytes.Lines(start[:min(len(start), 4096)]) {
		key, value, _ := strings.Cut(strings.TrimSpace(string(line)), ": ")
		switch {
		case key == "list" || key == "release":
			return value
		case key != "" && !strings.HasPrefix(key, "#"):
			return ""
		}
	}
	return ""
}

// A termSplitter hands out the terms of a source by their lines.
type termSplitter struct {
	terms     []list.Term
	source    []byte
	at, line  int
	following int
}

func (s *termSplitter) next() (raw, error) {
	if s.following == len(s.terms) {
		return raw{}, io.EOF
	}
	term := &s.terms[s.following]
	for s.line < term.At.Line-1 {
		end := bytes.IndexByte(s.source[s.at:], '\n')
		if end < 0 {
			return raw{}, errors.New("a term behind the end of its source")
		}
		s.at, s.line = s.at+end+1, s.line+1
	}
	s.following++
	return raw{text: []byte(term.Text), index: s.following - 1, at: int64(s.at)}, nil
}

// termMarks are the trademark rights of a term.
func termMarks(term *list.Term, name string, asOf list.Date) []list.Mark {
	var marks []list.Mark
	for _, r := range term.Rights {
		if r.Kind != list.Trademark {
			continue
		}
		m := list.Mark{
			Office: name, Number: strings.ToLower(term.Text) + " in " + r.In.String(), Registration: r.Number, Words: term.Text,
			Kind: list.WordMark, Status: r.Status, StatusCode: r.Status.String(), Owner: r.Owner, In: r.In, Classes: r.Classes,
			Registered: r.From, Expires: r.Until, AsOf: asOf,
		}
		marks = append(marks, m)
	}
	return marks
}
