package intake

import (
	"bytes"
	"io"
	"strings"

	"clearlist/wasm/list"
)

// uspto is the Trademark Applications Daily XML file; the annual files are in
// the same format.
var uspto = Format{
	Source: "uspto", Office: officeUS, serial: "<serial-number>",
	begin: func(text io.Reader, asOf list.Date) (splitter, readRecord, error) {
		read := func(to []list.Mark, t *tree, r raw) ([]list.Mark, error) {
			if err := t.parse(withoutEvents(r.text)); err != nil {
				return to, err
			}
			m, err := caseFile(t.root(), asOf)
			if err != nil {
				return to, err
			}
			return append(to, m), nil
		}
		return newXMLSplitter(text, "case-file"), read, nil
	},
}

var events, eventsEnd = []byte("<case-file-event-statements>"), []byte("</case-file-event-statements>")

// withoutEvents closes the gap over the history of a case file, which is over
// half of it and tells nothing that is kept. The record is changed.
func withoutEvents(record []byte) []byte {
	from := bytes.Index(record, events)
	if from < 0 {
		return record
	}
	to := bytes.Index(record[from:], eventsEnd)
	if to < 0 {
		return record
	}
	return append(record[:from], record[from+to+len(eventsEnd):]...)
}

var unitedStates = list.JurisdictionsOf("US")

// caseFile reads one application or registration.
func caseFile(file node, asOf list.Date) (list.Mark, error) {
	m := list.Mark{Office: officeUS, In: unitedStates, AsOf: asOf}
	var statements, classifications, owners node
	var dates usptoDates
	for c := range file.children() {
		switch c.name() {
		case "serial-number":
			m.Number = c.line(maxNumber)
		case "registration-number":
			// 0000000 means that there is none.
			if number := c.line(maxNumber); strings.Trim(number, "0") != "" {
				m.Registration = number
			}
		case "transaction-date":
			if d := compactDate(c.bytes()); d != 0 {
				m.AsOf = d
			}
		case "case-file-header":
			dates = usptoHeader(&m, c)
		case "case-file-statements":
			statements = c
		case "classifications":
			classifications = c
		case "case-file-owners":
			owners = c
		}
	}
	if number([]byte(m.Number)) <= 0 {
		return m, &reason{whyNumber, ""}
	}
	dates.apply(&m)
	classes := usptoClasses(&m, classifications)
	usptoStatements(&m, statements, classes)
	m.Owner = usptoOwner(owners)
	return m, nil
}

// usptoDates are the dates of a header that say when a mark ends.
type usptoDates struct{ abandoned, cancelled, renewed list.Date }

// usptoHeader reads what is said of the mark as a whole.
func usptoHeader(m *list.Mark, header node) usptoDates {
	var dates usptoDates
	standard := false
	for c := range header.children() {
		switch c.name() {
		case "filing-date":
			m.Filed = compactDate(c.bytes())
		case "registration-date":
			m.Registered = compactDate(c.bytes())
		case "status-code":
			m.StatusCode = c.line(maxCode)
		case "status-date":
			m.StatusDate = compactDate(c.bytes())
		case "mark-identification":
			m.Words = c.line(maxWords)
		case "mark-drawing-code":
			m.Kind = usptoKind(c.bytes())
		case "abandonment-date":
			dates.abandoned = compactDate(c.bytes())
		case "cancellation-date":
			dates.cancelled = compactDate(c.bytes())
		case "renewal-date":
			dates.renewed = compactDate(c.bytes())
		case "supplemental-register-in":
			m.Supplemental = c.isTrue()
		case "section-2f-in", "section-2f-in-part-in":
			m.Acquired = m.Acquired || c.isTrue()
		case "standard-characters-claimed-in":
			standard = c.isTrue()
		}
	}
	if standard && m.Kind == list.MarkUnknown {
		m.Kind = list.WordMark
	}
	m.Status = usptoStatus(m.StatusCode)
	return dates
}

func (n node) isTrue() bool { return bytes.EqualFold(n.bytes(), []byte("T")) }

// usptoKind reads a mark drawing code, of which four digits are given and the
// first one counts. 4 is a claim to standard characters since 2003-11-02, and
// was words in block letters before: words either way.
func usptoKind(code []byte) list.MarkKind {
	if len(code) == 0 {
		return list.MarkUnknown
	}
	switch code[0] {
	case '1', '4':
		return list.WordMark
	case '2':
		return list.DesignMark
	case '3':
		return list.CombinedMark
	case '5':
		return list.StylisedMark
	case '6':
		return list.OtherMark
	}
	return list.MarkUnknown
}

// apply works out when the mark expires, and when it ended.
func (d usptoDates) apply(m *list.Mark) {
	if m.Registered != 0 {
		// Since 1989-11-16 a term has 10 years, before it had 20 (Trademark Law
		// Revision Act of 1988). The renewal date is where the new term begins.
		start := max(m.Registered, d.renewed)
		term := 10
		if start < list.DateOf(1989, 11, 16) {
			term = 20
		}
		m.Expires = years(start, term)
	}
	if m.Status == list.Dead {
		m.Ended = d.cancelled
		if m.Ended == 0 {
			m.Ended = d.abandoned
		}
		if m.Ended == 0 {
			m.Ended = m.StatusDate
		}
	}
}

// usptoOwner is the latest owner. Party types rise with each new owner; owners
// who hold a mark together have one type, and entries 1, 2, 3.
func usptoOwner(owners node) string {
	type party struct {
		entry int
		name  string
	}
	latest := -1
	var parties []party
	for o := range owners.all("case-file-owner") {
		kind := number(o.first("party-type").bytes())
		if kind < latest {
			continue
		}
		if kind > latest {
			latest, parties = kind, parties[:0]
		}
		p := party{number(o.first("entry-number").bytes()), o.first("party-name").line(maxOwner)}
		at := len(parties)
		for at > 0 && parties[at-1].entry > p.entry {
			at--
		}
		parties = append(parties[:at], append([]party{p}, parties[at:]...)...)
	}
	if len(parties) == 1 {
		return parties[0].name
	}
	names := make([]string, len(parties))
	for i, p := range parties {
		names[i] = p.name
	}
	return joined(names)
}
