package intake_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"clearlist/server/internal/intake"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

func caseFile(serial, words string) string {
	return "<case-file><serial-number>" + serial + "</serial-number><case-file-header><mark-identification>" + words +
		"</mark-identification></case-file-header></case-file>\n"
}

// A bad record is told with its number, serial and byte, and those around it
// are read.
func TestBadRecords(t *testing.T) {
	first, last := caseFile("90000001", "FIRST"), caseFile("90000009", "LAST")
	deep := strings.Repeat("<a>", 100) + strings.Repeat("</a>", 100)
	for _, c := range []struct {
		name, bad, refused string // refused without what all begin with
	}{
		{"nothing wrong", "", ""},
		{"text between records", "what is this\x00\xff</case-file>", ""},
		{"an end within it is missing", "<case-file><serial-number>90000005</serial-number><a></case-file>", `, number "90000005" is no well-formed XML: <a> is closed by </case-file>`},
		{"it is cut off", "<case-file><serial-number>90000005</serial-number>", `, number "90000005" is cut off: the next one begins`},
		{"it is cut off in its serial", "<case-file><serial-number>9000", `, number "9000" is cut off`},
		{"no serial", "<case-file></case-file>", " has no number"},
		{"an empty one", "<case-file/>", " has no number"},
		{"a serial that is no number", caseFile("9000'--", "X"), `, number "9000'--" has no number`},
		{"a NUL", caseFile("90000005", "A\x00B"), `, number "90000005" holds bytes that are no text: a NUL at its byte`},
		{"no UTF-8", caseFile("90000005", "A\xffB"), `, number "90000005" holds bytes that are no text: no UTF-8 at its byte`},
		{"an entity of its own", caseFile("90000005", "&lol9;"), "is no well-formed XML: &lol9; is not expanded"},
		{"a file for an entity", caseFile("90000005", "&xxe;"), "&xxe; is not expanded"},
		{"a character that is none", caseFile("90000005", "&#xD800;"), "&#xD800; is not expanded"},
		{"the character NUL", caseFile("90000005", "&#0;"), "&#0; is not expanded"},
		{"a lone ampersand stands for itself", "<!-- AT&T -->", ""},
		{"a DOCTYPE within", "<case-file><!DOCTYPE x [<!ENTITY a 'b'>]><serial-number>90000005</serial-number></case-file>", "a DOCTYPE within a record"},
		{"an instruction within", "<case-file><?php echo 1 ?><serial-number>90000005</serial-number></case-file>", "a processing instruction within a record"},
		{"elements too deep", "<case-file>" + deep + "</case-file>", "over 64 deep"},
		{"elements too many", "<case-file>" + strings.Repeat("<a/>", 200_001) + "</case-file>", "over 200000 elements"},
		{"attributes too many", "<case-file a='" + strings.Repeat("' a='", 200_001) + "'></case-file>", "over 200000 attributes"},
		{"a tag without a name", "<case-file>< a></a></case-file>", "a < that begins nothing"},
		{"an attribute without quotes", "<case-file><a b=c></a></case-file>", "an attribute without quotes"},
		{"an attribute that never ends", "<case-file><a b='c></a></case-file>", "is no well-formed XML"},
		{"a CDATA that never ends", "<case-file><![CDATA[ </case-file>", "is no well-formed XML"},
		{"a record in a CDATA", "<case-file><![CDATA[" + caseFile("90000005", "X"), "is cut off"},
		{"a record in a comment", "<!-- " + caseFile("90000005", "X") + " -->", ""},
		{"a comment that never ends", "<!-- ", ""},
		{"an element of 100 MB", caseFile("90000005", strings.Repeat("ENDLESS ", 100<<20/8)), `, number "90000005" is too long: over 16 MB`},
	} {
		t.Run(c.name, func(t *testing.T) {
			name := write(t, "a.xml", []byte("<?xml version=\"1.0\"?><x>\n"+first+c.bad+last+"</x>"))
			all := mustRead(t, name, "uspto")
			var serials []string
			for _, m := range all.marks {
				serials = append(serials, m.Number)
			}
			if fmt.Sprint(serials) != "[90000001 90000009]" && c.name != "a record in a CDATA" {
				t.Errorf("read %v", serials)
			}
			switch {
			case c.refused == "" && len(all.refused) > 0:
				t.Errorf("refused %v", all.refused)
			case c.refused != "" && (len(all.refused) != 1 || !strings.Contains(all.refused[0].String(), c.refused)):
				t.Errorf("refused %.300v\nwant %s", all.refused, c.refused)
			case c.refused != "":
				if r := all.refused[0]; r.Record != 2 || r.At != int64(len("<?xml version=\"1.0\"?><x>\n"+first)) || len(r.String()) > 400 {
					t.Errorf("it is said to be record %d at byte %d: %.500s", r.Record, r.At, r)
				}
			}
		})
	}
}

