package labelprop

import (
	"fmt"
	"slices"

	"github.com/propagate-go/propagate/internal/rows"
	"gonum.org/v1/gonum/mat"
)

// ConformalLeftOut returns prediction sets of m rows from their probabilities p (m×C) and those of
// the l labels left out (l×C), such as of [Pooled], [LOO] or any classifier; y are the classes of
// the labels. The rows are answered by all labels, and the labels by all others, so that scores are
// alike and not exchangeable: the coverage is about the one asked for where one label more or less
// hardly changes the answers, and nothing is guaranteed elsewhere [barber2021].
//
// Errors: [ErrShape]. Cost: O(C·(l+m)·log l).
func ConformalLeftOut(leftOut *mat.Dense, y []int, p *mat.Dense, byClass bool) (*PredictionSets, error) {
	m, k := rows.Dims(p)
	if m == 0 {
		return nil, fmt.Errorf("labelprop: %w: no rows", ErrShape)
	}
	if err := checkLeftOut(leftOut, y, k); err != nil {
		return nil, err
	}
	s := &PredictionSets{By: LeftOutScores, ByClass: byClass, Labels: make([]int, k), P: mat.NewDense(m, k, nil)}
	// The scores of the labels that each class is compared with, rising.
	scores := make([][]float64, k)
	for i, own := range y {
		s.Labels[own]++
		for class := range k {
			if class == own || !byClass {
				scores[class] = append(scores[class], leftOut.At(i, own))
			}
		}
	}
	for _, some := range scores {
		slices.Sort(some)
	}
	for i := range m {
		for class, v := range p.RawRowView(i) {
			// Labels up to the score of the row, ties among them, conform no better.
			count, _ := slices.BinarySearchFunc(scores[class], v*(1+tieLog), func(a, b float64) int {
				if a > b {
					return 1
				}
				return -1
			})
			s.P.Set(i, class, pValue(count, s.Labels, class, byClass))
		}
	}
	return s, nil
}

func checkLeftOut(leftOut *mat.Dense, y []int, classes int) error {
	if l, c := rows.Dims(leftOut); l != len(y) || c != classes {
		return fmt.Errorf("labelprop: %w: %d×%d left out, for %d labels and %d classes", ErrShape, l, c, len(y),
			classes)
	}
	for i, class := range y {
		if class < 0 || class >= classes {
			return fmt.Errorf("labelprop: label %d: class %d is not in [0,%d)", i, class, classes)
		}
	}
	return nil
}
