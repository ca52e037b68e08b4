package update

import (
	"errors"
	"os"
	"path/filepath"
)

// leastPart is what is worth a file when the line breaks.
const leastPart = 1 << 10

// download fetches a file by its hash. It goes on where an earlier run was
// broken off, and takes the whole file when that leads nowhere.
func (r *run) download(path, what, sha256 string, length int64) ([]byte, error) {
	part := draft + "part-" + sha256
	had, err := readLimited(filepath.Join(r.Dir, part), length-1)
	if err != nil {
		had = nil
	}
	for {
		data, err := r.ask(path, what, had, length, packTime)
		var f *Failure
		switch errors.As(err, &f); {
		case err == nil && int64(len(data)) == length && hashOf(data) == sha256:
			return data, nil
		case err == nil && had == nil:
			return nil, fail(Mismatch, what, errors.New("other bytes than were signed"))
		case err != nil && had == nil || f != nil && f.Kind == Unreachable:
			if len(data) >= max(leastPart, len(had)+1) && int64(len(data)) < length {
				r.save(part, data) //nolint:errcheck // the next run begins anew
			} else if had != nil {
				os.Remove(filepath.Join(r.Dir, part)) //nolint:errcheck // a beginning that leads no further
			}
			return nil, err
		case f != nil && f.Kind == Status:
			return nil, err // the server asks for peace, or has lost the file
		}
		os.Remove(filepath.Join(r.Dir, part)) //nolint:errcheck // what it holds is not believed
		had = nil
	}
}
