package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
)

// Section ids of a module, by the WebAssembly core specification, 5.5.
const (
	customSection  = 0
	importSection  = 2
	memorySection  = 5
	globalSection  = 6
	exportSection  = 7
	startSection   = 8
	elementSection = 9
	codeSection    = 10
	dataSection    = 11
)

const (
	initialize   = "_initialize" // what a reactor's host calls first
	functionKind = 0             // of an import or an export
	globalKind   = 3             // of an export
	i32, i64     = 0x7f, 0x7e    // value types
	i32Const     = 0x41
	i64Const     = 0x42
	end          = 0x0b
	pageSize     = 1 << 16
)

var (
	errModule = errors.New("not a module as Go writes them")
	magic     = []byte("\x00asm\x01\x00\x00\x00")
)

// A module is its sections, in order.
type module struct {
	sections []section
	globals  []global
}

type section struct {
	id   byte
	body []byte
}

// A global is a variable of the module itself; Go's are whole numbers.
type global struct {
	kind    byte
	mutable bool
	init    []byte // its constant, as written
}

func parse(b []byte) (*module, error) {
	body, ok := bytes.CutPrefix(b, magic)
	if !ok {
		return nil, errModule
	}
	m := &module{}
	for r := (reader{b: body}); len(r.b) > 0; {
		s := section{r.byte(), r.bytes()}
		if r.err != nil {
			return nil, r.err
		}
		if s.id != customSection {
			m.sections = append(m.sections, s)
		}
	}
	if slices.ContainsFunc(m.sections, func(s section) bool { return s.id == startSection }) {
		return nil, errors.New("it starts by itself")
	}
	return m, m.readGlobals()
}

func (m *module) section(id byte) []byte {
	for _, s := range m.sections {
		if s.id == id {
			return s.body
		}
	}
	return nil
}

func (m *module) readGlobals() error {
	r := reader{b: m.section(globalSection)}
	for range r.number() {
		g := global{kind: r.byte(), mutable: r.byte() == 1}
		switch op := r.byte(); {
		case op == i32Const && g.kind == i32, op == i64Const && g.kind == i64:
			g.init = r.constant()
		default:
			return errModule
		}
		if r.byte() != end {
			return errModule
		}
		m.globals = append(m.globals, g)
	}
	return r.err
}

// write lays the module out with some sections replaced.
func (m *module) write(replace map[byte][]byte) []byte {
	out := slices.Clone(magic)
	for _, s := range m.sections {
		body := s.body
		if other, ok := replace[s.id]; ok {
			body = other
		}
		out = append(out, s.id)
		out = binary.AppendUvarint(out, uint64(len(body)))
		out = append(out, body...)
	}
	return out
}

// A reader reads the numbers of a module; what goes wrong is in err.
type reader struct {
	b   []byte
	err error
}

func (r *reader) byte() byte {
	if len(r.b) == 0 {
		r.err = errModule
		return 0
	}
	c := r.b[0]
	r.b = r.b[1:]
	return c
}

func (r *reader) number() uint64 {
	v, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.b, r.err = nil, errModule
		return 0
	}
	r.b = r.b[n:]
	return v
}

// bytes reads a length and as many bytes.
func (r *reader) bytes() []byte {
	n := r.number()
	if n > uint64(len(r.b)) {
		r.b, r.err = nil, errModule
		return nil
	}
	b := r.b[:n]
	r.b = r.b[n:]
	return b
}

func (r *reader) skip(n int) {
	if n > len(r.b) {
		r.b, r.err = nil, errModule
		return
	}
	r.b = r.b[n:]
}

// constant reads a signed number as it is written.
func (r *reader) constant() []byte {
	for i, c := range r.b {
		if c < 0x80 {
			b := r.b[:i+1]
			r.b = r.b[i+1:]
			return b
		}
	}
	r.err = errModule
	return nil
}
