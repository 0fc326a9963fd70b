package cli

import (
	"cmp"
	"slices"
	"sync"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/labelprop"
)

// tuneWidths ranks many γ of one kernel, of which few are tried.
func (c *candidates) tuneWidths() ([]labelprop.Tuned, error) {
	ks := c.ks
	if len(ks) == 0 {
		ks = []int{0}
	}
	var all []labelprop.Tuned
	for _, k := range ks {
		near, flags := c.near, ""
		if k > 0 {
			var err error
			if near, err = c.nearest(k); err != nil {
				return nil, err
			}
			flags = "-k " + number(k)
		}
		for _, m := range c.methods {
			some, err := labelprop.TuneWidths(c.job.ctx, c.weigher(near), c.gammas, c.job.seeds, m.value, c.options())
			if err != nil {
				return nil, err
			}
			first := len(all)
			for _, t := range some {
				t.Name = flagged(flags, c.kernels[t.Index].flags, m.flags)
				t.Index += first
				all = append(all, t)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b labelprop.Tuned) int { return cmp.Compare(a.LogLoss, b.LogLoss) })
	return all, nil
}

// weigher weighs neighbours, and says how many times.
func (c *candidates) weigher(near *graph.Neighbors) func(gamma float64) (*graph.Graph, error) {
	var lock sync.Mutex
	return func(gamma float64) (*graph.Graph, error) {
		lock.Lock()
		c.done++
		c.job.say.Progress("γ = %g, the %d. that is tried", gamma, c.done)
		lock.Unlock()
		return near.Weigh(c.job.weigh(gamma))
	}
}

// tried counts those that are not interpolated.
func tried(all []labelprop.Tuned) int {
	n := 0
	for _, t := range all {
		if !t.Interpolated {
			n++
		}
	}
	return n
}
