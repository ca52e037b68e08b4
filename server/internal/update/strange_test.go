package update

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"
)

var attacks = slices.Concat(plainAttacks, strangeAttacks)

// raw answers a path below HTTP: what stands on the line is what is written.
func (s *scene) raw(path string, write func(*bufio.ReadWriter)) {
	s.at(path, func(w http.ResponseWriter, _ *http.Request) {
		conn, line, err := w.(http.Hijacker).Hijack()
		check(err)
		defer conn.Close()
		write(line)
		line.Flush() //nolint:errcheck // the client has gone
	})
}

// lying answers the timestamp under header lines of the test's own.
func lying(head func(length int) string) func(*scene) {
	return func(s *scene) {
		data := s.files[timestampFile]
		s.raw("/"+timestampFile, func(line *bufio.ReadWriter) {
			fmt.Fprintf(line, "HTTP/1.1 200 OK\r\n%s\r\n\r\n", head(len(data)))
			line.Write(data) //nolint:errcheck // the client has gone
		})
	}
}

// forever writes one line again and again, until nobody listens.
func forever(path, first, again string) func(*scene) {
	return func(s *scene) {
		s.client.patience = 5 * time.Second // for one that does not stop by itself
		s.raw(path, func(line *bufio.ReadWriter) {
			io.WriteString(line, first) //nolint:errcheck // as below
			for part := strings.Repeat(again, 64); ; {
				if _, err := io.WriteString(line, part); err != nil {
					return
				}
			}
		})
	}
}

// text changes a document as text, after it was signed.
func (s *scene) text(name, old, new string) {
	s.t.Helper()
	before := s.files[name]
	s.files[name] = bytes.Replace(before, []byte(old), []byte(new), 1)
	if bytes.Equal(s.files[name], before) {
		s.t.Fatalf("%s does not say %s", name, old)
	}
}

// parts are a document's signatures and what they are over, as text.
func (s *scene) parts(name string) (signatures, signed json.RawMessage) {
	var doc struct{ Signatures, Signed json.RawMessage }
	check(json.Unmarshal(s.files[name], &doc))
	return doc.Signatures, doc.Signed
}

// resigned changes the targets with their keys and all that speaks of them.
func resigned(change func(*targetsDoc)) func(*scene) {
	return func(s *scene) {
		edit(s, targetsFile, change, "targets-1", "targets-2")
		s.resign()
	}
}

// renamed moves the list to another name in the targets, and calls it so.
func renamed(file, list string) func(*scene) {
	return resigned(func(m *targetsDoc) {
		custom(m, func(c map[string]any) { c["list"] = list; delete(c, "deltas") })
		m.Signed.Targets[file] = m.Signed.Targets["curated.pack"]
		if file != "curated.pack" {
			delete(m.Signed.Targets, "curated.pack")
		}
	})
}

