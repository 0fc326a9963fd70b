package network

import (
	"context"
	"fmt"

	"github.com/propagate-go/propagate/internal/progress"
	"github.com/propagate-go/propagate/internal/sum"
)

// Poisson is the equation of Poisson learning [calder2020]: signed sources on all
// reachable nodes,
//
//	(L + gD)u = b,   bᵢ = yᵢ - ȳ on labelled nodes, 0 elsewhere,
//
// balanced in every component. g is what the rule of the method ties a node to nothing by; if
// it is 0 the equation is singular, and Σᵢdᵢuᵢ = 0 chooses one of its solutions.
type Poisson struct {
	nw     *Network
	eq     *equation
	volume []float64     // by component: Σω, see the method volume
	errors poissonErrors // of what the equation is made of

	meter *progress.Meter // of diffusion; nil: nobody watches
}

// WatchDiffusion tells of so many products of its matrix with the labels.
func (p *Poisson) WatchDiffusion(ctx context.Context, o Options, products float64) {
	p.meter = o.Tell.Begin(ctx, progress.Multiplying, products*p.diffusionUnits())
}

// DiffusionEnded returns the error that has ended them, if any; what they came to is of no use then.
func (p *Poisson) DiffusionEnded() error { return p.meter.Err() }

// diffusionUnits are those of a product.
func (p *Poisson) diffusionUnits() float64 { return float64(len(p.eq.ind)+p.eq.n) * float64(p.eq.cols) }

// NewPoisson writes out the equation of a network whose method is signed.
func NewPoisson(nw *Network) *Poisson {
	p := newPoisson(nw)
	p.setSources()
	return p
}

// newPoisson is NewPoisson without sources.
func newPoisson(nw *Network) *Poisson {
	p := &Poisson{nw: nw, eq: nw.equation(false)}
	p.eq.singular = nw.method.Rule(0).LogSelf == Nothing
	p.setVolumes()
	return p
}

// Solve solves for u at the free nodes. Unless the scores alone are wanted it bounds their errors,
// and tells which of the largest are proven to be so.
func (p *Poisson) Solve(ctx context.Context, o Options) (*Solution, error) {
	if o.ScoresOnly {
		return p.solveTo(ctx, o, nil)
	}
	proof, err := newPoissonProof(ctx, p, o)
	if err != nil {
		return nil, err
	}
	sol, err := p.solveTo(ctx, o, proof)
	if err == nil {
		p.nw.ProveLeads(sol, nil)
	}
	return sol, err
}

// solveTo solves until the proof is satisfied, or to a residual without one, and bounds the
// errors of the answer if there is a proof.
func (p *Poisson) solveTo(ctx context.Context, o Options, proof *poissonProof) (*Solution, error) {
	if o.Solver >= Elimination {
		return nil, fmt.Errorf("%v has signed sources, which elimination without subtractions cannot take",
			p.nw.method.Name)
	}
	var c certifier // nil without a proof
	if proof != nil {
		c = proof
	}
	// A pace of ½ damps the eigenvalue -1 that a bipartite graph has.
	sol, err := p.eq.solveUntil(ctx, o, 0.5, c)
	if err != nil {
		return nil, err
	}
	p.followAnchors(sol.X)
	if proof != nil {
		// The bounds are those of x as it is now: they hold wherever the solver has stopped.
		if sol.Off, _ = proof.bounds(sol.X); proof.ended != nil {
			return nil, proof.ended
		}
	}
	p.center(sol)
	// Where solvers diverge, the unit may take entries beyond float64.
	sol.forgetInfinite()
	return sol, nil
}

// setSources writes the balanced right side D⁻¹b - Σb/Σd of every component, in
// units of 1/max(d). The equation is singular, and has a solution only if the sources of
// every component sum to zero.
func (p *Poisson) setSources() {
	nw, eq := p.nw, p.eq
	// The sources yᵢ - ȳ sum to zero over the graph, but not over each component.
	mean := nw.Labels.mean()
	charge := make([]float64, len(nw.Reached)*eq.cols) // Σb of each component
	for i, u := range nw.Free {
		c, l := nw.Component[u], nw.LabelAt[u]
		if l < 0 {
			continue
		}
		for k, y := range nw.Labels.Row(l) {
			b := nw.Labels.Weight(l) * (y - mean[k])
			charge[c*eq.cols+k] += b
			eq.b[i*eq.cols+k] = b / max(eq.omega[i], smallestVolume)
		}
	}
	// Every node gives up the same share of its degree of the surplus.
	for i, u := range nw.Free {
		c, share := nw.Component[u], p.shareInside(i)
		for k := range eq.cols {
			eq.b[i*eq.cols+k] -= share * charge[c*eq.cols+k] / max(p.volume[c], smallestVolume)
		}
	}
	p.boundErrors(charge)
}

