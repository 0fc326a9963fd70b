package labelprop

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/propagate-go/propagate/labelprop/internal/network"
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

func (m MAD) describe() *network.Method {
	return &network.Method{Name: m.String(), Rule: neighborsOnly, Copies: true, SolveOwn: m.solve}
}

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

func (m MAD) solve(ctx context.Context, nw *network.Network, o network.Options) (*network.Solution, error) {
	if o.Solver >= network.Elimination {
		return nil, fmt.Errorf("%v is solved by conjugate gradients or iteration, not by elimination", m)
	}
	system := m.orDefault().system(nw)
	sol, err := system.Solve(ctx, o)
	if err == nil {
		// Scores of a solver that was stopped early may be equal by chance, and weights because their exponents round.
		precise := sol.Converged && sol.Residual <= tieKnown && nw.KnowsWeights(tieKnown)
		dropDummy(sol, system.Cols, precise)
	}
	return sol, err
}

// dropDummy takes the last column out of the solution, and leaves the rows in which
// it is the largest without a label. Scores that look equal tie if they are precise, and are unknown otherwise.
func dropDummy(s *network.Solution, cols int, precise bool) {
	n := len(s.X) / cols
	x := make([]float64, 0, n*(cols-1))
	s.Label, s.Tied, s.Unknown = make([]int, n), make([]bool, n), make([]bool, n)
	for i := range n {
		// Abstain where the dummy is at least as large as every class.
		row := s.X[i*cols : (i+1)*cols]
		dummy, own := row[cols-1], row[:cols-1]
		x = append(x, own...)
		top := own[simplex.Largest(own)]
		s.Label[i], s.Tied[i] = simplex.FirstOfLargest(own, nil, simplex.TieMargin*top)
		if !(top > dummy) {
			s.Label[i], s.Tied[i] = Unlabeled, false
		}
		s.Tied[i], s.Unknown[i] = s.Tied[i] && precise, s.Tied[i] && !precise
	}
	s.X = x
}

// roundedEntropy is what rounding may leave of an entropy of 0.
const roundedEntropy = 1e-12

// adsorption holds the probabilities of a node.
type adsorption struct{ inj, cont, abnd float64 }

// adsorptionAt returns those of node u, from the entropy of its steps.
func adsorptionAt(nw *network.Network, u int) adsorption {
	// The entropy of the next step: high at nodes with many alike neighbours.
	h := 0.0
	ind := nw.Neighbors(u)
	for e, l := range nw.Steps(u) {
		if s := math.Exp(l); s > 0 {
			// The step leads to any of the rows of a node.
			h -= s * (l - math.Log(nw.CopiesBehind(u, ind[e])))
		}
	}
	h = max(h, 0)
	// Continue, inject, or abandon, normalised to probabilities.
	c, j := math.Ln2/math.Log(2+math.Exp(h)), 0.0
	if nw.LabelAt[u] >= 0 {
		if j = (1 - c) * math.Sqrt(h); h < roundedEntropy {
			c, j = 0.01, 0.99 // a node with a single edge
		}
	}
	z := max(c+j, 1)
	return adsorption{inj: j / z, cont: c / z, abnd: max(0, 1-(c+j)/z)}
}

// system writes out the limit for the free nodes, the dummy in the last column.
func (m MAD) system(nw *network.Network) *network.System {
	n, unit := len(nw.Free), nw.MeanDegrees()
	s := &network.System{Cols: nw.Labels.Cols + 1, Start: []int{0}, Omega: make([]float64, n)}
	s.B = make([]float64, n*s.Cols)
	walk := make([]adsorption, n)
	for i, u := range nw.Free {
		// The probabilities of all nodes first: an edge needs those of both ends.
		walk[i] = adsorptionAt(nw, u)
	}
	for i, u := range nw.Free {
		first, own := len(s.M), walk[i]
		// The coefficient Mᵥ of the node: injection, neighbours, and the dummy.
		total, rows := m.Mu1*own.inj+m.Mu3, nw.Mass(u)
		ind := nw.Neighbors(u)
		for e, w := range nw.WeightsIn(unit[nw.Component[u]], u) {
			// An edge counts as often as walks continue at either end, for one row of the node.
			at := nw.Place[ind[e]]
			x := m.Mu2 * (own.cont + walk[at].cont) * w / rows
			s.Ind, s.M = append(s.Ind, at), append(s.M, x)
			total += x
		}
		s.Start, s.Omega[i] = append(s.Start, len(s.M)), total*rows
		// Division by it makes the equation one of I - M.
		for e := first; e < len(s.M); e++ {
			s.M[e] /= total
		}
		row := s.B[i*s.Cols : (i+1)*s.Cols]
		if l := nw.LabelAt[u]; l >= 0 {
			for k, y := range nw.Labels.Row(l) {
				row[k] = m.Mu1 * own.inj * nw.Labels.Weight(l) * y / total
			}
		}
		row[s.Cols-1] = m.Mu3 * own.abnd / total
	}
	return s
}
