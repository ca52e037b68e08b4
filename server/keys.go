package main

import (
	"fmt"
	"path/filepath"

	"clearlist/server/internal/release"
)

// A state directory holds what a publisher keeps:
//
//	keys/            private keys, for their owner only
//	clearlist.db     the history of the lists
//	published/       what anybody may have
//	publish.lock     held while publishing
type state string

func (s state) keys() string      { return filepath.Join(string(s), "keys") }
func (s state) store() string     { return filepath.Join(string(s), "clearlist.db") }
func (s state) published() string { return filepath.Join(string(s), "published") }

type keysCmd struct {
	Init keysInitCmd `cmd:"" help:"Make a set of keys if there is none: three for the root, one each for targets, snapshot and timestamp."`
	Show keysShowCmd `cmd:"" help:"Show which keys are there, by their TUF ids."`
}

type keysInitCmd struct {
	State state `default:".clearlist" placeholder:"DIR" help:"State directory (${default})."`
}

func (c *keysInitCmd) Run(std streams) error {
	made, err := release.InitKeys(c.State.keys())
	if err != nil {
		return err
	}
	if _, err := release.LoadKeys(c.State.keys()); err != nil {
		return err
	}
	if made {
		fmt.Fprintf(std.out, "made development keys in %s: keep them, browsers will trust nothing else\n", c.State.keys())
	} else {
		fmt.Fprintf(std.out, "keys are in %s\n", c.State.keys())
	}
	return nil
}

type keysShowCmd struct {
	State state `default:".clearlist" placeholder:"DIR" help:"State directory (${default})."`
}

func (c *keysShowCmd) Run(std streams) error {
	keys, err := release.LoadKeys(c.State.keys())
	if err != nil {
		return err
	}
	public, err := keys.Public()
	if err != nil {
		return err
	}
	for _, key := range public {
		fmt.Fprintf(std.out, "%-9s %s\n", key.Role, key.ID)
	}
	return nil
}
