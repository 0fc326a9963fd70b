package labelprop

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/internal/vec"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
)

// MAD is modified adsorption [talukdar2009]: at every node a walk injects the given
// label, continues, or is abandoned to a dummy label, with probabilities that the
// entropy H of its steps decides. The answer is the limit of
//
//	MᵥYᵥ = μ₁injᵥY⁰ᵥ + μ₂Σᵤ(contᵥ+contᵤ)WᵤᵥYᵤ + μ₃abndᵥe,
//	Mᵥ = μ₁injᵥ + μ₂Σᵤ(contᵥ+contᵤ)Wᵤᵥ + μ₃,
//
// with c = ln 2/ln(2+exp H), j = (1-c)√H at labelled nodes, else 0, z = max(c+j, 1),
// cont = c/z, inj = j/z, abnd = 1-cont-inj, and e the dummy. Weights are in the unit of
// the mean degree of their component. Where the dummy is largest, the node is
// [Abstained]: it gets no label. Scores are those of the classes, without the dummy,
// and rows do not sum to 1. Labelled nodes may change their class.
type MAD struct {
	// Mu1 and Mu2 are the weights of the given labels and of the neighbours; 0 means 1
	// and 0.5 .
	Mu1, Mu2 float64

	// Mu3 is that of the dummy: the larger, the more nodes abstain. 0 means 1e-4, at
	// which hardly any do; with the 0.01 of the paper's program nearly all do where one
	// row in thirty is labelled.
	Mu3 float64
}

func (m MAD) orDefault() MAD {
	if m.Mu1 == 0 {
		m.Mu1 = 1
	}
	if m.Mu2 == 0 {
		m.Mu2 = 0.5
	}
	if m.Mu3 == 0 {
		m.Mu3 = 1e-4
	}
	return m
}

func (m MAD) String() string {
	m = m.orDefault()
	return fmt.Sprintf("mad(μ=%g,%g,%g)", m.Mu1, m.Mu2, m.Mu3)
}

func (MAD) clamps() bool      { return false }
func (MAD) rule(float64) rule { return rule{tie: nothing, emit: nothing} }

func (m MAD) check(s *Seeds) error {
	if !s.exclusive() {
		return errors.New("modified adsorption spreads classes: pass Classes or Soft")
	}
	for _, mu := range []float64{m.Mu1, m.Mu2, m.Mu3} {
		if !(mu >= 0) || math.IsInf(mu, 0) {
			return fmt.Errorf("%v: each μ must be finite and above 0", m)
		}
	}
	return nil
}

func (m MAD) solve(ctx context.Context, p *problem, o Options) (*solution, error) {
	if o.Solver == Elimination {
		return nil, fmt.Errorf("%v is solved by conjugate gradients or iteration, not by elimination", m)
	}
	eq := m.orDefault().equation(p)
	sol := &solution{solver: ConjugateGradients, bound: math.Inf(1)}
	var err error
	if o.Solver == Iteration {
		sol.solver = Iteration
		sol.outcome, err = solveIteration(ctx, eq, 1, o)
	} else {
		sol.outcome, err = solveCG(ctx, eq, o, nil)
	}
	if err == nil {
		sol.dropDummy(eq.n, eq.cols)
	}
	return sol, err
}

// dropDummy takes the last column out of the solution, and leaves the rows in which
// it is the largest without a label.
func (s *solution) dropDummy(n, cols int) {
	x := make([]float64, 0, n*(cols-1))
	s.label, s.tied = make([]int, n), make([]bool, n)
	for i := range n {
		row := s.x[i*cols : (i+1)*cols]
		dummy, own := row[cols-1], row[:cols-1]
		x = append(x, own...)
		top := own[simplex.Largest(own)]
		if s.label[i], s.tied[i] = simplex.FirstOfLargest(own, nil, simplex.TieMargin*top); !(top > dummy) {
			s.label[i], s.tied[i] = Unlabeled, false
		}
	}
	s.x = x
}

// roundedEntropy is what rounding may leave of an entropy of 0.
const roundedEntropy = 1e-12

// adsorption holds the probabilities of a node.
type adsorption struct{ inj, cont, abnd float64 }

func (p *problem) adsorption(u int) adsorption {
	h := 0.0
	for _, l := range p.steps(u) {
		if s := math.Exp(l); s > 0 {
			h -= s * l
		}
	}
	h = max(h, 0)
	c, j := math.Ln2/math.Log(2+math.Exp(h)), 0.0
	if p.seedAt[u] >= 0 {
		if j = (1 - c) * math.Sqrt(h); h < roundedEntropy {
			c, j = 0.01, 0.99 // a node with a single edge
		}
	}
	z := max(c+j, 1)
	return adsorption{inj: j / z, cont: c / z, abnd: max(0, 1-(c+j)/z)}
}

// equation writes out the limit for the free nodes, the dummy in the last column.
func (m MAD) equation(p *problem) *equation {
	eq := &equation{n: len(p.free), cols: p.columns() + 1, start: []int{0}}
	eq.omega, eq.b = make([]float64, eq.n), make([]float64, eq.n*eq.cols)
	unit := p.meanDegrees()
	walk := make([]adsorption, eq.n)
	for i, u := range p.free {
		walk[i] = p.adsorption(u)
	}
	for i, u := range p.free {
		first, own := len(eq.m), walk[i]
		total := m.Mu1*own.inj + m.Mu3
		for e, w := range p.weights(u) {
			at := p.place[p.neighbors(u)[e]]
			x := m.Mu2 * (own.cont + walk[at].cont) * math.Exp(p.rate.LogRatio(w, unit[p.component[u]]))
			eq.ind, eq.m = append(eq.ind, at), append(eq.m, x)
			total += x
		}
		eq.start, eq.omega[i] = append(eq.start, len(eq.m)), total
		for e := first; e < len(eq.m); e++ {
			eq.m[e] /= total
		}
		row := eq.b[i*eq.cols : (i+1)*eq.cols]
		if l := p.seedAt[u]; l >= 0 {
			for k, y := range p.seeds.row(l) {
				row[k] = m.Mu1 * own.inj * p.seeds.weight(l) * y / total
			}
		}
		row[eq.cols-1] = m.Mu3 * own.abnd / total
	}
	eq.sparse = vec.MustSparse(eq.n, eq.start, eq.ind, eq.m)
	return eq
}

// meanDegrees returns the mean degree of every component.
func (p *problem) meanDegrees() []lognum.Num {
	of := make([][]lognum.Num, len(p.reached))
	for u, d := range p.degree {
		of[p.component[u]] = append(of[p.component[u]], d)
	}
	mean := make([]lognum.Num, len(of))
	for c, degrees := range of {
		mean[c] = p.rate.Sum(degrees).Times(-math.Log(float64(len(degrees))))
	}
	return mean
}
