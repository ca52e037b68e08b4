package intake

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"clearlist/wasm/list"
)

// A Format is how one office writes its records.
type Format struct {
	Source string // as people call it: "uspto"
	Office string // whose register it is: "US"; of text, the list's name once it is known

	// begin finds the records of a text and says how to read one.
	begin func(text io.Reader, asOf list.Date) (splitter, readRecord, error)
	// dated tells that its files are named after the day of their data.
	dated bool
	// serial is what stands before the number in a record.
	serial string
}

// A readRecord adds the marks of a record. It may be called by several at
// once, each with a tree of its own.
type readRecord func(to []list.Mark, t *tree, r raw) ([]list.Mark, error)

// The registers, by the codes this project uses.
const (
	officeUS = "US"
	officeEU = "EU"
	officeGB = "GB"
	officeWO = "WO"
)

// Sources are the formats' names.
func Sources() []string {
	var names []string
	for _, f := range formats {
		names = append(names, f.Source)
	}
	return names
}

var formats = []Format{uspto, euipo, madrid, ukipo, textLists}

// ErrUnknown means that the file is in none of the known formats.
var ErrUnknown = errors.New("in none of the known formats")

// Format is the format of a name, or with "auto" the one the file's beginning
// shows.
func (f *File) Format(source string) (Format, error) {
	start, err := f.start()
	if err != nil {
		return Format{}, err
	}
	if source == "auto" {
		if source = sniff(start); source == "" {
			return Format{}, fmt.Errorf("%s: %w; --source says which it is", f.Name, ErrUnknown)
		}
	}
	i := slices.IndexFunc(formats, func(f Format) bool { return f.Source == source })
	if i < 0 {
		return Format{}, fmt.Errorf("%q is none of %s", source, strings.Join(Sources(), ", "))
	}
	format := formats[i]
	if source == textLists.Source {
		if format.Office = listName(start); format.Office == "" {
			return Format{}, fmt.Errorf("%s: begins with no list: or release: line", f.Name)
		}
	}
	return format, nil
}

// start is the beginning of the first text in the file.
func (f *File) start() ([]byte, error) {
	var start []byte
	err := f.eachMember(func(_ string, text io.Reader) error {
		var err error
		start, err = bufio.NewReaderSize(text, peeked).Peek(peeked)
		if err != nil && err != io.EOF && err != bufio.ErrBufferFull {
			return err
		}
		return errStop
	})
	if errors.Is(err, errStop) {
		err = nil
	}
	return start, err
}

func sniff(start []byte) string {
	has := func(what string) bool { return bytes.Contains(start, []byte(what)) }
	switch {
	case has("<trademark-applications-daily"), has("<case-file>"), has("<!DOCTYPE trademark-applications-daily"):
		return uspto.Source
	case has("<MARKGR"), has("<ROMARIN"):
		return madrid.Source
	case isTMXML(start):
		switch office := officeIn(start); {
		case office == "WO":
			return madrid.Source
		case office == "GB":
			return ukipo.Source
		case office == "EM" || has("euipo.europa.eu") || has("oami.europa.eu"):
			return euipo.Source
		}
	case hasColumns(start):
		return ukipo.Source
	case listName(start) != "":
		return textLists.Source
	}
	return ""
}

// serialIn makes out the number in a record, however broken.
func (f Format) serialIn(record []byte) string {
	if f.serial == "" {
		line, _, _ := bytes.Cut(record, []byte{'\n'})
		field, _, _ := bytes.Cut(line, []byte{'|'})
		return oneLine(bytes.ToValidUTF8(field, nil), maxNumber)
	}
	_, rest, found := bytes.Cut(record, []byte(f.serial))
	if !found {
		return ""
	}
	rest = rest[:min(len(rest), maxNumber)]
	if end := bytes.IndexAny(rest, "<\""); end >= 0 {
		rest = rest[:end]
	}
	return oneLine(bytes.ToValidUTF8(rest, nil), maxNumber)
}
