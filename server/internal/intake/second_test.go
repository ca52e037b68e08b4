package intake_test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"clearlist/wasm/list"

	"github.com/beevik/etree"
)

// A second reading of the same files, by another library and by rules written
// down a second time: a whole document in memory, and paths from its root.

// genuine are files that the project reads in place and does not hold.
func genuine(t *testing.T, pattern string) []string {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join(shared, pattern))
	if len(files) == 0 {
		t.Skipf("no genuine records are at hand: nothing matches %s", filepath.Join(shared, pattern))
	}
	return files
}

func document(t *testing.T, name string) *etree.Document {
	t.Helper()
	doc := etree.NewDocument()
	if err := doc.ReadFromFile(name); err != nil {
		t.Fatal(err)
	}
	return doc
}

// agree compares field by field, so that a difference has a name.
func agree(t *testing.T, file string, got, want []list.Mark) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: %d marks, the second reading has %d", file, len(got), len(want))
		return
	}
	for i := range got {
		g, w := reflect.ValueOf(got[i]), reflect.ValueOf(want[i])
		for f := range g.NumField() {
			if !reflect.DeepEqual(g.Field(f).Interface(), w.Field(f).Interface()) {
				t.Errorf("%s: %s: %s is %q, the second reading says %q", file, got[i].Number, g.Type().Field(f).Name,
					fmt.Sprint(g.Field(f).Interface()), fmt.Sprint(w.Field(f).Interface()))
			}
		}
	}
}

func TestGenuineUSPTO(t *testing.T) {
	files := genuine(t, "uspto/*sample*.xml")
	marks := 0
	for _, name := range files {
		all := mustRead(t, name, "auto")
		if len(all.refused) > 0 {
			t.Errorf("refused: %v", all.refused)
		}
		agree(t, name, all.marks, secondUSPTO(t, document(t, name)))
		marks += len(all.marks)
	}
	if marks != 11 {
		t.Errorf("%d records", marks)
	}
}

func TestGenuineEUIPO(t *testing.T) {
	files := genuine(t, "euipo/*.xml")
	for _, name := range files {
		all := mustRead(t, name, "auto")
		if len(all.refused) > 0 || len(all.marks) != 1 {
			t.Errorf("%s: %d marks, refused: %v", name, len(all.marks), all.refused)
		}
		agree(t, name, all.marks, secondEUIPO(document(t, name)))
	}
	if len(files) != 69 {
		t.Errorf("%d records", len(files))
	}
}

// The invented records have more turns than the genuine ones.
func TestSecondReadingOfFixtures(t *testing.T) {
	whole := string(readFile(t, filepath.Join(fixtures, "uspto-daily.xml")))
	// What is broken in the fixture no library reads.
	whole = regexp.MustCompile(`(?s)<case-file>\s*<serial-number>8690000[56].*?(<case-file>\s*<serial-number>86900007)`).ReplaceAllString(whole, "$1")
	name := write(t, "whole.xml", []byte(whole))
	agree(t, name, mustRead(t, name, "uspto").marks, secondUSPTO(t, document(t, name)))

	name = filepath.Join(fixtures, "euipo.xml")
	all := mustRead(t, name, "euipo")
	agree(t, name, all.marks, secondEUIPO(document(t, name)))
}

// Every status code of the office's table, and what it calls it.
func TestStatusCodesOfTheOffice(t *testing.T) {
	table := genuine(t, "uspto/status-codes.tsv")[0]
	codes := statusTable(t, table)
	if len(codes) < 160 {
		t.Fatalf("%d codes", len(codes))
	}
	var file bytes.Buffer
	for code := range codes {
		fmt.Fprintf(&file, "<case-file><serial-number>90000%s</serial-number><case-file-header><status-code>%s</status-code></case-file-header></case-file>\n", code, code)
	}
	for _, m := range mustRead(t, write(t, "codes.xml", file.Bytes()), "uspto").marks {
		want := codes[m.StatusCode]
		switch m.StatusCode {
		case "740":
			want = list.Live // a paper filed after the registration; the table calls it pending
		case "715":
			want = list.Pending // restored to pendency; the table leaves it open
		}
		if m.Status != want {
			t.Errorf("%s is %s, the office says %s", m.StatusCode, m.Status, want)
		}
	}
}

