package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"clearlist/server/internal/update"
	"clearlist/wasm/pack"
	"clearlist/wasm/reuse"
	"clearlist/wasm/screen"
)

// updated is where fetched lists are kept.
func (s state) updated() string { return filepath.Join(string(s), "updated") }

type updateCmd struct {
	From  string   `required:"" placeholder:"URL" help:"Where lists are published, like https://lists.example."`
	State state    `default:".clearlist" placeholder:"DIR" help:"State directory; the lists are kept in it under updated (${default})."`
	Root  string   `placeholder:"FILE" help:"The root.json to trust, for the first update."`
	Lists []string `placeholder:"NAME" help:"Which lists, like curated,register:US,corpus:shop. Default: all."`
	Now   bool     `help:"Try even when an earlier failure, or the server, asked to wait."`
}

func (c *updateCmd) Run(ctx context.Context, std streams) error {
	ctx, stop := untilStopped(ctx)
	defer stop()
	client := update.Client{From: c.From, Dir: c.State.updated(), Lists: c.Lists, Now: c.Now, Open: openList}
	if c.Root != "" {
		var err error
		if client.Root, err = os.ReadFile(c.Root); err != nil {
			return unusable(err)
		}
	}
	result, err := client.Update(ctx)
	if err != nil {
		if seen, ageErr := update.Age(c.State.updated()); ageErr == nil && !seen.IsZero() {
			return fmt.Errorf("%w; the lists of %s stay", err, seen.Format(time.DateTime))
		}
		return err
	}
	for _, change := range result.Changes {
		how := "whole"
		if change.Delta {
			how = "by a delta"
		}
		fmt.Fprintf(std.out, "%s %d -> %d as of %s: %d %s, %d bytes %s\n", change.Name, change.From, change.Version, change.AsOf, change.Terms, unitOf(change.Name), change.Bytes, how)
	}
	for _, failed := range result.Failed {
		fmt.Fprintln(std.err, "clearlist: "+oneLine(failed)+"; the lists are not touched by that")
	}
	if len(result.Changes)+len(result.Failed) == 0 {
		fmt.Fprintln(std.out, "all lists are the newest")
	}
	fmt.Fprintf(std.out, "signed until %s\n", result.Expires.Format(time.DateOnly))
	if len(result.Failed) > 0 {
		return errSomeRefused
	}
	return nil
}

// unitOf is what a list consists of.
func unitOf(name string) string {
	if strings.HasPrefix(name, reuse.CorpusPrefix) {
		return "texts"
	}
	return "terms"
}

// openList opens a pack as check will.
func openList(l update.List, data []byte) error {
	p, err := pack.Open(data)
	if err != nil {
		return err
	}
	if p.Name() != l.Name || p.Version() != l.Version || !p.IsRegister() && !reuse.IsPublished(p) && p.Terms() != l.Terms {
		return fmt.Errorf("the pack is %s %d", p.Name(), p.Version())
	}
	if reuse.IsPublished(p) {
		_, err = reuse.OpenPublished(p)
		return err
	}
	_, err = screen.New(p)
	return err
}

// updatedPacks are the lists that an update has brought, as far as they are
// whole; none when there was no update.
func updatedPacks(s state) ([]*pack.Pack, error) {
	held, err := update.Held(s.updated())
	var packs []*pack.Pack
	for _, h := range held {
		p, openErr := pack.Open(h.Bytes)
		if openErr != nil {
			err = errors.Join(err, openErr)
			continue
		}
		packs = append(packs, p)
	}
	return packs, err
}
