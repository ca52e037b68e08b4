package main_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A room is a folder with all below it, and what its files, tests aside, may
// import of this module. The row of the longest folder decides.
type room struct {
	folder  string
	may     []string // folders with all below them
	browser bool     // linked into the core's WebAssembly
	why     string   // said when the rule is broken
}

var core = []string{"wasm/door", "wasm/list", "wasm/pack", "wasm/screen", "wasm/reuse", "wasm/wire"}

var rooms = []room{
	{"wasm", core, true, "main.go joins the core's parts, and knows nothing of a server"},
	{"wasm/door", nil, true, "how a host calls says nothing of what it calls"},
	{"wasm/list", nil, true, "the vocabulary stands alone: everything else is written in it"},
	{"wasm/pack", []string{"wasm/list"}, true, "a format knows the words it holds, not who uses them"},
	{"wasm/internal", []string{"wasm/list", "wasm/pack", "wasm/internal"}, true, "the machinery does not know the engine it drives"},
	{"wasm/internal/normalize/gen", nil, false, "it writes tables from Unicode's alone"},
	{"wasm/screen", []string{"wasm/list", "wasm/pack", "wasm/internal"}, true, "what finds does not know how it is asked"},
	{"wasm/reuse", []string{"wasm/list", "wasm/pack", "wasm/internal"}, true, "what finds does not know how it is asked"},
	{"wasm/wire", []string{"wasm/list", "wasm/pack", "wasm/screen"}, true, "it says what was found, and finds nothing itself"},

	{"server", append([]string{"server"}, core...), false, "the command reaches the core by its public doors"},
	{"server/lists", []string{"wasm/list"}, false, "it only carries the texts"},
	{"server/internal", nil, false, "a new station needs its row in the table of rooms"},
	station("server/internal/source"),
	station("server/internal/fetch"),
	station("server/internal/intake"),
	station("server/internal/store"),
	station("server/internal/release"),
	station("server/internal/api"),
	{"server/internal/importbench", []string{"server/internal/intake/intaketest"}, false, "it drives the command from outside, as a user does"},
	{"server/internal/bench", append([]string{"server/lists", "server/internal/bench"}, core...), false, "it measures the engine, not the server"},
	station("server/internal/update"),
	{"server/internal/reusebench", core, false, "it measures the engine, not the server"},
	{"server/internal/eval", append([]string{"server/lists"}, core...), false, "it measures the engine, not the server"},

	{"extension/bundle", nil, false, "the bundler handles files, whatever they say"},
}

func station(folder string) room {
	return room{
		folder, append([]string{folder}, core...), false,
		"stations do not import each other: the command joins them, wasm/list gives them words",
	}
}

// bans are imports the browser's build does without. The sizes are what a
// package adds to a bare module of 408 KB, brotli, with Go 1.26.
var bans = []struct {
	path string // with all below it
	why  string
}{
	{"fmt", "140 KB; strconv and append do"},
	{"encoding", "JSON is 260 KB, and even binary needs reflect; a format is written by hand"},
	{"regexp", "125 KB, and no bound on its work that a listing could rely on"},
	{"reflect", "it keeps the linker from dropping methods"},
	{"net", "the core reaches no network: what the seller writes never leaves the browser"},
	{"os", "the core has no files and no environment"},
	{"io/fs", "the core has no files"},
	{"path/filepath", "the core has no files"},
	{"log", "the core logs nothing: a listing must not end up in a console"},
	{"time", "the core has no clock: the same text gives the same answer; list.Date counts days"},
	{"math/rand", "the same text gives the same answer"},
	{"crypto", "signatures are verified before the core sees a pack"},
	{"context", "a check is short, and nothing cancels it"},
	{"sync", "what is built is immutable, and nothing runs beside it; sync/atomic hands memory on between a server's checks"},
	{"syscall/js", "625 us a call against 11 of go:wasmexport"},
	{"C", "the core is pure Go"},
}

