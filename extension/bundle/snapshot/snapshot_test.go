package main

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/tetratelabs/wazero"
)

// counted is a module by hand: _initialize sets two variables and a byte of
// memory, look adds what it finds there.
//
//	(module
//	  (memory (export "memory") 1)
//	  (global (mut i32) (i32.const 7))
//	  (global i64 (i64.const -5))
//	  (global (mut i64) (i64.const 0))
//	  (func (export "_initialize")
//	    (global.set 0 (i32.const 41)) (global.set 2 (i64.const -3)) (i32.store8 (i32.const 100) (i32.const 77)))
//	  (func (export "look") (result i64)
//	    (i64.add (i64.add (i64.extend_i32_s (global.get 0)) (global.get 1))
//	             (i64.add (global.get 2) (i64.load8_u (i32.const 100))))))
var counted = []byte("\x00asm\x01\x00\x00\x00" +
	"\x01\x08\x02\x60\x00\x00\x60\x00\x01\x7e" +
	"\x03\x03\x02\x00\x01" +
	"\x05\x03\x01\x00\x01" +
	"\x06\x10\x03\x7f\x01\x41\x07\x0b\x7e\x00\x42\x7b\x0b\x7e\x01\x42\x00\x0b" +
	"\x07\x1f\x03\x06memory\x02\x00\x0b_initialize\x00\x00\x04look\x00\x01" +
	"\x0a\x28\x02" +
	"\x13\x00\x41\x29\x24\x00\x42\x7d\x24\x02\x41\xe4\x00\x41\xcd\x00\x3a\x00\x00\x0b" +
	"\x12\x00\x23\x00\xac\x23\x01\x7c\x23\x02\x41\xe4\x00\x31\x00\x00\x7c\x7c\x0b" +
	"\x0b\x01\x00")

func TestAModuleGoesOnFromItsState(t *testing.T) {
	ctx := context.Background()
	m, err := parse(counted)
	if err != nil {
		t.Fatal(err)
	}
	s, err := start(ctx, m)
	if err != nil {
		t.Fatal(err)
	}
	resumed := m.resumed(s)
	if again := m.resumed(s); !bytes.Equal(resumed, again) {
		t.Error("the same state gives other bytes")
	}
	runtime := wazero.NewRuntime(ctx)
	defer runtime.Close(ctx)
	instance, err := runtime.Instantiate(ctx, resumed)
	if err != nil {
		t.Fatal(err)
	}
	if instance.ExportedFunction(initialize) != nil {
		t.Error("it can still be started")
	}
	got, err := instance.ExportedFunction("look").Call(ctx)
	if want := int64(41 - 5 - 3 + 77); err != nil || int64(got[0]) != want {
		t.Errorf("look gives %v, %v; want %d", got, err, want)
	}
}

func TestData(t *testing.T) {
	memory := make([]byte, pageSize)
	copy(memory[10:], "one")
	copy(memory[13+minGap-1:], "with it") // a gap too short
	copy(memory[1000:], "two")
	memory[pageSize-1] = 1
	out := make([]byte, pageSize)
	r := reader{b: dataOf(memory)}
	count := r.number()
	for range count {
		r.byte()
		r.byte()
		at, shift := 0, 0
		for _, c := range r.constant() {
			at |= int(c&0x7f) << shift
			shift += 7
		}
		r.byte()
		copy(out[at:], r.bytes())
	}
	if r.err != nil || len(r.b) != 0 || count != 3 || !bytes.Equal(out, memory) {
		t.Errorf("%d segments, %d bytes left, %v, equal %v", count, len(r.b), r.err, bytes.Equal(out, memory))
	}
}

func TestBrokenModules(t *testing.T) {
	for n := range len(counted) - len("\x0b\x01\x00") { // without its data it is whole
		m, err := parse(counted[:n])
		if err == nil && n > len(magic) {
			_, err = start(context.Background(), m)
		}
		if err == nil && n > len(magic) {
			t.Errorf("%d of %d bytes are taken for a module", n, len(counted))
		}
	}
	if err := run("", ""); err == nil || !strings.Contains(err.Error(), "--in") {
		t.Error(err)
	}
}
