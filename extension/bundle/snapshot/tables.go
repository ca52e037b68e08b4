package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
)

// errTables stops the build where Go's tables are not those of Go 1.20 to 1.26.
var errTables = errors.New("its tables of functions are not as this Go is known to write them")

// What the linker writes and runtime/symtab.go reads: a header (pcHeader), names,
// compilation units, files, tables by place in the code (pctab), and a record
// (_func) for each function.
const (
	headerMagic   = 0xfffffff1 // internal/abi: Go120PCLnTabMagic
	headerRest    = 0x08010000 // padding, size of an instruction, of a pointer
	firstFunction = 0x1000     // cmd/link/internal/wasm: funcValueOffset
	blockBits     = 16         // a place is function<<16 | block
	firstPlace    = firstFunction << blockBits
	wrapper       = 23 // internal/abi: FuncIDWrapper
	pointerSize   = 8
	none          = ^uint32(0) // no data
)

// Places of the parts in runtime.moduledata.
const (
	atHeader  = 0
	atNames   = 8
	atUnits   = 32
	atFiles   = 56
	atPlaces  = 80
	atRecords = 104
	atIndex   = 128
	atFirst   = 160
	atTypes   = 296
	atLast    = 328 // of those above
)

// Parts of a record, runtime._func.
const (
	recordName   = 4
	recordFrame  = 16 // pcsp
	recordFile   = 20
	recordLine   = 24
	recordCounts = 28 // of tables by place
	recordUnit   = 32
	recordStart  = 36
	recordKind   = 40
	recordDatas  = 43
	recordSize   = 44
)

// Tables by place, and data, of a function: internal/abi/symtab.go.
const (
	placeStackMap    = 1
	placeInlined     = 2
	placePanicBounds = 4
	dataInlined      = 3
	dataDefers       = 4 // before it are the pointers in a frame, after it what traces print
)

// A part is where something lies in the memory.
type part struct{ from, to uint64 }

// tables are where Go's runtime looks up a function, in the memory.
type tables struct {
	memory                               []byte
	names, units, files, places, records part
	index                                part // pairs of numbers: function, place of its record
	constants                            part // read-only, before the tables
	count                                int
}

func findTables(memory []byte, count int) (*tables, error) {
	t := &tables{memory: memory, count: count}
	head := binary.LittleEndian.AppendUint32(nil, headerMagic)
	head = binary.LittleEndian.AppendUint32(head, headerRest)
	head = binary.LittleEndian.AppendUint64(head, uint64(count))
	header := bytes.Index(memory, head)
	if header < 0 || bytes.Contains(memory[header+1:], head) {
		return nil, errTables
	}
	names := uint64(header) + t.u64(uint64(header)+32)
	pointers := binary.LittleEndian.AppendUint64(nil, uint64(header))
	pointers = binary.LittleEndian.AppendUint64(pointers, names)
	at := bytes.Index(memory, pointers)
	if at < 0 || at+atLast > len(memory) {
		return nil, errTables
	}
	module := uint64(at)
	slice := func(offset, size uint64) part {
		from := t.u64(module + offset)
		return part{from, from + size*t.u64(module+offset+8)}
	}
	t.names, t.units, t.files = slice(atNames, 1), slice(atUnits, 4), slice(atFiles, 1)
	t.places, t.records, t.index = slice(atPlaces, 1), slice(atRecords, 1), slice(atIndex, 8)
	t.constants = part{t.u64(module + atTypes), t.u64(module + atTypes + 8)}
	for _, p := range []part{t.names, t.units, t.files, t.places, t.records, t.index, t.constants} {
		if p.from >= p.to || p.to > uint64(len(memory)) {
			return nil, errTables
		}
	}
	if t.u64(module+atFirst) != firstPlace || t.index.to-t.index.from != 8*uint64(count+1) {
		return nil, errTables
	}
	return t, nil
}