func statusTable(t *testing.T, name string) map[string]list.Status {
	t.Helper()
	codes := map[string]list.Status{}
	for _, line := range strings.Split(string(readFile(t, name)), "\n")[1:] {
		fields := strings.Split(line, "\t")
		if len(fields) < 2 {
			continue
		}
		codes[fields[0]] = list.StatusUnknown
		for word, status := range map[string]list.Status{"Live/Registered": list.Live, "Live/Pending": list.Pending, "Live": list.Live, "Dead": list.Dead} {
			if fields[1] == word || word == "Dead" && strings.HasPrefix(fields[1], "Dead") {
				codes[fields[0]] = status
			}
		}
	}
	return codes
}

var spaces = regexp.MustCompile(`\s+`)

func flat(s string) string { return strings.TrimSpace(spaces.ReplaceAllString(s, " ")) }

func textAt(e *etree.Element, path string) string {
	if found := e.FindElement(path); found != nil {
		return flat(found.Text())
	}
	return ""
}

func day(layout, value string) list.Date {
	when, err := time.Parse(layout, value)
	if err != nil {
		return 0
	}
	return list.Date(when.Unix() / (24 * 60 * 60))
}

func shortened(s string, max int) string {
	if len(s) <= max {
		return s
	}
	s = s[:max-3]
	for len(s) > 0 && !bytes.Equal([]byte(strings.ToValidUTF8(s, "")), []byte(s)) {
		s = s[:len(s)-1]
	}
	return strings.TrimRight(s, " ") + "…"
}

func secondUSPTO(t *testing.T, doc *etree.Document) []list.Mark {
	var marks []list.Mark
	for _, file := range doc.FindElements("//case-file") {
		header := func(name string) string { return textAt(file, "case-file-header/"+name) }
		partly := func(value string) list.Date { // no month, no day
			if len(value) == 8 {
				value = value[:4] + strings.Replace(value[4:6], "00", "01", 1) + strings.Replace(value[6:], "00", "01", 1)
			}
			return day("20060102", value)
		}
		m := list.Mark{
			Office: "US", In: list.JurisdictionsOf("US"), Number: textAt(file, "serial-number"),
			Registration: textAt(file, "registration-number"), AsOf: partly(textAt(file, "transaction-date")),
			Words: header("mark-identification"), StatusCode: header("status-code"), StatusDate: partly(header("status-date")),
			Filed: partly(header("filing-date")), Registered: partly(header("registration-date")),
			Supplemental: header("supplemental-register-in") == "T",
			Acquired:     header("section-2f-in") == "T" || header("section-2f-in-part-in") == "T",
		}
		if m.Number == "" {
			continue
		}
		if regexp.MustCompile(`^0*$`).MatchString(m.Registration) {
			m.Registration = ""
		}
		m.Kind = map[string]list.MarkKind{
			"1": list.WordMark, "2": list.DesignMark, "3": list.CombinedMark, "4": list.WordMark, "5": list.StylisedMark, "6": list.OtherMark,
		}[(header("mark-drawing-code") + " ")[:1]]
		m.Status = map[string]list.Status{
			"630": list.Pending, "688": list.Pending, "703": list.Live, "800": list.Live, "740": list.Live, "602": list.Dead,
		}[m.StatusCode]
		if m.Status == list.StatusUnknown {
			t.Errorf("%s: the second reading does not know status %s", m.Number, m.StatusCode)
		}
		if m.Registered != 0 {
			from := header("registration-date")
			if renewed := header("renewal-date"); renewed > from {
				from = renewed
			}
			more := 10
			if from <= "19891115" {
				more = 20
			}
			begun, _ := time.Parse("20060102", from)
			ends := begun.AddDate(more, 0, 0)
			if ends.Day() != begun.Day() { // the 29th of February
				ends = ends.AddDate(0, 0, -1)
			}
			m.Expires = list.Date(ends.Unix() / 86400)
		}
		if m.Status == list.Dead {
			for _, name := range []string{"status-date", "abandonment-date", "cancellation-date"} {
				if d := partly(header(name)); d != 0 {
					m.Ended = d
				}
			}
		}
		secondUSPTOClasses(&m, file)
		secondUSPTOStatements(&m, file)
		m.Owner = secondUSPTOOwner(file)
		marks = append(marks, m)
	}
	return marks
}

