package intake

import (
	"bytes"
	"io"
	"strings"

	"clearlist/wasm/list"
)

// TM-XML is the exchange format of several offices, which later became WIPO's
// ST.66. A <TradeMark> is a record; the header that stands before it says the
// day of the data. Elements are found by their paths: the same names stand
// under EarlierMark and Priority, of other marks.

// tmXML makes a format of one office's TM-XML. accepts are the codes its
// records may carry; a record without a code is taken.
func tmXML(office string, in list.Jurisdictions, accepts ...string) func(io.Reader, list.Date) (splitter, readRecord, error) {
	return func(text io.Reader, asOf list.Date) (splitter, readRecord, error) {
		header := &tmHeader{splitter: newXMLSplitter(text, "TradeMark")}
		read := func(to []list.Mark, t *tree, r raw) ([]list.Mark, error) {
			if err := t.parse(r.text); err != nil {
				return to, err
			}
			day := tmHeaderDate(r.between)
			if day == 0 {
				day = asOf
			}
			m, err := tradeMark(t.root(), office, in, day, accepts)
			if err != nil {
				return to, err
			}
			return append(to, m), nil
		}
		return header, read, nil
	}
}

// A tmHeader carries the header on to the records behind the first that
// follows it.
type tmHeader struct {
	splitter
	last []byte
}

func (h *tmHeader) next() (raw, error) {
	r, err := h.splitter.next()
	if at := bytes.LastIndex(r.between, tmDay); at >= 0 {
		h.last = append(h.last[:0], r.between[at:min(len(r.between), at+len(tmDay)+40)]...)
	}
	r.between = h.last
	return r, err
}

var tmDay = []byte("<RequestProducerDateTime>")

func tmHeaderDate(between []byte) list.Date {
	_, text, _ := bytes.Cut(between, tmDay)
	return isoDate(bytes.TrimSpace(text))
}

func isTMXML(start []byte) bool {
	return bytes.Contains(start, []byte("<TradeMark ")) || bytes.Contains(start, []byte("<TradeMark>")) ||
		bytes.Contains(start, []byte("<TradeMarkTransactionBody"))
}

// officeIn is the registration office that a text names first.
func officeIn(start []byte) string {
	_, rest, _ := bytes.Cut(start, []byte("<RegistrationOfficeCode>"))
	code, _, _ := bytes.Cut(rest[:min(len(rest), 16)], []byte{'<'})
	return string(bytes.TrimSpace(code))
}

// tradeMark reads one mark.
func tradeMark(mark node, office string, in list.Jurisdictions, asOf list.Date, accepts []string) (list.Mark, error) {
	m := list.Mark{Office: office, In: in, AsOf: asOf}
	var code, language []byte
	var goods node
	for c := range mark.children() {
		switch c.name() {
		case "RegistrationOfficeCode":
			code = c.bytes()
		case "ApplicationNumber":
			m.Number = c.line(maxNumber)
		case "RegistrationNumber":
			m.Registration = c.line(maxNumber)
		case "ApplicationDate":
			m.Filed = isoDate(c.bytes())
		case "RegistrationDate":
			m.Registered = isoDate(c.bytes())
		case "ExpiryDate":
			m.Expires = isoDate(c.bytes())
		case "ApplicationLanguageCode":
			language = c.bytes()
		case "MarkCurrentStatusCode":
			m.StatusCode = c.line(maxCode)
		case "MarkCurrentStatusDate":
			m.StatusDate = isoDate(c.bytes())
		case "MarkFeature":
			m.Kind = tmKind(c.line(maxCode))
		case "TradeDistinctivenessIndicator": // distinctive by its use in trade
			m.Acquired = string(c.bytes()) == "true"
		case "WordMarkSpecification":
			m.Words = c.first("MarkVerbalElementText").line(maxWords)
		case "MarkDisclaimerDetails":
			for d := range c.all("MarkDisclaimer") {
				addDisclaimer(&m, d.line(maxNote))
			}
		case "GoodsServicesDetails":
			goods = c
		case "ApplicantDetails":
			m.Owner = tmApplicants(c, office)
		case "DesignatedCountryDetails":
			if office == officeWO {
				for d := range c.all("DesignatedCountry") {
					m.In |= designated(d.first("DesignatedCountryCode").bytes())
				}
			}
		}
	}
	switch {
	case m.Number == "" && m.Registration == "":
		return m, &reason{whyNumber, ""}
	case len(code) > 0 && !contains(accepts, code):
		return m, &reason{whyOffice, clip(oneLine(code, maxCode), 10)}
	case m.Number == "":
		m.Number, m.Registration = m.Registration, ""
	case m.Registration == m.Number:
		m.Registration = ""
	}
	if m.Kind == list.CombinedMark && m.Words == "" {
		m.Kind = list.DesignMark
	}
	tmGoods(&m, goods, language)
	tmEnds(&m, mark.attribute("operationCode"))
	return m, nil
}

