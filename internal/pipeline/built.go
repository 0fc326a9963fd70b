package pipeline

import (
	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/labelprop"
)

// Built is the graph of a problem, and how it was made.
type Built struct {
	Near   *graph.Neighbors // nil for a graph that was read, and once they are released
	Found  *Found           // of the neighbours; nil for a graph that was read
	Graph  *graph.Graph
	Words  *WordsGraph            // of texts beside other columns, in a pool; nil: there are none
	Kernel dataset.Chosen[Kernel] // By: dataset.ByUser, or why it was chosen
	// Gamma is γ. By: dataset.ByUser for one number, ByLeaveOneOut for the best of a list, or the name of a
	// rule; empty if the kernel has no γ.
	Gamma  dataset.Chosen[float64]
	Widths *Widths // how γ was chosen from a list; nil: it was not
}

// WordsGraph is the graph of the words of texts that stand beside other columns.
type WordsGraph struct {
	Near  *graph.Neighbors // nil once they are released
	Graph *graph.Graph
}

// ByLeaveOneOut is Chosen.By of a γ that predicts the given labels best.
const ByLeaveOneOut = "leave-one-out"

// Widths are the γ of a list, ranked by the log loss of the labels left out.
type Widths struct {
	Gammas []float64
	Ranked []labelprop.Tuned // the best first; Index is that of Gammas
	Method labelprop.Method  // by which they were ranked

	// StandsIn is set if that is not the method of the run, which cannot leave labels out exactly.
	StandsIn bool
}

// Problem is what a run worked on.
type Problem struct {
	Data   *dataset.Data
	Built  *Built
	Config Config
}
