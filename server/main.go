// Clearlist is the command: it checks listings, and it publishes and serves
// the lists they are checked against.
//
//	clearlist check < listings.jsonl > verdicts.jsonl
//	clearlist import $(clearlist fetch --source uspto --out files)
//	clearlist keys init && clearlist publish && clearlist serve
//
// This file reads the flags, once, and sets the exit status: 0, 1 when some of
// what was asked could not be done, 2 when flags or lists are unusable. Each
// command has a file; the work is done by the stations under internal/, which
// do not know each other, and by the core under wasm/.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"clearlist/wasm/list"

	"github.com/alecthomas/kong"
)

func main() {
	if err := run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr); err != nil {
		os.Exit(tell(os.Stderr, err))
	}
}

// cli is every command and flag.
type cli struct {
	Check   checkCmd   `cmd:"" help:"Check listings: one JSON listing a line in, one JSON verdict a line out."`
	Reuse   reuseCmd   `cmd:"" help:"Find copied passages: one JSON text a line in, what stands in the corpus out."`
	Fetch   fetchCmd   `cmd:"" help:"Download an office's newest files: goes on where it stopped, checks what it can."`
	Import  importCmd  `cmd:"" help:"Read office files into the store: goes on where it stopped, and changes nothing twice."`
	Publish publishCmd `cmd:"" help:"Compile, sign and publish the lists. Renews signatures that near their end, so run it daily."`
	Serve   serveCmd   `cmd:"" help:"Serve what is published, and the Try it page, until SIGINT or SIGTERM."`
	Keys    keysCmd    `cmd:"" help:"Make, show, rotate or revoke the keys that sign the lists."`
	Lists   listsCmd   `cmd:"" help:"Check the sources of the lists, or look up what they said."`
	Update  updateCmd  `cmd:"" help:"Fetch the newest lists from a server, verify them, and keep them for check."`
	Version versionCmd `cmd:"" help:"Say which build this is."`
}

// streams are the standard ones.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// input opens a file to read; "-" is standard input, which stays open.
func (s streams) input(file string) (io.ReadCloser, error) {
	if file == "-" {
		return io.NopCloser(s.in), nil
	}
	return os.Open(file)
}

// run runs the command that the arguments name.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) (err error) {
	var c cli
	parser, err := kong.New(&c, kong.Name("clearlist"),
		kong.Description("Find the words of a marketplace listing that invite an infringement complaint."),
		kong.Writers(stdout, stderr), kong.Exit(func(status int) { panic(exit(status)) }),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(streams{stdin, stdout, stderr}))
	if err != nil {
		return err
	}
	defer func() { // help has been printed
		if status, ok := recover().(exit); ok && status != 0 {
			err = unusable(fmt.Errorf("exit %d", status))
		}
	}()
	command, err := parser.Parse(args)
	if err != nil {
		return unusable(fmt.Errorf("%w; see clearlist --help", err))
	}
	return command.Run()
}

// exit is how kong ends after printing help.
type exit int

// errSomeRefused ends a command that has told, line by line, what it refused.
var errSomeRefused = errors.New("some lines are refused")

// An unusableError is about flags or lists that nothing can be done with.
type unusableError struct{ error }

func (e unusableError) Unwrap() error { return e.error }

func unusable(err error) error {
	if err == nil {
		return nil
	}
	return unusableError{err}
}

// tell writes one line on what went wrong, and returns the exit status.
func tell(stderr io.Writer, err error) int {
	if errors.Is(err, errSomeRefused) {
		return 1
	}
	fmt.Fprintln(stderr, "clearlist: "+oneLine(err))
	if errors.As(err, new(unusableError)) {
		return 2
	}
	return 1
}

// oneLine is the error's first line, and how many are left out. Lists may have
// a mistake on each line.
func oneLine(err error) string {
	first, rest, more := strings.Cut(err.Error(), "\n")
	if !more {
		return first
	}
	return fmt.Sprintf("%s (and %d more)", first, strings.Count(rest, "\n")+1)
}

// untilStopped is a context that ends at the first SIGINT or SIGTERM. A second
// signal ends the process at once.
func untilStopped(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}

// day is a flag that holds a date.
type day struct{ list.Date }

func (d *day) UnmarshalText(text []byte) (err error) {
	d.Date, err = list.ParseDate(string(text))
	return err
}
