package main

import (
	"errors"
	"fmt"
	"strings"
)

// errPlaces stops the build where functions are not numbered as Go does it.
var errPlaces = errors.New("its functions are not numbered as this Go is known to do it")

// errGoroutines stops the build of a program that uses them.
var errGoroutines = errors.New("it uses goroutines or channels, which are left out")

// slim takes out of a started module what no call of its host can come to.
func (m *module) slim(s *state) error {
	all, err := m.functions()
	if err != nil {
		return err
	}
	imports, err := m.imports()
	if err != nil {
		return err
	}
	if !m.numbered(imports, len(all)) {
		return errPlaces
	}
	t, err := findTables(s.memory, len(all))
	if err != nil {
		return err
	}
	for i := range all {
		if idle.MatchString(t.name(i)) {
			all[i] = function{body: returns}
		}
	}
	r := &reach{all: all, imports: uint64(imports), tables: t, kept: make([]bool, len(all)), closures: map[uint64]bool{}}
	r.exports(m.exportsWithoutStart())
	r.memory()
	r.code()
	if r.err != nil {
		return r.err
	}
	if err := t.keep(r.kept, r.callersOf("runtime.gorecover")); err != nil {
		return err
	}
	s.code = codeOf(all, r.kept)
	return nil
}

// imports counts the imported functions; Go imports nothing else.
func (m *module) imports() (int, error) {
	r := reader{b: m.section(importSection)}
	n := int(r.number())
	for range n {
		r.bytes()
		r.bytes()
		if r.byte() != functionKind {
			return 0, errModule
		}
		r.number()
	}
	return n, r.err
}

// numbered tells whether the table of functions is theirs in order: that is
// what makes a number in memory a function.
func (m *module) numbered(imports, count int) bool {
	r := reader{b: m.section(elementSection)}
	one := r.number() == 1 && r.byte() == 0 && r.byte() == i32Const
	if !one || unsigned(r.constant()) != firstFunction || r.byte() != end || r.number() != uint64(count) {
		return false
	}
	for i := range count {
		if r.number() != uint64(imports+i) {
			return false
		}
	}
	return r.err == nil
}

// A reach is what can be called: what the host can call, what the memory
// names, as closures, methods and stacks do, and what the code of all that
// calls or names. Memory that is no longer used counts as well.
type reach struct {
	all      []function
	imports  uint64
	tables   *tables
	kept     []bool
	left     []int // kept, and not looked into
	closures map[uint64]bool
	err      error
}

// call keeps a function, by its number.
func (r *reach) call(i uint64) {
	if i < uint64(len(r.all)) && !r.kept[i] && !isNever(r.tables.name(int(i))) {
		r.kept[i] = true
		r.left = append(r.left, int(i))
	}
}

// word keeps what a word stands for: a place in a function, or the closure there.
func (r *reach) word(v uint64) {
	if r.closures[v] {
		v = r.tables.u64(v)
	}
	if v >= firstPlace {
		r.call(v>>blockBits - firstFunction)
	}
}

func (r *reach) exports(section []byte) {
	b := reader{b: section}
	for range b.number() {
		b.bytes()
		if kind, i := b.byte(), b.number(); kind == functionKind {
			r.call(i - r.imports)
		}
	}
}

// memory keeps what it names. A constant word that some code names by its own
// address is a closure without variables: it is kept with that code, and with
// pointers to it.
func (r *reach) memory() {
	t := r.tables
	for _, f := range r.all {
		for _, v := range f.words {
			if v >= t.constants.from && v <= t.constants.to-pointerSize {
				r.closures[v] = true
			}
		}
	}
	for at := uint64(0); at+pointerSize <= uint64(len(t.memory)); at += pointerSize {
		if !t.within(at) && !r.closures[at] {
			r.word(t.u64(at))
		}
	}
	// Of a method, its type has two functions, by number (moduledata.textAddr).
	for at := t.constants.from; at+pointerSize <= t.constants.to; at += pointerSize / 2 {
		a, b := uint64(t.u32(at))-firstFunction, uint64(t.u32(at+4))-firstFunction
		if n := uint64(len(r.all)); a < n && b < n {
			r.call(a)
			r.call(b)
		}
	}
}

// code keeps what the kept functions call and name.
func (r *reach) code() {
	for len(r.left) > 0 {
		at := r.left[len(r.left)-1]
		f := r.all[at]
		r.left = r.left[:len(r.left)-1]
		for _, called := range f.calls {
			r.call(called - r.imports)
			r.check(at, called-r.imports)
		}
		for _, v := range f.words {
			r.word(v)
		}
	}
}

// check notes that a function outside Go's runtime uses goroutines: only of the
// runtime's own calls is it known that they never come to it.
func (r *reach) check(from int, to uint64) {
	if to >= uint64(len(r.all)) {
		return
	}
	caller, called := r.tables.name(from), r.tables.name(int(to))
	if goroutines.MatchString(called) && !strings.HasPrefix(caller, "runtime.") {
		r.err = errors.Join(r.err, fmt.Errorf("%w: %s calls %s", errGoroutines, caller, called))
	}
}

// callersOf tells which functions call the one of a name.
func (r *reach) callersOf(name string) []bool {
	callers := make([]bool, len(r.all))
	for i, f := range r.all {
		for _, called := range f.calls {
			if c := called - r.imports; c < uint64(len(r.all)) && r.tables.name(int(c)) == name {
				callers[i] = true
			}
		}
	}
	return callers
}
