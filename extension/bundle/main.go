// Command bundle builds the extension for both browsers, and the Try it page,
// out of extension/src and extension/static:
//
//	go run ./extension/bundle --server http://127.0.0.1:8787 \
//	    --base .clearlist/published/base --core .build/core.wasm --patcher .build/patcher.wasm --out .build
//
// It writes extension/chromium, extension/firefox, a zip of each, and try. The
// same inputs give the same bytes: nothing in them knows a time, a user or the
// order of a directory.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bundle:", err)
		os.Exit(1)
	}
}

// A build is what one run needs to know.
type build struct {
	server string // origin of the list server, baked into the extension
	source string // the extension folder
	root   []byte // the first trusted root of the lists
	base   []byte // the bundled list, described: base.json
	pack   []byte // the bundled list
	core   []byte // the screening core
	patch  []byte // what makes a new list of an old one and a delta
}

func run(args []string) error {
	flags := flag.NewFlagSet("bundle", flag.ContinueOnError)
	server := flags.String("server", "", "origin the extension fetches lists from")
	base := flags.String("base", "", "folder with the published base: root.json, base.json, curated.pack")
	core := flags.String("core", "", "the compiled core")
	patcher := flags.String("patcher", "", "the compiled patcher")
	source := flags.String("source", "extension", "the extension folder")
	out := flags.String("out", "", "folder to write to")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *base == "" || *core == "" || *patcher == "" || *out == "" {
		return errors.New("--server, --base, --core, --patcher and --out are needed")
	}
	b := build{source: *source}
	var err error
	if b.server, err = origin(*server); err != nil {
		return err
	}
	for _, input := range []struct {
		to   *[]byte
		path string
	}{
		{&b.root, filepath.Join(*base, "root.json")},
		{&b.base, filepath.Join(*base, "base.json")},
		{&b.pack, filepath.Join(*base, "curated.pack")},
		{&b.core, *core},
		{&b.patch, *patcher},
	} {
		if *input.to, err = os.ReadFile(input.path); err != nil {
			return err
		}
	}
	for _, browser := range []string{"chromium", "firefox"} {
		t, err := b.extension(browser)
		if err != nil {
			return fmt.Errorf("%s: %w", browser, err)
		}
		if err := t.write(filepath.Join(*out, "extension", browser)); err != nil {
			return err
		}
		if err := t.zip(filepath.Join(*out, "extension", "clearlist-"+browser+".zip")); err != nil {
			return err
		}
	}
	t, err := b.try()
	if err != nil {
		return fmt.Errorf("try: %w", err)
	}
	return t.write(filepath.Join(*out, "try"))
}

// extension gathers every file of one browser's build.
func (b *build) extension(browser string) (tree, error) {
	t := tree{"core.wasm": b.core, "patcher.wasm": b.patch, "base/curated.pack": b.pack}
	manifest, err := b.manifest(browser)
	if err != nil {
		return nil, err
	}
	if err := t.add("manifest.json", manifest); err != nil {
		return nil, err
	}
	for _, folder := range []string{"_locales", "icons", "ui", "popup", "panel", "options", "seen", "welcome"} {
		if err := t.addFolder(filepath.Join(b.source, "static", folder), folder); err != nil {
			return nil, err
		}
	}
	scripts, err := b.scripts(map[string]string{
		"background":      "src/background/main.ts",
		"content":         "src/content/main.ts",
		"popup/popup":     "src/ui/popup/main.ts",
		"panel/panel":     "src/ui/panel/main.ts",
		"options/options": "src/ui/options/main.ts",
		"seen/seen":       "src/ui/seen/main.ts",
		"capture":         "src/capture/main.ts",
		"once":            "src/capture/once.ts",
		"welcome/welcome": "src/ui/welcome/main.ts",
	})
	if err != nil {
		return nil, err
	}
	return t, t.join(scripts)
}

// try gathers the Try it page: the content code over a core in the page.
func (b *build) try() (tree, error) {
	t := tree{"core.wasm": b.core, "patcher.wasm": b.patch, "curated.pack": b.pack}
	if err := t.addFolder(filepath.Join(b.source, "static", "try"), ""); err != nil {
		return nil, err
	}
	scripts, err := b.scripts(map[string]string{"main": "src/try/main.ts"})
	if err != nil {
		return nil, err
	}
	return t, t.join(scripts)
}

// manifest is manifest.json with the members of manifest.<browser>.json over
// it, and the list server allowed.
func (b *build) manifest(browser string) ([]byte, error) {
	merged := map[string]json.RawMessage{}
	for _, name := range []string{"manifest.json", "manifest." + browser + ".json"} {
		text, err := os.ReadFile(filepath.Join(b.source, "static", name))
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(text, &merged); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	policy, err := json.Marshal(map[string]string{
		"extension_pages": "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; " +
			"img-src 'self'; connect-src 'self' " + b.server + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
	})
	if err != nil {
		return nil, err
	}
	merged["content_security_policy"] = policy
	return json.Marshal(merged)
}

// origin refuses what is more or less than scheme://host[:port]: the value
// becomes part of a content security policy.
func origin(server string) (string, error) {
	u, err := url.Parse(server)
	if err != nil {
		return "", err
	}
	if (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || u.Scheme+"://"+u.Host != server {
		return "", fmt.Errorf("--server %q is not an origin such as https://lists.example", server)
	}
	return server, nil
}