// What a second look at the formats and at HTTP brought up: one text that two
// readers read differently, names that are ways, and answers that lie about
// their own length.
var strangeAttacks = []attack{
	// One text, two readings.
	{"a second version in capitals", Unsigned, false, func(s *scene) { s.text(timestampFile, `"version":3`, `"version":3,"VERSION":99`) }},
	{"a second version before the signed one", "", false, func(s *scene) { s.text(timestampFile, `"version":3`, `"version":99,"version":3`) }},
	{"a second version behind the signed one", Unsigned, false, func(s *scene) { s.text(timestampFile, `"version":3`, `"version":3,"version":99`) }},
	{"a second end of life in capitals", Unsigned, false, func(s *scene) { s.text(timestampFile, `"expires":`, `"EXPIRES":"2099-01-01T00:00:00Z","expires":`) }},
	{"two signed parts, the forged one last", Unsigned, false, func(s *scene) { s.twoParts(true, "signed") }},
	{"two signed parts, the forged one first", "", false, func(s *scene) { s.twoParts(false, "signed") }},
	{"two signed parts, the forged one last and in capitals", Unsigned, false, func(s *scene) { s.twoParts(true, "SIGNED") }},
	{"a meta that is said twice, half each time", Unsigned, false, func(s *scene) {
		s.text(timestampFile, `"meta":{`, `"meta":{"other.json":{"version":1}},"meta":{`)
	}},
	{"names in escapes, which are the same names", "", false, func(s *scene) { s.text(timestampFile, `"signed":`, `"\u0073igned":`) }},
	{"a version with a point", Malformed, false, func(s *scene) { s.text(timestampFile, `"version":3`, `"version":3.0`) }},
	{"a version of twenty digits", Malformed, false, func(s *scene) { s.text(timestampFile, `"version":3`, `"version":30000000000000000000`) }},
	{"a version of four hundred digits", Malformed, false, func(s *scene) { s.text(timestampFile, `"version":3`, `"version":3`+strings.Repeat("0", 400)) }},
	{"a version that is text", Malformed, false, func(s *scene) { s.text(timestampFile, `"version":3`, `"version":"3"`) }},
	{"half a letter in a name nobody knows", Unsigned, false, func(s *scene) { s.text(timestampFile, `"version":3`, `"\ud800":1,"version":3`) }},
	{"a zero byte behind the document", Malformed, false, func(s *scene) { s.files[timestampFile] = append(bytes.Clone(s.files[timestampFile]), 0) }},
	{"a timestamp in UTF-16", Malformed, false, func(s *scene) {
		wide := []byte{0xff, 0xfe}
		for _, b := range s.files[timestampFile] {
			wide = append(wide, b, 0)
		}
		s.files[timestampFile] = wide
	}},

	// Names that are ways, and names that are nearly the same.
	{"a target with an absolute path", Malformed, false, renamed("/etc/passwd.pack", "curated")},
	{"a list whose name is a way, and its target's too", Malformed, false, renamed("../../curated.pack", "../../curated")},
	{"a list whose name is a way on Windows", Malformed, false, renamed(`..\curated.pack`, `..\curated`)},
	{"a list whose name asks a question", Malformed, false, renamed("curated?id=7.pack", "curated?id=7")},
	{"a list whose name writes on the screen", Malformed, false, renamed("\x1b[2j.pack", "\x1b[2J")},
	{"the list in capitals, which has no version of before", Malformed, false, renamed("curated.pack", "CURATED")},
	{"the target in capitals", Malformed, false, renamed("CURATED.pack", "curated")},
	{"a target in capitals beside the list", Malformed, false, resigned(func(m *targetsDoc) { m.Signed.Targets["CURATED.pack"] = m.Signed.Targets["curated.pack"] })},
	{"a role in the snapshot whose name is a way", "", false, func(s *scene) {
		edit(s, snapshotFile, func(m *snapshotDoc) {
			m.Signed.Meta["../timestamp.json"] = m.Signed.Meta["targets.json"]
			m.Signed.Meta["/etc/passwd.json"] = m.Signed.Meta["targets.json"]
		}, "snapshot")
		s.retime()
	}},
	{"targets in the snapshot under a name in capitals", Malformed, false, func(s *scene) {
		edit(s, snapshotFile, func(m *snapshotDoc) {
			m.Signed.Meta["TARGETS.json"] = m.Signed.Meta["targets.json"]
			delete(m.Signed.Meta, "targets.json")
		}, "snapshot")
		s.retime()
	}},
	{"targets that delegate all to themselves", "", false, func(s *scene) {
		edit(s, targetsFile, func(m *targetsDoc) {
			key, err := metadata.KeyFromPublicKey(s.private["targets-1"].Public())
			check(err)
			id, err := key.ID()
			check(err)
			m.Signed.Delegations = &metadata.Delegations{Keys: map[string]*metadata.Key{id: key}, Roles: []metadata.DelegatedRole{
				{Name: "targets", KeyIDs: []string{id}, Threshold: 1, Paths: []string{"*"}},
				{Name: "../../root", KeyIDs: []string{id}, Threshold: 1, Paths: []string{"*"}},
			}}
		}, "targets-1", "targets-2")
		s.resign()
		s.at("/v1/m/..", func(http.ResponseWriter, *http.Request) { s.t.Error("a delegation is followed") })
	}},

	// Hashes and lengths.
	{"a snapshot with a right hash and a wrong one of another kind", Mismatch, false, func(s *scene) {
		edit(s, timestampFile, func(m *timestampDoc) { m.Signed.Meta["snapshot.json"].Hashes["sha512"] = make([]byte, 64) }, "timestamp")
	}},
	{"a snapshot with a hash of a kind nobody knows", Mismatch, false, func(s *scene) {
		edit(s, timestampFile, func(m *timestampDoc) {
			m.Signed.Meta["snapshot.json"].Hashes = metadata.Hashes{"none": []byte{1}}
		}, "timestamp")
	}},
	{"a target with a hash of another kind alone", Malformed, false, resigned(func(m *targetsDoc) {
		m.Signed.Targets["curated.pack"].Hashes = metadata.Hashes{"sha512": make([]byte, 64)}
	})},
	{"a target of a negative length", TooLarge, false, resigned(func(m *targetsDoc) { m.Signed.Targets["curated.pack"].Length = -1 })},
	{"a snapshot of a negative length", Mismatch, false, func(s *scene) {
		edit(s, timestampFile, func(m *timestampDoc) { m.Signed.Meta["snapshot.json"].Length = -1 }, "timestamp")
	}},
	{"lists of a terabyte together", TooLarge, false, resigned(func(m *targetsDoc) {
		for i := range 200 {
			name := fmt.Sprintf("register-a%d", i)
			raw := json.RawMessage(fmt.Sprintf(`{"list":"%s","version":1,"as_of":"2026-11-20","terms":1,"format":1}`, name))
			file := *m.Signed.Targets["curated.pack"]
			file.Custom, file.Length = &raw, 32<<20
			m.Signed.Targets[name+".pack"] = &file
		}
	})},
	{"brotli that ends at the pack's own length, and is another pack", Mismatch, false, func(s *scene) {
		s.answerDeltas(http.StatusNotFound)
		body("/v1/p/", brotliOf(make([]byte, len(s.packs[3]))), "Content-Encoding", "br")(s)
	}},
	{"brotli that ends one byte behind the most", TooLarge, false, func(s *scene) {
		body("/"+timestampFile, brotliOf(bytes.Repeat([]byte(" "), maxTimestamp+1)), "Content-Encoding", "br")(s)
	}},
	{"brotli of the timestamp and spaces, as long as may be", "", false, func(s *scene) {
		data := s.files[timestampFile]
		body("/"+timestampFile, brotliOf(append(bytes.Clone(data), bytes.Repeat([]byte(" "), maxTimestamp-len(data))...)), "Content-Encoding", "br")(s)
	}},
	{"brotli in brotli", Malformed, false, func(s *scene) {
		body("/"+timestampFile, brotliOf(brotliOf(s.files[timestampFile])), "Content-Encoding", "br, br")(s)
	}},
	{"brotli, and more behind its end", Unreachable, false, func(s *scene) {
		body("/"+timestampFile, append(brotliOf(s.files[timestampFile]), "more"...), "Content-Encoding", "br")(s)
	}},

	// HTTP that lies.
	{"a length that is less than there is", Malformed, false, lying(func(n int) string { return fmt.Sprintf("Content-Length: %d", n/2) })},
	{"a length that is more than there is", Unreachable, false, lying(func(n int) string { return fmt.Sprintf("Content-Length: %d", n+1) })},
	{"two lengths", Unreachable, false, lying(func(n int) string { return fmt.Sprintf("Content-Length: %d\r\nContent-Length: %d", n, n+1) })},
	{"a negative length", Unreachable, false, lying(func(int) string { return "Content-Length: -1" })},
	{"chunks that are none", Unreachable, false, lying(func(n int) string { return fmt.Sprintf("Transfer-Encoding: chunked\r\nContent-Length: %d", n) })},
	{"a chunk of all there is", Unreachable, false, func(s *scene) {
		s.raw("/"+timestampFile, func(line *bufio.ReadWriter) {
			io.WriteString(line, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n{}") //nolint:errcheck
		})
	}},
	{"the next answer behind the timestamp", "", false, func(s *scene) {
		data, forged := s.files[timestampFile], []byte(`{"signatures":[],"signed":{}}`)
		s.raw("/"+timestampFile, func(line *bufio.ReadWriter) {
			for _, b := range [][]byte{data, forged, forged} {
				fmt.Fprintf(line, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", len(b), b)
			}
		})
	}},
	{"endless header", Unreachable, false, forever("/"+timestampFile, "HTTP/1.1 200 OK\r\n", "X-More: and more of it\r\n")},
	{"endless line of a header", Unreachable, false, forever("/"+timestampFile, "HTTP/1.1 200 OK\r\nX-More: ", "more and ")},
	{"endless early hints", Unreachable, false, forever("/"+timestampFile, "", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")},
	{"endless chunk extension", Unreachable, false, forever("/"+timestampFile, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;", "more and ")},
	{"endless trailer", Unreachable, false, forever("/"+timestampFile, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-More\r\n\r\n0\r\n", "X-More: and more of it\r\n")},
	{"no HTTP", Unreachable, false, func(s *scene) {
		s.raw("/"+timestampFile, func(line *bufio.ReadWriter) { io.WriteString(line, "ICY 200 OK\r\n\r\n") }) //nolint:errcheck
	}},
	{"a tag that says nothing has changed", Status, false, func(s *scene) {
		s.at("/", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Etag", `"3"`)
			w.WriteHeader(http.StatusNotModified)
		})
	}},
	{"429 with a wait of a thousand years", Status, false, status("/"+timestampFile, 429, "Retry-After", "31536000000")},
	{"several ranges for the rest", "", false, func(s *scene) {
		s.breakOff()
		s.atRange(func(w http.ResponseWriter, _ int) {
			w.Header().Set("Content-Type", "multipart/byteranges; boundary=x")
			w.WriteHeader(http.StatusPartialContent)
			io.WriteString(w, "--x\r\n\r\n--x--") //nolint:errcheck // the client has gone
		})
	}},

	// A clock that moves while the update runs.
	{"a clock that falls back between the steps, to when a lapsed timestamp was good", Expired, false, func(s *scene) {
		s.now = start.AddDate(0, 0, 8)
		s.at("/v1/m/2.root.json", func(w http.ResponseWriter, r *http.Request) {
			s.now = start.Add(2 * time.Hour)
			http.NotFound(w, r)
		})
	}},
	{"a clock that leaps ahead between the steps", "", false, func(s *scene) {
		s.at("/v1/m/2.root.json", func(w http.ResponseWriter, r *http.Request) {
			s.now = start.AddDate(40, 0, 0)
			http.NotFound(w, r)
		})
	}},
}

// twoParts puts a part that nobody signed before or behind the one that is.
func (s *scene) twoParts(last bool, name string) {
	signatures, signed := s.parts(timestampFile)
	forged := bytes.Replace(signed, []byte(`"version":3`), []byte(`"version":99`), 1)
	parts := []string{fmt.Sprintf(`"signed":%s`, signed), fmt.Sprintf(`"%s":%s`, name, forged)}
	if !last {
		slices.Reverse(parts)
	}
	s.files[timestampFile] = []byte(fmt.Sprintf(`{"signatures":%s,%s}`, signatures, strings.Join(parts, ",")))
}

// A server's wait is believed up to a week, and a leap of the clock holds
// nothing back for longer than its end.
func TestAWaitIsBounded(t *testing.T) {
	for _, value := range []string{"31536000000", "99999999999999999999", start.AddDate(1000, 0, 0).Format(http.TimeFormat), "-5", "soon"} {
		s := newScene(t)
		status("/"+timestampFile, 429, "Retry-After", value)(s)
		var f *Failure
		if _, err := s.update(); !errors.As(err, &f) || f.Kind != Status {
			t.Fatal(err)
		}
		if held, err := readState(s.dir); err != nil || held.Retry.Sub(s.now) > maxWait {
			t.Errorf("Retry-After %s: until %s, %v", value, held.Retry, err)
		}
		s.files, s.answer, s.client.Now, s.now = maps.Clone(s.releases[3]), nil, false, s.now.Add(maxWait)
		s.publish(s.files, s.now, 3, s.packs[3])
		if _, err := s.update(); err != nil {
			t.Errorf("Retry-After %s: a week later: %v", value, err)
		}
	}
}
