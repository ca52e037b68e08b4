package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"clearlist/server/internal/store"
)

type listsRegistersCmd struct {
	State    state  `default:".clearlist" placeholder:"DIR" help:"State directory (${default})."`
	Database string `placeholder:"URL" help:"The marks are in this postgres:// database."`
}

// Run writes a line for each register, and one for each file below it, in the
// order in which they were imported.
func (c *listsRegistersCmd) Run(ctx context.Context, std streams) error {
	if _, err := os.Stat(c.State.store()); c.Database == "" && errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: nothing has been imported here", c.State)
	}
	history, err := store.Open(ctx, c.Database, c.State.store())
	if err != nil {
		return err
	}
	defer history.Close()
	offices, err := history.Offices(ctx)
	if err != nil {
		return err
	}
	imports, err := history.Imports(ctx)
	if err != nil {
		return err
	}
	for _, o := range offices {
		asOf := "no day said"
		if o.AsOf != 0 {
			asOf = "as of " + o.AsOf.String()
		}
		fmt.Fprintf(std.out, "%s: %d live, %d pending, %d dead, %s\n", o.Name, o.Live, o.Pending, o.Dead, asOf)
		for _, i := range imports {
			if i.Office != o.Name {
				continue
			}
			state := "whole"
			if !i.Done {
				state = "under way, or stopped"
			}
			fmt.Fprintf(std.out, "  %s %s, %d records, %s\n", i.Updated.Format(time.DateOnly), i.File, i.Records, state)
		}
	}
	return nil
}
