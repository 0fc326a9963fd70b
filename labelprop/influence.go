package labelprop

import (
	"context"
	"fmt"
	"math"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/ln"
)

// The answer of [Harmonic], [Propagation] and [Spreading] is a sum over the given labels,
//
//	F = H·Y,   H ≥ 0, n×l,
//
// in which column j is the answer to the j-th label alone. Leave-one-out needs
// the rows of H at the labelled nodes, and all l columns are right sides of one
// equation. They are solved for in blocks that fit in memory.

// influence is one block of the columns of H at the free nodes, as logarithms.
type influence struct {
	first, width int       // the labels [first, first+width)
	logs         []float64 // len(free)×width

	residual  float64
	converged bool
}

// influential checks the arguments and sets out the problem.
func influential(g *graph.Graph, seeds *Seeds, m Method, o *Options) (*problem, Options, error) {
	options, err := o.orDefault()
	if err == nil {
		err = seeds.check(g.N())
	}
	if err == nil {
		err = m.check(seeds)
	}
	if err != nil {
		return nil, options, err
	}
	if !hasShares(m) {
		return nil, options, fmt.Errorf("the scores of %v are no sum of shares of its labels: use harmonic or spreading", m)
	}
	return newProblem(g, seeds.positive(), m), options, nil
}

// eachInfluence calls visit with block after block of H.
func (p *problem) eachInfluence(ctx context.Context, o Options, visit func(*influence)) error {
	width := blockWidth(len(p.free))
	for first := 0; first < len(p.seeds.nodes); first += width {
		block := *p
		block.seeds = p.seeds.columns(first, min(width, len(p.seeds.nodes)-first))
		h, err := block.solveInfluence(ctx, o)
		if err != nil {
			return err
		}
		h.first = first
		visit(h)
	}
	return nil
}

// blockWidth returns how many columns of n entries to solve for at a time: as
// many as take 32 MB.
func blockWidth(n int) int { return min(max((1<<22)/max(n, 1), 8), 512) }

// columns returns seeds of the same nodes with a column for each of the w labels
// from the first on.
func (s *Seeds) columns(first, w int) *Seeds {
	one := *s
	one.kind, one.c, one.unit = multi, w, 0
	one.y = make([]float64, len(s.nodes)*w)
	for k := range w {
		one.y[(first+k)*w+k] = 1
	}
	return &one
}

// spreadInfluence is the residual of the answers of spreading to one label each, which fall
// with every step from it.
const spreadInfluence = 1e-10

// solveInfluence solves for all columns, by elimination or conjugate gradients.
func (p *problem) solveInfluence(ctx context.Context, o Options) (*influence, error) {
	if len(p.free) == 0 {
		return &influence{width: p.columns(), converged: true}, nil
	}
	if o.Solver == Elimination || o.Solver == Auto && p.suitsElimination() {
		return p.eliminateInfluence(ctx)
	}
	eq := newEquation(p, true)
	if o.Solver == Auto && eq.spread > wideSpread {
		return p.eliminateInfluence(ctx)
	}
	if p.rooted {
		o.Tol = min(o.Tol, spreadInfluence)
	}
	sol, err := p.iterate(ctx, eq, o)
	if err != nil {
		return nil, err
	}
	h := &influence{width: p.columns(), logs: sol.x, residual: sol.residual, converged: sol.converged}
	for i, v := range h.logs {
		h.logs[i] = ln.Of(max(v, 0))
	}
	return h, nil
}

func (p *problem) eliminateInfluence(ctx context.Context) (*influence, error) {
	found, err := p.reduce(ctx, p.network())
	if err != nil {
		return nil, err
	}
	h := &influence{width: p.columns(), converged: true}
	h.logs = make([]float64, len(p.free)*h.width)
	for i := range p.free {
		for k := range h.width {
			h.logs[i*h.width+k] = found.Log(i, k)
		}
	}
	return h, nil
}

// at writes the logarithms of row u of H into row, width long. A node that is
// clamped to its label gets what the step away from it leads to,
//
//	Σᵥ Pᵤᵥ·Hᵥ,   P = D⁻¹W,
//
// its own label still among them.
func (h *influence) at(p *problem, u int, row []float64) {
	if at := int(p.place[u]); at >= 0 {
		copy(row, h.logs[at*h.width:])
		return
	}
	steps := p.steps(u)
	top, sum := row, make([]float64, h.width)
	for k := range top {
		top[k] = math.Inf(-1)
	}
	h.eachStep(p, u, steps, func(k int, l float64) { top[k] = max(top[k], l) })
	h.eachStep(p, u, steps, func(k int, l float64) {
		if !math.IsInf(top[k], -1) {
			sum[k] += math.Exp(l - top[k])
		}
	})
	for k, s := range sum {
		row[k] += ln.Of(s)
	}
}

// steps returns the logarithms of row u of P.
func (p *problem) steps(u int) []float64 {
	w := p.weights(u)
	logs := make([]float64, len(w))
	for e, x := range w {
		logs[e] = p.rate.LogRatio(x, p.degree[u])
	}
	return logs
}

// eachStep calls f with every column and the logarithm of every term of its sum.
func (h *influence) eachStep(p *problem, u int, steps []float64, f func(k int, log float64)) {
	for e, v := range p.neighbors(u) {
		if at := int(p.place[v]); at >= 0 {
			for k, l := range h.logs[at*h.width : (at+1)*h.width] {
				f(k, steps[e]+l)
			}
			continue
		}
		if k := p.seedAt[v] - h.first; k >= 0 && k < h.width {
			f(k, steps[e])
		}
	}
}
