//go:build wasip1 && goroutines

package main

import "runtime"

// work hands numbers through goroutines: a module that does cannot be slimmed.
//
//go:wasmexport work
func work(n uint32) uint32 {
	numbers, done := make(chan uint32), make(chan uint32)
	for range 4 {
		go func() {
			sum := uint32(0)
			defer func() { done <- sum }()
			for v := range numbers {
				sum += v
				runtime.Gosched()
			}
		}()
	}
	var never chan int
	for i := range n {
		select {
		case numbers <- i:
		case <-never:
			return 0
		}
	}
	close(numbers)
	return <-done + <-done + <-done + <-done
}
