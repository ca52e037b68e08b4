package reuse

const (
	// leastAddress is how many different words of addresses make one.
	leastAddress = 5
	// addressGap is how far apart two may be: between them stand the names of a
	// house, a village and a road.
	addressGap = 7
	// leastSeries is beside how many different numbers a word stands that names
	// a series: "iPhone 12, iPhone 13, iPhone 14".
	leastSeries = 3
)

// facts marks the words that are facts by where they stand: the names before
// the number of a model, letters in one with digits, names of series in lists of
// what fits, and addresses. They are true whoever writes them.
func (r *reader) facts() {
	out := r.out
	series := newTable(16)
	var numbers []different // beside each word of series
	var address different
	from, last := 0, -addressGap
	for i := range out {
		w := &out[i]
		if w.weight != wordWeight {
			continue
		}
		if known(w.exact)&asAddress != 0 {
			if i-last > addressGap {
				from, address = i, different{}
			}
			last = i
			if address.add(w.exact) >= leastAddress {
				for k := from; k <= i; k++ {
					out[k].worth = fact
				}
			}
		}
		if w.worth != fact || !r.isNumber(i) {
			continue
		}
		for _, k := range [2]int{i - 1, i + 1} {
			if k < 0 || k >= len(out) || out[k].worth != content || out[k].weight != wordWeight {
				continue
			}
			beside := &out[k]
			switch {
			case beside.end == w.start || beside.start == w.end:
				beside.worth = fact
			case k < i && r.isModel(i):
				// "JBL Tune 230NC"
				for ; k >= max(i-2, 0) && out[k].worth == content && r.isCapital(k); k-- {
					out[k].worth = fact
				}
			default:
				id, _ := series.put(uint64(beside.stem), int32(len(numbers)))
				if int(id) == len(numbers) {
					numbers = append(numbers, different{})
				}
				numbers[id].add(w.exact)
			}
		}
	}
	for i := range out {
		if out[i].worth == content {
			if id, ok := series.get(uint64(out[i].stem)); ok && numbers[id].n >= leastSeries {
				out[i].worth = fact
			}
		}
	}
}

// A different counts different words, as far as it matters.
type different struct {
	words [leastAddress]uint32
	n     int
}

func (d *different) add(word uint32) int {
	for _, has := range d.words[:d.n] {
		if has == word {
			return d.n
		}
	}
	if d.n < len(d.words) {
		d.words[d.n] = word
		d.n++
	}
	return d.n
}

func (r *reader) isNumber(i int) bool { return hasDigit([]byte(r.source[r.out[i].start:r.out[i].end])) }

func (r *reader) isCapital(i int) bool { return plainKind[r.source[r.out[i].start]] == upper }

// isModel tells whether the word from i on is capitals and digits, as models
// are and measures are not: "230NC", "230V". It may be read as two.
func (r *reader) isModel(i int) bool {
	w := r.out[i]
	if i+1 < len(r.out) && w.end == r.out[i+1].start {
		w.end = r.out[i+1].end
	}
	var unit []byte
	for k := w.start; k < w.end; k++ {
		switch c := r.source[k]; plainKind[c] {
		case upper:
			unit = append(unit, c|0x20)
		case digit:
		default:
			return false
		}
	}
	return len(unit) > 0 && w.end-w.start > 2 && known(hash(unit))&asUnit == 0
}
