package labelprop

import (
	"math"

	"github.com/propagate-go/propagate/labelprop/internal/network"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
	"gonum.org/v1/gonum/mat"
)

// LOO holds the prediction of a method for each of l labelled nodes when its own label
// is left out.
type LOO struct {
	Nodes  []int // the labelled nodes, rising
	Given  []int // the class that each was given, the first of the largest shares
	Labels []int // the class without it, Unlabeled where no other label arrives

	// Scores is what [Solve] gives without the label, l×C; a row of zeros where no
	// other label arrives.
	Scores *mat.Dense

	// Probabilities is Scores, each row divided by its sum, l×C. For seeds of
	// [MultiLabel] and [Values] it is Scores; Given and Labels are nil then.
	Probabilities *mat.Dense

	// Undecided tells of which labels the answer without them is not known, as its errors are
	// too large: what stands in the other fields is a guess. Nil for seeds of [MultiLabel] or
	// [Values].
	Undecided []bool

	// Status is Propagated, Tied, or Unreachable: alone in its component, skipped.
	Status []Status

	Residual  float64 // relative to the right side, the worst of any column
	Converged bool

	seeds *Seeds
	logs  []float64 // of Probabilities, l×C
	total []float64 // the logarithm of Σ_{j≠i} Kᵢⱼ, l
}

// read turns the sums into scores, probabilities, classes and statuses.
func (r *LOO) read(nw *network.Network, a *leftOut) {
	l, c := len(r.Nodes), nw.Labels.Cols
	r.Status, r.logs, r.total = make([]Status, l), a.class, a.total
	scores := make([]float64, l*c)
	for i := range l {
		logs := r.logs[i*c : (i+1)*c]
		// No other label reaches this node.
		if r.Status[i] = Propagated; math.IsInf(a.total[i], -1) {
			r.Status[i] = Unreachable
			continue
		}
		for k := range logs {
			// For a clamped node the walks that end at its own label are left out, so divide
			// by the rest.
			if nw.Method().Clamps {
				logs[k] -= a.total[i]
			}
			scores[i*c+k] = math.Exp(logs[k])
		}
	}
	r.Scores = mat.NewDense(l, c, scores)
	r.Probabilities = r.Scores
	if r.seeds.exclusive() {
		r.classify()
	}
}

// joinSigns undoes splitBySign.
func (r *LOO) joinSigns(unit int) {
	joined := mat.NewDense(len(r.Nodes), 1, nil)
	for i := range r.Nodes {
		joined.Set(i, 0, math.Ldexp(r.Scores.At(i, 0)-r.Scores.At(i, 1), unit))
	}
	r.Scores = joined
}

// classify decides on the class of each node.
func (r *LOO) classify() {
	l, c := r.Scores.Dims()
	r.Given, r.Labels, r.Probabilities = make([]int, l), make([]int, l), mat.NewDense(l, c, nil)
	for i := range l {
		r.Given[i], r.Labels[i] = simplex.Largest(r.seeds.row(i)), Unlabeled
		if r.Status[i] == Unreachable {
			continue
		}
		// The class by logarithms, which keep small differences.
		tied := false
		if r.Labels[i], tied = simplex.FirstOfLargest(r.logs[i*c:(i+1)*c], nil, simplex.TieMargin); tied {
			r.Status[i] = Tied
		}
		r.normalize(i)
	}
}

// normalize brings the logarithms of label i to probabilities that sum to 1.
func (r *LOO) normalize(i int) {
	c := r.seeds.c
	logs, p := r.logs[i*c:(i+1)*c], r.Probabilities.RawRowView(i)
	simplex.LogSoftmax(logs)
	for k, v := range logs {
		p[k] = math.Exp(v)
	}
	simplex.Normalize(p)
}

// unfoldLOO brings what was found for the labels of the parts to the given labels, if toRows,
// and gives labels that are alike the same.
func (f *folded) unfoldLOO(r *LOO, toRows bool) {
	if f.rows == nil {
		return
	}
	from := make([]int32, len(f.alike))
	for l, first := range f.alike {
		from[l] = int32(first)
	}
	if toRows {
		from = make([]int32, len(f.label))
		for l, place := range f.label {
			from[l] = int32(f.alike[place])
		}
		r.Nodes, r.seeds = f.given.nodes, f.given
	}
	_, c := r.Scores.Dims()
	logs := mat.NewDense(len(r.total), len(r.logs)/len(r.total), r.logs)
	r.logs = rowsOf(logs, from, logs.RawMatrix().Cols).RawMatrix().Data
	r.total = taken(r.total, from)
	same := r.Probabilities == r.Scores
	r.Scores = rowsOf(r.Scores, from, c)
	if r.Probabilities = rowsOf(r.Probabilities, from, c); same {
		r.Probabilities = r.Scores
	}
	if r.Undecided != nil {
		r.Undecided = taken(r.Undecided, from)
	}
	r.Given, r.Labels, r.Status = taken(r.Given, from), taken(r.Labels, from), taken(r.Status, from)
}
