package intake

import (
	"bufio"
	"bytes"
	"io"

	"clearlist/wasm/list"
)

// madrid is WIPO's daily file of international registrations: a MARKGR for
// each, whose CURRENT is its state; or the same as TM-XML.
//
// The file is named after its day, 20260102.zip, and says it nowhere else. It
// names the holder, goods, designations and expiry of a registration.
// It has no status: a registration counts as dead once it is six months past
// its expiry, when the time to renew it is over (Madrid Protocol, article
// 7(4)). Refusals and renunciations by single countries are not read.
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
	return m, nil
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
