package fetch

import (
	"encoding/json"
	"os"
	"strings"
)

// A note lies beside what has come so far, and says of which version it is.
type note struct {
	URL, ETag, LastModified string
	Total                   int64 // 0: not known
}

// validator is what tells the version in If-Range; "" where nothing does. A weak
// ETag does not tell bytes apart.
func (n note) validator() string {
	if n.ETag != "" && !strings.HasPrefix(n.ETag, "W/") {
		return n.ETag
	}
	return n.LastModified
}

// known is the note of what has come, if it is of this address and can be gone
// on with.
func (d *download) known() (note, int64) {
	var n note
	text, err := os.ReadFile(d.part + ".txt")
	if err != nil || json.Unmarshal(text, &n) != nil || n.URL != d.item.URL || n.validator() == "" {
		return note{}, 0
	}
	return n, d.have()
}
