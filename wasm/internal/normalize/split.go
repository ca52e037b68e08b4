package normalize

// minPart is how many letters a part of a written word must have to be looked
// at by itself: PokemonCards and iPhone15 have parts, GoPro and WD40 none.
const minPart = 3

// maxParts keeps letters of alternating case ("VeLcRo") one word.
const maxParts = 6

// split cuts the last token where case or letters and digits change, when all
// of its parts are long enough. The parts stay joined: their Sep is none.
func (r *reader) split() {
	tok := r.Tokens[len(r.Tokens)-1]
	if tok.Class != Letter || tok.U1-tok.U0 <= minPart {
		return
	}
	if r.signedTM(tok) {
		r.cut(tok, []uint32{tok.U1 - 2})
		return
	}
	var cuts [maxParts]uint32
	n := 0
	letters := uint32(0) // in the part so far
	for i := tok.U0; i < tok.U1; i++ {
		u := r.Units[i]
		if i > tok.U0 {
			before := r.Units[i-1]
			digits := (u.Class == Digit) != (before.Class == Digit)
			camel := u.How&Upper != 0 && before.How&Upper == 0 && before.Class == Letter && letters >= minPart
			if digits || camel {
				if n == maxParts || before.Class != Digit && letters < minPart {
					return
				}
				cuts[n] = i
				n++
				letters = 0
			}
		}
		if u.Class != Digit {
			letters++
		}
	}
	if n == 0 || letters > 0 && letters < minPart {
		return
	}
	r.cut(tok, cuts[:n])
}

func (r *reader) cut(tok Token, cuts []uint32) {
	r.Tokens = r.Tokens[:len(r.Tokens)-1]
	s, end := tok.S0, tok.U1
	for i := 0; i <= len(cuts); i++ {
		part := Token{U0: tok.U0, U1: end, Class: Letter, S0: s}
		if i == 0 {
			part.Sep = tok.Sep
		} else {
			part.U0 = cuts[i-1]
		}
		if i < len(cuts) {
			part.U1 = cuts[i]
		}
		for s < uint32(len(r.Skel)) && r.Owner[s] < part.U1 {
			s++
		}
		part.S1 = s
		for u := part.U0; u < part.U1; u++ {
			part.How |= r.Units[u].How
		}
		r.Tokens = append(r.Tokens, part)
	}
}

// signedTM tells whether a word ends in a trademark sign of two letters:
// "ChewbaccaTM".
func (r *reader) signedTM(tok Token) bool {
	u := r.Units[tok.U1-3 : tok.U1]
	return u[1].Fold == 't' && u[2].Fold == 'm' && u[1].How&u[2].How&Upper != 0 && u[0].How&Upper == 0 && u[0].Class == Letter
}
