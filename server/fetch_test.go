package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Fetch writes the names of what it has, as import takes them.
func TestFetchThenImport(t *testing.T) {
	record := []byte(`<case-file><serial-number>97000001</serial-number><case-file-header><status-code>630</status-code></case-file-header></case-file>`)
	var office *httptest.Server
	office = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, ".xml") {
			w.Header().Set("Content-Type", "application/xml")
			http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(append([]byte("<!-- "+r.URL.Path+" -->"), record...)))
			return
		}
		var files []string
		for _, day := range []string{"01", "02", "03"} {
			files = append(files, fmt.Sprintf(`{"fileName":"apc2601%s.xml","fileDataToDate":"2026-01-%s","fileDownloadURI":"%s/apc2601%s.xml"}`, day, day, office.URL, day))
		}
		fmt.Fprintf(w, `{"bulkDataProductBag":[{"productFileBag":{"fileDataBag":[%s]}}]}`, strings.Join(files, ","))
	}))
	defer office.Close()
	dir := t.TempDir()
	clearlist := func(args ...string) (string, error) {
		var out bytes.Buffer
		err := run(context.Background(), args, strings.NewReader(""), &out, &out)
		return out.String(), err
	}
	t.Setenv("USPTO_API_KEY", "")
	names, err := clearlist("fetch", "--source", "uspto", "--from", office.URL+"/products/TRTDXFAP", "--files", "2", "--out", dir)
	if want := filepath.Join(dir, "apc260102.xml") + "\n" + filepath.Join(dir, "apc260103.xml") + "\n"; err != nil || names != want {
		t.Fatalf("%v: got %q, want %q", err, names, want)
	}
	said, err := clearlist(append([]string{"import", "--state", t.TempDir()}, strings.Fields(names)...)...)
	if err != nil || !strings.Contains(said, "apc260102.xml: 1 read, 1 added") || !strings.Contains(said, "apc260103.xml: 1 read, 0 added, 0 changed, 0 ended, 1 the same") {
		t.Errorf("%v: %s", err, said)
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--source", "uspto"}, "USPTO_API_KEY"},
		{[]string{"--source", "euipo"}, "no address of euipo's files is known for sure; --from takes one"},
		{[]string{"--source", "madrid"}, "https://www.wipo.int/"},
		{[]string{"--source", "uspto", "--from", office.URL + "/a.xml", "--sha256", "abc"}, "64 hexadecimal digits"},
		{[]string{"--source", "uspto", "--from", office.URL + "/a.xml", "--sha256", strings.Repeat("0", 64)}, "not 0000"},
		{[]string{"--source", "uspto", "--from", office.URL + "/products", "--sha256", strings.Repeat("0", 64)}, "names a catalog"},
		{[]string{"--source", "uspto", "--from", "http://example.org/a.zip"}, "http without a checksum"},
		{[]string{"--source", "uspto", "--from", office.URL + "/a.xml", "--files=-1"}, "1 or more"},
		{[]string{"--source", "nobody"}, "must be one of"},
	} {
		empty := t.TempDir()
		if said, err := clearlist(append([]string{"fetch", "--out", empty}, c.args...)...); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v, %s", c.args, err, said)
		}
		if there, _ := os.ReadDir(empty); len(there) > 1 || len(there) == 1 && there[0].Name()[0] != '.' {
			t.Errorf("%v: left %v", c.args, there)
		}
	}
}
