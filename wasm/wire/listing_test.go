package wire_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"clearlist/wasm/list"
	"clearlist/wasm/screen"
	"clearlist/wasm/wire"
)

func ExampleDecodeListing() {
	b := wire.EncodeListing(&screen.Listing{ID: "1", Marketplace: "amazon.de", Title: "Klettband", Bullets: []string{"weich", "魔术贴"}})
	id, l, err := wire.DecodeListing(b)
	fmt.Println(id, l.Marketplace, l.Title, l.Bullets[1], err)
	// Output: 1 amazon.de Klettband 魔术贴 <nil>
}

func TestListingsCrossUnchanged(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	for range 500 {
		want := screen.Listing{
			ID: randomText(rng), Marketplace: randomText(rng), Category: randomText(rng), Brand: randomText(rng),
			Title: randomText(rng), Highlights: randomText(rng), Description: randomText(rng), SearchTerms: randomText(rng),
			AsOf: list.Date(rng.IntN(60000) - 30000),
		}
		for range rng.IntN(4) {
			want.OwnBrands = append(want.OwnBrands, randomText(rng))
			want.Bullets = append(want.Bullets, randomText(rng))
		}
		id, got, err := wire.DecodeListing(wire.EncodeListing(&want))
		if err != nil || id != want.ID || !reflect.DeepEqual(got, want) {
			t.Fatalf("%v: got\n%+v\nwant\n%+v", err, got, want)
		}
	}
}

func TestHalfASurrogatePairIsOneReplacementCharacter(t *testing.T) {
	for _, c := range []struct {
		name  string
		units []uint16
		want  string
	}{
		{"a high one alone", []uint16{'a', 0xD83D, 'b'}, "a\uFFFDb"},
		{"a high one last", []uint16{'a', 0xD83D}, "a\uFFFD"},
		{"a low one alone", []uint16{0xDE00, 'b'}, "\uFFFDb"},
		{"two high ones", []uint16{0xD83D, 0xD83D, 0xDE00}, "\uFFFD\U0001F600"},
		{"the wrong way round", []uint16{0xDE00, 0xD83D}, "\uFFFD\uFFFD"},
		{"a whole pair", []uint16{0xD83D, 0xDE00}, "\U0001F600"},
	} {
		_, l, err := wire.DecodeListing(flat(0, str{role: 5, units: c.units}))
		if err != nil || l.Title != c.want {
			t.Errorf("%s: %q, %v", c.name, l.Title, err)
		}
		if units(l.Title) != len(c.units) {
			t.Errorf("%s: %d units became %d", c.name, len(c.units), units(l.Title))
		}
	}
}

func TestDecodeListingSaysWhatIsWrong(t *testing.T) {
	good := flat(0, str{role: 5, units: []uint16{'a', 'b'}})
	long := make([]uint16, wire.MaxUnits+1)
	for _, c := range []struct {
		name string
		b    []byte
		want string
	}{
		{"nothing", nil, "it does not start as one"},
		{"JSON", []byte(`{"title":"Velcro strap"}`), "it does not start as one"},
		{"half a head", good[:14], "cut short"},
		{"half a text", good[:len(good)-1], "cut short"},
		{"more than its text", append(bytes.Clone(good), 0), "text that belongs to no field"},
		{"too many strings", flatHead(0, 1<<31), "2147483648 strings, the limit is 2048"},
		{"a role to come", flat(0, str{role: 10}), "a string of unknown role"},
		{"two titles", flat(0, str{role: 5}, str{role: 5}), "title out of order"},
		{"a second title", flat(0, str{role: 5}, str{role: 5, index: 1}), "title out of order"},
		{"a bullet left out", flat(0, str{role: 7}, str{role: 7, index: 2}), "bullets out of order"},
		{"the year 10000", flat(2932897, str{role: 5}), "a day that no calendar has"},
		{"a long title", flat(0, str{role: 5, units: long}), "title is 200001 characters long, the limit is 200000"},
		{"a long bullet", flat(0, str{role: 7}, str{role: 7, index: 1, units: long}), "bullets[1] is 200001 characters long, the limit is 200000"},
	} {
		_, _, err := wire.DecodeListing(c.b)
		if !errors.Is(err, wire.ErrListing) || err.Error() != "listing refused: "+c.want {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
}

func TestAMegabyteOfTextCrosses(t *testing.T) {
	want := screen.Listing{Title: strings.Repeat("魔", wire.MaxUnits), Description: strings.Repeat("a", wire.MaxUnits)}
	for range 4 {
		want.Bullets = append(want.Bullets, strings.Repeat("Velcro strap ", 15000))
	}
	_, got, err := wire.DecodeListing(wire.EncodeListing(&want))
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("it did not: %v", err)
	}
}

func FuzzDecodeListing(f *testing.F) {
	f.Add(wire.EncodeListing(&screen.Listing{Title: "Velcro \U0001F600", Bullets: []string{"a", ""}, OwnBrands: []string{"Zibo"}}))
	f.Add(flat(1, str{role: 5, units: []uint16{0xD83D}}))
	f.Fuzz(func(t *testing.T, b []byte) {
		before := bytes.Clone(b)
		_, l, err := wire.DecodeListing(b)
		if !bytes.Equal(b, before) {
			t.Fatal("the buffer was changed")
		}
		if err != nil {
			return
		}
		_, again, err := wire.DecodeListing(wire.EncodeListing(&l))
		if err != nil || !reflect.DeepEqual(again, l) {
			t.Fatalf("%v: got\n%+v\nwant\n%+v", err, again, l)
		}
	})
}

func BenchmarkDecodeListing(b *testing.B) {
	buffer := wire.EncodeListing(&screen.Listing{Description: strings.Repeat("Velcro strap ", 400)})
	b.SetBytes(int64(len(buffer)))
	for b.Loop() {
		if _, _, err := wire.DecodeListing(buffer); err != nil {
			b.Fatal(err)
		}
	}
}

// str is one string of a flat listing, as JavaScript has it.
type str struct {
	role, index uint32
	units       []uint16
}

func flat(asOf uint32, all ...str) []byte {
	b := flatHead(asOf, uint32(len(all)))
	for _, s := range all {
		b = binary.LittleEndian.AppendUint32(b, s.role<<16|s.index)
		b = binary.LittleEndian.AppendUint32(b, uint32(len(s.units)))
	}
	for _, s := range all {
		for _, u := range s.units {
			b = binary.LittleEndian.AppendUint16(b, u)
		}
	}
	return b
}

func flatHead(asOf, count uint32) []byte {
	b := []byte("CLL1")
	b = binary.LittleEndian.AppendUint32(b, asOf)
	return binary.LittleEndian.AppendUint32(b, count)
}
