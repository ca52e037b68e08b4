package intake

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"clearlist/wasm/list"
)

const (
	// batchRecords and batchBytes end a batch, whichever comes first.
	batchRecords = 250
	batchBytes   = 1 << 20
	// aheadBatches is how far reading runs ahead of who takes the batches, who
	// may be busy with a transaction of 2,000 records. What waits is marks, a
	// kilobyte each; raw text waits only for a worker.
	aheadBatches = 16
)

// Why a record is refused, in words that can be counted.
const (
	whyCut    = "is cut off"
	whyLong   = "is too long"
	whyText   = "holds bytes that are no text"
	whyXML    = "is no well-formed XML"
	whyNumber = "has no number"
	whyOffice = "is of another office"
	whyFields = "has too few fields or too many"
)

// A reason is why a record gives no mark.
type reason struct{ why, detail string }

func (r *reason) Error() string {
	if r.detail == "" {
		return r.why
	}
	return r.why + ": " + r.detail
}

// A Refusal is a record that gives no mark.
type Refusal struct {
	Member string // of a zip
	Record int64  // in the file, from 1
	At     int64  // its first byte, in the unpacked text as UTF-8, of the member
	Serial string // its number, where one can be made out
	Why    string // in words that can be counted
	Detail string
}

// String is the refusal in one line.
func (r Refusal) String() string {
	out := fmt.Sprintf("record %d at byte %d", r.Record, r.At)
	if r.Member != "" {
		out += fmt.Sprintf(" of %q", clip(r.Member, 200))
	}
	if r.Serial != "" {
		out += fmt.Sprintf(", number %q", r.Serial)
	}
	out += " " + r.Why
	if r.Detail != "" {
		out += ": " + r.Detail
	}
	return out
}

// A Batch is the next records of a file.
type Batch struct {
	Marks    []list.Mark
	Refused  []Refusal
	Records  int64 // of the file, behind us with this batch
	Position int64 // bytes of the unpacked texts, behind us with this batch
}

// Options say how to read.
type Options struct {
	Behind int64     // records to pass over: they were read before
	AsOf   list.Date // the day of the data, where neither file nor record says it
}

// Read yields the records of a file in their order, batch by batch. The first
// error ends it, as does a context that is done.
func (f *File) Read(ctx context.Context, format Format, o Options) iter.Seq2[Batch, error] {
	return func(yield func(Batch, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		workers := runtime.GOMAXPROCS(0)
		r := &reading{
			file: f, format: format, options: o, ctx: ctx,
			jobs:    make(chan *job),
			pending: make(chan *job, aheadBatches),
		}
		var group sync.WaitGroup
		defer group.Wait()
		defer cancel()
		for range workers {
			group.Go(r.work)
		}
		group.Go(func() { r.err = r.split(); close(r.jobs); close(r.pending) })
		for j := range r.pending {
			<-j.done
			if ctx.Err() != nil {
				break // the batch may be half read
			}
			if !yield(j.batch, nil) {
				return
			}
		}
		if err := context.Cause(ctx); err != nil {
			yield(Batch{}, err)
		} else if r.err != nil {
			yield(Batch{}, r.err)
		}
	}
}

// A reading is one goroutine that splits, several that read, and one that
// takes what they made in the order it was split.
type reading struct {
	file          *File
	format        Format
	options       Options
	ctx           context.Context
	jobs, pending chan *job
	err           error // of split; set before pending is closed

	records, position int64
}

// A job is the records of a batch on their way.
type job struct {
	text    []byte // of all records, one after the other
	records []jobRecord
	read    readRecord
	member  string
	batch   Batch
	done    chan struct{}
}

type jobRecord struct {
	raw
	from, to int // of job.text
	number   int64
}

// split fills jobs, member by member.
func (r *reading) split() error {
	return r.file.eachMember(func(name string, text io.Reader) error {
		length := &length{r: text}
		split, read, err := r.format.begin(length, r.asOf(name))
		if err != nil {
			return err
		}
		current := r.newJob(name, read)
		for {
			rec, err := split.next()
			if err == io.EOF {
				break
			}
			if err != nil {
				if len(current.records) > 0 {
					err = errors.Join(err, r.send(current))
				}
				return err
			}
			r.records++
			if r.records <= r.options.Behind {
				continue
			}
			current.add(rec, r.records)
			current.batch.Records = r.records
			current.batch.Position = r.position + rec.at + int64(len(rec.text))
			if len(current.records) == batchRecords || len(current.text) >= batchBytes {
				if err := r.send(current); err != nil {
					return err
				}
				current = r.newJob(name, read)
			}
		}
		r.position += length.n
		if len(current.records) == 0 {
			return nil
		}
		return r.send(current)
	})
}

// asOf is the day of a member's data, where no record says it.
func (r *reading) asOf(member string) list.Date {
	if r.options.AsOf != 0 || !r.format.dated {
		return r.options.AsOf
	}
	for _, name := range []string{member, r.file.Name} {
		name, _, _ = strings.Cut(filepath.Base(name), ".")
		if d := compactDate([]byte(name)); d != 0 {
			return d
		}
	}
	return 0
}

func (r *reading) newJob(member string, read readRecord) *job {
	return &job{text: *texts.Get().(*[]byte), member: member, read: read, done: make(chan struct{})}
}

func (r *reading) send(j *job) error {
	giant := len(j.text) > 2*batchBytes
	select {
	case r.pending <- j:
	case <-r.ctx.Done():
		return errStop
	}
	r.jobs <- j // a worker is there: they end after this does
	if giant {
		<-j.done // one at a time, for the memory they take
	}
	return nil
}

// texts are the buffers of jobs that are done.
var texts = sync.Pool{New: func() any { text := make([]byte, 0, batchBytes+batchBytes/8); return &text }}

// add copies a record, as it is lent, and a byte of room for who parses it.
func (j *job) add(rec raw, number int64) {
	from := len(j.text)
	j.text = append(j.text, rec.text...)
	c := jobRecord{raw: rec, from: from, to: len(j.text), number: number}
	j.text = append(j.text, 0)
	c.text, c.between = nil, append([]byte(nil), rec.between...)
	j.records = append(j.records, c)
}

func (r *reading) work() {
	var t tree
	for j := range r.jobs {
		for _, rec := range j.records {
			if r.ctx.Err() != nil {
				break
			}
			rec.text = j.text[rec.from : rec.to : rec.to+1]
			err := error(nil)
			if rec.refused != nil {
				err = rec.refused
			} else {
				j.batch.Marks, err = j.read(j.batch.Marks, &t, rec.raw)
			}
			if err != nil {
				j.batch.Refused = append(j.batch.Refused, r.refusal(j, rec, err))
			}
		}
		if cap(j.text) <= 2*batchBytes {
			empty := j.text[:0]
			texts.Put(&empty)
		}
		j.text, j.records = nil, nil
		close(j.done)
	}
}

func (r *reading) refusal(j *job, rec jobRecord, err error) Refusal {
	var why *reason
	if !errors.As(err, &why) {
		why = &reason{"cannot be read", err.Error()}
	}
	return Refusal{
		Member: j.member, Record: rec.number, At: rec.at, Serial: r.format.serialIn(rec.text),
		Why: why.why, Detail: why.detail,
	}
}

// length counts the bytes of a text.
type length struct {
	r io.Reader
	n int64
}

func (l *length) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	l.n += int64(n)
	return n, err
}
