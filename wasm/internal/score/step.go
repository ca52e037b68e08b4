package score

import (
	"clearlist/wasm/internal/normalize"
	"clearlist/wasm/list"
)

// A step is what stands right before a token, for those who go back over a
// list of marks and models. It is found out when first asked, and once: a list
// of marks is gone over from every one of them.
type step uint8

const (
	stepFits     step = 1 << iota // a nominative phrase
	stepStrong                    // a strong one
	stepPhrases                   // whether those two do is known
	stepExamples                  // words that open a list of examples
	stepListed                    // what may be part of a list of models
	stepLists                     // whether those two do is known
)

func (p *Part) step(at int) *step {
	if p.steps == nil {
		p.steps = make([]step, len(p.Text.Tokens))
	}
	return &p.steps[at]
}

// fitsTo is phraseBefore for a nominative phrase.
func (j *judge) fitsTo(part *Part, at int) (found, strong bool) {
	s := part.step(at)
	if *s&stepPhrases == 0 {
		found, strong = j.phraseBefore(part, at, list.Nominative)
		*s |= stepPhrases | when(found, stepFits) | when(strong, stepStrong)
	}
	return *s&stepFits != 0, *s&stepStrong != 0
}

// listTo tells whether words that open a list of examples stand right before a
// token, and whether what may be part of a list of models does.
func (j *judge) listTo(part *Part, at int) (examples, listed bool) {
	s := part.step(at)
	if *s&stepLists == 0 {
		listed = part.Text.Tokens[at-1].Sep&normalize.Odd == 0 && j.listed(part, at-1)
		*s |= stepLists | when(j.examples(part.Text, at), stepExamples) | when(listed, stepListed)
	}
	return *s&stepExamples != 0, *s&stepListed != 0
}

func when(is bool, s step) step {
	if is {
		return s
	}
	return 0
}
