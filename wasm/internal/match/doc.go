// Package match finds the forms of a pack's terms in a normalised text, and
// with them every other wording the lists know: names of goods, phrases that
// change a use, and the cue words of senses. All of it is one pass over the
// tokens of the text and one table.
//
//	sections, err := match.Build(set) // on the server
//	x, err := match.Open(p)           // in place
//	hits := x.Scan(&text, nil)
//	hits = x.Misspelt(&text, hits, &memory)
//
// A form is a wording folded: "crock pot" for "Crock-Pot®". It is looked up by
// a hash of its skeleton with nothing between the words, so that crockpot,
// crock pot, C-r-o-c-k pot and Cr0ckpot all find it; then [Index.Scan]
// compares letter by letter and boundary by boundary and says by which
// [Evidence] the text differs. A hash alone never makes a hit.
//
// Whether a hit matters is not decided here.
package match
