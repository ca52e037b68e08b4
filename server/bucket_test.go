package main

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"clearlist/server/internal/update"
)

// Servers share nothing but the bucket; publishers in different places, with
// the same keys, nothing but the bucket either: one wins. When the bucket is
// gone, what was served is served on.
func TestSeveralServersAndPublishersOnOneBucket(t *testing.T) {
	first := filepath.Join(t.TempDir(), "state")
	clearlist(t, "keys", "init", "--state", first)
	folder := filepath.Join(t.TempDir(), "bucket")
	bucket := "file://" + filepath.ToSlash(folder)
	clearlist(t, "publish", "--state", first, "--lists", writeLists(t, 0), "--to", bucket)
	servers := []string{serveState(t, t.TempDir(), "--from", bucket), serveState(t, t.TempDir(), "--from", bucket)}
	root := filepath.Join(t.TempDir(), "root.json")
	if err := os.WriteFile(root, fetched(t, servers[0]+"/v1/m/1.root.json"), 0o644); err != nil {
		t.Fatal(err)
	}
	clients := []string{t.TempDir(), t.TempDir()}
	version := func(i int) uint32 {
		clearlist(t, "update", "--from", servers[i], "--state", clients[i], "--root", root, "--now")
		lists, err := update.Held(filepath.Join(clients[i], "updated"))
		if err != nil || len(lists) != 1 {
			t.Fatalf("%d lists, %v", len(lists), err)
		}
		return lists[0].Version
	}
	if a, b := version(0), version(1); a != 1 || b != 1 {
		t.Fatalf("versions %d and %d", a, b)
	}

	var group sync.WaitGroup
	var mutex sync.Mutex
	published := uint32(1)
	for i := range 4 {
		state := filepath.Join(t.TempDir(), "state")
		if err := os.CopyFS(filepath.Join(state, "keys"), os.DirFS(filepath.Join(first, "keys"))); err != nil {
			t.Fatal(err)
		}
		for _, private := range keyFiles(t, state) {
			if err := os.Chmod(private, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		lists := writeLists(t, 1+i)
		group.Go(func() {
			said, err := exec.Command("clearlist", "publish", "--state", state, "--lists", lists, "--to", bucket, "--max-change", "1000").CombinedOutput()
			mutex.Lock()
			defer mutex.Unlock()
			if err == nil {
				published++
			} else if !strings.HasSuffix(string(said), "another publisher is at work\n") || strings.Count(string(said), "\n") != 1 {
				t.Errorf("%v: %s", err, said)
			}
		})
	}
	group.Wait()
	if published == 1 {
		t.Fatal("nobody published")
	}
	for i := range servers {
		waitUntil(t, "the newest release", func() bool { return version(i) == published })
	}

	if err := os.Rename(folder, folder+"-gone"); err != nil {
		t.Fatal(err)
	}
	for i := range servers {
		for range 3 {
			fetched(t, servers[i]+"/v1/m/timestamp.json")
			fetched(t, servers[i]+"/healthz")
		}
		if got := version(i); got != published {
			t.Errorf("without the bucket: version %d", got)
		}
	}
}

func keyFiles(t *testing.T, state string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(state, "keys", "*.pem"))
	if err != nil || len(names) == 0 {
		t.Fatalf("%d keys, %v", len(names), err)
	}
	return names
}

func fetched(t *testing.T, address string) []byte {
	t.Helper()
	response, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s", address, response.Status)
	}
	all, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// A disk that is full, and a database that is gone, are told in one line by
// every command that writes or reads there, and nothing of before is lost.
func TestEachCommandOnAFullDiskAndWithoutItsDatabase(t *testing.T) {
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no shell here")
	}
	state := filepath.Join(t.TempDir(), "state")
	clearlist(t, "keys", "init", "--state", state)
	clearlist(t, "publish", "--state", state, "--lists", writeLists(t, 0))
	address := serveState(t, state)
	root := filepath.Join(state, "published/v1/m/1.root.json")
	client := t.TempDir()
	clearlist(t, "update", "--from", address, "--state", client, "--root", root)
	newer := writeLists(t, 1)
	clearlist(t, "publish", "--state", state, "--lists", newer)
	before, err := readPublished(t, state)
	if err != nil {
		t.Fatal(err)
	}
	waitUntil(t, "the new release", func() bool {
		return strings.Contains(string(fetched(t, address+"/v1/m/timestamp.json")), `"version":2`)
	})
	fails := func(script string, args ...string) {
		t.Helper()
		_, err := exec.Command(shell, append([]string{"-c", script + ` exec clearlist "$@"`, "sh"}, args...)...).Output()
		var failed *exec.ExitError
		if !errors.As(err, &failed) || failed.ExitCode() != 1 {
			t.Errorf("%s: %v", strings.Join(args[:2], " "), err)
			return
		}
		if said := string(failed.Stderr); strings.Count(said, "\n") != 1 || !strings.HasPrefix(said, "clearlist: ") {
			t.Errorf("%s: it said %q", strings.Join(args[:2], " "), said)
		}
	}
	const full = "ulimit -f 0;"
	fails(full, "keys", "init", "--state", filepath.Join(t.TempDir(), "new"))
	fails(full, "keys", "rotate", "targets-2", "--state", state)
	fails(full, "publish", "--state", state, "--lists", writeLists(t, 2))
	fails(full, "update", "--from", address, "--state", client, "--now")
	office := httptest.NewServer(http.FileServer(http.Dir(newer)))
	defer office.Close()
	fails(full, "fetch", "--source", "euipo", "--from", office.URL+"/a.list", "--sha256", hashOf(fetched(t, office.URL+"/a.list")), "--out", t.TempDir())

	const gone = "postgres://nobody@127.0.0.1:1/none"
	fails("", "publish", "--state", state, "--lists", writeLists(t, 3), "--database", gone)
	fails("", "import", "--state", state, "--database", gone, filepath.Join(newer, "a.list"))
	fails("", "lists", "at", "2999-01-01", "--state", state, "--database", gone)
	fails("", "lists", "registers", "--state", state, "--database", gone)
	fails("", "lists", "mark", "US", "1", "--state", state, "--database", gone)

	if after, err := readPublished(t, state); err != nil || after.Packs[0].SHA256 != before.Packs[0].SHA256 || after.Timestamp != before.Timestamp {
		t.Errorf("%+v, %v", after, err)
	}
	if held, err := update.Held(filepath.Join(client, "updated")); err != nil || held[0].Version != 1 {
		t.Errorf("the client: %+v, %v", held, err)
	}
	clearlist(t, "update", "--from", address, "--state", client, "--now")
	clearlist(t, "keys", "rotate", "targets-2", "--state", state)
}
