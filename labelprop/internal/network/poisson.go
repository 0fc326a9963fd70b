package network

import (
	"context"
	"fmt"
	"math"
)

// Poisson is the equation of Poisson learning [calder2020]: signed sources on all
// reachable nodes,
//
//	L u = b,   bᵢ = yᵢ - ȳ on labelled nodes, 0 elsewhere,   Σᵢdᵢuᵢ = 0,
//
// balanced in every component.
type Poisson struct {
	nw *Network
	eq *equation
}

// NewPoisson writes out the equation of a network whose method is signed.
func NewPoisson(nw *Network) *Poisson {
	p := &Poisson{nw: nw, eq: nw.equation(false)}
	p.setSources()
	return p
}

// Solve solves for u at the free nodes.
func (p *Poisson) Solve(ctx context.Context, o Options) (*Solution, error) {
	if o.Solver == Elimination || o.Solver == GaussSeidel {
		return nil, fmt.Errorf("%v has signed sources, which elimination without subtractions cannot take",
			p.nw.method.Name)
	}
	// A pace of ½ damps the eigenvalue -1 that a bipartite graph has.
	sol, err := p.eq.solveUnproven(ctx, o, 0.5)
	if err == nil {
		p.center(sol.X)
		// Where solvers diverge, the unit may take entries beyond float64.
		sol.forgetInfinite()
	}
	return sol, err
}

// setSources writes the balanced right side D⁻¹b - Σb/Σd of every component, in
// units of 1/max(d). The equation is singular, and has a solution only if the sources of
// every component sum to zero.
func (p *Poisson) setSources() {
	nw, eq := p.nw, p.eq
	// The sources yᵢ - ȳ sum to zero over the graph, but not over each component.
	mean := nw.Labels.mean()
	charge := make([]float64, len(nw.Reached)*eq.cols) // Σb of each component
	volume := make([]float64, len(nw.Reached))         // Σω of each component
	for i, u := range nw.Free {
		c, l := nw.Component[u], nw.LabelAt[u]
		volume[c] += p.volume(i)
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
			eq.b[i*eq.cols+k] -= share * charge[c*eq.cols+k] / max(volume[c], smallestVolume)
		}
	}
}

// volume returns how much the i-th free node counts in its component: its ω without bridges,
// and 0 in an attached cluster.
func (p *Poisson) volume(i int) float64 { return p.shareInside(i) * p.eq.omega[i] }

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

// smallestVolume keeps b/ω and its square in range; a graph that needs less is
// warned of as beyond float64.
const smallestVolume = 0x1p-400

// center shifts x to Σωx = 0 in every component, clusters attached to it left out, and
// multiplies it by its unit.
func (p *Poisson) center(x []float64) {
	nw, eq := p.nw, p.eq
	// The solution is known up to a constant in each component: take the one of weighted mean
	// 0.
	sum := make([]float64, len(nw.Reached)*eq.cols)
	volume := make([]float64, len(nw.Reached))
	for i, u := range nw.Free {
		c, own := nw.Component[u], p.volume(i)
		volume[c] += own
		for k := range eq.cols {
			sum[c*eq.cols+k] += own * x[i*eq.cols+k]
		}
	}
	for i, u := range nw.Free {
		c := nw.Component[u]
		unit := math.Exp(-min(max(eq.logScale[c], -300), 300)) // within float64
		for k := range eq.cols {
			x[i*eq.cols+k] = unit * (x[i*eq.cols+k] - sum[c*eq.cols+k]/max(volume[c], smallestVolume))
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
