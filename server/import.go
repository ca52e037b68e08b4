package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"clearlist/server/internal/intake"
	"clearlist/server/internal/store"
	"clearlist/wasm/list"

	"golang.org/x/term"
)

const (
	// maxTold is how many refused records of a file are told one by one; the
	// others are counted.
	maxTold = 20
	// importMemory is where the garbage collector begins to work harder. An
	// import of any size stays within 200 MB.
	importMemory = 96 << 20
)

type importCmd struct {
	Source   string   `enum:"auto,uspto,euipo,madrid,ukipo,text" default:"auto" help:"Whose files they are: uspto, euipo, madrid, ukipo or text (our own lists). auto looks into each (${default})."`
	State    state    `default:".clearlist" placeholder:"DIR" help:"State directory (${default})."`
	Database string   `placeholder:"URL" help:"Keep the marks in this postgres:// database. Default: a file in the state directory."`
	AsOf     *day     `placeholder:"DATE" help:"Day of the data, for files that do not say it."`
	Step     int      `default:"2000" help:"Records per transaction (${default})."`
	Steps    bool     `help:"Say each step that is kept, in a line."`
	Again    bool     `help:"Read files again from the start that were read before."`
	Complete bool     `help:"The files together are the whole of their registers: marks that they do not name end with the day of the files, unless anything was refused."`
	Most     int      `name:"most-ended" default:"10" placeholder:"PERCENT" help:"End nothing by --complete where more of a register would end (${default})."`
	Files    []string `arg:"" name:"file" help:"Files as the office publishes them: zip, gz or plain. They are read in the order given."`
}

func (c *importCmd) Run(ctx context.Context, std streams) error {
	ctx, stop := untilStopped(ctx)
	defer stop()
	for _, name := range c.Files {
		if _, err := os.Stat(name); err != nil {
			return unusable(err)
		}
	}
	if c.Step < 1 {
		return unusable(errors.New("--step is 1 or more"))
	}
	if err := os.MkdirAll(string(c.State), 0o700); err != nil {
		return err
	}
	history, err := store.Open(ctx, c.Database, c.State.store())
	if err != nil {
		return err
	}
	defer history.Close()
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(importMemory))
	tellFileLimits()

	i := importer{history: history, std: std, step: c.Step, steps: c.Steps, again: c.Again, now: time.Now}
	if c.Complete {
		i.whole = map[string]*register{}
	}
	if c.AsOf != nil {
		i.asOf = c.AsOf.Date
	}
	for _, name := range c.Files {
		if err := i.file(ctx, name, c.Source); err != nil {
			var failed *storeError
			if errors.As(err, &failed) || ctx.Err() != nil {
				return err
			}
			fmt.Fprintln(std.err, "clearlist: "+oneLine(err))
			i.refused = true
		}
	}
	if c.Complete {
		if err := i.endAbsent(ctx, c.Most); err != nil {
			return err
		}
	}
	if i.refused {
		return errSomeRefused
	}
	return nil
}

// A storeError ends an import; with another file it would come again.
type storeError struct {
	kept int64 // records of the file
	err  error
}

func (e *storeError) Error() string {
	return fmt.Sprintf("%v; the first %d records of the file are kept, the same command goes on from there", e.err, e.kept)
}
func (e *storeError) Unwrap() error { return e.err }

// An importer reads files into a store.
type importer struct {
	history store.Store
	std     streams
	step    int
	steps   bool
	again   bool
	asOf    list.Date
	now     func() time.Time

	refused bool                 // a record, or a file
	whole   map[string]*register // by office; nil without --complete
}

// file imports one file, from where an earlier import of it stopped.
func (i *importer) file(ctx context.Context, name, source string) error {
	file, err := intake.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	format, err := file.Format(source)
	if err != nil {
		return err
	}
	bar := newBar(i.std.err, filepath.Base(name), file.Size)
	defer bar.clear()
	if err := file.Hash(ctx, func() { bar.show(file.Progress(), hashing) }); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	done, err := i.history.Import(ctx, file.SHA256, format.Office)
	if errors.Is(err, store.ErrNotFound) || err == nil && i.again {
		done, err = store.Import{}, nil
	}
	if err != nil {
		return &storeError{0, err}
	}
	r := fileRun{
		importer: i, file: file, bar: bar, told: map[string]int64{}, done: done,
		next: store.Step{
			SHA256: file.SHA256, Office: format.Office, File: filepath.Base(name), Again: i.again,
			From: done.Records, Records: done.Records, Position: done.Position, Skipped: map[string]int64{},
		},
	}
	if err := r.nameBehind(ctx, format); err != nil {
		return err
	}
	switch {
	case done.Done:
		bar.clear()
		fmt.Fprintf(i.std.out, "%s from %s: %d read on %s already; 0 added, 0 changed, 0 ended\n",
			format.Office, name, done.Records, done.Updated.Format(time.DateOnly))
		r.tellMore(name)
		return nil
	case done.Records > 0:
		fmt.Fprintf(i.std.out, "%s from %s: goes on behind record %d\n", format.Office, name, done.Records)
	}
	if err := r.read(ctx, format); err != nil {
		return err
	}
	bar.clear()
	r.summary(format.Office, name)
	return nil
}

