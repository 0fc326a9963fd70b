package labelprop

import (
	"slices"

	"github.com/propagate-go/propagate/internal/sum"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

const (
	// transitionLabels is how many labels of each class the noise transition matrix is worth that has one share of
	// wrong labels for all classes. Chosen among 0, 2, 3, 5, 10 and 20 on ten draws of digits: 0 estimates no matrix,
	// and 2 to 10 do equally well.
	transitionLabels = 3
	// mostTransitions bounds the rounds of expectation and maximization, and transitionTol is by how much an entry
	// may still change after the last one.
	mostTransitions, transitionTol = 100, 1e-9
)

// transitions estimates the noise transition matrix of labels y from what others say of each, q, and the share of wrong
// labels, and returns it and how probably each label is right.
func transitions(q [][]float64, y []int, share float64) (transition *mat.Dense, right []float64) {
	first := evenTransitions(len(q[0]), share)
	transition = mat.DenseCopyOf(first)
	for range mostTransitions {
		next := maximize(q, y, first, transition)
		change := floats.Distance(next.RawMatrix().Data, transition.RawMatrix().Data, 1)
		if transition = next; change <= transitionTol {
			break
		}
	}
	// Bayes' rule once more, by the last matrix.
	right = make([]float64, len(y))
	for i, k := range y {
		right[i] = classesBehind(q[i], k, transition)[k]
	}
	return transition, right
}

// evenTransitions has the same share of wrong labels in each class, and all others alike.
func evenTransitions(c int, share float64) *mat.Dense {
	t := mat.NewDense(c, c, nil)
	for k := range c {
		for j := range c {
			t.Set(k, j, share/float64(c-1))
		}
		t.Set(k, k, 1-share)
	}
	return t
}

// maximize counts the labels by the classes that are probably behind them, adds the first matrix as labels of each
// class, and divides each row by its sum: the matrix of the largest posterior density.
func maximize(q [][]float64, y []int, first, now *mat.Dense) *mat.Dense {
	c, _ := first.Dims()
	// Sums that the order of the labels does not change.
	counts := slices.Repeat([]sum.AnyOrder{sum.Below(1)}, c*c)
	for i, j := range y {
		for k, p := range classesBehind(q[i], j, now) {
			counts[k*c+j].Add(p)
		}
	}
	next := mat.NewDense(c, c, nil)
	next.Apply(func(k, j int, share float64) float64 {
		return transitionLabels*share + counts[k*c+j].Total()
	}, first)
	for k := range c {
		row := next.RawRowView(k)
		floats.Scale(1/floats.Sum(row), row)
	}
	return next
}

// classesBehind is how probable each class is of a row that was given the label y: Bayes' rule, from what others say of
// the row, q, and the noise transition matrix.
func classesBehind(q []float64, y int, transition mat.Matrix) []float64 {
	r := make([]float64, len(q))
	for k, p := range q {
		r[k] = p * transition.At(k, y)
	}
	// The floor under q and the first matrix, which is above 0, keep the sum so.
	floats.Scale(1/floats.Sum(r), r)
	return r
}
