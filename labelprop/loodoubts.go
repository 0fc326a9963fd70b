package labelprop

import (
	"context"
	"fmt"
	"math"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/ln"
	"github.com/propagate-go/propagate/labelprop/internal/network"
	"gonum.org/v1/gonum/floats"
)

// The answers to single labels range more widely than any answer to all of them. Where the
// own label of a node outweighs all others by more digits than the solver has, what the
// others say is lost in the errors, or underflows. Those labels are left out and solved for
// without: then the solvers of Solve apply, which know what is proven.

const (
	// looKnown is the relative error up to which the largest class of a label left out is known.
	looKnown = 1e-3
	// looGivenKnown is that of the class that was given: the log loss is right to as much.
	looGivenKnown = 1e-2
	// looLogKnown bounds the errors of logarithms, so that those that look equal may tie.
	looLogKnown = 1e-6
	// mostLeftOut bounds the ends of edges of all solves without a label: some seconds, as tune does this for each
	// candidate.
	mostLeftOut = 5e5
)

// looDoubts finds the sums of responses that are not known.
type looDoubts struct {
	nw     *network.Network
	seeds  *Seeds
	sums   *leftOut
	judges []int // by component: its labels
}

// list returns the places of the labels whose answer is open.
func (d *looDoubts) list() []int {
	// The whole was eliminated, and no edge left out: every sum is known to nearly all digits.
	if d.sums.bound == 0 && d.sums.logError <= looLogKnown {
		return nil
	}
	d.judges = make([]int, len(d.nw.Reached))
	for _, u := range d.seeds.nodes {
		d.judges[d.nw.Component[u]]++
	}
	var open []int
	for i, u := range d.seeds.nodes {
		// A label that is alone in its component has no answer, whatever the errors.
		if d.judges[d.nw.Component[u]] > 1 && d.open(i) {
			open = append(open, i)
		}
	}
	return open
}

// open reports whether the classes of the i-th label are not known from the sums.
func (d *looDoubts) open(i int) bool {
	c := d.seeds.c
	logs, bound := d.sums.class[i*c:(i+1)*c], ln.Of(d.sums.bound)
	// The largest class must stand out of the errors; no finite bound, no answer.
	top := floats.Max(logs)
	if !(d.sums.logError <= looLogKnown && bound <= top+math.Log(looKnown)) {
		return true
	}
	for k, y := range d.seeds.row(i) {
		// A class whose lag is within the errors may be the largest.
		lag := math.Exp(top) - math.Exp(logs[k])
		if lag > 0 && lag <= 2*d.sums.bound {
			return true
		}
		// The class that was given decides on the loss, down to the floor under it.
		least := math.Max(logs[k], top+math.Log(smallestProbability))
		if y > 0 && bound > least+math.Log(looGivenKnown) {
			return true
		}
	}
	return false
}

// affordsSolves reports whether a solve for each of so many labels takes minutes at most.
func (d *looDoubts) affordsSolves(count int) bool {
	ends := 0
	for _, u := range d.nw.Free {
		ends += len(d.nw.Neighbors(u))
	}
	return float64(ends)*float64(count) <= mostLeftOut
}

// markUndecided marks those of the listed labels of which nothing was found. The others are taken as they were found:
// the bound is that of the worst case, far above the errors of nearly all answers.
func (r *LOO) markUndecided(list []int) {
	for _, i := range list {
		r.Undecided[i] = r.Status[i] == Unreachable || r.Status[i] == Tied || !r.Converged
		// What underflowed is no tie.
		if r.Status[i] == Tied {
			r.Status[i] = Propagated
		}
	}
}

// solveWithout solves once for each of the listed labels, without it.
func (r *LOO) solveWithout(ctx context.Context, g *graph.Graph, m Method, o network.Options, list []int) error {
	for at, i := range list {
		rest := r.seeds.subset(func(other int) bool { return other != i })
		nw, sol, err := network.Solve(ctx, g, rest.labels(), m.describe(), o.AsPart(at, 1, len(list)))
		if err != nil {
			return fmt.Errorf("without the label of node %d: %w", r.Nodes[i], err)
		}
		r.take(i, nw, sol)
	}
	return nil
}

// take takes the answer at the node of the i-th label from a solution without it.
func (r *LOO) take(i int, nw *network.Network, sol *network.Solution) {
	found := newResult(nw, sol)
	found.label(nw, sol)
	u, c := r.Nodes[i], r.seeds.c
	// Probabilities are those of the logarithms: scores may underflow.
	r.Labels[i], r.Status[i] = found.Labels[u], found.Status[u]
	copy(r.Scores.RawRowView(i), found.Scores.RawRowView(u))
	copy(r.logs[i*c:(i+1)*c], found.LogScores.RawRowView(u))
	r.normalize(i)
	at := nw.Place[u]
	r.Undecided[i] = !found.Proven[u] && at >= 0 && sol.Unknown != nil && sol.Unknown[at]
}
