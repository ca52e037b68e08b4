package release_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"clearlist/server/internal/release"
)

// freshKeys is a set of keys of its own, in its folder.
func freshKeys(t *testing.T) (string, *release.Keys) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "keys")
	if _, err := release.InitKeys(dir); err != nil {
		t.Fatal(err)
	}
	return dir, loadKeys(t, dir)
}

// firstRelease is a release of fresh keys: their folder, who publishes with
// all of them, and what is published.
func firstRelease(t *testing.T) (dir string, p release.Publisher, files *memory) {
	t.Helper()
	dir, keys := freshKeys(t)
	files = newMemory()
	p = publisher(t, files, start)
	p.Keys = keys
	if _, err := p.Publish(t.Context(), pack(1, "one")); err != nil {
		t.Fatal(err)
	}
	return dir, p, files
}

func loadKeys(t *testing.T, dir string) *release.Keys {
	t.Helper()
	keys, err := release.LoadKeys(dir)
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

// only moves all keys but some out of a copy of the folder: what one person has.
func only(t *testing.T, dir string, names ...string) *release.Keys {
	t.Helper()
	mine := t.TempDir()
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(dir, name+".pem"))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(mine, name+".pem"), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return loadKeys(t, mine)
}

// The drill: each key in turn is lost or stolen. Another takes its place by the
// root keys that are left, a client of before follows, and what the old key
// signs is worth nothing.
func TestALostKeyIsReplaced(t *testing.T) {
	for _, name := range []string{"root-1", "root-3", "targets-2", "snapshot", "timestamp"} {
		t.Run(name, func(t *testing.T) {
			dir, p, files := firstRelease(t)
			c := newClient(t, files)
			if _, err := c.update(files); err != nil {
				t.Fatal(err)
			}
			stolen := *p.Keys
			if err := os.Remove(filepath.Join(dir, name+".pem")); err != nil {
				t.Fatal(err)
			}
			rotate(t, &p, dir, name)
			p.Keys = loadKeys(t, dir)
			if _, err := p.Publish(t.Context(), pack(2, "two")); err != nil {
				t.Fatal(err)
			}
			if got, err := c.update(files); err != nil || string(got) != "pack two" {
				t.Errorf("the client of before: %q, %v", got, err)
			}
			// The thief has the old key, and all online ones of before.
			p.Keys = &stolen
			if _, err := p.Publish(t.Context(), pack(3, "evil")); name != "root-1" && name != "root-3" && name != "targets-2" && !errors.Is(err, release.ErrKeys) {
				t.Errorf("with the old keys: %v", err)
			}
		})
	}
}

// rotate is what keys rotate does.
func rotate(t *testing.T, p *release.Publisher, dir, name string) {
	t.Helper()
	keys := loadKeys(t, dir)
	key, err := release.NextKey(dir, name)
	if err != nil {
		t.Fatal(err)
	}
	trusted, err := release.Trusted(p.Files, keys)
	if err != nil {
		t.Fatal(err)
	}
	change, err := release.Replace(trusted, name, key)
	if err != nil {
		t.Fatal(err)
	}
	p.Keys = keys.With(name, key)
	if _, err := p.Rekey(t.Context(), change); err != nil {
		t.Fatal(err)
	}
	if err := release.TakePlace(dir, name, p.Now); err != nil {
		t.Fatal(err)
	}
}

func TestTwoLostRootKeysAreTooMany(t *testing.T) {
	dir, p, _ := firstRelease(t)
	p.Keys = only(t, dir, "root-2", "targets-1", "targets-2", "snapshot", "timestamp")
	_, err := p.Rekey(t.Context(), release.Change{Role: "targets"})
	var few *release.FewKeysError
	if !errors.As(err, &few) || few.Role != "root" || few.Have != 1 || few.Takes != 2 {
		t.Errorf("got %v", err)
	}
}

