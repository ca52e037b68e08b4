// Package lists holds the curated lists: text files an editor reads and a
// reviewer signs off line by line. README.md beside them is their manual.
//
// The package only carries the files into the program; reading and checking
// them is the work of package list:
//
//	set, err := list.Read(lists.Sources())
package lists

import (
	"embed"

	"clearlist/wasm/list"
)

//go:embed *.list *.words
var files embed.FS

// Sources returns every list file, in the order of their names.
func Sources() []list.Source {
	entries, err := files.ReadDir(".")
	if err != nil {
		panic(err) // the files are part of the program
	}
	sources := make([]list.Source, 0, len(entries))
	for _, entry := range entries {
		text, err := files.ReadFile(entry.Name())
		if err != nil {
			panic(err)
		}
		sources = append(sources, list.Source{Name: entry.Name(), Text: string(text)})
	}
	return sources
}
