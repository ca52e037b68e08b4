package update

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/theupdateframework/go-tuf/v2/metadata"
)

type (
	rootDoc      = metadata.Metadata[metadata.RootType]
	timestampDoc = metadata.Metadata[metadata.TimestampType]
	snapshotDoc  = metadata.Metadata[metadata.SnapshotType]
	targetsDoc   = metadata.Metadata[metadata.TargetsType]
)

const (
	timestampFile = "v1/m/timestamp.json"
	snapshotFile  = "v1/m/3.snapshot.json"
	targetsFile   = "v1/m/3.targets.json"
	nextRootFile  = "v1/m/2.root.json"
)

// An attack is what somebody does to a server that has release 3, or to the
// client's surroundings, and why the client refuses it. Kind "" is for what
// must do no harm: the client has release 3 all the same, or, where stays is
// said, release 2 without an error.
type attack struct {
	name  string
	kind  Kind
	stays bool
	do    func(*scene)
}

func none[T any](*T) {}

// at answers a path by hand.
func (s *scene) at(path string, do http.HandlerFunc) {
	before := s.answer
	s.answer = func(w http.ResponseWriter, r *http.Request) bool {
		if strings.HasPrefix(r.URL.Path, path) {
			do(w, r)
			return true
		}
		return before != nil && before(w, r)
	}
}

func status(path string, code int, headers ...string) func(*scene) {
	return func(s *scene) {
		s.at(path, func(w http.ResponseWriter, _ *http.Request) {
			for i := 0; i < len(headers); i += 2 {
				w.Header().Set(headers[i], headers[i+1])
			}
			w.WriteHeader(code)
		})
	}
}

func body(path string, data []byte, headers ...string) func(*scene) {
	return func(s *scene) {
		s.at(path, func(w http.ResponseWriter, _ *http.Request) {
			for i := 0; i < len(headers); i += 2 {
				w.Header().Set(headers[i], headers[i+1])
			}
			w.Write(data) //nolint:errcheck // the client has gone
		})
	}
}

// nextRoot puts a changed copy of the first root behind it.
func (s *scene) nextRoot(change func(*rootDoc), signers ...string) {
	s.files[nextRootFile] = s.files["v1/m/1.root.json"]
	edit(s, nextRootFile, func(m *rootDoc) {
		m.Signed.Version = 2
		change(m)
	}, signers...)
}

func (s *scene) twice(name string) {
	var doc struct {
		Signatures []map[string]string `json:"signatures"`
		Signed     json.RawMessage     `json:"signed"`
	}
	check(json.Unmarshal(s.files[name], &doc))
	doc.Signatures = append(doc.Signatures, doc.Signatures[0])
	s.files[name], _ = json.Marshal(doc)
}

func custom(m *targetsDoc, change func(map[string]any)) {
	file := m.Signed.Targets["curated.pack"]
	var c map[string]any
	check(json.Unmarshal(*file.Custom, &c))
	change(c)
	raw, err := json.Marshal(c)
	check(err)
	file.Custom = (*json.RawMessage)(&raw)
}

func bomb() []byte {
	var out bytes.Buffer
	w := brotli.NewWriter(&out)
	w.Write(make([]byte, 64<<20)) //nolint:errcheck // memory
	w.Close()                     //nolint:errcheck
	return out.Bytes()
}

func brotliOf(data []byte) []byte {
	var out bytes.Buffer
	w := brotli.NewWriter(&out)
	w.Write(data) //nolint:errcheck // memory
	w.Close()     //nolint:errcheck
	return out.Bytes()
}

func gzipOf(data []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Write(data) //nolint:errcheck // memory
	w.Close()     //nolint:errcheck
	return out.Bytes()
}

func endless(w http.ResponseWriter, r *http.Request) {
	for part := bytes.Repeat([]byte(" "), 64<<10); r.Context().Err() == nil; {
		if _, err := w.Write(part); err != nil {
			return
		}
	}
}

// spoil makes every delta and pack of the newest release another.
func (s *scene) spoil(path string, change func([]byte) []byte) {
	for name, data := range s.files {
		if strings.HasPrefix(name, path) {
			s.files[name] = change(bytes.Clone(data))
		}
	}
}

