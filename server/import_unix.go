//go:build unix

package main

import (
	"os/signal"
	"syscall"
)

// tellFileLimits has a file that may not grow (ulimit -f) fail the write that
// would make it, which can be told; the signal would end the process.
func tellFileLimits() { signal.Ignore(syscall.SIGXFSZ) }
