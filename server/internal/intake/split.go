package intake

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
)

const (
	// maxRecord bounds one record. The largest genuine one at hand has 152 KB;
	// lists of goods in 24 languages reach a few MB.
	maxRecord = 16 << 20
	// chunk is how much is read at a time.
	chunk = 256 << 10
	// maxBetween is how much of the text before a record is kept for the date
	// in it: a header has a few hundred bytes.
	maxBetween = 16 << 10
	// maxComment is how long a comment may be that hides what looks like a record.
	maxComment = 64 << 10
	// maxSerial is how much is kept of a record that is no good, to find its
	// serial number in.
	maxSerial = 4 << 10
	// maxLine bounds a line of a text in columns.
	maxLine = 1 << 20
)

// A raw is a record as it stands in its text. Slices are lent until the next
// one is asked for.
type raw struct {
	text    []byte
	index   int     // from 0, in its text
	at      int64   // its first byte in the text
	between []byte  // what stands before it; if that is long, its end
	refused *reason // why it is no record; text is then its beginning
}

// A splitter finds the records of a text, and ends with io.EOF.
type splitter interface{ next() (raw, error) }

// An xmlSplitter finds the elements of one name by their tags alone, so that a
// broken record does not hide the one behind it.
type xmlSplitter struct {
	in         io.Reader
	open, shut []byte // "<case-file" and "</case-file>"
	buf        []byte
	from       int   // what is before it in buf is used up
	base       int64 // where buf begins in the text
	err        error // of in
	between    []byte
	index      int
}

func newXMLSplitter(in io.Reader, element string) *xmlSplitter {
	return &xmlSplitter{in: in, open: []byte("<" + element), shut: []byte("</" + element + ">")}
}

func (s *xmlSplitter) next() (raw, error) {
	if err := s.seek(); err != nil {
		return raw{}, err
	}
	// No tag begins in the first scanned bytes but the one that opens.
	for scanned := len(s.open); ; s.fill() {
		end, next := s.ends(scanned)
		held := len(s.buf) - s.from
		switch {
		case end >= 0:
			return s.take(end, end, nil), nil
		case next >= 0:
			return s.take(min(next, maxSerial), next, &reason{whyCut, "the next one begins before it ends"}), nil
		case held > maxRecord:
			return s.take(maxSerial, len(s.open), &reason{whyLong, "over 16 MB"}), nil
		case s.err == io.EOF:
			return s.take(min(held, maxSerial), held, &reason{whyCut, "the text ends before it does"}), nil
		case s.err != nil:
			return raw{}, fmt.Errorf("at byte %d: %w", s.base+int64(len(s.buf)), s.err)
		}
		scanned = max(scanned, held-len(s.shut)) // a tag may lie across two reads
	}
}

// ends tells how many bytes the record has, or else how many there are until
// another one opens; -1 is neither yet.
func (s *xmlSplitter) ends(scanned int) (end, next int) {
	record := s.buf[s.from:]
	if tag := bytes.IndexByte(record, '>'); tag > 0 && record[tag-1] == '/' {
		return tag + 1, -1 // <case-file/>
	}
	rest := record[scanned:]
	end = bytes.Index(rest, s.shut)
	if end >= 0 {
		rest = rest[:end]
		end += scanned + len(s.shut)
	}
	if next = s.indexOpen(rest); next >= 0 {
		return -1, scanned + next
	}
	return end, -1
}

// take hands out the first n bytes of what is held, and passes over used ones.
func (s *xmlSplitter) take(n, used int, refused *reason) raw {
	r := raw{text: s.buf[s.from : s.from+n], index: s.index, at: s.base + int64(s.from), between: s.between, refused: refused}
	s.from += used
	s.index++
	return r
}

// seek moves to the next tag that opens a record.
func (s *xmlSplitter) seek() error {
	s.between = s.between[:0]
	for {
		rest := s.buf[s.from:]
		i := s.indexOpen(rest)
		if i >= 0 {
			if end := s.comment(rest[:i], rest); end > 0 {
				s.pass(end)
				continue
			} else if end == 0 {
				s.pass(i)
				return nil
			}
		}
		if i < 0 {
			s.pass(s.idle(rest))
		}
		switch {
		case s.err == io.EOF:
			return io.EOF
		case s.err != nil:
			return fmt.Errorf("at byte %d: %w", s.base+int64(len(s.buf)), s.err)
		}
		s.fill()
	}
}

// idle is how much of a text without records can be passed over: a tag and
// the byte behind it may lie across two reads, and a comment ends in a later one.
func (s *xmlSplitter) idle(rest []byte) int {
	n := max(0, len(rest)-max(len(s.open), len("<!--")))
	if at := bytes.LastIndex(rest, []byte("<!--")); at >= 0 && len(rest)-at < maxComment && !bytes.Contains(rest[at:], []byte("-->")) {
		n = min(n, at)
	}
	return n
}

