// Package par runs loops over fixed chunks of rows on all processors.
//
// The chunks depend on the length of the loop alone, never on the number of
// workers, so whatever is summed chunk by chunk is the same on every machine.
package par

import (
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

// Chunks returns how many chunks of the given size cover n rows.
func Chunks(n, size int) int { return (n + size - 1) / size }

// For calls f once for each chunk [lo, hi) of n rows, c being the chunk's number,
// on as many goroutines as runtime.GOMAXPROCS allows, and returns when all are done. If f
// panics, no chunk is begun any more, and the goroutine that called For panics with a [*Panic].
func For(n, size int, f func(c, lo, hi int)) {
	chunks := Chunks(n, size)
	workers := min(runtime.GOMAXPROCS(0), chunks)
	// A single worker needs no goroutine. It takes the chunks in order.
	if workers <= 1 {
		for c := range chunks {
			f(c, c*size, min(n, (c+1)*size))
		}
		return
	}
	// Workers take the next chunk from a shared counter, so that a slow chunk holds up one worker only.
	var next atomic.Int64
	var wg sync.WaitGroup
	var panicked catcher
	for range workers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			// As the caller has it: memory that is gone, of a mapped file, is a panic then.
			debug.SetPanicOnFault(true)
			defer panicked.catch(func() { next.Store(int64(chunks)) })
			for c := int(next.Add(1)) - 1; c < chunks; c = int(next.Add(1)) - 1 {
				f(c, c*size, min(n, (c+1)*size))
			}
		}()
	}
	wg.Wait()
	panicked.rethrow()
}

// Try is For with a function that may fail. After a failure no chunk behind the
// failed one is begun. The error returned is that of the lowest chunk that fails,
// whatever the number of workers.
func Try(n, size int, f func(c, lo, hi int) error) error {
	errs := make([]error, Chunks(n, size))
	var lowest atomic.Int64 // of the chunks that failed
	lowest.Store(int64(len(errs)))
	For(n, size, func(c, lo, hi int) {
		// The error of a chunk before this one is reported anyway: there is nothing left to find out here.
		if int64(c) > lowest.Load() {
			return
		}
		if errs[c] = f(c, lo, hi); errs[c] != nil {
			lower(&lowest, int64(c))
		}
	})
	// The first error in the order of chunks, not in the order of time.
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// lower sets x to v if v is less.
func lower(x *atomic.Int64, v int64) {
	// Another worker may write between the load and the swap. Then compare again.
	for old := x.Load(); v < old && !x.CompareAndSwap(old, v); old = x.Load() {
	}
}
