package labelprop

import "github.com/propagate-go/propagate/graph"

// PoolOptions are the options of [Pool]. The zero value and nil are right but for the graph.
type PoolOptions struct {
	// Graph is the graph on which [BalancedPoisson] answers where labels are too few to be
	// left out; nil: the opinions then count by their priors alone.
	Graph *graph.Graph

	Solve *Options // of that method

	// Shares are the known shares of the C classes among the nodes, in any unit; nil: they are
	// estimated where labels look chosen by class, and those of the labels otherwise.
	Shares []float64
}
