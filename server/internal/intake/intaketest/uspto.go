// Package intaketest makes files in the offices' formats, of marks that do not
// exist, as many as a test or a measurement asks for.
//
//	err := intaketest.USPTO(w, intaketest.Marks{From: 0, To: 3_000_000})
//
// The same number gives the same record on every machine: what a record must
// become is known from its number alone.
package intaketest

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Marks are the numbers of the marks to write, From up to but without To.
type Marks struct {
	From, To int
	// Day is the transaction date of all, like 20260102; "" is that.
	Day string
	// Edition changes the owner of each mark whose number it divides; 0 is the
	// first edition, which changes none.
	Edition int
}

// Serial is the serial number of a mark.
func Serial(n int) string { return fmt.Sprintf("9%07d", n) }

// Words are the words of a mark: coined, so that they are nobody's.
func Words(n int) string {
	if Drawing(n) == "2000" {
		return ""
	}
	out := coin(n)
	if n%3 == 1 {
		out += " " + coin(n/3+7)
	}
	return out
}

// Drawing is the mark drawing code: standard characters mostly, then words
// with a design, stylised words, designs alone.
func Drawing(n int) string {
	switch n % 10 {
	case 0, 1:
		return "3000"
	case 2:
		return "5000"
	case 3:
		return "2000"
	}
	return "4000"
}

// Dead tells whether a mark is: a quarter are, as in the office's files.
func Dead(n int) bool { return n%4 == 3 }

// Owner is the latest owner of a mark in an edition.
func Owner(n, edition int) string {
	if edition > 0 && n%edition == 0 {
		return fmt.Sprintf("%s & Successors %d, LLC", coin(n/5), edition)
	}
	return coin(n/5) + " Trading, Inc."
}

var syllables = [...]string{
	"ba", "vel", "zi", "kor", "nu", "tra", "quo", "mi", "sen", "dof", "lu", "pra", "gim", "xo", "wen", "ty",
	"hal", "ri", "bo", "cres", "fa", "no", "jur", "ske", "ul", "vin", "pex", "ga", "the", "ol", "dri", "mu",
}

func coin(n int) string {
	var out strings.Builder
	x := uint32(n)*2654435761 + 12345
	for range 3 {
		out.WriteString(syllables[x>>27])
		x = x<<5 | x>>27
	}
	out.WriteString(syllables[n&31])
	return strings.ToUpper(out.String())
}

// USPTO writes a file of daily or annual applications. A record has some 13 KB,
// as the genuine ones do, most of it indicators and events.
func USPTO(to io.Writer, m Marks) error {
	if m.Day == "" {
		m.Day = "20260102"
	}
	w := bufio.NewWriterSize(to, 256<<10)
	w.WriteString(head)
	for n := m.From; n < m.To; n++ {
		writeCaseFile(w, n, m)
	}
	w.WriteString(tail)
	return w.Flush()
}

