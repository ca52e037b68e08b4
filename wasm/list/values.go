package list

import (
	"errors"
	"slices"
	"strconv"
	"strings"
)

func yes(value string) (bool, error) {
	if value != "yes" {
		return false, errors.New("a flag is yes, or its line is left out")
	}
	return true, nil
}

func number[T int | uint32](value string, bits int) (T, error) {
	n, err := strconv.ParseUint(value, 10, bits)
	if err != nil || n == 0 || value[0] == '0' {
		return 0, errors.New(quote(value) + " is not a whole number from 1")
	}
	return T(n), nil
}

func someClasses(value string) (Classes, error) {
	if value == "all" {
		return 0, errors.New("the classes must be named here")
	}
	return ParseClasses(value)
}

func wantSlug(value string) error {
	if !isSlug(value) {
		return errors.New(quote(value) + " has other characters than a-z, 0-9 and -")
	}
	return nil
}

func wantHost(value string) error {
	for label := range strings.SplitSeq(value, ".") {
		if !isSlug(label) {
			return errors.New(quote(value) + " is not a host name in lower case")
		}
	}
	if strings.HasPrefix(value, "www.") {
		return errors.New("www. is left out of a marketplace's name")
	}
	return nil
}

func wantURL(value string) error {
	rest, secure := strings.CutPrefix(value, "https://")
	if !secure {
		return errors.New("the address does not begin with https://")
	}
	host, _, _ := strings.Cut(rest, "/")
	if host == "" || strings.ContainsAny(rest, " \"<>\\^`{|}") || strings.ContainsAny(host, "@:") {
		return errors.New(quote(value) + " is not an address")
	}
	return nil
}

// moreWords reads "cross, counted", and adds to the words of lines before what
// is new.
func moreWords(all []string, value string) ([]string, error) {
	err := eachWord(value, func(word string) error {
		if !slices.Contains(all, word) {
			all = append(all, word)
		}
		return nil
	})
	return all, err
}

// eachWord refuses a word that stands twice on its line. Other lines may have
// it too: a line is often one language, and languages share words.
func eachWord(value string, do func(word string) error) error {
	offset := 0
	var seen []string
	for word := range strings.SplitSeq(value, ",") {
		length := len(word)
		if offset > 0 {
			var spaced bool
			if word, spaced = strings.CutPrefix(word, " "); !spaced {
				return &offsetError{offset, errors.New("one space comes after a comma")}
			}
		}
		at := offset + length - len(word)
		if word == "" || word[0] == ' ' || word[len(word)-1] == ' ' {
			return &offsetError{at, errors.New("a word is missing, or has a space too many")}
		}
		folded := strings.ToLower(word)
		if slices.Contains(seen, folded) {
			return &offsetError{at, errors.New(quote(word) + " is given twice")}
		}
		seen = append(seen, folded)
		if err := do(word); err != nil {
			return &offsetError{at, err}
		}
		offset += length + 1
	}
	return nil
}

// hosts reads "amazon walmart.com".
func hosts(value string) (all []string, err error) {
	offset := 0
	for name := range strings.SplitSeq(value, " ") {
		err := wantHost(name)
		if err == nil && slices.Contains(all, name) {
			err = errors.New(quote(name) + " is given twice")
		}
		if err != nil {
			return nil, &offsetError{offset, err}
		}
		all = append(all, name)
		offset += len(name) + 1
	}
	return all, nil
}
