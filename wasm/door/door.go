//go:build wasip1

// Package door is how a host calls a WebAssembly module of ours: it writes
// input where reserve says, calls one of the module's own exports with the
// input's length, and reads the result before its next call.
//
//	reserve(n) ptr     room for n bytes of input; 0 when that is more than MaxInput
//	result_ptr() ptr   where the result of the last call is
//	result_len() n
//	rest()             to be called when nobody waits: the memory is put in order
//
// WebAssembly has one thread, and no call starts before the last one ended.
package door

import "unsafe"

// Codes that a call may end with; a module has others of its own.
const (
	OK      = 0
	Refused = 1 // the input is not usable; the result says why
	Fault   = 2 // the core itself is at fault; the result says why
)

// MaxInput bounds what a host can make us hold: the fingerprints of 100,000
// listings that were seen, with those of as many as it takes to join them. A
// pack and a delta are less.
const MaxInput = 96 << 20

var input, result []byte

//go:wasmexport reserve
func reserve(n uint32) uint32 {
	if n > MaxInput {
		return 0
	}
	if int(n) > len(input) {
		input = make([]byte, n)
	}
	return pointer(input)
}

//go:wasmexport result_ptr
func resultPtr() uint32 { return pointer(result) }

//go:wasmexport result_len
func resultLen() uint32 { return uint32(len(result)) }

// Input is the first n bytes of what was written, or nothing when fewer were
// reserved.
func Input(n uint32) []byte {
	if int(n) > len(input) {
		return nil
	}
	return input[:n]
}

// Forget lets go of the input: the next reserve makes new room.
func Forget() { input = nil }

// Room is the memory of the last result, to append the next one to.
func Room() []byte { return result[:0] }

// Leave leaves a result.
func Leave(b []byte) { result = b }

// Answer leaves the result of a call, or why there is none. A panic is our
// mistake, never the seller's: the call fails and the instance lives, as
// everything the call reads is immutable.
func Answer(n uint32, call func([]byte) ([]byte, error)) (code uint32) {
	defer func() {
		if recovered := recover(); recovered != nil {
			result = append(result[:0], "the core failed: "+reason(recovered)...)
			code = Fault
		}
	}()
	if int(n) > len(input) {
		result = append(result[:0], "more input than was reserved"...)
		return Refused
	}
	answer, err := call(input[:n])
	if err != nil {
		result = append(result[:0], err.Error()...)
		return Refused
	}
	result = answer
	return OK
}

func pointer(b []byte) uint32 {
	return uint32(uintptr(unsafe.Pointer(unsafe.SliceData(b))))
}

// reason is what a recovered panic said, without package fmt.
func reason(recovered any) string {
	switch v := recovered.(type) {
	case error:
		return v.Error()
	case string:
		return v
	}
	return "no reason given"
}
