package main

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"clearlist/server/internal/intake"
	"clearlist/server/internal/intake/intaketest"
	"clearlist/server/internal/store"
	"clearlist/server/internal/store/storetest"

	"github.com/jackc/pgx/v5"
)

var kills = flag.Int("kills", 12, "how often TestKilledImports kills an import")

// generated is a file of marks that do not exist.
func generated(t testing.TB, m intaketest.Marks) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), fmt.Sprintf("apc-%d-%d.xml", m.To, m.Edition))
	out, err := os.Create(name)
	if err == nil {
		err = intaketest.USPTO(out, m)
	}
	if err == nil {
		err = out.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return name
}

// An importing is a process that imports, as its tests see it.
type importing struct {
	*exec.Cmd
	said bytes.Buffer  // on standard error
	kept chan int64    // records that it says are kept; closed at its end
	last int64         // of those, once kept is closed
	done chan struct{} // closed when all of its output is read
}

func startImport(t testing.TB, args ...string) *importing {
	t.Helper()
	i := &importing{Cmd: exec.Command("clearlist", append([]string{"import", "--steps"}, args...)...), kept: make(chan int64, 1<<16), done: make(chan struct{})}
	out, err := i.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	i.Stderr = &i.said
	if err := i.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(i.done)
		defer close(i.kept)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			var n int64
			if _, err := fmt.Sscanf(lines.Text(), "kept %d", &n); err == nil {
				i.last = n
				i.kept <- n
			}
		}
		io.Copy(io.Discard, out) //nolint:errcheck // a line too long for the scanner
	}()
	return i
}

// end waits for the process, and returns what it last said was kept.
func (i *importing) end() (kept int64, err error) {
	<-i.done
	err = i.Wait()
	return i.last, err
}

// An import that is killed at any moment has lost nothing that it said was
// kept, holds nothing half, and goes on to the same end.
func TestKilledImports(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		killImports(t, *kills, func(t *testing.T, n int) (address, file string) {
			return "", filepath.Join(t.TempDir(), fmt.Sprint(n))
		})
	})
	t.Run("postgres", func(t *testing.T) {
		address, create := storetest.Postgres(t)
		killImports(t, max(3, *kills/4), func(t *testing.T, n int) (string, string) {
			create(fmt.Sprintf("killed%d", n))
			return fmt.Sprintf("%skilled%d", address, n), filepath.Join(t.TempDir(), fmt.Sprint(n))
		})
	})
}

// killImports kills as often as it is told. A store takes a file, and then the
// next edition of it, over as many processes as are killed.
func killImports(t *testing.T, kills int, fresh func(t *testing.T, n int) (address, state string)) {
	const marks, edition = 1500, 3
	seed := time.Now().UnixNano()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(uint64(seed), 0))
	files := []string{
		generated(t, intaketest.Marks{To: marks}),
		generated(t, intaketest.Marks{To: marks, Day: "20260202", Edition: edition}),
	}
	starting := 200 * time.Millisecond // until a process first says something; measured as it goes
	for killed, n := 0, 0; killed < kills; n++ {
		address, state := fresh(t, n)
		args := []string{"--state", state, "--step", "20"}
		if address != "" {
			args = append(args, "--database", address)
		}
		for phase, name := range files {
			for {
				began := time.Now()
				process := startImport(t, append(args, name)...)
				if killed < kills {
					if random.IntN(2) == 0 { // as it starts, or soon after
						timer := time.AfterFunc(time.Duration(random.Int64N(int64(2*starting))), func() { process.Process.Kill() }) //nolint:errcheck // it may be gone
						defer timer.Stop()
					} else { // just as it has said that something is kept
						for range 1 + random.IntN(8) {
							if _, more := <-process.kept; !more {
								break
							}
							starting = min(starting, time.Since(began))
						}
						process.Process.Kill() //nolint:errcheck // it may be gone
					}
				}
				kept, err := process.end()
				wasKilled := process.ProcessState.Sys().(syscall.WaitStatus).Signaled()
				if wasKilled {
					killed++
				} else if err != nil {
					t.Fatalf("import: %v\n%s", err, process.said.String())
				}
				done := checkStore(t, address, state, name, phase, edition, kept)
				if !wasKilled {
					if !done || process.said.Len() > 0 {
						t.Fatalf("it ended, and is not done: %s", process.said.String())
					}
					break
				}
			}
		}
	}
}

