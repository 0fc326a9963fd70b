package labelprop

import (
	"context"
	"fmt"

	"github.com/propagate-go/propagate/labelprop/internal/network"
)

// PoissonMBO refines [Poisson] where the sizes of the classes are known: threshold
// dynamics [calder2020]. From Poisson's labels on, 20 times,
//
//	U ← one-hot labels;  40 times U ← U - (1/max d)(LU - μd̄B);  labels ← largest of U,
//
// where B is the right side of Poisson, d̄ the mean degree of the component, μ = 1, and
// the largest is taken after a shift of the columns that gives the classes their
// sizes. The 40 steps are one polynomial of the graph, which takes fewer than 20 products to evaluate to
// 10⁻³.
//
// Priors are the sizes of the C classes, in any unit; nil: no sizes are enforced. Scores
// are U after the shift: the largest is the label. They are signed.
type PoissonMBO struct{ Priors []float64 }

// mboRounds is the number of rounds of diffusion and threshold.
const mboRounds = 20

// mboProducts is how many products with a matrix a round takes, about.
const mboProducts = 10

func (m PoissonMBO) String() string {
	if m.Priors == nil {
		return "poisson MBO"
	}
	return "poisson MBO(priors)"
}

func (m PoissonMBO) describe() *network.Method {
	return &network.Method{Name: m.String(), Rule: neighborsOnly, Signed: true, Copies: m.Priors == nil,
		SolveOwn: m.solve}
}

func (m PoissonMBO) check(s *Seeds) error {
	if !s.exclusive() {
		return fmt.Errorf("%v gives every row one class: pass Classes or Soft", m)
	}
	if m.Priors == nil {
		return nil
	}
	return checkPriors(m.Priors, s.c)
}

func (m PoissonMBO) solve(ctx context.Context, nw *network.Network, o network.Options) (*network.Solution, error) {
	// The dynamics forgets where it begins, so a coarse answer will do.
	begin := o
	begin.Tol, begin.ScoresOnly = max(o.Tol, mboTail), true
	p := network.NewPoisson(nw)
	sol, err := p.Solve(ctx, begin)
	if err != nil {
		return nil, err
	}
	// A round more, for what the sources add.
	p.WatchDiffusion(ctx, o, (mboRounds+1)*mboProducts)
	d := newDynamics(nw, p, m.Priors, sol.X)
	for range mboRounds {
		// No label has changed: no later round would change one.
		changed := d.round()
		if err := p.DiffusionEnded(); err != nil {
			return nil, err
		}
		if !changed {
			break
		}
	}
	sol.X = d.scores()
	return sol, nil
}
