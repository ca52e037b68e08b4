package screen

import (
	"errors"
	"iter"
	"strings"

	"clearlist/wasm/internal/match"
	"clearlist/wasm/internal/normalize"
	"clearlist/wasm/internal/score"
	"clearlist/wasm/list"
	"clearlist/wasm/pack"
)

// registerPrefix starts the name of every register pack; the office's code
// follows: "register:US".
const registerPrefix = "register:"

// International begins the name of a register of marks that are registered by
// treaty, of those that designate one country: "WO-DE". WO is WIPO's code in
// ST.3. It stands for no country's own register.
const International = "WO-"

// ErrOffice means that a register's name does not say whose it is.
var ErrOffice = errors.New("screen: a register is called register: and a jurisdiction, like register:US or register:WO-DE")

// officeIn is where an office's marks count.
func officeIn(office string) (list.Jurisdictions, error) {
	return list.ParseJurisdiction(strings.TrimPrefix(office, International))
}

// RegisterName is the name of the pack of an office's register.
func RegisterName(office string) string { return registerPrefix + office }

// MarkKey is the key of a mark's words, for [pack.Mark]; false when a register
// cannot hold them: no letter or digit, or more than eight words. Case, width,
// accents, hyphens and spacing make no difference, a missing space does.
func MarkKey(words string) (uint64, bool) {
	var t normalize.Text
	return match.MarkKey(words, &t)
}

// MarkKeys is MarkKey for millions of words: it keeps its memory.
func MarkKeys() func(words string) (uint64, bool) {
	var t normalize.Text
	return func(words string) (uint64, bool) { return match.MarkKey(words, &t) }
}

// CompileRegister builds the pack of one office's register from the words of
// its marks and what is known of them, in any order. Marks that share a key
// become one; those that no key can hold are left out and counted.
//
//	b, left, err := screen.CompileRegister("US", 7, asOf, func(yield func(string, pack.Facts) bool) {
//		yield("GO-TAN", pack.Facts{Offices: us, Classes: list.ClassesOf(29), Status: list.Live})
//	})
func CompileRegister(office string, version uint32, asOf list.Date, marks iter.Seq2[string, pack.Facts]) (b []byte, left int, err error) {
	if _, err := officeIn(office); err != nil {
		return nil, 0, errors.Join(ErrOffice, err)
	}
	key := MarkKeys()
	var all []pack.Mark
	for words, facts := range marks {
		k, ok := key(words)
		if !ok {
			left++
			continue
		}
		all = append(all, pack.Mark{Key: k, Facts: facts})
	}
	sections, err := pack.RegisterSections(all)
	if err != nil {
		return nil, left, err
	}
	b, err = pack.Write(pack.Content{
		Set:      &list.Set{Name: RegisterName(office), Version: version, AsOf: asOf},
		Sections: sections,
	})
	return b, left, err
}

func (s *Screener) addRegister(p *pack.Pack) error {
	r, err := p.Register()
	if err != nil {
		return err
	}
	office, ok := strings.CutPrefix(p.Name(), registerPrefix)
	in, err := officeIn(office)
	if !ok || err != nil {
		return errors.Join(errors.New("screen: "+p.Name()), ErrOffice)
	}
	s.registers = append(s.registers, score.Register{Pack: p, In: in})
	s.marks = append(s.marks, r)
	return nil
}

// registered writes out what a register found. It holds no words, owners or
// numbers: those are asked of the office, or of a shard, on the seller's click.
func (s *Screener) registered(in *score.Input, f *score.Finding) Finding {
	part, r := &in.Parts[f.Part], s.registers[f.Mark.Register]
	text := part.Text.Source[f.Start:f.End]
	facts := &f.Mark.Facts
	offices := facts.Offices
	if offices == 0 {
		offices = r.In
	}
	out := Finding{
		Field: part.Field, Index: part.Index, Start: f.Start, End: f.End, Text: text, Term: text,
		Kind: f.Kind, Severity: f.Severity, Rule: Rules[f.Rule].ID, Key: f.Mark.Key,
		Message: fill(Rules[f.Rule].Message, func(name string) string {
			if name == "place" {
				return offices.Join(", ")
			}
			return text
		}),
	}
	right := list.Right{Kind: list.Trademark, In: offices, Status: facts.Status}
	if !facts.Coarse {
		right.Classes = facts.Classes // whole groups of classes would be a false statement
	}
	out.Rights = appendOffices(nil, &right, in.Place, r.Pack.AsOf())
	return out
}
