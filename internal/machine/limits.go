// Package machine measures what the processors and the memory at hand can do, for the work of
// a stage to be held against.
package machine

import (
	"time"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/vec"
)

// Limits are what all processors together can do in a second.
type Limits struct {
	Multiplied float64 // pairs of float32 multiplied and added, in registers; 0 if it cannot be said
	Read       float64 // bytes read from memory, one after the other
}

const (
	measured = 40 * time.Millisecond // what each takes, about
	turns    = 10_000                // of the loop that multiplies, at a time
	values   = 1 << 23               // 64 MB, more than caches hold
	portion  = 1 << 16
)

// Measure takes a tenth of a second and 64 MB.
func Measure() Limits { return Limits{Multiplied: multiplied(), Read: read()} }

func multiplied() float64 {
	if vec.Best().Peak(1) == 0 {
		return 0
	}
	best := 0.0
	for start := time.Now(); time.Since(start) < measured; {
		begin := time.Now()
		flops := make([]int, 16)
		par.For(len(flops), 1, func(c, _, _ int) { flops[c] = vec.Best().Peak(turns) })
		best = max(best, float64(len(flops)*flops[0])/2/time.Since(begin).Seconds())
	}
	return best
}

func read() float64 {
	x := make([]float64, values)
	par.For(values, portion, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			x[i] = 1 // gives it memory of its own
		}
	})
	best := 0.0
	for start := time.Now(); best == 0 || time.Since(start) < measured; {
		begin := time.Now()
		sums := make([]float64, values/portion)
		par.For(values, portion, func(c, lo, hi int) {
			middle := (lo + hi) / 2
			sums[c] = vec.SquaredDistance(x[lo:middle], x[middle:hi])
		})
		best = max(best, 8*values/time.Since(begin).Seconds())
	}
	return best
}
