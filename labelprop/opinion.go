package labelprop

import (
	"errors"
	"fmt"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
	"gonum.org/v1/gonum/mat"
)

// Opinion is what one method says of n nodes and C classes; [Pool] makes one answer of
// several. [GraphOpinion], [ForestOpinion], [RidgeOpinion] and [LogisticOpinion] return opinions,
// and any other classifier can be one.
type Opinion struct {
	Name string

	// P is n×C: the probabilities of the classes. A row of zeros says nothing of the node,
	// as a graph does of a node that no label reaches.
	P *mat.Dense

	// LeftOut is l×C: what the method says of each of the l labelled nodes without its
	// label, in the order of the nodes. nil: this is not known, and the opinion counts by
	// its Prior alone.
	LeftOut *mat.Dense

	// Judged says of each of the l labels whether LeftOut was found; nil: of all. Opinions are
	// compared by labels that all of them were judged by.
	Judged []bool

	// Prior is the weight of the opinion before it has been judged by the labels left out;
	// 0 means 1.
	Prior float64

	// Graph is the graph that the opinion comes from, where it is one of several; nil: that of
	// PoolOptions, or none.
	Graph *graph.Graph

	// Beside says that the opinion rests on other evidence than the rest, such as texts beside
	// the columns of a table. What such opinions say together multiplies what the others say, to
	// the power that the labels left out ask for.
	Beside bool

	// Features says that the opinion comes from the features of each node alone, without a
	// graph. The shares of the classes are estimated by such opinions, because a graph
	// pulls its answer towards the shares of the labels.
	Features bool
}

// labelledClasses returns the labelled nodes, rising, and the class of each: of several
// shares the largest.
//
// Errors, which begin with the package: no label, and seeds without classes.
func (s *Seeds) labelledClasses() (nodes, y []int, err error) {
	// A set of labels and a number are no class.
	if !s.exclusive() {
		return nil, nil, errors.New("labelprop: labels must be of one class each: pass Classes or Soft")
	}
	if len(s.nodes) == 0 {
		return nil, nil, fmt.Errorf("labelprop: %w", ErrNoSeeds)
	}
	y = make([]int, len(s.nodes))
	for l := range y {
		y[l] = simplex.Largest(s.row(l))
	}
	return s.nodes, y, nil
}