func writeCaseFile(w *bufio.Writer, n int, m Marks) {
	put := func(indent int, name, value string) {
		w.WriteString(spaces[:indent])
		w.WriteString("<" + name + ">" + value + "</" + name + ">\n")
	}
	registration, registered, status := "0000000", "", "630"
	if n%4 != 0 { // registered once
		registration, registered, status = fmt.Sprintf("%07d", 1+n%9_999_999), "20150203", "700"
	}
	if Dead(n) {
		status = "710"
	}
	w.WriteString("        <case-file>\n")
	put(10, "serial-number", Serial(n))
	put(10, "registration-number", registration)
	put(10, "transaction-date", m.Day)
	w.WriteString("          <case-file-header>\n")
	put(12, "filing-date", "20130506")
	if registered != "" {
		put(12, "registration-date", registered)
	}
	put(12, "status-code", status)
	put(12, "status-date", "20210607")
	if words := Words(n); words != "" {
		put(12, "mark-identification", words)
	}
	put(12, "mark-drawing-code", Drawing(n))
	if Dead(n) {
		put(12, "cancellation-date", "20210604")
	}
	w.WriteString(indicators)
	w.WriteString("          </case-file-header>\n          <case-file-statements>\n")
	statement := func(code, text string) {
		w.WriteString("            <case-file-statement>\n")
		put(14, "type-code", code)
		put(14, "text", text)
		w.WriteString("            </case-file-statement>\n")
	}
	if n%3 == 1 && Words(n) != "" {
		_, last, _ := strings.Cut(Words(n), " ")
		statement("D10000", `"`+last+`"`)
	}
	classes := []int{1 + n%45}
	if n%5 == 0 {
		classes = append(classes, 1+(n+9)%45)
	}
	for _, class := range classes {
		statement(fmt.Sprintf("GS%03d1", class), goods[n%len(goods)])
	}
	w.WriteString("          </case-file-statements>\n          <case-file-event-statements>\n")
	for i := range 14 + n%20 {
		w.WriteString(eventStart)
		w.WriteString(strconv.Itoa(i + 1))
		w.WriteString(eventEnd)
	}
	w.WriteString("          </case-file-event-statements>\n          <classifications>\n")
	for _, class := range classes {
		w.WriteString("            <classification>\n")
		put(14, "international-code-total-no", "1")
		put(14, "us-code-total-no", "1")
		put(14, "international-code", fmt.Sprintf("%03d", class))
		put(14, "us-code", "021")
		put(14, "status-code", "6")
		put(14, "status-date", "20130510")
		put(14, "first-use-anywhere-date", "20120000")
		put(14, "first-use-in-commerce-date", "0")
		put(14, "primary-code", fmt.Sprintf("%03d", class))
		w.WriteString("            </classification>\n")
	}
	w.WriteString("          </classifications>\n          <case-file-owners>\n")
	for i, party := range []struct{ kind, name string }{{"30", Owner(n, m.Edition)}, {"10", coin(n/7) + " Ltd"}} {
		w.WriteString("            <case-file-owner>\n")
		put(14, "entry-number", "1")
		put(14, "party-type", party.kind)
		put(14, "legal-entity-type-code", "03")
		put(14, "party-name", strings.ReplaceAll(party.name, "&", "&amp;"))
		put(14, "address-1", strconv.Itoa(1+n%999)+" Invented Street")
		put(14, "city", "NOWHERE")
		put(14, "postcode", fmt.Sprintf("%05d", (n+i)%99999))
		w.WriteString("            </case-file-owner>\n")
	}
	w.WriteString("          </case-file-owners>\n        </case-file>\n")
}

const spaces = "                "

var goods = [...]string{
	"Vessels for the kitchen, namely, pots and pans; spoons of wood",
	"Retail store services featuring goods of others, namely, lamps, lamp shades and bulbs for lamps, by way of a global computer network",
	"Clothing, namely, shirts, hats and socks",
	"Downloadable software for keeping count of things; computer hardware; cables for charging; cases fitted for mobile telephones; batteries, electric; headphones; loudspeakers",
}

const (
	head = `<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE trademark-applications-daily [
<!-- Elements of this file; the office's own has more of them. -->
<!ELEMENT trademark-applications-daily (version, creation-datetime, application-information)>
<!ELEMENT version (version-no, version-date)>
<!ELEMENT case-file (serial-number, registration-number?, transaction-date?, case-file-header?, case-file-statements?, case-file-event-statements?, classifications?, case-file-owners?)>
<!ELEMENT serial-number (#PCDATA)>
]>
<trademark-applications-daily>
  <version>
    <version-no>2.0</version-no>
    <version-date>20041108</version-date>
  </version>
  <creation-datetime>202601030001</creation-datetime>
  <application-information>
    <file-segments>
      <file-segment>TRMK</file-segment>
      <action-keys>
        <action-key>TX</action-key>
`
	tail = `      </action-keys>
    </file-segments>
  </application-information>
</trademark-applications-daily>
`
	eventStart = `            <case-file-event-statement>
              <code>TEME</code>
              <type>I</type>
              <description-text>AN INVENTED EVENT OF THE USUAL LENGTH</description-text>
              <date>20140304</date>
              <number>`
	eventEnd = `</number>
            </case-file-event-statement>
`
)

// indicators are the flags of a header, none of which is set.
var indicators = func() string {
	var out strings.Builder
	for _, name := range strings.Fields(`principal-register-amended supplemental-register-amended trademark collective-trademark
		service-mark collective-service-mark collective-membership-mark certification-mark cancellation-pending published-concurrent
		concurrent-use concurrent-use-proceeding interference-pending opposition-pending section-12c section-2f section-2f-in-part
		renewal-filed section-8-filed section-8-partial-accept section-8-accepted section-15-acknowledged section-15-filed
		supplemental-register foreign-priority change-registration intent-to-use intent-to-use-current filed-as-use-application
		amended-to-use-application use-application-currently amended-to-itu-application filing-basis-filed-as-44d
		amended-to-44d-application filing-basis-current-44d filing-basis-filed-as-44e filing-basis-current-44e
		amended-to-44e-application without-basis-currently filing-current-no-basis color-drawing-filed color-drawing-current
		drawing-3d-filed drawing-3d-current standard-characters-claimed filing-basis-filed-as-66a filing-basis-current-66a`) {
		out.WriteString("            <" + name + "-in>F</" + name + "-in>\n")
	}
	return out.String()
}()
