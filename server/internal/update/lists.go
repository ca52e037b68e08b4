package update

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"clearlist/wasm/pack"
	"clearlist/wasm/screen"

	"github.com/theupdateframework/go-tuf/v2/metadata"
)

// A wanted list is a target, with the deltas that lead to it.
type wantedList struct {
	List
	Deltas []struct {
		Base   string `json:"base"`
		SHA256 string `json:"sha256"`
		Length int64  `json:"length"`
	} `json:"deltas"`
}

const (
	// packFormat is the only one that this program opens.
	packFormat = 1
	// maxTogether bounds what all lists take of a disk: the registers of some
	// thirty countries.
	maxTogether = 1 << 30
)

func (r *run) wanted(targets *metadata.TargetsType) ([]wantedList, error) {
	var all []wantedList
	together := int64(0)
	for _, name := range slices.Sorted(maps.Keys(targets.Targets)) {
		file := targets.Targets[name]
		if !strings.HasSuffix(name, ".pack") {
			continue
		}
		var t wantedList
		if file.Custom == nil || json.Unmarshal(*file.Custom, &t) != nil || targetName(t.Name) != name || !isName(t.Name) || len(file.Hashes["sha256"]) != sha256.Size {
			return nil, fail(Malformed, name, errors.New("not a list with a name and a hash"))
		}
		if r.Lists != nil && !slices.Contains(r.Lists, t.Name) {
			continue
		}
		t.SHA256, t.Length = hex.EncodeToString(file.Hashes["sha256"]), file.Length
		switch held := r.state.Held[t.Name]; {
		case t.Format != packFormat:
			return nil, fail(Unusable, t.Name, fmt.Errorf("format %d: this program is older than the list", t.Format))
		case t.Length > pack.MaxSize || t.Length < 0:
			return nil, fail(TooLarge, t.Name, fmt.Errorf("%d bytes", t.Length))
		case t.Version < held.Version:
			return nil, fail(Older, t.Name, fmt.Errorf("version %d after %d", t.Version, held.Version))
		}
		if together += t.Length; together > maxTogether {
			return nil, fail(TooLarge, t.Name, fmt.Errorf("over %d bytes of lists together", maxTogether))
		}
		all = append(all, t)
	}
	for _, name := range r.Lists {
		if !slices.ContainsFunc(all, func(t wantedList) bool { return t.Name == name }) {
			return nil, fail(Mismatch, name, errors.New("no such list is published"))
		}
	}
	return all, nil
}

// isName tells whether a list may be called so: "curated", "register:WO-DE",
// "corpus:shop". A name stands in addresses and on screens. What stands before
// the colon is small: a list in other letters would be one without a version of
// before.
func isName(list string) bool {
	const small, all = "abcdefghijklmnopqrstuvwxyz0123456789-", "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + "abcdefghijklmnopqrstuvwxyz0123456789-"
	kind, rest, two := strings.Cut(list, ":")
	return kind != "" && strings.Trim(kind, small) == "" && (!two || rest != "" && strings.Trim(rest, all) == "")
}

func targetName(list string) string {
	return strings.ToLower(strings.ReplaceAll(list, ":", "-")) + ".pack"
}

// fetchList brings a list up to date, by a delta from what is held, a delta
// from nothing, or whole: a source that fails makes way for the next.
func (r *run) fetchList(t wantedList) (*Change, error) {
	held := r.state.Held[t.Name]
	old, err := readPack(r.Dir, held)
	if err != nil {
		held, old = List{}, nil // lost or damaged: as if it were not there
	}
	if old != nil && held.SHA256 == t.SHA256 {
		r.next.Held[t.Name] = t.List
		return nil, nil
	}
	change := &Change{List: t.List, From: held.Version}
	data, first := r.byDelta(t, held, old, change)
	if data == nil {
		if data, err = r.download("/v1/p/"+t.SHA256+"."+targetName(t.Name), t.Name, t.SHA256, t.Length); err != nil {
			return nil, cmpOr(first, err)
		}
		change.Delta, change.Bytes = false, int64(len(data))
	}
	if err := r.Open(t.List, data); err != nil {
		return nil, fail(Unusable, t.Name, err)
	}
	if err := r.save(packName(t.SHA256), data); err != nil {
		return nil, err
	}
	r.next.Held[t.Name] = t.List
	return change, nil
}

// cmpOr is the first error that is one: what the first source said tells more.
func cmpOr(first, second error) error {
	if first != nil {
		return errors.Join(second, first)
	}
	return second
}

func (r *run) byDelta(t wantedList, held List, old []byte, change *Change) ([]byte, error) {
	var first error
	for _, base := range []string{held.SHA256, ""} {
		if base == "" {
			old = nil
		}
		for _, d := range t.Deltas {
			if d.Base != base || d.Length > t.Length || d.Length <= 0 {
				continue
			}
			data, err := r.download("/v1/d/"+d.SHA256+".delta", t.Name, d.SHA256, d.Length)
			if err == nil {
				change.Delta, change.Bytes = true, int64(len(data))
				if data, err = screen.Apply(old, data); err == nil && hashOf(data) == t.SHA256 {
					return data, nil
				}
				err = fail(Mismatch, t.Name, errors.New("the delta leads elsewhere"))
			}
			if first == nil {
				first = err
			}
			if r.ctx.Err() != nil {
				return nil, first
			}
		}
		if base == "" {
			break
		}
	}
	return nil, first
}

// drop forgets lists that are published no more, or not wanted any more.
func (r *run) drop(targets *metadata.TargetsType) {
	for name := range r.next.Held {
		if targets.Targets[targetName(name)] == nil || r.Lists != nil && !slices.Contains(r.Lists, name) {
			delete(r.next.Held, name)
		}
	}
}

func hashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
