package lists_test

import (
	"testing"

	"clearlist/server/lists"
	"clearlist/wasm/list"
)

// Each mistake names its file, line and column.
func TestListsAreSound(t *testing.T) {
	set, err := list.Read(lists.Sources())
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range list.Check(set) {
		t.Error(problem)
	}
}
