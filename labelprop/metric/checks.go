package metric

import (
	"cmp"

	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/internal/rows"
)

// first returns the first error that is one.
func first(errs ...error) error { return cmp.Or(errs...) }

// checkLengths compares the lengths of two columns.
func checkLengths(a string, n int, b string, m int) error {
	if n != m {
		return fault(ErrShape, "%d of %s, %d of %s", n, a, m, b)
	}
	return nil
}

// checkSameShape compares two matrices.
func checkSameShape(truth, other mat.Matrix) error {
	n, k := rows.Dims(truth)
	r, c := rows.Dims(other)
	if n != r || k != c {
		return fault(ErrShape, "truth is %d×%d, prediction %d×%d", n, k, r, c)
	}
	return nil
}

// checkLabels finds a label that is neither -1 nor in [0, k).
func checkLabels(noun string, labels []int, k int) error {
	for i, y := range labels {
		// -1 is the only negative label.
		if y < Unlabeled || y >= k {
			return badLabel(i, noun, y, k)
		}
	}
	return nil
}

func badLabel(i int, noun string, y, k int) error {
	return faultRow(i, ErrLabel, "%s %d is neither -1 nor in [0, %d)", noun, y, k)
}

// checkIndicators finds an element that is neither 0 nor 1.
func checkIndicators(noun string, m mat.Matrix) error {
	n, _ := rows.Dims(m)
	source := rows.Of(m)
	for i := range n {
		for j, v := range source.Row(i) {
			// NaN is neither.
			if v != 0 && v != 1 {
				return faultAt(i, j, ErrLabel, "%s %g is neither 0 nor 1", noun, v)
			}
		}
	}
	return nil
}
