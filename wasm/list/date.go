package list

import (
	"errors"
	"strconv"
)

// Civil-day arithmetic of our own: package time would add its zone tables and
// formatting to the browser build for four functions. The algorithms are
// Howard Hinnant's (chrono-compatible low-level date algorithms): years begin
// in March, so that the leap day is the last day of a year.

const (
	daysPerEra  = 146097 // 400 years
	epochOffset = 719468 // days from 0000-03-01 to 1970-01-01
)

// DateOf returns the date of a day in the Gregorian calendar; month is 1-12.
func DateOf(year, month, day int) Date {
	if month <= 2 {
		year--
	}
	era := floorDiv(year, 400)
	yearOfEra := year - era*400
	dayOfYear := (153*((month+9)%12)+2)/5 + day - 1
	dayOfEra := yearOfEra*365 + yearOfEra/4 - yearOfEra/100 + dayOfYear
	return Date(era*daysPerEra + dayOfEra - epochOffset)
}

// Civil returns the day's year, month (1-12) and day of the month.
func (d Date) Civil() (year, month, day int) {
	days := int(d) + epochOffset
	era := floorDiv(days, daysPerEra)
	dayOfEra := days - era*daysPerEra
	yearOfEra := (dayOfEra - dayOfEra/1460 + dayOfEra/36524 - dayOfEra/146096) / 365
	dayOfYear := dayOfEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	fromMarch := (5*dayOfYear + 2) / 153
	day = dayOfYear - (153*fromMarch+2)/5 + 1
	month = (fromMarch+2)%12 + 1
	year = yearOfEra + era*400
	if month <= 2 {
		year++
	}
	return year, month, day
}

// ParseDate reads "2026-11-24" and nothing else. 1970-01-01 is refused: its
// number is the one that means "not said".
func ParseDate(s string) (Date, error) {
	bad := func() (Date, error) { return 0, errors.New(quote(s) + " is not a date like 2026-11-24") }
	if len(s) != len("2026-11-24") || s[4] != '-' || s[7] != '-' {
		return bad()
	}
	var part [3]int
	for i, digits := range [3]string{s[:4], s[5:7], s[8:]} {
		for _, c := range []byte(digits) {
			if c < '0' || c > '9' {
				return bad()
			}
			part[i] = part[i]*10 + int(c-'0')
		}
	}
	year, month, day := part[0], part[1], part[2]
	if year == 0 || month < 1 || month > 12 || day < 1 || day > 31 {
		return bad()
	}
	d := DateOf(year, month, day)
	if _, _, back := d.Civil(); back != day {
		return 0, errors.New(quote(s) + " is a day its month does not have")
	}
	if d == 0 {
		return 0, errors.New("1970-01-01 is kept to mean that no date is said")
	}
	return d, nil
}

// String is what [ParseDate] reads; "" when the date is not said.
func (d Date) String() string {
	if d == 0 {
		return ""
	}
	year, month, day := d.Civil()
	var b []byte
	if year < 0 {
		b = append(b, '-')
		year = -year
	}
	b = appendPadded(b, year, 4)
	b = appendPadded(append(b, '-'), month, 2)
	b = appendPadded(append(b, '-'), day, 2)
	return string(b)
}

func appendPadded(b []byte, n, width int) []byte {
	digits := strconv.Itoa(n)
	for range width - len(digits) {
		b = append(b, '0')
	}
	return append(b, digits...)
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
