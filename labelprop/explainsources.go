package labelprop

import (
	"context"
	"math"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/labelprop/internal/network"
)

// explainSources explains an answer of Poisson learning: the part of each source, and what is left of the score of
// [Solve], which is the shift that gives the classes their masses.
func explainSources(ctx context.Context, g *graph.Graph, seeds *Seeds, m Method, row int,
	o network.Options) (*Explanation, error) {
	// The answer itself: the shift depends on all rows.
	r, err := solveChecked(ctx, g, seeds, m, o)
	if err != nil {
		return nil, err
	}
	e := &Explanation{Row: row, Total: 1, Converged: r.Converged, Residual: r.Residual}
	nw := network.New(g, seeds.labels(), m.describe())
	// A row that no label reaches, or that has no edges, has at most its own label.
	if nw.Place[row] < 0 {
		e.ownLabel(nw)
		e.read(nw, seeds)
		e.Label = r.labelOf(row)
		return e, nil
	}
	s, err := nw.SourceShares(ctx, row, o)
	if err != nil {
		return nil, err
	}
	e.Residual, e.Converged, e.Mean = max(e.Residual, s.Residual), e.Converged && s.Converged, s.Mean
	e.addSources(nw, s.Weights)
	e.read(nw, seeds)
	// What the sources do not explain.
	e.Shift = make([]float64, seeds.c)
	for k, score := range r.Scores.RawRowView(row) {
		e.Shift[k], e.Scores[k] = score-e.Scores[k], score
	}
	e.Label = r.labelOf(row)
	return e, nil
}

// addSources notes the parts of labels in units of the sum of their sizes.
func (e *Explanation) addSources(nw *network.Network, weights []float64) {
	e.Total = 0
	for _, w := range weights {
		e.Total += math.Abs(w)
	}
	for l, w := range weights {
		if w != 0 {
			e.Shares = append(e.Shares, Share{Node: nw.Labels.Nodes[l], Share: w / e.Total})
		}
	}
}

// labelOf returns the class of a row, Unlabeled where there are no classes.
func (r *Result) labelOf(row int) int {
	if r.Labels == nil {
		return Unlabeled
	}
	return r.Labels[row]
}