func TestImports(t *testing.T) {
	fset, seen := token.NewFileSet(), 0
	err := filepath.WalkDir("..", func(name string, entry fs.DirEntry, err error) error {
		base := entry.Name()
		switch {
		case err != nil:
			return err
		case entry.IsDir() && base != ".." && (base[0] == '.' || base == "node_modules" || base == "testdata"):
			return fs.SkipDir
		case entry.IsDir() || !strings.HasSuffix(base, ".go") || strings.HasSuffix(base, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(fset, name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		seen++
		folder := path.Dir(strings.TrimPrefix(filepath.ToSlash(name), "../"))
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if why := refused(folder, imported); why != "" {
				t.Errorf("%s: %s may not import %s: %s", fset.Position(spec.Pos()), folder, imported, why)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen == 0 {
		t.Fatal("no Go files found")
	}
}

// refused tells why a file of the folder may not import the path, or "".
func refused(folder, imported string) string {
	var in room
	for _, r := range rooms {
		if within(folder, r.folder) && len(r.folder) > len(in.folder) {
			in = r
		}
	}
	if in.folder == "" {
		return "the folder has no row in the table of rooms; give it one"
	}
	if ours, is := strings.CutPrefix(imported, "clearlist/"); is {
		if slices.ContainsFunc(in.may, func(may string) bool { return within(ours, may) }) {
			return ""
		}
		return in.why
	}
	if !in.browser {
		return ""
	}
	if first, _, _ := strings.Cut(imported, "/"); strings.Contains(first, ".") {
		return "the core has no dependency but the standard library"
	}
	for _, ban := range bans {
		if within(imported, ban.path) && imported != "sync/atomic" {
			return ban.why
		}
	}
	return ""
}

func within(name, folder string) bool {
	return name == folder || strings.HasPrefix(name, folder+"/")
}

// The rules themselves, for a row that lets everything through to be seen.
func TestRefused(t *testing.T) {
	for _, c := range []struct {
		folder, imported string
		refused          bool
	}{
		{"wasm/list", "strings", false},
		{"wasm/list", "unicode/utf8", false},
		{"wasm/list", "fmt", true},
		{"wasm/list", "clearlist/wasm/pack", true},
		{"wasm/pack", "clearlist/wasm/list", false},
		{"wasm/pack", "clearlist/wasm/screen", true},
		{"wasm/pack", "clearlist/wasm/internal/match", true},
		{"wasm/pack", "encoding/binary", true},
		{"wasm/internal/match", "clearlist/wasm/internal/normalize", false},
		{"wasm/internal/match", "clearlist/wasm/screen", true},
		{"wasm/internal/match", "golang.org/x/text/unicode/norm", true},
		{"wasm/internal/normalize/gen", "golang.org/x/text/unicode/norm", false},
		{"wasm/internal/normalize/gen", "clearlist/wasm/list", true},
		{"wasm/screen", "clearlist/wasm/internal/score", false},
		{"wasm/screen", "clearlist/wasm/wire", true},
		{"wasm/screen", "time", true},
		{"wasm/reuse", "clearlist/server/lists", true},
		{"wasm/wire", "clearlist/wasm/screen", false},
		{"wasm/wire", "clearlist/wasm/internal/match", true},
		{"wasm/wire", "encoding/json", true},
		{"wasm", "clearlist/wasm/wire", false},
		{"wasm", "clearlist/wasm/internal/match", true},
		{"wasm", "clearlist/server", true},
		{"wasm", "unsafe", false},
		{"wasm", "net/http", true},
		{"server", "clearlist/server/internal/api", false},
		{"server", "clearlist/wasm/screen", false},
		{"server", "clearlist/wasm/internal/match", true},
		{"server/lists", "clearlist/wasm/screen", true},
		{"server/internal/api", "clearlist/server/internal/store", true},
		{"server/internal/store", "clearlist/server/internal/store/migrations", false},
		{"server/internal/store/storetest", "clearlist/server/internal/store", false},
		{"server/internal/storehouse", "clearlist/server/internal/store", true},
		{"server/internal/release", "clearlist/wasm/list", false},
		{"server/internal/release", "clearlist/server", true},
		{"server/internal/api", "github.com/go-chi/chi/v5", false},
		{"server/internal/eval", "clearlist/server/internal/release", true},
		{"extension/bundle", "clearlist/wasm/screen", true},
		{"tools", "fmt", true},
	} {
		if why := refused(c.folder, c.imported); (why != "") != c.refused {
			t.Errorf("%s imports %s: %q", c.folder, c.imported, why)
		}
	}
}