// The same of a text in columns.
func TestBadLines(t *testing.T) {
	head := "Trade Mark|Mark Text|Name|Status|Class1\r\n"
	for _, c := range []struct{ name, bad, refused string }{
		{"blank lines", "\r\n\r\n", ""},
		{"too few fields", "UK5|X\r\n", `, number "UK5" has too few fields or too many: 2, and 5 columns`},
		{"too many", "UK5|X|Y|Z|1|1\n", `, number "UK5" has too few fields or too many: 6`},
		{"no number", "|X|Y|Registered|1\n", " has no number"},
		{"a NUL", "UK5|X\x00|Y|Registered|1\n", `, number "UK5" holds bytes that are no text: a NUL`},
		{"no UTF-8", "UK5|X\xff|Y|Registered|1\n", `, number "UK5" holds bytes that are no text: no UTF-8 at its byte 5`},
		{"a second owner's line is bad", "UK5|X|Y|Registered|1\nUK5|X\n", `, number "UK5" has too few fields`},
		{"a line of 3 MB", "UK5|" + strings.Repeat("ENDLESS ", 3<<20/8) + "|Y|Registered|1\n", `, number "UK5" is too long: a line of over 1 MB`},
		{"an owner on every line", strings.Repeat("UK5|X|"+strings.Repeat("Y", 900)+"|Registered|1\n", 20_000), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			all := mustRead(t, write(t, "a.txt", []byte(head+"UK1|FIRST|A|Registered|1\n"+c.bad+"UK9|LAST|B|Dead|0")), "auto")
			if n := len(all.marks); n < 2 || all.marks[0].Number != "UK1" || all.marks[n-1].Number != "UK9" || all.marks[n-1].Words != "LAST" {
				t.Errorf("read %.500v", all.marks)
			}
			if c.refused == "" && len(all.refused) > 0 || c.refused != "" && (len(all.refused) != 1 || !strings.Contains(all.refused[0].String(), c.refused)) {
				t.Errorf("refused %.500v", all.refused)
			}
		})
	}
}

// Entities that a DTD declares are not read, so that none can grow.
func TestEntityBomb(t *testing.T) {
	bomb := `<?xml version="1.0"?><!DOCTYPE trademark-applications-daily [<!ENTITY a "aaaaaaaaaa">` +
		`<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>` + "\n"
	all := mustRead(t, write(t, "a.xml", []byte(bomb+caseFile("90000001", "&b;")+caseFile("90000002", "&c;")+caseFile("90000003", "AT&T &amp; Co"))), "auto")
	if len(all.refused) != 2 || len(all.marks) != 1 || all.marks[0].Words != "AT&T & Co" {
		t.Errorf("got %+v", all)
	}
}

