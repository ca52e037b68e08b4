package pack

import "bytes"

// Diff makes a delta of packs that have no index but a register's.
func Diff(old, new []byte) ([]byte, error) { return Indexer{}.Diff(old, new) }

// Diff returns a delta that makes new out of old. An empty old is nothing.
// Equal arguments give equal bytes. It is work for a publisher: seconds for
// packs of megabytes, and five bytes of memory for each byte of old.
func (x Indexer) Diff(old, new []byte) ([]byte, error) {
	if len(old) > MaxSize || len(new) > MaxSize {
		return nil, ErrTooLarge
	}
	for _, fill := range [...]func(d *delta) bool{
		func(d *delta) bool { return d.diffByMarks(old, new) },
		func(d *delta) bool { return x.diffByTerms(d, old, new) },
		// Neither registers nor lists, or such that do not fit together.
		func(d *delta) bool { d.diffFrames(old, new); return true },
	} {
		d := &delta{oldSum: Sum(old), newSum: Sum(new), oldLength: len(old), newLength: len(new)}
		if !fill(d) {
			continue
		}
		b := d.encode()
		if got, err := x.Apply(old, b); err == nil && bytes.Equal(got, new) {
			return b, nil
		}
	}
	return nil, brokenDelta("it does not lead where it should")
}

const (
	// seed is how many equal bytes it takes to look at a place at all: two
	// numbers of a row.
	seed = 8
	// gain is by how much a match must beat going on where we are: bsdiff's
	// own choice (Percival, "Naive differences of executable code").
	gain = 8
	// maxChain bounds the places looked at for one seed, and maxMatch what is
	// compared for one of them: long equal runs are found in parts.
	maxChain = 32
	maxMatch = 1 << 16
)

// diffFrames is bsdiff with a chained hash in place of the sorted suffixes,
// which would take eight times the memory.
func (d *delta) diffFrames(old, new []byte) {
	w := frameWriter{index: indexOf(old), old: old, new: new}
	w.run()
	d.streams[streamSteps], d.streams[streamRuns] = w.steps, w.runs
	d.streams[streamSums], d.streams[streamBytes] = w.sums, w.fresh
}

type frameWriter struct {
	index                    frameIndex
	old, new                 []byte
	steps, runs, sums, fresh buffer
	zeros                    uint64 // a run that is not written yet
	tail                     []byte // what is added after it
}

// run is bsdiff's scan: it goes on along the old bytes it is at until another
// place fits clearly better, then settles where one ends and the other begins.
func (w *frameWriter) run() {
	scan, length, at := 0, 0, 0 // a match of new[scan:] at old[at:]
	lastScan, lastAt := 0, 0    // where the step that is not written yet begins
	for scan < len(w.new) {
		score := 0
		scan += length
		for ahead := scan; scan < len(w.new); scan++ {
			at, length = w.index.longest(w.old, w.new[scan:], scan+lastAt-lastScan)
			for ; ahead < scan+length; ahead++ {
				if w.alike(ahead, lastScan, lastAt) {
					score++
				}
			}
			if length == score && length != 0 || length > score+gain {
				break
			}
			if w.alike(scan, lastScan, lastAt) && score > 0 {
				score--
			}
		}
		if length != score || scan == len(w.new) {
			w.step(&lastScan, &lastAt, scan, at)
		}
	}
	w.flush()
}

// alike tells whether new[i] is the old byte at the step's own distance.
func (w *frameWriter) alike(i, lastScan, lastAt int) bool {
	o := i - lastScan + lastAt
	return o >= 0 && o < len(w.old) && w.old[o] == w.new[i]
}

