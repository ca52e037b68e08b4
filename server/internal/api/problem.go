package api

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"sync"

	"github.com/google/uuid"
)

// A problem is an answer that is not what was asked for: RFC 9457.
type problem struct {
	Type     string `json:"type"` // about:blank: the status says it all
	Title    string `json:"title"`
	Status   int    `json:"status"`
	Detail   string `json:"detail,omitempty"`
	Instance string `json:"instance"` // the request's id in our log
}

func (p *problem) Error() string { return p.Title + ": " + p.Detail }

func refuse(status int, detail string) *problem {
	return &problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: detail}
}

// handle makes a handler of a function that may fail, and is the one place
// where errors become statuses. What is not known is a 500 that says nothing
// of the inside.
func handle(s *Server, do func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		err := do(w, r)
		var known *problem
		switch {
		case err == nil:
		case errors.As(err, &known):
			writeProblem(w, r, known)
		case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrInvalid):
			writeProblem(w, r, refuse(http.StatusNotFound, "there is nothing under this name"))
		default:
			s.config.Log.Error("request failed", "id", requestID(r), "error", err)
			writeProblem(w, r, refuse(http.StatusInternalServerError, ""))
		}
	}
}

func writeProblem(w http.ResponseWriter, r *http.Request, p *problem) {
	said := *p
	said.Instance = "urn:uuid:" + requestID(r)
	body, err := json.Marshal(said)
	if err != nil {
		panic(err) // strings and a number
	}
	h := w.Header()
	for _, of := range []string{"ETag", "Content-Encoding", "Content-Length", "Last-Modified"} {
		h.Del(of) // they spoke of the answer that is not given
	}
	h.Set("Content-Type", "application/problem+json")
	// A cache that keeps "there is no next root" would hide the next root.
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(p.Status)
	if r.Method != http.MethodHead {
		w.Write(body) //nolint:errcheck // the client has gone
	}
}

func notFound(http.ResponseWriter, *http.Request) error { return fs.ErrNotExist }

func wrongMethod(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Allow", "GET, HEAD")
	return refuse(http.StatusMethodNotAllowed, "only GET and HEAD are answered here")
}

type idKey struct{}

// A requestName is a request's id, made when it is first asked for: our own, as
// a client's would let it write into our logs.
type requestName struct {
	once sync.Once
	id   string
}

func (n *requestName) String() string {
	n.once.Do(func() { n.id = uuid.NewString() })
	return n.id
}

func withID(r *http.Request, id *requestName) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), idKey{}, id))
}

func requestID(r *http.Request) string {
	if id, ok := r.Context().Value(idKey{}).(*requestName); ok {
		return id.String()
	}
	return ""
}
