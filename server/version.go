package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"clearlist/wasm/pack"
)

type versionCmd struct{}

func (versionCmd) Run(std streams) error {
	build := "unknown"
	if info, ok := debug.ReadBuildInfo(); ok {
		build = info.Main.Version
		for _, setting := range info.Settings {
			if setting.Key == "vcs.revision" {
				build += " " + setting.Value
			}
		}
	}
	fmt.Fprintf(std.out, "clearlist %s, pack format %d, %s %s/%s\n", build, pack.FormatVersion, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return nil
}