// setVolumes sums Σω of each component.
func (p *Poisson) setVolumes() {
	total := make([]sum.Running, len(p.nw.Reached))
	for i, u := range p.nw.Free {
		total[p.nw.Component[u]].Add(p.volumeOf(i))
	}
	p.volume = make([]float64, len(total))
	for c := range total {
		p.volume[c] = total[c].Total()
	}
}

// volumeOf returns how much the i-th free node counts in its component: its ω without bridges,
// and 0 in an attached cluster.
func (p *Poisson) volumeOf(i int) float64 { return p.shareInside(i) * p.eq.omega[i] }

// shareInside returns the share of the i-th free node's ω that is not of bridges, and 0 in an
// attached cluster. A bridge stands for a link that weighs next to nothing, with a weight that
// is arbitrary: it must not count.
func (p *Poisson) shareInside(i int) float64 {
	nw, eq := p.nw, p.eq
	share := 1.0
	if nw.weak == nil {
		return share
	}
	u := nw.Free[i]
	if nw.weak.attached(u) {
		return 0
	}
	// M is the weights over ω, and its only edges between two clusters are bridges.
	for e := eq.start[i]; e < eq.start[i+1]; e++ {
		if nw.weak.cluster[nw.Free[eq.ind[e]]] != nw.weak.cluster[u] {
			share -= eq.m[e]
		}
	}
	return share
}

// anchor returns the place of the free node whose scores the i-th has: its own, unless it is in
// an attached cluster.
func (p *Poisson) anchor(i int) int {
	nw := p.nw
	u := nw.Free[i]
	if !nw.weak.attached(u) {
		return i
	}
	return int(nw.Place[nw.weak.anchor[nw.weak.cluster[u]]])
}

// followAnchors gives the rows of x of attached clusters what they have in the exact solution:
// the scores of the nodes that they are attached to.
func (p *Poisson) followAnchors(x []float64) {
	if p.nw.weak == nil {
		return
	}
	cols := len(x) / p.eq.n
	for i := range p.eq.n {
		if at := p.anchor(i); at != i {
			copy(x[i*cols:(i+1)*cols], x[at*cols:])
		}
	}
}

// SourceStep returns what one step of diffusion adds to each free node, n×C: the sources
// times the mean degree of the component over the largest.
func (p *Poisson) SourceStep() []float64 {
	nw, eq := p.nw, p.eq
	sum, count := make([]float64, len(nw.Reached)), make([]float64, len(nw.Reached))
	omega := p.rowOmega()
	for i, u := range nw.Free {
		sum[nw.Component[u]] += omega[i] * nw.Mass(u)
		count[nw.Component[u]] += nw.Mass(u)
	}
	step := make([]float64, len(eq.b))
	for i, u := range nw.Free {
		mean := sum[nw.Component[u]] / count[nw.Component[u]]
		for k := range eq.cols {
			// The source of one row of the node, ωb over how many there are.
			step[i*eq.cols+k] = mean * eq.omega[i] / nw.Mass(u) * eq.b[i*eq.cols+k]
		}
	}
	return step
}

// rowOmega returns the degrees of a row of each free node over the largest of its component.
func (p *Poisson) rowOmega() []float64 {
	nw, eq := p.nw, p.eq
	if nw.w.Mass == nil {
		return eq.omega
	}
	omega, top := make([]float64, eq.n), make([]float64, len(nw.Reached))
	for i, u := range nw.Free {
		omega[i] = eq.omega[i] / nw.Mass(u)
		top[nw.Component[u]] = max(top[nw.Component[u]], omega[i])
	}
	for i, u := range nw.Free {
		omega[i] /= top[nw.Component[u]]
	}
	return omega
}
