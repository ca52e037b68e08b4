package fetch

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// contentRange reads "bytes 100-199/200"; a total of * is 0.
func contentRange(text string) (from, total int64, ok bool) {
	span, all, found := strings.Cut(strings.TrimPrefix(text, "bytes "), "/")
	start, _, ranged := strings.Cut(span, "-")
	from, err := strconv.ParseInt(start, 10, 64)
	if !found || !ranged || err != nil {
		return 0, 0, false
	}
	if all != "*" {
		if total, err = strconv.ParseInt(all, 10, 64); err != nil || total <= from {
			return 0, 0, false
		}
	}
	return from, total, true
}

// retryAfter reads seconds, or a date.
func retryAfter(text string) time.Duration {
	if seconds, err := strconv.Atoi(text); err == nil && seconds >= 0 {
		return time.Duration(min(seconds, 1<<30)) * time.Second
	}
	if when, err := http.ParseTime(text); err == nil {
		return max(0, time.Until(when))
	}
	return 0
}

// digestIn is the SHA-256 of the whole file that an answer gives: Repr-Digest
// of RFC 9530, or Digest of RFC 3230.
func digestIn(header http.Header) []byte {
	for _, name := range []string{"Repr-Digest", "Digest"} {
		for _, one := range strings.Split(header.Get(name), ",") {
			algorithm, value, _ := strings.Cut(strings.TrimSpace(one), "=")
			if !strings.EqualFold(algorithm, "sha-256") {
				continue
			}
			if sum, err := base64.StdEncoding.DecodeString(strings.Trim(value, ":")); err == nil && len(sum) == sha256.Size {
				return sum
			}
		}
	}
	return nil
}
