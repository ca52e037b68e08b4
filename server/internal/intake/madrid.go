package intake

import (
	"bufio"
	"bytes"
	"cmp"
	"io"
	"slices"

	"clearlist/wasm/list"
)

// madrid is WIPO's daily file of international registrations: a MARKGR for
// each, whose CURRENT is its state; or the same as TM-XML.
//
// The file is named after its day, 20260102.zip, and says it nowhere else. It
// names the holder, goods, designations and expiry of a registration.
// It has no status: a registration counts as dead once it is six months past
// its expiry, when the time to renew it is over (Madrid Protocol, article
// 7(4)), or cancelled as a whole. Its transactions stand beside CURRENT, all of
// them in each file; those by which a designated office, or the holder, ends
// the protection in one country take that country away.
var madrid = Format{
	Source: "madrid", Office: officeWO, serial: `INTREGN="`, dated: true,
	begin: func(text io.Reader, asOf list.Date) (splitter, readRecord, error) {
		ahead := bufio.NewReaderSize(text, peeked)
		start, err := ahead.Peek(peeked)
		if err != nil && err != io.EOF {
			return nil, nil, err
		}
		if isTMXML(start) {
			return tmXML(officeWO, 0, "WO")(ahead, asOf)
		}
		read := func(to []list.Mark, t *tree, r raw) ([]list.Mark, error) {
			if err := t.parse(r.text); err != nil {
				return to, err
			}
			m, err := markGroup(t.root(), asOf)
			if err != nil {
				return to, err
			}
			return append(to, m), nil
		}
		return newXMLSplitter(ahead, "MARKGR"), read, nil
	},
}

// markGroup reads one international registration.
func markGroup(group node, asOf list.Date) (list.Mark, error) {
	m := list.Mark{
		Office: officeWO, Number: oneLine(group.attribute("INTREGN"), maxNumber), AsOf: asOf,
		Registered: compactDate(group.attribute("INTREGD")), Expires: compactDate(group.attribute("EXPDATE")),
	}
	if m.Number == "" {
		return m, &reason{whyNumber, ""}
	}
	m.Filed = m.Registered
	current := group.first("CURRENT")
	if !current.ok() {
		current = group // in a notification, the same elements stand right below
	}
	m.Kind = list.CombinedMark
	var owners []string
	var goods goodsOf
	for c := range current.children() {
		switch c.name() {
		case "IMAGE":
			m.Words = oneLine(c.attribute("TEXT"), maxWords)
		case "STDMIND": // a claim to standard characters
			m.Kind = list.WordMark
		case "COLMARI", "THRDMAR", "SOUMARI":
			m.Kind = list.OtherMark
		case "HOLGR":
			for name := range c.first("NAME").all("NAMEL") {
				owners = append(owners, name.line(maxOwner))
			}
		case "DISCLAIMGR":
			addDisclaimer(&m, c.inEnglish("DISCLAIMER").line(maxNote))
		case "BASICGS":
			for g := range c.all("GSGR") {
				class := number(g.attribute("NICCLAI"))
				if class < 1 || class > 45 {
					continue
				}
				m.Classes |= list.ClassesOf(class)
				goods.add(class, g.inEnglish("GSTERM").line(maxNote))
			}
		case "DESAG", "DESPG", "DESPG2":
			for d := range c.all("DCPCD") {
				m.In |= designated(d.bytes())
			}
		}
	}
	m.Owner, m.Goods = joined(owners), goods.goods
	if m.Kind == list.CombinedMark && m.Words == "" {
		m.Kind = list.DesignMark
	}
	madridEnds(&m)
	follow(&m, group)
	return m, nil
}