var plainAttacks = []attack{
	// Signatures: forged, missing, duplicated, too few, of the wrong keys.
	{"timestamp without signatures", Unsigned, false, func(s *scene) { edit(s, timestampFile, none[timestampDoc]) }},
	{"timestamp signed by a stranger", Unsigned, false, func(s *scene) { edit(s, timestampFile, none[timestampDoc], "stranger") }},
	{"timestamp signed by the snapshot key", Unsigned, false, func(s *scene) { edit(s, timestampFile, none[timestampDoc], "snapshot") }},
	{"timestamp signed by the targets keys", Unsigned, false, func(s *scene) { edit(s, timestampFile, none[timestampDoc], "targets-1", "targets-2") }},
	{"timestamp with the signature of another", Unsigned, false, func(s *scene) {
		edit(s, timestampFile, func(m *timestampDoc) { m.Signatures = nil; s.sign(m, "timestamp"); m.Signed.Version = 99 })
	}},
	{"timestamp with a signature that is no hex", Malformed, false, func(s *scene) {
		i := bytes.Index(s.files[timestampFile], []byte(`"sig":"`)) + 7
		s.files[timestampFile] = append(bytes.Clone(s.files[timestampFile][:i]), append([]byte("zz"), s.files[timestampFile][i+2:]...)...)
	}},
	{"snapshot without signatures", Unsigned, false, func(s *scene) { edit(s, snapshotFile, none[snapshotDoc]); s.retime() }},
	{"snapshot signed by a stranger", Unsigned, false, func(s *scene) { edit(s, snapshotFile, none[snapshotDoc], "stranger"); s.retime() }},
	{"snapshot signed by the timestamp key", Unsigned, false, func(s *scene) { edit(s, snapshotFile, none[snapshotDoc], "timestamp"); s.retime() }},
	{"targets without signatures, online keys stolen", Unsigned, false, func(s *scene) { edit(s, targetsFile, none[targetsDoc]); s.resign() }},
	{"targets with one signature of two, online keys stolen", Unsigned, false, func(s *scene) { edit(s, targetsFile, none[targetsDoc], "targets-1"); s.resign() }},
	{"targets with one signature twice, online keys stolen", Malformed, false, func(s *scene) {
		edit(s, targetsFile, none[targetsDoc], "targets-1")
		s.twice(targetsFile)
		s.resign()
	}},
	{"targets with a stranger's as the second signature", Unsigned, false, func(s *scene) {
		edit(s, targetsFile, none[targetsDoc], "targets-1", "stranger")
		s.resign()
	}},
	{"targets signed by the online keys", Unsigned, false, func(s *scene) {
		edit(s, targetsFile, none[targetsDoc], "snapshot", "timestamp")
		s.resign()
	}},
	{"targets signed by the root keys", Unsigned, false, func(s *scene) {
		edit(s, targetsFile, none[targetsDoc], "root-1", "root-2", "root-3")
		s.resign()
	}},
	{"next root without signatures", Unsigned, false, func(s *scene) { s.nextRoot(none[rootDoc]) }},
	{"next root signed by one of two", Unsigned, false, func(s *scene) { s.nextRoot(none[rootDoc], "root-1") }},
	{"next root signed by one, twice", Malformed, false, func(s *scene) {
		s.nextRoot(none[rootDoc], "root-1")
		s.twice(nextRootFile)
	}},
	{"next root signed by all online keys", Unsigned, false, func(s *scene) {
		s.nextRoot(none[rootDoc], "targets-1", "targets-2", "targets-3", "snapshot", "timestamp")
	}},
	{"next root that trusts a stranger, signed by him", Unsigned, false, func(s *scene) {
		s.nextRoot(func(m *rootDoc) { m.Signed.Roles["root"].KeyIDs = nil; m.Signed.Roles["root"].Threshold = 1 }, "stranger")
	}},
	{"next root that takes more of its own than signed it", Unsigned, false, func(s *scene) {
		s.nextRoot(func(m *rootDoc) { m.Signed.Roles["root"].Threshold = 3 }, "root-1", "root-2")
	}},
	{"next root with a threshold of zero for the timestamp", Malformed, false, func(s *scene) {
		s.nextRoot(func(m *rootDoc) { m.Signed.Roles["timestamp"].Threshold = 0 }, "root-1", "root-2")
		edit(s, timestampFile, none[timestampDoc])
	}},
	{"next root that lists one targets key under two ids", Unsigned, false, func(s *scene) {
		s.nextRoot(func(m *rootDoc) {
			id := m.Signed.Roles["targets"].KeyIDs[0]
			other := strings.Repeat("ab", 32)
			m.Signed.Keys[other] = m.Signed.Keys[id]
			m.Signed.Roles["targets"].KeyIDs = []string{id, other}
		}, "root-1", "root-2")
		edit(s, targetsFile, func(m *targetsDoc) { m.Signed.Expires = m.Signed.Expires.Add(time.Second) }, "targets-1")
		s.twice(targetsFile)
		s.files[targetsFile] = bytes.Replace(s.files[targetsFile], idOf(s, "targets-1"), []byte(strings.Repeat("ab", 32)), 1)
		s.resign()
	}},

	// Rollback of each role.
	{"root of before under the next number", Older, false, func(s *scene) { s.files[nextRootFile] = s.files["v1/m/1.root.json"] }},
	{"root that skips a number", Older, false, func(s *scene) { s.nextRoot(func(m *rootDoc) { m.Signed.Version = 3 }, "root-1", "root-2") }},
	{"timestamp of release 1", Older, false, func(s *scene) { s.files[timestampFile] = s.releases[1][timestampFile] }},
	{"all of release 1", Older, false, func(s *scene) { s.files = maps.Clone(s.releases[1]) }},
	{"new timestamp of the first snapshot", Older, false, func(s *scene) {
		edit(s, timestampFile, func(m *timestampDoc) {
			m.Signed.Meta["snapshot.json"] = metaOf(s.files["v1/m/1.snapshot.json"], 1)
		}, "timestamp")
	}},
	{"new snapshot of the first targets", Older, false, func(s *scene) {
		edit(s, snapshotFile, func(m *snapshotDoc) {
			m.Signed.Meta["targets.json"] = metaOf(s.files["v1/m/1.targets.json"], 1)
		}, "snapshot")
		s.retime()
	}},
	{"new snapshot that knows of no targets", Malformed, false, func(s *scene) {
		edit(s, snapshotFile, func(m *snapshotDoc) {
			m.Signed.Meta["other.json"] = m.Signed.Meta["targets.json"]
			delete(m.Signed.Meta, "targets.json")
		}, "snapshot")
		s.retime()
	}},
	{"new targets of an older list", Older, false, func(s *scene) {
		edit(s, targetsFile, func(m *targetsDoc) { custom(m, func(c map[string]any) { c["version"] = 1 }) }, "targets-1", "targets-2")
		s.resign()
	}},

	// Freeze, and clocks.
	{"timestamp that has lapsed", Expired, false, func(s *scene) { s.now = start.AddDate(0, 0, 8) }},
	{"old timestamp that has lapsed meanwhile", Expired, false, func(s *scene) { s.files, s.now = maps.Clone(s.releases[2]), start.AddDate(0, 0, 8) }},
	{"snapshot that has lapsed", Expired, false, func(s *scene) {
		edit(s, snapshotFile, func(m *snapshotDoc) { m.Signed.Expires = start }, "snapshot")
		s.retime()
	}},
	{"targets that have lapsed", Expired, false, func(s *scene) {
		edit(s, targetsFile, func(m *targetsDoc) { m.Signed.Expires = start }, "targets-1", "targets-2")
		s.resign()
	}},
	{"root that has lapsed", Expired, false, func(s *scene) { s.nextRoot(func(m *rootDoc) { m.Signed.Expires = start }, "root-1", "root-2") }},
	{"clock years ahead", Expired, false, func(s *scene) { s.now = start.AddDate(5, 0, 0) }},
	{"clock set back, to when a lapsed timestamp was good", Expired, false, func(s *scene) {
		edit(s, timestampFile, func(m *timestampDoc) { m.Signed.Expires = start.Add(30 * time.Minute) }, "timestamp")
		s.now = start.Add(time.Minute) // the client has seen an hour past start
	}},
	{"clock set back, to before all was signed", "", false, func(s *scene) { s.now = start.AddDate(-3, 0, 0) }},

	// Mix and match.
	{"new timestamp, old snapshot under the new name", Mismatch, false, func(s *scene) { s.files[snapshotFile] = s.files["v1/m/2.snapshot.json"] }},
	{"new snapshot, old targets under the new name", Mismatch, false, func(s *scene) { s.files[targetsFile] = s.files["v1/m/2.targets.json"] }},
	{"timestamp where the snapshot should be", TooLarge, false, func(s *scene) { s.files[snapshotFile] = s.files[timestampFile] }},
	{"signed timestamp that is a snapshot", Malformed, false, func(s *scene) {
		edit(s, timestampFile, func(m *timestampDoc) { m.Signed.Type = "snapshot" }, "timestamp")
	}},
	{"signed targets that are a root", Malformed, false, func(s *scene) {
		edit(s, targetsFile, func(m *targetsDoc) { m.Signed.Type = "root" }, "targets-1", "targets-2")
		s.resign()
	}},
	{"old pack and no deltas", Mismatch, false, func(s *scene) {
		s.spoil("v1/p/", func([]byte) []byte { return s.packs[1] })
		s.answerDeltas(http.StatusNotFound)
	}},
	{"delta of another base", "", false, func(s *scene) { s.spoil("v1/d/", func([]byte) []byte { return s.releases2Delta() }) }},
	{"delta of another base, and a pack of another release", Mismatch, false, func(s *scene) {
		s.spoil("v1/d/", func([]byte) []byte { return s.releases2Delta() })
		s.spoil("v1/p/", func([]byte) []byte { return s.packs[1] })
	}},
	{"signed delta that leads elsewhere", "", false, func(s *scene) {
		wrong := s.releases2Delta()
		s.files["v1/d/"+hashOf(wrong)+".delta"] = wrong
		edit(s, targetsFile, func(m *targetsDoc) {
			custom(m, func(c map[string]any) {
				c["deltas"] = []map[string]any{{"from": 2, "base": hashOf(s.packs[2]), "sha256": hashOf(wrong), "length": len(wrong)}}
			})
		}, "targets-1", "targets-2")
		s.resign()
	}},
	{"pack of another list under this one's name", Unusable, false, func(s *scene) {
		edit(s, targetsFile, func(m *targetsDoc) {
			file := m.Signed.Targets["curated.pack"]
			custom(m, func(c map[string]any) { c["list"] = "other"; delete(c, "deltas") })
			m.Signed.Targets["other.pack"] = file
			delete(m.Signed.Targets, "curated.pack")
		}, "targets-1", "targets-2")
		s.files["v1/p/"+hashOf(s.packs[3])+".other.pack"] = s.packs[3]
		s.resign()
	}},

	// Bodies.
	{"endless timestamp", TooLarge, false, func(s *scene) { s.at("/"+timestampFile, endless) }},
	{"endless next root", TooLarge, false, func(s *scene) { s.at("/"+nextRootFile, endless) }},
	{"endless snapshot", TooLarge, false, func(s *scene) { s.at("/"+snapshotFile, endless) }},
	{"endless targets", TooLarge, false, func(s *scene) { s.at("/"+targetsFile, endless) }},
	{"endless pack and deltas", TooLarge, false, func(s *scene) { s.at("/v1/d/", endless); s.at("/v1/p/", endless) }},
	{"timestamp that is too long by its own word", TooLarge, false, body("/"+timestampFile, make([]byte, maxTimestamp+1))},
	{"brotli bomb for a timestamp", TooLarge, false, body("/"+timestampFile, bomb(), "Content-Encoding", "br")},
	{"brotli bomb for a pack", TooLarge, false, func(s *scene) {
		body("/v1/p/", bomb(), "Content-Encoding", "br")(s)
		s.answerDeltas(http.StatusNotFound)
	}},
	{"brotli that breaks off", Unreachable, false, func(s *scene) {
		short := brotliOf(s.files[timestampFile])
		body("/"+timestampFile, short[:len(short)-3], "Content-Encoding", "br")(s)
	}},
	{"brotli, as it was asked for", "", false, func(s *scene) {
		body("/"+timestampFile, brotliOf(s.files[timestampFile]), "Content-Encoding", "br")(s)
	}},
	{"gzip, which was not asked for", Malformed, false, func(s *scene) {
		body("/"+timestampFile, gzipOf(s.files[timestampFile]), "Content-Encoding", "gzip")(s)
	}},
	{"timestamp cut short behind its length", Unreachable, false, func(s *scene) {
		data := s.files[timestampFile]
		s.at("/"+timestampFile, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", fmt.Sprint(len(data)))
			w.Write(data[:len(data)/2]) //nolint:errcheck // on purpose
		})
	}},
	{"timestamp cut short without a length", Malformed, false, func(s *scene) {
		s.files[timestampFile] = s.files[timestampFile][:200]
	}},
	{"connection that breaks off in a pack", Unreachable, false, func(s *scene) {
		s.answerDeltas(http.StatusNotFound)
		s.at("/v1/p/", func(w http.ResponseWriter, _ *http.Request) {
			w.Write(s.packs[3][:100]) //nolint:errcheck // on purpose
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		})
	}},
	{"pack cut short", Mismatch, false, func(s *scene) {
		s.answerDeltas(http.StatusNotFound)
		s.spoil("v1/p/", func(b []byte) []byte { return b[:len(b)-1] })
	}},
	{"pack with a byte more", TooLarge, false, func(s *scene) {
		s.answerDeltas(http.StatusNotFound)
		s.spoil("v1/p/", func(b []byte) []byte { return append(b, 0) })
	}},
	{"server that says nothing", Unreachable, false, func(s *scene) {
		s.client.patience = 50 * time.Millisecond
		s.at("/"+timestampFile, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	}},
	{"server that says a byte now and then", Unreachable, false, func(s *scene) {
		s.client.patience = 50 * time.Millisecond
		s.at("/"+timestampFile, func(w http.ResponseWriter, r *http.Request) {
			for tick := time.NewTicker(5 * time.Millisecond); ; {
				select {
				case <-r.Context().Done():
					return
				case <-tick.C:
					io.WriteString(w, " ") //nolint:errcheck // the client has gone
					w.(http.Flusher).Flush()
				}
			}
		})
	}},
	{"empty timestamp", Malformed, false, body("/"+timestampFile, nil)},
	{"captive portal for the timestamp", Malformed, false, body("/"+timestampFile, []byte("<!doctype html><title>Sign in</title>"), "Content-Type", "text/html")},
	{"captive portal for everything", Malformed, false, body("/", []byte("<!doctype html><title>Sign in</title>"), "Content-Type", "text/html")},
	{"JSON that is no document", Malformed, false, body("/"+timestampFile, []byte(`[]`))},
	{"JSON nested 700 deep", Malformed, false, body("/"+timestampFile, []byte(strings.Repeat(`{"signed":`, 700)+"1"+strings.Repeat("}", 700)))},
	{"text after the document", Malformed, false, func(s *scene) { s.files[timestampFile] = append(bytes.Clone(s.files[timestampFile]), "{}"...) }},
	{"signed timestamp that knows of no snapshot", Malformed, false, func(s *scene) {
		edit(s, timestampFile, func(m *timestampDoc) { m.Signed.Meta = map[string]*metadata.MetaFiles{} }, "timestamp")
	}},

	// Statuses, caches, redirects.
	{"403 for the timestamp", Status, false, status("/"+timestampFile, 403)},
	{"403 for a next root that is not there, as object stores say", "", false, status("/"+nextRootFile, 403)},
	{"404 for the timestamp", Status, false, status("/"+timestampFile, 404)},
	{"404 for the snapshot", Status, false, status("/"+snapshotFile, 404)},
	{"404 for the targets", Status, false, status("/"+targetsFile, 404)},
	{"404 for pack and deltas", Status, false, func(s *scene) { s.answerDeltas(404); status("/v1/p/", 404)(s) }},
	{"404 for the deltas alone", "", false, func(s *scene) { s.answerDeltas(404) }},
	{"429 with a wait", Status, false, status("/"+timestampFile, 429, "Retry-After", "3600")},
	{"500 for the next root", Status, false, status("/"+nextRootFile, 500)},
	{"502 for the snapshot", Status, false, status("/"+snapshotFile, 502)},
	{"503 with a date", Status, false, status("/"+timestampFile, 503, "Retry-After", start.Add(3*time.Hour).Format(http.TimeFormat))},
	{"204 for the timestamp", Status, false, status("/"+timestampFile, 204)},
	{"206 that was not asked for", Status, false, status("/"+timestampFile, 206)},
	{"304 that was not asked for", Status, false, status("/"+timestampFile, 304)},
	{"redirect to another place", Unreachable, false, func(s *scene) {
		s.at("/"+timestampFile, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://localhost:1/v1/m/timestamp.json", http.StatusFound)
		})
	}},
	{"redirect in circles", Unreachable, false, func(s *scene) {
		s.at("/"+timestampFile, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path, http.StatusFound) })
	}},
	{"redirect within the place", "", false, func(s *scene) {
		data := s.files[timestampFile]
		s.at("/"+timestampFile, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/moved", http.StatusFound) })
		body("/moved", data)(s)
	}},
	{"cache that has the old timestamp still", "", true, func(s *scene) { s.files[timestampFile] = s.releases[2][timestampFile] }},
	{"cache that has the new timestamp alone", Status, false, func(s *scene) {
		ts := s.files[timestampFile]
		s.files = maps.Clone(s.releases[2])
		s.files[timestampFile] = ts
	}},
	{"server that is gone", Unreachable, false, func(s *scene) { s.client.From = "http://127.0.0.1:1" }},

	// Downloads that broke off, and what answers the question for the rest.
	{"the rest of a pack, honestly", "", false, func(s *scene) { s.breakOff(); s.rest(func(rest []byte) []byte { return rest }) }},
	{"the whole pack for the rest", "", false, func(s *scene) {
		s.breakOff()
		s.atRange(func(w http.ResponseWriter, _ int) { w.Write(s.packs[3]) }) //nolint:errcheck
	}},
	{"half of the pack for the rest", "", false, func(s *scene) {
		s.breakOff()
		s.atRange(func(w http.ResponseWriter, _ int) { w.Write(s.packs[3][:len(s.packs[3])/2]) }) //nolint:errcheck
	}},
	{"other bytes for the rest", "", false, func(s *scene) {
		s.breakOff()
		s.rest(func(rest []byte) []byte { return bytes.Repeat([]byte{1}, len(rest)) })
	}},
	{"too few bytes for the rest", "", false, func(s *scene) { s.breakOff(); s.rest(func(rest []byte) []byte { return rest[1:] }) }},
	{"too many bytes for the rest", "", false, func(s *scene) { s.breakOff(); s.rest(func(rest []byte) []byte { return append(rest, 1) }) }},
	{"another range for the rest", "", false, func(s *scene) {
		s.breakOff()
		s.atRange(func(w http.ResponseWriter, from int) { s.part(w, from-1, s.packs[3][from-1:]) })
	}},
	{"a range that is not named", "", false, func(s *scene) {
		s.breakOff()
		s.atRange(func(w http.ResponseWriter, from int) {
			w.WriteHeader(http.StatusPartialContent)
			w.Write(s.packs[3][from:]) //nolint:errcheck
		})
	}},
	{"a compressed rest", "", false, func(s *scene) {
		s.breakOff()
		s.atRange(func(w http.ResponseWriter, from int) {
			w.Header().Set("Content-Encoding", "br")
			var short bytes.Buffer
			out := brotli.NewWriter(&short)
			out.Write(s.packs[3][from:]) //nolint:errcheck
			out.Close()                  //nolint:errcheck
			s.part(w, from, short.Bytes())
		})
	}},
	{"no such range", "", false, func(s *scene) { s.breakOff(); s.atRange(func(w http.ResponseWriter, _ int) { w.WriteHeader(416) }) }},
	{"the rest breaks off at once", Unreachable, false, func(s *scene) {
		s.breakOff()
		s.atRange(func(http.ResponseWriter, int) { panic(http.ErrAbortHandler) })
	}},
	{"429 for the rest", Status, false, func(s *scene) { s.breakOff(); s.atRange(func(w http.ResponseWriter, _ int) { w.WriteHeader(429) }) }},
	{"a beginning that was changed on the disk", "", false, func(s *scene) {
		kept := s.breakOff()
		data, err := os.ReadFile(kept)
		check(err)
		data[len(data)/2] ^= 1
		check(os.WriteFile(kept, data, 0o600))
		s.rest(func(rest []byte) []byte { return rest })
	}},
	{"a beginning longer than the pack", "", false, func(s *scene) {
		check(os.WriteFile(s.breakOff(), bytes.Repeat([]byte{1}, len(s.packs[3])), 0o600))
	}},

	// Lists that are signed, and cannot be used.
	{"signed pack that does not open", Unusable, false, func(s *scene) { s.signPack([]byte("CLPK and nothing else"), 3) }},
	{"signed pack of another version than is said", Unusable, false, func(s *scene) { s.signPack(s.packs[1], 3) }},
	{"signed pack of a later format", Unusable, false, func(s *scene) {
		edit(s, targetsFile, func(m *targetsDoc) { custom(m, func(c map[string]any) { c["format"] = 2 }) }, "targets-1", "targets-2")
		s.resign()
	}},
	{"signed pack of a gigabyte", TooLarge, false, func(s *scene) {
		edit(s, targetsFile, func(m *targetsDoc) { m.Signed.Targets["curated.pack"].Length = 1 << 30 }, "targets-1", "targets-2")
		s.resign()
	}},
	{"signed target without a hash", Malformed, false, func(s *scene) {
		edit(s, targetsFile, func(m *targetsDoc) {
			m.Signed.Targets["curated.pack"].Hashes = metadata.Hashes{"sha256": []byte{1}}
		}, "targets-1", "targets-2")
		s.resign()
	}},
	{"signed target without its note", Malformed, false, func(s *scene) {
		edit(s, targetsFile, func(m *targetsDoc) { m.Signed.Targets["curated.pack"].Custom = nil }, "targets-1", "targets-2")
		s.resign()
	}},
	{"signed target whose name is a way out", Malformed, false, func(s *scene) {
		edit(s, targetsFile, func(m *targetsDoc) {
			m.Signed.Targets["../../state.pack"] = m.Signed.Targets["curated.pack"]
		}, "targets-1", "targets-2")
		s.resign()
	}},
	{"a list that is wanted and not published", Mismatch, false, func(s *scene) { s.client.Lists = []string{"curated", "register:US"} }},
	{"a list that names its own updater", "", false, func(*scene) {}}, // see terms
}

