package main

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"maps"
	"runtime/debug"
	"slices"

	"clearlist/server/internal/intake"
	"clearlist/server/internal/store"
	"clearlist/wasm/list"
)

// A register's files name the marks that are in it. Of most offices' whole
// dumps, a mark that has left is known by its absence alone; with --complete
// the files of a run are taken to be the whole of their registers, and what
// they do not name ends. A file that was read before is read again for its
// numbers, so that a run which was stopped is made up for by the same command.

// A register is what the files of a run have named of one office.
type register struct {
	named numbers
	asOf  list.Date // the latest day of a record
}

// name takes the marks of a file into account.
func (i *importer) name(office string, marks []list.Mark) {
	if i.whole == nil {
		return
	}
	r := i.whole[office]
	if r == nil {
		r = &register{}
		i.whole[office] = r
	}
	for _, m := range marks {
		r.named.add(m.Number)
		r.asOf = max(r.asOf, m.AsOf)
	}
}

// nameBehind names the records that an earlier run has kept.
func (r *fileRun) nameBehind(ctx context.Context, format intake.Format) error {
	if r.whole == nil || r.done.Records == 0 {
		return nil
	}
	for batch, err := range r.file.Read(ctx, format, intake.Options{AsOf: r.asOf}) {
		if err != nil {
			return stopped(err)
		}
		r.name(format.Office, batch.Marks)
		r.tell(slices.DeleteFunc(batch.Refused, func(f intake.Refusal) bool { return f.Record > r.done.Records }))
		r.bar.show(r.file.Progress(), batch.Records)
		if batch.Records >= r.done.Records {
			break
		}
	}
	return nil
}

// endAbsent ends what the registers do not name. Where anything was refused,
// nothing ends: it may have been named there.
func (i *importer) endAbsent(ctx context.Context, most int) error {
	if i.refused {
		return errors.New("--complete: nothing is ended, for not all could be read")
	}
	for _, office := range slices.Sorted(maps.Keys(i.whole)) {
		r := i.whole[office]
		day := r.asOf
		if i.asOf != 0 {
			day = i.asOf
		}
		switch {
		case day == 0:
			return fmt.Errorf("--complete: nothing of %s is ended, for its files do not say their day: --as-of does", office)
		case day > today():
			return fmt.Errorf("--complete: nothing of %s is ended, for its files are of %s, which is to come: --as-of says the day", office, day)
		}
		r.named.sort()
		ended, err := i.history.EndAbsent(ctx, store.Whole{Office: office, AsOf: day, Now: i.now(), Most: most}, r.named.has)
		var many *store.TooManyError
		if errors.As(err, &many) {
			return fmt.Errorf("--complete: nothing of %s is ended: %w; --most-ended allows it", office, err)
		}
		if err != nil {
			return err
		}
		fmt.Fprintf(i.std.out, "%s, whole as of %s: %d named, %d ended that are not\n", office, day, r.named.len(), ended)
	}
	return nil
}

// numbers is a set of marks' numbers, by their hashes: of the 12 million
// that the largest register has, 96 MB. That two of so many have the same
// hash, so that an end is missed, happens once in 100,000 registers.
type numbers struct {
	parts [][]uint64 // all but the last are full; sorted by sort
}

// numbersPart is how many hashes stand together: memory is taken by 8 MB.
const numbersPart = 1 << 20

var numbersSeed = maphash.MakeSeed()

func (n *numbers) add(number string) {
	last := len(n.parts) - 1
	if last < 0 || len(n.parts[last]) == numbersPart {
		n.parts = append(n.parts, make([]uint64, 0, numbersPart))
		last++
		// What is held is not to be collected; half of it fits where garbage was.
		debug.SetMemoryLimit(debug.SetMemoryLimit(-1) + numbersPart*8/2)
	}
	n.parts[last] = append(n.parts[last], maphash.String(numbersSeed, number))
}

func (n *numbers) sort() {
	for i, part := range n.parts {
		slices.Sort(part)
		n.parts[i] = slices.Compact(part)
	}
}

func (n *numbers) has(number string) bool {
	hash := maphash.String(numbersSeed, number)
	return slices.ContainsFunc(n.parts, func(part []uint64) bool {
		_, found := slices.BinarySearch(part, hash)
		return found
	})
}

func (n *numbers) len() (all int) {
	for _, part := range n.parts {
		all += len(part)
	}
	return all
}
