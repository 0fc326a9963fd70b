package labelprop

import (
	"context"
	"fmt"
	"slices"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/ln"
	"github.com/propagate-go/propagate/internal/memory"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/labelprop/internal/network"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
	"gonum.org/v1/gonum/mat"
)

// Solve propagates the seeds over the nodes of g by the method m.
//
// By default it chooses a solver that is right for the range of the weights, and marks in
// the Result which labels are proven; o (nil: defaults) can force a solver. A
// solver that does not converge still returns its best answer, with a warning.
//
// Errors: seeds for another number of nodes ([ErrShape]), no seed at all ([ErrNoSeeds]), a
// parameter out of range, seeds of a kind or a solver that m cannot take (Elimination and
// GaussSeidel, for the methods of signed scores and [MAD]), γ·d² beyond the accuracy of the
// distances where GaussSeidel is asked for, a complete graph whose edges do not
// fit in memory where m or the solver needs them one by one, the error of ctx, or that of
// Options.Observe.
func Solve(ctx context.Context, g *graph.Graph, seeds Seeds, m Method, o *Options) (r *Result, err error) {
	defer par.Catch(&err, "labelprop")
	if r, err = checkAndSolve(orBackground(ctx), g, &seeds, m, o); err != nil {
		return nil, fmt.Errorf("labelprop: %w", err)
	}
	return r, nil
}

// checkAndSolve checks all arguments before anything is computed.
func checkAndSolve(ctx context.Context, g *graph.Graph, seeds *Seeds, m Method, o *Options) (*Result, error) {
	options, err := o.orDefault()
	if err == nil {
		err = seeds.check(g.N())
	}
	if err == nil {
		err = checkMethod(m, seeds)
	}
	if err != nil {
		return nil, err
	}
	return solveChecked(ctx, g, seeds, m, options)
}

// scoreCopies is how many matrices of n×C numbers a solve needs: three vectors of an iteration and a part of another,
// and for some methods the right side; then the answer, scores and their logarithms.
const scoreCopies = 5

func solveChecked(ctx context.Context, g *graph.Graph, seeds *Seeds, m Method, o network.Options) (*Result, error) {
	// Equal rows share their nodes.
	f, err := foldBy(g, seeds, copiesFor(m))
	if err != nil {
		return nil, err
	}
	return f.solve(ctx, m, o)
}

// solve solves for the parts, and returns the answer for the rows.
func (f *folded) solve(ctx context.Context, m Method, o network.Options) (*Result, error) {
	// The solvers take non-negative sources: real values are split by sign.
	what := fmt.Sprintf("scores of %d nodes in %d classes", f.g.N(), f.seeds.c)
	if err := memory.Ask(o.Memory).For(memory.Product(f.g.N(), f.seeds.c, 8*scoreCopies), what); err != nil {
		return nil, err
	}
	sources, method := f.seeds.splitBySign(), f.method(m).describe()
	nw, sol, err := network.Solve(ctx, f.g, sources.labels(), method, o)
	if err != nil {
		return nil, err
	}
	// The vectors of the solver make room for the scores.
	memory.GiveBack(memory.Product(f.g.N(), f.seeds.c, 8))
	// Scores first, then what they mean: signs joined for values, labels for classes.
	r := newResult(nw, sol)
	r.kind = f.given.kind
	if r.kind == values {
		r.joinSigns(sources.unit)
	}
	if f.given.exclusive() {
		r.label(nw, sol)
	} else {
		r.markReached(nw)
	}
	// The scores stand in r by now: their memory is needed for what comes next.
	sol.X, sol.Logs = nil, nil
	f.unfold(r, method.Symmetric)
	r.addWarnings(f.given, !method.Signed || method.Sources)
	f.warnUnknown(r, nw, sol)
	return r, nil
}

// newResult puts the answer at the free nodes in its place among the others.
func newResult(nw *network.Network, sol *network.Solution) *Result {
	n, c, m := nw.N(), nw.Labels.Cols, nw.Method()
	r := &Result{
		Scores: mat.NewDense(n, c, nil), Status: make([]Status, n), Proven: make([]bool, n),
		ErrorBound: sol.Bound, Solver: Solver(sol.Solver), Iterations: sol.Iterations, Residual: sol.Residual,
		Converged: sol.Converged, method: m.Name, signed: m.Signed, clamps: m.Clamps,
		seedMass: columnSums(nw.Labels.Y, c),
	}
	if !r.signed {
		r.LogScores = mat.NewDense(n, c, nil)
	}
	par.For(n, chunkRows, func(_, lo, hi int) {
		for u := lo; u < hi; u++ {
			r.score(nw, sol, u)
		}
	})
	return r
}

