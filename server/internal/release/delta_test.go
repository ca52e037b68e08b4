package release_test

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"strings"
	"testing"

	format "clearlist/wasm/pack"
)

// weekly is the text of a list that changes by one line a week.
func weekly(version uint32) string {
	var b strings.Builder
	for i := range 4000 {
		fmt.Fprintf(&b, "mark %d of owner %d\n", i*7919%100_003, i*i%977)
	}
	fmt.Fprintf(&b, "added in version %d", version)
	return b.String()
}

func TestThirteenVersionsHaveADirectDelta(t *testing.T) {
	files := newMemory()
	packs := map[string][]byte{}
	for version := uint32(1); version <= 15; version++ {
		publish(t, files, start, pack(version, weekly(version)))
		packs[hash([]byte("pack "+weekly(version)))] = []byte("pack " + weekly(version))
	}
	newest := publish(t, files, start, pack(16, weekly(16))).Release.Packs[0]
	if len(newest.Deltas) != 13 || newest.Deltas[0].From != 15 || newest.Deltas[12].From != 3 {
		t.Fatalf("deltas %+v", newest.Deltas)
	}
	for _, d := range newest.Deltas {
		got, err := format.Apply(packs[d.Base], files.files["v1/d/"+d.SHA256+".delta"])
		if err != nil || hash(got) != newest.SHA256 {
			t.Errorf("from %d: %v", d.From, err)
		}
	}

	// What a crash or a disk lost is made again; what is there is kept.
	name := "v1/d/" + newest.Deltas[4].SHA256 + ".delta"
	whole := files.files[name]
	delete(files.files, name)
	again := publish(t, files, start, pack(16, weekly(16))).Release.Packs[0]
	if !bytes.Equal(files.files[name], whole) || len(again.Deltas) != 13 {
		t.Error("the lost delta was not made again")
	}
}

func TestADeltaLongerThanHalfThePackIsLeftOut(t *testing.T) {
	files := newMemory()
	publish(t, files, start, pack(1, weekly(1)))
	r := publish(t, files, start, pack(2, strings.Repeat(rand.Text()+rand.Text(), 9))).Release
	if len(r.Packs[0].Deltas) != 0 {
		t.Errorf("deltas %+v", r.Packs[0].Deltas)
	}
}
