package main

import (
	"regexp"
	"strings"
)

// readIn is the version of Go in whose runtime the calls of what stands below
// were read, each of them. In another one they may stand under other conditions.
const readIn = "go1.26"

// goroutines are what a program calls that begins one or uses a channel. Ours
// does neither, nor do the goroutines that it has: package door sees to it that
// the last of them, the collector's, has begun.
var goroutines = regexp.MustCompile(`^runtime\.(newproc1?(\.func\d+)?|makechan|closechan|chan(send|recv)[12]?(\.func\d+)?|selectnb(send|recv)|selectgo)$`)

// never are the functions that a started program calls no more, or only where
// it ends. What happens if one is called after all is what happens where a
// program ends: a trap, and an error for the host.
var never = []*regexp.Regexp{
	// It has started. Packages are initialised once; a goroutine that has run
	// runtime.main in a library waits for ever.
	regexp.MustCompile(`^([^()]*/)?[^/.()]+\.init(\.\d+)?$`),
	regexp.MustCompile(`^runtime\.(main(\.func\d+)?|doInit1?|rt0_go|schedinit|mallocinit|modulesinit|typelinksinit|itabsinit|goenvs|parsedebugvars|parsegodebug|gcinit|gcenable|cpuinit)$`),
	regexp.MustCompile(`^internal/cpu\.(Initialize|processOptions)$`),

	// It ends. Why is written to where the host reads nothing (fd_write).
	regexp.MustCompile(`^runtime\.(throw|fatal|fatalthrow|fatalpanic|preprintpanics|dopanic_m|startpanic_m|exit|print[a-z0-9]*|gwrite)$`),
	regexp.MustCompile(`^runtime\.(hexdumpWords|dumpgstatus|gcDumpObject|badPointer|panicwrap|\(\*mspan\)\.reportZombies)$`),

	goroutines,

	// It waits for nothing but its host: it has no timers and watches no files.
	regexp.MustCompile(`^runtime\.(\(\*timer\)\..*|\(\*timers\)\.(adjust|cleanHead|run|take)|netpoll(|ready|unblock|GenericInit))$`),
	regexp.MustCompile(`^runtime\.\(\*scavengerState\)\.(run|sleep)$`), // idle is what wakes it

	// It has one thread, which nobody interrupts: another one cannot be had, and
	// where a frame was left is always known.
	regexp.MustCompile(`^runtime\.(newm1?|newosproc|allocm|mexit|startTemplateThread|templateThread|scanConservative|\(\*p\)\.destroy|gfpurge)$`),

	// It has no finalizers, no arenas of its own and no C, and is not tested.
	regexp.MustCompile(`^runtime\.(oneNewExtraM|queuefinalizer|createfing|addspecial|freeSpecial|\(\*cleanupQueue\)\.enqueue|\(\*mspan\)\.setUserArenaChunkToFault|expandCgoFrames)$`),
	regexp.MustCompile(`^runtime\.\(\*synctestBubble\)\.`),

	// It is traced or profiled, which begins by a call to a function that is not
	// in it, or checked or logged, by an environment, which it has none of.
	regexp.MustCompile(`^runtime\.(\(\*)?trace`),
	regexp.MustCompile(`^runtime\.(callers|\(\*Frames\)\.Next|saveblockevent|profilealloc|mProf_Malloc|stkbucket|(tryR|doR)ecordGoroutineProfile)(\.func\d+)?$`),
	regexp.MustCompile(`^runtime\.(setCheckmark|checkFinalizersAndCleanups|dumpScanStats|schedtrace|printScavTrace|fmtNSAsMS|findGoroutineLeaks)(\.func\d+)?$`),
}

// idle are functions that need not do anything: a browser takes no memory back
// that a module has had once, so none is looked for to be given back.
var idle = regexp.MustCompile(`^runtime\.\(\*scavengerState\)\.wake$`)

// asked tell whether the program is traced.
var asked = regexp.MustCompile(`^runtime\.(traceAcquire|traceEnabled|traceAllocFreeEnabled|traceShuttingDown|traceLocker\.ok)$`)

func isNever(name string) bool {
	for _, names := range never {
		if names.MatchString(name) {
			return !asked.MatchString(name)
		}
	}
	return false
}

// isReadIn tells whether a version of Go is the one whose runtime was read.
func isReadIn(version string) bool {
	return version == readIn || strings.HasPrefix(version, readIn+".")
}
