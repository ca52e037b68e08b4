package pack_test

import (
	"math/rand/v2"
	"reflect"
	"testing"

	"clearlist/wasm/list"
	"clearlist/wasm/pack"
)

func write(t testing.TB, c pack.Content) []byte {
	t.Helper()
	b, err := pack.Write(c)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func open(t testing.TB, b []byte) *pack.Pack {
	t.Helper()
	p, err := pack.Open(b)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// walk calls every accessor and touches every byte of every string.
func walk(p *pack.Pack) {
	set := p.Set()
	reflect.DeepEqual(set, p.Set())
	for id := range uint32(2 * pack.FirstIndex) {
		_ = string(p.Section(id))
	}
}

// randomSet fills every member that a pack holds, by reflection: a member
// that is new in package list and forgotten here fails the round trip.
func randomSet(rng *rand.Rand) *list.Set {
	var set list.Set
	fill(rng, reflect.ValueOf(&set).Elem(), "")
	return &set
}

// notHeld are the exported members that only editors of the lists, or indexes, need.
var notHeld = map[string]bool{"Note": true, "At": true, "Files[]": true, "Goods[]": true, "Common[]": true}

func fill(rng *rand.Rand, v reflect.Value, name string) {
	if v.Kind() == reflect.Slice {
		name += "[]"
	}
	if notHeld[name] || !v.CanSet() {
		return
	}
	switch v.Interface().(type) {
	case list.Severity:
		v.SetUint(rng.Uint64N(uint64(list.Critical) + 1))
	case list.RightKind:
		v.SetUint(rng.Uint64N(uint64(list.Policy) + 1))
	case list.Status:
		v.SetUint(rng.Uint64N(uint64(list.Dead) + 1))
	case list.Confidence:
		v.SetUint(rng.Uint64N(uint64(list.ConfidenceHigh) + 1))
	case list.Field:
		v.SetUint(rng.Uint64N(uint64(list.Brand) + 1))
	case list.LimitKind:
		v.SetUint(rng.Uint64N(uint64(list.LastLimitKind) + 1))
	case list.Use:
		v.SetUint(rng.Uint64N(uint64(list.LastUse) + 1))
	case list.Fields:
		v.SetUint(rng.Uint64() & uint64(list.AllFields))
	case list.Classes:
		v.SetUint(rng.Uint64() & (1<<46 - 1))
	case list.Jurisdictions:
		v.SetUint(rng.Uint64() & uint64(list.AllJurisdictions))
	case list.Date:
		v.SetInt(int64(rng.IntN(60000) - 20000))
	default:
		fillKind(rng, v)
	}
}

func fillKind(rng *rand.Rand, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(rng, v.Field(i), v.Type().Field(i).Name)
		}
	case reflect.Slice:
		if n := rng.IntN(4); n > 0 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
			for i := range n {
				fill(rng, v.Index(i), "")
			}
		}
	case reflect.String:
		words := []string{"", "Velcro", "魔术贴", "é", "a", "cable\x00tie", "\U0001F600"}
		v.SetString(words[rng.IntN(len(words))] + words[rng.IntN(len(words))])
	case reflect.Bool:
		v.SetBool(rng.IntN(2) == 0)
	case reflect.Int, reflect.Uint32:
		v.Set(reflect.ValueOf(rng.Int32()).Convert(v.Type()))
	default:
		panic("fill: " + v.Type().String())
	}
}

func randomBytes(rng *rand.Rand) []byte {
	b := make([]byte, rng.IntN(50))
	for i := range b {
		b[i] = byte(rng.Uint32())
	}
	return b
}

func manySections(n int) []pack.Section {
	all := make([]pack.Section, n)
	for i := range all {
		all[i].ID = pack.FirstIndex + uint32(i)
	}
	return all
}

// sample has something in every table, and is small enough to try every bit.
func sample() pack.Content {
	us, eu := list.JurisdictionsOf("US"), list.JurisdictionsOf("EU", "GB")
	velcro := list.Right{
		Kind: list.Trademark, Owner: "Velcro IP Holdings LLC", In: us, Number: "661700", Status: list.Live,
		Classes: list.ClassesOf(26), From: list.DateOf(1958, 5, 13), Confidence: list.ConfidenceHigh,
		Source: "tmsearch", URL: "https://tsdr.uspto.gov/", Cases: []string{"an example"},
	}
	abroad := velcro
	abroad.In, abroad.Number, abroad.Cases = eu, "", nil
	return pack.Content{
		Set: &list.Set{
			Name: "curated", Version: 3, AsOf: list.DateOf(2026, 11, 24),
			Terms: []list.Term{
				{
					Text: "Velcro", Aliases: []string{"维克罗"}, Instead: []string{"hook and loop fastener"}, Famous: true,
					Rights: []list.Right{velcro, abroad},
					Senses: []list.Sense{{
						Level: list.Info, Why: "a town", Before: []string{"in"}, After: []string{"town"}, Near: []string{"map"},
						Lacks: []string{"strap"}, Goods: list.ClassesOf(16), NotGoods: list.ClassesOf(26), In: us,
						Fields: list.FieldsOf(list.Bullets),
					}},
				},
				{Text: "kills germs", Exact: true, Rights: []list.Right{{
					Kind: list.Policy, Rule: "pesticide-claim", Severity: list.High, Marketplaces: []string{"amazon"},
					Fields: list.FieldsOf(list.Title), Reason: "Only registered pesticides may claim it.",
					Until: list.DateOf(2027, 1, 1),
				}}},
			},
			Marketplaces: []list.Marketplace{{ID: "amazon.com", Family: "amazon", Names: []string{"Amazon US"}, In: us}},
			Limits: []list.Limit{{
				Marketplaces: []string{"amazon"}, Field: list.Title, Kind: list.MaxCharacters, Max: 200, Severity: list.Medium,
				From: list.DateOf(2025, 1, 21), Confidence: list.ConfidenceHigh, Source: "help", Reason: "Titles end at 200.",
			}},
			Related: []list.Relation{{Classes: list.ClassesOf(14, 18, 25)}},
			Phrases: []list.Phrase{{Text: "compatible with", Use: list.Nominative}},
		},
		Sections: []pack.Section{
			{ID: pack.FirstIndex, Bytes: []byte("an index of 20 bytes")},
			{ID: pack.FirstIndex + 1, Bytes: []byte("one more")},
		},
	}
}

func putU32(b []byte, at int, v uint32) {
	b[at], b[at+1], b[at+2], b[at+3] = byte(v), byte(v>>8), byte(v>>16), byte(v>>24)
}

// reseal gives a changed pack the checksum of its bytes.
func reseal(b []byte) {
	sum := pack.Sum(b[16:])
	putU32(b, 8, uint32(sum))
	putU32(b, 12, uint32(sum>>32))
}
