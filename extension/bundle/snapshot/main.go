// Command snapshot starts the core once, while the extension is built, and
// writes a module that goes on from there:
//
//	go run ./extension/bundle/snapshot --in .build/core.plain.wasm --out .build/core.wasm
//
// A Go program of GOOS=wasip1 that has returned to its host keeps all it has
// in its linear memory and its globals, as its WebAssembly stack is empty then.
// So the memory becomes the new module's data, the globals its constants, and
// no browser starts the Go runtime again, nor compiles the code that does. The
// idea is that of Wizer (bytecodealliance). Clock and random numbers are fixed
// here: the same module gives the same bytes.
//
// The seeds of Go's maps are frozen with it. A page that knew them could make
// look-ups of some thousand words slower, which is all they guard here.
//
// What no call can come to any more is left out (reach.go): the code that
// starts a program, and all that is called only from there; the code that
// prints why a program ends, to a host that reads nothing; tracing and
// profiling, which nobody can switch on (never.go). In its place is a trap, so
// a mistake here ends a call with an error, as a fatal error of Go does. Of the
// tables about functions, what the collector of garbage, growing stacks, defer
// and recover ask stays; names, files and lines go (tables.go). With another Go
// than the one it was read in, nothing is left out, and the module is larger.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime"
)

func main() {
	in := flag.String("in", "", "module to start")
	out := flag.String("out", "", "module to write")
	flag.Parse()
	if err := run(*in, *out); err != nil {
		fmt.Fprintln(os.Stderr, "snapshot:", err)
		os.Exit(1)
	}
}

func run(in, out string) error {
	if in == "" || out == "" {
		return errors.New("--in and --out are needed")
	}
	b, err := os.ReadFile(in)
	if err != nil {
		return err
	}
	m, err := parse(b)
	if err != nil {
		return fmt.Errorf("%s: %w", in, err)
	}
	s, err := start(context.Background(), m)
	if err != nil {
		return fmt.Errorf("%s: %w", in, err)
	}
	if v := runtime.Version(); !isReadIn(v) {
		fmt.Fprintf(os.Stderr, "snapshot: what is never called was read in %s; with %s the module stays whole, and larger\n", readIn, v)
	} else if err := m.slim(s); err != nil {
		return fmt.Errorf("%s: %w", in, err)
	}
	return os.WriteFile(out, m.resumed(s), 0o644)
}
