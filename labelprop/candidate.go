package labelprop

import (
	"context"

	"github.com/propagate-go/propagate/graph"
	"gonum.org/v1/gonum/mat"
)

// Candidate is a graph and a method that may suit the given labels.
type Candidate struct {
	Name   string
	Graph  *graph.Graph
	Method Method

	// LeftOut is what the candidate says of each of the l labels without it, l×C, where that is
	// known already, as of a pool ([Pooled.LeftOut]): then Graph and Method have no part in
	// leave-one-out. A row of zeros is a label that it can say nothing of.
	LeftOut *mat.Dense

	// Answer returns n×C probabilities by some of the labels, where the candidate is no Method
	// on a Graph; [TuneHoldOut] then needs the Graph for the order of the rows alone.
	Answer func(context.Context, Seeds) (*mat.Dense, error)
}

// Tuned is the score of a candidate by [LeaveOneOut] or [HoldOut].
type Tuned struct {
	Name     string
	Index    int     // of the candidate among all, from 0
	Accuracy float64 // of the labels left out or held out
	LogLoss  float64 // mean -ln of the probabilities of the labels left out
	Skipped  int     // labels that no other reaches, as alone in their component, or whose answer is not known

	Interpolated bool // by TuneWidths, right to 0.008
}
