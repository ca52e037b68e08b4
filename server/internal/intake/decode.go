package intake

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// peeked is how much of a text is looked at to tell what it is: the inline DTD
// of the USPTO, which stands before its first element, has 12 KB.
const peeked = 64 << 10

var declared = regexp.MustCompile(`^\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']`)

// decode makes UTF-8 of a text by its byte order mark, or by what its XML
// declaration says. Everything else is taken for UTF-8, and checked record by
// record.
func decode(raw io.Reader) (io.Reader, error) {
	r := bufio.NewReaderSize(raw, peeked)
	start, err := r.Peek(4096)
	if err != nil && err != io.EOF {
		return nil, err
	}
	var from encoding.Encoding
	switch {
	case bytes.HasPrefix(start, []byte("\xef\xbb\xbf")):
		_, err := r.Discard(3)
		return r, err
	case bytes.HasPrefix(start, []byte("\xff\xfe")), bytes.HasPrefix(start, []byte("\xfe\xff")):
		from = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case bytes.HasPrefix(start, []byte("<\x00?\x00")):
		from = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case bytes.HasPrefix(start, []byte("\x00<\x00?")):
		from = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	default:
		said := declared.FindSubmatch(start)
		if said == nil {
			return r, nil
		}
		switch name := strings.ToLower(string(said[1])); name {
		case "utf-8", "utf8", "us-ascii", "ascii":
			return r, nil
		case "iso-8859-1", "latin1":
			from = charmap.ISO8859_1
		case "iso-8859-15":
			from = charmap.ISO8859_15
		case "windows-1252", "cp1252":
			from = charmap.Windows1252
		default:
			return nil, fmt.Errorf("says it is in %q, which is not read here", said[1])
		}
	}
	return transform.NewReader(r, from.NewDecoder()), nil
}
