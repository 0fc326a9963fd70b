package labelprop

import (
	"errors"
	"fmt"
	"math"

	"github.com/propagate-go/propagate/internal/goldensection"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/rows"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
	"gonum.org/v1/gonum/mat"
)

// Noise is an estimate of how many given labels are wrong, and of which. See [FitNoise].
type Noise struct {
	Share       float64   // of the labels that are wrong, 0 where nothing speaks for it
	Temperature float64   // by which the probabilities without the labels were made milder, or bolder
	Right       []float64 // l: how probably each label is right

	// Transition is the noise transition matrix, C×C: how probably a row of class k is given the label j. nil where
	// Share is 0.
	Transition *mat.Dense
}

const (
	// mostNoise bounds the share of wrong labels: beyond a half, right and wrong ones change places.
	mostNoise = 0.5
	// noiseGain is by how much the log likelihood must rise for labels to be called wrong: right labels hardly ever
	// raise it as much.
	noiseGain = 4
	// trusted is the probability from which on a label keeps its full weight, and leastTrust the least weight.
	trusted, leastTrust = 0.95, 1e-3
)

// FitNoise estimates how many of l labels are wrong from what others say of each without it, l×C: y are the labels.
// A label is wrong with probability ε, and then any other class; qᵢ are the probabilities at a temperature T. The
// pair of the largest likelihood
//
//	Πᵢ ((1-ε)·qᵢ(yᵢ) + ε·(1-qᵢ(yᵢ))/(C-1)),   qᵢ ∝ Pᵢ^(1/T),   0 ≤ ε ≤ 1/2,
//
// is taken if its logarithm is more than 4 above the largest with ε = 0. Some classes are taken for
// others more often than that: the noise transition matrix A, which begins as A₀ with 1-ε on the diagonal
// and ε/(C-1) elsewhere, is estimated by expectation and maximization, where A₀ counts as 3 labels of
// each class,
//
//	rᵢ(k) ∝ qᵢ(k)·A(k,yᵢ),   A(k,j) ∝ 3·A₀(k,j) + Σ_{i: yᵢ=j} rᵢ(k),
//
// and label i is right with the probability rᵢ(yᵢ). A row of zeros, of a label of which nothing is said, counts as
// right.
//
// Errors: [ErrShape], a class out of range, and fewer than two classes. O(l·C), a hundred times at most.
func FitNoise(y []int, left mat.Matrix) (n *Noise, err error) {
	defer par.Catch(&err, "labelprop")
	defer par.Blame("the matrix")
	f, err := newNoiseFit(y, left)
	if err != nil {
		return nil, err
	}
	return f.fit(noiseGain), nil
}

// newNoiseFit takes those labels of which something is said.
func newNoiseFit(y []int, left mat.Matrix) (*noiseFit, error) {
	l, c := rows.Dims(left)
	switch {
	case l != len(y):
		return nil, fmt.Errorf("labelprop: noise: %w: %d labels, %d left out", ErrShape, len(y), l)
	case c < 2:
		return nil, errors.New("labelprop: noise: with one class there is no other that a label could be")
	}
	f := &noiseFit{c: c, place: make([]int, l)}
	for i, k := range y {
		if k < 0 || k >= c {
			return nil, fmt.Errorf("labelprop: noise: label %d: class %d is not in [0,%d)", i, k, c)
		}
		row := mat.Row(nil, i, left)
		if f.place[i] = -1; !(row[simplex.Largest(row)] > 0) {
			continue
		}
		f.place[i] = len(f.y)
		f.y = append(f.y, k)
		for _, p := range row {
			f.logs = append(f.logs, math.Log(max(p, smallestProbability)))
		}
	}
	return f, nil
}

// noiseFit is what others say of the labels that are judged.
type noiseFit struct {
	c     int
	y     []int
	logs  []float64 // len(y)×c
	place []int     // of each label among those that are judged, or -1
}

// fit finds the largest likelihood, with wrong labels and without, and takes the former if its logarithm is larger by
// more than gain.
func (f *noiseFit) fit(gain float64) *Noise {
	n := &Noise{Right: make([]float64, len(f.place))}
	best := func(most float64) (t, share, loss float64) {
		t = math.Exp(goldensection.Least(-3, 3, 1e-3, func(x float64) float64 {
			_, loss := f.bestShare(math.Exp(x), most)
			return loss
		}))
		share, loss = f.bestShare(t, most)
		return t, share, loss
	}
	t, _, without := best(0)
	n.Temperature = t
	if t, share, with := best(mostNoise); without-with > gain {
		n.Temperature, n.Share = t, share
	}
	for i := range n.Right {
		n.Right[i] = 1
	}
	if n.Share == 0 {
		return n
	}
	q := make([][]float64, len(f.y))
	for i := range q {
		q[i] = f.probabilities(i, n.Temperature)
	}
	var right []float64
	n.Transition, right = transitions(q, f.y, n.Share)
	for i, at := range f.place {
		if at >= 0 {
			n.Right[i] = right[at]
		}
	}
	return n
}

// bestShare returns the ε of the largest likelihood at one temperature, and minus the logarithm of that, which is
// convex in ε.
func (f *noiseFit) bestShare(t, most float64) (share, loss float64) {
	q := make([]float64, len(f.y))
	for i := range q {
		q[i] = f.probability(i, t)
	}
	losses := make([]float64, len(q))
	of := func(share float64) float64 {
		for i, p := range q {
			losses[i] = -math.Log(max((1-share)*p+share*(1-p)/float64(f.c-1), smallestProbability))
		}
		// A sum that the order of the labels does not change.
		return sumOf(losses)
	}
	if most > 0 {
		share = goldensection.Least(0, most, 1e-4, of)
	}
	return share, of(share)
}

// probability is qᵢ(yᵢ) at a temperature.
func (f *noiseFit) probability(i int, t float64) float64 { return f.probabilities(i, t)[f.y[i]] }

// probabilities are qᵢ at a temperature.
func (f *noiseFit) probabilities(i int, t float64) []float64 {
	row := make([]float64, f.c)
	for k, l := range f.logs[i*f.c : (i+1)*f.c] {
		row[k] = l / t
	}
	simplex.Softmax(row)
	return row
}

// Weights returns label weights for [Soft]: how probably each label is right, and 1 from 0.95 on.
// The most probable label of each class, or all that are as probable, keeps the weight 1, so that no class disappears.
// y are the labels.
func (n *Noise) Weights(y []int) []float64 {
	w := make([]float64, len(n.Right))
	best := map[int]float64{}
	for i, p := range n.Right[:min(len(y), len(w))] {
		best[y[i]] = max(best[y[i]], p)
	}
	for i, p := range n.Right {
		// A weight of 0 would be no label.
		if w[i] = max(p, leastTrust); p >= trusted || i < len(y) && p == best[y[i]] {
			w[i] = 1
		}
	}
	return w
}
