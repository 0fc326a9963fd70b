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

// transitions estimates the noise transition matrix of n from its share and temperature, and returns how probably each
// of the labels that are judged is right; nil where no label is wrong.
func (f *noiseFit) transitions(n *Noise) []float64 {
	if n.Share == 0 {
		return nil
	}
	q := make([][]float64, len(f.y))
	for i := range q {
		q[i] = f.probabilities(i, n.Temperature)
	}
	first := evenTransitions(f.c, n.Share)
	n.Transition = mat.DenseCopyOf(first)
	for range mostTransitions {
		next := f.maximize(q, first, n.Transition)
		change := floats.Distance(next.RawMatrix().Data, n.Transition.RawMatrix().Data, 1)
		if n.Transition = next; change <= transitionTol {
			break
		}
	}
	// Bayes' rule once more, by the last matrix.
	right := make([]float64, len(f.y))
	for i, y := range f.y {
		right[i] = classesBehind(q[i], y, n.Transition)[y]
	}
	return right
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
func (f *noiseFit) maximize(q [][]float64, first, now *mat.Dense) *mat.Dense {
	// Sums that the order of the labels does not change.
	counts := slices.Repeat([]sum.AnyOrder{sum.Below(1)}, f.c*f.c)
	for i, y := range f.y {
		for k, p := range classesBehind(q[i], y, now) {
			counts[k*f.c+y].Add(p)
		}
	}
	next := mat.NewDense(f.c, f.c, nil)
	next.Apply(func(k, j int, share float64) float64 {
		return transitionLabels*share + counts[k*f.c+j].Total()
	}, first)
	for k := range f.c {
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
