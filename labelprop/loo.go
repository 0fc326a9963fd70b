package labelprop

import (
	"context"
	"fmt"
	"math"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/ln"
	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/internal/par"
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

	// Status is Propagated, Tied, or Unreachable: alone in its component, skipped.
	Status []Status

	Residual  float64 // relative to the right side, the worst of any column
	Converged bool

	seeds *Seeds
	logs  []float64 // of Probabilities, l×C
	total []float64 // the logarithm of Σ_{j≠i} Kᵢⱼ, l
}

// LeaveOneOut returns, for each given label, the answer of the method m at its node
// without that label: the same as l runs of [Solve], from one equation with l right
// sides. With H the answers to each label alone, a walk from node i that
// disregards its own label ends according to
//
//	F₍ᵢ₎ = Σ_{j≠i} KᵢⱼYⱼ / Σ_{j≠i} Kᵢⱼ,   K = P_LL + P_LU·H,   P = D⁻¹W,
//
// for [Harmonic] and [Propagation], and Σ_{j≠i} HᵢⱼYⱼ for [Spreading], which is
// linear in its labels. No difference is taken, so small scores are right too.
//
// Errors: as of [Solve], and any other method, the scores of which are no such sum.
// Cost: that of [Solve] with l classes, in blocks of 32 MB, and l² steps more.
func LeaveOneOut(ctx context.Context, g *graph.Graph, seeds Seeds, m Method, o *Options) (*LOO, error) {
	if seeds.group != nil {
		return leaveGroupsOut(ctx, g, &seeds, m, o)
	}
	f, err := foldChecked(g, &seeds, m, o)
	var r *LOO
	if err == nil {
		r, err = leaveOneOut(ctx, f.g, f.seeds, f.method(m), o, func([]float64, int, int) {})
	}
	if err != nil {
		return nil, fmt.Errorf("labelprop: %w", err)
	}
	f.unfoldLOO(r, true)
	return r, nil
}

// leaveOneOut calls also with the logarithms of row i of K from label first on.
func leaveOneOut(ctx context.Context, g *graph.Graph, seeds *Seeds, m Method, o *Options,
	also func(row []float64, i, first int)) (*LOO, error) {
	nw, options, err := linearNetwork(g, seeds, m, o)
	if err != nil {
		return nil, err
	}
	r := &LOO{Nodes: seeds.nodes, Converged: true, seeds: seeds}
	// Sums run over non-negative sources; values are joined at the end.
	sources := seeds.splitBySign()
	sums := newLeftOut(sources)
	// Block after block of the answers to single labels is added up, and forgotten.
	err = nw.EachResponse(ctx, options, func(h *network.Responses) {
		par.For(len(seeds.nodes), 16, func(_, lo, hi int) {
			row := make([]float64, h.Width)
			for i := lo; i < hi; i++ {
				h.At(seeds.nodes[i], row)
				sums.add(i, h.First, row)
				also(row, i, h.First)
			}
		})
		r.Residual, r.Converged = max(r.Residual, h.Residual), r.Converged && h.Converged
	})
	if err != nil {
		return nil, err
	}
	r.read(nw, sums)
	if seeds.kind == values {
		r.joinSigns(sources.unit)
		r.Probabilities = r.Scores
	}
	return r, nil
}

// foldChecked checks the arguments and folds the graph, with a part for each label.
func foldChecked(g *graph.Graph, seeds *Seeds, m Method, o *Options) (*folded, error) {
	if _, err := checked(g, seeds, m, o); err != nil {
		return nil, err
	}
	return foldLabels(g, seeds, m)
}

// checked checks the arguments.
func checked(g *graph.Graph, seeds *Seeds, m Method, o *Options) (network.Options, error) {
	options, err := o.orDefault()
	if err == nil {
		err = seeds.check(g.N())
	}
	if err == nil {
		err = m.check(seeds)
	}
	return options, err
}

// linearNetwork checks the arguments and sets out the network of a linear method.
func linearNetwork(g *graph.Graph, seeds *Seeds, m Method, o *Options) (*network.Network, network.Options, error) {
	options, err := checked(g, seeds, m, o)
	if err != nil {
		return nil, options, err
	}
	if !Linear(m) {
		return nil, options, fmt.Errorf("leave-one-out and explanations are not available for %v: "+
			"its scores are not linear in the labels; use harmonic or spreading", m)
	}
	return network.New(g, seeds.splitBySign().labels(), m.describe()), options, nil
}

// leftOut sums up, as logarithms, the responses of each node to all labels but its own.
type leftOut struct {
	seeds *Seeds
	class []float64 // l×C: Σ KᵢⱼYⱼ
	total []float64 // l: Σ Kᵢⱼ
}

func newLeftOut(s *Seeds) *leftOut {
	a := &leftOut{seeds: s, class: make([]float64, len(s.y)), total: make([]float64, len(s.nodes))}
	for i := range a.class {
		a.class[i] = math.Inf(-1)
	}
	for i := range a.total {
		a.total[i] = math.Inf(-1)
	}
	return a
}

// add adds the row of K at the i-th labelled node from label first on.
func (a *leftOut) add(i, first int, row []float64) {
	c := a.seeds.c
	for k, l := range row {
		// The node's own label is left out of the sum: nothing is subtracted.
		if first+k == i || math.IsInf(l, -1) {
			continue
		}
		a.total[i] = lognum.LogAdd(a.total[i], l)
		// A soft label adds to each of its classes.
		for class, y := range a.seeds.row(first + k) {
			if y > 0 {
				at := &a.class[i*c+class]
				*at = lognum.LogAdd(*at, l+ln.Of(y))
			}
		}
	}
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
		logs, tied := r.logs[i*c:(i+1)*c], false
		if r.Labels[i], tied = simplex.FirstOfLargest(logs, nil, simplex.TieMargin); tied {
			r.Status[i] = Tied
		}
		simplex.LogSoftmax(logs)
		for k, v := range logs {
			r.Probabilities.Set(i, k, math.Exp(v))
		}
		simplex.Normalize(r.Probabilities.RawRowView(i))
	}
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
	r.Given, r.Labels, r.Status = taken(r.Given, from), taken(r.Labels, from), taken(r.Status, from)
}
