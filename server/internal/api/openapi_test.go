package api_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers/legacy"
	"github.com/go-chi/chi/v5"
)

// The description names every route, and no other; and every answer is one
// that it describes.
func TestTheDescriptionIsTrue(t *testing.T) {
	doc, err := openapi3.NewLoader().LoadFromFile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context()); err != nil {
		t.Fatal(err)
	}
	s := newSite(t)
	routes := map[string]bool{}
	err = chi.Walk(s.handler.(chi.Routes), func(method, route string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		if method == http.MethodGet {
			routes[strings.Replace(route, "/*", "/{file}", 1)] = true
		} else {
			t.Errorf("%s %s: nothing is written by HTTP", method, route)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for path := range doc.Paths.Map() {
		if !routes[path] {
			t.Errorf("%s is described and not there", path)
		}
		delete(routes, path)
	}
	for route := range routes {
		t.Errorf("%s is not described", route)
	}

	router, err := legacy.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	openapi3filter.RegisterBodyDecoder("application/problem+json", openapi3filter.JSONBodyDecoder)
	openapi3filter.RegisterBodyDecoder("text/css", openapi3filter.FileBodyDecoder)
	openapi3filter.RegisterBodyDecoder("text/html", openapi3filter.FileBodyDecoder)
	asked := func(target string, headers ...string) {
		r := httptest.NewRequest("GET", target, nil)
		for i := 0; i < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		route, params, err := router.FindRoute(r)
		if err != nil {
			t.Errorf("%s: %v", target, err)
			return
		}
		w := httptest.NewRecorder()
		s.handler.ServeHTTP(w, r)
		got := w.Result()
		err = openapi3filter.ValidateResponse(t.Context(), &openapi3filter.ResponseValidationInput{
			RequestValidationInput: &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: route},
			Status:                 got.StatusCode, Header: got.Header, Body: got.Body,
			Options: &openapi3filter.Options{IncludeResponseStatus: true, ExcludeResponseBody: strings.HasPrefix(target, "/try/")},
		})
		if err != nil {
			t.Errorf("%s: %d: %v", target, got.StatusCode, err)
		}
	}
	pack := "/v1/p/" + packHash + ".curated.pack"
	for _, target := range []string{
		"/v1/m/timestamp.json", "/v1/m/1.root.json", "/v1/m/9.root.json", pack, "/v1/d/" + packHash + ".delta",
		"/v1/s/" + packHash + ".shard", "/healthz", "/readyz", "/metrics", "/openapi.json", "/", "/style.css", "/try", "/try/index.html", "/try/missing",
	} {
		asked(target)
	}
	asked(pack, "Range", "bytes=10-20")
	asked(pack, "Range", "bytes=900000-")
	asked(pack, "If-None-Match", `"`+packHash+`"`)
	if err := os.RemoveAll(s.dir); err != nil {
		t.Fatal(err)
	}
	s.start()
	asked("/readyz")
	asked("/v1/m/timestamp.json")
	for range 650 {
		s.get("GET /metrics")
	}
	asked("/metrics")
	if got := s.get("GET /metrics"); got.StatusCode != 429 || got.Header.Get("Retry-After") == "" {
		t.Errorf("after 650 in a minute: %d %v", got.StatusCode, got.Header)
	}
	if got := s.get("GET /healthz"); got.StatusCode != 200 {
		t.Errorf("health is limited, too: %d", got.StatusCode)
	}
}

func TestMetricsSayWhatAndNotWho(t *testing.T) {
	s := newSite(t)
	pack := "/v1/p/" + packHash + ".curated.pack"
	for _, path := range []string{pack, pack, "/v1/s/" + packHash + ".shard", "/v1/m/timestamp.json", "/no/such/" + packHash} {
		s.get("GET " + path)
	}
	body := string(read(t, s.get("GET /metrics")))
	for _, line := range []string{
		`clearlist_requests_total{route="/v1/p/{file}",status="200"} 2`,
		`clearlist_requests_total{route="/v1/s/{file}",status="404"} 1`,
		`clearlist_requests_total{route="other",status="404"} 1`,
		`clearlist_sent_bytes_total{route="/v1/m/timestamp.json"} 13`,
		"clearlist_release_timestamp_version 7",
		fmt.Sprintf("clearlist_list_as_of_seconds{list=\"curated\"} %g", float64(now.AddDate(0, 0, -3).Truncate(24*3600*1e9).Unix())),
		`clearlist_list_terms{list="curated"} 777`,
		"clearlist_releases_refused_total 0",
	} {
		if !strings.Contains(body, line+"\n") {
			t.Errorf("no %s", line)
		}
	}
	if strings.Contains(body, packHash) {
		t.Error("a file's name is told")
	}
}
