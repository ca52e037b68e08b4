package normalize

// compose joins a Korean letter or a Japanese voice mark with the unit before
// it, as both are also written apart: in decomposed text, and in half-width
// forms.
func (r *reader) compose(char rune, f facts, end int) bool {
	last := r.lastUnit()
	if last == nil {
		return false
	}
	if f.fold != "" {
		for _, char = range f.fold {
			break
		}
	}
	var joined rune
	switch last.Class {
	case Katakana, Hiragana:
		joined = voiced(last.Fold, char)
	case Hangul:
		joined = syllable(last.Fold, char)
	}
	if joined == 0 {
		return false
	}
	last.Fold, last.End = joined, uint32(end)
	r.Skel[len(r.Skel)-1] = joined
	return true
}

// voiced adds a voice mark to a kana; 0 when the two do not join.
func voiced(kana, mark rune) rune {
	if mark != '\u3099' && mark != '\u309a' {
		return 0
	}
	offset := rune(0x3040)
	if kana >= 0x30A0 {
		offset = 0x30A0
	}
	k := kana - offset + 0x3040 // as hiragana
	switch {
	case mark == '\u3099' && (0x304B <= k && k <= 0x3061 && k&1 == 1 || k == 0x3064 || k == 0x3066 || k == 0x3068):
		return kana + 1
	case 0x306F <= k && k <= 0x307B && (k-0x306F)%3 == 0:
		if mark == '\u3099' {
			return kana + 1
		}
		return kana + 2
	case mark == '\u3099' && k == 0x3046:
		return kana + 0x4E // u to vu
	}
	return 0
}

// syllable is Unicode's rule for composing Hangul; 0 when the two do not join.
func syllable(first, second rune) rune {
	const (
		syllables, leads, vowels, tails = 0xAC00, 0x1100, 0x1161, 0x11A7
		leadCount, vowelCount           = 19, 21
		tailCount                       = 28
	)
	if l, v := first-leads, second-vowels; 0 <= l && l < leadCount && 0 <= v && v < vowelCount {
		return syllables + (l*vowelCount+v)*tailCount
	}
	s, t := first-syllables, second-tails
	if 0 <= s && s < leadCount*vowelCount*tailCount && s%tailCount == 0 && 0 < t && t < tailCount {
		return first + t
	}
	return 0
}
