package release

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
)

// Lock makes the caller the only publisher of a state directory, or gives
// [ErrLocked]. The system lets go of the lock when its holder dies, however it
// dies, so a killed publisher blocks nobody.
func Lock(state string) (unlock func() error, err error) {
	if err := os.MkdirAll(state, 0o755); err != nil {
		return nil, err
	}
	lock := flock.New(filepath.Join(state, "publish.lock"))
	got, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("release: lock: %w", err)
	}
	if !got {
		return nil, ErrLocked
	}
	return lock.Unlock, nil
}
