package wire

import (
	"strconv"
	"unicode/utf8"

	"clearlist/wasm/list"
	"clearlist/wasm/screen"
)

// AppendVerdict appends the verdict on a listing as one JSON object without
// white space, its members in the order of the command line's contract. Start
// and end of a finding count UTF-16 code units of the field as given. Bytes
// that are not UTF-8 are written as U+FFFD, and count as one unit each.
// A finding of a register alone has a key, 16 hexadecimal digits, by which
// its marks are looked up.
// How long fields may be, by their marketplace's rules, comes last, where the
// caller put it into the verdict: the browser does, the command does not.
// Copied passages come after the findings of the lists.
func AppendVerdict(dst []byte, id string, l *screen.Listing, v *screen.Verdict, copied ...Copied) []byte {
	worst := v.Severity
	for i := range copied {
		worst = max(worst, copied[i].Severity)
	}
	dst = appendText(dst, `{"id":`, id)
	dst = appendText(dst, `,"verdict":`, worst.String())
	dst = append(dst, `,"findings":[`...)
	var at cursor
	for i := range v.Findings {
		dst = appendFinding(appendComma(dst, i), &at, l, &v.Findings[i])
	}
	for i := range copied {
		dst = appendCopied(appendComma(dst, len(v.Findings)+i), &at, l, &copied[i])
	}
	dst = append(dst, `],"checked":[`...)
	for i, c := range v.Checked {
		dst = appendText(appendComma(dst, i), `{"list":`, c.List)
		dst = append(dst, `,"version":`...)
		dst = strconv.AppendUint(dst, uint64(c.Version), 10)
		dst = appendText(dst, `,"as_of":`, c.AsOf.String())
		dst = append(dst, '}')
	}
	dst = append(dst, `],"not_checked":`...)
	dst = appendTexts(dst, v.NotChecked)
	if len(v.Lengths) > 0 {
		dst = appendLengths(dst, v.Lengths)
	}
	return append(dst, '}')
}

// appendLengths names what is counted: characters are code points, a part is
// what stands between two commas, the total is all bullets together.
func appendLengths(dst []byte, all []screen.FieldLength) []byte {
	dst = append(dst, `,"lengths":[`...)
	for i, length := range all {
		unit := "characters"
		switch length.Kind {
		case list.MaxBytes:
			unit = "bytes"
		case list.MaxPartCharacters:
			unit = "part"
		case list.MaxTotalCharacters:
			unit = "total"
		}
		dst = appendText(appendComma(dst, i), `{"field":`, length.Field.String())
		dst = appendText(dst, `,"unit":`, unit)
		dst = append(dst, `,"max":`...)
		dst = strconv.AppendInt(dst, int64(length.Max), 10)
		dst = append(dst, '}')
	}
	return append(dst, ']')
}

func appendFinding(dst []byte, at *cursor, l *screen.Listing, f *screen.Finding) []byte {
	return appendFindingOf(dst, at, l, f, f.Kind.String())
}

func appendFindingOf(dst []byte, at *cursor, l *screen.Listing, f *screen.Finding, kind string) []byte {
	start, end := at.span(l, f)
	dst = append(dst, `{"field":"`...)
	dst = append(dst, f.Field.String()...)
	if f.Field == list.Bullets {
		dst = append(dst, '[')
		dst = strconv.AppendInt(dst, int64(f.Index), 10)
		dst = append(dst, ']')
	}
	dst = append(dst, `","start":`...)
	dst = strconv.AppendInt(dst, int64(start), 10)
	dst = append(dst, `,"end":`...)
	dst = strconv.AppendInt(dst, int64(end), 10)
	dst = appendText(dst, `,"text":`, f.Text)
	dst = appendText(dst, `,"term":`, f.Term)
	dst = appendText(dst, `,"kind":`, kind)
	dst = appendText(dst, `,"match":`, f.Match.String())
	dst = appendText(dst, `,"severity":`, f.Severity.String())
	dst = appendText(dst, `,"rule":`, f.Rule)
	dst = appendText(dst, `,"message":`, f.Message)
	dst = append(dst, `,"rights":[`...)
	for i := range f.Rights {
		dst = appendRight(appendComma(dst, i), &f.Rights[i])
	}
	dst = append(dst, `],"suggestions":`...)
	dst = appendTexts(dst, f.Suggestions)
	if len(f.NotListed) > 0 {
		dst = appendTexts(append(dst, `,"not_listed":`...), f.NotListed)
	}
	if f.Key != 0 {
		dst = append(dst, `,"key":"`...)
		for shift := 60; shift >= 0; shift -= 4 {
			dst = append(dst, "0123456789abcdef"[f.Key>>shift&15])
		}
		dst = append(dst, '"')
	}
	return append(dst, '}')
}

// appendRight writes from and until, the day after the last, where the list
// has them; the other members are always there.
func appendRight(dst []byte, r *screen.Right) []byte {
	dst = appendText(dst, `{"kind":`, r.Kind.String())
	dst = appendText(dst, `,"owner":`, r.Owner)
	dst = appendText(dst, `,"office":`, r.Office)
	dst = appendText(dst, `,"number":`, r.Number)
	dst = appendText(dst, `,"status":`, r.Status.String())
	dst = append(dst, `,"classes":`...)
	dst = appendClasses(dst, r.Classes)
	dst = appendText(dst, `,"url":`, r.URL)
	dst = appendText(dst, `,"as_of":`, r.AsOf.String())
	if r.From != 0 {
		dst = appendText(dst, `,"from":`, r.From.String())
	}
	if r.Until != 0 {
		dst = appendText(dst, `,"until":`, r.Until.String())
	}
	return append(dst, '}')
}

// appendClasses writes a right that reaches every class as [0].
func appendClasses(dst []byte, c list.Classes) []byte {
	if c&list.AllClasses != 0 {
		return append(dst, "[0]"...)
	}
	dst = append(dst, '[')
	first := len(dst)
	for n := range c.All() {
		dst = strconv.AppendInt(appendComma(dst, len(dst)-first), int64(n), 10)
	}
	return append(dst, ']')
}

func appendTexts(dst []byte, all []string) []byte {
	dst = append(dst, '[')
	for i, s := range all {
		dst = appendText(appendComma(dst, i), "", s)
	}
	return append(dst, ']')
}

// appendComma separates what is not the first.
func appendComma(dst []byte, i int) []byte {
	if i > 0 {
		dst = append(dst, ',')
	}
	return dst
}

// appendText appends a label as it is and a string as RFC 8259 has it,
// section 7: only quote, backslash and controls are escaped.
func appendText(dst []byte, label, s string) []byte {
	dst = append(append(dst, label...), '"')
	plain := 0 // start of what is not yet appended
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && size == 1 {
				dst = append(append(dst, s[plain:i]...), "\uFFFD"...)
				plain = i + 1
			}
			i += size
			continue
		}
		if c < ' ' || c == '"' || c == '\\' {
			dst = appendEscape(append(dst, s[plain:i]...), c)
			plain = i + 1
		}
		i++
	}
	return append(append(dst, s[plain:]...), '"')
}

func appendEscape(dst []byte, c byte) []byte {
	const hex = "0123456789abcdef"
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\b':
		return append(dst, `\b`...)
	case '\f':
		return append(dst, `\f`...)
	case '\n':
		return append(dst, `\n`...)
	case '\r':
		return append(dst, `\r`...)
	case '\t':
		return append(dst, `\t`...)
	}
	return append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
}