func idOf(s *scene, name string) []byte {
	key, err := metadata.KeyFromPublicKey(s.private[name].Public())
	check(err)
	id, err := key.ID()
	check(err)
	return []byte(id)
}

func (s *scene) answerDeltas(code int) { status("/v1/d/", code)(s) }

// releases2Delta is a delta from release 1 to 2.
func (s *scene) releases2Delta() []byte {
	m, err := metadata.Targets().FromBytes(s.releases[2]["v1/m/2.targets.json"])
	check(err)
	var t wantedList
	check(json.Unmarshal(*m.Signed.Targets["curated.pack"].Custom, &t))
	for _, d := range t.Deltas {
		if d.Base == hashOf(s.packs[1]) {
			return s.releases[2]["v1/d/"+d.SHA256+".delta"]
		}
	}
	s.t.Fatal("no delta")
	return nil
}

// signPack makes the targets speak of other bytes, with the targets keys.
func (s *scene) signPack(data []byte, version int) {
	s.files["v1/p/"+hashOf(data)+".curated.pack"] = data
	edit(s, targetsFile, func(m *targetsDoc) {
		custom(m, func(c map[string]any) { c["version"] = version; delete(c, "deltas") })
		file := m.Signed.Targets["curated.pack"]
		meta := metaOf(data, 1)
		file.Length, file.Hashes = meta.Length, meta.Hashes
	}, "targets-1", "targets-2")
	s.resign()
}

