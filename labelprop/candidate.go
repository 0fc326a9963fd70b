package labelprop

import "github.com/propagate-go/propagate/graph"

// Candidate is a graph and a method that may suit the given labels.
type Candidate struct {
	Name   string
	Graph  *graph.Graph
	Method Method
}

// Tuned is the score of a candidate by [LeaveOneOut] or [HoldOut].
type Tuned struct {
	Name     string
	Index    int     // of the candidate among all, from 0
	Accuracy float64 // of the labels left out or held out
	LogLoss  float64 // mean -ln of the probabilities of the labels left out
	Skipped  int     // labels that no other reaches, as alone in their component

	Interpolated bool // by TuneWidths, right to 0.008
}
