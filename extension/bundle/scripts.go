package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// Oldest browsers with Ed25519 in WebCrypto and the custom highlight API; the
// manifests name the same.
var engines = []api.Engine{{Name: api.EngineChrome, Version: "137"}, {Name: api.EngineFirefox, Version: "140"}}

// buildModule is imported by name and exists only here: what a build knows.
const buildModule = "clearlist:build"

// scripts bundles entry points: output name (without .js) to source.
func (b *build) scripts(entries map[string]string) (tree, error) {
	source, err := filepath.Abs(b.source)
	if err != nil {
		return nil, err
	}
	options := api.BuildOptions{
		AbsWorkingDir:     source,
		Outdir:            source,
		Bundle:            true,
		Format:            api.FormatIIFE,
		Platform:          api.PlatformBrowser,
		Engines:           engines,
		Charset:           api.CharsetUTF8,
		LegalComments:     api.LegalCommentsNone,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		TreeShaking:       api.TreeShakingTrue,
		Loader:            map[string]api.Loader{".css": api.LoaderText, ".svg": api.LoaderText},
		Plugins:           []api.Plugin{b.constants(), b.locales(), wordings()},
		LogLevel:          api.LogLevelSilent,
	}
	for output, input := range entries {
		options.EntryPointsAdvanced = append(options.EntryPointsAdvanced, api.EntryPoint{InputPath: input, OutputPath: output})
	}
	result := api.Build(options)
	if len(result.Errors) > 0 {
		return nil, errors.New(strings.Join(api.FormatMessages(result.Errors, api.FormatMessagesOptions{}), "\n"))
	}
	t := tree{}
	for _, file := range result.OutputFiles {
		name, err := filepath.Rel(source, file.Path)
		if err != nil {
			return nil, err
		}
		t[filepath.ToSlash(name)] = file.Contents
	}
	return t, nil
}

// constants answers the import of clearlist:build.
func (b *build) constants() api.Plugin {
	return api.Plugin{Name: "constants", Setup: func(build api.PluginBuild) {
		build.OnResolve(api.OnResolveOptions{Filter: "^" + buildModule + "$"}, func(api.OnResolveArgs) (api.OnResolveResult, error) {
			return api.OnResolveResult{Path: buildModule, Namespace: "constants"}, nil
		})
		build.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: "constants"}, func(api.OnLoadArgs) (api.OnLoadResult, error) {
			server, err := json.Marshal(b.server)
			if err != nil {
				return api.OnLoadResult{}, err
			}
			root, err := json.Marshal(string(b.root))
			if err != nil {
				return api.OnLoadResult{}, err
			}
			module := fmt.Sprintf("export const server = %s, root = %s, base = %s;", server, root, b.base)
			return api.OnLoadResult{Contents: &module, Loader: api.LoaderJS}, nil
		})
	}}
}

// locales answers the import of #locales with every catalogue there is, by
// language code: a language is one more folder.
func (b *build) locales() api.Plugin {
	return api.Plugin{Name: "locales", Setup: func(build api.PluginBuild) {
		build.OnResolve(api.OnResolveOptions{Filter: "^#locales$"}, func(api.OnResolveArgs) (api.OnResolveResult, error) {
			return api.OnResolveResult{Path: "#locales", Namespace: "locales"}, nil
		})
		build.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: "locales"}, func(api.OnLoadArgs) (api.OnLoadResult, error) {
			folder, err := filepath.Abs(filepath.Join(b.source, "static", "_locales"))
			if err != nil {
				return api.OnLoadResult{}, err
			}
			languages, err := os.ReadDir(folder) // sorted
			if err != nil {
				return api.OnLoadResult{}, err
			}
			var imports, members strings.Builder
			for i, language := range languages {
				fmt.Fprintf(&imports, "import c%d from %q;\n", i, "./"+language.Name()+"/messages.json")
				fmt.Fprintf(&members, "%q: c%d,\n", strings.ReplaceAll(language.Name(), "_", "-"), i)
			}
			module := imports.String() + "export const catalogues = {\n" + members.String() + "};\n"
			return api.OnLoadResult{Contents: &module, ResolveDir: folder, Loader: api.LoaderJS}, nil
		})
	}}
}

// wordings drops from a catalogue what only translators and the browser need.
func wordings() api.Plugin {
	return api.Plugin{Name: "wordings", Setup: func(build api.PluginBuild) {
		build.OnLoad(api.OnLoadOptions{Filter: `[/\\]_locales[/\\]\w+[/\\]messages\.json$`}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
			text, err := slimCatalogue(args.Path)
			return api.OnLoadResult{Contents: &text, Loader: api.LoaderJSON}, err
		})
	}}
}
