package match

// sounds are letters after one another, none twice in a row.
type sounds struct {
	dst   []byte
	start int
}

// add is not inlined: it is called at some thirty places, and the module is
// fetched over slow lines.
//
//go:noinline
func (s *sounds) add(c byte) {
	if len(s.dst) == s.start || s.dst[len(s.dst)-1] != c {
		s.dst = append(s.dst, c)
	}
}

// soundOf appends how a word of a-z sounds to an English ear, roughly: its
// consonants by sound, vowels only at the start. Words that sound alike get
// the same key ("krocs" and "crocs"); many that do not get it too, so a second
// signal has to agree.
func soundOf(dst []byte, w string) []byte {
	s := sounds{dst, len(dst)}
	at := func(i int) byte {
		if 0 <= i && i < len(w) {
			return w[i]
		}
		return 0
	}
	soft := func(c byte) bool { return c == 'e' || c == 'i' || c == 'y' }
	vowel := func(c byte) bool { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y' }
	i := 0
	switch { // silent first letters
	case at(0) == 'k' && at(1) == 'n', at(0) == 'g' && at(1) == 'n', at(0) == 'p' && (at(1) == 'n' || at(1) == 's'), at(0) == 'w' && at(1) == 'r':
		i = 1
	}
	for ; i < len(w); i++ {
		c, next := w[i], at(i+1)
		switch {
		case c == next && c != 'c':
			continue
		case vowel(c):
			if len(s.dst) == s.start {
				s.dst = append(s.dst, 'a')
			}
		case c == 'c' && next == 'h':
			s.add('x')
			i++
		case c == 's' && next == 'h':
			s.add('x')
			i++
		case c == 's' && next == 'c' && at(i+2) == 'h':
			s.add('s')
			s.add('k')
			i += 2
		case c == 'p' && next == 'h':
			s.add('f')
			i++
		case c == 't' && next == 'h':
			s.add('t')
			i++
		case c == 'g' && next == 'h':
			i++ // silent, as in light
		case c == 'd' && next == 'g' && soft(at(i+2)):
			s.add('j')
			i++
		case c == 'c' && soft(next):
			s.add('s')
		case c == 'c', c == 'q':
			s.add('k')
		case c == 'g' && soft(next):
			s.add('j')
		case c == 'x':
			s.add('k')
			s.add('s')
		case c == 'z':
			s.add('s')
		case c == 'v':
			s.add('f')
		case c == 'w', c == 'h':
			if len(s.dst) == s.start && vowel(next) {
				s.add(c)
			}
		default:
			s.add(c)
		}
	}
	return s.dst
}

// respelled appends a word of a-z as it would be written by somebody who has
// only heard it: ph is f, c is k or s, x is ks, qu is kw, y is i, z is s, oo
// is u, and nothing is doubled. Unlike soundOf it keeps the vowels, so that
// words alike in it need no second signal.
func respelled(dst []byte, w string) []byte {
	s := sounds{dst, len(dst)}
	for i := 0; i < len(w); i++ {
		next := byte(0)
		if i+1 < len(w) {
			next = w[i+1]
		}
		switch c := w[i]; {
		case c == 'p' && next == 'h':
			s.add('f')
			i++
		case c == 'c' && next == 'k', c == 'c' && next == 'h' && i+2 < len(w) && w[i+2] != 'e' && w[i+2] != 'i':
			s.add('k')
			i++
		case c == 'k' && next == 'h':
			s.add('k')
			i++
		case c == 'c' && (next == 'e' || next == 'i' || next == 'y'), c == 'z':
			s.add('s')
		case c == 'c':
			s.add('k')
		case c == 'q' && next == 'u':
			s.add('k')
			s.add('w')
			i++
		case c == 'q':
			s.add('k')
		case c == 'x':
			s.add('k')
			s.add('s')
		case c == 'y':
			s.add('i')
		case c == 'o' && next == 'o':
			s.add('u')
			i++
		default:
			s.add(c)
		}
	}
	return s.dst
}
