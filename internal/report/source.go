package report

import (
	"context"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/labelprop"
	"gonum.org/v1/gonum/mat"
)

// Source is what a review is made from: the graph of n rows, their labels, and how they were found.
type Source struct {
	Graph   *graph.Graph
	Classes []string
	Given   []int      // the class of each row, labelprop.Unlabeled for none
	Labels  []int      // the same after the run
	Probs   *mat.Dense // n×C
	Method  labelprop.Method
	Linear  bool // whether the scores of the method are sums over the given labels alone
	Solve   labelprop.Options

	Seeds  func(rows []int) (labelprop.Seeds, error) // the given labels of some rows, nil for all
	Name   func(row int) string
	ByLine bool // whether the names are numbers of lines
}

// NewReview returns what only the page of a run shows. stage is told the name of each part that is finished.
//
// Errors: those of the solvers.
func NewReview(ctx context.Context, s *Source, stage func(name string)) (*Review, error) {
	r := &Review{}
	drawn := s.draw()
	r.Map = s.mapOf(drawn)
	stage("map")
	var err error
	if r.Suspects, err = s.suspects(ctx, drawn); err != nil {
		return nil, err
	}
	stage("suspects")
	if s.dense() {
		return r, nil
	}
	if r.Next, err = s.next(ctx); err != nil {
		return nil, err
	}
	stage("next")
	return r, nil
}

// dense reports whether the graph has so many edges that what visits each of them is left out.
func (s *Source) dense() bool { return s.Graph.N() > 2500 && s.Graph.Edges() > 100*s.Graph.N() }

// cheap reports whether to solve for so many columns takes about a second at most: each costs about as much as one
// visit of all nodes and edges, times a constant.
func (s *Source) cheap(columns int) bool {
	return float64(columns)*float64(s.Graph.N()+2*s.Graph.Edges()) <= 1e7
}

// title names a row where it stands alone.
func (s *Source) title(row int) string {
	if s.ByLine {
		return "line " + s.Name(row)
	}
	return s.Name(row)
}

// className names a class, empty for none.
func (s *Source) className(class int) string {
	if class < 0 {
		return ""
	}
	return s.Classes[class]
}
