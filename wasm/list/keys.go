package list

import (
	"errors"
	"slices"
	"strings"
)

// One function for each kind of block: the table of its keys. What may repeat
// is told apart before, in once; what is needed after, in end.

func unknownKey(key, where string) error {
	return keyError("`" + key + ":` is not a key of a " + where)
}

func (r *reader) listKey(key, value string) (err error) {
	switch h := &r.header; key {
	case "title":
		h.Title = value
	case "as-of":
		h.AsOf, err = ParseDate(value)
	case "licence":
		h.Licence = value
	case "source":
		h.Source = value
	default:
		return unknownKey(key, "header")
	}
	return err
}

func (r *reader) releaseKey(key, value string) (err error) {
	switch key {
	case "version":
		r.set.Version, err = number[uint32](value, 32)
	case "as-of":
		r.set.AsOf, err = ParseDate(value)
	default:
		return unknownKey(key, "release")
	}
	return err
}

func (r *reader) termKey(key, value string) (err error) {
	t := &r.block.term
	line := Position{r.at.Source, r.at.Line, 1}
	switch key {
	case "alias":
		t.Aliases = append(t.Aliases, value)
		t.aliasAt = append(t.aliasAt, r.at)
	case "famous":
		t.Famous, err = yes(value)
	case "dictionary":
		t.Dictionary, err = yes(value)
	case "exact":
		t.Exact, err = yes(value)
	case "case-sensitive":
		t.CaseSense, err = yes(value)
	case "right":
		right := Right{At: line}
		right.Kind, err = ParseRightKind(value)
		t.Rights = append(t.Rights, right)
		r.open(key, err)
	case "sense":
		sense := Sense{At: line}
		sense.Level, err = ParseSeverity(value)
		t.Senses = append(t.Senses, sense)
		r.open(key, err)
	case "instead":
		if slices.Contains(t.Instead, value) {
			return errors.New("the same wording is given twice")
		}
		t.Instead = append(t.Instead, value)
		t.insteadAt = append(t.insteadAt, r.at)
	case "note":
		t.Note = value
	default:
		return unknownKey(key, "term (indented by two spaces it may be one of a right or sense)")
	}
	return err
}

func (r *reader) rightKey(right *Right, key, value string) (err error) {
	policy := right.Kind == Policy
	switch key {
	case "owner", "number", "classes", "status", "docket":
		if policy {
			return keyError("`" + key + ":` is not for a policy, which nobody owns")
		}
	case "rule", "severity", "marketplaces", "fields", "reason":
		if !policy {
			return keyError("`" + key + ":` is for a policy alone")
		}
	}
	switch key {
	case "owner":
		right.Owner = value
	case "in":
		right.In, err = ParseJurisdictions(value)
	case "classes":
		right.Classes, err = ParseClasses(value)
	case "status":
		right.Status, err = ParseStatus(value)
	case "number":
		right.Number = value
	case "from":
		right.From, err = ParseDate(value)
	case "until":
		right.Until, err = ParseDate(value)
	case "confidence":
		right.Confidence, err = ParseConfidence(value)
	case "source":
		right.Source = value
	case "url":
		right.URL, err = value, wantURL(value)
	case "docket":
		right.Cases = append(right.Cases, value)
	case "rule":
		right.Rule, err = value, wantSlug(value)
	case "severity":
		right.Severity, err = ParseSeverity(value)
	case "marketplaces":
		right.Marketplaces, err = hosts(value)
	case "fields":
		right.Fields, err = ParseFields(value)
	case "reason":
		right.Reason = value
	default:
		return unknownKey(key, "right")
	}
	return err
}

func senseKey(s *Sense, key, value string) (err error) {
	switch key {
	case "why":
		s.Why = value
	case "before":
		s.Before, err = moreWords(s.Before, value)
	case "after":
		s.After, err = moreWords(s.After, value)
	case "near":
		s.Near, err = moreWords(s.Near, value)
	case "lacks":
		s.Lacks, err = moreWords(s.Lacks, value)
	case "goods":
		s.Goods, err = ParseClasses(value)
	case "not-goods":
		s.NotGoods, err = ParseClasses(value)
	case "in":
		s.In, err = ParseJurisdictions(value)
	case "fields":
		s.Fields, err = ParseFields(value)
	default:
		return unknownKey(key, "sense")
	}
	return err
}

func marketplaceKey(m *Marketplace, key, value string) (err error) {
	switch key {
	case "family":
		m.Family, err = value, wantSlug(value)
	case "names":
		m.Names, err = moreWords(nil, value)
	case "in":
		m.In, err = ParseJurisdictions(value)
	case "note":
		m.Note = value
	default:
		return unknownKey(key, "marketplace")
	}
	return err
}

func limitKey(l *Limit, key, value string) (err error) {
	switch key {
	case "kind":
		l.Kind, err = ParseLimitKind(value)
	case "max":
		l.Max, err = number[int](value, 31)
	case "text":
		l.Text = value
	case "marketplaces":
		l.Marketplaces, err = hosts(value)
	case "severity":
		l.Severity, err = ParseSeverity(value)
	case "from":
		l.From, err = ParseDate(value)
	case "until":
		l.Until, err = ParseDate(value)
	case "confidence":
		l.Confidence, err = ParseConfidence(value)
	case "source":
		l.Source = value
	case "reason":
		l.Reason = value
	default:
		return unknownKey(key, "limit")
	}
	return err
}

func (r *reader) goodsKey(key, value string) error {
	if key != "words" {
		return unknownKey(key, "goods block")
	}
	return eachWord(value, func(word string) error {
		folded := strings.ToLower(word)
		i, known := r.goods[folded]
		if !known {
			i = len(r.set.Goods)
			r.goods[folded] = i
			r.set.Goods = append(r.set.Goods, Goods{Word: word})
		}
		r.set.Goods[i].Classes |= r.block.classes
		return nil
	})
}

func (r *reader) phraseKey(key, value string) error {
	if key != "words" {
		return unknownKey(key, "phrase block")
	}
	return eachWord(value, func(word string) error {
		folded := strings.ToLower(word)
		use, known := r.phrases[folded]
		if !known {
			r.phrases[folded] = r.block.use
			r.set.Phrases = append(r.set.Phrases, Phrase{word, r.block.use})
		} else if use != r.block.use {
			return errors.New(quote(word) + " is a phrase of " + use.String() + " already")
		}
		return nil
	})
}
