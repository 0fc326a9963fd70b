package labelprop

import (
	"context"
	"errors"

	"github.com/propagate-go/propagate/labelprop/internal/network"
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
// other. One without a label gets the scores of the node that its strongest link leads to,
// and changes no other score. Labelled nodes may change their class; scores are signed.
type Poisson struct{}

func (Poisson) String() string { return "poisson" }

func (Poisson) check(s *Seeds) error {
	if s.kind == values {
		return errors.New("poisson learning spreads classes, not real values: use harmonic")
	}
	return nil
}

func (m Poisson) describe() *network.Method {
	return &network.Method{
		Name: m.String(), Rule: neighborsOnly, Signed: true, Sources: true, Copies: true, SolveOwn: solvePoisson,
	}
}

// solvePoisson solves for signed sources on all reachable nodes.
func solvePoisson(ctx context.Context, nw *network.Network, o network.Options) (*network.Solution, error) {
	return network.NewPoisson(nw).Solve(ctx, o)
}
