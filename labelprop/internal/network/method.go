package network

import (
	"context"
	"math"
)

// Method describes a label propagation method: everything that the solvers, and the
// functions that build on them, need to know of it.
type Method struct {
	Name string

	// Rule is the balance of a free node, given the weight of its own label, 0 for none.
	Rule func(labelWeight float64) Rule

	// Symmetric methods have the answer D^½z, z being the solution of the rule; the others
	// have z itself.
	Symmetric bool

	// Clamps tells whether nodes of label weight 1 keep their labels exactly.
	Clamps bool

	// Signed methods may have negative scores: no logarithms, and no certificate of package network
	// but that of [Poisson].
	Signed bool

	// Copies tells whether a node may stand for several equal rows: whether the answer
	// depends on the weights, the degrees and [Network.Mass], and on no number of nodes.
	Copies bool

	// Sources methods solve Poisson's equation, with a source at each label, and shift the
	// columns of the solution at most.
	Sources bool

	// SelfShare is the share of a node's score that comes straight from its own label,
	// 1-α for label spreading; 0 for methods in which it does not apply.
	SelfShare float64

	// ColumnNormalized methods have the weights wᵢⱼ/(dᵢdⱼ).
	ColumnNormalized bool

	// Reweigh, if not nil, returns a number a for each node: edge ij counts aᵢ+aⱼ times.
	Reweigh func(nw *Network) []float64

	// SolveOwn, if not nil, solves instead of the choice of solvers in this package: for methods
	// that are not determined by their rule.
	SolveOwn func(ctx context.Context, nw *Network, o Options) (*Solution, error)
}

// Linear reports whether a label enters the balance of its own node alone: no weight depends on
// where labels are, and no source on the mean of them. Then the answer is a sum of answers to
// single labels, and taking one label away changes one balance: exact leave-one-out and
// explanations need that.
func (m *Method) Linear() bool { return m.Reweigh == nil && m.SolveOwn == nil }

// A Rule is the balance of one free node with the degree d and edges w:
//
//	(self·d + neighbor·Σⱼwⱼ)·zᵤ = neighbor·Σⱼwⱼzⱼ + source·y·(d, or √d if symmetric),
//
// where zⱼ of a clamped neighbour is its label and y is the node's own label. The fields are
// the logarithms of the three factors, so that one left out is a factor of 1, and [Nothing] is
// a factor of 0. No factor is negative: that is what makes a solution without cancellation
// possible.
type Rule struct{ LogNeighbors, LogSelf, LogSource float64 }

// Nothing is the logarithm of zero.
var Nothing = math.Inf(-1)
