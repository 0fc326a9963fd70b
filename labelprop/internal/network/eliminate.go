package network

import (
	"context"
	"errors"
	"math"

	"github.com/propagate-go/propagate/internal/elimination"
	"github.com/propagate-go/propagate/internal/memory"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
)

// eliminate solves the problem by elimination without subtractions, exactly if
// that is affordable, and otherwise with edges of bounded influence left out.
func (nw *Network) eliminate(ctx context.Context, o Options) (*Solution, error) {
	if nw.leaks() && !nw.suitsElimination() {
		if sol, err := nw.eliminateWhole(ctx, o); sol != nil || err != nil {
			return sol, err
		}
	}
	// First in float64, or with numbers exp(-γt+s) as pairs (t, s), whichever the range of the
	// weights needs.
	e := nw.forElimination()
	if nw.ended != nil {
		return nil, nw.ended
	}
	found, err := nw.reduce(ctx, e, nw.solveRest(o), Options{Memory: o.Memory, Tell: o.Tell})
	if err != nil {
		return nil, err
	}
	sol := nw.readElimination(e, found)
	// What that leaves open is decided by exact exponents, if the graph has exact distances.
	if sol.unproven() > 0 && nw.affordsExact() {
		e.Exact = nw.exact()
	}
	if e.Exact != nil {
		found, err = e.Eliminate(ctx, &elimination.Options{Arithmetic: elimination.Big, Memory: o.Memory, Tell: o.Tell})
		if err != nil {
			return nil, err
		}
		sol = nw.readElimination(e, found)
	}
	return sol, nil
}

// eliminateWhole is eliminate without leaving out edges. What that may change is small
// beside a sum of scores of 1, and not beside scores that fall with the distance to the
// labels. It returns nil where it takes too long, or too much memory.
func (nw *Network) eliminateWhole(ctx context.Context, o Options) (*Solution, error) {
	n := int64(len(nw.Free))
	e := nw.forElimination()
	if nw.ended != nil {
		return nil, nw.ended
	}
	updates := int64(wholeUpdates)
	if n <= wholeDegree {
		updates = max(updates, n*n*n/6) // those of a complete graph
	} else if int64(e.Edges()) > n*n/8 {
		return nil, nil
	}
	found, err := e.Eliminate(ctx,
		&elimination.Options{MaxDegree: wholeDegree, MaxUpdates: updates, Memory: o.Memory, Tell: o.Tell})
	tooDense, refused := new(elimination.TooDense), new(memory.Refused)
	if errors.As(err, &tooDense) || errors.As(err, &refused) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return nw.readElimination(e, found), nil
}

const (
	// wholeDegree and wholeUpdates bound an elimination to some ten seconds.
	wholeDegree  = 2500
	wholeUpdates = 3e8
)

// reduce eliminates the whole if that is quick, and otherwise leaves out edges of ever greater
// influence as the rest becomes dense: DropEdge of the graph, and DropFill of those that the
// elimination would make; the latter grows tenfold each time Patience updates are done, unless the rest is
// solved otherwise (nil: it is not).
// The diagonal of the inverse is that of the whole.
func (nw *Network) reduce(
	ctx context.Context, e *elimination.Network, rest elimination.Rest, o Options,
) (*elimination.Solution, error) {
	// Whole: no edge is left out.
	if nw.suitsElimination() || nw.fades() {
		return e.Eliminate(ctx, &elimination.Options{
			MaxDegree: len(nw.Free), MaxUpdates: math.MaxInt64, Inverse: o.Inverse,
			Memory: o.Memory, Tell: o.Tell,
		})
	}
	return e.Eliminate(ctx, &elimination.Options{
		DropEdge: least, DropFill: least, Patience: patienceUpdates, MaxDegree: len(nw.Free), MaxUpdates: math.MaxInt64,
		Rest: rest, Memory: o.Memory, Tell: o.Tell,
	})
}

const (
	// least is the influence of an edge that is left out from the beginning.
	least = 1e-12
	// patienceUpdates takes a few seconds.
	patienceUpdates = 5e7
)

// exactRows is up to where any graph is eliminated whole.
const exactRows = 800

// affordsExact reports whether exact exponents cost little: some 10⁸ operations.
func (nw *Network) affordsExact() bool { return len(nw.Free) <= 450 }

// readElimination reads off the scores, and the labels that are proven.
func (nw *Network) readElimination(e *elimination.Network, found *elimination.Solution) *Solution {
	n, c := len(nw.Free), nw.columns()
	sol := &Solution{
		Outcome: Outcome{X: make([]float64, n*c), Converged: true}, Solver: Elimination,
		Logs: make([]float64, n*c), Label: make([]int, n), Proven: make([]bool, n), Tied: make([]bool, n),
		Unknown: make([]bool, n),
	}
	for i := range n {
		for k := range c {
			// Scores may underflow, logarithms do not.
			l := found.Log(i, k)
			sol.Logs[i*c+k], sol.X[i*c+k] = l, math.Exp(l)
		}
		// The error of a score: η, what edges that were left out may change, times the D^½ of a
		// symmetric method, and rounding.
		eta := math.Exp(found.LogEta)
		if nw.method.Symmetric {
			eta *= math.Exp(nw.gamma.Log(e.Post[i]))
		}
		sol.Bound = max(sol.Bound, eta+rowError(found, i, sol.X[i*c:(i+1)*c]))
		sol.Label[i], sol.Proven[i], sol.Tied[i] = nw.eliminatedLabel(found, i)
		sol.Unknown[i] = !sol.Proven[i] && !found.Known(i, sol.Label[i], knownShare)
	}
	return sol
}

// rowError bounds the errors of the scores of row i that come from rounding.
func rowError(found *elimination.Solution, i int, x []float64) float64 {
	worst := 0.0
	for k, v := range x {
		if v > 0 {
			// A bound E on the error of log F is one of F·(exp(E) - 1) on F, and exp itself
			// rounds.
			worst = max(worst, v*math.Expm1(found.LogError(i, k))+v*4*unit)
		}
	}
	return worst
}

// eliminatedLabel returns the largest class of row i, the first of those that tie, and
// whether it is proven or tied.
func (nw *Network) eliminatedLabel(found *elimination.Solution, i int) (label int, proven, tied bool) {
	// The largest by logarithms of ratios, which see differences that the scores do not.
	best := 0
	for k := 1; k < nw.columns(); k++ {
		if found.LogRatio(i, k, best) > 0 {
			best = k
		}
	}
	if found.Proven(i, best) {
		return best, true, false
	}
	// Not proven: the first of all that are equal, as far as the arithmetic sees. A score
	// that edges which were left out may have changed altogether is equal to none.
	label = best
	if !found.Known(i, best, tieKnown) {
		return label, false, false
	}
	for k := range nw.columns() {
		if k != best && math.Abs(found.LogRatio(i, best, k)) <= simplex.TieMargin {
			label, tied = min(label, k), true
		}
	}
	return label, false, tied
}
