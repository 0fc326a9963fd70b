package labelprop

import (
	"context"
	"math"

	"github.com/propagate-go/propagate/internal/ln"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
	"gonum.org/v1/gonum/floats"
)

// quickTolerance bounds, relative to what the others say of a label's own class, the
// part of its returns that is only estimated. The tests see mean log losses right to
// 0.001.
const quickTolerance = 2e-3

// quickResidual is that of the answer to all labels at first; quickError is by how much
// what it says of a labelled row may fail to sum to 1, having been solved for column by
// column.
const quickResidual, quickError = 1e-6, 1e-4

// leastLeft is the least that may be left of what is said of a label: the error of F is
// far below. Of spreading, whose scores fall with every step from a label, less may be left,
// and what is estimated and the residual are smaller.
const (
	leastLeft            = 1e-6
	quickSpreadTolerance = 5e-4
	leastLeftSpread      = 1e-8
	quickSpreadResidual  = 1e-12
)

// quickly is leaveOneOut where that needs no column a label: the
// harmonic function of hard labels. With F the answer to all labels and K as there,
//
//	Σ_{j≠i} KᵢⱼYⱼ = Σᵥ PᵢᵥFᵥ - Kᵢᵢ·Yᵢ,
//
// so that one solve with C columns and the diagonal of K will do, and for spreading, the
// answer of which is F = HY, with that of H. It returns nil where
// float64 might not do, or elimination is quick anyway. A guess at F (nil: none), such as
// that of another width, saves steps. Cost: a Solve, and some ten
// products of W_UU with l columns.
func (p *problem) quickly(ctx context.Context, o Options, guess []float64) (*verdicts, error) {
	if !p.quick(o) {
		return nil, nil
	}
	eq := newEquation(p, false)
	if eq.spread > wideSpread {
		return nil, nil
	}
	x, said, err := p.solveQuickly(ctx, eq, o, guess)
	if x == nil || err != nil {
		return nil, err
	}
	l, c := len(p.seeds.nodes), p.columns()
	a := returns{p: p, n: eq.n, s: eq.symmetric(), own: make([]float64, l), tol: quickTolerance}
	if p.rooted {
		a.tol = quickSpreadTolerance
	}
	for i := range l {
		a.own[i] = said[i*c+simplex.Largest(p.seeds.row(i))]
	}
	ok, err := a.find(ctx)
	if err != nil || !ok {
		return nil, err
	}
	v := p.without(said, a.k)
	if v != nil && len(x) <= mostKept {
		v.answer = x
	}
	return v, nil
}

// solveQuickly solves for F from a guess until what it says of the labelled rows sums to
// 1; nil if that will not be.
func (p *problem) solveQuickly(ctx context.Context, eq *equation, o Options, guess []float64) (x, said []float64, err error) {
	o.Tol = min(o.Tol, quickResidual)
	if p.rooted {
		o.Tol = min(o.Tol, quickSpreadResidual)
	}
	for ; o.Tol > 1e-13; o.Tol /= 100 {
		eq.guess, eq.soon = guess, true
		out, err := solveCG(ctx, eq, o, nil)
		if err != nil || !out.converged {
			return nil, nil, err
		}
		if said = p.saidOfLabels(eq, out.x); p.rooted || sumToOne(said, p.columns()) {
			return out.x, said, nil
		}
		guess = out.x
	}
	return nil, nil, nil
}

// sumToOne reports whether rows of c do.
func sumToOne(x []float64, c int) bool {
	for ; len(x) > 0; x = x[c:] {
		if !(math.Abs(floats.Sum(x[:c])-1) <= quickError) {
			return false
		}
	}
	return true
}

// mostKept bounds the answers that are kept as guesses: 32 MB each.
const mostKept = 1 << 22

// quick reports whether the identity holds and pays.
func (p *problem) quick(o Options) bool {
	switch p.method.(type) {
	case Harmonic, Propagation, Spreading:
	default:
		return false
	}
	solver := o.Solver == Auto || o.Solver == ConjugateGradients
	return solver && p.seeds.kind == hard && !p.reshaped() && len(p.free) > 0 && !p.suitsElimination()
}

// saidOfLabels returns Σᵥ PᵢᵥFᵥ for the labelled nodes, l×C, or Fᵢ itself.
func (p *problem) saidOfLabels(eq *equation, x []float64) []float64 {
	c := p.columns()
	said := make([]float64, len(p.seeds.nodes)*c)
	par.For(len(p.seeds.nodes), 16, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			row, u := said[i*c:(i+1)*c], p.seeds.nodes[i]
			if p.rooted {
				copy(row, p.rowOf(eq, x, u))
				continue
			}
			steps := p.steps(u)
			for e, v := range p.neighbors(u) {
				from := p.rowOf(eq, x, int(v))
				for k := range row {
					row[k] += math.Exp(steps[e]) * from[k]
				}
			}
		}
	})
	return said
}

// rowOf returns F of node v of a reached component.
func (p *problem) rowOf(eq *equation, x []float64, v int) []float64 {
	if at := int(p.place[v]); at >= 0 {
		return eq.row(x, at)
	}
	return p.seeds.row(p.seedAt[v])
}

// without takes each label's own share off what is said of it; nil if of a label too
// little is left to be right.
func (p *problem) without(said, own []float64) *verdicts {
	c, least := p.columns(), leastLeft
	if p.rooted {
		least = leastLeftSpread
	}
	v := &verdicts{seeds: p.seeds, logs: said, skipped: make([]bool, len(own))}
	labels := make([]int, len(p.reached)) // by component
	for _, u := range p.seeds.nodes {
		labels[p.component[u]]++
	}
	for i, u := range p.seeds.nodes {
		row, class := said[i*c:(i+1)*c], simplex.Largest(p.seeds.row(i))
		if v.skipped[i] = labels[p.component[u]] == 1; v.skipped[i] {
			continue
		}
		alone := p.alone(u, class)
		if row[class] -= own[i]; alone {
			row[class] = 0
		} else if row[class] < least {
			return nil
		}
		total := 0.0
		for k, x := range row {
			total += max(x, 0)
			row[k] = ln.Of(max(x, 0))
		}
		if total < least {
			return nil
		}
		simplex.LogSoftmax(row)
		for k, l := range row {
			row[k] = max(l, leastLog)
		}
	}
	return v
}

// alone reports whether the label of node u is the only one of its class in its
// component.
func (p *problem) alone(u, class int) bool {
	for l, v := range p.seeds.nodes {
		if v != u && p.component[v] == p.component[u] && p.seeds.row(l)[class] > 0 {
			return false
		}
	}
	return true
}
