package labelprop

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/rows"
	"gonum.org/v1/gonum/mat"
)

// Selection are rows that are of a class, few of them wrongly. See [SelectClass].
type Selection struct {
	Rows []int     // those selected, the most probable first
	P    []float64 // n: the p-value of each candidate, NaN of other rows

	// Needed is how many labels it takes at least for as many rows to be selected as there are candidates
	// that are more probably of the class than of all others together; 0 where there are none.
	Needed int
}

// SelectClass selects rows of o.Class among the candidates at the false discovery rate o.FDR: of the selected rows at
// most that share is of other classes, on average over random samples of labels [jin2023]. p, n×C, are the
// probabilities of all rows; left, l×C, are those of the labelled rows without their labels, whose classes are y. The
// p-value of a candidate x says how rarely a row of another class looks as much like one of the class,
//
//	p(x) = (1 + #{labelled i of another class: leftᵢ(class) ≥ p(x,class)}) / (l+1),
//
// and the k candidates of the smallest p-values are taken, for the largest k whose k-th p-value is at most
// FDR·k/candidates [benjamini1995].
//
// Errors: a class or a rate out of range, and [ErrShape]. O(n log n + l log l).
func SelectClass(p mat.Matrix, candidates []int, left *mat.Dense, y []int, o SelectOptions) (s *Selection, err error) {
	defer par.Catch(&err, "labelprop")
	defer par.Blame("the matrix")
	n, c := rows.Dims(p)
	l, cLeft := rows.Dims(left)
	switch {
	case l != len(y) || c != cLeft:
		return nil, fmt.Errorf("labelprop: selection: %w: %d×%d left out, for %d labels and %d classes", ErrShape, l,
			cLeft, len(y), c)
	case o.Class < 0 || o.Class >= c:
		return nil, fmt.Errorf("labelprop: selection: class %d is not in [0,%d)", o.Class, c)
	case !(o.FDR > 0 && o.FDR < 1):
		return nil, fmt.Errorf("labelprop: selection: false discovery rate %g is not between 0 and 1", o.FDR)
	}
	// How much labelled rows of other classes look like the class.
	var others []float64
	for i, k := range y {
		if k != o.Class {
			others = append(others, left.At(i, o.Class))
		}
	}
	slices.Sort(others)
	if at := slices.IndexFunc(candidates, func(x int) bool { return x < 0 || x >= n }); at >= 0 {
		return nil, fmt.Errorf("labelprop: selection: %w: row %d of %d", ErrShape, candidates[at], n)
	}
	s = &Selection{P: slices.Repeat([]float64{math.NaN()}, n)}
	likely := 0
	for _, x := range candidates {
		score := p.At(x, o.Class)
		at, _ := slices.BinarySearch(others, score-scoreMargin)
		s.P[x] = float64(1+len(others)-at) / float64(l+1)
		if score > 0.5 {
			likely++
		}
	}
	s.choose(p, candidates, o)
	// The least p-value is 1/(l+1), which as many rows as that take below their bound.
	if likely > 0 {
		s.Needed = int(math.Ceil(float64(len(candidates))/(o.FDR*float64(likely)))) - 1
	}
	return s, nil
}

// SelectOptions say which class is selected, at which false discovery rate. There are no defaults.
type SelectOptions struct {
	Class int
	FDR   float64
}

// scoreMargin is the rounding of a probability, up to which two are equal.
const scoreMargin = 1e-9

// choose is the procedure of Benjamini and Hochberg.
func (s *Selection) choose(p mat.Matrix, candidates []int, o SelectOptions) {
	order := slices.Clone(candidates)
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(s.P[a], s.P[b]), cmp.Compare(p.At(b, o.Class), p.At(a, o.Class)), a-b)
	})
	last := 0
	for k, x := range order {
		if s.P[x] <= o.FDR*float64(k+1)/float64(len(order)) {
			last = k + 1
		}
	}
	// Of equal p-values all are taken or none: the k-th bound holds for the last of them.
	s.Rows = order[:last]
}
