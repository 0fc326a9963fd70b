package labelprop

import (
	"context"
	"math"

	"github.com/propagate-go/propagate/internal/elimination"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
)

// eliminate solves the problem by elimination without subtractions, exactly if
// that is affordable, and otherwise with edges of bounded influence left out.
func (p *problem) eliminate(ctx context.Context) (*solution, error) {
	nw := p.network()
	found, err := p.reduce(ctx, nw)
	if err != nil {
		return nil, err
	}
	sol := p.judge(nw, found)
	if sol.open() > 0 && p.affordsExact() {
		nw.Exact = p.exact()
	}
	if nw.Exact != nil {
		if found, err = nw.Eliminate(ctx, &elimination.Options{Arithmetic: elimination.Big}); err != nil {
			return nil, err
		}
		sol = p.judge(nw, found)
	}
	return sol, nil
}

// reduce eliminates the whole if that is quick, and otherwise leaves out edges of
// ever greater influence as the rest becomes dense.
func (p *problem) reduce(ctx context.Context, nw *elimination.Network) (*elimination.Solution, error) {
	if p.suitsElimination() {
		return nw.Eliminate(ctx, &elimination.Options{MaxDegree: len(p.free), MaxUpdates: math.MaxInt64})
	}
	return nw.Eliminate(ctx, &elimination.Options{
		DropEdge: least, DropFill: least, Patience: patienceUpdates, MaxDegree: len(p.free), MaxUpdates: math.MaxInt64,
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
func (p *problem) affordsExact() bool { return len(p.free) <= 450 }

// judge reads off the scores and says which labels are proven.
func (p *problem) judge(nw *elimination.Network, found *elimination.Solution) *solution {
	n, c := len(p.free), p.columns()
	sol := &solution{
		outcome: outcome{x: make([]float64, n*c), converged: true}, solver: Elimination,
		logs: make([]float64, n*c), label: make([]int, n), proven: make([]bool, n), tied: make([]bool, n),
	}
	for i := range n {
		for k := range c {
			l := found.Log(i, k)
			sol.logs[i*c+k], sol.x[i*c+k] = l, math.Exp(l)
		}
		eta := math.Exp(found.LogEta)
		if p.rooted {
			eta *= math.Exp(p.rate.Log(nw.Post[i]))
		}
		sol.bound = max(sol.bound, eta+rowError(found, i, sol.x[i*c:(i+1)*c]))
		sol.label[i], sol.proven[i], sol.tied[i] = p.verdict(found, i)
	}
	return sol
}

// rowError bounds the errors of the scores of row i that come from rounding.
func rowError(found *elimination.Solution, i int, x []float64) float64 {
	worst := 0.0
	for k, v := range x {
		if v > 0 {
			worst = max(worst, v*math.Expm1(found.LogError(i, k))+v*4*unit)
		}
	}
	return worst
}

// verdict returns the largest class of row i, the first of those that tie, and
// whether it is proven or tied.
func (p *problem) verdict(found *elimination.Solution, i int) (label int, proven, tied bool) {
	best := 0
	for k := 1; k < p.columns(); k++ {
		if found.LogRatio(i, k, best) > 0 {
			best = k
		}
	}
	if found.Proven(i, best) {
		return best, true, false
	}
	label = best
	for k := range p.columns() {
		if k != best && math.Abs(found.LogRatio(i, best, k)) <= simplex.TieMargin {
			label, tied = min(label, k), true
		}
	}
	return label, false, tied
}

// open counts the rows that are not proven.
func (s *solution) open() int {
	count := 0
	for _, ok := range s.proven {
		if !ok {
			count++
		}
	}
	return count
}
