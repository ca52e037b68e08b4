package score

import (
	"clearlist/wasm/internal/normalize"
	"clearlist/wasm/list"
)

// A step is what stands right before a token, for those who go back over a
// list of marks and models. It is found out once for each token: a list of
// marks is gone over from every one of them.
type step uint8

const (
	stepKnown    step = 1 << iota
	stepFits          // a nominative phrase
	stepStrong        // a strong one
	stepExamples      // words that open a list of examples
	stepListed        // what may be part of a list of models
	stepEnds          // the end of a sentence or of a part of it
)

func (j *judge) step(part *Part, at int) step {
	if part.steps == nil {
		part.steps = make([]step, len(part.Text.Tokens))
	}
	s := &part.steps[at]
	if *s == 0 {
		*s = stepKnown | j.look(part, at)
	}
	return *s
}

func (j *judge) look(part *Part, at int) (s step) {
	const dash = normalize.Joiner | normalize.Gap
	t := part.Text
	found, strong := j.phraseBefore(part, at, list.Nominative)
	if found {
		s |= stepFits
	}
	if strong {
		s |= stepStrong
	}
	if j.examples(t, at) {
		s |= stepExamples
	}
	if t.Tokens[at-1].Sep&normalize.Odd == 0 && j.listed(part, at-1) {
		s |= stepListed
	}
	if sep := t.Tokens[at].Sep; sep&normalize.Hard != 0 || sep&dash == dash {
		s |= stepEnds
	}
	return s
}