func TestFilesThatAreNoGood(t *testing.T) {
	good := []byte("<trademark-applications-daily>" + caseFile("90000001", "FIRST") + caseFile("90000002", "SECOND") + "</x>")
	zipped := zipOf(t, member{"apc.xml", good})
	noise := make([]byte, 64<<10)
	for i, x := 0, uint32(1); i < len(noise); i++ {
		x = x*1664525 + 1013904223
		noise[i] = byte(x >> 24)
	}
	large := []byte("<trademark-applications-daily>" + caseFile("90000001", "FIRST") + fmt.Sprintf("<x>%x</x>", noise) + caseFile("90000002", "SECOND"))
	bent := zipOf(t, member{"apc.xml", large})
	bent[len(bent)/2] ^= 0x55
	for _, c := range []struct {
		name    string
		content []byte
		want    string
		marks   int
	}{
		{"empty", nil, "is empty", 0},
		{"of nobody", []byte("hello"), "in none of the known formats", 0},
		{"a PDF", []byte("%PDF-1.7 <html>"), "in none of the known formats", 0},
		{"a zip of nothing", zipOf(t), "holds no .xml, .txt, .csv or .list file", 0},
		{"a zip of images", zipOf(t, member{"a.jpg", []byte("x")}), "holds no .xml", 0},
		{"a zip that is cut", zipped[:len(zipped)-30], "zip: not a valid zip file", 0},
		{"a zip whose data are bent", bent, "checksum error", 2}, // it is known at the member's end only
		{"a zip that leads out", zipOf(t, member{"../../etc/cron.d/x.xml", good}), `member "../../etc/cron.d/x.xml": a name that leads out of the archive`, 0},
		{"a zip with an absolute name", zipOf(t, member{"/etc/x.xml", good}), "leads out of the archive", 0},
		{"a zip with a drive", zipOf(t, member{`C:\x.xml`, good}), "leads out of the archive", 0},
		{"a zip bomb", zipOf(t, member{"a.xml", bytes.Repeat([]byte{0x20}, 80<<20)}), "unpacks to", 0},
		{"a zip that lies about its size", lying(t, good), "a.xml", 0},
		{"a zip of members that overlap", raw(t, 0, 150, 150, 150), `member "1.xml": members overlap`, 0},
		{"a zip with more than it holds", raw(t, 0, 1<<40), `member "0.xml": a size that cannot be`, 0},
		{"a zip under a password", raw(t, 1, 5), `member "0.xml": is encrypted`, 0},
		{"a gzip that is cut", gzipOf(t, large)[:40<<10], "unexpected EOF", 1},
		{"a gzip bomb", gzipOf(t, append(good, bytes.Repeat([]byte{' '}, 80<<20)...)), "unpacks to more than 250 times its size", 2},
		{"an unknown encoding", append([]byte("<?xml version=\"1.0\" encoding=\"Shift_JIS\"?>\n"), good...), `"Shift_JIS", which is not read`, 0},
		{"UTF-16 that is none", append([]byte{0xff, 0xfe}, good...), "in none of the known formats", 0},
		{"columns without a status", []byte("Trade Mark|Hyperlink\nUK1|x\n"), "no column", 0},
		{"a list with a mistake", []byte("list: a\ntitle: b\n\nterm: x\nbad: y\n"), "list:", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			all, err := read(t, write(t, "file", c.content), "auto", intake.Options{})
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "file") || len(err.Error()) > 500 {
				t.Errorf("got %v, want %q", err, c.want)
			}
			if len(all.marks) != c.marks {
				t.Errorf("%d marks before it", len(all.marks))
			}
		})
	}
	for _, name := range []string{filepath.Join(t.TempDir(), "missing"), t.TempDir()} {
		if _, err := intake.Open(name); err == nil {
			t.Errorf("%s was opened", name)
		}
	}
}

