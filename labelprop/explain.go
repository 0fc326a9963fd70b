package labelprop

import (
	"context"
	"fmt"
	"math"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/labelprop/internal/network"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
)

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
func Explain(ctx context.Context, g *graph.Graph, seeds Seeds, m Method, row int,
	o *Options) (e *Explanation, err error) {
	defer par.Catch(&err, "labelprop")
	ctx = orBackground(ctx)
	e, err = explainBy(ctx, g, &seeds, m, row, o)
	if err != nil {
		return nil, fmt.Errorf("labelprop: %w", err)
	}
	return e, nil
}

// Explains reports whether [Explain] can explain the answers of m: its scores are sums over the given labels, or
// over sources at them.
func Explains(m Method) bool { return isMethod(m) && (Linear(m) || m.describe().Sources) }

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
	nw, options, err := linearNetwork(ctx, f.g, f.seeds, m, o)
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
