package main

import (
	"flag"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var besideNginx = flag.Bool("nginx", false, "compare serve with nginx, by wrk, on loopback")

// nginxConfig serves a directory with what a static host would be told to:
// no log, files by sendfile, names and sizes kept.
const nginxConfig = `
user root;
worker_processes auto;
pid %[1]s/nginx.pid;
error_log %[1]s/error.log warn;
events { worker_connections 2048; }
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000;
  open_file_cache max=1000 inactive=60s;
  types { application/json json; }
  default_type application/octet-stream;
  server {
    listen 127.0.0.1:%[2]d backlog=1024;
    root %[3]s;
    add_header Cache-Control "public, max-age=31536000, immutable, no-transform";
    add_header Access-Control-Allow-Origin "*";
  }
}
`

// The same files, by nginx and by this server, one after the other, on the
// same machine with wrk beside them. Run by make bench-serve.
func TestServesBesideNginx(t *testing.T) {
	if !*besideNginx {
		t.Skip("with -nginx alone")
	}
	for _, program := range []string{"nginx", "wrk"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("no %s here: apt-get install nginx-light wrk", program)
		}
	}
	state := filepath.Join(t.TempDir(), "state")
	clearlist(t, "keys", "init", "--state", state)
	keepMarks(t, state, "first", coinedMarks(3000)...)
	clearlist(t, "publish", "--state", state)
	published, err := filepath.Abs(filepath.Join(state, "published"))
	if err != nil {
		t.Fatal(err)
	}

	ours, theirs := freePort(t), freePort(t)
	server := exec.Command("clearlist", "serve", "--state", state, "--addr", fmt.Sprintf("127.0.0.1:%d", ours), "--log", "quiet")
	server.Stdout, server.Stderr = os.Stderr, os.Stderr
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	defer server.Process.Kill() //nolint:errcheck // a test's
	dir := t.TempDir()
	conf := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(conf, fmt.Appendf(nil, nginxConfig, dir, theirs, published), 0o644); err != nil {
		t.Fatal(err)
	}
	nginx := exec.Command("nginx", "-p", dir, "-c", conf, "-g", "daemon off;")
	nginx.Stderr = os.Stderr
	if err := nginx.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		nginx.Process.Signal(os.Interrupt) //nolint:errcheck // a test's
		nginx.Wait()                       //nolint:errcheck
	}()
	for _, port := range []int{ours, theirs} {
		awaitPort(t, port)
	}

	t.Logf("%-26s %8s %12s %12s %6s", "file", "bytes", "nginx req/s", "ours req/s", "ratio")
	for _, pattern := range []string{"v1/m/timestamp.json", "v1/m/1.targets.json", "v1/s/*.shard", "v1/p/*.curated.pack"} {
		found, err := filepath.Glob(filepath.Join(published, pattern))
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: %v, %v", pattern, found, err)
		}
		info, err := os.Stat(found[0])
		if err != nil {
			t.Fatal(err)
		}
		name, err := filepath.Rel(published, found[0])
		if err != nil {
			t.Fatal(err)
		}
		for _, connections := range []int{50, 500} {
			if connections == 500 && info.Size() > 1<<20 {
				continue // 2 GB at a time: wrk's own patience is measured
			}
			a := wrk(t, theirs, name, connections)
			b := wrk(t, ours, name, connections)
			t.Logf("%-26s %8d %12.0f %12.0f %6.2f  (%d connections)", pattern, info.Size(), a, b, b/a, connections)
		}
	}
}

func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

func awaitPort(t *testing.T, port int) {
	t.Helper()
	for range 100_000 {
		if conn, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", port)); err == nil {
			conn.Close()
			return
		}
	}
	t.Fatalf("nothing listens on %d", port)
}

var perSecond = regexp.MustCompile(`Requests/sec:\s+([0-9.]+)`)

// wrk asks for a file for four seconds, and returns how often a second it was
// answered. An answer that is none fails the test.
func wrk(t *testing.T, port int, name string, connections int) float64 {
	t.Helper()
	out, err := exec.Command("wrk", "-t2", "-d4s", "--timeout", "20s", fmt.Sprintf("-c%d", connections),
		fmt.Sprintf("http://127.0.0.1:%d/%s", port, name)).CombinedOutput()
	if err != nil {
		t.Fatalf("wrk: %v\n%s", err, out)
	}
	if text := string(out); strings.Contains(text, "Socket errors") || strings.Contains(text, "Non-2xx") {
		t.Errorf("%s on %d: %s", name, port, text)
	}
	found := perSecond.FindSubmatch(out)
	if found == nil {
		t.Fatalf("wrk says\n%s", out)
	}
	n, err := strconv.ParseFloat(string(found[1]), 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
