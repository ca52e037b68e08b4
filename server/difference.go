package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"clearlist/server/internal/release"
	"clearlist/wasm/pack"
	"clearlist/wasm/reuse"
)

// A difference is what a release would change in a list.
type difference struct {
	list                  string
	from, to              uint32 // versions, from is 0 for a new list
	before, after         int    // terms
	added, changed, ended int
	shown                 []string // some of the terms, marked + ~ -
	coarse                bool     // a register that was laid out anew: only numbers can be told
}

type differences []difference

const (
	// maxShown is how many terms of a list a person is shown.
	maxShown = 20
	// smallList is the number of terms below which a share says nothing.
	smallList = 100
)

// compare tells what packs would change in what is published.
func compare(files release.Files, before map[string]release.Target, packs []release.Pack) (differences, error) {
	var all differences
	for _, p := range packs {
		d := difference{list: p.List, to: p.Version, after: p.Terms}
		now, err := pack.Open(p.Bytes)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.List, err)
		}
		was, ok := before[p.List]
		if !ok {
			d.added = p.Terms
			all = append(all, d)
			continue
		}
		d.from, d.before = was.Version, was.Terms
		old, err := release.ReadPack(files, was)
		if err != nil {
			return nil, err
		}
		opened, err := pack.Open(old)
		if err != nil {
			return nil, fmt.Errorf("%s %d: %w", was.List, was.Version, err)
		}
		if reuse.IsPublished(now) {
			if err := d.compareTexts(opened, now); err != nil {
				return nil, err
			}
		} else if now.IsRegister() {
			d.added, d.changed, d.ended, d.coarse = pack.CompareRegisters(opened, now)
		} else {
			d.compareTerms(opened, now)
		}
		all = append(all, d)
	}
	for name, was := range before {
		if !slices.ContainsFunc(packs, func(p release.Pack) bool { return p.List == name }) {
			all = append(all, difference{list: name, from: was.Version, before: was.Terms, ended: was.Terms})
		}
	}
	return all, nil
}

// compareTexts compares what is published of texts: which there are. Their
// words cannot be compared.
func (d *difference) compareTexts(old, now *pack.Pack) error {
	was, err := idsOf(old)
	if err != nil {
		return err
	}
	is, err := idsOf(now)
	if err != nil {
		return err
	}
	for _, id := range sortedKeys(is) {
		if _, ok := was[id]; !ok {
			d.added++
			d.show("+", id)
		}
	}
	for _, id := range sortedKeys(was) {
		if _, ok := is[id]; !ok {
			d.ended++
			d.show("-", id)
		}
	}
	return nil
}

func idsOf(p *pack.Pack) (map[string]string, error) {
	c, err := reuse.OpenPublished(p)
	if err != nil {
		return nil, fmt.Errorf("%s %d: %w", p.Name(), p.Version(), err)
	}
	ids := make(map[string]string, c.Len())
	for key := range uint32(c.Len()) {
		ids[c.Entry(key).ID] = ""
	}
	return ids, nil
}

func (d *difference) compareTerms(old, now *pack.Pack) {
	was, is := fingerprints(old), fingerprints(now)
	for _, text := range sortedKeys(is) {
		switch before, ok := was[text]; {
		case !ok:
			d.added++
			d.show("+", text)
		case before != is[text]:
			d.changed++
			d.show("~", text)
		}
	}
	for _, text := range sortedKeys(was) {
		if _, ok := is[text]; !ok {
			d.ended++
			d.show("-", text)
		}
	}
}

func (d *difference) show(mark, text string) {
	if len(d.shown) < maxShown {
		d.shown = append(d.shown, mark+" "+text)
	}
}

// fingerprints is all that a pack says of each text.
func fingerprints(p *pack.Pack) map[string]string {
	all := make(map[string]string, p.Terms())
	for i := range p.Terms() {
		t := p.Term(i)
		var b strings.Builder
		fmt.Fprint(&b, t.Famous(), t.Dictionary(), t.Exact(), t.CaseSense(), t.Aliases().Slice(), t.Instead().Slice())
		for k := range t.Rights() {
			fmt.Fprintf(&b, "%+v", t.Right(k))
		}
		for k := range t.Senses() {
			fmt.Fprintf(&b, "%+v", t.Sense(k))
		}
		all[t.Text()] += b.String()
	}
	return all
}

func sortedKeys(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

func (all differences) write(out io.Writer) {
	for _, d := range all {
		switch {
		case d.from == 0:
			fmt.Fprintf(out, "%s %d is new: %d %s\n", d.list, d.to, d.after, unitOf(d.list))
		case d.to == 0:
			fmt.Fprintf(out, "%s %d would be withdrawn: %d %s\n", d.list, d.from, d.before, unitOf(d.list))
		case d.added+d.changed+d.ended > 0 || d.from != d.to:
			fmt.Fprintf(out, "%s %d -> %d: %d added, %d changed, %d ended of %d", d.list, d.from, d.to, d.added, d.changed, d.ended, d.before)
			if d.coarse {
				fmt.Fprint(out, ", by number alone")
			}
			fmt.Fprintln(out)
		}
		for _, line := range d.shown {
			fmt.Fprintf(out, "  %s\n", line)
		}
		if more := d.added + d.changed + d.ended - len(d.shown); len(d.shown) > 0 && more > 0 {
			fmt.Fprintf(out, "  and %d more\n", more)
		}
	}
}

// refuse gives an error when more of a list changes than a week's work or a
// week's register does: a broken import, or a stolen account.
func (all differences) refuse(percent float64) error {
	for _, d := range all {
		if d.before < smallList {
			continue
		}
		for _, part := range []struct {
			n    int
			what string
		}{{d.ended, "ended"}, {d.changed, "changed"}, {d.added, "added"}} {
			if share := 100 * float64(part.n) / float64(d.before); share > percent {
				return fmt.Errorf("%s: %d of %d %s are %s, %.0f %% and over the %g %% of --max-change: if this is meant, raise it",
					d.list, part.n, d.before, unitOf(d.list), part.what, share, percent)
			}
		}
	}
	return nil
}

// readPacks reads published or proposed packs.
func readPacks(files release.Files, targets []release.Target) ([]release.Pack, error) {
	var all []release.Pack
	for _, t := range targets {
		data, err := release.ReadPack(files, t)
		if err != nil {
			return nil, err
		}
		all = append(all, release.Pack{List: t.List, Version: t.Version, AsOf: t.AsOf, Terms: t.Terms, Bytes: data})
	}
	return all, nil
}
