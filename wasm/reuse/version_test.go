package reuse

import (
	"bytes"
	"errors"
	"flag"
	"hash/fnv"
	"io/fs"
	"os"
	"testing"

	"clearlist/wasm/list"
	"clearlist/wasm/pack"
)

// What is published stays in use for years: whoever changes how fingerprints
// are made finds it out here, and raises the version.
func TestFingerprintsAreThoseOfTheirVersion(t *testing.T) {
	texts := append([]string{
		"Double-walled stainless steel keeps your morning coffee steaming until the last meeting of the day is over",
		"The batteries' organisers stopped waltzing quickly; relations tried glasses, 500 ml, 12V, and Cr\u00e8me br\u00fbl\u00e9e.",
		"V\u0435lcro str\u0430ps \u2014 look-alike letters, H\u200bidden breaks and s p a c e d words in one bullet point of a listing",
		"\u53cc\u5c42\u4e0d\u9508\u94a2\u4fdd\u6e29\u676f\u8ba9\u60a8\u7684\u5496\u5561\u4ece\u65e9\u5230\u665a\u90fd\u70ed\u6c14\u817e\u817e",
		"\u30b9\u30c6\u30f3\u30ec\u30b9\u88fd\u306e\u4e8c\u91cd\u69cb\u9020\u3067\u671d\u306e\u30b3\u30fc\u30d2\u30fc\u304c\u51b7\u3081\u307e\u305b\u3093",
	}, plainTexts...)
	sum := fnv.New64a()
	for _, text := range texts {
		for _, f := range fingerprints(text) {
			sum.Write([]byte{byte(f), byte(f >> 8), byte(f >> 16), byte(f >> 24)})
		}
	}
	const version, want = 0, 0xfcb8c993eddfdca9
	if got := sum.Sum64(); fingerprintVersion != version || got != want {
		t.Errorf("version %d makes %#x, and %#x is that of version %d: where fingerprints are made anew, raise fingerprintVersion and write both here", fingerprintVersion, got, uint64(want), version)
	}
}

// Fingerprints of another version are told from damaged ones, and refused.
func TestAnotherVersionIsRefused(t *testing.T) {
	index, err := Build([]Source{{Key: 1, Text: "soft bamboo fibres dry your baby gently after every single bath"}})
	if err != nil {
		t.Fatal(err)
	}
	put32(index, 28, fingerprintVersion+1)
	if _, err := Open(index); !errors.Is(err, ErrIndex) {
		t.Errorf("damaged: %v", err)
	}
	put64(index, 8, pack.Sum(index[16:]))
	if _, err := Open(index); !errors.Is(err, ErrFingerprints) {
		t.Errorf("of the next version: %v", err)
	}
	published, err := pack.Write(pack.Content{
		Set:      &list.Set{Name: "corpus:next", Version: 1, AsOf: list.DateOf(2026, 11, 20)},
		Sections: []pack.Section{{ID: publishedIndex, Bytes: index}, {ID: publishedRows, Bytes: make([]byte, rowLength+4)}, {ID: publishedNames}},
	})
	if err != nil {
		t.Fatal(err)
	}
	// The extension's tests read it too.
	const name = "../../testdata/packs/next.corpus"
	if flag.Lookup("update").Value.String() == "true" {
		if err := os.WriteFile(name, published, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if kept, err := os.ReadFile(name); !errors.Is(err, fs.ErrNotExist) && (err != nil || !bytes.Equal(kept, published)) {
		t.Errorf("%s: %v, or other bytes: go test ./wasm/reuse -update", name, err)
	}
	p, err := pack.Open(published)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := OpenPublished(p); !errors.Is(err, ErrFingerprints) {
		t.Errorf("a corpus of the next version: %v", err)
	}
}
