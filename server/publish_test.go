package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"clearlist/server/internal/release"
	"clearlist/server/internal/update"
)

// writeLists makes a small directory of sources; the number changes the content.
func writeLists(t *testing.T, number int) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"release.list": "release: curated\nversion: 1\nas-of: 2026-11-24\n",
		"a.list": "list: curated\ntitle: An invented mark\nas-of: 2026-11-24\nlicence: CC0-1.0\nsource: invented for this test\n\n" +
			fmt.Sprintf("term: Zephyro%d\nright: trademark\n  owner: Zephyro Ltd\n  in: US\n  classes: 11\n  status: live\n  confidence: high\n", number),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// clearlist runs the command in this process.
func clearlist(t *testing.T, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	if err := run(context.Background(), args, strings.NewReader(""), &out, io.Discard); err != nil {
		t.Fatalf("clearlist %s: %v", strings.Join(args, " "), err)
	}
	return out.String()
}

func readPublished(t *testing.T, state string) (*release.Release, error) {
	t.Helper()
	files, err := release.ReadDir(filepath.Join(state, "published"))
	if err != nil {
		t.Fatal(err)
	}
	defer files.Close()
	return release.Read(files)
}

var publishKills = flag.Int("publish-kills", 12, "how often publications and updates are killed")

// Whenever a publisher is killed, what is published is whole, registers and
// shards as well, and the next publisher goes on from there. A client that is
// killed while it fetches has a whole list, and goes on, too.
func TestKilledPublishersAndClients(t *testing.T) {
	folder := t.TempDir()
	state, client := filepath.Join(folder, "state"), filepath.Join(folder, "client")
	clearlist(t, "keys", "init", "--state", state)
	marks := coinedMarks(300)
	keepMarks(t, state, "first", marks...)
	began := time.Now()
	clearlist(t, "publish", "--state", state, "--lists", writeLists(t, 0))
	usual := time.Since(began) + 20*time.Millisecond // a process starts, too
	address := serveState(t, state)
	fetch := []string{"update", "--from", address, "--state", client, "--root", filepath.Join(state, "published/v1/m/1.root.json"), "--now"}
	began = time.Now()
	clearlist(t, fetch...)
	fetching := time.Since(began) + 20*time.Millisecond

	killed, cut := 0, 0
	var last *release.Release
	var held uint32
	for i := 1; i <= *publishKills; i++ {
		marks[i%300].Owner = fmt.Sprintf("Owner %d SE", i)
		keepMarks(t, state, fmt.Sprint(i), marks[i%300])
		if !survives(t, usual, "publish", "--state", state, "--lists", writeLists(t, i)) {
			killed++
		}
		got, err := readPublished(t, state)
		if err != nil {
			t.Fatalf("after kill %d: %v", i, err)
		}
		lookUp(t, state, "ZORVI007KA")
		if last != nil && (got.Timestamp.Version < last.Timestamp.Version || got.Packs[0].Version < last.Packs[0].Version) {
			t.Fatalf("after kill %d: versions fell from %+v to %+v", i, last, got)
		}
		last = got
		if !survives(t, fetching, fetch...) {
			cut++
		}
		lists, err := update.Held(filepath.Join(client, "updated"))
		if err != nil || len(lists) != 2 || lists[0].Version < held {
			t.Fatalf("after kill %d the client has %d lists: %v", i, len(lists), err)
		}
		held = lists[0].Version
		for _, l := range lists {
			if err := openList(l.List, l.Bytes); err != nil {
				t.Fatalf("after kill %d: %v", i, err)
			}
		}
	}
	t.Logf("%d publishers and %d clients of %d were killed, within %v and %v; version %d is published", killed, cut, *publishKills, usual, fetching, last.Packs[0].Version)
	out := clearlist(t, "publish", "--state", state, "--lists", writeLists(t, -1))
	got, err := readPublished(t, state)
	if err != nil || got.Packs[0].Version <= last.Packs[0].Version {
		t.Errorf("in the end: %v\n%s", err, out)
	}
	for _, folder := range []string{"v1/m", "v1/p", "v1/s", "base"} {
		left, err := filepath.Glob(filepath.Join(state, "published", folder, ".*"))
		if err != nil || len(left) > 0 {
			t.Errorf("drafts are left: %v, %v", left, err)
		}
	}
	waitUntil(t, "the server's new release", func() bool {
		clearlist(t, fetch...)
		lists, err := update.Held(filepath.Join(client, "updated"))
		return err == nil && lists[0].Version == got.Packs[0].Version
	})
}

