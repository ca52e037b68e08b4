package match

import (
	"math/bits"
	"slices"
	"strings"
	"unsafe"

	"clearlist/wasm/internal/normalize"
	"clearlist/wasm/pack"
)

const (
	minNear     = 5    // letters of a word that is looked for misspelt
	minRepeated = 4    // letters of a word that is looked for with a letter repeated
	minPartNear = 3    // letters of a text's word that may be one of a form whose other words are right
	minPart     = 3    // letters of that word of the form
	minNearTwo  = 9    // letters of a word that may have two mistakes
	minSound    = 3    // sounds of a word that is looked for by sound
	minHead     = 6    // letters of a word whose first letter may be any mistake
	closeEnough = 0.87 // alike enough to be a sound-alike
	closeTwo    = 0.93 // alike enough for two mistakes

	// maxWords bounds what a hostile text can cost: words looked for in it.
	maxWords = 4000

	postingShift = 4
	wholeForm    = 1<<postingShift - 1 // the word is the form
	joinedForm   = wholeForm - 1       // the word is the form's words run together
)

// Memory keeps what Misspelt found out about words, within one check and from
// one to the next. The zero value is ready.
type Memory struct {
	words map[string][]guess
	rows  [pack.LongestWord + 2][pack.LongestWord + 2]uint8
	found []guess
	near  []uint32 // of walk
	short bool     // the steps did not suffice

	// Steps are left to find out more about words, nil when that is unbounded:
	// one is a word of the index looked at, or as much work. What is known
	// already takes none.
	Steps *int
}

// maxRemembered bounds a Memory when a text is begun; maxWords more may be
// added by the text.
const maxRemembered = 4096

func (m *Memory) spend(steps int) {
	if m.Steps != nil {
		*m.Steps -= steps
	}
}

func (m *Memory) forget() {
	if m.words == nil || len(m.words) > maxRemembered {
		m.words = map[string][]guess{}
	}
}

// A guess is a word of the index that a word of the text may be meant for.
type guess struct {
	word  uint32
	whole bool // it is long enough to stand alone
	two   bool // it has two mistakes
	sound bool
	again bool // a letter is repeated, and no more
}

// Misspelt appends the near misses and sound-alikes of the text. hits are those
// that Scan found in it: what stands written is not misspelt.
func (x *Index) Misspelt(t *normalize.Text, hits []Hit, m *Memory) []Hit {
	m.forget()
	hits, _ = x.misspelt(t, 0, len(t.Tokens), hits, hits, nil, m)
	return hits
}

// misspelt is Misspelt for the words that start from one token to another, each
// at the start of a written word. It appends the token of the word too, of
// each hit. written are the hits of Scan.
func (x *Index) misspelt(t *normalize.Text, from, to int, written, hits []Hit, words []int, m *Memory) ([]Hit, []int) {
	m.short = false
	if x.words.Len() == 0 {
		return hits, words
	}
	next, until, looked := 0, 0, 0
	known := len(hits) - len(words) // hits that have no word
	i := from
	for i < to {
		for next < len(written) && written[next].Tok0 <= i {
			if x.IsTerm(written[next].Form) {
				until = max(until, written[next].Tok1)
			}
			next++
		}
		end := writtenWord(t, i)
		var buf [pack.LongestWord]byte
		word, ok := plain(buf[:0], t, i, end)
		if until < end && ok && len(word) >= minPartNear && !x.Common(view(word)) && !x.ordinaryParts(t, i, end) {
			if looked++; looked > maxWords {
				break
			}
			for _, g := range x.remembered(word, m) {
				hits = x.place(t, i, end, g, hits)
			}
		}
		if joined := hyphened(t, i, end); joined > end && until < joined && !x.ordinaryParts(t, i, joined) {
			if word, ok := plain(buf[:0], t, i, joined); ok && len(word) >= minNear && !x.Common(view(word)) {
				if looked++; looked > maxWords {
					break
				}
				for _, g := range x.remembered(word, m) {
					hits = x.place(t, i, joined, g, hits)
				}
			}
		}
		for known+len(words) < len(hits) {
			words = append(words, i)
		}
		i = end
	}
	for known+len(words) < len(hits) {
		words = append(words, i)
	}
	return hits, words
}

