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
	return answerLines(in, std.out, func(line []byte) ([]byte, error) { return answerText(corpus, line) })
}

// A seenCorpus is the texts that may have been copied from, and their index.
// The key of a text is its place.
type seenCorpus struct {
	ids     []string
	sources []reuse.Source
	corpus  *reuse.Corpus
}

// A seenLine is where a text of a corpus stands: its line, and its place.
type seenLine struct{ number, place int }

// openCorpus reads a corpus. One bad line makes it unusable: a text left out
// unnoticed would be a text not checked, and of two texts of one id nobody could
// tell which a passage is in. Empty lines, and lines that say the same twice, do
// no harm.
func openCorpus(path string) (*seenCorpus, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	c := &seenCorpus{}
	lines := map[string]seenLine{}
	var bad error
	err = readLines(f, func(number int, line []byte, err error) bool {
		if err == nil && isBlank(line) {
			return true
		}
		id, text := "", ""
		if err == nil {
			id, text, _, err = decodeSeen(line)
		}
		before, again := lines[id]
		again = again && id != ""
		if again && err == nil && c.sources[before.place].Text == text {
			return true
		}
		if again && err == nil {
			err = fmt.Errorf("id %q is that of line %d, whose text is another", id, before.number)
		}
		if err != nil {
			bad = fmt.Errorf("%s:%d: %w", path, number, err)
			return false
		}
		lines[id] = seenLine{number, len(c.ids)}
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

// decodeSeen reads {"id","text"}, and gives the other members as they are.
func decodeSeen(line []byte) (id, text string, members map[string]json.RawMessage, err error) {
	line = bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\ufeff")))
	if len(line) == 0 {
		return "", "", nil, errors.New("the line is empty")
	}
	if err := json.Unmarshal(line, &members); err != nil {
		if errors.As(err, new(*json.UnmarshalTypeError)) {
			return "", "", nil, fmt.Errorf("want an object, found %s", kindOf(line))
		}
		return "", "", nil, fmt.Errorf("not JSON: %w", err)
	}
	if value, ok := members["text"]; !ok || isNull(value) {
		return "", "", nil, errors.New("text is missing")
	}
	if err = decodeMember(members, "text", &text); err == nil {
		err = decodeMember(members, "id", &id)
	}
	return id, text, members, err
}

// isBlank tells whether a line has nothing to read.
func isBlank(line []byte) bool {
	return len(bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\ufeff")))) == 0
}

// decodeMember leaves to what is not there.
func decodeMember(members map[string]json.RawMessage, name string, to *string) error {
	if value, ok := members[name]; ok && !isNull(value) {
		return decodeText(name, value, to)
	}
	return nil
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

func (c *seenCorpus) source(key uint32) seenSource {
	return seenSource{id: c.ids[key], text: c.sources[key].Text}
}

// appendAnswer writes a verdict.
func appendAnswer(dst []byte, id, text string, verdict *reuse.Verdict, source func(key uint32) seenSource) []byte {
	units := unitsOf(text)
	dst = append(appendJSON(append(dst, `{"id":`...), id), `,"copied":`...)
	dst = append(appendShare(dst, verdict.Copied), `,"sources":[`...)
	for i, m := range verdict.Matches {
		if i > 0 {
			dst = append(dst, ',')
		}
		from := source(m.Key)
		dst = append(appendJSON(append(dst, `{"id":`...), from.id), `,"copied":`...)
		dst = append(appendShare(dst, m.Copied), `,"passages":[`...)
		sourceUnits := unitsOf(from.text)
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
