// Package list holds the vocabulary of the product: what a term is, why it
// matters, and when it does not. It reads the lists from text, and checks
// them.
//
// A [Set] is everything one release of the lists says:
//
//	set, err := list.Read(sources) // syntax, one *LineError for each mistake
//	problems := list.Check(set)    // sense: duplicates, missing owners, ...
//
// Package screen compiles a set into a pack. This package has no clock, no
// files and no state, and does not fold text as the matcher does.
//
// # Sources
//
// A list source is UTF-8 text in lines that end in a line feed, the last one
// too (so that a cut-off file shows). A line is at most 1,000 characters. It
// is `key: value`, with one space after the colon, or a comment that starts
// with #, or blank. Lines that belong to the line above them are indented by
// two spaces. Tabs, spaces at the end of a line, spaces other than the plain
// one, control characters, and characters that cannot be seen or that turn the
// direction of writing are refused, in comments too.
//
// Blocks have at least one blank line between them. Keys of a block may come
// in any order and only once, but for those marked *. A list of words has a
// comma and a space between them, a list of codes one space. A word stands once
// on its line, but other lines may have it too: a line is often one language,
// and languages share words. An unknown key is an error.
//
// Every file opens with a header block, in which every key is needed:
//
//	list: curated
//	title: Trademarks that sellers trip on
//	as-of: 2026-11-24
//	licence: CC0-1.0
//	source: general knowledge; not looked up in a register
//
// One file of a release opens with this instead:
//
//	release: curated
//	version: 1
//	as-of: 2026-11-24
//
// # Terms
//
//	term: Velcro
//	alias: velcro tape            * another form of the same thing
//	famous: yes                   protected beyond its goods
//	dictionary: yes               also an ordinary word
//	exact: yes                    no plural, near miss or sound-alike counts
//	case-sensitive: yes           only this capitalisation counts
//	right: trademark              * trademark copyright patent design policy
//	  owner: Velcro IP Holdings LLC
//	  in: US EU GB                jurisdictions
//	  classes: 20 25 26           Nice classes, or all
//	  status: live                live pending dead unknown
//	  number: 1234567             only where sure
//	  from: 2020-01-01            in force from this day
//	  until: 2031-01-01           in force until the day before
//	  confidence: high            low medium high unknown
//	  source: general knowledge   the file's own when not said
//	  url: https://example.org/   shown to the seller
//	  docket: N.D. Ill. 1:25-cv-09451   *
//	right: policy                 has in, from, until, confidence, source, url, and:
//	  rule: pesticide-claim       a stable slug
//	  severity: high              info low medium high critical
//	  marketplaces: amazon walmart.com   ids or families; every one when not said
//	  fields: title bullets       every one when not said
//	  reason: One sentence for the seller.
//	sense: none                   * a reading, and its severity; the first that holds decides
//	  why: garment
//	  before: cross, counted      * one of these stands right before the term
//	  after: swimsuit, romper     * one of these stands right after it
//	  near: beachwear             * one of these within 8 tokens, or in the title
//	  lacks: anime, manga         * none of these anywhere in the listing
//	  goods: 25                   the listing's goods touch these classes
//	  not-goods: 9                they are known and touch none of these
//	  in: AU NZ                   the marketplace is under one of these
//	  fields: title
//	instead: hook and loop        * safe wording, best first
//	note: for whoever edits the lists
//
// Fields are title, highlights, bullets, description, search_terms and brand.
// All conditions of a sense must hold.
//
// # Everything else
//
//	marketplace: amazon.co.uk     host name without www
//	  family: amazon
//	  names: Amazon UK            what else callers call it
//	  in: GB
//	  note: for whoever edits the lists
//
//	limit: title                  a field
//	  kind: max-characters        one of those of LimitKind in words.go
//	  max: 75                     of the kinds that count
//	  text: !$?                   of the others, by kind: characters run together, or words: a, an, the
//	  marketplaces: amazon        ids or families
//	  severity: high
//	  from: 2026-07-27
//	  until: 2031-01-01
//	  confidence: high
//	  source: AMZ-TITLE           the file's own when not said
//	  reason: One sentence for the seller.
//
//	goods: 25                     these words suggest these classes;
//	  words: swimsuit, romper     * a word of several blocks suggests the classes of all
//
//	related: 25 18 14             classes whose goods are commonly held similar
//
//	phrase: nominative            nominative comparison attribution decoration
//	  words: compatible with, fits   *
//
// A source whose name ends in .words holds ordinary words, which are never
// taken for a near miss of a mark: one a line, in lower case, with # comments
// and blank lines between them.
package list
