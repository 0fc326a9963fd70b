package labelprop

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// Errors that [Solve] wraps.
var (
	ErrNoSeeds = errors.New("no node has a label")
	ErrShape   = errors.New("shapes do not fit together")
)

// Seeds are the known labels: of some nodes, their shares of C columns. Make them
// with [Classes], [Soft], [MultiLabel] or [Values]; what is wrong with them is
// reported by [Solve].
type Seeds struct {
	kind  seedKind
	n, c  int
	nodes []int     // the nodes with a label, rising
	y     []float64 // len(nodes)×c
	trust []float64 // in (0,1] for each of nodes; nil: all 1
	unit  int       // values are y·2^unit
	err   error
}

type seedKind int

const (
	hard seedKind = iota
	soft
	multi
	values
)

// mostClasses keeps a stray number from asking for all memory.
const mostClasses = 1 << 20

// Classes takes one class a node, counted from 0, [Unlabeled] for none. There are
// as many classes as the largest says.
func Classes(y []int) Seeds {
	s := Seeds{kind: hard, n: len(y)}
	for i, k := range y {
		if (k < Unlabeled || k >= mostClasses) && s.err == nil {
			s.err = fmt.Errorf("node %d: class %d is not in [%d,%d)", i, k, Unlabeled, mostClasses)
		}
		if k >= 0 {
			s.nodes = append(s.nodes, i)
			s.c = max(s.c, k+1)
		}
	}
	if s.err != nil {
		return s
	}
	s.y = make([]float64, len(s.nodes)*s.c)
	for l, i := range s.nodes {
		s.y[l*s.c+y[i]] = 1
	}
	return s
}

// Soft takes a distribution over the classes for each node (n×C, rows that sum to
// 1 but for rounding, and are divided by their sum; a row of zeros is unlabelled) and how far each is to be trusted, in [0,1]
// (nil: all 1). A node of trust κ follows its label with weight κ and its
// neighbours with weight 1-κ; trust 0 is no label.
func Soft(y mat.Matrix, confidence []float64) Seeds {
	s := Seeds{kind: soft}
	s.n, s.c = y.Dims()
	if confidence != nil && len(confidence) != s.n {
		s.err = fmt.Errorf("%w: %d confidences for %d nodes", ErrShape, len(confidence), s.n)
		return s
	}
	for i := range s.n {
		row := mat.Row(nil, i, y)
		sum, err := distribution(row)
		trust := 1.0
		if confidence != nil {
			trust = confidence[i]
		}
		if !(trust >= 0 && trust <= 1) {
			err = fmt.Errorf("confidence %g is not in [0,1]", trust)
		}
		if err != nil && s.err == nil {
			s.err = fmt.Errorf("node %d: %w", i, err)
		}
		if sum > 0 && trust > 0 {
			divide(row)
			s.nodes, s.y, s.trust = append(s.nodes, i), append(s.y, row...), append(s.trust, trust)
		}
	}
	return s
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
// known says for which nodes the set is known. The columns are independent.
func MultiLabel(y mat.Matrix, known []bool) Seeds {
	s := Seeds{kind: multi}
	s.n, s.c = y.Dims()
	if len(known) != s.n {
		s.err = fmt.Errorf("%w: known has %d entries for %d nodes", ErrShape, len(known), s.n)
		return s
	}
	for i, ok := range known {
		if !ok {
			continue
		}
		row := mat.Row(nil, i, y)
		for k, v := range row {
			if v != 0 && v != 1 && s.err == nil {
				s.err = fmt.Errorf("node %d: label %d is %g, not 0 or 1", i, k, v)
			}
		}
		s.nodes, s.y = append(s.nodes, i), append(s.y, row...)
	}
	return s
}

// Values takes one real number a node, NaN for none: regression.
func Values(y []float64) Seeds {
	s := Seeds{kind: values, n: len(y), c: 1}
	for i, v := range y {
		if math.IsInf(v, 0) && s.err == nil {
			s.err = fmt.Errorf("node %d: value %g", i, v)
		}
		if !math.IsNaN(v) {
			s.nodes, s.y = append(s.nodes, i), append(s.y, v)
		}
	}
	return s
}

// check reports what is wrong with the seeds for a graph of n nodes.
func (s *Seeds) check(n int) error {
	switch {
	case s.err != nil:
		return s.err
	case s.n != n:
		return fmt.Errorf("%w: seeds for %d nodes, graph of %d", ErrShape, s.n, n)
	case len(s.nodes) == 0:
		return ErrNoSeeds
	}
	return nil
}

// row returns the shares of the l-th labelled node.
func (s *Seeds) row(l int) []float64 { return s.y[l*s.c : (l+1)*s.c] }

// trusted returns the trust in the l-th labelled node.
func (s *Seeds) trusted(l int) float64 {
	if s.trust == nil {
		return 1
	}
	return s.trust[l]
}

// exclusive reports whether a node has one class of several.
func (s *Seeds) exclusive() bool { return s.kind == hard || s.kind == soft }

// mass returns the sum of each column.
func (s *Seeds) mass() []float64 {
	sum := make([]float64, s.c)
	for i, v := range s.y {
		sum[i%s.c] += v
	}
	return sum
}

// index returns, for each node, its place in nodes, or -1.
func (s *Seeds) index() []int {
	at := make([]int, s.n)
	for i := range at {
		at[i] = -1
	}
	for l, i := range s.nodes {
		at[i] = l
	}
	return at
}
