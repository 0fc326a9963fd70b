package labelprop

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/propagate-go/propagate/graph"
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

// Explain finds the given labels that the answer of method m for one row comes from. With the row
// held at voltage 1 and the labels at 0, the current into label j is in proportion
// to its share [doyle1984], so that one equation with one right side tells the
// shares of all; for [Spreading], (I-αS)⁻¹ is symmetric, and the column of the row
// is its row. For [Poisson] and [BalancedPoisson] a unit source at the row has the potentials
// that tell the parts of all sources; a Solve tells the shift of the classes.
//
// Errors: those of [Solve], a method whose scores are no sums over the labels (see
// [Explains]), and a row that is not in the graph.
// Cost: that of [Solve] with one class, and O(edges·log n) for the paths.
func Explain(ctx context.Context, g *graph.Graph, seeds Seeds, m Method, row int, o *Options) (*Explanation, error) {
	e, err := explainBy(ctx, g, &seeds, m, row, o)
	if err != nil {
		return nil, fmt.Errorf("labelprop: %w", err)
	}
	return e, nil
}

// Explains reports whether [Explain] can explain the answers of m: its scores are sums over the given labels, or
// over sources at them.
func Explains(m Method) bool { return Linear(m) || m.describe().Sources }

func explainBy(ctx context.Context, g *graph.Graph, seeds *Seeds, m Method, row int,
	o *Options) (*Explanation, error) {
	if row < 0 || row >= g.N() {
		return nil, fmt.Errorf("row %d is not in the graph of %d nodes", row, g.N())
	}
	f, err := foldChecked(g, seeds, m, o)
	if err != nil {
		return nil, err
	}
	// The explanation of the first row that is alike, in which the two change places.
	part := row
	if f.rows != nil {
		part = int(f.rows.first[row])
	}
	e, err := f.explain(ctx, f.method(m), part, o)
	if err != nil {
		return nil, err
	}
	f.unfoldExplanation(e, row, m.describe().Symmetric)
	return e, nil
}

// explain explains the answer for a part.
func (f *folded) explain(ctx context.Context, m Method, part int, o *Options) (*Explanation, error) {
	if m.describe().Sources {
		options, err := o.orDefault()
		if err != nil {
			return nil, err
		}
		return explainSources(ctx, f.g, f.seeds, m, part, options)
	}
	nw, options, err := linearNetwork(f.g, f.seeds, m, o)
	if err != nil {
		return nil, err
	}
	e, err := explain(ctx, nw, part, options)
	if err != nil {
		return nil, err
	}
	e.read(nw, f.seeds)
	// The class with the largest score, if there is one.
	if e.Label = Unlabeled; len(e.Shares) > 0 && f.seeds.exclusive() {
		e.Label = simplex.Largest(e.Scores)
	}
	return e, nil
}

// unfoldExplanation names rows in place of parts: the row that was asked for in place of that
// which was explained, and the other way round.
func (f *folded) unfoldExplanation(e *Explanation, row int, symmetric bool) {
	if f.rows == nil {
		return
	}
	explained := f.rowOf(e.Row)
	name := func(part int) int {
		switch i := f.rowOf(part); i {
		case explained:
			return row
		case row:
			return explained
		default:
			return i
		}
	}
	if symmetric && f.mass != nil {
		// Parts have √m times the score of a row; labels are of one copy each.
		e.divide(math.Sqrt(f.mass[e.Row]))
	}
	e.Row = row
	for i := range e.Shares {
		s := &e.Shares[i]
		s.Node = name(s.Node)
		for k, part := range s.Path {
			s.Path[k] = name(part)
		}
	}
}

// divide divides the total, and the scores with it.
func (e *Explanation) divide(by float64) {
	e.Total /= by
	for k := range e.Scores {
		e.Scores[k] /= by
	}
}

// explain finds the shares, by their logarithms.
func explain(ctx context.Context, nw *network.Network, row int, o network.Options) (*Explanation, error) {
	e := &Explanation{Row: row, Total: 1, Converged: true}
	if nw.Place[row] < 0 {
		e.ownLabel(nw)
		return e, nil
	}
	s, err := nw.LabelShares(ctx, row, o)
	if err != nil {
		return nil, err
	}
	// One solve gives the shares of all labels, up to a factor.
	e.Residual, e.Converged = s.Residual, s.Converged
	for l, u := range nw.Labels.Nodes {
		e.add(u, s.Logs[l])
	}
	// A method that clamps gives shares that sum to 1; of the others their sum is what the
	// labels reach.
	total := e.normalise()
	if !nw.Method().Clamps {
		e.Total = total
	}
	return e, nil
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
