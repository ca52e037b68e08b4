package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// program builds testdata/program, with the flags that the core is built with.
func program(t *testing.T, tags ...string) []byte {
	t.Helper()
	if _, err := os.ReadFile("testdata/program/main.go"); err != nil { // go test keeps a result until it changes
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "program.wasm")
	build := exec.Command("go", "build", "-buildmode=c-shared", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-tags", strings.Join(tags, ","), "-o", out, "./testdata/program")
	build.Env = append(os.Environ(), "GOOS=wasip1", "GOARCH=wasm", "CGO_ENABLED=0")
	if message, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, message)
	}
	b, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// slimmed starts the program and gives it with and without what is left out.
func slimmed(t *testing.T) (whole, slim []byte) {
	t.Helper()
	if v := runtime.Version(); !isReadIn(v) {
		t.Skipf("with %s the module stays whole", v)
	}
	m, err := parse(program(t))
	if err != nil {
		t.Fatal(err)
	}
	s, err := start(t.Context(), m)
	if err != nil {
		t.Fatal(err)
	}
	whole = m.resumed(s)
	if err := m.slim(s); err != nil {
		t.Fatal(err)
	}
	return whole, m.resumed(s)
}

func TestASlimProgramDoesAllItDid(t *testing.T) {
	whole, slim := slimmed(t)
	if len(slim) > len(whole)*3/4 {
		t.Errorf("%d bytes of %d are left", len(slim), len(whole))
	}
	for _, module := range []struct {
		name  string
		bytes []byte
	}{{"whole", whole}, {"slim", slim}} {
		t.Run(module.name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			runtime := wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfig().WithCloseOnContextDone(true).WithMemoryLimitPages(1024))
			defer runtime.Close(ctx)
			now := uint64(firstTime)
			clock := func() uint64 {
				now += uint64(time.Microsecond)
				return now
			}
			if err := host(ctx, runtime, clock); err != nil {
				t.Fatal(err)
			}
			compiled, err := runtime.CompileModule(ctx, module.bytes)
			if err != nil {
				t.Fatal(err)
			}
			begin := func() api.Module {
				instance, err := runtime.InstantiateModule(ctx, compiled, wazero.NewModuleConfig().WithName("").WithStartFunctions())
				if err != nil {
					t.Fatal(err)
				}
				return instance
			}
			instance := begin()
			call := func(name string, n uint64) (uint64, error) {
				answer, err := instance.ExportedFunction(name).Call(ctx, n)
				if err != nil {
					return 0, err
				}
				return answer[0], nil
			}
			for _, c := range []struct {
				name       string
				n          uint64
				from, upTo uint64
			}{
				{"collect", 16, 2, 1000},
				{"deep", 5_000, 1, 1},
				{"deep", 50_000, 1, 1},
				{"fail", 0, 1, 1},
				{"fail", 1, 1, 1},
				{"fail", 2, 1, 1},
				{"fail", 3, 1, 1},
				{"fail", 4, 1, 1},
				{"fail", 5, 1, 1},
				{"collect", 8, 3, 2000},
			} {
				if got, err := call(c.name, c.n); err != nil || got < c.from || got > c.upTo {
					t.Fatalf("%s(%d) gives %d, %v", c.name, c.n, got, err)
				}
			}
			for _, c := range []struct {
				name string
				n    uint64
			}{{"fail", 100}, {"forever", 0}} {
				if got, err := call(c.name, c.n); err == nil || errors.Is(err, context.DeadlineExceeded) || ctx.Err() != nil {
					t.Errorf("%s(%d) gives %d, %v", c.name, c.n, got, err)
				}
				instance = begin()
			}
		})
	}
}

func TestGoroutinesStopTheBuild(t *testing.T) {
	m, err := parse(program(t, "goroutines"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := start(t.Context(), m)
	if err != nil {
		t.Fatal(err)
	}
	err = m.slim(s)
	for _, want := range []string{"main.work calls runtime.newproc", "main.work calls runtime.selectgo", "main.work.func1 calls runtime.chanrecv2"} {
		if !errors.Is(err, errGoroutines) || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

func TestAnotherLayoutStopsTheBuild(t *testing.T) {
	m, err := parse(program(t))
	if err != nil {
		t.Fatal(err)
	}
	all, err := m.functions()
	if err != nil {
		t.Fatal(err)
	}
	s, err := start(t.Context(), m)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := findTables(s.memory, len(all)); err != nil {
		t.Error(err)
	}
	if _, err := findTables(s.memory, len(all)-1); !errors.Is(err, errTables) {
		t.Errorf("one function less: %v", err)
	}
	if m.numbered(0, len(all)) {
		t.Error("functions without imports before them are taken for Go's")
	}
	if _, err := findTables(make([]byte, pageSize), len(all)); !errors.Is(err, errTables) {
		t.Errorf("an empty memory: %v", err)
	}
	if !isNever("runtime.throw") || isNever("runtime.traceEnabled") || isNever("runtime.(*mheap).init") ||
		!isNever("clearlist/wasm/reuse.init") || !isNever("unicode.init.0") || isNever("clearlist/wasm/x.T.init") {
		t.Error("a name is taken for another")
	}
}