func contains(all []string, one []byte) bool {
	for _, s := range all {
		if s == string(one) {
			return true
		}
	}
	return false
}

// tmEnds tells whether the mark lives, and when it ended if not.
func tmEnds(m *list.Mark, operation []byte) {
	m.Status = tmStatus(m.StatusCode)
	if string(operation) == "Delete" {
		m.Status, m.StatusCode = list.Dead, "Deleted"
	}
	if m.Status != list.Dead {
		return
	}
	m.Ended = m.StatusDate
	if m.Ended == 0 && m.Expires != 0 && m.Expires <= m.AsOf {
		m.Ended = m.Expires
	}
}

// tmStatus reads a status as TM-XML words it. The words of the UK's columns are
// here too.
func tmStatus(words string) list.Status {
	switch strings.ToLower(words) {
	case "registered", "registration renewed", "renewed", "protected", "registration published",
		// Registered, and attacked: registered until it is decided.
		"registration cancellation pending", "registration opposed", "invalidity proceeding pending", "revocation proceeding pending":
		return list.Live
	case "application filed", "filed", "application received", "filing date accorded", "classification checked",
		"application under examination", "examination", "under examination", "application accepted", "pre-publication",
		"application published", "published", "application opposed", "opposed", "opposition pending", "registration pending",
		"appeal pending", "appealable", "interruption of proceedings", "conversion requested", "action before court of justice pending":
		return list.Pending
	case "application refused", "refused", "application withdrawn", "withdrawn", "application deemed withdrawn",
		"registration cancelled", "cancelled", "registration surrendered", "surrendered", "registration expired", "expired",
		"removed", "removed from register", "merged", "dead", "ended", "invalid", "revoked", "registration invalidated",
		"registration revoked", "ir expired", "ir cancelled":
		return list.Dead
	}
	return list.StatusUnknown
}

// tmKind reads a MarkFeature. Figurative marks are with words until none are
// found.
func tmKind(feature string) list.MarkKind {
	switch strings.ToLower(feature) {
	case "word":
		return list.WordMark
	case "stylized characters", "stylised characters", "stylized_characters":
		return list.StylisedMark
	case "figurative", "combined":
		return list.CombinedMark
	case "3-d", "3d", "3d shape", "three dimensional", "shape", "sound", "colour", "color", "hologram", "motion", "movement",
		"olfactory", "position", "pattern", "multimedia", "other":
		return list.OtherMark
	}
	return list.MarkUnknown
}

// tmGoods reads the classes, and the goods in English, else in the language of
// the application, else in the first there is.
func tmGoods(m *list.Mark, details node, language []byte) {
	var goods goodsOf
	for g := range details.all("GoodsServices") {
		for c := range g.first("ClassDescriptionDetails").all("ClassDescription") {
			class := number(c.first("ClassNumber").bytes())
			if class < 1 || class > 45 {
				continue
			}
			m.Classes |= list.ClassesOf(class)
			best, rank := node{}, 0
			for d := range c.all("GoodsServicesDescription") {
				now := 1
				switch code := d.attribute("languageCode"); {
				case string(code) == "en":
					now = 3
				case bytes.Equal(code, language):
					now = 2
				}
				if now > rank {
					best, rank = d, now
				}
			}
			goods.add(class, best.line(maxNote))
		}
	}
	m.Goods = goods.goods
}

var applicantKey = map[string]string{officeEU: "EUIPO applicant ", officeGB: "UK IPO applicant ", officeWO: "WIPO holder "}

// tmApplicants names the owners. EUIPO's files of marks give only a key into
// its files of applicants: said as such, it still tells whose marks are one
// owner's. The files of applicants are not read: TM-XML puts an Applicant with
// an ApplicantIdentifier below TransactionData, but that EUIPO's open data does
// is not verified, as no such file was at hand.
func tmApplicants(details node, office string) string {
	var names []string
	for a := range details.children() {
		switch a.name() {
		case "Applicant":
			names = append(names, tmName(a.first("ApplicantAddressBook", "FormattedNameAddress", "Name")))
		case "ApplicantKey":
			if id := a.first("Identifier").line(maxNumber); id != "" {
				names = append(names, applicantKey[office]+id)
			}
		}
	}
	return joined(names)
}

func tmName(name node) string {
	formatted := name.first("FormattedName")
	if organisation := formatted.first("OrganizationName").line(maxOwner); organisation != "" {
		return organisation
	}
	first, last := formatted.first("FirstName").line(maxOwner), formatted.first("LastName").line(maxOwner)
	if person := strings.TrimSpace(first + " " + last); person != "" {
		return clip(person, maxOwner)
	}
	var lines []string
	for l := range name.first("FreeFormatName", "FreeFormatNameDetails").all("FreeFormatNameLine") {
		lines = append(lines, l.line(maxOwner))
	}
	return clip(strings.Join(lines, " "), maxOwner)
}
