// Package par runs loops over fixed chunks of rows on all processors.
//
// The chunks depend on the length of the loop alone, never on the number of
// workers, so whatever is summed chunk by chunk is the same on every machine.
package par

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// Chunks returns how many chunks of the given size cover n rows.
func Chunks(n, size int) int { return (n + size - 1) / size }

// For calls f once for each chunk [lo, hi) of n rows, c being the chunk's number,
// on as many goroutines as runtime.GOMAXPROCS allows, and returns when all are done.
func For(n, size int, f func(c, lo, hi int)) {
	chunks := Chunks(n, size)
	workers := min(runtime.GOMAXPROCS(0), chunks)
	if workers <= 1 {
		for c := range chunks {
			f(c, c*size, min(n, (c+1)*size))
		}
		return
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for range workers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for c := int(next.Add(1)) - 1; c < chunks; c = int(next.Add(1)) - 1 {
				f(c, c*size, min(n, (c+1)*size))
			}
		}()
	}
	wg.Wait()
}

// Try is For with a function that may fail. After a failure no new chunk is
// begun; the error of the lowest failed chunk is returned.
func Try(n, size int, f func(c, lo, hi int) error) error {
	errs := make([]error, Chunks(n, size))
	var failed atomic.Bool
	For(n, size, func(c, lo, hi int) {
		if failed.Load() {
			return
		}
		if errs[c] = f(c, lo, hi); errs[c] != nil {
			failed.Store(true)
		}
	})
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