// A whole register that is killed on its way ends nothing. The same command
// names again what was kept, and ends what is not named.
func TestKilledCompleteImport(t *testing.T) {
	const before, after = 1600, 1500
	state, ctx := t.TempDir(), context.Background()
	clearlist(t, "import", "--state", state, generated(t, intaketest.Marks{To: before}))
	living := func() (all, gone int) {
		history, err := store.OpenSQLite(ctx, filepath.Join(state, "clearlist.db"))
		if err != nil {
			t.Fatal(err)
		}
		defer history.Close()
		for m, err := range history.Marks(ctx, store.MarkQuery{Office: "US"}) {
			if err != nil {
				t.Fatal(err)
			}
			if all++; m.Number >= intaketest.Serial(after) {
				gone++
			}
		}
		return all, gone
	}
	all, gone := living()
	if gone == 0 {
		t.Fatal("there is nothing to end")
	}

	args := []string{"--state", state, "--complete", generated(t, intaketest.Marks{To: after, Day: "20260202"})}
	process := startImport(t, append(args, "--step", "20")...)
	if _, more := <-process.kept; !more {
		t.Fatalf("it ended: %s", process.said.String())
	}
	process.Process.Kill() //nolint:errcheck // it may be gone
	if kept, err := process.end(); err == nil || kept == after {
		t.Fatalf("it kept %d, and ended before it was killed: %v", kept, err)
	}
	if n, _ := living(); n != all {
		t.Fatalf("of %d marks, %d live after the kill", all, n)
	}
	out := clearlist(t, append([]string{"import"}, args...)...)
	if !strings.Contains(out, ": goes on behind record ") || !strings.Contains(out, fmt.Sprintf("US, whole as of 2026-02-02: %d named, %d ended that are not\n", after, gone)) {
		t.Errorf("it said %q, and %d were to end", out, gone)
	}
	if n, left := living(); left != 0 || n != all-gone {
		t.Errorf("%d live, %d of them not named; want %d", n, left, all-gone)
	}
}

