package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/theupdateframework/go-tuf/v2/metadata/config"
	"github.com/theupdateframework/go-tuf/v2/metadata/updater"
)

var golden = flag.Bool("update", false, "rewrite the golden parts of the scripts")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"clearlist": main})
}

// The scripts under testdata/script are the command's manual.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: *golden,
		Setup: func(env *testscript.Env) error {
			registers, err := filepath.Abs("../testdata/registers")
			env.Setenv("REGISTERS", registers)
			return err
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exec-status":  execStatus,
			"serve":        serveInBackground,
			"stop-serving": stopServing,
			"get":          get,
			"await":        await,
			"follow":       follow,
			"digest":       digest,
		},
	})
}

// execStatus is exec with the exit status that is wanted.
func execStatus(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	var failed *exec.ExitError
	err = ts.Exec(args[1], args[2:]...)
	if got := 0; !neg {
		if errors.As(err, &failed) {
			got = failed.ExitCode()
		} else {
			ts.Check(err)
		}
		if got != want {
			ts.Fatalf("exit status %d, want %d", got, want)
		}
	}
}

// A served is a server that a script has started.
type served struct {
	command  *exec.Cmd
	out, err output
}

// output may be read while a process writes to it.
type output struct {
	mutex sync.Mutex
	text  bytes.Buffer
}

func (o *output) Write(part []byte) (int, error) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return o.text.Write(part)
}

func (o *output) String() string {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return o.text.String()
}

var running sync.Map // *testscript.TestScript -> *served

// serveInBackground starts clearlist serve, and waits until it has said where.
func serveInBackground(ts *testscript.TestScript, _ bool, args []string) {
	s := &served{command: exec.Command("clearlist", append([]string{"serve"}, args...)...)}
	s.command.Dir = ts.Getenv("WORK")
	s.command.Env = append(os.Environ(), "PATH="+ts.Getenv("PATH"))
	s.command.Stdout, s.command.Stderr = &s.out, &s.err
	path, err := exec.LookPath("clearlist")
	ts.Check(err)
	s.command.Path = path
	ts.Check(s.command.Start())
	running.Store(ts, s)
	ts.Defer(func() { s.command.Process.Kill() }) //nolint:errcheck // it may be gone
	waitFor(ts, "the address", func() bool { return strings.Contains(s.out.String(), "Stop with") })
	address := regexp.MustCompile(`127\.0\.0\.1:[0-9]+`).FindString(s.out.String())
	ts.Setenv("SERVED", address)
	fmt.Fprint(ts.Stdout(), s.out.String())
}

func stopServing(ts *testscript.TestScript, _ bool, _ []string) {
	value, _ := running.LoadAndDelete(ts)
	s := value.(*served)
	ts.Check(s.command.Process.Signal(syscall.SIGTERM))
	ts.Check(s.command.Wait())
	fmt.Fprint(ts.Stderr(), s.err.String())
}

// get asks for a path and wants a status; the body becomes stdout.
func get(ts *testscript.TestScript, _ bool, args []string) {
	status, body := request(ts, args[1])
	fmt.Fprint(ts.Stdout(), body)
	if strconv.Itoa(status) != args[0] {
		ts.Fatalf("%s: status %d, want %s\n%s", args[1], status, args[0], body)
	}
}

// await asks for a path until its body holds a text.
func await(ts *testscript.TestScript, _ bool, args []string) {
	waitFor(ts, args[1], func() bool {
		_, body := request(ts, args[0])
		return strings.Contains(body, args[1])
	})
}

func request(ts *testscript.TestScript, path string) (int, string) {
	response, err := http.Get("http://" + ts.Getenv("SERVED") + path)
	ts.Check(err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	ts.Check(err)
	return response.StatusCode, string(body)
}

// waitFor asks again and again, for as long as a slow machine may take.
func waitFor(ts *testscript.TestScript, what string, done func() bool) {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for range 3000 {
		if done() {
			return
		}
		<-tick.C
	}
	ts.Fatalf("waited in vain for %s", what)
}

// digest puts the digest of the only proposal into a variable.
func digest(ts *testscript.TestScript, _ bool, args []string) {
	found, err := filepath.Glob(ts.MkAbs(".clearlist/published/proposed/*.json"))
	ts.Check(err)
	if len(found) != 1 {
		ts.Fatalf("proposals: %v", found)
	}
	ts.Setenv(args[0], strings.TrimSuffix(filepath.Base(found[0]), ".json"))
}

// follow downloads the curated pack by go-tuf's own client.
func follow(ts *testscript.TestScript, _ bool, args []string) {
	origin := "http://" + ts.Getenv("SERVED")
	pack, err := followFrom(origin, []byte(ts.ReadFile(args[0])))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs("followed.pack"), pack, 0o644))
}

func followFrom(origin string, root []byte) ([]byte, error) {
	cfg, err := config.New(origin+"/v1/m", root)
	if err != nil {
		return nil, err
	}
	cfg.DisableLocalCache = true
	client, err := updater.New(cfg)
	if err != nil {
		return nil, err
	}
	info, err := client.GetTargetInfo("curated.pack")
	if err != nil {
		return nil, err
	}
	_, pack, err := client.DownloadTarget(info, "", origin+"/v1/p")
	return pack, err
}
