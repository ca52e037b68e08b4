//go:build wasip1

// Command program is started and slimmed by the tests of snapshot, and then
// asked for all that a runtime does without being told: see slim_test.go.
package main

import (
	"errors"
	"runtime"
	"strconv"
	"strings"
)

func main() {}

func init() { runtime.GC() } // as package door does

var (
	begun = strings.Repeat("begun ", 3) // made by an init that runs once
	kept  map[string][]byte
)

// collect fills the memory several times over, and gives how often it was cleared.
//
//go:wasmexport collect
func collect(megabytes uint32) uint32 {
	kept = map[string][]byte{}
	for i := range megabytes {
		for j := range 16 { // small ones, of several sizes, with pointers and without
			b := make([]byte, 64<<10>>(j%8))
			b[0] = byte(i)
			kept[strconv.Itoa(int(i)*16+j)] = b
		}
		large := make([][]byte, 64<<10)
		large[i] = []byte(begun)
		if i%8 == 7 {
			clear(kept)
			runtime.GC()
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.NumGC
}

type shape interface{ area(n int) int }

type square struct{ side *int }

func (s square) area(n int) int { return n * *s.side }

// deep grows the stack, collects at its end, and goes back through all of it.
//
//go:wasmexport deep
func deep(n uint32) uint32 {
	side := 1
	return uint32(down(int(n), square{&side}, &side))
}

//go:noinline
func down(n int, s shape, side *int) int {
	var here [16]int
	here[n%16] = n
	if n == 0 {
		runtime.GC()
		return s.area(*side)
	}
	return down(n-1, s, side) + here[n%16] - n + *side - 1 + s.area(n) - n*s.area(1)
}

var errAsked = errors.New("asked for")

// fail panics in each way and recovers; the answer has a bit for each that it
// could name. The last way, 100, is not recovered from.
//
//go:wasmexport fail
func fail(way uint32) (answer uint32) {
	if way == 100 {
		panic(errAsked)
	}
	defer func() {
		err, _ := recover().(error)
		if err != nil && err.Error() == wants[way] {
			answer = 1
		}
	}()
	var none *square
	var some any = way
	list := make([]int, way)
	switch way {
	case 0:
		panic(errAsked)
	case 1:
		list[way+1]++
	case 2:
		return uint32(some.(shape).area(1))
	case 3:
		return uint32(*none.side)
	case 4:
		return way / uint32(len(list)-4)
	case 5:
		_ = list[way+1:]
	}
	return 0
}

var wants = []string{
	"asked for",
	"runtime error: index out of range [2] with length 1",
	"interface conversion: uint32 is not main.shape: missing method area",
	"runtime error: invalid memory address or nil pointer dereference",
	"runtime error: integer divide by zero",
	"runtime error: slice bounds out of range [6:5]",
}

// forever is more than any stack holds.
//
//go:wasmexport forever
func forever(n uint32) uint32 { return forever(n+1) + n }
