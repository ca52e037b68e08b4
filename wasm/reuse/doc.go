// Package reuse tells whose words a text is written in: which passages of it
// stand in texts that were seen before, verbatim, edited, rearranged or lightly
// paraphrased.
//
//	bytes, err := reuse.Build(sources)            // once, and kept
//	index, err := reuse.Open(bytes)               // parses nothing
//	query, err := reuse.NewCorpus(index).Ask(text, 32)
//	verdict := query.Compare(textsOf(query.Keys())) // the texts are the caller's
//
// The guarantee: a run of 8 words that a text shares with a source, or of 16
// characters where a script has no spaces, always lies in a passage of that
// source, whatever stands around it, when the source is compared. It always is
// when the corpus holds no more sources than the limit given to Ask, however
// common the words of the run are. In a larger corpus it is when each 4 words
// (7 characters) of the run stand in at most maxCarriers sources, and either
// no more than three quarters of the limit share more with the text, or no more
// than the last quarter share more of what those have not. Wording that more
// than maxCarriers sources have is everybody's: it is looked up in the first
// that many, and told as information. Words are the same that differ in case,
// accents, look-alike letters or an English inflection.
//
// Shorter or edited runs count for what they tell. Each word that two texts
// share in the same order is worth as many bits as it is rare in both; what
// stands between costs. A passage is one whose bits texts of that length do
// not reach by chance (Karlin and Altschul, PNAS 1990), so there is no
// threshold that a collection of texts was asked for.
//
// Wording that many owners carry is nobody's: it is found, and counts for less.
// The commonplaces of all sellers are known from the start.
// So do words and pairs of words that many of the sources compared have, as
// texts on the same goods share them whoever wrote them. Names, models, measures
// and the labels of specifications are facts; a match without the small words
// that make sentences counts only where a line was taken over, eight words of
// it in a row or as many with few exchanged. An alert, from severity low, wants
// alertBits of what is left in one source; a text whose passages have less is
// told as information, with a share below 0.1.
//
// A corpus may be published as fingerprints alone: Compile makes the pack, and
// Trace tells what a text has of it, with less certainty and a guarantee of its
// own.
//
// The package has no clock, knows no dates and keeps no texts: an index holds
// fingerprints, from which no text can be read. It does not find translations,
// nor a thought retold in other words.
package reuse
