package score

import (
	"slices"
	"strings"

	"clearlist/wasm/list"
	"clearlist/wasm/pack"
)

// A Place is the marketplace of a listing and the law there.
type Place struct {
	ID, Family string // "" when the marketplace was not said or is not known
	In         list.Jurisdictions
	sites      []string // of a family that was named alone
}

const www = "www."

// Locate finds a marketplace by its id, one of its names, or its family. What
// is not said, or not known, is everywhere: a seller is told too much rather
// than too little.
func Locate(sources []Source, name string) Place {
	name = strings.TrimSpace(name)
	if len(name) >= len(www) && strings.EqualFold(name[:len(www)], www) {
		name = name[len(www):]
	}
	if name == "" {
		return Place{In: list.AllJurisdictions}
	}
	var family Place
	for _, s := range sources {
		for i := range s.Pack.Marketplaces() {
			m := s.Pack.Marketplace(i)
			if strings.EqualFold(m.ID, name) {
				return Place{ID: m.ID, Family: m.Family, In: m.In}
			}
			for _, n := range m.Names {
				if strings.EqualFold(n, name) {
					return Place{ID: m.ID, Family: m.Family, In: m.In}
				}
			}
			if strings.EqualFold(m.Family, name) {
				family.Family = m.Family
				family.In |= m.In
				family.sites = append(family.sites, m.ID)
			}
		}
	}
	if family.In == 0 {
		return Place{In: list.AllJurisdictions}
	}
	return family
}

// sells tells whether a rule for some marketplaces speaks of this place. A
// family that was named alone stands for all of its sites.
func (p Place) sells(marketplaces []string) bool {
	if len(marketplaces) == 0 || p.ID == "" && p.Family == "" {
		return true
	}
	for _, m := range marketplaces {
		if m == p.ID || m == p.Family || slices.Contains(p.sites, m) {
			return true
		}
	}
	return false
}

// standing is where a right stands for one listing, best first.
type standing uint8

const (
	inForce standing = iota
	pending
	notYet
	elsewhere
	expired
)

// stands tells how a right stands here and now.
func (p Place) stands(r *list.Right, asOf list.Date) standing {
	switch {
	case r.In != 0 && r.In&p.In == 0:
		return elsewhere
	case r.Kind == list.Policy && !p.sells(r.Marketplaces):
		return elsewhere
	case r.Status == list.Dead, r.Until != 0 && asOf >= r.Until:
		return expired
	case r.From != 0 && asOf < r.From:
		return notYet
	case r.Status == list.Pending:
		return pending
	}
	return inForce
}

// InForce tells whether a limit of form holds here and now.
func (p Place) InForce(l *list.Limit, asOf list.Date) bool {
	return p.sells(l.Marketplaces) && (l.From == 0 || asOf >= l.From) && (l.Until == 0 || asOf < l.Until)
}

// dateOf is the day to judge by.
func dateOf(asOf list.Date, p *pack.Pack) list.Date {
	if asOf != 0 {
		return asOf
	}
	return p.AsOf()
}
