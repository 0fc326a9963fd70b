package labelprop

import (
	"context"
	"fmt"
	"math"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/dense"
	"github.com/propagate-go/propagate/internal/ln"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
	"gonum.org/v1/gonum/mat"
)

// Solve spreads the seeds over the nodes of g by the method m.
//
// By default it chooses a solver that is right for the range of the weights and
// says in the Result which labels are proven; o (nil: defaults) can force one. A
// solver that does not converge still returns its best answer, with a warning.
//
// Errors: seeds that do not fit g or are out of range, no seed at all, a
// parameter out of range, the error of ctx, or that of Options.Observe.
func Solve(ctx context.Context, g *graph.Graph, seeds Seeds, m Method, o *Options) (*Result, error) {
	options, err := o.orDefault()
	if err == nil {
		err = seeds.check(g.N())
	}
	if err == nil {
		err = m.check(&seeds)
	}
	var r *Result
	if err == nil {
		r, err = solve(ctx, g, &seeds, m, options)
	}
	if err != nil {
		return nil, fmt.Errorf("labelprop: %w", err)
	}
	return r, nil
}

func solve(ctx context.Context, g *graph.Graph, seeds *Seeds, m Method, o Options) (*Result, error) {
	p, sol, err := solveOn(ctx, g, seeds.positive(), m, o)
	if err != nil {
		return nil, err
	}
	p.decideByDeviation(sol)
	r := p.result(sol)
	r.kind = seeds.kind
	if seeds.kind == values {
		r.joinSigns(p.seeds.unit)
	}
	if seeds.exclusive() {
		p.label(r, sol)
	} else {
		p.markReached(r)
	}
	p.warnings(r)
	return r, nil
}

// solveOn solves edge by edge, or on the dense matrix of a complete graph in the least
// precision that proves all labels, if one does.
func solveOn(ctx context.Context, g *graph.Graph, seeds *Seeds, m Method, o Options) (*problem, *solution, error) {
	for _, precision := range precisions(seeds, m, o) {
		all := allPairsOf(g, m, o, precision)
		if all == nil && precision == dense.Single {
			continue
		}
		if all == nil && tooWide(g) {
			break
		}
		p := problemOn(g, seeds, m, all)
		sol, err := p.solve(ctx, o)
		if err != nil || !p.inSingle() || sol.converged && (sol.open() == 0 || !seeds.exclusive()) {
			return p, sol, err
		}
	}
	return nil, nil, fmt.Errorf("the weights of the complete graph of %d nodes need %.0f GB one by one, "+
		"as this method, solver or γ wants them: use k nearest neighbours", g.N(), 44*float64(g.N())*float64(g.N())/1e9)
}

// solution is the answer at the free nodes of a problem.
type solution struct {
	outcome
	solver Solver
	logs   []float64 // ln x where known beyond the range of x, or nil
	label  []int     // the largest column where x and logs may not tell, or nil
	proven []bool    // whether the largest column is so for certain, or nil
	tied   []bool    // whether the two largest columns are equal, or nil
	bound  float64   // on the error of x
}

// solve chooses the solver and runs it.
func (p *problem) solve(ctx context.Context, o Options) (*solution, error) {
	if len(p.free) == 0 {
		return &solution{outcome: outcome{converged: true}, solver: o.Solver}, nil
	}
	if m, ok := p.method.(solver); ok {
		return m.solve(ctx, p, o)
	}
	switch o.Solver {
	case Elimination:
		return p.eliminate(ctx)
	case ConjugateGradients, Iteration:
		return p.iterate(ctx, newEquation(p, true), o)
	}
	return p.choose(ctx, o)
}

// result puts the answer at the free nodes in its place among the others.
func (p *problem) result(sol *solution) *Result {
	n, c := p.graph.N(), p.columns()
	r := &Result{
		Scores: mat.NewDense(n, c, nil), Status: make([]Status, n), Proven: make([]bool, n),
		ErrorBound: sol.bound, Solver: sol.solver, Iterations: sol.iterations, Residual: sol.residual,
		Converged: sol.converged, method: p.method.String(), signed: isSigned(p.method), clamps: p.method.clamps(),
		seedMass: p.seeds.mass(),
	}
	if !r.signed {
		r.LogScores = mat.NewDense(n, c, nil)
	}
	par.For(n, chunkRows, func(_, lo, hi int) {
		for u := lo; u < hi; u++ {
			p.score(r, sol, u)
		}
	})
	return r
}

