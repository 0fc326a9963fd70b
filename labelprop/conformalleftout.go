package labelprop

import (
	"fmt"
	"slices"

	"github.com/propagate-go/propagate/internal/rows"
	"gonum.org/v1/gonum/mat"
)

// ConformalLeftOut returns prediction sets of m rows from their probabilities p (m×C) and those of
// the l labels left out, such as of [Pooled.LabelsLeftOut], [LeaveOut] or any classifier. The rows
// are answered by all labels, and the labels by all others, so that scores are alike and not
// exchangeable: the coverage is about the one asked for where one label more or less hardly changes
// the answers, and nothing is guaranteed elsewhere [barber2021].
//
// No labels at all, or nil, leave no class out of any set.
//
// Errors: [ErrShape]. Cost: O(C·(l+m)·log l).
func ConformalLeftOut(left *LabelsLeftOut, p *mat.Dense, byClass bool) (*PredictionSets, error) {
	m, k := rows.Dims(p)
	if m == 0 {
		return nil, fmt.Errorf("labelprop: %w: no rows", ErrShape)
	}
	if left == nil {
		left = &LabelsLeftOut{}
	}
	if err := left.check(k); err != nil {
		return nil, err
	}
	s := &PredictionSets{By: LeftOutScores, ByClass: byClass, Labels: make([]int, k), P: mat.NewDense(m, k, nil)}
	// The scores of the labels that each class is compared with, rising.
	scores := make([][]float64, k)
	for i, own := range left.Y {
		s.Labels[own]++
		for class := range k {
			if class == own || !byClass {
				scores[class] = append(scores[class], left.P.At(i, own))
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
