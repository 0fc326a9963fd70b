package metric

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/internal/rows"
	"github.com/propagate-go/propagate/internal/sum"
)

// OneVsRest applies f, [ROCAUC] or [AveragePrecision], to each class against
// the others: class c is positive, and its scores are column c. It returns the
// k values and their mean. A class where f is undefined, such as one that does
// not occur, is NaN and left out of the mean. truth has n entries in [-1, k),
// scores is n×k, w n or nil.
//
// Errors: ErrShape, ErrOption without f, ErrWeight, ErrLabel, ErrEmpty, those
// of f, and ErrUndefined if f is undefined for every class. O(k) calls of f.
func OneVsRest(
	f func(truth []int, scores, w []float64) (float64, error), truth []int, scores mat.Matrix, w []float64,
) ([]float64, float64, error) {
	n, k := rows.Dims(scores)
	err := first(
		checkLengths("truth", len(truth), "scores", n),
		checkFunc(f == nil),
		checkWeights(w, n),
	)
	if err != nil {
		return nil, 0, err
	}
	if _, err := weights(w).total(truth, k); err != nil {
		return nil, 0, err
	}
	perClass := make([]float64, k)
	var total sum.Running
	defined := 0
	for c := range perClass {
		// Class c is 1, all others are 0, and unlabelled rows stay unlabelled.
		perClass[c], err = f(against(truth, c), mat.Col(nil, c, scores), w)
		switch {
		case err == nil:
			total.Add(perClass[c])
			defined++
		case errors.Is(err, ErrUndefined):
			// A class that does not occur has no value, but is no error either.
			perClass[c] = math.NaN()
		default:
			return nil, 0, fmt.Errorf("metric: class %d: %w", c, err)
		}
	}
	if defined == 0 {
		return nil, 0, fault(ErrUndefined, "in each of %d classes", k)
	}
	return perClass, total.Total() / float64(defined), nil
}

// against returns truth with class c as 1 and the others as 0.
func against(truth []int, c int) []int {
	binary := make([]int, len(truth))
	for i, y := range truth {
		switch y {
		case Unlabeled:
			binary[i] = Unlabeled
		case c:
			binary[i] = 1
		}
	}
	return binary
}

func checkFunc(missing bool) error {
	if missing {
		return fault(ErrOption, "no function given")
	}
	return nil
}
