package intake

import (
	"regexp"
	"slices"
	"strings"

	"clearlist/wasm/list"
)

// A usptoClass is one class of a case file. Statements of goods name the
// primary code: an international class since September 1973, a class of the
// office's own before.
type usptoClass struct {
	primary int
	nice    []int
	lives   bool
}

// usptoClasses reads the classes. Those that were cancelled, abandoned or have
// expired on their own are left out as long as others live; of a dead mark all
// are kept.
func usptoClasses(m *list.Mark, classifications node) []usptoClass {
	var all []usptoClass
	var national [][]string
	for c := range classifications.all("classification") {
		class := usptoClass{primary: number(c.first("primary-code").bytes()), lives: usptoClassLives(c.first("status-code").bytes())}
		var others []string
		for code := range c.all("international-code") {
			switch n := number(code.bytes()); {
			case 1 <= n && n <= 45:
				class.nice = append(class.nice, n)
			case n != 0 && len(code.bytes()) > 0:
				others = append(others, code.line(maxCode)) // A, B, 200: certification and membership
			}
		}
		all, national = append(all, class), append(national, others)
	}
	anyLives := slices.ContainsFunc(all, func(c usptoClass) bool { return c.lives })
	for i, c := range all {
		if c.lives || !anyLives {
			m.Classes |= list.ClassesOf(c.nice...)
			for _, other := range national[i] {
				if !slices.Contains(m.National, other) {
					m.National = append(m.National, other)
				}
			}
		}
	}
	return all
}

// usptoClassLives reads a class's own status: 6 is active, P partially paid, W
// fee waived, 7 an insufficient fee. The others are ways to end.
func usptoClassLives(code []byte) bool {
	switch string(code) {
	case "", "6", "7", "P", "W":
		return true
	}
	return false
}

// usptoStatements reads the disclaimers, D0 in the applicant's words and D1 in
// predetermined ones, and the goods, GS. What was deleted from the goods after
// the registration is left out.
func usptoStatements(m *list.Mark, statements node, classes []usptoClass) {
	var goods goodsOf
	for s := range statements.all("case-file-statement") {
		code := s.first("type-code").line(maxCode)
		if len(code) < 2 {
			continue
		}
		switch code[:2] {
		case "D0", "D1":
			for t := range s.all("text") {
				addDisclaimer(m, t.line(maxNote))
			}
		case "GS":
			if len(code) == 6 && code[5] == '2' {
				continue // nothing but goods that were deleted
			}
			if class, kept := usptoGoodsClass(m, classes, code); kept {
				for t := range s.all("text") {
					goods.add(class, asAmended(t.line(4*maxNote)))
				}
			}
		}
	}
	m.Goods = goods.goods
}

// usptoGoodsClass finds the class of a statement like GS0091: class 9, part 1.
// 0 is none that the case file lists.
func usptoGoodsClass(m *list.Mark, classes []usptoClass, code string) (class int, kept bool) {
	if len(code) < 5 {
		return 0, true
	}
	primary := number([]byte(code[2:5]))
	for _, c := range classes {
		if c.primary != primary || primary < 0 {
			continue
		}
		if len(c.nice) == 0 {
			return primary, true // 200: a membership has no other
		}
		return c.nice[0], m.Classes.Has(c.nice[0])
	}
	if m.Classes.Has(primary) {
		return primary, true
	}
	return 0, true
}

// deleted is wording that was taken out after the registration, [..], or out
// of the goods as filed, ((..)); added marks what was put in, *..*.
var (
	deleted = regexp.MustCompile(`\[[^\[\]]*\]|\(\([^()]*\)\)`)
	added   = strings.NewReplacer("*", "")
)

// asAmended is the goods as they are now.
func asAmended(goods string) string {
	if !strings.ContainsAny(goods, "[(*") {
		return goods
	}
	return oneLine([]byte(added.Replace(deleted.ReplaceAllString(goods, ""))), 4*maxNote)
}

var (
	quoted = regexp.MustCompile("[\"\u201c\u201d]([^\"\u201c\u201d]+)[\"\u201c\u201d]")
	// unquoted is what a disclaimer gives up in words without quotation marks.
	unquoted = regexp.MustCompile(`(?i)\b(?:claim is made to(?: the exclusive right to(?: the)? use(?: of)?)?|right to(?: the)? use(?: of)?)\s+(?:the (?:words?|terms?|wording|phrase|designation)\s+)?(.+?)\s*(?:,?\s+apart from\b.*|,?\s+except\b.*|[.;]?)$`)
)

// addDisclaimer keeps a disclaimer and the parts of the mark it gives up.
func addDisclaimer(m *list.Mark, text string) {
	if text == "" {
		return
	}
	if m.Disclaimer != "" {
		text = clip(m.Disclaimer+" "+text, maxNote)
	}
	m.Disclaimer, m.Disclaimed = text, disclaimedIn(text, m.Words)
}

// disclaimedIn finds what a disclaimer quotes. Without quotation marks, it is
// what stands in their place, or the whole text, if it is of the mark's words.
func disclaimedIn(text, words string) []string {
	var parts []string
	add := func(part string) {
		if part = strings.Trim(part, " ,.;:'"); part != "" && !containsFold(parts, part) {
			parts = append(parts, part)
		}
	}
	for _, q := range quoted.FindAllStringSubmatch(text, -1) {
		add(q[1])
	}
	if len(parts) > 0 {
		return parts
	}
	part := text
	if found := unquoted.FindStringSubmatch(text); found != nil {
		part = found[1]
	}
	if part = strings.Trim(part, " ,.;:'"); isOf(words, part) {
		add(part)
	}
	return parts
}

// isOf tells that each word of part is one of the mark's.
func isOf(words, part string) bool {
	have := strings.Fields(strings.ToLower(words))
	want := strings.Fields(strings.ToLower(part))
	for _, w := range want {
		if !slices.Contains(have, w) {
			return false
		}
	}
	return len(want) > 0
}
