package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strconv"
	"sync/atomic"
	"syscall"
	"time"

	"clearlist/server/internal/source"
	"clearlist/server/lists"
	"clearlist/wasm/list"
	"clearlist/wasm/pack"
	"clearlist/wasm/reuse"
	"clearlist/wasm/screen"
	"clearlist/wasm/wire"
)

// maxLine bounds one listing: 20 times what any marketplace takes in all its
// fields.
const maxLine = 4 << 20

type checkCmd struct {
	Lists  string `placeholder:"DIR" help:"Directory of .list, .words and .pack files, or a .pack. Default: the lists that clearlist update brought, or else those built in, which also go with registers alone."`
	State  state  `default:".clearlist" placeholder:"DIR" help:"State directory that clearlist update keeps lists in (${default})."`
	AsOf   *day   `placeholder:"DATE" help:"Judge as of this day, like 2026-11-24. Default: today, UTC."`
	Corpus string `placeholder:"FILE" help:"Also find what is copied from these texts: one JSON object a line, {\"id\",\"text\"}; or the pack of a published corpus, or its name, like corpus:shop, where clearlist update brought it."`
	File   string `arg:"" optional:"" default:"-" help:"File of listings; - is standard input."`
}

func (c *checkCmd) Run(std streams) error {
	screener, err := c.screener(std)
	if err != nil {
		return unusable(err)
	}
	var texts corpus
	if c.Corpus != "" {
		if texts, err = openAnyCorpus(c.Corpus, c.State); err != nil {
			return unusable(err)
		}
	}
	in, err := std.input(c.File)
	if err != nil {
		return unusable(err)
	}
	defer in.Close()
	asOf := today()
	if c.AsOf != nil {
		asOf = c.AsOf.Date
	}
	return answerLines(in, std.out, func(line []byte) ([]byte, error) { return checkLine(line, screener, texts, asOf) })
}

func today() list.Date {
	const secondsPerDay = 24 * 60 * 60
	return list.Date(time.Now().Unix() / secondsPerDay)
}

// screener takes the lists that are named, or else those of the last update.
// What is damaged there is told, and done without.
func (c *checkCmd) screener(std streams) (*screen.Screener, error) {
	if c.Lists != "" {
		return openScreener(c.Lists)
	}
	packs, err := updatedPacks(c.State)
	if err != nil {
		fmt.Fprintln(std.err, "clearlist: "+oneLine(err))
	}
	return screenerOf(packs, nil, c.State.updated())
}

// openScreener makes a screener of the lists at a path, or of those built in.
func openScreener(path string) (*screen.Screener, error) {
	var found source.Found
	if path != "" {
		var err error
		if found, err = source.Open(path); err != nil {
			return nil, err
		}
	}
	var packs []*pack.Pack
	for _, b := range found.Packs {
		p, err := pack.Open(b)
		if err != nil {
			return nil, err
		}
		packs = append(packs, p)
	}
	return screenerOf(packs, found.Sources, path)
}

// screenerOf takes one curated list, of a pack or of sources, and registers.
func screenerOf(packs []*pack.Pack, sources []list.Source, path string) (*screen.Screener, error) {
	var curated, registers []*pack.Pack
	for _, p := range packs {
		switch {
		case reuse.IsPublished(p): // asked by --corpus
		case p.IsRegister():
			registers = append(registers, p)
		default:
			curated = append(curated, p)
		}
	}
	switch {
	case len(curated) > 0 && len(sources) > 0:
		return nil, fmt.Errorf("%s: holds sources and packs; which are meant?", path)
	case len(curated) > 1:
		return nil, fmt.Errorf("%s: holds %d packs; name the one that is meant", path, len(curated))
	case len(curated) == 0:
		if len(sources) == 0 {
			sources = lists.Sources()
		}
		p, err := compileSources(sources)
		if err != nil {
			return nil, err
		}
		curated = append(curated, p)
	}
	return screen.New(append(curated, registers...)...)
}

func compileSources(sources []list.Source) (*pack.Pack, error) {
	set, err := list.Read(sources)
	if err != nil {
		return nil, err
	}
	b, err := screen.Compile(set)
	if err != nil {
		return nil, err
	}
	return pack.Open(b)
}

// A job is one line on its way to an answer.
type job struct {
	number int
	line   []byte
	err    error // why the line could not be read
	answer chan []byte
}

