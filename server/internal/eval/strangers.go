package main

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"clearlist/wasm/list"
	"clearlist/wasm/pack"
	"clearlist/wasm/screen"
)

// A register tells words by a few bits of their hash and so takes some for a
// mark that they are not. As many of them in a register of any size: these are
// small, and many, for the figure to be steady.
const (
	strangeRegisters = 16
	strangeMarks     = 300_000
)

// A longer listing asks more: the figure is for one as long as the budgets have it.
const strangeListing = 5 << 10

// strangers measures what that costs a seller. The keys of these registers are
// of no words at all, so every word of theirs that is shown is such a mistake.
func (e *evaluation) strangers(files []string) error {
	var listings []screen.Listing
	bytes := 0
	for _, file := range files {
		if err := eachListing(file, func(l realListing) {
			bytes += len(l.Title) + len(l.Description)
			listings = append(listings, e.listing(l, l.BrandTruth))
		}); err != nil {
			return err
		}
	}
	if bytes == 0 {
		return nil
	}
	var shown [list.Critical + 1]int
	for seed := range uint64(strangeRegisters) {
		register, err := strangeRegister(seed)
		if err != nil {
			return err
		}
		engine, err := screen.New(e.curated, register)
		if err != nil {
			return err
		}
		for _, l := range listings {
			for _, f := range engine.Check(l).Findings {
				if strings.HasPrefix(f.Rule, "register.") {
					shown[f.Severity]++
				}
			}
		}
	}
	fmt.Fprintf(e.out, "\nwords a register takes for a mark of its own, per 100 listings of %d bytes:", strangeListing)
	for s := list.Info; s <= list.Critical; s++ {
		fmt.Fprintf(e.out, " %s %.2f", s, 100*float64(shown[s])*strangeListing/(strangeRegisters*float64(bytes)))
	}
	fmt.Fprintln(e.out)
	return nil
}

// strangeRegister has marks of no words, in every country, with facts as in the
// weeks that the sizes of updates are measured with.
func strangeRegister(seed uint64) (*pack.Pack, error) {
	r := rand.New(rand.NewPCG(seed, 29))
	class := func() list.Classes { return list.ClassesOf(1 + min(44, int(r.ExpFloat64()*9))) }
	marks := make([]pack.Mark, strangeMarks)
	for i := range marks {
		f := pack.Facts{Offices: ^list.Jurisdictions(0), Status: list.Live, Classes: class()}
		if r.IntN(4) == 0 {
			f.Classes |= class()
		}
		if r.IntN(6) == 0 {
			f.Status = list.Pending
		}
		if r.IntN(4) == 0 {
			f.Strength = pack.Stylised
		}
		marks[i] = pack.Mark{Key: r.Uint64(), Facts: f}
	}
	sections, err := pack.RegisterSections(marks)
	if err != nil {
		return nil, err
	}
	b, err := pack.Write(pack.Content{
		Set:      &list.Set{Name: screen.RegisterName("US"), Version: 1, AsOf: list.DateOf(2026, 11, 24)},
		Sections: sections,
	})
	if err != nil {
		return nil, err
	}
	return pack.Open(b)
}
