package release_test

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"clearlist/server/internal/release"

	"gocloud.dev/blob/memblob"
)

func TestABucketHoldsARelease(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "lists")
	for name, open := range map[string]func() (*release.Bucket, error){
		"memory":    func() (*release.Bucket, error) { return release.NewBucket(t.Context(), memblob.OpenBucket(nil)), nil },
		"directory": func() (*release.Bucket, error) { return release.OpenBucket(t.Context(), "file://"+folder) },
	} {
		t.Run(name, func(t *testing.T) {
			bucket, err := open()
			if err != nil {
				t.Fatal(err)
			}
			defer bucket.Close()
			if _, err := release.Read(bucket); !errors.Is(err, release.ErrNone) {
				t.Errorf("an empty one: %v", err)
			}
			publish(t, bucket, start, pack(1, "one"))
			publish(t, bucket, start, pack(2, "two"))
			got, err := release.Read(bucket)
			if err != nil || len(got.Packs) != 1 || got.Packs[0].Version != 2 {
				t.Fatalf("%+v, %v", got, err)
			}
			if _, err := bucket.Read("v1/m/timestamp.json", 10); err == nil {
				t.Error("the limit is not kept")
			}
			if _, err := bucket.Read("missing", 10); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("a missing object: %v", err)
			}
		})
	}
}

// Of publishers at once one wins; one that died gives way when its lease is
// over, and finds out before it would undo what the next one did.
func TestOnePublisherOfABucketAtATime(t *testing.T) {
	store := memblob.OpenBucket(nil)
	open := func() *release.Bucket { return release.NewBucket(context.Background(), store) }
	var group sync.WaitGroup
	var mutex sync.Mutex
	won := 0
	for range 8 {
		group.Go(func() {
			_, err := open().Lock(start)
			mutex.Lock()
			defer mutex.Unlock()
			if err == nil {
				won++
			} else if !errors.Is(err, release.ErrLocked) {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if won != 1 {
		t.Fatalf("%d of eight have the lock", won)
	}

	slow := open()
	if _, err := slow.Lock(start.Add(time.Minute)); !errors.Is(err, release.ErrLocked) {
		t.Errorf("a minute later: %v", err)
	}
	if _, err := slow.Lock(start.Add(time.Hour)); err != nil {
		t.Fatalf("after the lease: %v", err)
	}
	next := open()
	unlock, err := next.Lock(start.Add(2 * time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	publish(t, next, start, pack(2, "two"))
	if _, err := publisher(t, slow, start).Publish(t.Context(), pack(1, "one")); !errors.Is(err, release.ErrLocked) {
		t.Errorf("the one that was slow: %v", err)
	}
	if got, err := release.Read(next); err != nil || got.Packs[0].Version != 2 {
		t.Errorf("%+v, %v", got, err)
	}
	if err := unlock(); err != nil {
		t.Fatal(err)
	}
	if _, err := open().Lock(start.Add(2 * time.Hour)); err != nil {
		t.Errorf("after it is given back: %v", err)
	}
}

func TestAnAddressThatIsNoneIsSaid(t *testing.T) {
	for _, address := range []string{"", "lists", "nothing://lists"} {
		if _, err := release.OpenBucket(t.Context(), address); err == nil {
			t.Errorf("%q is opened", address)
		}
	}
}