// score fills in row u of the scores, and of their logarithms if there are any.
func (r *Result) score(nw *network.Network, sol *network.Solution, u int) {
	row := r.Scores.RawRowView(u)
	at, l, c := nw.Place[u], nw.LabelAt[u], nw.Labels.Cols
	switch {
	case at >= 0:
		// A free node has an answer; any other has at most its own label.
		copy(row, sol.X[int(at)*c:])
	case l >= 0:
		copy(row, ownScore(nw, l))
	}
	if r.LogScores == nil {
		return
	}
	// The solver may know logarithms beyond the range of the scores.
	logs := r.LogScores.RawRowView(u)
	if at >= 0 && sol.Logs != nil {
		copy(logs, sol.Logs[int(at)*c:])
		return
	}
	for k, v := range row {
		logs[k] = ln.Of(max(v, 0))
	}
}

// ownScore returns the score of a node that has the l-th label and takes nothing from
// others: it is clamped to it, or has no edges.
func ownScore(nw *network.Network, l int) []float64 {
	row := slices.Clone(nw.Labels.Row(l))
	if share := nw.Method().SelfShare; share > 0 {
		for k := range row {
			row[k] *= share * nw.Labels.Weight(l)
		}
	}
	return row
}

// markReached sets the status of every node without a look at its scores: Given, Propagated or
// Unreachable.
func (r *Result) markReached(nw *network.Network) {
	for u := range r.Status {
		l := nw.LabelAt[u]
		switch {
		// Neither solved for nor labelled: nothing leads here.
		case nw.Place[u] < 0 && l < 0:
			r.Status[u] = Unreachable
		// A label that is not fully trusted is an opinion among others.
		case l < 0 || nw.Labels.Weight(l) < 1:
			r.Status[u] = Propagated
		default:
			r.Status[u] = Given
		}
	}
}

// tieKnown is the error, as a share of the largest score, up to which scores that look equal tie.
const tieKnown = 1e-6

// precise reports whether the solver came to the end, at a residual of which equal scores mean a tie.
func (r *Result) precise() bool { return r.Converged && r.Residual <= tieKnown }

// label decides on the class and the status of every node.
func (r *Result) label(nw *network.Network, sol *network.Solution) {
	r.markReached(nw)
	r.Labels = make([]int, len(r.Status))
	r.component, r.allowed = nw.Component, nw.AllowedClasses()
	// Scores of different components may have different units.
	sizes, known := r.componentSizes(nw), sol.Label != nil || nw.KnowsWeights(tieKnown)
	for u := range r.Labels {
		var tied bool
		at, c := nw.Place[u], nw.Component[u]
		switch {
		case r.Status[u] == Unreachable:
			r.Labels[u] = Unlabeled
			continue
		case at < 0:
			// Its own label: a class, or shares, of which two may be equal.
			r.Labels[u], tied = simplex.FirstOfLargest(nw.Labels.Row(nw.LabelAt[u]), nil, 0)
		// The solver has decided, maybe by more than the scores.
		case sol.Label != nil:
			r.Labels[u], tied = sol.Label[at], sol.Tied[at]
			if r.Labels[u] == Unlabeled {
				r.Status[u] = Abstained
			}
		default:
			// Scores that differ by no more than rounding may, tie.
			margin := simplex.TieMargin * sizes[c]
			if sol.Proven != nil && sol.Proven[at] {
				margin = 0 // however small its lead is
			}
			r.Labels[u], tied = simplex.FirstOfLargest(r.Scores.RawRowView(u), r.allowed[c], margin)
			// Scores of a solver that was stopped early may be equal by chance, such as all 0, and weights because
			// their exponents round. Poisson's equation may be far from solved at a small residual, and rounding may
			// cut it at weak links.
			tied = tied && (r.precise() && known && !nw.Method().Sources || sol.Bound <= tieKnown*sizes[c])
		}
		r.Proven[u] = at < 0 && !tied || at >= 0 && sol.Proven != nil && sol.Proven[at]
		if tied && r.Status[u] == Propagated {
			r.Status[u] = Tied
		}
	}
}

// componentSizes returns the largest |score| of each component. Of signed sources it is that which a quarter of the
// labelled rows do not reach: a label that hardly touches the others lifts its own score beyond all measure, and beside
// it theirs would all look equal.
func (r *Result) componentSizes(nw *network.Network) []float64 {
	sizes, labelled := make([]float64, len(nw.Reached)), make([][]float64, len(nw.Reached))
	for u, c := range nw.Component {
		row := r.Scores.RawRowView(u)
		size := max(slices.Max(row), -slices.Min(row))
		sizes[c] = max(sizes[c], size)
		if nw.LabelAt[u] >= 0 {
			labelled[c] = append(labelled[c], size)
		}
	}
	if !nw.Method().Sources {
		return sizes
	}
	for c, rows := range labelled {
		if slices.Sort(rows); len(rows) > 0 {
			sizes[c] = rows[(len(rows)-1)/4]
		}
	}
	return sizes
}
