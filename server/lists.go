package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"clearlist/server/internal/store"
)

type listsCmd struct {
	Check     listsCheckCmd     `cmd:"" help:"Check list sources, and say which line of which file to mend."`
	At        listsAtCmd        `cmd:"" help:"Show the sources of the list as they were published on a day."`
	Mark      listsMarkCmd      `cmd:"" help:"Show what was known of one mark, and when."`
	Registers listsRegistersCmd `cmd:"" help:"Show which registers the store holds, how old they are, and which files they came from."`
}

type listsCheckCmd struct {
	Lists string `placeholder:"DIR" help:"Directory of .list and .words sources. Default: the lists built in."`
}

func (c *listsCheckCmd) Run(std streams) error {
	sources, set, err := readLists(c.Lists)
	if set == nil && !isJoined(err) {
		return unusable(err)
	}
	if err != nil {
		fmt.Fprintln(std.out, err)
		return errSomeRefused
	}
	fmt.Fprintf(std.out, "%s %d as of %s: %d files, %d terms, %d marketplaces, %d limits: no mistakes\n",
		set.Name, set.Version, set.AsOf, len(sources), len(set.Terms), len(set.Marketplaces), len(set.Limits))
	return nil
}

// isJoined tells mistakes in the sources from sources that are not there.
func isJoined(err error) bool {
	_, ok := err.(interface{ Unwrap() []error })
	return ok
}

type listsAtCmd struct {
	Date     day    `arg:"" help:"The day, like 2026-11-24, UTC."`
	State    state  `default:".clearlist" placeholder:"DIR" help:"State directory (${default})."`
	Database string `placeholder:"URL" help:"The history is in this postgres:// database."`
	List     string `default:"curated" help:"Which list (${default})."`
}

// Run writes the sources one after the other, each after a line with its name.
func (c *listsAtCmd) Run(ctx context.Context, std streams) error {
	if _, err := os.Stat(c.State.store()); c.Database == "" && errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: nothing has been published from here", c.State)
	}
	history, err := store.Open(ctx, c.Database, c.State.store())
	if err != nil {
		return err
	}
	defer history.Close()
	v, err := history.ListAt(ctx, c.List, c.Date.Date)
	if errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("%s: no version of %s was published by %s", c.State, c.List, c.Date)
	}
	if err != nil {
		return err
	}
	var out strings.Builder
	fmt.Fprintf(&out, "# %s %d as of %s, published %s, pack %s\n",
		v.List, v.Number, v.AsOf, v.CreatedAt.Format(time.RFC3339), v.SHA256)
	for _, source := range v.Sources {
		fmt.Fprintf(&out, "-- %s --\n%s", source.Name, source.Text)
	}
	_, err = fmt.Fprint(std.out, out.String())
	return err
}