func secondUSPTOClasses(m *list.Mark, file *etree.Element) {
	keep := func(only string) {
		for _, c := range file.FindElements("classifications/classification") {
			if !regexp.MustCompile(only).MatchString(textAt(c, "status-code")) {
				continue
			}
			for _, code := range c.FindElements("international-code") {
				var n int
				if _, err := fmt.Sscanf(code.Text(), "%d", &n); err == nil && n <= 45 {
					m.Classes |= list.ClassesOf(n)
				} else if !slices.Contains(m.National, code.Text()) {
					m.National = append(m.National, code.Text())
				}
			}
		}
	}
	keep(`^[67PW]?$`)
	if m.Classes == 0 && m.National == nil {
		keep(`.`)
	}
}

func secondUSPTOStatements(m *list.Mark, file *etree.Element) {
	primary := map[string]int{}
	for _, c := range file.FindElements("classifications/classification") {
		var n int
		if _, err := fmt.Sscanf(textAt(c, "international-code"), "%d", &n); err == nil {
			primary[textAt(c, "primary-code")] = n
		}
	}
	texts, order := map[int][]string{}, []int{}
	var disclaimers []string
	for _, s := range file.FindElements("case-file-statements/case-file-statement") {
		code, text := textAt(s, "type-code"), textAt(s, "text")
		if text == "" {
			continue
		}
		if strings.HasPrefix(code, "D0") || strings.HasPrefix(code, "D1") {
			disclaimers = append(disclaimers, text)
		}
		if !strings.HasPrefix(code, "GS") || strings.HasSuffix(code, "2") {
			continue
		}
		class := primary[code[2:5]]
		if class != 0 && class <= 45 && !m.Classes.Has(class) {
			continue
		}
		for _, gone := range []string{`\[[^]]*\]`, `\(\([^)]*\)\)`, `\*`} {
			text = regexp.MustCompile(gone).ReplaceAllString(text, "")
		}
		if _, is := texts[class]; !is {
			order = append(order, class)
		}
		texts[class] = append(texts[class], flat(text))
	}
	for _, class := range order {
		m.Goods = append(m.Goods, list.ClassGoods{Class: class, Text: shortened(strings.Join(texts[class], "; "), 2000)})
	}
	m.Disclaimer = strings.Join(disclaimers, " ")
	for _, q := range regexp.MustCompile(`"(.*?)"`).FindAllStringSubmatch(m.Disclaimer, -1) {
		m.Disclaimed = append(m.Disclaimed, q[1])
	}
	if m.Disclaimer != "" && m.Disclaimed == nil {
		// Of the words of the mark, those that the disclaimer repeats.
		for _, word := range strings.Fields(m.Words) {
			if strings.Contains(m.Disclaimer, word) {
				m.Disclaimed = append(m.Disclaimed, word)
			}
		}
	}
}

func secondUSPTOOwner(file *etree.Element) string {
	owners := file.FindElements("case-file-owners/case-file-owner")
	sort.SliceStable(owners, func(i, j int) bool {
		return textAt(owners[i], "party-type")+textAt(owners[j], "entry-number") > textAt(owners[j], "party-type")+textAt(owners[i], "entry-number")
	})
	var names []string
	for _, o := range owners {
		if textAt(o, "party-type") == textAt(owners[0], "party-type") {
			names = append(names, textAt(o, "party-name"))
		}
	}
	return strings.Join(names, "; ")
}

