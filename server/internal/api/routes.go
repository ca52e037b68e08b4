package api

import (
	"cmp"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/go-chi/httprate"
	"github.com/rs/cors"
)

// Caching. A name under /v1 but for the timestamp never holds other bytes.
const (
	mutable   = "public, max-age=300, stale-while-revalidate=3600, stale-if-error=86400"
	immutable = "public, max-age=31536000, immutable, no-transform"
	ask       = "no-cache" // kept, but asked for again each time
)

// What a page may load. Pages hold no script but the Try it page's own, and
// what is typed there can be sent nowhere but here, where no body is read.
const (
	pageCSP = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	tryCSP  = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; " +
		"img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

// dynamicRate is how often a minute one address may ask for what is made for
// each request. What is under /v1 is not counted: a cache asks for many.
// Behind a proxy all are one: it is for the proxy to tell them apart.
const dynamicRate = 600

func whoAsks(r *http.Request) (string, error) {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	return httprate.CanonicalizeIP(host), err
}

func tooMany(http.ResponseWriter, *http.Request) error {
	return refuse(http.StatusTooManyRequests, "ask for this less often; what is under /v1 is not limited")
}

// gzipLevel is chi's own choice: the knee between time and size.
const gzipLevel = 5

// Handler is every route there is. HEAD goes wherever GET does.
func (s *Server) Handler() http.Handler {
	r := chi.NewRouter()
	r.Use(s.logged, s.recovered, harden, bounded, middleware.GetHead)
	seldom := httprate.LimitBy(dynamicRate, time.Minute, whoAsks, httprate.WithLimitHandler(handle(s, tooMany)))
	r.NotFound(handle(s, notFound))
	r.MethodNotAllowed(handle(s, wrongMethod))

	r.Route("/v1", func(r chi.Router) {
		r.Use(cors.New(anyone).Handler, crossOrigin)
		r.Get("/m/timestamp.json", handle(s, s.getTimestamp)) // the one that changes
		r.Get("/m/{file}", handle(s, s.getMetadata))
		r.Get("/p/{file}", handle(s, s.getPack))
		r.Get("/d/{file}", handle(s, s.getDelta))
		r.Get("/s/{file}", handle(s, s.getShard))
	})
	r.Get("/healthz", handle(s, s.getHealth))
	r.Get("/readyz", handle(s, s.getReady))
	r.With(seldom).Get("/metrics", s.metrics.handler().ServeHTTP)

	r.Group(func(r chi.Router) {
		r.Use(middleware.Compress(gzipLevel, "text/html", "text/css", "text/javascript", "text/plain",
			"application/json", "application/wasm", "image/svg+xml"), noRange, paged)
		r.With(seldom).Get("/", handle(s, s.getIndex))
		r.With(seldom).Get("/openapi.json", handle(s, s.getDescription))
		r.Get("/style.css", handle(s, s.getStyle))
		r.Get("/try", http.RedirectHandler("/try/", http.StatusPermanentRedirect).ServeHTTP)
		r.Get("/try/*", handle(s, s.getTry))
	})
	return &routes{r, s}
}

// anyone may read what is public; nobody's cookies are wanted.
var anyone = cors.Options{
	AllowedOrigins: []string{"*"},
	AllowedMethods: []string{http.MethodGet, http.MethodHead},
	AllowedHeaders: []string{"If-None-Match", "If-Range", "Range"},
	ExposedHeaders: []string{"Retry-After", "ETag", "Content-Range"},
	MaxAge:         86400, // the longest a browser honours
}

// crossOrigin says to every reader, with or without an Origin, the same. cors
// answers by the Origin, and marks the answer so, which would make a cache in
// front keep one copy of every file for every site that asks.
func crossOrigin(next http.Handler) http.Handler {
	exposed := strings.Join(anyone.ExposedHeaders, ", ")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Access-Control-Allow-Origin", "*")
		h.Set("Access-Control-Expose-Headers", exposed)
		h.Set("Cross-Origin-Resource-Policy", "cross-origin")
		h.Del("Vary")
		next.ServeHTTP(w, r)
	})
}

func harden(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		next.ServeHTTP(w, r)
	})
}

// paged says what a page may do. A file that no page is says it nowhere: a
// fourth of a small answer would be that.
func paged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Content-Security-Policy", pageCSP)
		next.ServeHTTP(w, r)
	})
}

// noRange drops the wish for a range: of an answer that is compressed on its way
// it would be a range of something else.
func noRange(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Range") != "" {
			r = r.Clone(r.Context())
			r.Header.Del("Range")
		}
		next.ServeHTTP(w, r)
	})
}

// bounded refuses what no reader of static files sends.
func bounded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case len(r.RequestURI) > maxURL:
			writeProblem(w, r, refuse(http.StatusRequestURITooLong, "no address here is that long"))
		case r.ContentLength != 0:
			w.Header().Set("Connection", "close") // the body is left unread
			writeProblem(w, r, refuse(http.StatusRequestEntityTooLarge, "requests here have no body"))
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// logged counts each request, and writes one line for it.
func (s *Server) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := new(requestName)
		began := s.config.Now()
		seen := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
		defer func() {
			status := cmp.Or(seen.Status(), http.StatusOK)
			s.note(r, id, s.metrics.of(counted{routeOf(r), status}), status, seen.BytesWritten(), s.config.Now().Sub(began))
		}()
		next.ServeHTTP(seen, withID(r, id))
	})
}

// note counts an answer, and logs what was asked and what came of it. Who asked
// is not written down.
func (s *Server) note(r *http.Request, id *requestName, by *counters, status, bytes int, took time.Duration) {
	by.observe(bytes, took)
	level := slog.LevelInfo
	if status >= http.StatusInternalServerError {
		level = slog.LevelError
	}
	if !s.config.Log.Enabled(r.Context(), level) {
		return
	}
	s.config.Log.LogAttrs(r.Context(), level, "request",
		slog.String("id", id.String()), slog.String("method", limit(r.Method)), slog.String("path", limit(r.URL.Path)),
		slog.Int("status", status), slog.Int("bytes", bytes), slog.Duration("took", took.Round(time.Microsecond)))
}

// limit keeps a hostile request from filling the log.
func limit(text string) string { return text[:min(len(text), 200)] }

// recovered turns a panic into a 500, or, when the answer has begun, into a
// broken connection, so that nobody takes half a file for a whole one.
func (s *Server) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			cause := recover()
			if cause == nil {
				return
			}
			if cause == http.ErrAbortHandler {
				panic(cause)
			}
			s.config.Log.Error("panic", "id", requestID(r), "cause", cause, "stack", string(debug.Stack()))
			if seen, ok := w.(middleware.WrapResponseWriter); ok && seen.Status() != 0 {
				panic(http.ErrAbortHandler)
			}
			writeProblem(w, r, refuse(http.StatusInternalServerError, ""))
		}()
		next.ServeHTTP(w, r)
	})
}