// None of the attacks is accepted, each is refused for its own reason, the
// lists of before screen on, and when it is over the client goes on.
func TestAttacks(t *testing.T) {
	for _, a := range attacks {
		t.Run(a.name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t)
			a.do(s)
			_, err := s.update()
			var f *Failure
			switch {
			case a.kind == "" && err != nil:
				t.Fatal(err)
			case a.kind != "" && (!errors.As(err, &f) || f.Kind != a.kind):
				t.Fatalf("got %v, want %q", err, a.kind)
			}
			if a.kind != "" || a.stays {
				s.holds(2)
			} else {
				s.holds(3)
			}
			// Over: as if nothing had been.
			s.answer, s.client.From, s.client.Lists, s.client.patience = nil, s.server.URL, nil, 0
			second := s.files[nextRootFile]
			s.files, s.now = maps.Clone(s.releases[3]), start.Add(2*time.Hour)
			if held, err := readState(s.dir); err != nil || !bytes.Equal(held.Root, s.client.Root) {
				s.nextRoot(none[rootDoc], "root-1", "root-2") // the holders of the root take it back
				s.files["v1/m/3.root.json"] = s.files[nextRootFile]
				edit(s, "v1/m/3.root.json", func(m *rootDoc) { m.Signed.Version = 3 }, "root-1", "root-2")
				s.files[nextRootFile] = second
			}
			s.mustUpdate(3)
		})
	}
	if len(attacks) < 60 {
		t.Errorf("%d attacks", len(attacks))
	}
}