// comment tells where a comment ends that begins before a record does, as the
// one in a DTD that names elements; 0 is none, -1 is not read yet. One that
// never ends hides nothing.
func (s *xmlSplitter) comment(before, rest []byte) int {
	at := bytes.Index(before, []byte("<!--"))
	if at < 0 {
		return 0
	}
	if end := bytes.Index(rest[at:], []byte("-->")); end >= 0 && end < maxComment {
		return at + end + len("-->")
	}
	if len(rest)-at < maxComment && s.err == nil {
		return -1
	}
	return 0
}

func (s *xmlSplitter) pass(n int) {
	passed := s.buf[s.from : s.from+n]
	s.from += n
	if passed = passed[max(0, len(passed)-maxBetween):]; len(passed) > 0 {
		keep := min(len(s.between), maxBetween-len(passed))
		s.between = append(append(s.between[:0], s.between[len(s.between)-keep:]...), passed...)
	}
}

// indexOpen finds the tag that opens a record, and not <case-file-header>.
func (s *xmlSplitter) indexOpen(in []byte) int {
	for from := 0; ; {
		i := bytes.Index(in[from:], s.open)
		if i < 0 || from+i+len(s.open) == len(in) {
			return -1
		}
		switch in[from+i+len(s.open)] {
		case ' ', '\t', '\r', '\n', '>', '/':
			return from + i
		}
		from += i + len(s.open)
	}
}

func (s *xmlSplitter) fill() {
	if s.from > 0 {
		n := copy(s.buf, s.buf[s.from:])
		s.buf, s.base, s.from = s.buf[:n], s.base+int64(s.from), 0
	}
	if need := len(s.buf) + chunk; need > cap(s.buf) {
		// Twice the usual, or at once what any record takes: to grow bit by bit
		// leaves behind five times the size.
		if need > 4*chunk {
			need = maxRecord + 2*chunk
		}
		s.buf = append(make([]byte, 0, max(need, 2*chunk)), s.buf...)
	}
	n, err := io.ReadAtLeast(s.in, s.buf[len(s.buf):len(s.buf)+chunk], 1)
	s.buf, s.err = s.buf[:len(s.buf)+n], err
}

// A lineSplitter takes runs of lines that begin with the same field: a mark of
// several owners has a line for each.
type lineSplitter struct {
	in       *bufio.Reader
	sep      byte
	run      []byte // the record
	ahead    []byte // the line behind it, with its end
	aheadAt  int64
	tooLong  bool // what is ahead is the beginning of a line
	position int64
	index    int
	err      error
}

func newLineSplitter(in *bufio.Reader, sep byte, position int64) *lineSplitter {
	s := &lineSplitter{in: in, sep: sep, position: position}
	s.read()
	return s
}

func (s *lineSplitter) next() (raw, error) {
	for len(bytes.TrimSpace(s.ahead)) == 0 && s.err == nil {
		s.read()
	}
	if len(bytes.TrimSpace(s.ahead)) == 0 {
		if s.err == io.EOF {
			return raw{}, io.EOF
		}
		return raw{}, fmt.Errorf("at byte %d: %w", s.position, s.err)
	}
	r := raw{at: s.aheadAt, index: s.index}
	s.index++
	s.run = append(s.run[:0], s.ahead...)
	if s.tooLong {
		r.text, r.refused = s.run[:maxSerial], &reason{whyLong, "a line of over 1 MB"}
		s.read()
		return r, nil
	}
	key := s.key(s.run)
	for s.read(); !s.tooLong && len(s.ahead) > 0 && bytes.Equal(s.key(s.ahead), key) && len(s.run) < maxRecord; s.read() {
		at := len(key)
		s.run = append(s.run, s.ahead...)
		key = s.run[:at] // run may have moved
	}
	r.text = s.run
	return r, nil
}

func (s *lineSplitter) key(line []byte) []byte {
	field, _, _ := bytes.Cut(line, []byte{s.sep})
	return field
}

// read reads one line ahead.
func (s *lineSplitter) read() {
	s.ahead, s.aheadAt, s.tooLong = s.ahead[:0], s.position, false
	for s.err == nil {
		part, err := s.in.ReadSlice('\n')
		s.position += int64(len(part))
		if room := maxLine - len(s.ahead); len(part) > room {
			part, s.tooLong = part[:room], true
		}
		s.ahead = append(s.ahead, part...)
		if err == nil {
			return
		}
		if err != bufio.ErrBufferFull {
			s.err = err
		}
	}
}
