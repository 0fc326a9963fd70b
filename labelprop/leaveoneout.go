package labelprop

import (
	"context"
	"fmt"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/labelprop/internal/network"
)

// LeaveOneOut returns, for each given label, the answer of the method m at its node
// without that label: the same as l runs of [Solve], from one equation with l right
// sides. With H the answers to each label alone, a walk from node i that
// disregards its own label ends according to
//
//	F₍ᵢ₎ = Σ_{j≠i} KᵢⱼYⱼ / Σ_{j≠i} Kᵢⱼ,   K = P_LL + P_LU·H,   P = D⁻¹W,
//
// for [Harmonic] and [Propagation], and Σ_{j≠i} HᵢⱼYⱼ for [Spreading], which is
// linear in its labels. No difference is taken, so small scores are right too. Labels of
// which that equation cannot prove the answer, as all others are too far, are left out one
// by one and solved for without, where that takes seconds at most. On larger graphs what was
// found is taken. Those that remain open, or of which nothing was found, are marked in
// Undecided.
//
// Errors: as of [Solve], and any other method, the scores of which are no such sum.
// Cost: that of [Solve] with l classes, in blocks of 32 MB, and l² steps more; at large γ
// that of up to l times [Solve].
func LeaveOneOut(ctx context.Context, g *graph.Graph, seeds Seeds, m Method, o *Options) (r *LOO, err error) {
	defer par.Catch(&err, "labelprop")
	ctx = orBackground(ctx)
	if seeds.group != nil {
		return leaveGroupsOut(ctx, g, &seeds, m, o)
	}
	f, err := foldChecked(g, &seeds, m, o)
	if err == nil {
		r, err = leaveOneOut(ctx, f.g, f.seeds, f.method(m), o, looVisitor{})
	}
	if err != nil {
		return nil, fmt.Errorf("labelprop: %w", err)
	}
	f.unfoldLOO(r, true)
	return r, nil
}

// looVisitor sees what passes by while labels are left out.
type looVisitor struct {
	row     func(row []float64, i, first int) // the logarithms of row i of K from label first on; or nil
	block   func(h *network.Responses)        // a block of the columns of H; or nil
	inverse bool                              // blocks with the diagonal of L_UU⁻¹, where that is at hand
}

// leaveOneOut leaves out each label in turn, as [LeaveOneOut] does, and shows also what passes by.
func leaveOneOut(ctx context.Context, g *graph.Graph, seeds *Seeds, m Method, o *Options, also looVisitor) (
	*LOO, error) {
	nw, options, err := linearNetwork(ctx, g, seeds, m, o)
	if err != nil {
		return nil, err
	}
	options.Inverse = also.inverse
	r := &LOO{Nodes: seeds.nodes, Undecided: make([]bool, len(seeds.nodes)), Converged: true, seeds: seeds}
	// Sums run over non-negative sources; values are joined at the end.
	sources := seeds.splitBySign()
	sums := newLeftOut(sources)
	if err := r.addUp(ctx, nw, options, sums, also); err != nil {
		return nil, err
	}
	// What is open is known by the sums as they are: reading divides them.
	doubts := looDoubts{nw: nw, seeds: seeds, sums: sums}
	open := doubts.list()
	r.read(nw, sums)
	if seeds.kind == values {
		r.joinSigns(sources.unit)
		r.Probabilities = r.Scores
	}
	if seeds.exclusive() {
		if doubts.affordsSolves(len(open)) {
			err = r.solveWithout(ctx, g, m, options, open)
		} else {
			r.markUndecided(open)
		}
	}
	return r, err
}

// addUp adds up, block after block, what each label says of the others, and forgets the block.
func (r *LOO) addUp(ctx context.Context, nw *network.Network, o network.Options, sums *leftOut, also looVisitor) error {
	return nw.EachResponse(ctx, o, func(h *network.Responses) {
		par.For(len(r.Nodes), 16, func(_, lo, hi int) {
			row := make([]float64, h.Width)
			for i := lo; i < hi; i++ {
				h.At(r.Nodes[i], row)
				sums.add(i, h.First, row)
				if also.row != nil {
					also.row(row, i, h.First)
				}
			}
		})
		r.Residual, r.Converged = max(r.Residual, h.Residual), r.Converged && h.Converged
		sums.addErrors(h)
		if also.block != nil {
			also.block(h)
		}
	})
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
		err = checkMethod(m, seeds)
	}
	return options, err
}

// linearNetwork checks the arguments and sets out the network of a linear method.
func linearNetwork(
	ctx context.Context, g *graph.Graph, seeds *Seeds, m Method, o *Options,
) (*network.Network, network.Options, error) {
	options, err := checked(g, seeds, m, o)
	if err != nil {
		return nil, options, err
	}
	if !Linear(m) {
		return nil, options, fmt.Errorf("leave-one-out and explanations are not available for %v: "+
			"its scores are not linear in the labels; use harmonic or spreading", m)
	}
	nw, err := network.NewWatched(ctx, g, seeds.splitBySign().labels(), m.describe(), options)
	return nw, options, err
}
