package labelprop

import (
	"context"
	"errors"
	"fmt"
	"math"
)

// Poisson is Poisson learning [calder2020], made for very few labels: labels are
// sources and sinks instead of boundary values,
//
//	L u = b,   bᵢ = yᵢ - ȳ on labelled nodes, 0 elsewhere,   Σᵢdᵢuᵢ = 0,
//
// with ȳ the mean of the given labels. In every component the sources are
// balanced, by taking (dᵢ/Σd)·Σb from each node, so that a disconnected graph has
// a solution too, and a node is given only classes that its component holds. Clusters
// joined by nothing but links weaker than 10⁻⁸ of the degrees of their ends are
// components here: what had to pass such a link would lift one side far above the
// other. One without a label gets the scores of the node that its strongest link leads to.
// Labelled nodes may change their class; scores are signed.
type Poisson struct{}

func (Poisson) String() string { return "poisson" }
func (Poisson) clamps() bool   { return false }

func (Poisson) check(s *Seeds) error {
	if s.kind == values {
		return errors.New("poisson learning spreads classes, not real values: use harmonic")
	}
	return nil
}

// rule has neither ties nor sources: those of Poisson are signed, see setSources.
func (Poisson) rule(float64) rule { return rule{tie: nothing, emit: nothing} }

func (Poisson) signed() {}

// solve solves for signed sources on all reachable nodes.
func (Poisson) solve(ctx context.Context, p *problem, o Options) (*solution, error) {
	eq := newEquation(p, false)
	eq.setSources(p)
	return eq.solvePoisson(ctx, p, o)
}

// solvePoisson solves for the sources that are set.
func (eq *equation) solvePoisson(ctx context.Context, p *problem, o Options) (*solution, error) {
	if o.Solver == Elimination {
		return nil, fmt.Errorf("%v has signed sources, which elimination without subtractions cannot take", p.method)
	}
	sol := &solution{solver: ConjugateGradients, bound: math.Inf(1)}
	var err error
	if o.Solver == Iteration {
		sol.solver = Iteration
		sol.outcome, err = solveIteration(ctx, eq, 0.5, o)
	} else {
		sol.outcome, err = solveCG(ctx, eq, o, nil)
	}
	if err == nil {
		eq.center(p, sol.x)
	}
	return sol, err
}

// meanLabel returns ȳ, the mean of the given labels weighted by trust.
func (s *Seeds) meanLabel() []float64 {
	mean, total := make([]float64, s.c), 0.0
	for l := range s.nodes {
		total += s.weight(l)
		for k, y := range s.row(l) {
			mean[k] += s.weight(l) * y
		}
	}
	for k := range mean {
		mean[k] /= total
	}
	return mean
}

// setSources writes the balanced right side D⁻¹b - Σb/Σd of every component, in
// units of 1/max(d).
func (eq *equation) setSources(p *problem) {
	mean := p.seeds.meanLabel()
	charge := make([]float64, len(p.reached)*eq.cols) // Σb of each component
	volume := make([]float64, len(p.reached))         // Σω of each component
	for i, u := range p.free {
		c, l := p.component[u], p.seedAt[u]
		if p.links.sinks(u) {
			volume[c] += eq.omega[i]
		}
		if l < 0 {
			continue
		}
		for k, y := range p.seeds.row(l) {
			b := p.seeds.weight(l) * (y - mean[k])
			charge[c*eq.cols+k] += b
			eq.b[i*eq.cols+k] = b / max(eq.omega[i], smallestVolume)
		}
	}
	for i, u := range p.free {
		c := p.component[u]
		if !p.links.sinks(u) {
			continue
		}
		for k := range eq.cols {
			eq.b[i*eq.cols+k] -= charge[c*eq.cols+k] / max(volume[c], smallestVolume)
		}
	}
}

// smallestVolume keeps b/ω and its square in range; a graph that needs less is
// warned of as beyond float64.
const smallestVolume = 0x1p-400

// center shifts x to Σωx = 0 in every component, what hangs on it left out, and gives
// it back its unit.
func (eq *equation) center(p *problem, x []float64) {
	sum := make([]float64, len(p.reached)*eq.cols)
	volume := make([]float64, len(p.reached))
	for i, u := range p.free {
		if !p.links.sinks(u) {
			continue
		}
		c := p.component[u]
		volume[c] += eq.omega[i]
		for k := range eq.cols {
			sum[c*eq.cols+k] += eq.omega[i] * x[i*eq.cols+k]
		}
	}
	for i, u := range p.free {
		c := p.component[u]
		unit := math.Exp(-min(max(eq.volume[c], -300), 300))
		for k := range eq.cols {
			x[i*eq.cols+k] = unit * (x[i*eq.cols+k] - sum[c*eq.cols+k]/max(volume[c], smallestVolume))
		}
	}
}
