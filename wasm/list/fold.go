package list

import (
	"strings"
	"unicode"
)

// words splits a text into words as an editor would call them the same: in
// lower case, without accents of Latin letters, split at spaces and joiners.
// It is coarser than the matcher's folding, which knows disguises.
func (c *checker) words(text string) []string {
	text = c.unaccent.Replace(strings.ToLower(text))
	return strings.FieldsFunc(text, func(c rune) bool {
		return unicode.IsSpace(c) || strings.ContainsRune("-\u2010\u2011\u2013'\u2019.,/\u00b7\u30fb\u00ae\u2122", c)
	})
}

// newUnaccent covers the accents of the marketplaces' languages; x/text, which
// has them all, is too large for the browser build. It is built for each check,
// as a package variable would be built in the browser too.
func newUnaccent() *strings.Replacer {
	return strings.NewReplacer(
		"à", "a", "á", "a", "â", "a", "ã", "a", "ä", "a", "å", "a", "ą", "a", "ă", "a",
		"ç", "c", "ć", "c", "č", "c", "ď", "d", "è", "e", "é", "e", "ê", "e", "ë", "e", "ę", "e", "ě", "e",
		"ğ", "g", "ì", "i", "í", "i", "î", "i", "ï", "i", "ł", "l", "ñ", "n", "ń", "n", "ň", "n",
		"ò", "o", "ó", "o", "ô", "o", "õ", "o", "ö", "o", "ø", "o", "ő", "o", "ř", "r",
		"ś", "s", "š", "s", "ş", "s", "ș", "s", "ß", "ss", "ť", "t", "ț", "t",
		"ù", "u", "ú", "u", "û", "u", "ü", "u", "ů", "u", "ű", "u", "ý", "y", "ÿ", "y",
		"ź", "z", "ż", "z", "ž", "z", "æ", "ae", "œ", "oe",
	)
}

// isUnspaced tells whether the text has a letter of a script that is written
// without spaces between words.
func isUnspaced(text string) bool {
	return strings.ContainsFunc(text, func(c rune) bool {
		return unicode.In(c, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
	})
}
