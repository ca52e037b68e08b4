package update

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// breakOff lets a pack's download break in the middle, and returns where the
// beginning is kept.
func (s *scene) breakOff() string {
	s.t.Helper()
	s.answerDeltas(404)
	before := s.answer
	s.at("/v1/p/", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", fmt.Sprint(len(s.packs[3])))
		w.Write(s.packs[3][:len(s.packs[3])/2]) //nolint:errcheck
		w.(http.Flusher).Flush()
		panic(http.ErrAbortHandler)
	})
	var f *Failure
	if _, err := s.update(); !errors.As(err, &f) || f.Kind != Unreachable && f.Kind != Status {
		s.t.Fatalf("a download that broke off: %v", err)
	}
	s.answer = before
	kept := filepath.Join(s.dir, draft+"part-"+hashOf(s.packs[3]))
	if data, err := os.ReadFile(kept); err != nil || !bytes.Equal(data, s.packs[3][:len(s.packs[3])/2]) {
		s.t.Fatalf("%d bytes are kept, %v", len(data), err)
	}
	return kept
}

// atRange answers who asks for the rest of a pack.
func (s *scene) atRange(do func(w http.ResponseWriter, from int)) {
	before := s.answer
	s.answer = func(w http.ResponseWriter, r *http.Request) bool {
		var from int
		if n, _ := fmt.Sscanf(r.Header.Get("Range"), "bytes=%d-", &from); n == 1 {
			do(w, from)
			return true
		}
		return before != nil && before(w, r)
	}
}

// rest answers him with a range that is named rightly.
func (s *scene) rest(of func(rest []byte) []byte) {
	s.atRange(func(w http.ResponseWriter, from int) { s.part(w, from, of(bytes.Clone(s.packs[3][from:]))) })
}

func (s *scene) part(w http.ResponseWriter, from int, data []byte) {
	w.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", from, len(s.packs[3])-1, len(s.packs[3])))
	w.WriteHeader(http.StatusPartialContent)
	w.Write(data) //nolint:errcheck // the client has gone
}

// Of a download that broke off only the rest is asked for, and nothing is left
// of it when it is whole.
func TestABrokenDownloadGoesOn(t *testing.T) {
	s := newScene(t)
	s.breakOff()
	half, ranges, packs := len(s.packs[3])/2, 0, 0
	s.rest(func(rest []byte) []byte {
		ranges++
		if len(rest) != len(s.packs[3])-half {
			t.Errorf("%d bytes are asked for, of %d", len(rest), len(s.packs[3]))
		}
		return rest
	})
	s.asked = nil
	s.mustUpdate(3)
	for _, path := range s.asked {
		if strings.HasPrefix(path, "/v1/p/") {
			packs++
		}
	}
	left, err := filepath.Glob(filepath.Join(s.dir, draft+"*"))
	if ranges != 1 || packs != 1 || err != nil || len(left) != 0 {
		t.Errorf("asked %d times for the rest, %d times for a pack; left %v, %v", ranges, packs, left, err)
	}
}
