package api

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// No route panics on purpose, so this one test stands inside.
func TestAPanicIsA500OrABrokenConnection(t *testing.T) {
	s := New(Config{Published: t.TempDir()})
	handler := s.logged(s.recovered(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/late" {
			w.Write([]byte("half an ans")) //nolint:errcheck
		}
		panic("inside")
	})))
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, httptest.NewRequest("GET", "/early", nil))
	if w.Code != 500 || strings.Contains(w.Body.String(), "inside") || w.Header().Get("Content-Type") != "application/problem+json" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	defer func() {
		if recover() != http.ErrAbortHandler {
			t.Error("an answer that had begun is ended as if it were whole")
		}
	}()
	handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/late", nil))
}