func secondEUIPO(doc *etree.Document) []list.Mark {
	var marks []list.Mark
	asOf := day("2006-01-02", (textAt(doc.Root(), "//RequestProducerDateTime") + "          ")[:10])
	for _, e := range doc.FindElements("//TradeMarkDetails/TradeMark") {
		office := textAt(e, "RegistrationOfficeCode")
		if textAt(e, "ApplicationNumber") == "" || office != "EM" && office != "" {
			continue
		}
		date := func(name string) list.Date { return day("2006-01-02", textAt(e, name)) }
		m := list.Mark{
			Office: "EU", In: list.JurisdictionsOf("EU"), AsOf: asOf, Number: textAt(e, "ApplicationNumber"),
			Words: textAt(e, "WordMarkSpecification/MarkVerbalElementText"), StatusCode: textAt(e, "MarkCurrentStatusCode"),
			StatusDate: date("MarkCurrentStatusDate"), Filed: date("ApplicationDate"), Registered: date("RegistrationDate"),
			Expires: date("ExpiryDate"), Acquired: textAt(e, "TradeDistinctivenessIndicator") == "true",
			Disclaimer: textAt(e, "MarkDisclaimerDetails/MarkDisclaimer"),
		}
		switch {
		case e.SelectAttrValue("operationCode", "") == "Delete":
			m.Status, m.StatusCode = list.Dead, "Deleted"
		case m.StatusCode == "Registered":
			m.Status = list.Live
		case strings.HasPrefix(m.StatusCode, "Application "):
			m.Status = list.Pending
		case m.StatusCode == "Registration expired":
			m.Status, m.Ended = list.Dead, m.Expires
		}
		switch textAt(e, "MarkFeature") {
		case "Word":
			m.Kind = list.WordMark
		case "Figurative":
			m.Kind = list.CombinedMark
			if m.Words == "" {
				m.Kind = list.DesignMark
			}
		case "Sound":
			m.Kind = list.OtherMark
		}
		if m.Disclaimer != "" {
			m.Disclaimed = []string{strings.Trim(m.Disclaimer, `"`)}
		}
		for _, c := range e.FindElements("GoodsServicesDetails/GoodsServices/ClassDescriptionDetails/ClassDescription") {
			var n int
			fmt.Sscanf(textAt(c, "ClassNumber"), "%d", &n)
			m.Classes |= list.ClassesOf(n)
			byLanguage := map[string]string{}
			for _, d := range c.SelectElements("GoodsServicesDescription") {
				byLanguage[d.SelectAttrValue("languageCode", "")] = flat(d.Text())
			}
			text := byLanguage["en"]
			if text == "" {
				text = byLanguage[textAt(e, "ApplicationLanguageCode")]
			}
			if text != "" {
				m.Goods = append(m.Goods, list.ClassGoods{Class: n, Text: shortened(text, 2000)})
			}
		}
		boundGoods(&m)
		var owners []string
		for _, key := range e.FindElements("ApplicantDetails/ApplicantKey/Identifier") {
			owners = append(owners, "EUIPO applicant "+key.Text())
		}
		for _, name := range e.FindElements("ApplicantDetails/Applicant//FormattedName") {
			owners = append(owners, flat(textAt(name, "OrganizationName")+" "+textAt(name, "FirstName")+" "+textAt(name, "LastName")))
		}
		m.Owner = strings.Join(owners, "; ")
		marks = append(marks, m)
	}
	return marks
}

// boundGoods keeps 16,000 bytes of all classes together.
func boundGoods(m *list.Mark) {
	left := 16000
	for i := range m.Goods {
		if left <= 0 {
			m.Goods = m.Goods[:i]
			return
		}
		m.Goods[i].Text = shortened(m.Goods[i].Text, min(2000, left))
		left -= len(m.Goods[i].Text)
	}
}