// score fills in row u of the scores, and of their logarithms if there are any.
func (p *problem) score(r *Result, sol *solution, u int) {
	row := r.Scores.RawRowView(u)
	at, l, c := p.place[u], p.seedAt[u], p.columns()
	switch {
	case at >= 0:
		copy(row, sol.x[int(at)*c:])
	case l >= 0:
		copy(row, p.isolatedScore(l))
	}
	if r.LogScores == nil {
		return
	}
	logs := r.LogScores.RawRowView(u)
	if at >= 0 && sol.logs != nil {
		copy(logs, sol.logs[int(at)*c:])
		return
	}
	for k, v := range row {
		logs[k] = ln.Of(max(v, 0))
	}
}

// markReached sets the status of seeds without a single class.
func (p *problem) markReached(r *Result) {
	for u := range r.Status {
		switch {
		case p.place[u] < 0 && p.seedAt[u] < 0:
			r.Status[u] = Unreachable
		case p.labelWeight(u) < 1:
			r.Status[u] = Propagated
		default:
			r.Status[u] = Given
		}
	}
}

// label decides on the class and the status of every node.
func (p *problem) label(r *Result, sol *solution) {
	p.markReached(r)
	r.Labels = make([]int, len(r.Status))
	r.component, r.allowed = p.component, p.allowedClasses()
	sizes := p.sizes(r)
	for u := range r.Labels {
		var tied bool
		at, c := p.place[u], p.component[u]
		switch {
		case r.Status[u] == Unreachable:
			r.Labels[u] = Unlabeled
			continue
		case at < 0:
			r.Labels[u] = simplex.Largest(p.seeds.row(p.seedAt[u]))
		case sol.label != nil:
			if r.Labels[u], tied = sol.label[at], sol.tied[at]; r.Labels[u] == Unlabeled {
				r.Status[u] = Abstained
			}
		default:
			r.Labels[u], tied = simplex.FirstOfLargest(r.Scores.RawRowView(u), r.allowed[c], simplex.TieMargin*sizes[c])
		}
		r.Proven[u] = at < 0 || sol.proven != nil && sol.proven[at]
		if tied && r.Status[u] == Propagated {
			r.Status[u] = Tied
		}
	}
}

// sizes returns the largest |score| of each component.
func (p *problem) sizes(r *Result) []float64 {
	sizes := make([]float64, len(p.reached))
	for u, c := range p.component {
		for _, v := range r.Scores.RawRowView(u) {
			sizes[c] = max(sizes[c], math.Abs(v))
		}
	}
	return sizes
}

// allowedClasses lists, by component, the classes that have a label there: no
// other can be the answer.
func (p *problem) allowedClasses() [][]bool {
	allowed := make([][]bool, len(p.reached))
	for l, u := range p.seeds.nodes {
		c := p.component[u]
		if allowed[c] == nil {
			allowed[c] = make([]bool, p.columns())
		}
		for k, y := range p.seeds.row(l) {
			allowed[c][k] = allowed[c][k] || y > 0
		}
	}
	return allowed
}

// warnings says what a user should know of the result.
func (p *problem) warnings(r *Result) {
	if n := r.Count(Unreachable); n > 0 {
		r.warn("join the components of the graph (Connect), take more neighbours, or label a row in each component",
			"%d of %d nodes unreachable: no path leads from them to a label", n, len(r.Status))
	}
	if n := r.Count(Abstained); n > 0 {
		r.warn("label more rows, or lower μ₃", "%d of %d nodes get no label: their dummy label is the largest", n, len(r.Status))
	}
	if n := r.Count(Tied); n > 0 {
		r.warn("label one of them", "%d nodes tied between classes: the first class is given", n)
	}
	if !r.Converged {
		r.warn("raise the iteration limit, or choose a smaller γ or a sparser graph",
			"%v did not converge: residual %.2g after %d iterations: the labels are not proven", r.Solver, r.Residual, r.Iterations)
	}
	if n := r.CountUnproven(); r.Labels != nil && r.LogScores != nil && r.Converged && n > 0 {
		r.warn("treat them as uncertain; see docs/numerics.md", "%d of %d labels are not proven", n, len(r.Labels))
	}
	if n := p.changed(r); n > 0 {
		r.warn("use harmonic to keep given labels", "%d given labels changed by %s", n, r.method)
	}
}

// changed counts the given labels that the method overrules.
func (p *problem) changed(r *Result) int {
	if r.Labels == nil || p.seeds.kind != hard {
		return 0
	}
	count := 0
	for l, u := range p.seeds.nodes {
		if r.Labels[u] != simplex.Largest(p.seeds.row(l)) {
			count++
		}
	}
	return count
}