// However a text is packed and encoded, the same marks come of it.
func TestContainersAndEncodings(t *testing.T) {
	plain := readFile(t, filepath.Join(fixtures, "uspto-daily.xml"))
	want := mustRead(t, filepath.Join(fixtures, "uspto-daily.xml"), "uspto")
	half := bytes.Index(plain, []byte("<case-file>\n    <serial-number>86900003"))
	utf16 := func(e unicode.Endianness, b unicode.BOMPolicy) []byte {
		out, err := unicode.UTF16(e, b).NewEncoder().Bytes(plain)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	latin, err := charmap.Windows1252.NewEncoder().Bytes(bytes.Replace(plain, []byte("utf-8"), []byte("windows-1252"), 1))
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{
		"zip":              zipOf(t, member{"readme.pdf", []byte("x")}, member{"apc260102.xml", plain}, member{"__MACOSX/x.xml", []byte("x")}),
		"zip in two parts": zipOf(t, member{"1.xml", plain[:half]}, member{"2.xml", plain[half:]}),
		"gzip":             gzipOf(t, plain),
		"with a mark":      append([]byte("\xef\xbb\xbf"), plain...),
		"UTF-16 LE":        utf16(unicode.LittleEndian, unicode.UseBOM),
		"UTF-16 BE":        utf16(unicode.BigEndian, unicode.UseBOM),
		"UTF-16 unmarked":  utf16(unicode.LittleEndian, unicode.IgnoreBOM),
		"Windows-1252":     latin,
	} {
		got := mustRead(t, write(t, "file", content), "auto")
		agree(t, name, got.marks, want.marks)
		if got.records != want.records || len(got.refused) != len(want.refused) {
			t.Errorf("%s: %d records, refused %v", name, got.records, got.refused)
		}
	}
	columns := readFile(t, filepath.Join(fixtures, "ukipo-domestic.txt"))
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes(columns)
	if err != nil {
		t.Fatal(err)
	}
	agree(t, "the UK's", mustRead(t, write(t, "OpenDataDomestic.txt", wide), "auto").marks, mustRead(t, filepath.Join(fixtures, "ukipo-domestic.txt"), "ukipo").marks)
}

type member struct {
	name    string
	content []byte
}

func zipOf(t testing.TB, members ...member) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, m := range members {
		f, err := w.Create(m.name)
		if err == nil {
			_, err = f.Write(m.content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// raw is a zip whose members say that they have these sizes, and have none.
func raw(t testing.TB, flags uint16, sizes ...uint64) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i, size := range sizes {
		if _, err := w.CreateRaw(&zip.FileHeader{Name: fmt.Sprintf("%d.xml", i), Flags: flags, CompressedSize64: size, UncompressedSize64: size}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// lying is a zip whose member is larger than it says.
func lying(t testing.TB, content []byte) []byte {
	t.Helper()
	var out, packed bytes.Buffer
	deflate, err := flate.NewWriter(&packed, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	deflate.Write(bytes.Repeat(content, 100)) //nolint:errcheck // a buffer
	deflate.Close()                           //nolint:errcheck // a buffer
	w := zip.NewWriter(&out)
	f, err := w.CreateRaw(&zip.FileHeader{Name: "a.xml", Method: zip.Deflate, CompressedSize64: uint64(packed.Len()), UncompressedSize64: 10})
	if err == nil {
		_, err = f.Write(packed.Bytes())
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func gzipOf(t testing.TB, content []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, err := io.Copy(w, bytes.NewReader(content))
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// A reading goes on behind any record as if it had never stopped.
func TestGoingOn(t *testing.T) {
	for _, name := range []string{"uspto-daily.xml", "ukipo-domestic.txt", "own.list", "euipo.xml"} {
		path := filepath.Join(fixtures, name)
		whole := mustRead(t, path, "auto")
		for behind := int64(0); behind <= whole.records; behind++ {
			rest, err := read(t, path, "auto", intake.Options{Behind: behind})
			if err != nil {
				t.Fatal(err)
			}
			if len(rest.marks) > len(whole.marks) || behind < whole.records && (rest.records != whole.records || rest.position != whole.position) {
				t.Errorf("%s behind %d: %d marks, at record %d and byte %d", name, behind, len(rest.marks), rest.records, rest.position)
			}
			agree(t, name, rest.marks, whole.marks[len(whole.marks)-len(rest.marks):])
			for _, r := range rest.refused {
				if r.Record <= behind {
					t.Errorf("%s behind %d: %v", name, behind, r)
				}
			}
		}
	}
}

// What is read ends when nobody wants more, and nothing is left running.
func TestStopping(t *testing.T) {
	name := write(t, "a.xml", bytes.Repeat([]byte(caseFile("90000001", "AGAIN")), 20_000))
	file, err := intake.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	format, err := file.Format("uspto")
	if err != nil {
		t.Fatal(err)
	}
	for range file.Read(t.Context(), format, intake.Options{}) {
		break
	}
	if err := file.Close(); err != nil { // a reader still at work would say so
		t.Fatal(err)
	}
}

func FuzzRead(f *testing.F) {
	for _, name := range []string{"uspto-daily.xml", "euipo.xml", "madrid.xml", "ukipo-domestic.txt", "own.list"} {
		b, err := os.ReadFile(filepath.Join(fixtures, name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		name := write(t, "file", content)
		for _, source := range intake.Sources() {
			all, err := read(t, name, source, intake.Options{})
			if err != nil {
				continue
			}
			for _, m := range all.marks {
				if m.Number == "" || m.Office == "" || strings.ContainsRune(m.Words+m.Owner+m.Number, 0) {
					t.Errorf("%s: %+v", source, m)
				}
			}
		}
	})
}
