package cli

import (
	"runtime"
	"runtime/debug"
	"sync"
)

// gcPercent lets the heap grow by a quarter before it is cleaned: most of it is one matrix, which costs
// nothing to look through.
const gcPercent = 25

// heapFloor counts as heap and is never touched, so it takes no memory. Without it the heap of a small table would be
// cleaned each time it has grown by some hundred kilobytes, which is where most of the time went.
var heapFloor = sync.OnceValue(func() []byte { return make([]byte, 32<<20) })

// withLimits works with so many processors and so much memory.
func withLimits(c *config, work func() error) error {
	// The setting is undone afterwards: tests run many commands in one process.
	if c.threads > 0 {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(c.threads))
	}
	defer func() { _ = c.scratch.Close() }() // its bytes are of no use any more
	heapFloor()
	defer limitHeap(c.memory)()
	defer debug.SetGCPercent(debug.SetGCPercent(gcPercent))
	return work()
}
