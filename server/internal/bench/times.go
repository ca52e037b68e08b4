package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"time"

	"clearlist/wasm/screen"
)

// medians of checks, in microseconds: of a listing in which every text is
// another than before, after a letter more in its description, and of the same
// once more.
type medians struct{ fresh, edited, again float64 }

func times(s *screen.Screener, ls []screen.Listing) medians {
	var fresh, edited, again []float64
	for range 2 { // the first round warms the machine's caches
		fresh, edited, again = nil, nil, nil
		for _, l := range ls {
			fresh = append(fresh, timed(s, l))
			middle := len(l.Description) / 2
			middle += max(0, strings.IndexByte(l.Description[middle:], ' '))
			l.Description = l.Description[:middle] + "s" + l.Description[middle:]
			edited = append(edited, timed(s, l))
			again = append(again, timed(s, l))
		}
	}
	return medians{median(fresh), median(edited), median(again)}
}

func timed(s *screen.Screener, l screen.Listing) float64 {
	start := time.Now()
	s.Check(l)
	return float64(time.Since(start).Nanoseconds()) / 1e3
}

func median(times []float64) float64 {
	slices.Sort(times)
	return times[len(times)/2]
}

// A peerResult is what the peer program prints, as JSON.
type peerResult struct {
	MB       float64 `json:"mb"`
	BuildS   float64 `json:"build_s"`
	SearchUS float64 `json:"search_us"`
}

// runPeer runs the peer in memory that it may not exceed.
func runPeer(program, names, listings string) (r peerResult, err error) {
	out, err := exec.Command("sh", "-c", `ulimit -v 8000000; exec "$0" "$@"`, program, names, listings).Output()
	if err != nil {
		reason := err.Error()
		if exit := new(exec.ExitError); errors.As(err, &exit) {
			reason, _, _ = strings.Cut(strings.TrimSpace(string(exit.Stderr)), "\n")
		}
		return r, fmt.Errorf("the peer does not hold them in 8 GB: %s", reason)
	}
	return r, json.Unmarshal(out, &r)
}
