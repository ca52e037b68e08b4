package list

import (
	"errors"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Source is one text to read: its name, for errors and for the .words
// suffix, and all of its text.
type Source struct {
	Name string
	Text string
}

// A LineError tells an editor which place of a list source to mend.
type LineError struct {
	Position
	Err error
}

func (e *LineError) Error() string {
	if e.Line == 0 { // about the whole release, or a set not read from text
		return e.Err.Error()
	}
	return e.Position.String() + ": " + e.Err.Error()
}

func (e *LineError) Unwrap() error { return e.Err }

// String is the form editors can jump to: "marks.list:12:3".
func (p Position) String() string {
	return p.Source + ":" + strconv.Itoa(p.Line) + ":" + strconv.Itoa(p.Column)
}

const (
	// maxSource bounds one text: some 50 times the lists as they are.
	maxSource = 64 << 20
	// maxLine, in characters, keeps a diff of the lists readable.
	maxLine = 1000
	// maxErrors of one source are told; more say nothing new.
	maxErrors = 50
)

// Read reads the sources of one release. The error joins a *[LineError] for
// each mistake, at most one a line and 50 a source; the set is nil then.
func Read(sources []Source) (*Set, error) {
	r := reader{set: &Set{}, goods: map[string]int{}, phrases: map[string]Use{}, common: map[string]bool{}}
	var all []error
	for _, source := range sources {
		r.errs, r.header, r.block = nil, Header{}, block{}
		r.at = Position{Source: source.Name, Line: 1, Column: 1}
		r.read(source)
		all = append(all, r.errs...)
	}
	if len(all) > 0 {
		return nil, errors.Join(all...)
	}
	return r.set, nil
}

// A reader holds what has been read so far and the block that is open.
type reader struct {
	set     *Set
	goods   map[string]int // folded word -> index into set.Goods
	phrases map[string]Use // folded
	common  map[string]bool

	// Of the source being read.
	at     Position // the line, and the column of the value or word in hand
	errs   []error
	header Header
	block  block
}

func (r *reader) read(source Source) {
	if len(source.Text) > maxSource {
		r.fail(1, "the source is over "+strconv.Itoa(maxSource>>20)+" MiB")
		return
	}
	words := strings.HasSuffix(source.Name, ".words")
	inFile := map[string]bool{}
	text, ended := strings.CutSuffix(source.Text, "\n")
	r.at.Line = 0
	width := 0
	for line := range strings.SplitSeq(text, "\n") {
		if len(r.errs) >= maxErrors {
			r.at.Line++
			r.fail(1, "too many mistakes; the source is not read from here on")
			return
		}
		r.at.Line++
		width = r.characters(line)
		switch {
		case line == "":
			r.end()
		case line[0] == '#' || strings.HasPrefix(line, "  #"):
		case words:
			r.word(line, inFile)
		default:
			r.pair(line)
		}
	}
	r.end()
	switch {
	case !ended && source.Text != "":
		r.fail(width+1, "the last line has no line feed; is the file cut off?")
	case !words && r.header.At.Line == 0 && len(r.errs) == 0:
		r.fail(1, "the source has no header (list: or release:)")
	}
}

// fail notes a mistake on the line in hand. Only the first of a line is kept:
// the others mostly follow from it.
func (r *reader) fail(column int, message string) {
	r.failAt(Position{r.at.Source, r.at.Line, column}, errors.New(message))
}

func (r *reader) failAt(at Position, err error) {
	for _, e := range r.errs {
		if e.(*LineError).Line == at.Line {
			return
		}
	}
	r.errs = append(r.errs, &LineError{at, err})
}

// characters refuses what an editor cannot see, and returns the length of the
// line in characters.
func (r *reader) characters(line string) int {
	column := 0
	for i, c := range line {
		column++
		if c == utf8.RuneError {
			if _, size := utf8.DecodeRuneInString(line[i:]); size == 1 {
				r.fail(column, "not UTF-8")
				continue
			}
		}
		if why := unwanted(c); why != "" {
			r.fail(column, why+" (U+"+hex4(c)+")")
		}
	}
	if strings.HasSuffix(line, " ") {
		r.fail(utf8.RuneCountInString(strings.TrimRight(line, " "))+1, "space at the end of the line")
	}
	if column > maxLine {
		r.fail(maxLine+1, "the line is over "+strconv.Itoa(maxLine)+" characters; words may go on under the same key")
	}
	return column
}

// unwanted tells why a character may not stand in a source, or "". What can be
// neither seen nor told apart could change a term, or what a reviewer reads,
// unnoticed (CVE-2021-42574, "Trojan Source").
func unwanted(c rune) string {
	switch {
	case ' ' <= c && c <= '~':
		return ""
	case c == '\t':
		return "tab"
	case c == '\r':
		return "carriage return; lines end in a line feed alone"
	case unicode.Is(unicode.Cc, c):
		return "control character"
	case unicode.Is(unicode.Cf, c), // bidi marks, zero-width characters, soft hyphen, tags
		unicode.Is(unicode.Other_Default_Ignorable_Code_Point, c): // joiners and fillers
		return "invisible character"
	case unicode.Is(unicode.Variation_Selector, c):
		return "variation selector"
	case unicode.Is(unicode.Zs, c):
		return "a space that is not the plain one"
	case unicode.Is(unicode.Zl, c), unicode.Is(unicode.Zp, c):
		return "line separator"
	case c == utf8.RuneError:
		return "replacement character, left by a broken conversion"
	}
	return ""
}

func hex4(c rune) string {
	digits := strings.ToUpper(strconv.FormatInt(int64(c), 16))
	return "0000"[:max(0, 4-len(digits))] + digits
}

// word reads a line of a .words source.
func (r *reader) word(line string, inFile map[string]bool) {
	switch {
	case strings.Contains(line, " "):
		r.fail(strings.Index(line, " ")+1, "one word a line")
	case line != strings.ToLower(line):
		r.fail(1, "ordinary words are written in lower case")
	case inFile[line]:
		r.fail(1, quote(line)+" is given twice")
	default:
		inFile[line] = true
		if !r.common[line] { // languages share words: another file may have it
			r.common[line] = true
			r.set.Common = append(r.set.Common, line)
		}
	}
}

// pair reads a `key: value` line and hands it to the open block.
func (r *reader) pair(line string) {
	rest, indented := strings.CutPrefix(line, "  ")
	indent := len(line) - len(rest)
	if strings.HasPrefix(rest, " ") {
		r.fail(indent+1, "a line is indented by two spaces or not at all")
		return
	}
	key, value, found := strings.Cut(rest, ":")
	if !found || !isSlug(key) {
		r.fail(indent+1, "not `key: value`")
		return
	}
	r.at.Column = indent + len(key) + len(": ") + 1
	if value == "" {
		r.fail(r.at.Column-1, quote(key)+" has no value")
		return
	}
	value, spaced := strings.CutPrefix(value, " ")
	if !spaced || strings.HasPrefix(value, " ") {
		r.fail(indent+len(key)+2, "one space comes after the colon")
		return
	}
	var err error
	if indented {
		err = r.indented(key, value)
	} else {
		err = r.unindented(key, value)
	}
	var wrong *offsetError
	switch {
	case err == nil:
	case errors.As(err, new(keyError)):
		r.fail(indent+1, err.Error())
	case errors.As(err, &wrong):
		r.fail(r.at.Column+utf8.RuneCountInString(value[:wrong.offset]), err.Error())
	default:
		r.fail(r.at.Column, err.Error())
	}
}

// A keyError is about the key and not about its value.
type keyError string

func (e keyError) Error() string { return string(e) }

// isSlug tells whether s is lower-case letters, digits and hyphens.
func isSlug(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}
