package intake

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"clearlist/wasm/list"
)

// ukipo is the UK's open data: a text in columns with a bar between them, one
// line for each owner of a mark, for domestic marks and for those protected by
// way of Madrid; or TM-XML. Its columns tell no goods, only classes.
var ukipo = Format{
	Source: "ukipo", Office: officeGB,
	begin: func(text io.Reader, asOf list.Date) (splitter, readRecord, error) {
		ahead := bufio.NewReaderSize(text, peeked)
		start, err := ahead.Peek(peeked)
		if err != nil && err != io.EOF {
			return nil, nil, err
		}
		if isTMXML(start) {
			return tmXML(officeGB, unitedKingdom, "GB")(ahead, asOf)
		}
		columns, length, err := readColumns(ahead)
		if err != nil {
			return nil, nil, err
		}
		read := func(to []list.Mark, _ *tree, r raw) ([]list.Mark, error) {
			m, err := columns.mark(r.text, asOf)
			if err != nil {
				return to, err
			}
			return append(to, m), nil
		}
		return newLineSplitter(ahead, '|', length), read, nil
	},
}

var unitedKingdom = list.JurisdictionsOf("GB")

// hasColumns tells the file by the name of its first column.
func hasColumns(start []byte) bool { return bytes.HasPrefix(start, []byte("Trade Mark|")) }

// columns are where the values of a line stand; -1 is a column not there.
type columns struct {
	count, words, owner, status, kind   int
	filed, registered, expired, renewal int
	classes                             [46]int // by class; 0 is none
}

// readColumns reads the line of names.
func readColumns(r *bufio.Reader) (*columns, int64, error) {
	line, err := r.ReadSlice('\n')
	if err != nil && err != io.EOF {
		return nil, 0, fmt.Errorf("its first line is too long: %w", err)
	}
	if !hasColumns(line) {
		return nil, 0, errors.New(`its first line is not the names of columns, "Trade Mark|..."`)
	}
	names := strings.Split(strings.TrimRight(string(line), "\r\n"), "|")
	find := func(any ...string) int {
		for i, name := range names {
			for _, one := range any {
				if strings.EqualFold(strings.TrimSpace(name), one) {
					return i
				}
			}
		}
		return -1
	}
	c := &columns{
		count: len(names), words: find("Mark Text"), owner: find("Name"), status: find("Status"), kind: find("Mark Type"),
		filed: find("Filed", "Date of Designation"), registered: find("Registered", "Protected"),
		expired: find("Expired"), renewal: find("Renewal Due Date"),
	}
	for n := range c.classes {
		c.classes[n] = find(fmt.Sprintf("Class%d", n), fmt.Sprintf("Class %d", n))
	}
	if c.words < 0 || c.status < 0 {
		return nil, 0, errors.New("no column for the text of the mark, or for its status")
	}
	return c, int64(len(line)), nil
}

// mark reads the lines of a mark: the first, and the owners of the others.
func (c *columns) mark(lines []byte, asOf list.Date) (list.Mark, error) {
	m := list.Mark{Office: officeGB, In: unitedKingdom, AsOf: asOf}
	if bytes.IndexByte(lines, 0) >= 0 {
		return m, &reason{whyText, "a NUL"}
	}
	if i := invalidUTF8(lines); i >= 0 {
		return m, &reason{whyText, fmt.Sprintf("no UTF-8 at its byte %d", i)}
	}
	var owners []string
	for line := range bytes.Lines(lines) {
		fields := bytes.Split(bytes.TrimRight(line, "\r\n"), []byte{'|'})
		if len(fields) != c.count {
			return m, &reason{whyFields, fmt.Sprintf("%d, and %d columns", len(fields), c.count)}
		}
		value := func(column int) []byte {
			if column < 0 || bytes.EqualFold(bytes.TrimSpace(fields[column]), []byte("NULL")) {
				return nil
			}
			return bytes.TrimSpace(fields[column])
		}
		owners = append(owners, oneLine(value(c.owner), maxOwner))
		if m.Number != "" {
			continue
		}
		m.Number, m.Words = oneLine(fields[0], maxNumber), oneLine(value(c.words), maxWords)
		m.StatusCode = oneLine(value(c.status), maxCode)
		m.Status, m.Kind = tmStatus(m.StatusCode), tmKind(string(value(c.kind)))
		m.Filed, m.Registered, m.Expires = ukDate(value(c.filed)), ukDate(value(c.registered)), ukDate(value(c.renewal))
		if m.Status == list.Dead {
			m.Ended = ukDate(value(c.expired))
		}
		for n, column := range c.classes {
			if flag := value(column); n > 0 && len(flag) > 0 && string(flag) != "0" && !bytes.EqualFold(flag, []byte("false")) {
				m.Classes |= list.ClassesOf(n)
			}
		}
		if m.Number == "" {
			return m, &reason{whyNumber, ""}
		}
	}
	if m.Kind == list.CombinedMark && m.Words == "" {
		m.Kind = list.DesignMark
	}
	m.Owner = joined(owners)
	return m, nil
}

// ukDate reads 2018-02-13 and 13/02/2018.
func ukDate(text []byte) list.Date {
	if len(text) >= 10 && text[2] == '/' && text[5] == '/' {
		return date(number(text[6:10]), number(text[3:5]), number(text[:2]))
	}
	return isoDate(text)
}
