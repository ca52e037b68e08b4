package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"clearlist/server/internal/fetch"
)

type fetchCmd struct {
	Source  string `required:"" enum:"uspto,uspto-annual,euipo,madrid,ukipo" help:"Whose files: uspto (daily), uspto-annual, euipo, madrid or ukipo."`
	From    string `placeholder:"URL" help:"Where they are: a file, or a catalog in the form of the USPTO's. Default: the office's own, where it documents one."`
	Out     string `required:"" placeholder:"DIR" help:"Directory to keep the files in."`
	Files   int    `placeholder:"N" help:"How many of the newest files of a catalog. Default: those of the newest day, which are all parts of an annual file."`
	SHA256  string `name:"sha256" placeholder:"HEX" help:"What the SHA-256 of the file at --from must be."`
	MaxSize int64  `default:"17179869184" placeholder:"BYTES" help:"The most a file may have (${default})."`
}

// Run writes the names of the files to standard output, oldest first, as import
// takes them.
func (c *fetchCmd) Run(ctx context.Context, std streams) error {
	ctx, stop := untilStopped(ctx)
	defer stop()
	source := fetch.Sources[slices.IndexFunc(fetch.Sources, func(s fetch.Source) bool { return s.Name == c.Source })]
	client := fetch.New()
	client.MaxSize = c.MaxSize
	client.Tell = func(line string) { fmt.Fprintln(std.err, "clearlist: "+line) }
	client.Key, client.KeyHost = os.Getenv(source.KeyFrom), source.KeyHost
	items, err := c.items(ctx, client, source)
	if err != nil {
		return err
	}
	for _, item := range items {
		got, err := client.Download(ctx, item, c.Out)
		if err != nil {
			return stopped(err)
		}
		fmt.Fprintln(std.out, got.File)
	}
	return nil
}

// items are the files to download.
func (c *fetchCmd) items(ctx context.Context, client *fetch.Client, source fetch.Source) ([]fetch.Item, error) {
	address := c.From
	if address == "" {
		address = source.Catalog
	}
	switch {
	case c.Files < 0 || c.MaxSize < 1:
		return nil, unusable(errors.New("--files and --max-size are 1 or more, if they are given"))
	case c.SHA256 != "" && (len(c.SHA256) != 64 || strings.Trim(strings.ToLower(c.SHA256), "0123456789abcdef") != ""):
		return nil, unusable(errors.New("--sha256 is 64 hexadecimal digits"))
	case address == "" && source.About != "":
		return nil, unusable(fmt.Errorf("no address of %s's files is known for sure; --from takes one, and %s says more", c.Source, source.About))
	case address == "":
		return nil, unusable(fmt.Errorf("no address of %s's files is known for sure; --from takes one", c.Source))
	case c.From == "" && client.Key == "":
		return nil, unusable(fmt.Errorf("the office wants a key, in the environment variable %s; %s says how to get one", source.KeyFrom, source.About))
	case fetch.IsFile(address):
		return []fetch.Item{{URL: address, SHA256: c.SHA256}}, nil
	case c.SHA256 != "":
		return nil, unusable(errors.New("--sha256 is for one file, and --from names a catalog"))
	}
	items, err := client.Catalog(ctx, address)
	if err != nil {
		return nil, err
	}
	return fetch.Newest(items, c.Files), nil
}
