package loss

import (
	"slices"

	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/internal/rows"
)

// largestMatrix is the number of elements beyond which a matrix is a mistake.
const largestMatrix = 1 << 40

// OneHot returns the n×k matrix with a 1 in column labels[i] of row i, and a
// zero row for [Unlabeled].
//
// Errors: ErrOption unless k is at least 1 and n·k at most 2^40; ErrLabel for
// a label outside [-1, k). Without labels the result is the empty matrix.
func OneHot(labels []int, k int) (*mat.Dense, error) {
	n := len(labels)
	// Divided rather than multiplied: n·k may overflow.
	if k < 1 || n > largestMatrix/k {
		return nil, fault(ErrOption, "k %d for %d labels", k, n)
	}
	if err := checkLabels(labels, k); err != nil {
		return nil, err
	}
	hot := rows.Zeros(n, k)
	for i, y := range labels {
		if y != Unlabeled {
			hot.Set(i, y, 1)
		}
	}
	return hot, nil
}

// Rescale returns lo·(1-t) + hi·t for each element: targets 0 and 1 become lo
// and hi. Rescale(t, ε/2, 1-ε/2) is TensorFlow's label smoothing for the
// sigmoid. The loss of a perfect answer is then the entropy of lo, not 0, and
// package metric rejects such targets. The result has the shape of targets;
// NaN stays NaN.
func Rescale(targets mat.Matrix, lo, hi float64) *mat.Dense {
	n, m := rows.Dims(targets)
	moved := rows.Zeros(n, m)
	source := rows.Of(targets)
	for i := range heightOf(moved) {
		row := moved.RawRowView(i)
		for j, t := range source.Row(i) {
			// Linear interpolation that is exact at t = 0 and t = 1.
			row[j] = lo*(1-t) + hi*t
		}
	}
	return moved
}

// Smooth returns t·(1-eps) + eps/k for each element of a row that is not all
// zeros: label smoothing for the softmax [szegedy2016]. A zero row, unlabelled,
// stays zero, and rows that sum to 1 keep their sum. Targets are n×k.
//
// A smoothed row of a class with weight 0 has weight through the other
// classes; label rows that must not count with [Unlabeled] instead.
//
// Errors: ErrOption unless eps is in [0, 1); ErrValue for a target that is
// negative, NaN or infinite.
func Smooth(targets mat.Matrix, eps float64) (*mat.Dense, error) {
	if !(eps >= 0 && eps < 1) {
		return nil, fault(ErrOption, "eps %g is not in [0, 1)", eps)
	}
	n, k := rows.Dims(targets)
	smooth := rows.Zeros(n, k)
	source := rows.Of(targets)
	for i := range heightOf(smooth) {
		row := source.Row(i)
		if err := massDomain("target").checkRow(i, row); err != nil {
			return nil, err
		}
		smoothRow(smooth.RawRowView(i), row, eps)
	}
	return smooth, nil
}

// smoothRow writes the smoothed row to dst, which is zero.
func smoothRow(dst, row []float64, eps float64) {
	// A zero row is unlabelled. Smoothing would label it.
	if !slices.ContainsFunc(row, func(t float64) bool { return t != 0 }) {
		return
	}
	// The share eps is taken from the target and spread evenly over all classes.
	share := eps / float64(len(row))
	for j, t := range row {
		dst[j] = t*(1-eps) + share
	}
}
