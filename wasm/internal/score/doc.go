// Package score decides what a hit means: whether the word is a mark where it
// stands, how much it matters, and by which rule.
//
//	findings := score.Judge(&score.Input{...}, &memory)
//
// The questions are asked in the order of the files: where and when the
// listing is (place.go), what the goods are (goods.go), in which sense a word
// stands (sense.go), how it is used (use.go), how strong the right is
// (judge.go), and at last which of overlapping findings stays (overlap.go).
// What is particular to a word is data of the lists: no word of a list is
// named in this package.
package score
