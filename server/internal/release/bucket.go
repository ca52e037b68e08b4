package release

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"gocloud.dev/blob"
	_ "gocloud.dev/blob/fileblob" // file:///srv/lists
	_ "gocloud.dev/blob/s3blob"   // s3://bucket?region=eu-central-1, and what speaks like it
	"gocloud.dev/gcerrors"
)

// A Bucket is an object store of published files: S3 and what speaks like it,
// Google's under the build tag gcs (its client triples the time of a first
// build), or a directory that is treated like one. An object appears whole or not at all,
// which is all that a release asks for.
type Bucket struct {
	bucket *blob.Bucket
	ctx    context.Context // of the one run that opened it
	ticket int64           // of the lock that is held, 0 for none
}

// OpenBucket opens an object store by its URL, for one run.
func OpenBucket(ctx context.Context, address string) (*Bucket, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme == "" {
		return nil, fmt.Errorf("release: %q is no address of an object store, like s3://bucket", address)
	}
	if u.Scheme == "file" {
		q := u.Query()
		// No files of attributes beside ours, and drafts on the same disk.
		q.Set("metadata", "skip")
		q.Set("no_tmp_dir", "true")
		q.Set("create_dir", "true")
		u.RawQuery = q.Encode()
	}
	bucket, err := blob.OpenBucket(ctx, u.String())
	if err != nil {
		return nil, fmt.Errorf("release: %s: %w", u.Redacted(), err)
	}
	return NewBucket(ctx, bucket), nil
}

// NewBucket is an object store that is open already.
func NewBucket(ctx context.Context, bucket *blob.Bucket) *Bucket {
	return &Bucket{bucket: bucket, ctx: ctx}
}

// Close lets go of the store.
func (b *Bucket) Close() error { return b.bucket.Close() }

func (b *Bucket) Read(name string, limit int64) ([]byte, error) {
	r, err := b.bucket.NewReader(b.ctx, name, nil)
	if err != nil {
		return nil, missing(err)
	}
	defer r.Close()
	if r.Size() > limit {
		return nil, fmt.Errorf("longer than %d bytes", limit)
	}
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(data)) > limit {
		err = fmt.Errorf("longer than %d bytes", limit)
	}
	return data, err
}

// Open opens a file to read parts of it.
func (b *Bucket) Open(name string) (io.ReadSeekCloser, error) {
	r, err := b.bucket.NewReader(b.ctx, name, nil)
	if err != nil {
		return nil, missing(err)
	}
	return r, nil
}

func missing(err error) error {
	if gcerrors.Code(err) == gcerrors.NotFound {
		return fmt.Errorf("%w: %w", fs.ErrNotExist, err)
	}
	return err
}

// What a web host in front of the bucket tells caches, as package api does.
const (
	cacheMutable   = "public, max-age=300, stale-while-revalidate=3600, stale-if-error=86400"
	cacheImmutable = "public, max-age=31536000, immutable, no-transform"
)

func (b *Bucket) Write(name string, data []byte) error {
	options := &blob.WriterOptions{ContentType: "application/octet-stream", CacheControl: cacheImmutable}
	if name == timestamp {
		if err := b.holds(); err != nil {
			return err
		}
		options.CacheControl = cacheMutable
	}
	plain := strings.TrimSuffix(name, ".br")
	if plain != name {
		options.ContentEncoding = "br"
	}
	if path.Ext(plain) == ".json" {
		options.ContentType = "application/json"
	}
	return b.bucket.WriteAll(b.ctx, name, data, options)
}

func (b *Bucket) Names(folder string) ([]string, error) {
	sizes, err := b.Sizes(folder)
	var names []string
	for name := range sizes {
		names = append(names, name)
	}
	return names, err
}

func (b *Bucket) Sizes(folder string) (map[string]int64, error) {
	sizes := map[string]int64{}
	all := b.bucket.List(&blob.ListOptions{Prefix: folder + "/", Delimiter: "/"})
	for {
		object, err := all.Next(b.ctx)
		if errors.Is(err, io.EOF) {
			return sizes, nil
		}
		if err != nil {
			return nil, err
		}
		if !object.IsDir {
			sizes[strings.TrimPrefix(object.Key, folder+"/")] = object.Size
		}
	}
}

func (b *Bucket) Remove(name string) error {
	if err := b.bucket.Delete(b.ctx, name); gcerrors.Code(err) != gcerrors.NotFound {
		return err
	}
	return nil
}

// Sweep has nothing to do: a store keeps no half of an object.
func (b *Bucket) Sweep() error { return nil }

const (
	lockDir = "lock"
	// lease is how long a publisher may take before it is taken for dead: a
	// register of three million marks takes a few minutes.
	lease = 30 * time.Minute
)

// A ticket is a turn to publish. The highest number has it, until it is over.
type ticket struct {
	Until time.Time `json:"until"`
}

// Lock makes the caller the only publisher of the store, or gives [ErrLocked].
// Tickets are numbered, and a number is taken once, so that of two who see a
// dead publisher's lease run out one goes on. A publisher that was only slow
// finds a higher number before it writes the timestamp, and stops.
func (b *Bucket) Lock(now time.Time) (unlock func() error, err error) {
	last, err := b.highest()
	if err != nil {
		return nil, err
	}
	if last > 0 {
		data, err := b.Read(ticketName(last), 1<<10)
		if err != nil {
			return nil, err
		}
		var t ticket
		if err := json.Unmarshal(data, &t); err == nil && t.Until.After(now) {
			return nil, ErrLocked
		}
	}
	mine := last + 1
	err = b.putTicket(mine, now.Add(lease), true)
	if gcerrors.Code(err) == gcerrors.FailedPrecondition {
		return nil, ErrLocked
	}
	if err != nil {
		return nil, err
	}
	b.ticket = mine
	if last > 1 {
		b.bucket.Delete(b.ctx, ticketName(last-1)) //nolint:errcheck // an old ticket says nothing
	}
	return func() error {
		b.ticket = 0
		return b.putTicket(mine, now, false)
	}, nil
}

func (b *Bucket) putTicket(n int64, until time.Time, fresh bool) error {
	data, err := json.Marshal(ticket{until.UTC()})
	if err != nil {
		return err
	}
	return b.bucket.WriteAll(b.ctx, ticketName(n), data, &blob.WriterOptions{IfNotExist: fresh, ContentType: "application/json"})
}

func ticketName(n int64) string { return fmt.Sprintf("%s/%012d.json", lockDir, n) }

func (b *Bucket) highest() (int64, error) {
	names, err := b.Names(lockDir)
	if err != nil || len(names) == 0 {
		return 0, err
	}
	return strconv.ParseInt(strings.TrimSuffix(slices.Max(names), ".json"), 10, 64)
}

// holds tells whether the lock is still ours, if it was taken.
func (b *Bucket) holds() error {
	if b.ticket == 0 {
		return nil
	}
	last, err := b.highest()
	if err == nil && last != b.ticket {
		err = ErrLocked
	}
	return err
}