func (t *tables) u32(at uint64) uint32 { return binary.LittleEndian.Uint32(t.memory[at:]) }
func (t *tables) u64(at uint64) uint64 { return binary.LittleEndian.Uint64(t.memory[at:]) }
func (t *tables) set(at uint64, v uint32) {
	binary.LittleEndian.PutUint32(t.memory[at:], v)
}

// within tells whether a word belongs to the tables: what they name, nothing calls.
func (t *tables) within(at uint64) bool { return at >= t.names.from && at < t.records.to }

// record is where the record of a function begins.
func (t *tables) record(i int) uint64 {
	return t.records.from + uint64(t.u32(t.index.from+8*uint64(i)+4))
}

func (t *tables) name(i int) string {
	from := t.names.from + uint64(t.u32(t.record(i)+recordName))
	name, _, _ := bytes.Cut(t.memory[from:t.names.to], []byte{0})
	return string(name)
}

// keep leaves in the tables what a running program looks up about the kept
// functions: how large the frame is, where pointers lie in it, what is to be
// deferred, and the bounds that a panic names. Whose calls were inlined is
// asked only by recover, of functions that call it and of wrappers around them.
// Files, lines and names are for traces, which nobody could read here; of a
// name, all that is asked is whether the runtime's own goroutine begins there.
func (t *tables) keep(kept, recovers []bool) error {
	const nameless, ofRuntime = 0, 1
	places := packed{from: t.memory[t.places.from:t.places.to], at: map[string]uint32{}, bytes: []byte{0}}
	for i := range t.count {
		r := t.record(i)
		counts, datas := uint64(t.u32(r+recordCounts)), uint64(t.memory[r+recordDatas])
		end := r + recordSize + 4*(counts+datas)
		if end > t.records.to || t.u32(r) != t.u32(t.index.from+8*uint64(i)) {
			return errTables
		}
		if !kept[i] {
			clear(t.memory[r:end])
			continue
		}
		name := uint32(nameless)
		if strings.HasPrefix(t.name(i), "runtime.") {
			name = ofRuntime
		}
		t.set(r+recordName, name)
		for _, at := range []uint64{recordFile, recordLine, recordUnit, recordStart} {
			t.set(r+at, 0)
		}
		inlined := recovers[i] || t.memory[r+recordKind] == wrapper
		t.set(r+recordFrame, places.add(t.u32(r+recordFrame)))
		for j := range counts {
			at := r + recordSize + 4*j
			if j == placeStackMap || j == placePanicBounds || j == placeInlined && inlined {
				t.set(at, places.add(t.u32(at)))
			} else {
				t.set(at, 0)
			}
		}
		for j := range datas {
			if j > dataDefers || j == dataInlined && !inlined {
				t.set(r+recordSize+4*(counts+j), none)
			}
		}
	}
	if places.err != nil || len(places.bytes) > len(places.from) {
		return errTables
	}
	for _, p := range []part{t.names, t.units, t.files, t.places} {
		clear(t.memory[p.from:p.to])
	}
	copy(t.memory[t.names.from+ofRuntime:t.names.to], "runtime.")
	copy(t.memory[t.places.from:], places.bytes)
	return nil
}

// packed are the tables by place that are left, each of them once.
type packed struct {
	from  []byte
	at    map[string]uint32
	bytes []byte
	err   error
}

// add takes a table over: pairs of numbers, up to a first one of zero that is
// not the table's own first.
func (p *packed) add(offset uint32) uint32 {
	if offset == 0 || int(offset) >= len(p.from) {
		return 0
	}
	r := reader{b: p.from[offset:]}
	for first := true; r.err == nil && (r.number() != 0 || first); first = false {
		r.number()
	}
	if r.err != nil {
		p.err = r.err
		return 0
	}
	table := string(p.from[offset : len(p.from)-len(r.b)])
	at, ok := p.at[table]
	if !ok {
		at = uint32(len(p.bytes))
		p.at[table] = at
		p.bytes = append(p.bytes, table...)
	}
	return at
}
