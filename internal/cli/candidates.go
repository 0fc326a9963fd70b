package cli

import (
	"iter"
	"math"
	"strings"
	"time"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
)

// trial is one value of what is varied, and the flags that name it.
type trial[T any] struct {
	flags string
	value T
}

// candidates are all combinations of some values on the neighbours of one search.
type candidates struct {
	job     *job
	near    *graph.Neighbors // nil: the graph that was brought
	ks      []int            // of the neighbours; nil: all
	kernels []trial[kernel.Kernel]
	gammas  []float64 // of the kernels, or nil if that is not all there is to them
	methods []trial[labelprop.Method]
	usual   *labelprop.Candidate // what a run does without flags, where it is none of the combinations

	unjudged bool // whether that would take too long to judge

	done  int
	began time.Time
	fault error // why neighbours or weights could not be had
}

func (c *candidates) count() int {
	n := max(len(c.ks), 1) * len(c.kernels) * len(c.methods)
	if c.usual != nil {
		n++
	}
	return n
}

// all yields one after the other; it ends early for a fault.
func (c *candidates) all() iter.Seq[labelprop.Candidate] {
	return func(yield func(labelprop.Candidate) bool) {
		c.began = time.Now()
		if len(c.ks) == 0 {
			if c.weighed("", c.near, yield) && c.usual != nil {
				c.progress()
				yield(*c.usual)
			}
			return
		}
		for _, k := range c.ks {
			var near *graph.Neighbors
			if near, c.fault = c.nearest(k); c.fault != nil {
				return
			}
			if !c.weighed("-k "+number(k), near, yield) {
				return
			}
		}
	}
}

// at makes the candidate in some place again.
func (c *candidates) at(place int) (found labelprop.Candidate, err error) {
	c.done = 0
	for one := range c.all() {
		if found = one; c.done > place {
			break
		}
	}
	return found, c.fault
}

// nearest are the k nearest of those at hand.
func (c *candidates) nearest(k int) (*graph.Neighbors, error) {
	near, err := c.near.Truncate(k)
	if err == nil && c.job.connect {
		near = near.Connect()
	}
	return near, err
}

// weighed yields what is to be made of some neighbours.
func (c *candidates) weighed(flags string, near *graph.Neighbors, yield func(labelprop.Candidate) bool) bool {
	for _, k := range c.kernels {
		g := c.job.graph
		if near != nil {
			if g, c.fault = near.Weigh(k.value); c.fault != nil {
				return false
			}
		}
		for _, m := range c.methods {
			c.progress()
			if !yield(labelprop.Candidate{Name: flagged(flags, k.flags, m.flags), Graph: g, Method: m.value}) {
				return false
			}
		}
	}
	return true
}

func (c *candidates) progress() {
	c.done++
	left := "?"
	if past := time.Since(c.began); c.done > 1 {
		left = (past / time.Duration(c.done-1) * time.Duration(c.count()-c.done+1)).Round(time.Second).String()
	}
	c.job.say.Progress("candidate %d of %d, %s left", c.done, c.count(), left)
}

// leaveOneOut ranks them by the labels left out.
func (c *candidates) leaveOneOut() ([]labelprop.Tuned, error) {
	if len(c.gammas) > 0 && c.near != nil {
		return c.tuneWidths()
	}
	all, err := labelprop.Tune(c.job.ctx, c.all(), c.job.seeds, c.options())
	return all, c.first(err)
}

// holdOut ranks them by labels held out.
func (c *candidates) holdOut(h labelprop.HoldOut) ([]labelprop.Tuned, error) {
	seeds, err := labelprop.Classes(c.job.in.given, 0)
	if err != nil {
		return nil, err
	}
	all, err := labelprop.TuneHoldOut(c.job.ctx, c.all(), seeds, h, c.options())
	return all, c.first(err)
}

// options are those of the job; what counts as progress is the candidate.
func (c *candidates) options() *labelprop.Options {
	o := c.job.options
	o.Observe = nil
	return &o
}

func (c *candidates) first(err error) error {
	if c.fault != nil {
		return c.fault
	}
	return err
}

// flagged joins flags, of which some may be none.
func flagged(all ...string) string {
	return strings.Join(strings.Fields(strings.Join(all, " ")), " ")
}

// narrowRows is up to how many rows narrow widths are tried, too: beyond it, where walks are
// caught between nearest neighbours, each takes longer than all others together.
const narrowRows = 2000

// manyKernels are those tried where none is named.
func (j *job) manyKernels() []trial[kernel.Kernel] {
	all := []trial[kernel.Kernel]{
		{"--kernel self-tuning", kernel.SelfTuning{}}, {"--kernel perplexity", kernel.Perplexity{}}, {"--kernel connectivity", kernel.Unweighted{}},
	}
	if j.near.K() > 0 {
		all = append([]trial[kernel.Kernel]{{"--kernel shared", kernel.SharedNeighbors{}}}, all...)
	}
	scale := ""
	if len(j.in.dwarfing) > 0 {
		scale = "--scale standard " // which a run with a γ in the units of the columns does not do by itself
	}
	middle, most := j.near.Gamma(kernel.RBF{Gamma: 1}), 4
	if j.near.N() > narrowRows {
		most = 0
	}
	for power := -6; power <= most; power += 2 {
		if gamma := rounded(math.Ldexp(middle, power)); gamma > 0 {
			all = append(all, trial[kernel.Kernel]{scale + "--gamma " + number(gamma), kernel.RBF{Gamma: gamma}})
		}
	}
	return all
}
