package update

import (
	"bytes"
	"errors"
	"maps"
	"net/http"
	"testing"
	"time"

	"clearlist/server/internal/release"
	"clearlist/wasm/list"
	"clearlist/wasm/pack"
	"clearlist/wasm/reuse"
)

const corpusName = "corpus:shop"

func corpusOf(t *testing.T, version uint32, text string) []byte {
	t.Helper()
	b, err := reuse.Compile(corpusName, version, list.DateOf(2026, 11, 20), []reuse.Entry{{ID: "a", Text: text}})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func opensCorpora(l List, b []byte) error {
	if l.Name != corpusName {
		return opens(l, b)
	}
	p, err := pack.Open(b)
	if err != nil {
		return err
	}
	_, err = reuse.OpenPublished(p)
	return err
}

// Whatever is wrong with a corpus, the lists go on, the failure is told, and
// the corpus of before stays.
func TestABrokenCorpusStopsNoList(t *testing.T) {
	first := corpusOf(t, 1, "the first words that were seen of anybody")
	second := corpusOf(t, 2, "other words that were seen of somebody else")
	for _, c := range []struct {
		name string
		kind Kind
		pack []byte
		do   func(*scene)
	}{
		{"another pack than was signed", Mismatch, second, func(s *scene) {
			s.at("/v1/p/"+hashOf(second), func(w http.ResponseWriter, _ *http.Request) {
				bad := bytes.Clone(second)
				bad[len(bad)/2] ^= 1
				w.Write(bad) //nolint:errcheck // the client has gone
			})
		}},
		{"missing", Status, second, func(s *scene) { delete(s.files, "v1/p/"+hashOf(second)+".corpus-shop.pack") }},
		{"endless", TooLarge, second, func(s *scene) {
			s.at("/v1/p/"+hashOf(second), func(w http.ResponseWriter, _ *http.Request) { w.Write(make([]byte, 1<<20)) }) //nolint:errcheck // as above
		}},
		{"no pack", Unusable, []byte("signed, and no pack at all"), none[scene]},
		{"a list that calls itself a corpus", Unusable, compiled(2, "Zephyro"), none[scene]},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newScene(t)
			s.client.Open = opensCorpora
			s.files = maps.Clone(s.releases[2])
			s.now = s.now.Add(time.Hour)
			publishBeside(t, s, 2, 1, first)
			if _, err := s.update(); err != nil {
				t.Fatal(err)
			}
			publishBeside(t, s, 3, 2, c.pack)
			c.do(s)
			result, err := s.update()
			if err != nil || len(result.Failed) != 1 {
				t.Fatalf("%v; told: %v", err, result.Failed)
			}
			if f := new(Failure); !errors.As(result.Failed[0], &f) || f.Kind != c.kind && c.kind != Status || f.What != corpusName {
				t.Errorf("told: %v", result.Failed[0])
			}
			held, err := Held(s.dir)
			if err != nil || len(held) != 2 || !bytes.Equal(held[0].Bytes, first) || !bytes.Equal(held[1].Bytes, s.packs[3]) {
				t.Fatalf("%d lists are held, %v", len(held), err)
			}
			s.answer = nil
			publishBeside(t, s, 3, 3, corpusOf(t, 3, "mended words"))
			if result, err := s.update(); err != nil || len(result.Failed) > 0 {
				t.Fatalf("mended: %v, %v", result.Failed, err)
			}
		})
	}
}

// publishBeside publishes a list with a corpus beside it.
func publishBeside(t *testing.T, s *scene, curated int, version uint32, b []byte) {
	t.Helper()
	m := maps.Clone(s.files)
	_, err := s.publisher(m, s.now).Publish(t.Context(), []release.Pack{
		{List: "curated", Version: uint32(curated), AsOf: "2026-11-20", Terms: len(terms(curated)), Bytes: s.packs[curated]},
		{List: corpusName, Version: version, AsOf: "2026-11-20", Terms: 1, Bytes: b},
	})
	if err != nil {
		t.Fatal(err)
	}
	s.files = m
}
