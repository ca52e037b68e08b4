//go:build wasip1

package door

import (
	"runtime"
	_ "unsafe" // go:linkname
)

// garbage is how much of it may lie beside what is in use, in percent, before
// it is collected. Go's own 100 would take twice a register of 13 MB, which a
// browser counts against the extension; and a collection finds little to look
// through, as packs hold no pointers.
const garbage = 33

var collected bool

// The collector's own goroutine begins with the first collection. That is here,
// before a module is made a snapshot, which needs no goroutine from then on.
func init() { runtime.GC() }

// Collect lets garbage be collected from now on. Until then it lies: a start,
// which opens packs and answers one question while somebody waits for it, leaves
// little, and to collect it would take a tenth of the time.
func Collect() {
	if !collected {
		collected = true
		setGCPercent(garbage)
	}
}

// rest is for a host to call when nobody waits: what a start has left is
// collected then, and not in the middle of the next question.
//
//go:wasmexport rest
func rest() {
	Collect()
	runtime.GC()
}

// setGCPercent is debug.SetGCPercent. Package runtime/debug imports package os.
//
//go:linkname setGCPercent runtime/debug.setGCPercent
func setGCPercent(percent int32) int32