// What a transaction means for the country of the office that sent it, named as
// WIPO names the elements. A provisional refusal is no end: most are overcome.
// FINC, which confirms one, ends only what was refused as a whole.
var (
	ends = map[string]bool{
		"R18NT": true, // rule 18ter(3): total refusal confirmed
		"FDNT":  true, // rule 18ter(4): a later decision refuses all goods
		"INNT":  true, // total invalidation
		"RNN":   true, // renunciation
		"REN3":  true, // not renewed for certain countries
	}
	grants = map[string]bool{
		"R18NV": true, "R18NVD": true, "R18NP": true, "R18NPD": true, // rule 18ter(2)
		"FDNV": true, "FDNP": true, // rule 18ter(4)
		"FINV": true, "FINVD": true, // reverses a refusal
		"GPN": true, "GP18N": true, "GP18NA": true, // protection granted
		"EXN": true, "OBN": true, // designated again
	}
	// over are the ends of a registration as a whole.
	over = map[string]bool{
		"RAN":  true, // total cancellation
		"CBNT": true, // total ceasing of effect, with the mark at home
	}
)

// A transaction is what was recorded of a registration at a time.
type transaction struct {
	kind string
	date list.Date
	in   list.Jurisdictions
}

// follow takes away the countries where a registration has ended.
func follow(m *list.Mark, group node) {
	var all []transaction
	for c := range group.children() {
		t := transaction{kind: string(c.name()), in: designated(c.attribute("INTOFF"))}
		if !ends[t.kind] && !grants[t.kind] && !over[t.kind] && t.kind != "RFNT" && t.kind != "RFNP" && t.kind != "FINC" {
			continue
		}
		for _, list := range []node{c, c.first("DESAG"), c.first("DESPG"), c.first("DESPG2")} {
			for d := range list.all("DCPCD") {
				t.in |= designated(d.bytes())
			}
		}
		for _, name := range []string{"REGRDAT", "NOTDATE", "REGEDAT"} {
			if t.date == 0 {
				t.date = compactDate(c.attribute(name))
			}
		}
		all = append(all, t)
	}
	slices.SortStableFunc(all, func(a, b transaction) int { return cmp.Compare(a.date, b.date) })
	var refused, ended list.Jurisdictions // refused: as a whole, provisionally
	var last list.Date
	for _, t := range all {
		switch {
		case over[t.kind]:
			m.Status, m.Ended = list.Dead, t.date
			return
		case t.kind == "RFNT":
			refused |= t.in
		case t.kind == "RFNP":
			refused &^= t.in
		case ends[t.kind]:
			ended, last = ended|t.in, t.date
		case t.kind == "FINC" && refused&t.in != 0:
			ended, last = ended|refused&t.in, t.date
		case grants[t.kind]:
			ended, refused = ended&^t.in, refused&^t.in
		}
	}
	if left := m.In &^ ended; left != m.In {
		if m.In = left; left == 0 && m.Status != list.Dead {
			m.Status, m.Ended = list.Dead, last
		}
	}
}

// inEnglish is the element whose name ends in EN, or FR, or ES.
func (n node) inEnglish(name string) node {
	for _, language := range []string{"EN", "FR", "ES"} {
		if found := n.first(name + language); found.ok() {
			return found
		}
	}
	return node{}
}

func madridEnds(m *list.Mark) {
	const grace = 184 // days: no six months are longer
	switch {
	case m.Expires == 0:
		m.Status = list.StatusUnknown
	case m.AsOf != 0 && m.Expires+grace < m.AsOf:
		m.Status, m.Ended = list.Dead, m.Expires
	default:
		m.Status = list.Live
	}
}

// designated is the territory of a code of ST.3: EM is the Union, BX the
// Benelux, of which Luxembourg has no code here. Territories that the product
// does not know are passed over.
func designated(code []byte) list.Jurisdictions {
	switch code = bytes.TrimSpace(code); string(code) {
	case "EM":
		return list.JurisdictionsOf("EU")
	case "BX":
		return list.JurisdictionsOf("BE", "NL")
	}
	return list.JurisdictionsOf(string(code))
}
