package intake

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync/atomic"
)

const (
	// maxUnpacked bounds what one file may unpack to: eight times a whole
	// register of 3 million records.
	maxUnpacked = 320 << 30
	// maxRatio is how many times its size a file may unpack to. Registers reach
	// some 20; a deflate bomb 1,032.
	maxRatio = 250
	// ratioFrom is how much is unpacked before the ratio counts.
	ratioFrom = 64 << 20
	// maxMembers bounds a zip: EUIPO's have one member a mark.
	maxMembers = 3_000_000
)

// A File is an office's file, ready to be read, more than once if need be.
type File struct {
	Name   string // as it was given
	Size   int64  // bytes on disk
	SHA256 string // of the bytes on disk, hexadecimal

	file *os.File
	zip  *zip.Reader // nil when it is none
	gz   bool
	read atomic.Int64
}

// Open opens a regular file and tells its container by its first bytes.
func Open(name string) (*File, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	file := &File{Name: name, file: f}
	if err := file.open(); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return file, nil
}

func (f *File) open() error {
	info, err := f.file.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s: not a file", f.Name)
	}
	f.Size = info.Size()
	var magic [4]byte
	n, err := f.file.ReadAt(magic[:], 0)
	if err != nil && err != io.EOF {
		return err
	}
	switch {
	case n == 0:
		return fmt.Errorf("%s: is empty", f.Name)
	case bytes.Equal(magic[:], []byte("PK\x03\x04")), bytes.Equal(magic[:], []byte("PK\x05\x06")):
		if f.zip, err = zip.NewReader(f.file, f.Size); err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
		return f.inspectZip()
	case magic[0] == 0x1f && magic[1] == 0x8b:
		f.gz = true
	}
	return nil
}

// inspectZip refuses an archive that is made to deceive, before any of it is
// unpacked.
func (f *File) inspectZip() error {
	if len(f.zip.File) > maxMembers {
		return fmt.Errorf("%s: more than %d members", f.Name, maxMembers)
	}
	var packed, unpacked uint64
	for _, m := range f.zip.File {
		name := strings.TrimSuffix(m.Name, "/")
		switch {
		case !filepath.IsLocal(filepath.FromSlash(name)) || strings.ContainsAny(name, "\\:\x00"):
			return fmt.Errorf("%s: member %.200q: a name that leads out of the archive", f.Name, m.Name)
		case m.Flags&1 != 0:
			return fmt.Errorf("%s: member %.200q: is encrypted", f.Name, m.Name)
		case m.CompressedSize64 > uint64(f.Size) || m.UncompressedSize64 > maxUnpacked:
			return fmt.Errorf("%s: member %.200q: a size that cannot be", f.Name, m.Name)
		}
		packed, unpacked = packed+m.CompressedSize64, unpacked+m.UncompressedSize64
		if packed > uint64(f.Size) {
			return fmt.Errorf("%s: member %.200q: members overlap", f.Name, m.Name)
		}
		if unpacked > maxUnpacked || unpacked > ratioFrom && unpacked/maxRatio > uint64(f.Size) {
			return fmt.Errorf("%s: says it unpacks to %d times its size or more", f.Name, unpacked/uint64(f.Size))
		}
	}
	return nil
}

// Close closes the file.
func (f *File) Close() error { return f.file.Close() }

// Progress is how many bytes of the file have been read from disk.
func (f *File) Progress() int64 { return f.read.Load() }

// Hash fills in SHA256, which takes a pass over the file, and calls each after
// every megabyte.
func (f *File) Hash(ctx context.Context, each func()) error {
	f.read.Store(0)
	sum, part := sha256.New(), make([]byte, 1<<20)
	for at := int64(0); ; {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := f.file.ReadAt(part, at)
		sum.Write(part[:n])
		at += int64(n)
		f.read.Store(at)
		each()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
	}
	f.SHA256 = hex.EncodeToString(sum.Sum(nil))
	return nil
}

// eachMember calls do with each text in the file, decoded to UTF-8: the file
// itself, or the members of a zip that may hold records, in the archive's order.
func (f *File) eachMember(do func(name string, text io.Reader) error) error {
	f.read.Store(0)
	if f.zip == nil {
		raw := io.Reader(&counted{r: io.NewSectionReader(f.file, 0, f.Size), n: &f.read})
		if f.gz {
			unpacked, err := gzip.NewReader(bufio.NewReaderSize(raw, 256<<10))
			if err != nil {
				return fmt.Errorf("%s: %w", f.Name, err)
			}
			raw = &guarded{r: unpacked, packed: f.Size}
		}
		return f.member("", raw, do)
	}
	seen := false
	for _, m := range f.zip.File {
		if !holdsRecords(m.Name) {
			continue
		}
		seen = true
		// Not through counted: a member's bytes are told when it is done.
		r, err := m.Open()
		if err != nil {
			return fmt.Errorf("%s: member %.200q: %w", f.Name, m.Name, err)
		}
		err = f.member(m.Name, &portioned{r: r, of: m, n: &f.read}, do)
		if err = errors.Join(err, r.Close()); err != nil {
			return err
		}
	}
	if !seen {
		return fmt.Errorf("%s: holds no .xml, .txt, .csv or .list file", f.Name)
	}
	return nil
}

func (f *File) member(name string, raw io.Reader, do func(string, io.Reader) error) error {
	text, err := decode(raw)
	if err == nil {
		err = do(name, text)
	}
	if err != nil && !errors.Is(err, errStop) {
		where := f.Name
		if name != "" {
			where += fmt.Sprintf(": member %.200q", name)
		}
		return fmt.Errorf("%s: %w", where, err)
	}
	return err
}

// errStop ends a reading that nobody wants more of.
var errStop = errors.New("intake: stopped")

// holdsRecords tells by its name whether a member is worth a look. Archives
// carry images, schemas and notices too.
func holdsRecords(name string) bool {
	if strings.HasPrefix(path.Base(name), ".") || strings.HasPrefix(name, "__MACOSX/") {
		return false
	}
	switch strings.ToLower(path.Ext(name)) {
	case ".xml", ".txt", ".csv", ".list":
		return true
	}
	return false
}

// counted counts the bytes that are read.
type counted struct {
	r io.Reader
	n *atomic.Int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n.Add(int64(n))
	return n, err
}

// portioned counts a member's share of the file as its text is read.
type portioned struct {
	r         io.Reader
	of        *zip.File
	n         *atomic.Int64
	out, told int64
}

func (p *portioned) Read(b []byte) (int, error) {
	n, err := p.r.Read(b)
	p.out += int64(n)
	if size := p.of.UncompressedSize64; size > 0 {
		share := int64(float64(p.out) / float64(size) * float64(p.of.CompressedSize64))
		p.n.Add(share - p.told)
		p.told = share
	}
	return n, err
}

// guarded ends a gzip bomb: its size is not said beforehand.
type guarded struct {
	r           io.Reader
	packed, out int64
}

func (g *guarded) Read(b []byte) (int, error) {
	n, err := g.r.Read(b)
	g.out += int64(n)
	if g.out > maxUnpacked || g.out > ratioFrom && g.out/maxRatio > g.packed {
		return 0, fmt.Errorf("unpacks to more than %d times its size", maxRatio)
	}
	return n, err
}