// checkStore tells whether the file is all there, and fails unless exactly the
// records are there that the store says are, among them those that were
// acknowledged.
func checkStore(t *testing.T, address, state, name string, phase, edition int, kept int64) (done bool) {
	t.Helper()
	ctx := context.Background()
	file := filepath.Join(state, "clearlist.db")
	if _, err := os.Stat(file); address == "" && err != nil {
		if kept > 0 {
			t.Fatalf("%d records were kept, and there is no store: %v", kept, err)
		}
		return false
	}
	history, err := store.Open(ctx, address, file)
	if err != nil {
		t.Fatal(err)
	}
	defer history.Close()
	f, err := intake.Open(name)
	if err == nil {
		err = f.Hash(ctx, func() {})
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	got, err := history.Import(ctx, f.SHA256, "US")
	if errors.Is(err, store.ErrNotFound) {
		got = store.Import{}
	} else if err != nil {
		t.Fatal(err)
	}
	if got.Records < kept {
		t.Fatalf("%d records were kept, and the store knows of %d", kept, got.Records)
	}
	n := 0
	for m, err := range history.Marks(ctx, store.MarkQuery{Office: "US", Dead: true}) {
		if err != nil {
			t.Fatal(err)
		}
		owner := intaketest.Owner(n, 0)
		if phase == 1 && int64(n) < got.Records {
			owner = intaketest.Owner(n, edition)
		}
		if m.Number != intaketest.Serial(n) || m.Words != intaketest.Words(n) || m.Owner != owner {
			t.Fatalf("mark %d is %s %q of %q, want %s %q of %q", n, m.Number, m.Words, m.Owner, intaketest.Serial(n), intaketest.Words(n), owner)
		}
		n++
	}
	if phase == 0 && int64(n) != got.Records {
		t.Fatalf("%d marks, and %d records", n, got.Records)
	}
	if c := got.Counts; phase == 0 && c.Added != got.Records || c.Added+c.Changed+c.Same+c.Ended != got.Records || len(c.Skipped) > 0 {
		t.Fatalf("of %d records: %+v", got.Records, c)
	}
	versions, err := history.MarkHistory(ctx, "US", intaketest.Serial(0))
	if want := 1 + min(phase, int(got.Records)); err != nil || n > 0 && len(versions) != want {
		t.Fatalf("mark 0 has %d versions, want %d: %v", len(versions), want, err)
	}
	if address == "" {
		sound(t, file)
	}
	return got.Done
}

// sound has SQLite look through its file.
func sound(t *testing.T, file string) {
	t.Helper()
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var said string
	if err := db.QueryRow(`PRAGMA quick_check`).Scan(&said); err != nil || said != "ok" {
		t.Fatalf("%s: %s, %v", file, said, err)
	}
}

// A disk that is full, here a file that may not grow, is told in one line; the
// same command goes on when there is room.
func TestImportOnAFullDisk(t *testing.T) {
	const marks = 3000
	name, state := generated(t, intaketest.Marks{To: marks}), t.TempDir()
	full := exec.Command("sh", "-c", `ulimit -f 1000 && exec clearlist import --state "$1" --step 100 "$2"`, "sh", state, name) // 512,000 bytes
	var said bytes.Buffer
	full.Stderr = &said
	err := full.Run()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 1 {
		t.Fatalf("%v: %s", err, said.String())
	}
	if s := said.String(); strings.Count(s, "\n") != 1 || !strings.HasPrefix(s, "clearlist: store: ") || !strings.Contains(s, "records of the file are kept, the same command goes on from there") {
		t.Errorf("it said %q", s)
	}
	sound(t, filepath.Join(state, "clearlist.db"))
	out, err := exec.Command("clearlist", "import", "--state", state, name).CombinedOutput()
	if err != nil || !strings.Contains(string(out), fmt.Sprintf("%d read, %d added, 0 changed", marks, marks)) {
		t.Errorf("%v: %s", err, out)
	}
	checkStore(t, "", state, name, 0, 0, marks)
}

// A database that goes away is told in one line, and nothing hangs.
func TestImportWhenTheDatabaseGoes(t *testing.T) {
	address, create := storetest.Postgres(t)
	create("going")
	ctx := context.Background()
	admin, err := pgx.Connect(ctx, address+"postgres")
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close(ctx)
	process := startImport(t, "--step", "5", "--state", t.TempDir(), "--database", address+"going", generated(t, intaketest.Marks{To: 5000}))
	for range 3 {
		if _, more := <-process.kept; !more {
			t.Fatalf("it ended: %s", process.said.String())
		}
	}
	if _, err := admin.Exec(ctx, `DROP DATABASE going WITH (FORCE)`); err != nil {
		t.Fatal(err)
	}
	kept, err := process.end()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 1 {
		t.Fatalf("%v: %s", err, process.said.String())
	}
	if s := process.said.String(); strings.Count(s, "\n") != 1 || !strings.HasPrefix(s, "clearlist: store: ") || !strings.Contains(s, fmt.Sprintf("the first %d records of the file are kept", kept)) {
		t.Errorf("kept %d, and said %q", kept, s)
	}
}

// However large the file, and whatever stands in it, an import stays within
// 200 MB.
func TestImportMemory(t *testing.T) {
	name := generated(t, intaketest.Marks{To: 10_000})
	f, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	endless := bytes.Repeat([]byte("ENDLESS "), 1<<17)
	fmt.Fprint(f, "<case-file><serial-number>99999999</serial-number><case-file-header><mark-identification>")
	for range 100 { // MB
		if _, err := f.Write(endless); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	process := exec.Command("clearlist", "import", "--state", t.TempDir(), name)
	var said output
	process.Stdout, process.Stderr = &said, &said
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	// The system's own account of a process that has ended counts the one that
	// it was forked from: these tests, which are larger. So it is asked before.
	ended, peak := make(chan error, 1), 0
	go func() { ended <- process.Wait() }()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for alive := true; alive; {
		select {
		case err = <-ended:
			alive = false
		case <-tick.C:
			peak = max(peak, peakMemory(process.Process.Pid))
		}
	}
	if process.ProcessState.ExitCode() != 1 || !strings.Contains(said.String(), `number "99999999" is too long: over 16 MB`) {
		t.Errorf("%v: %.2000s", err, said.String())
	}
	if peak == 0 {
		t.Error("its memory was never seen")
	}
	t.Logf("peak %d KB", peak)
	const limit = 200 << 10
	if peak > limit {
		t.Errorf("it took %d KB", peak)
	}
}

// peakMemory is the most memory that a process has had since it began, in KB; 0
// when it is gone, or has not begun.
func peakMemory(pid int) int {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil || !strings.Contains(string(status), "Name:\tclearlist\n") {
		return 0
	}
	found := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindSubmatch(status)
	if found == nil {
		return 0
	}
	kb, err := strconv.Atoi(string(found[1]))
	if err != nil {
		return 0
	}
	return kb
}
