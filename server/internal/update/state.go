package update

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"clearlist/wasm/pack"

	"github.com/gofrs/flock"
)

// A state is all that is remembered: state.json. It changes as one.
type state struct {
	Root      []byte          `json:"root"`
	Timestamp []byte          `json:"timestamp,omitempty"`
	Snapshot  []byte          `json:"snapshot,omitempty"`
	Targets   []byte          `json:"targets,omitempty"`
	Held      map[string]List `json:"held"`
	Before    map[string]List `json:"before"` // what was held before the last change
	Seen      time.Time       `json:"seen"`   // the latest time at which an update succeeded
	Failures  int             `json:"failures,omitempty"`
	Retry     time.Time       `json:"retry,omitzero"` // not to be tried before
}

const (
	stateName = "state.json"
	maxState  = 2 << 20
	draft     = ".draft-"
)

func packName(sha256 string) string { return sha256 + ".pack" }

// readState reads what is remembered; nothing is remembered at first.
func readState(dir string) (*state, error) {
	s := &state{Held: map[string]List{}}
	data, err := readLimited(filepath.Join(dir, stateName), maxState)
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err != nil {
		return nil, fail(Disk, "", err)
	}
	if err := json.Unmarshal(data, s); err != nil || s.Held == nil {
		return &state{Held: map[string]List{}}, nil // as if it were lost: a root has to be given again
	}
	return s, nil
}

// A Pack is a list that is held.
type Pack struct {
	List
	Bytes []byte
}

// Held returns the lists of a directory, each compared with its hash; for one
// that is damaged, the one before it.
func Held(dir string) ([]Pack, error) {
	s, err := readState(dir)
	if err != nil {
		return nil, err
	}
	var all []Pack
	var damaged error
	for name, l := range s.Held {
		data, err := readPack(dir, l)
		if err != nil {
			damaged = errors.Join(damaged, fail(Disk, name, err))
			l = s.Before[name]
			if data, err = readPack(dir, l); err != nil {
				continue
			}
		}
		all = append(all, Pack{l, data})
	}
	slices.SortFunc(all, func(a, b Pack) int { return strings.Compare(a.Name, b.Name) })
	return all, damaged
}

// Age tells when lists were last brought up to date.
func Age(dir string) (time.Time, error) {
	s, err := readState(dir)
	if err != nil {
		return time.Time{}, err
	}
	return s.Seen, nil
}

func readPack(dir string, l List) ([]byte, error) {
	if len(l.SHA256) != 64 || strings.Trim(l.SHA256, "0123456789abcdef") != "" {
		return nil, fs.ErrNotExist
	}
	data, err := readLimited(filepath.Join(dir, packName(l.SHA256)), pack.MaxSize)
	if err == nil && hashOf(data) != l.SHA256 {
		err = errors.New("is damaged")
	}
	return data, err
}

func readLimited(name string, limit int64) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(data)) > limit {
		err = fmt.Errorf("%s is over %d bytes", name, limit)
	}
	return data, err
}

// keep makes a state what is remembered.
func (r *run) keep(s *state) error {
	data, err := json.Marshal(s)
	if err != nil {
		return fail(Disk, "", err)
	}
	return r.save(stateName, data)
}

// commit makes the next state the one that is held, and removes packs that
// neither it nor the one before it speaks of.
func (r *run) commit() error {
	if !sameLists(r.next.Held, r.state.Held) {
		r.next.Before = r.state.Held
	}
	if err := r.keep(&r.next); err != nil {
		return err
	}
	used := map[string]bool{}
	for _, lists := range []map[string]List{r.next.Held, r.next.Before} {
		for _, l := range lists {
			used[packName(l.SHA256)] = true
		}
	}
	names, err := os.ReadDir(r.Dir)
	if err != nil {
		return nil // what is left over harms nobody
	}
	for _, entry := range names {
		if name := entry.Name(); strings.HasPrefix(name, draft) || strings.HasSuffix(name, ".pack") && !used[name] {
			os.Remove(filepath.Join(r.Dir, name)) //nolint:errcheck // as above
		}
	}
	return nil
}

func sameLists(a, b map[string]List) bool {
	if len(a) != len(b) {
		return false
	}
	for name, l := range a {
		if b[name] != l {
			return false
		}
	}
	return true
}

func (r *run) save(name string, data []byte) error {
	write := r.write
	if write == nil {
		write = writeFile
	}
	if err := write(r.Dir, name, data); err != nil {
		return fail(Disk, name, err)
	}
	return nil
}

// writeFile puts a file there whole or not at all, and lasting.
func writeFile(dir, name string, data []byte) error {
	at := filepath.Join(dir, draft+rand.Text())
	f, err := os.OpenFile(at, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(at, filepath.Join(dir, name))
	}
	if err != nil {
		return errors.Join(err, os.Remove(at))
	}
	if runtime.GOOS == "windows" {
		return nil // folders are not synced there
	}
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// lock makes the caller the only one to update a directory.
func lock(dir string) (unlock func(), err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fail(Disk, "", err)
	}
	l := flock.New(filepath.Join(dir, "update.lock"))
	got, err := l.TryLock()
	if err != nil {
		return nil, fail(Disk, "", err)
	}
	if !got {
		return nil, fail(Busy, "", errors.New("another update is at work"))
	}
	return func() { l.Unlock() }, nil //nolint:errcheck // the system lets go of it anyway
}
