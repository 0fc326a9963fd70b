package labelprop

import (
	"cmp"
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/labelprop/internal/network"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
)

// Explanation lists the given labels that the answer for one row comes from.
type Explanation struct {
	Row    int
	Shares []Share // the largest first; none for a row that no label reaches

	// Label is the class of the row; Unlabeled where no label reaches it, and for seeds of
	// [MultiLabel] and [Values].
	Label int

	// Total is what the shares are shares of: 1, but for [Spreading], whose rows do
	// not sum to 1, and for [Poisson] and [BalancedPoisson].
	Total float64

	// Scores is Total·Σⱼ shareⱼ·(Yⱼ - Mean) + Shift, C entries: the row that [Solve] gives.
	Scores []float64

	// Mean is the mean of the given labels, which Poisson learning takes off each of them,
	// and Shift what [BalancedPoisson] adds to the scores of all rows of the component to
	// give the classes their masses. Both are nil for other methods.
	Mean, Shift []float64

	Residual  float64 // relative to the right side
	Converged bool
}

// Share is the part that one given label has in an answer.
type Share struct {
	Node  int
	Class int // the class given; Unlabeled for seeds of [MultiLabel] and [Values]

	// Share is the probability that a random walk from the row ends at this label;
	// the shares of a row sum to 1. For [Poisson] and [BalancedPoisson] it is the potential
	// at the row of a unit source at this label, against the mean potential: below 0 for a
	// label that is far away. The sizes of the shares sum to 1.
	Share float64

	// Path leads from the row to the label, both included, by the strongest edges:
	// the walk of the largest product of the P of its steps, P = D⁻¹W, and through no
	// label on its way where labels are clamped. PathProbability is that product.
	Path            []int
	PathProbability float64
}

// ownLabel explains a row that is clamped to its label, or that no label reaches.
func (e *Explanation) ownLabel(nw *network.Network) {
	l := nw.LabelAt[e.Row]
	if l < 0 {
		return
	}
	e.Shares = []Share{{Node: e.Row}}
	// Without edges all that the row has is its own label.
	if share := nw.Method().SelfShare; share > 0 {
		e.Total = share * nw.Labels.Weight(l)
	}
}

// add notes a share by its logarithm, for the time being.
func (e *Explanation) add(node int, log float64) {
	if !math.IsInf(log, -1) {
		e.Shares = append(e.Shares, Share{Node: node, Share: log})
	}
}

// normalise turns logarithms into shares of their sum, which it returns.
func (e *Explanation) normalise() float64 {
	logs := make([]float64, len(e.Shares))
	for i, s := range e.Shares {
		logs[i] = s.Share
	}
	// The sum by logarithms, as single shares may underflow.
	total := math.Exp(lognum.LogSum(logs))
	if len(logs) > 0 {
		simplex.Softmax(logs)
	}
	for i := range e.Shares {
		e.Shares[i].Share = logs[i]
	}
	return total
}

// divide divides the total, and the scores with it.
func (e *Explanation) divide(by float64) {
	e.Total /= by
	for k := range e.Scores {
		e.Scores[k] /= by
	}
}

// read sorts the shares, adds their paths and classes, and sums up the scores.
func (e *Explanation) read(nw *network.Network, seeds *Seeds) {
	if len(e.Shares) == 1 && e.Mean == nil {
		e.Shares[0].Share = 1
	}
	slices.SortStableFunc(e.Shares, func(a, b Share) int { return cmp.Compare(b.Share, a.Share) })
	e.Scores = make([]float64, seeds.c)
	// One tree holds the likeliest walks from the row to all labels.
	tree := newLikeliestPaths(nw, e.Row)
	for i := range e.Shares {
		s := &e.Shares[i]
		y := seeds.row(nw.LabelAt[s.Node])
		for k := range y {
			// Scores are the shares times the labels.
			mean := 0.0
			if e.Mean != nil {
				mean = e.Mean[k]
			}
			e.Scores[k] += e.Total * s.Share * (y[k] - mean)
		}
		// Sets of labels and values have no single class.
		if s.Class = Unlabeled; seeds.exclusive() {
			s.Class = simplex.Largest(y)
		}
		s.Path, s.PathProbability = tree.to(s.Node)
	}
}
