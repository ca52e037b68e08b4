package normalize

// An Edit is what became of a text: its tokens but those from From to To
// (excluded) are tokens of the text before. Those from To on were Tokens
// tokens and Bytes bytes nearer to the start there.
type Edit struct{ From, To, Tokens, Bytes int }

// ReadAfter is Read for what may be the text before after an edit, or none. It
// tells what is the same: a token is when its letters are, all that is known of
// them, and all of the source from there to the nearer end of the text.
func (t *Text) ReadAfter(source string, before *Text) Edit {
	same, sameEnd := sameEnds(before.Source, source)
	first, last := before.seams(same, sameEnd)
	t.begin(source)
	r := reader{Text: t}
	at := r.beginAs(before, first)
	summed := len(t.Skel)
	kept := 0 // tokens at the end
	if last > 0 {
		to := before.End(last) + len(" ") + len(source) - len(before.Source)
		if at = r.read(at, to); at == to && r.atSeam() {
			kept = r.endAs(before, last)
			at = len(source)
		}
	}
	r.read(at, len(source))
	r.close()
	t.sum(summed)

	e := Edit{From: first, To: len(t.Tokens) - kept, Tokens: len(t.Tokens) - len(before.Tokens), Bytes: len(source) - len(before.Source)}
	shorter := min(len(t.Tokens), len(before.Tokens))
	for e.From < shorter && t.End(e.From+1) <= same && t.sameToken(e.From, before, e.From, 0) {
		e.From++
	}
	behind := len(source) - sameEnd
	for e.To > e.From && e.To-e.Tokens > e.From && t.Start(e.To-1) >= behind && t.sameToken(e.To-1, before, e.To-1-e.Tokens, e.Bytes) {
		e.To--
	}
	return e
}

// sameEnds counts the bytes that two strings begin and end with alike.
func sameEnds(a, b string) (same, sameEnd int) {
	shorter := min(len(a), len(b))
	for same < shorter && a[same] == b[same] {
		same++
	}
	for same+sameEnd < shorter && a[len(a)-1-sameEnd] == b[len(b)-1-sameEnd] {
		sameEnd++
	}
	return same, sameEnd
}

// sameToken compares token i with token k of another text, which lies so many
// bytes nearer to the start.
func (t *Text) sameToken(i int, other *Text, k, bytes int) bool {
	a, b := &t.Tokens[i], &other.Tokens[k]
	if a.Class != b.Class || a.Sep != b.Sep || a.How != b.How || a.U1-a.U0 != b.U1-b.U0 || a.S1-a.S0 != b.S1-b.S0 {
		return false
	}
	units, were := t.Units[a.U0:a.U1], other.Units[b.U0:b.U1]
	for n := range units {
		u, w := &units[n], &were[n]
		if u.Fold != w.Fold || u.How != w.How || u.Class != w.Class || u.Start != w.Start+uint32(bytes) || u.End != w.End+uint32(bytes) {
			return false
		}
	}
	skel, was := t.Skel[a.S0:a.S1], other.Skel[b.S0:b.S1]
	owner, owned := t.Owner[a.S0:a.S1], other.Owner[b.S0:b.S1]
	for n := range skel {
		if skel[n] != was[n] || owner[n]-a.U0 != owned[n]-b.U0 {
			return false
		}
	}
	return true
}
