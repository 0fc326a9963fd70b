package labelprop

import (
	"context"
	"math"
)

// A Method says what the spread labels are. The methods are [Harmonic],
// [Propagation], [Spreading], [Poisson], [BalancedPoisson],
// [PoissonMBO], [WNLL], [ProperlyWeighted] and [MAD].
//
// All but PoissonMBO solve (I - αM)x = b: see docs/methods.md.
type Method interface {
	String() string

	check(*Seeds) error
	// rule says how a free node balances; trust is that in its own label, 0 for none.
	rule(trust float64) rule
	// clamps says whether fully trusted nodes keep their labels exactly.
	clamps() bool
}

// solver is a method that does not go by its rule alone.
type solver interface {
	solve(ctx context.Context, p *problem, o Options) (*solution, error)
}

// reweigher is a method that multiplies the weight of edge ij by aᵢ+aⱼ.
type reweigher interface {
	boost(p *problem) []float64 // a, of each node
}

// signed is a method whose scores may be negative: it has no certificate, and no
// logarithms.
type signed interface{ signed() }

func isSigned(m Method) bool {
	_, ok := m.(signed)
	return ok
}

// A rule is the balance of one free node with the degree d and edges w:
//
//	(tie·d + link·Σⱼwⱼ)·zᵤ = link·Σⱼwⱼzⱼ + emit·y·(d, or √d if rooted),
//
// where zⱼ of a clamped neighbour is its label and y is the node's own. The
// answer is z, or √d·z if rooted. All factors are given as logarithms, and all
// are positive, which is what makes a solution without cancellation possible.
type rule struct {
	link, tie, emit float64
	rooted          bool
}

// nothing is the logarithm of zero.
var nothing = math.Inf(-1)