// answerLines answers each line of in by one of out, in order, and works on as
// many lines at once as there are processors. An answer is not held back for
// the next line to come, so that a program may ask, wait, and ask again.
func answerLines(in io.Reader, out io.Writer, answerOne func(line []byte) ([]byte, error)) error {
	workers := runtime.GOMAXPROCS(0)
	jobs := make(chan job)
	pending := make(chan job, 4*workers) // bounds how far reading runs ahead
	var refused atomic.Bool
	for range workers {
		go func() {
			for j := range jobs {
				answer, err := []byte(nil), j.err
				if err == nil {
					answer, err = answerOne(j.line)
				}
				if err != nil {
					refused.Store(true)
					answer = appendRefusal(nil, j.number, err)
				}
				j.answer <- append(answer, '\n')
			}
		}()
	}
	stop := make(chan struct{})
	defer close(stop)
	failed := make(chan error, 1)
	go func() {
		defer close(jobs)
		defer close(pending)
		failed <- readLines(in, func(number int, line []byte, err error) bool {
			j := job{number, line, err, make(chan []byte, 1)}
			select {
			case pending <- j:
				jobs <- j
				return true
			case <-stop:
				return false
			}
		})
	}()
	if err := writeAnswers(out, pending); err != nil {
		if errors.Is(err, syscall.EPIPE) {
			return nil // the reader has had enough
		}
		return fmt.Errorf("write verdicts: %w", err)
	}
	if err := <-failed; err != nil {
		return unusable(fmt.Errorf("read listings: %w", err))
	}
	if refused.Load() {
		return errSomeRefused
	}
	return nil
}

// writeAnswers writes the answers in the order of the questions, and flushes
// whenever it would have to wait.
func writeAnswers(out io.Writer, pending <-chan job) error {
	w := bufio.NewWriterSize(out, 64<<10)
	for {
		var j job
		var more bool
		select {
		case j, more = <-pending:
		default:
			if err := w.Flush(); err != nil {
				return err
			}
			j, more = <-pending
		}
		if !more {
			return w.Flush()
		}
		var answer []byte
		select {
		case answer = <-j.answer:
		default:
			if err := w.Flush(); err != nil {
				return err
			}
			answer = <-j.answer
		}
		if _, err := w.Write(answer); err != nil {
			return err
		}
	}
}

// readLines gives each line of in, without its end, until take has enough.
// A line that is too long is given as an error, and skipped.
func readLines(in io.Reader, take func(number int, line []byte, err error) bool) error {
	r := bufio.NewReaderSize(in, 64<<10)
	for number := 1; ; number++ {
		line, tooLong, err := readLine(r)
		if err != nil && (err != io.EOF || len(line) == 0 && !tooLong) {
			if err == io.EOF {
				return nil
			}
			return err
		}
		var refusal error
		if tooLong {
			refusal = fmt.Errorf("the line is over %d bytes", maxLine)
		}
		if !take(number, line, refusal) || err == io.EOF {
			return nil
		}
	}
}

// readLine reads up to a line feed or the end. It keeps no more of the line
// than may be used.
func readLine(r *bufio.Reader) (line []byte, tooLong bool, err error) {
	for {
		part, err := r.ReadSlice('\n')
		if err == nil {
			part = part[:len(part)-1]
		}
		if tooLong = tooLong || len(line)+len(part) > maxLine; tooLong {
			line = nil
		} else {
			line = append(line, part...)
		}
		if err != bufio.ErrBufferFull {
			return line, tooLong, err
		}
	}
}

// checkLine answers one listing; texts may be nil.
func checkLine(line []byte, screener *screen.Screener, texts corpus, asOf list.Date) ([]byte, error) {
	listing, err := decodeListing(line)
	if err != nil {
		return nil, err
	}
	listing.AsOf = asOf
	verdict := screener.Check(listing)
	var found []wire.Copied
	if texts != nil {
		if found, err = copied(texts, &listing); err != nil {
			return nil, err
		}
	}
	return wire.AppendVerdict(nil, listing.ID, &listing, &verdict, found...), nil
}

// appendRefusal writes the answer to a line that is not a listing.
func appendRefusal(dst []byte, number int, err error) []byte {
	dst = append(dst, `{"line":`...)
	dst = strconv.AppendInt(dst, int64(number), 10)
	dst = append(dst, `,"error":`...)
	return append(appendJSON(dst, err.Error()), '}')
}