// view is bytes as a string, good until they change.
func view(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// remembered is guess, or what it said of the word before.
func (x *Index) remembered(word []byte, m *Memory) []guess {
	guesses, known := m.words[string(word)]
	if !known {
		if m.Steps != nil && *m.Steps <= 0 {
			m.short = true
			return nil
		}
		kept := string(word)
		guesses = x.guess(kept, m)
		m.words[kept] = guesses
	}
	return guesses
}

// hyphened returns the end of a run of words with one plain hyphen between:
// "Ray-Bn" is one word misspelt.
func hyphened(t *normalize.Text, i, end int) int {
	for end < len(t.Tokens) && t.Tokens[end].Sep == normalize.Joiner && t.Source[t.End(end):t.Start(end)] == "-" {
		end = writtenWord(t, end)
	}
	return end
}

// writtenWord returns the end of the written word that starts at token i:
// AirPodds and WeatheerTech are one, though they have two parts.
func writtenWord(t *normalize.Text, i int) int {
	end := i + 1
	for end < len(t.Tokens) && t.Tokens[i].Class == normalize.Letter && t.Tokens[end].Class == normalize.Letter && t.Tokens[end].Sep == 0 {
		end++
	}
	return end
}

// ordinaryParts tells whether a written word of several parts is ordinary
// words written together: PhoneCase.
func (x *Index) ordinaryParts(t *normalize.Text, i, end int) bool {
	if end == i+1 {
		return false
	}
	for ; i < end; i++ {
		if !x.commonToken(t, &t.Tokens[i]) {
			return false
		}
	}
	return true
}

// plain writes the letters of tokens i to end without a possessive s; false
// when there are others than a-z, or too many.
func plain(dst []byte, t *normalize.Text, i, end int) ([]byte, bool) {
	first, last := t.Tokens[i].U0, t.Tokens[end-1].U1
	if t.Tokens[i].Class != normalize.Letter || last-first > pack.LongestWord {
		return nil, false
	}
	for u := first; u < last; u++ {
		r := t.Units[u].Fold
		if r == 's' && u+1 == last && t.Units[u].How&normalize.Apostrophe != 0 {
			break
		}
		if r < 'a' || r > 'z' {
			return nil, false
		}
		dst = append(dst, byte(r))
	}
	return dst, true
}

// place turns a guess into hits: of the forms it stands for whole, and of
// those whose other words stand beside it.
func (x *Index) place(t *normalize.Text, i, end int, g guess, hits []Hit) []Hit {
	kind := Near
	if g.sound {
		kind = Sound
	}
	first, last := int(x.postings.At(int(g.word))), int(x.postings.At(int(g.word)+1))
	for k := first; k < last; k++ {
		v := x.postings.At(x.words.Len() + 1 + k)
		f, at := int(v>>postingShift), int(v&wholeForm)
		i0, i1 := i, end
		if at == wholeForm || at == joinedForm {
			// Two mistakes and a missing space are a word of its own.
			if !g.whole || at == joinedForm && g.two {
				continue
			}
		} else if end > i+1 {
			continue
		} else if i0, i1 = x.beside(t, i, f, at); i0 < 0 {
			continue
		}
		h := Hit{Form: f, Tok0: i0, Tok1: i1, Start: t.Start(i0), End: t.End(i1), Kind: kind}
		if g.again {
			h.Evidence = Repeated
		}
		hits = append(hits, h)
	}
	return hits
}

// beside finds the tokens around i that are the other words of a form, of
// which i is misspelt word number at; -1 when they are not there.
func (x *Index) beside(t *normalize.Text, i, f, at int) (i0, i1 int) {
	form := x.forms.At(f)
	words := strings.Count(form, " ") + 1
	i0 = i - at
	if i0 < 0 || i0+words > len(t.Tokens) {
		return -1, -1
	}
	rest := form
	for k := range words {
		var w string
		w, rest, _ = strings.Cut(rest, " ")
		tok := &t.Tokens[i0+k]
		if k > 0 && (tok.Sep&(normalize.Hard|normalize.Odd) != 0 || tok.Sep == 0) {
			return -1, -1
		}
		if k == at {
			continue
		}
		var buf [pack.LongestWord]byte
		got, ok := plain(buf[:0], t, i0+k, i0+k+1)
		if !ok || string(got) != w && (strings.Contains(w, "'") || Stem(string(got)) != Stem(w)) {
			return -1, -1
		}
	}
	return i0, i0 + words
}

// guess finds the words of the index that a word may be meant for.
func (x *Index) guess(word string, m *Memory) []guess {
	m.found = m.found[:0]
	add := func(i int, g guess) {
		for _, other := range m.found {
			if other.word == uint32(i) {
				return
			}
		}
		g.word = uint32(i)
		m.found = append(m.found, g)
	}
	x.repeated(word, add)
	x.walk(word, m, add)
	x.firstLetter(word, add)
	x.heard(word, add)
	x.alike(word, add)
	const others = 64 // steps that the three take, about
	m.spend(others)
	if len(m.found) == 0 {
		return nil
	}
	return slices.Clone(m.found)
}

// mistakes is how many a word of the index may have.
func mistakes(letters int) int {
	if letters >= minNearTwo {
		return 2
	}
	return 1
}

// walk compares a word with all that start with the same letter and are about
// as long. Of most of them the set of letters says enough: a mistake changes it
// by two letters at most.
func (x *Index) walk(word string, m *Memory, add func(i int, g guess)) {
	letters := lettersOf(word)
	most := mistakes(len(word) + 1)
	m.near = m.near[:0]
	for n := max(1, len(word)-most); n <= min(pack.LongestWord, len(word)+most); n++ {
		limit := min(most, mistakes(n))
		if n < len(word)-limit || n > len(word)+limit {
			continue
		}
		first, end := x.shapes.run(word[0], n)
		m.spend(end - first)
		for k := first; k < end; k++ {
			if bits.OnesCount32(x.shapes.letters[k]^letters) > 2*most {
				continue
			}
			i := int(x.shapes.words[k])
			w := x.words.At(i)
			d := m.distance(w, word, limit)
			if d == 2 && jaroWinkler(w, word) < closeTwo {
				continue // another ending is another word: dragontail, Dragon Ball
			}
			if 0 < d && d <= limit {
				m.near = append(m.near, uint32(i)<<2|bit(n >= minNear, nearWhole)|bit(d > 1, nearTwo))
			}
		}
	}
	slices.Sort(m.near)
	for _, g := range m.near {
		add(int(g>>2), guess{word: g >> 2, whole: g&nearWhole != 0, two: g&nearTwo != 0})
	}
}

// A guess that is sorted is a number: its word, and what else is known of it.
// Package slices has a sort for each type, of 17 KB.
const (
	nearWhole = 1 << iota
	nearTwo
)

func bit(is bool, value uint32) uint32 {
	if is {
		return value
	}
	return 0
}

// lettersOf is the set of a word's letters, a bit for each of a-z.
func lettersOf(word string) (set uint32) {
	for i := range len(word) {
		set |= 1 << (word[i] - 'a')
	}
	return set
}

// distance is the optimal string alignment distance of two words (a swap of
// neighbours is one mistake), or more than limit.
func (m *Memory) distance(w, word string, limit int) int {
	for j := range len(word) + 1 {
		m.rows[0][j] = uint8(j)
	}
	for i := range w {
		if m.row(w, i+1, word, limit) > limit {
			return limit + 1
		}
	}
	return int(m.rows[len(w)][len(word)])
}

// row computes row i of the optimal string alignment distance (a swap of
// neighbours is one mistake) of w and word, within limit of the diagonal, and
// returns its least number.
func (m *Memory) row(w string, i int, word string, limit int) int {
	low, high := max(1, i-limit), min(len(word), i+limit)
	row, above := &m.rows[i], &m.rows[i-1]
	const far = 99
	row[low-1] = far
	if low == 1 {
		row[0] = uint8(i)
	}
	least := int(row[low-1])
	for j := low; j <= high; j++ {
		up := uint8(far)
		if j < i+limit {
			up = above[j]
		}
		d := above[j-1]
		if w[i-1] != word[j-1] {
			d = min(d, up, row[j-1]) + 1
			if i > 1 && j > 1 && w[i-1] == word[j-2] && w[i-2] == word[j-1] {
				d = min(d, m.rows[i-2][j-2]+1)
			}
		}
		row[j] = d
		least = min(least, int(d))
	}
	if i > 1 {
		// A swap may still be finished from the row before.
		for j := max(1, i-1-limit); j <= min(len(word), i-1+limit); j++ {
			least = min(least, int(above[j])+1)
		}
	}
	return least
}

// firstLetter finds words with a mistake in the first letter: another, one
// too many, one missing, or the first two swapped. The rest has to be right.
func (x *Index) firstLetter(word string, add func(i int, g guess)) {
	each := func(rest string, alone func(w string) bool) {
		key := hashOf(rest)
		for probe := uint32(0); ; {
			i, next, ok := x.tails.Find(key, probe)
			if !ok {
				return
			}
			probe = next
			if w := x.words.At(int(i)); w != word && w[1:] == rest {
				add(int(i), guess{whole: alone(w)})
			}
		}
	}
	long := func(w string) bool { return len(w) >= minHead }
	each(word[1:], func(w string) bool { return long(w) || len(w) >= minNear && neighbours(w[0], word[0]) })
	each(word, long)
	exactly := func(w string, alone bool) {
		if i := x.words.From(w); i < x.words.Len() && x.words.At(i) == w {
			add(i, guess{whole: alone})
		}
	}
	if word[0] != word[1] {
		var b [pack.LongestWord + 1]byte
		swapped := append(append(b[:0], word[1], word[0]), word[2:]...)
		exactly(string(swapped), len(word) >= minNear)
	}
	exactly(word[1:], len(word) > minHead)
}

// keys are the rows of a keyboard; letters beside each other, or below, are
// easily taken for one another.
var keys = [3]string{"qwertyuiop", "asdfghjkl", "zxcvbnm"}

func neighbours(a, b byte) bool {
	for i, row := range keys {
		at := strings.IndexByte(row, a)
		if at < 0 {
			continue
		}
		for k := max(0, i-1); k <= min(len(keys)-1, i+1); k++ {
			if other := strings.IndexByte(keys[k], b); other >= 0 && at-1 <= other && other <= at+1 {
				return true
			}
		}
	}
	return strings.Contains("ck kc kq qk sz zs jg gj vf fv xz yi iy ei ie", string([]byte{a, b}))
}

// respelledKey is what a word's respelling is found by, beside the sounds.
func respelledKey(word string) uint64 {
	var b [2*pack.LongestWord + 1]byte
	return hashOf(string(respelled(append(b[:0], '='), word)))
}

// heard finds words that are written alike by ear.
func (x *Index) heard(word string, add func(i int, g guess)) {
	var b, c [2*pack.LongestWord + 1]byte
	want := respelled(b[:0], word)
	key := respelledKey(word)
	for probe := uint32(0); ; {
		i, next, ok := x.sounds.Find(key, probe)
		if !ok {
			return
		}
		probe = next
		if w := x.words.At(int(i)); w != word && string(respelled(c[:0], w)) == string(want) {
			add(int(i), guess{whole: len(w) >= minNear, sound: true})
		}
	}
}

// alike finds words that sound the same and are written nearly the same.
func (x *Index) alike(word string, add func(i int, g guess)) {
	if len(word) < minNear {
		return
	}
	var b [2 * pack.LongestWord]byte
	sound := soundOf(b[:0], word)
	if len(sound) < minSound {
		return
	}
	key := hashOf(string(sound))
	for probe := uint32(0); ; {
		i, next, ok := x.sounds.Find(key, probe)
		if !ok {
			return
		}
		probe = next
		w := x.words.At(int(i))
		var c [2 * pack.LongestWord]byte
		if w == word || string(soundOf(c[:0], w)) != string(sound) {
			continue
		}
		if jaroWinkler(w, word) >= closeEnough {
			add(int(i), guess{whole: len(w) >= minNear, sound: true})
		}
	}
}

// repeated finds words that a word is when a letter that stands there several
// times in a row is written once, or twice: "Nikee", "Addidas", "Guccci".
func (x *Index) repeated(word string, add func(i int, g guess)) {
	for i := 0; i < len(word); {
		end := i + 1
		for end < len(word) && word[end] == word[i] {
			end++
		}
		for keep := 1; keep < end-i && keep <= 2; keep++ {
			w := word[:i+keep] + word[end:]
			if at := x.words.From(w); at < x.words.Len() && x.words.At(at) == w {
				add(at, guess{whole: len(w) >= minRepeated, again: true})
			}
		}
		i = end
	}
}

// jaroWinkler is the share of letters two words have in common, in order, with
// a bonus for a common beginning. Words are at most LongestWord letters.
func jaroWinkler(a, b string) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	reach := max(len(a), len(b))/2 - 1
	var inA, inB [pack.LongestWord]bool
	same := 0
	for i := range len(a) {
		for j := max(0, i-reach); j < min(len(b), i+reach+1); j++ {
			if !inB[j] && a[i] == b[j] {
				inA[i], inB[j] = true, true
				same++
				break
			}
		}
	}
	if same == 0 {
		return 0
	}
	moved, j := 0, 0
	for i := range len(a) {
		if !inA[i] {
			continue
		}
		for !inB[j] {
			j++
		}
		if a[i] != b[j] {
			moved++
		}
		j++
	}
	m := float64(same)
	jaro := (m/float64(len(a)) + m/float64(len(b)) + (m-float64(moved)/2)/m) / 3
	prefix := 0
	for prefix < 4 && prefix < len(a) && prefix < len(b) && a[prefix] == b[prefix] {
		prefix++
	}
	return jaro + float64(prefix)*0.1*(1-jaro)
}
