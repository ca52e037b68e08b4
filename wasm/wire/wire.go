// Package wire is how listings and verdicts cross a border: out of the core
// as JSON, into it from JavaScript as flat UTF-16.
//
//	id, listing, err := wire.DecodeListing(buffer)
//	verdict := screener.Check(listing)
//	json := wire.AppendVerdict(nil, id, &listing, &verdict)
//
// The command line and the browser both answer with [AppendVerdict], so equal
// verdicts are equal bytes. It is written by hand: encoding/json would make
// the browser build two thirds larger. The package reads no JSON.
//
// Go counts bytes, browsers count UTF-16 code units; here alone one becomes
// the other.
package wire
