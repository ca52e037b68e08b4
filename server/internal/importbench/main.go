//go:build linux

// Importbench measures how fast registers go into a store, and whether that
// holds as the store grows.
//
//	go run ./server/internal/importbench --clearlist .build/clearlist --dir .build/importbench
//
// It writes applications in the USPTO's format, of marks that do not exist, a
// zip for each part as the office's annual files are in parts, and imports
// them one after the other into one store, each by a process of its own. Every
// line is one part: what it cost, and how much memory it took at its peak. The
// last line compares the end with the beginning.
//
// What was measured stays in the directory: a run that is stopped goes on with
// the next part, and --parts limits one run.
package main

import (
	"archive/zip"
	"compress/flate"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	"clearlist/server/internal/intake/intaketest"
)

func main() {
	var b bench
	flag.StringVar(&b.clearlist, "clearlist", ".build/clearlist", "the command to measure")
	flag.StringVar(&b.dir, "dir", ".build/importbench", "where the store and what was measured are kept")
	flag.IntVar(&b.records, "records", 3_000_000, "records in all")
	flag.IntVar(&b.part, "part", 250_000, "records in a part")
	flag.IntVar(&b.parts, "parts", 0, "parts in this run; 0 is all")
	flag.Parse()
	if err := b.run(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "importbench:", err)
		os.Exit(1)
	}
}

type bench struct {
	clearlist, dir       string
	records, part, parts int
}

// A part is what one import cost.
type part struct {
	Records, Held int           // of the part, and in the store behind it
	Unpacked      int64         // bytes
	Wall, CPU     time.Duration // of the import, and of its processor time on all cores
	Peak          int64         // bytes of memory, resident
	Store         int64         // bytes on disk behind it
}

func (p part) perCore() float64 { return float64(p.Records) / p.CPU.Seconds() }

func (b *bench) run(out io.Writer) error {
	if err := os.MkdirAll(b.dir, 0o755); err != nil {
		return err
	}
	measured := filepath.Join(b.dir, "measured.json")
	var parts []part
	before, err := os.ReadFile(measured)
	if err == nil {
		err = json.Unmarshal(before, &parts)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	fmt.Fprintf(out, "%10s %10s %10s %12s %12s %10s %10s\n", "held", "part", "unpacked", "a second", "and core", "peak", "store")
	for _, p := range parts {
		p.print(out)
	}
	held := 0
	if len(parts) > 0 {
		held = parts[len(parts)-1].Held
	}
	for n := 0; held < b.records && (b.parts == 0 || n < b.parts); n++ {
		p, err := b.importPart(held, min(held+b.part, b.records))
		if err != nil {
			return err
		}
		p.print(out)
		parts, held = append(parts, p), p.Held
		text, err := json.Marshal(parts)
		if err != nil {
			return err
		}
		if err := os.WriteFile(measured, text, 0o644); err != nil {
			return err
		}
	}
	first, last := parts[0], parts[len(parts)-1]
	var all part
	for _, p := range parts {
		all.Records, all.CPU, all.Wall, all.Peak = all.Records+p.Records, all.CPU+p.CPU, all.Wall+p.Wall, max(all.Peak, p.Peak)
	}
	fmt.Fprintf(out, "%s records on %d cores: %.0f a second and core, at most %d MB; a record of the last part cost %.2f times one of the first\n",
		grouped(all.Records), runtime.NumCPU(), all.perCore(), all.Peak>>20, first.perCore()/last.perCore())
	return nil
}

// grouped writes 3,000,000.
func grouped(n int) string {
	if n < 1000 {
		return strconv.Itoa(n)
	}
	return fmt.Sprintf("%s,%03d", grouped(n/1000), n%1000)
}

func (p part) print(out io.Writer) {
	fmt.Fprintf(out, "%10d %10d %7d MB %12.0f %12.0f %7d MB %7d MB\n", p.Held, p.Records, p.Unpacked>>20,
		float64(p.Records)/p.Wall.Seconds(), p.perCore(), p.Peak>>20, p.Store>>20)
}

func (b *bench) importPart(from, to int) (part, error) {
	name := filepath.Join(b.dir, fmt.Sprintf("apc-%d.zip", to))
	unpacked, err := writePart(name, from, to)
	if err != nil {
		return part{}, err
	}
	defer os.Remove(name)
	state := filepath.Join(b.dir, "state")
	command := exec.Command(b.clearlist, "import", "--state", state, name)
	command.Stderr = os.Stderr
	began := time.Now()
	said, err := command.Output()
	if err != nil {
		return part{}, fmt.Errorf("%w: %s", err, said)
	}
	// A run that was stopped within a part goes on there, and only the rest counts.
	var behind, read, added int
	line, rest, _ := strings.Cut(string(said), "\n")
	if _, err := fmt.Sscanf(line, "US from "+name+": goes on behind record %d", &behind); err == nil {
		line = rest
	}
	if _, err := fmt.Sscanf(line, "US from "+name+": %d read, %d added", &read, &added); err != nil || added != to-from {
		return part{}, fmt.Errorf("not all were added: %s", said)
	}
	usage := command.ProcessState.SysUsage().(*syscall.Rusage)
	p := part{
		Records: to - from - behind, Held: to, Unpacked: unpacked, Wall: time.Since(began),
		CPU: command.ProcessState.UserTime() + command.ProcessState.SystemTime(), Peak: usage.Maxrss << 10, // KB on Linux
	}
	files, err := filepath.Glob(filepath.Join(state, "clearlist.db*"))
	for _, file := range files {
		if info, err := os.Stat(file); err == nil {
			p.Store += info.Size()
		}
	}
	return p, err
}

// writePart writes a zip as the office does, and tells how large its text is.
func writePart(name string, from, to int) (unpacked int64, err error) {
	file, err := os.Create(name)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	w := zip.NewWriter(file)
	w.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) { return flate.NewWriter(out, flate.BestSpeed) })
	member, err := w.Create("apc.xml")
	if err != nil {
		return 0, err
	}
	count := &counter{w: member}
	if err := intaketest.USPTO(count, intaketest.Marks{From: from, To: to}); err != nil {
		return 0, err
	}
	return count.n, w.Close()
}

type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}
