package main

import (
	"encoding/binary"
	"strconv"
)

// exportName is under which a global is read while the module is started.
func exportName(i int) string { return "snapshot." + strconv.Itoa(i) }

// open is the module with its variables exported.
func (m *module) open() []byte {
	r := reader{b: m.section(exportSection)}
	count := r.number()
	exports := r.b
	for i, g := range m.globals {
		if !g.mutable {
			continue
		}
		count++
		name := exportName(i)
		exports = binary.AppendUvarint(exports[:len(exports):len(exports)], uint64(len(name)))
		exports = append(exports, name...)
		exports = append(exports, globalKind)
		exports = binary.AppendUvarint(exports, uint64(i))
	}
	return m.write(map[byte][]byte{exportSection: append(binary.AppendUvarint(nil, count), exports...)})
}

// A state is what a started module holds.
type state struct {
	memory  []byte
	globals map[int]uint64 // the variables, by number
	code    []byte         // the code section
}

// resumed is the module that goes on from a state: it has no _initialize.
func (m *module) resumed(s *state) []byte {
	return m.write(map[byte][]byte{
		memorySection: memoryOf(len(s.memory) / pageSize),
		globalSection: m.globalsOf(s),
		exportSection: m.exportsWithoutStart(),
		codeSection:   s.code,
		dataSection:   dataOf(s.memory),
	})
}

func memoryOf(pages int) []byte {
	return binary.AppendUvarint([]byte{1, 0}, uint64(pages)) // one memory, with no upper bound
}

func (m *module) globalsOf(s *state) []byte {
	out := binary.AppendUvarint(nil, uint64(len(m.globals)))
	for i, g := range m.globals {
		op := byte(i32Const)
		if g.kind == i64 {
			op = i64Const
		}
		out = append(out, g.kind, boolByte(g.mutable), op)
		switch {
		case !g.mutable:
			out = append(out, g.init...)
		case g.kind == i32:
			out = appendSigned(out, int64(int32(s.globals[i])))
		default:
			out = appendSigned(out, int64(s.globals[i]))
		}
		out = append(out, end)
	}
	return out
}

func boolByte(b bool) byte {
	if b {
		return 1
	}
	return 0
}

func (m *module) exportsWithoutStart() []byte {
	r := reader{b: m.section(exportSection)}
	count := r.number()
	var kept []byte
	left := count
	for range count {
		from := r.b
		name := r.bytes()
		r.byte()
		r.number()
		if string(name) == initialize {
			left--
			continue
		}
		kept = append(kept, from[:len(from)-len(r.b)]...)
	}
	return append(binary.AppendUvarint(nil, left), kept...)
}

// minGap is how many zeros part two segments. Compressed, fewer of them are
// dearer than the head of another segment (brotli: 708 KB at 16, 677 at 64).
const minGap = 64

// dataOf writes what is not zero of a memory as segments.
func dataOf(memory []byte) []byte {
	var out []byte
	count := uint64(0)
	for at := 0; at < len(memory); {
		if memory[at] == 0 {
			at++
			continue
		}
		stop, zeros := at, 0
		for next := at; next < len(memory) && zeros < minGap; next++ {
			if memory[next] == 0 {
				zeros++
				continue
			}
			stop, zeros = next+1, 0
		}
		out = append(out, 0, i32Const)
		out = appendSigned(out, int64(at))
		out = append(out, end)
		out = binary.AppendUvarint(out, uint64(stop-at))
		out = append(out, memory[at:stop]...)
		count++
		at = stop
	}
	return append(binary.AppendUvarint(nil, count), out...)
}

// appendSigned writes a number in signed LEB128.
func appendSigned(out []byte, v int64) []byte {
	for {
		c := byte(v & 0x7f)
		v >>= 7
		if v == 0 && c&0x40 == 0 || v == -1 && c&0x40 != 0 {
			return append(out, c)
		}
		out = append(out, c|0x80)
	}
}