// survives runs the command, kills it at a random moment of its usual time, and
// tells whether it was done before.
func survives(t *testing.T, usual time.Duration, args ...string) bool {
	t.Helper()
	command := exec.Command("clearlist", args...)
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(rand.N(usual+1), func() { command.Process.Kill() }) //nolint:errcheck // it may be done
	defer timer.Stop()
	return command.Wait() == nil
}

// serveState serves a state's published files for the rest of the test.
func serveState(t *testing.T, state string, flags ...string) string {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	var said output
	done := make(chan error, 1)
	go func() {
		done <- run(ctx, append([]string{"serve", "--state", state, "--addr", "127.0.0.1:0", "--log", "quiet"}, flags...), strings.NewReader(""), &said, io.Discard)
	}()
	t.Cleanup(func() { stop(); <-done })
	waitUntil(t, "the address", func() bool { return strings.Contains(said.String(), "Stop with") })
	return "http://" + regexp.MustCompile(`127\.0\.0\.1:[0-9]+`).FindString(said.String())
}

func waitUntil(t *testing.T, what string, done func() bool) {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for range 3000 {
		if done() {
			return
		}
		<-tick.C
	}
	t.Fatalf("waited in vain for %s", what)
}

// Of publishers at once each either publishes or says that another is at it.
func TestPublishersAtOnce(t *testing.T) {
	state := filepath.Join(t.TempDir(), "state")
	clearlist(t, "keys", "init", "--state", state)
	var group sync.WaitGroup
	var mutex sync.Mutex
	published := 0
	for i := range 6 {
		lists := writeLists(t, i)
		group.Go(func() {
			said, err := exec.Command("clearlist", "publish", "--state", state, "--lists", lists).CombinedOutput()
			mutex.Lock()
			defer mutex.Unlock()
			if err == nil {
				published++
			} else if !strings.HasSuffix(string(said), "release: another publisher is at work\n") || bytes.Count(said, []byte("\n")) != 1 {
				t.Errorf("%v: %s", err, said)
			}
		})
	}
	group.Wait()
	got, err := readPublished(t, state)
	if err != nil || published == 0 || got.Packs[0].Version != uint32(published) {
		t.Errorf("%d published: %+v, %v", published, got, err)
	}
}

// A disk that is full is played by a limit on the size of files, which the
// system enforces on any user, at each of some sizes. (That each single write
// may fail is shown in package release, with files that fail on purpose.)
func TestAFullDiskLeavesTheOldRelease(t *testing.T) {
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no shell here")
	}
	state := filepath.Join(t.TempDir(), "state")
	clearlist(t, "keys", "init", "--state", state)
	clearlist(t, "publish", "--state", state, "--lists", writeLists(t, 0))
	before, err := readPublished(t, state)
	if err != nil {
		t.Fatal(err)
	}
	// The lists built in make a pack that no limit here has room for.
	for _, blocks := range []int{0, 1, 8, 100, 400} {
		script := fmt.Sprintf("ulimit -f %d && exec clearlist publish --state \"$1\"", blocks)
		_, err := exec.Command(shell, "-c", script, "sh", state).Output()
		var failed *exec.ExitError
		if !errors.As(err, &failed) {
			t.Fatalf("%d blocks are enough: %v", blocks, err)
		}
		said := failed.Stderr
		if bytes.Count(said, []byte("\n")) != 1 || !bytes.HasPrefix(said, []byte("clearlist: ")) {
			t.Errorf("%d blocks: %s", blocks, said)
		}
		after, err := readPublished(t, state)
		if err != nil || after.Packs[0].SHA256 != before.Packs[0].SHA256 {
			t.Fatalf("%d blocks: %+v, %v", blocks, after, err)
		}
	}
	clearlist(t, "publish", "--state", state, "--lists", writeLists(t, 1))
}
