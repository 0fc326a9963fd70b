// Package pipeline goes from a labelling problem to its answer: Build finds neighbours and weighs them,
// Label propagates the given labels, and Tune compares kernels, widths and methods. What is chosen
// automatically is returned with the reason; a Config is never changed.
package pipeline

import (
	"github.com/propagate-go/propagate/internal/memory"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
)

// Config selects how a problem is solved.
type Config struct {
	Graph     Graph
	Kernel    Kernel
	Gamma     Gamma
	Method    Method
	Sizes     Sizes
	Trust     Trust
	Calibrate bool // calibrate the probabilities by the labels left out
	Doubt     bool // lower the weights of given labels that the others contradict
	// MinConfidence is the least probability of a label that is not given; 0: any.
	MinConfidence float64
	Novel         Novel  // which rows are refused a label
	Seed          uint64 // of random choices
	Solve         labelprop.Options
	Memory        memory.Ask     // is asked before much memory is taken; nil: nobody is
	Scratch       memory.Scratch // of the graph, and of what a solve seldom looks at; nil: the heap
}

// Graph selects which rows are joined.
type Graph struct {
	Kind    GraphKind
	K       int           // neighbours of each row (KNN); 0: 10, or fewer if there are fewer rows
	Radius  float64       // greatest distance of two rows that are joined (Radius)
	Mutual  bool          // join two rows only if each is among the neighbours of the other (KNN)
	Connect bool          // join separate components by their shortest edges
	Recall  float64       // share of the true neighbours to find (KNN)
	Metric  kernel.Metric // nil: Euclidean
}

// GraphKind is a kind of graph.
type GraphKind int

// Kinds of graphs.
const (
	KNN      GraphKind = iota // nearest neighbours
	Complete                  // all pairs
	Radius                    // all pairs within a distance
)

// Kernel is how the weight of an edge depends on the distance of its rows.
type Kernel int

// Kernels. KernelAuto is RBF in complete graphs, SelfTuning within a radius, and else Shared.
const (
	KernelAuto Kernel = iota
	Shared
	SelfTuning
	RBF
	Laplacian
	Inverse
	Connectivity
	Perplexity
)

// Gamma selects how γ, the inverse width of RBF and Laplacian, is chosen: one of Values if there are any, the
// best of them by the log loss of the labels left out, or else by a rule.
type Gamma struct {
	Values []float64
	Rule   GammaRule
}

// GammaRule is a rule for γ.
type GammaRule int

// Rules for γ.
const (
	GammaAuto    GammaRule = iota // by the distances of near neighbours
	GammaMST                      // by the shortest edge between two classes in a minimum spanning tree
	GammaKNN                      // by the distance of the k-th neighbour
	GammaEntropy                  // the least entropy of the answer
)

// Method selects how labels are propagated.
type Method struct {
	Method        labelprop.Method // nil: by the number of labels
	Pool          bool             // one answer of several opinions; the data must be Mixed
	MayPool       bool             // a pool where the data is Mixed, else Method
	CorrectSmooth bool             // improve the probabilities of another classifier instead
	PriorWeight   float64          // weight of these probabilities against the neighbours
}

// Sizes select how classes are brought to sizes.
type Sizes struct {
	Rule   SizeRule
	Counts []ClassCount // of every class, in any unit; empty: as the given labels
}

// ClassCount is the size of a class.
type ClassCount struct {
	Class string
	Count float64
}

// SizeRule is a way to bring classes to their sizes.
type SizeRule int

// Values of SizeRule.
const (
	SizesNone      SizeRule = iota
	SizesMass               // class-mass normalisation
	SizesProjected          // numbers of rows
)

// Trust selects what a run says of how far its answer is to be trusted, beyond the accuracy to expect.
type Trust struct {
	Coverage float64 // of the prediction sets, above 0 and below 1; 0: no sets
	ByClass  bool    // sets that hold for every class by itself
	Shares   bool    // estimate the share of every class
}

// Novel selects which rows are refused a label, as they are unlike all labelled ones.
type Novel struct {
	Asked bool    // otherwise new rows are refused only if they are nowhere near
	Rate  float64 // of rows like the labelled ones that are refused by chance, at most; 0: none is refused
}