// read imports what is behind the records that are kept.
func (r *fileRun) read(ctx context.Context, format intake.Format) error {
	for batch, err := range r.file.Read(ctx, format, intake.Options{Behind: r.done.Records, AsOf: r.asOf}) {
		if err != nil {
			if failed := r.keep(context.WithoutCancel(ctx), false); failed != nil {
				return failed
			}
			return fmt.Errorf("%w; the first %d records of the file are kept", stopped(err), r.done.Records)
		}
		if err := r.add(ctx, batch); err != nil {
			return err
		}
	}
	return r.keep(ctx, true)
}

// stopped says in plain words that somebody pressed Ctrl-C.
func stopped(err error) error {
	if errors.Is(err, context.Canceled) {
		return errors.New("stopped")
	}
	return err
}

// A fileRun is one file on its way into the store.
type fileRun struct {
	*importer
	file *intake.File
	bar  *bar
	told map[string]int64 // refused records, by reason
	done store.Import     // what is kept
	next store.Step       // what comes next
}

func (r *fileRun) add(ctx context.Context, batch intake.Batch) error {
	r.tell(batch.Refused)
	for _, refusal := range batch.Refused {
		r.next.Skipped[refusal.Why]++
	}
	r.name(r.next.Office, batch.Marks)
	r.next.Marks = append(r.next.Marks, batch.Marks...)
	r.next.Records, r.next.Position = batch.Records, batch.Position
	r.bar.show(r.file.Progress(), batch.Records)
	if r.next.Records-r.next.From < int64(r.step) {
		return nil
	}
	return r.keep(ctx, false)
}

// tell says which records were refused.
func (r *fileRun) tell(refused []intake.Refusal) {
	for _, refusal := range refused {
		r.refused = true
		r.told[refusal.Why]++
		if sum(r.told) <= maxTold {
			r.bar.clear()
			fmt.Fprintf(r.std.err, "clearlist: %s: %s\n", r.file.Name, refusal)
		}
	}
}

// keep hands the store what has been read. A step that adds nothing is only
// worth it at the end.
func (r *fileRun) keep(ctx context.Context, end bool) error {
	if r.next.Records == r.next.From && !end {
		return nil
	}
	r.next.Now, r.next.Done = r.now(), end
	kept, err := r.history.Apply(ctx, r.next)
	if errors.Is(err, store.ErrConflict) {
		return fmt.Errorf("%s: another import of the same file is under way", r.file.Name)
	}
	if err != nil {
		return &storeError{r.done.Records, err}
	}
	r.done = kept
	r.next.From, r.next.Marks, r.next.Again = kept.Records, r.next.Marks[:0], false
	clear(r.next.Skipped)
	if r.steps {
		fmt.Fprintf(r.std.out, "kept %d\n", kept.Records)
	}
	return nil
}

// summary says what became of the file, all its imports together.
func (r *fileRun) summary(office, name string) {
	c := r.done.Counts
	fmt.Fprintf(r.std.out, "%s from %s: %d read, %d added, %d changed, %d ended, %d the same, %d skipped\n",
		office, name, r.done.Records, c.Added, c.Changed, c.Ended, c.Same, sum(c.Skipped))
	for _, why := range slices.Sorted(maps.Keys(c.Skipped)) {
		fmt.Fprintf(r.std.out, "  skipped %d: %s\n", c.Skipped[why], why)
	}
	r.tellMore(name)
}

// tellMore counts the refused records that were not told one by one.
func (r *fileRun) tellMore(name string) {
	if more := sum(r.told) - maxTold; more > 0 {
		fmt.Fprintf(r.std.err, "clearlist: %s: and %d refused records more\n", name, more)
	}
}

func sum(counts map[string]int64) (all int64) {
	for _, n := range counts {
		all += n
	}
	return all
}

// A bar shows on a terminal how far a file has been read. Elsewhere it is
// silent.
type bar struct {
	out   io.Writer // nil: no terminal
	name  string
	size  int64
	start time.Time
	last  time.Time
	first int64 // records when it began
	wide  int
}

func newBar(out io.Writer, name string, size int64) *bar {
	b := &bar{name: name, size: size}
	if f, is := out.(*os.File); is && term.IsTerminal(int(f.Fd())) {
		b.out = out
	}
	return b
}

// hashing is shown in place of records.
const hashing = -1

// barEvery is how often the bar is drawn.
const barEvery = 200 * time.Millisecond

func (b *bar) show(read, records int64) {
	now := time.Now()
	if b.out == nil || now.Sub(b.last) < barEvery {
		return
	}
	if b.last.IsZero() || b.first == hashing {
		b.start, b.first = now, records
	}
	b.last = now
	const width = 30
	full := int(min(read, b.size) * width / max(b.size, 1))
	rate := float64(records-b.first) / max(now.Sub(b.start).Seconds(), barEvery.Seconds())
	line := fmt.Sprintf("%s [%s%s] %3d %%  ", b.name,
		strings.Repeat("#", full), strings.Repeat(".", width-full), min(read, b.size)*100/max(b.size, 1))
	if records == hashing {
		line += "checksum"
	} else {
		line += fmt.Sprintf("%d records, %.0f a second", records, rate)
	}
	fmt.Fprintf(b.out, "\r%-*s", b.wide, line)
	b.wide = len(line)
}

func (b *bar) clear() {
	if b.out != nil && b.wide > 0 {
		fmt.Fprintf(b.out, "\r%s\r", strings.Repeat(" ", b.wide))
		b.wide, b.last = 0, time.Time{}
	}
}
