package storetest

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// nobody runs the cluster when we are root, which PostgreSQL refuses to be.
const nobody = 65534

// Postgres starts a cluster of its own that ends with the test, and returns an
// address to which a database's name may be added. It skips where PostgreSQL
// is not installed.
func Postgres(t testing.TB) (address string, create func(name string)) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 || runtime.GOOS != "linux" {
		t.Skip("PostgreSQL is not tested: no /usr/lib/postgresql/*/bin/initdb here")
	}
	bin := filepath.Dir(slices.Max(found))
	dir, err := os.MkdirTemp("/tmp", "clearlist-pg") // short: a socket's path has 107 bytes
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if os.Geteuid() == 0 {
		if err := os.Chown(dir, nobody, nobody); err != nil {
			t.Fatal(err)
		}
	}
	run := func(name string, args ...string) {
		command := exec.Command(filepath.Join(bin, name), args...)
		command.Dir, command.Env = dir, append(os.Environ(), "HOME="+dir, "LC_ALL=C.UTF-8")
		if os.Geteuid() == 0 {
			command.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		}
		// To a file: the server keeps the output it is given open.
		log, err := os.OpenFile(filepath.Join(dir, name+".out"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
		if err != nil {
			t.Fatal(err)
		}
		defer log.Close()
		command.Stdout, command.Stderr = log, log
		if err := command.Run(); err != nil {
			said, _ := os.ReadFile(log.Name())
			t.Fatalf("%s: %v\n%s", name, err, said)
		}
	}
	data := filepath.Join(dir, "data")
	run("initdb", "-D", data, "-U", "clearlist", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale", "C.UTF-8")
	run("pg_ctl", "-D", data, "-w", "-l", filepath.Join(dir, "log"), "-o", "-c listen_addresses='' -c unix_socket_directories="+dir+" -c fsync=off", "start")
	t.Cleanup(func() { run("pg_ctl", "-D", data, "-m", "immediate", "stop") })
	address = "postgres:///?host=" + dir + "&user=clearlist&dbname="
	return address, func(name string) {
		run("createdb", "-h", dir, "-U", "clearlist", strings.ToLower(name))
	}
}
