// Package normalize reads a text once, from left to right, and writes down
// what a matcher needs: folded letters, tokens, what stood between them, and
// for each letter where it came from.
//
//	var t normalize.Text
//	t.Read("Vel\u00adcro® straps")
//	// two tokens, "velcro" and "straps"; the first has Hidden among its
//	// evidence and spans the soft hyphen too
//
// There are two views of the letters over one map. A unit's Fold is the letter
// without case, width, compatibility form and accent: two texts that fold
// alike are written with the same letters. Skel is coarser: letters, digits
// and signs that can be taken for each other are one (0 and o, 1 and l and i,
// Cyrillic U+0430 and a, rn and m). Texts whose skeletons differ cannot match, so a
// search needs to look at skeletons only, and then compares folds to tell an
// exact match from a disguise.
//
// Positions are bytes of the source. They rise, and they lie on whole
// characters: a letter with its accents, a surrogate pair, a ligature, an
// entity such as &eacute;.
//
// The package does not segment Chinese, Japanese or Thai into words: each
// character is a token, and the matcher decides which boundaries count. It
// does not judge; it only records.
package normalize

//go:generate go run ./gen
