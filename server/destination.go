package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"clearlist/server/internal/release"
)

// A destination is where releases are published.
type destination interface {
	release.Files
	Close() error
}

// openDestination opens an object store by its URL, or the state's directory
// of published files, as its only publisher.
func openDestination(ctx context.Context, s state, address string, now time.Time) (destination, func() error, error) {
	if address != "" {
		bucket, err := release.OpenBucket(ctx, address)
		if err != nil {
			return nil, nil, unusable(err)
		}
		unlock, err := bucket.Lock(now)
		if err != nil {
			return nil, nil, errors.Join(err, bucket.Close())
		}
		return bucket, unlock, nil
	}
	unlock, err := release.Lock(string(s))
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", s, err)
	}
	dir, err := release.OpenDir(s.published())
	if err == nil {
		err = dir.Sweep()
	}
	if err != nil {
		return nil, nil, errors.Join(err, unlock())
	}
	return dir, unlock, nil
}

// loadKeys reads the keys at hand, of a directory or of the state.
func loadKeys(dir string, s state) (*release.Keys, error) {
	if dir == "" {
		dir = s.keys()
	}
	keys, err := release.LoadKeys(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w; clearlist keys init makes them", err)
	}
	return keys, err
}