// step writes what lies between the last match and the one at scan.
func (w *frameWriter) step(lastScan, lastAt *int, scan, at int) {
	forward := extent(scan-*lastScan, func(i int) (same, ok bool) {
		o := *lastAt + i
		if o >= len(w.old) {
			return false, false
		}
		return w.old[o] == w.new[*lastScan+i], true
	})
	backward := 0
	if scan < len(w.new) {
		backward = extent(scan-*lastScan, func(i int) (same, ok bool) {
			o := at - 1 - i
			if o < 0 {
				return false, false
			}
			return w.old[o] == w.new[scan-1-i], true
		})
	}
	if over := *lastScan + forward - (scan - backward); over > 0 {
		keep := w.divide(*lastScan+forward-over, *lastAt+forward-over, scan-backward, at-backward, over)
		forward += keep - over
		backward -= keep
	}
	for i := range forward {
		w.sum(w.new[*lastScan+i] - w.old[*lastAt+i])
	}
	fresh := w.new[*lastScan+forward : scan-backward]
	w.fresh = append(w.fresh, fresh...)
	w.steps.varint(uint64(forward))
	w.steps.varint(uint64(len(fresh)))
	if scan == len(w.new) {
		w.steps.zigzag(0)
	} else {
		w.steps.zigzag(int64(at - backward - *lastAt - forward))
	}
	*lastScan, *lastAt = scan-backward, at-backward
}

// extent is the length up to which bytes are more alike than not.
func extent(limit int, at func(i int) (same, ok bool)) int {
	best, bestLength, score := 0, 0, 0
	for i := 0; i < limit; i++ {
		same, ok := at(i)
		if !ok {
			break
		}
		if same {
			score++
		}
		if value := 2*score - (i + 1); value > best {
			best, bestLength = value, i+1
		}
	}
	return bestLength
}

// divide says how many of the bytes that both matches cover go to the first.
func (w *frameWriter) divide(newA, oldA, newB, oldB, over int) int {
	score, best, keep := 0, 0, 0
	for i := range over {
		if w.new[newA+i] == w.old[oldA+i] {
			score++
		}
		if w.new[newB+i] == w.old[oldB+i] {
			score--
		}
		if score > best {
			best, keep = score, i+1
		}
	}
	return keep
}

func (w *frameWriter) sum(v byte) {
	if v != 0 {
		w.tail = append(w.tail, v)
		return
	}
	if len(w.tail) > 0 {
		w.flush()
	}
	w.zeros++
}

func (w *frameWriter) flush() {
	if w.zeros == 0 && len(w.tail) == 0 {
		return
	}
	w.runs.varint(w.zeros)
	w.runs.varint(uint64(len(w.tail)))
	w.sums = append(w.sums, w.tail...)
	w.zeros, w.tail = 0, w.tail[:0]
}

// A frameIndex knows where in the old bytes each seed stands, latest first.
type frameIndex struct {
	heads, chain []int32
	shift        int
}

func indexOf(old []byte) frameIndex {
	bits := 10
	for 1<<bits < len(old)/2 {
		bits++
	}
	x := frameIndex{heads: make([]int32, 1<<bits), chain: make([]int32, len(old)), shift: 64 - bits}
	for i := len(old) - seed; i >= 0; i-- { // so that the first places lead
		h := x.hash(old[i:])
		x.chain[i] = x.heads[h]
		x.heads[h] = int32(i + 1)
	}
	return x
}

func (x frameIndex) hash(b []byte) uint64 { return u64(b, 0) * prime1 >> x.shift }

// longest finds the longest match of b, here first and on a tie.
func (x frameIndex) longest(old, b []byte, here int) (at, length int) {
	if here >= 0 && here < len(old) {
		at, length = here, common(old[here:], b)
	}
	if len(b) < seed || length == maxMatch {
		return at, length
	}
	next := x.heads[x.hash(b)]
	for tried := 0; next != 0 && tried < maxChain; tried++ {
		if n := common(old[next-1:], b); n > length && n >= seed {
			at, length = int(next-1), n
		}
		next = x.chain[next-1]
	}
	return at, length
}

// common is how many bytes two slices begin with alike, up to maxMatch.
func common(a, b []byte) int {
	n := min(len(a), len(b), maxMatch)
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}
