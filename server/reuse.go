package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"strconv"
	"unicode/utf8"

	"clearlist/wasm/reuse"
	"clearlist/wasm/screen"
	"clearlist/wasm/wire"
)

// maxCompared is how many texts of a corpus one text is compared with, once
// the index has said which share most with it.
const maxCompared = 256

type reuseCmd struct {
	Corpus string `required:"" placeholder:"FILE" help:"File of texts that were seen, one JSON object a line: {\"id\",\"text\"}; or the pack of a published corpus; or the name of one that clearlist update brought, like corpus:shop."`
	State  state  `default:".clearlist" placeholder:"DIR" help:"State directory that clearlist update keeps a corpus in (${default})."`
	File   string `arg:"" optional:"" default:"-" help:"File of texts to check, of the same form; - is standard input."`
}

// Help is what kong prints below the flags.
func (*reuseCmd) Help() string {
	return "Tells of each text which passages stand in the corpus: {\"id\",\"copied\",\"sources\"}, " +
		"best source first, offsets in UTF-16 code units. Copied is a share from 0 to 1; 0.1 is worth a look. " +
		"A published corpus holds fingerprints and no texts: its passages are of kind traced, without a place in the source."
}

func (c *reuseCmd) Run(std streams) error {
	corpus, err := openAnyCorpus(c.Corpus, c.State)
	if err != nil {
		return unusable(err)
	}
	in, err := std.input(c.File)
	if err != nil {
		return unusable(err)
	}
	defer in.Close()
	return answerLines(in, std.out, corpus.answer)
}

// A seenCorpus is the texts that may have been copied from, and their index.
// The key of a text is its place.
type seenCorpus struct {
	ids     []string
	sources []reuse.Source
	corpus  *reuse.Corpus
}

// openCorpus reads a corpus. One bad line makes it unusable: a text left out
// unnoticed would be a text not checked.
func openCorpus(path string) (*seenCorpus, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	c := &seenCorpus{}
	var bad error
	err = readLines(f, func(number int, line []byte, err error) bool {
		id, text := "", ""
		if err == nil {
			id, text, err = decodeSeen(line)
		}
		if err != nil {
			bad = fmt.Errorf("%s:%d: %w", path, number, err)
			return false
		}
		c.ids = append(c.ids, id)
		c.sources = append(c.sources, reuse.Source{Key: uint32(len(c.sources)), Text: text})
		return true
	})
	if err == nil {
		err = bad
	}
	if err == nil && len(c.sources) == 0 {
		err = fmt.Errorf("%s: no texts there", path)
	}
	if err != nil {
		return nil, err
	}
	built, err := reuse.Build(c.sources)
	if err != nil {
		return nil, err
	}
	index, err := reuse.Open(built)
	if err != nil {
		return nil, err
	}
	c.corpus = reuse.NewCorpus(index)
	return c, nil
}

// decodeSeen reads {"id","text"}.
func decodeSeen(line []byte) (id, text string, err error) {
	line = bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\ufeff")))
	if len(line) == 0 {
		return "", "", errors.New("the line is empty")
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(line, &members); err != nil {
		if errors.As(err, new(*json.UnmarshalTypeError)) {
			return "", "", fmt.Errorf("want an object, found %s", kindOf(line))
		}
		return "", "", fmt.Errorf("not JSON: %w", err)
	}
	if value, ok := members["text"]; !ok || isNull(value) {
		return "", "", errors.New("text is missing")
	} else if err := decodeText("text", value, &text); err != nil {
		return "", "", err
	}
	if value, ok := members["id"]; ok && !isNull(value) {
		err = decodeText("id", value, &id)
	}
	return id, text, err
}

func (c *seenCorpus) compare(text string) (reuse.Verdict, error) {
	query, err := c.corpus.Ask(text, maxCompared)
	if err != nil {
		return reuse.Verdict{}, err
	}
	var sources []reuse.Source
	for _, key := range query.Keys() {
		sources = append(sources, c.sources[key])
	}
	return query.Compare(sources), nil
}

// answer writes what is copied of one line's text.
func (c *seenCorpus) answer(line []byte) ([]byte, error) {
	id, text, err := decodeSeen(line)
	if err != nil {
		return nil, err
	}
	verdict, err := c.compare(text)
	if err != nil {
		return nil, err
	}
	return appendAnswer(nil, id, text, &verdict, func(key uint32) (string, string) { return c.ids[key], c.sources[key].Text }), nil
}

// appendAnswer writes a verdict; source gives the id of a source and its text,
// if that is at hand.
func appendAnswer(dst []byte, id, text string, verdict *reuse.Verdict, source func(key uint32) (id, text string)) []byte {
	units := unitsOf(text)
	dst = append(appendJSON(append(dst, `{"id":`...), id), `,"copied":`...)
	dst = append(appendShare(dst, verdict.Copied), `,"sources":[`...)
	for i, m := range verdict.Matches {
		if i > 0 {
			dst = append(dst, ',')
		}
		id, text := source(m.Key)
		dst = append(appendJSON(append(dst, `{"id":`...), id), `,"copied":`...)
		dst = append(appendShare(dst, m.Copied), `,"passages":[`...)
		sourceUnits := unitsOf(text)
		for k, p := range m.Passages {
			if k > 0 {
				dst = append(dst, ',')
			}
			dst = fmt.Appendf(dst, `{"start":%d,"end":%d,"source_start":%d,"source_end":%d,"kind":"%s"}`,
				units[p.Start], units[p.End], sourceUnits[p.SourceStart], sourceUnits[p.SourceEnd], p.Kind)
		}
		dst = append(dst, "]}"...)
	}
	return append(dst, "]}"...)
}

// appendShare writes a share with four digits: one word of 10,000.
func appendShare(dst []byte, share float64) []byte {
	return strconv.AppendFloat(dst, math.Round(share*1e4)/1e4, 'f', -1, 64)
}

// unitsOf tells how many UTF-16 code units stand before each byte.
func unitsOf(text string) []uint32 {
	out := make([]uint32, len(text)+1)
	n := uint32(0)
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		for k := range size {
			out[i+k] = n
		}
		i += size
		n++
		if r > math.MaxUint16 {
			n++ // a surrogate pair
		}
	}
	out[len(text)] = n
	return out
}

// copied are the passages of a listing's fields, each once: those of the best
// source, then what others have besides.
func (c *seenCorpus) copied(l *screen.Listing) ([]wire.Copied, error) {
	fields, texts := wire.CopyFields(l)
	verdict, err := c.compare(reuse.Join(texts))
	if err != nil {
		return nil, err
	}
	var out []wire.Copied
	for _, p := range verdict.Parts(texts) {
		source := c.sources[p.Key].Text
		out = append(out, wire.Copied{
			Field: fields[p.Field].Field, Index: fields[p.Field].Index, Start: p.Start, End: p.End,
			Severity: p.Severity, Kind: p.Kind.String(), Owners: p.Owners, Source: c.ids[p.Key],
			SourceStart: wire.Units(source, p.SourceStart), SourceEnd: wire.Units(source, p.SourceEnd),
		})
	}
	return out, nil
}
