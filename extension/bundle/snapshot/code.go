package main

import "encoding/binary"

// A function is what its code refers to.
type function struct {
	body  []byte   // local variables and instructions
	calls []uint64 // functions, by number, imports first
	words []uint64 // 64-bit constants: addresses, and functions by their number in Go
}

// functions reads the code section.
func (m *module) functions() ([]function, error) {
	r := reader{b: m.section(codeSection)}
	all := make([]function, r.number())
	for i := range all {
		f := function{body: r.bytes()}
		if r.err != nil {
			return nil, r.err
		}
		if err := f.read(); err != nil {
			return nil, err
		}
		all[i] = f
	}
	return all, r.err
}

// Instructions with something to read, by the specification, 5.4; of all the
// others in the order of their codes, none has anything.
const (
	opBlock, opIf          = 0x02, 0x04
	opBranch, opBranchIf   = 0x0c, 0x0d
	opBranchTable          = 0x0e
	opCall, opCallIndirect = 0x10, 0x11
	opLocalGet             = 0x20
	opGlobalGet            = 0x23
	opGlobalSet            = 0x24
	opLoad, opStoreEnd     = 0x28, 0x3e
	opMemorySize, opGrow   = 0x3f, 0x40
	opF32, opF64           = 0x43, 0x44
	opI32Add               = 0x6a
	opLast                 = 0xc4 // i64.extend32_s
	opMore                 = 0xfc
	moreCopy, moreFill     = 10, 11
)

// read finds the calls and the constants.
func (f *function) read() error {
	r := reader{b: f.body}
	for range r.number() { // kinds of local variables
		r.number()
		r.byte()
	}
	for r.err == nil && len(r.b) > 0 {
		switch op := r.byte(); {
		case op >= opBlock && op <= opIf, op == opMemorySize, op == opGrow:
			r.byte()
		case op == opBranch, op == opBranchIf, op >= opLocalGet && op <= opGlobalSet:
			r.number()
		case op == opBranchTable:
			for range r.number() + 1 {
				r.number()
			}
		case op == opCall:
			f.calls = append(f.calls, r.number())
		case op == opCallIndirect, op >= opLoad && op <= opStoreEnd:
			r.number()
			r.number()
		case op == i32Const:
			r.constant()
		case op == i64Const:
			f.words = append(f.words, unsigned(r.constant()))
		case op == opF32:
			r.skip(4)
		case op == opF64:
			r.skip(8)
		case op == opMore:
			switch more := r.number(); {
			case more == moreCopy:
				r.skip(2)
			case more == moreFill:
				r.skip(1)
			case more > moreFill:
				return errModule
			}
		case op > opLast:
			return errModule
		}
	}
	return r.err
}

// unsigned is a constant as the bits that it stands for.
func unsigned(constant []byte) uint64 {
	v, shift := uint64(0), 0
	for _, c := range constant {
		v |= uint64(c&0x7f) << shift
		shift += 7
	}
	if shift < 64 && constant[len(constant)-1]&0x40 != 0 {
		v |= ^uint64(0) << shift
	}
	return v
}

// trap is the code of a function that nothing may call.
var trap = []byte{0, 0, end} // no local variables, unreachable

// returns is the code of a function that does nothing: as Go compiles it, it
// takes its eight bytes of the stack, whose end is the first global, back.
var returns = []byte{0, opGlobalGet, 0, i32Const, 8, opI32Add, opGlobalSet, 0, i32Const, 0, end}

// codeOf is the code section with all but the kept functions as traps.
func codeOf(all []function, kept []bool) []byte {
	out := binary.AppendUvarint(nil, uint64(len(all)))
	for i, f := range all {
		body := f.body
		if !kept[i] {
			body = trap
		}
		out = binary.AppendUvarint(out, uint64(len(body)))
		out = append(out, body...)
	}
	return out
}
