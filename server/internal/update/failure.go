package update

import (
	"errors"
	"math/rand/v2"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"
)

// A Kind says why an update failed.
type Kind string

// The kinds of failure.
const (
	Unreachable Kind = "unreachable" // no answer, or one cut short or too slow
	Status      Kind = "status"      // an answer that is not 200
	TooLarge    Kind = "too large"
	Malformed   Kind = "malformed" // no metadata
	Unsigned    Kind = "unsigned"  // too few signatures of keys that count
	Older       Kind = "older"     // than what was believed before
	Expired     Kind = "expired"
	Mismatch    Kind = "mismatch" // other bytes than were signed
	Unusable    Kind = "unusable" // a list that does not open
	Disk        Kind = "disk"
	Busy        Kind = "busy"  // another update of the directory runs
	Early       Kind = "early" // a failure or the server asked to wait
	NoRoot      Kind = "no root"
)

// A Failure is why an update was not made. The lists of before stay.
type Failure struct {
	Kind  Kind
	What  string // "timestamp", "register:US", ...
	Err   error
	Retry time.Duration // what the server asked for, or 0
}

func (f *Failure) Error() string {
	text := "update: " + string(f.Kind)
	if f.What != "" {
		text += ": " + f.What
	}
	if f.Err != nil {
		text += ": " + f.Err.Error()
	}
	return text
}

func (f *Failure) Unwrap() error { return f.Err }

func fail(kind Kind, what string, err error) *Failure {
	return &Failure{Kind: kind, What: what, Err: err}
}

// judge puts what go-tuf says into our words. A document that makes it panic is
// no document.
func judge(what string, do func() error) (err error) {
	defer func() {
		if recover() != nil {
			err = fail(Malformed, what, errors.New("a part is missing"))
		}
	}()
	err = do()
	kind := Malformed
	switch {
	case err == nil:
		return nil
	case errors.Is(err, &metadata.ErrEqualVersionNumber{}), errors.Is(err, &metadata.ErrBadVersionNumber{}):
		kind = Older
	case errors.Is(err, &metadata.ErrUnsignedMetadata{}):
		kind = Unsigned
	case errors.Is(err, &metadata.ErrExpiredMetadata{}):
		kind = Expired
	case errors.Is(err, &metadata.ErrLengthOrHashMismatch{}):
		kind = Mismatch
	}
	return fail(kind, what, err)
}

// What failures ask for: twice as long each time, from a quarter of an hour to
// a day, and what the server says, up to a week.
const (
	firstWait = 15 * time.Minute
	lastWait  = 24 * time.Hour
	maxWait   = 7 * 24 * time.Hour
)

// noteFailure remembers when to try again. It writes over nothing else, and a
// disk that is full is no second failure.
func (r *run) noteFailure(err error) {
	s := *r.state
	s.Failures = min(s.Failures+1, 20)
	wait := min(firstWait<<(s.Failures-1), lastWait)
	wait += rand.N(wait)
	var f *Failure
	if errors.As(err, &f) {
		wait = max(wait, f.Retry)
	}
	s.Retry = r.clock().Add(min(wait, maxWait))
	r.keep(&s) //nolint:errcheck // said above
}
