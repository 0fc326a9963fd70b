package labelprop

import (
	"errors"
	"fmt"
	"math"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/rows"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
	"gonum.org/v1/gonum/mat"
)

// Errors that [Solve] wraps.
var (
	ErrNoSeeds = errors.New("no node has a label")
	ErrShape   = errors.New("shapes do not fit together")
)

// Seeds are the known labels of some nodes: for each of them a row of C columns. Make
// them with [Classes], [Soft], [MultiLabel] or [Values]. The zero value labels nothing.
type Seeds struct {
	kind    seedKind
	n, c    int
	nodes   []int     // the nodes with a label, rising
	y       []float64 // len(nodes)×c
	weights []float64 // label weights in (0,1], one for each of nodes; nil: all 1
	unit    int       // values are y·2^unit
	group   []int     // of each node, for labels that are left out together; nil: each by itself
}

type seedKind int

const (
	hard seedKind = iota
	soft
	multi
	values
)

// mostClasses and mostShares, the entries of the matrix of labels (16 GB), keep a stray number from asking for all
// memory.
const (
	mostClasses = 1 << 20
	mostShares  = 1 << 31
)

// Classes takes one class for each node, counted from 0, [Unlabeled] for none. The
// number of classes C is given; 0 means max(y)+1. A class that no node has keeps its
// column in the scores.
//
// Errors: a class that is not in [Unlabeled, C), C out of range, or more labels than memory could hold in so
// many classes. O(lC) for l labels.
func Classes(y []int, classes int) (Seeds, error) {
	// 0 stands for as many as there are.
	if classes < 0 || classes > mostClasses {
		return Seeds{}, fmt.Errorf("labelprop: %d classes: give 0 to %d", classes, mostClasses)
	}
	limit := classes
	if limit == 0 {
		limit = mostClasses
	}
	s := Seeds{kind: hard, n: len(y), c: classes}
	for i, k := range y {
		if k < Unlabeled || k >= limit {
			return Seeds{}, fmt.Errorf("labelprop: node %d: class %d is not in [%d,%d)", i, k, Unlabeled, limit)
		}
		if k >= 0 {
			// Rising, as nodes are visited in order.
			s.nodes = append(s.nodes, i)
			s.c = max(s.c, k+1)
		}
	}
	if len(s.nodes)*s.c > mostShares {
		return Seeds{}, fmt.Errorf("labelprop: %d labels in %d classes: more than memory could hold", len(s.nodes), s.c)
	}
	// One-hot rows.
	s.y = make([]float64, len(s.nodes)*s.c)
	for l, i := range s.nodes {
		s.y[l*s.c+y[i]] = 1
	}
	return s, nil
}

// Soft takes a distribution over the classes for each node (n×C, rows that sum to 1 but
// for rounding, and are divided by their sum; a row of zeros is unlabelled) and the
// weight of each label in [0,1] (nil: all 1). A node with the label weight κ follows its
// label with weight κ and its neighbours with weight 1-κ; weight 0 is no label.
//
// Errors: a share or a weight that is not in [0,1], shares that do not sum to 1, and
// [ErrShape] for another number of weights. O(nC).
func Soft(y mat.Matrix, weights []float64) (s Seeds, err error) {
	defer par.Catch(&err, "labelprop")
	defer par.Blame("the matrix")
	s = Seeds{kind: soft}
	s.n, s.c = rows.Dims(y)
	if weights != nil && len(weights) != s.n {
		return Seeds{}, fmt.Errorf("labelprop: %w: %d label weights for %d nodes", ErrShape, len(weights), s.n)
	}
	for i := range s.n {
		// The errors name the node.
		weight := 1.0
		if weights != nil {
			weight = weights[i]
		}
		if err := s.addSoft(i, mat.Row(nil, i, y), weight); err != nil {
			return Seeds{}, fmt.Errorf("labelprop: node %d: %w", i, err)
		}
	}
	return s, nil
}

// addSoft adds the distribution of node i, unless it or its weight is zero.
func (s *Seeds) addSoft(i int, row []float64, weight float64) error {
	sum, err := distribution(row)
	if err == nil && !(weight >= 0 && weight <= 1) {
		err = fmt.Errorf("label weight %g is not in [0,1]", weight)
	}
	if err == nil && sum > 0 && weight > 0 {
		// Sums are 1 but for rounding: make them exactly that.
		simplex.Normalize(row)
		s.nodes, s.y, s.weights = append(s.nodes, i), append(s.y, row...), append(s.weights, weight)
	}
	return err
}

// distribution returns the sum of a row that must be all zero or sum to 1.
func distribution(row []float64) (sum float64, err error) {
	for k, p := range row {
		if !(p >= 0 && p <= 1) {
			return 0, fmt.Errorf("share %g of class %d is not in [0,1]", p, k)
		}
		sum += p
	}
	if sum != 0 && math.Abs(sum-1) > 1e-6 {
		return 0, fmt.Errorf("shares sum to %g, not to 1", sum)
	}
	return sum, nil
}

// MultiLabel takes a set of labels for each node: y is n×C of zeros and ones, and
// known tells for which nodes the set is known. The columns are independent.
//
// Errors: an entry of a known row other than 0 and 1, and [ErrShape] for another number
// of entries in known. O(nC).
func MultiLabel(y mat.Matrix, known []bool) (s Seeds, err error) {
	defer par.Catch(&err, "labelprop")
	defer par.Blame("the matrix")
	s = Seeds{kind: multi}
	s.n, s.c = rows.Dims(y)
	if len(known) != s.n {
		return Seeds{}, fmt.Errorf("labelprop: %w: known has %d entries for %d nodes", ErrShape, len(known), s.n)
	}
	for i, ok := range known {
		if !ok {
			continue
		}
		// A known set may be empty: it is a label too.
		row := mat.Row(nil, i, y)
		for k, v := range row {
			if v != 0 && v != 1 {
				return Seeds{}, fmt.Errorf("labelprop: node %d: label %d is %g, not 0 or 1", i, k, v)
			}
		}
		s.nodes, s.y = append(s.nodes, i), append(s.y, row...)
	}
	return s, nil
}

// Values takes one real number for each node, NaN for none: regression.
//
// Errors: an infinite value. O(n).
func Values(y []float64) (Seeds, error) {
	s := Seeds{kind: values, n: len(y), c: 1}
	for i, v := range y {
		if math.IsInf(v, 0) {
			return Seeds{}, fmt.Errorf("labelprop: node %d: value %g is not finite", i, v)
		}
		if !math.IsNaN(v) {
			s.nodes, s.y = append(s.nodes, i), append(s.y, v)
		}
	}
	return s, nil
}

// check reports what is wrong with the seeds for a graph of n nodes.
func (s *Seeds) check(n int) error {
	switch {
	case s.n != n:
		// Seeds may be right by themselves, and still belong to another graph.
		return fmt.Errorf("%w: seeds for %d nodes, graph of %d", ErrShape, s.n, n)
	case len(s.nodes) == 0:
		return ErrNoSeeds
	}
	return nil
}
