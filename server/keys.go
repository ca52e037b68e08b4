package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

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
	Init   keysInitCmd   `cmd:"" help:"Make a set of keys if there is none: three for the root, three for the targets, one each for snapshot and timestamp."`
	Show   keysShowCmd   `cmd:"" help:"Show the keys that the published root trusts, by their TUF ids, and which are here."`
	Rotate keysRotateCmd `cmd:"" help:"Put a new key in the place of one that is lost, stolen or old, and sign all anew."`
	Revoke keysRevokeCmd `cmd:"" help:"Take a key's trust away, by its id, where its role can do without it."`
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
	shown, err := keys.Public()
	if err != nil {
		return err
	}
	if files, err := release.ReadDir(c.State.published()); err == nil {
		defer files.Close()
		if trusted, err := release.Trusted(files, keys); err == nil {
			shown = trusted
		}
	}
	for _, key := range shown {
		here := key.Name
		if here == "" {
			here = "(not here)"
		}
		fmt.Fprintf(std.out, "%-9s %s %s\n", key.Role, key.ID, here)
	}
	return nil
}

type keysRotateCmd struct {
	Name  string `arg:"" help:"Which key, by the name of its file: root-1, targets-2, snapshot, ..."`
	State state  `default:".clearlist" placeholder:"DIR" help:"State directory (${default})."`
	To    string `placeholder:"URL" help:"The object store that is published to. Default: the directory published in the state directory."`
}

func (c *keysRotateCmd) Run(ctx context.Context, std streams) error {
	ctx, stop := untilStopped(ctx)
	defer stop()
	return rekey(ctx, std, c.State, c.To, func(p *release.Publisher, trusted []release.PublicKey) (release.Change, error) {
		key, err := release.NextKey(c.State.keys(), c.Name)
		if err != nil {
			return release.Change{}, err
		}
		p.Keys = p.Keys.With(c.Name, key)
		return release.Replace(trusted, c.Name, key)
	}, func(at time.Time) error { return release.TakePlace(c.State.keys(), c.Name, at) })
}

type keysRevokeCmd struct {
	ID    string `arg:"" help:"The key's id, or its beginning."`
	State state  `default:".clearlist" placeholder:"DIR" help:"State directory (${default})."`
	To    string `placeholder:"URL" help:"The object store that is published to. Default: the directory published in the state directory."`
}

func (c *keysRevokeCmd) Run(ctx context.Context, std streams) error {
	ctx, stop := untilStopped(ctx)
	defer stop()
	return rekey(ctx, std, c.State, c.To, func(_ *release.Publisher, trusted []release.PublicKey) (release.Change, error) {
		var found []release.PublicKey
		for _, key := range trusted {
			if strings.HasPrefix(key.ID, c.ID) {
				found = append(found, key)
			}
		}
		if len(found) != 1 {
			return release.Change{}, unusable(fmt.Errorf("%d trusted keys begin with %q; clearlist keys show lists them", len(found), c.ID))
		}
		return release.Change{Role: found[0].Role, Drop: []string{found[0].ID}}, nil
	}, func(time.Time) error { return nil })
}

// rekey publishes a root with changed keys, and then lets them take their place.
func rekey(ctx context.Context, std streams, s state, to string,
	change func(*release.Publisher, []release.PublicKey) (release.Change, error), then func(time.Time) error,
) error {
	keys, err := loadKeys("", s)
	if err != nil {
		return err
	}
	now := time.Now()
	files, unlock, err := openDestination(ctx, s, to, now)
	if err != nil {
		return err
	}
	defer files.Close()
	defer unlock() //nolint:errcheck // a lock that stays runs out, or ends with us
	trusted, err := release.Trusted(files, keys)
	if err != nil {
		return err
	}
	p := release.Publisher{Files: files, Keys: keys, Now: now}
	c, err := change(&p, trusted)
	if err != nil {
		return err
	}
	result, err := p.Rekey(ctx, c)
	if err != nil {
		return err
	}
	if err := then(now); err != nil {
		return err
	}
	for _, name := range result.Signed {
		fmt.Fprintf(std.out, "signed %s\n", name)
	}
	return nil
}