func TestAKeyThatARoleCannotSpareIsNotRevoked(t *testing.T) {
	_, p, files := firstRelease(t)
	for _, key := range must(release.Trusted(files, p.Keys)) {
		before := files.copy()
		_, err := p.Rekey(t.Context(), release.Change{Role: key.Role, Drop: []string{key.ID}})
		spare := key.Role == "root" || key.Role == "targets"
		if (err == nil) != spare {
			t.Errorf("%s: %v", key.Name, err)
		}
		if got, err := newClient(t, before).update(files); err != nil || string(got) != "pack one" {
			t.Errorf("%s: the client has %q, %v", key.Name, got, err)
		}
		files = before
		p.Files = files
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// Whatever write of a change of keys fails, the next run ends it, and a client
// of before follows.
func TestAFailedChangeOfKeysIsEnded(t *testing.T) {
	t.Parallel()
	dir, p, files := firstRelease(t)
	c := newClient(t, files)
	next, err := release.NextKey(dir, "timestamp")
	if err != nil {
		t.Fatal(err)
	}
	change, err := release.Replace(must(release.Trusted(files, p.Keys)), "timestamp", next)
	if err != nil {
		t.Fatal(err)
	}
	p.Keys = p.Keys.With("timestamp", next)
	for n := 1; ; n++ {
		broken := files.copy()
		broken.failAt = n
		p.Files = broken
		if _, err := p.Rekey(t.Context(), change); err == nil {
			if n < 7 {
				t.Fatalf("a change of keys is %d writes", n-1)
			}
			return
		}
		if _, err := p.Publish(t.Context(), pack(2, "two")); err != nil {
			t.Fatalf("after write %d failed: %v", n, err)
		}
		client := *c
		client.dir = t.TempDir()
		if got, err := client.update(broken); err != nil || string(got) != "pack two" {
			t.Fatalf("after write %d failed: the client has %q, %v", n, got, err)
		}
	}
}

// A thief's timestamp with a version that none will reach ends with his key.
func TestAFastForwardIsForgottenWithTheKey(t *testing.T) {
	dir, p, files := firstRelease(t)
	c := newClient(t, files)
	evil := files.copy()
	thief := p
	thief.Files, thief.Floor = evil, release.Numbers{Timestamp: 1 << 40, Snapshot: 1 << 40}
	if _, err := thief.Publish(t.Context(), pack(2, "evil")); err != nil {
		t.Fatal(err)
	}
	if _, err := c.update(evil); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Publish(t.Context(), pack(2, "two")); err != nil {
		t.Fatal(err)
	}
	if got, err := c.update(files); err == nil {
		t.Fatalf("the client goes back to %q", got)
	}
	for _, name := range []string{"timestamp", "snapshot"} {
		rotate(t, &p, dir, name)
	}
	if got, err := c.update(files); err != nil || string(got) != "pack two" {
		t.Errorf("after the rotation: %q, %v", got, err)
	}
}

func TestAClientFollowsManyRoots(t *testing.T) {
	t.Parallel()
	dir, p, files := firstRelease(t)
	c := newClient(t, files)
	for i := range 40 {
		rotate(t, &p, dir, []string{"root-1", "root-2", "root-3", "timestamp"}[i%4])
	}
	if got, err := c.update(files); err != nil || string(got) != "pack one" {
		t.Errorf("%q, %v", got, err)
	}
}

func TestAProposalTakesASecondPerson(t *testing.T) {
	dir, p, files := firstRelease(t)
	c := newClient(t, files)
	anna, ben := only(t, dir, "targets-1"), only(t, dir, "targets-3", "snapshot", "timestamp")

	p.Keys = ben
	var few *release.FewKeysError
	if _, err := p.Publish(t.Context(), pack(2, "two")); !errors.As(err, &few) || few.Role != "targets" {
		t.Errorf("one person alone: %v", err)
	}
	p.Keys = anna
	digest, err := p.Propose(t.Context(), pack(2, "two"))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := c.update(files); err != nil || string(got) != "pack one" {
		t.Errorf("before the approval: %q, %v", got, err)
	}
	if packs, err := release.ReadProposal(files, digest); err != nil || packs[0].Version != 2 {
		t.Errorf("%+v, %v", packs, err)
	}
	other, err := p.Propose(t.Context(), pack(2, "other"))
	if err != nil {
		t.Fatal(err)
	}
	lost := files.files["proposed/"+other+".json"]
	if _, err := p.Approve(t.Context(), digest); !errors.Is(err, release.ErrSamePerson) {
		t.Errorf("by the same person: %v", err)
	}
	p.Keys = ben
	for _, bad := range []string{"", "nonsense", hash([]byte("another")), "../v1/m/1.targets.json"} {
		if _, err := p.Approve(t.Context(), bad); err == nil {
			t.Errorf("%q is approved", bad)
		}
	}
	if _, err := p.Approve(t.Context(), digest); err != nil {
		t.Fatal(err)
	}
	if got, err := c.update(files); err != nil || string(got) != "pack two" {
		t.Errorf("after the approval: %q, %v", got, err)
	}
	if _, ok := files.files["proposed/"+other+".json"]; ok {
		t.Error("a proposal that cannot be approved any more is kept")
	}
	files.files["proposed/"+other+".json"] = lost // it was on its way
	if _, err := p.Approve(t.Context(), other); !errors.Is(err, release.ErrSuperseded) {
		t.Errorf("the other proposal: %v", err)
	}
	p.Keys = anna
	if _, err := p.Propose(t.Context(), pack(2, "two")); !errors.Is(err, release.ErrUnchanged) {
		t.Errorf("the same again: %v", err)
	}
	// The timestamp's machine renews without anybody's targets key.
	p.Keys, p.Now = only(t, dir, "snapshot", "timestamp"), start.AddDate(0, 0, 2)
	if result, err := p.Publish(t.Context(), pack(2, "two")); err != nil || fmt.Sprint(result.Signed) != "[v1/m/timestamp.json]" {
		t.Errorf("%v, %v", result.Signed, err)
	}
}

func TestAProposalThatWasTamperedWithIsRefused(t *testing.T) {
	dir, p, files := firstRelease(t)
	p.Keys = only(t, dir, "targets-1")
	digest, err := p.Propose(t.Context(), pack(2, "two"))
	if err != nil {
		t.Fatal(err)
	}
	p.Keys = only(t, dir, "targets-2", "snapshot", "timestamp")
	for name, change := range map[string]func(*memory){
		"the proposal": func(m *memory) { m.files["proposed/"+digest+".json"][40] ^= 1 },
		"the pack":     func(m *memory) { m.files["v1/p/"+hash([]byte("pack two"))+".curated.pack"][6] ^= 1 },
		"a pack gone":  func(m *memory) { delete(m.files, "v1/p/"+hash([]byte("pack two"))+".curated.pack") },
	} {
		bad := files.copy()
		for name, data := range bad.files {
			bad.files[name] = append([]byte(nil), data...)
		}
		change(bad)
		p.Files = bad
		var where *release.FileError
		if _, err := p.Approve(t.Context(), digest); !errors.As(err, &where) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
