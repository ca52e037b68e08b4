package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"clearlist/server/internal/store"
	"clearlist/wasm/list"
)

type listsMarkCmd struct {
	Office   string `arg:"" help:"Whose record: US, EU, GB, WO, ... as lists registers names it."`
	Number   string `arg:"" help:"The mark's number at the office: the serial number, in the US."`
	At       day    `placeholder:"DATE" help:"Only what was known at the end of this day, UTC."`
	State    state  `default:".clearlist" placeholder:"DIR" help:"State directory (${default})."`
	Database string `placeholder:"URL" help:"The marks are in this postgres:// database."`
}

// Run writes what was known of the mark, oldest first.
func (c *listsMarkCmd) Run(ctx context.Context, std streams) error {
	if _, err := os.Stat(c.State.store()); c.Database == "" && errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: nothing has been imported here", c.State)
	}
	history, err := store.Open(ctx, c.Database, c.State.store())
	if err != nil {
		return err
	}
	defer history.Close()
	versions, err := history.MarkHistory(ctx, c.Office, c.Number)
	if err != nil {
		return err
	}
	if c.At.Date != 0 {
		year, month, day := c.At.Civil()
		end := time.Date(year, time.Month(month), day+1, 0, 0, 0, 0, time.UTC).Unix()
		versions = slices.DeleteFunc(versions, func(v store.MarkVersion) bool { return v.Since >= end || v.Until < end })
	}
	if len(versions) == 0 {
		by := ""
		if c.At.Date != 0 {
			by = " by " + c.At.String()
		}
		return fmt.Errorf("%s: no mark %s of %s was known%s", c.State, c.Number, c.Office, by)
	}
	var out strings.Builder
	for _, v := range versions {
		writeMark(&out, &v)
	}
	_, err = io.WriteString(std.out, out.String())
	return err
}

// writeMark writes one version: a line with its time, and one for each thing
// that the office said.
func writeMark(out *strings.Builder, v *store.MarkVersion) {
	until := "now"
	if v.Until != store.Forever {
		until = time.Unix(v.Until, 0).UTC().Format(time.RFC3339)
	}
	fmt.Fprintf(out, "%s %s, known from %s to %s\n", v.Office, v.Number, time.Unix(v.Since, 0).UTC().Format(time.RFC3339), until)
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(out, "  %s: %s\n", name, value)
		}
	}
	date := func(name string, d list.Date) {
		if d != 0 {
			line(name, d.String())
		}
	}
	line("words", v.Words)
	line("kind", v.Kind.String())
	status := v.Status.String()
	if v.StatusCode != "" {
		status += ", code " + v.StatusCode
	}
	line("status", status)
	date("status since", v.StatusDate)
	line("owner", v.Owner)
	line("registration", v.Registration)
	var classes []string
	for class := range v.Classes.All() {
		classes = append(classes, fmt.Sprint(class))
	}
	line("classes", strings.Join(append(classes, v.National...), " "))
	line("disclaimer", v.Disclaimer)
	if v.Supplemental {
		line("register", "supplemental")
	}
	date("filed", v.Filed)
	date("registered", v.Registered)
	date("expires", v.Expires)
	date("ended", v.Ended)
	date("as of", v.AsOf)
}
