package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"runtime/debug"
	"syscall"
	"time"

	"clearlist/server/internal/api"
	"clearlist/server/internal/release"
)

type serveCmd struct {
	State     state         `default:".clearlist" placeholder:"DIR" help:"State directory; only its published files are read (${default})."`
	From      string        `placeholder:"URL" help:"Serve what is published in this object store, like s3://bucket, and not in the state directory."`
	Addr      string        `default:"127.0.0.1:8787" placeholder:"HOST:PORT" help:"Where to listen (${default}); port 0 takes any."`
	Try       string        `placeholder:"DIR" help:"The built Try it page, served under /try/."`
	Extension string        `placeholder:"DIR" help:"The built extension, to say where to load it from."`
	Log       string        `enum:"text,json,quiet" default:"text" help:"Form of the log on standard error: text, json, or quiet, which is text of troubles alone (${default})."`
	Drain     time.Duration `default:"10s" help:"How long open requests may take once told to stop (${default})."`
}

func (c *serveCmd) Run(ctx context.Context, std streams) error {
	ctx, stop := untilStopped(ctx)
	defer stop()
	if c.Try != "" {
		if info, err := os.Stat(filepath.Join(c.Try, "index.html")); err != nil || !info.Mode().IsRegular() {
			return unusable(fmt.Errorf("--try %s: no index.html there", c.Try))
		}
	}
	listener, err := net.Listen("tcp", c.Addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("%s is in use by another program; --addr takes another address", c.Addr)
	}
	if err != nil {
		return unusable(err)
	}
	config := api.Config{
		Published: c.State.published(),
		Load:      func() (*api.Release, error) { return loadDirectory(c.State.published()) },
		Try:       c.Try,
		Extension: c.Extension,
		Log:       newLog(std.err, c.Log),
		Drain:     c.Drain,
	}
	if c.From != "" {
		bucket, err := release.OpenBucket(context.WithoutCancel(ctx), c.From) // open requests outlive the signal
		if err != nil {
			return unusable(err)
		}
		defer bucket.Close()
		config.Files, config.Load = bucket, func() (*api.Release, error) { return loadRelease(bucket) }
	}
	// Little lives long here, and there is memory: the collector may come seldom.
	debug.SetGCPercent(400)
	server := api.New(config)
	c.greet(std.out, listener.Addr())
	return server.Serve(ctx, listener)
}

func newLog(w io.Writer, form string) *slog.Logger {
	if form == "json" {
		return slog.New(slog.NewJSONHandler(w, nil))
	}
	options := slog.HandlerOptions{}
	if form == "quiet" {
		options.Level = slog.LevelWarn
	}
	return slog.New(slog.NewTextHandler(w, &options))
}

// greet says where to look and what to load.
func (c *serveCmd) greet(out io.Writer, addr net.Addr) {
	origin := "http://" + addr.String()
	if tcp, ok := addr.(*net.TCPAddr); ok && tcp.IP.IsUnspecified() {
		origin = fmt.Sprintf("http://localhost:%d", tcp.Port)
	}
	fmt.Fprintf(out, "Lists:    %s/\n", origin)
	if c.Try != "" {
		fmt.Fprintf(out, "Try it:   %s/try/\n", origin)
	}
	if dir := c.Extension; dir != "" {
		if whole, err := filepath.Abs(dir); err == nil {
			dir = whole // a browser's file dialog opens anywhere
		}
		fmt.Fprintf(out, "Chrome:   chrome://extensions, Developer mode, Load unpacked: %s\n", filepath.Join(dir, "chromium"))
		fmt.Fprintf(out, "Edge:     edge://extensions, Developer mode, Load unpacked: %s\n", filepath.Join(dir, "chromium"))
		fmt.Fprintf(out, "Firefox:  about:debugging#/runtime/this-firefox, Load Temporary Add-on: %s\n", filepath.Join(dir, "firefox", "manifest.json"))
	}
	fmt.Fprintln(out, "Stop with Ctrl-C.")
}

func loadDirectory(dir string) (*api.Release, error) {
	files, err := release.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	defer files.Close()
	return loadRelease(files)
}

// loadRelease walks the published files as a client would, and says what they
// are in the server's words.
func loadRelease(files release.Files) (*api.Release, error) {
	r, err := release.Read(files)
	if err != nil {
		return nil, err
	}
	loaded := &api.Release{Timestamp: r.TimestampBytes, Number: r.Timestamp.Version, Expires: r.Expires()}
	for _, t := range r.Packs {
		asOf, err := time.Parse(time.DateOnly, t.AsOf)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", t.List, err)
		}
		l := api.List{
			Name: t.List, Version: t.Version, AsOf: asOf, Terms: t.Terms, SHA256: t.SHA256, Length: t.Length, Brotli: t.Brotli,
			Deltas: len(t.Deltas),
		}
		if t.Shards != nil {
			l.Shards, l.Shard = t.Shards.Count, int64(t.Shards.Size)
		}
		loaded.Lists = append(loaded.Lists, l)
	}
	return loaded, nil
}
