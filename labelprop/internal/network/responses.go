package network

import (
	"context"
	"math"

	"github.com/propagate-go/propagate/internal/ln"
	"github.com/propagate-go/propagate/internal/lognum"
)

// The answer of a linear method is a sum over the given labels,
//
//	F = H·Y,   H ≥ 0, n×l,
//
// in which column j is the answer to the j-th label alone. Leave-one-out needs
// the rows of H at the labelled nodes, and all l columns are right sides of one
// equation. They are solved for in blocks that fit in memory.

// Responses is one block of the columns of H at the free nodes, as logarithms.
type Responses struct {
	First, Width int // the labels [First, First+Width)
	Residual     float64
	Converged    bool

	// Bound is that on the errors of the entries of H, +Inf if there is none, and LogError
	// that on the errors of their logarithms beyond it. The weights that [Responses.At]
	// takes sum to at most 1, so that both hold for its rows.
	Bound, LogError float64

	nw      *Network
	logs    []float64    // len(Free)×Width
	inverse []lognum.Num // the diagonal of L_UU⁻¹, where it was asked for and found; else nil
}

// EachResponse calls visit with block after block of H.
func (nw *Network) EachResponse(ctx context.Context, o Options, visit func(*Responses)) error {
	width := blockWidth(len(nw.Free))
	for first := 0; first < len(nw.Labels.Nodes); first += width {
		// A block is the same network with a column for each of its labels.
		block := *nw
		block.rows = nil // whose sources are others
		block.Labels = nw.Labels.columns(first, min(width, len(nw.Labels.Nodes)-first))
		one := o
		if count := len(nw.Labels.Nodes); width < count {
			one = o.AsPart(first, min(width, count-first), count)
		}
		h, err := block.solveResponses(ctx, one)
		o.Inverse = false // once is enough
		if err != nil {
			return err
		}
		h.First = first
		visit(h)
	}
	return nil
}

// blockWidth returns how many columns of n entries to solve for at a time: as
// many as take 32 MB.
func blockWidth(n int) int { return min(max((1<<22)/max(n, 1), 8), 512) }

// smallTol is the residual of the answers to one label each where they are small far from it: those of
// spreading, which fall with every step, and those of approximate elimination, for labels beyond light edges.
const smallTol = 1e-10

// solveResponses solves for all columns, by elimination, conjugate gradients, or where these give
// up, approximate elimination.
func (nw *Network) solveResponses(ctx context.Context, o Options) (*Responses, error) {
	if len(nw.Free) == 0 {
		return &Responses{nw: nw, Width: nw.columns(), Converged: true}, nil
	}
	// The same choice as for an answer to all labels.
	if o.Solver == Elimination || o.Solver == Auto && (nw.suitsElimination() || nw.fades()) {
		return nw.eliminateResponses(ctx, o)
	}
	eq := nw.equation(true)
	switch {
	case nw.ended != nil:
		return nil, nw.ended
	case o.Solver == Auto && eq.logRange > wideRange && nw.suitsApproximation() && !nw.hasManyEdges():
		return nw.approximateResponses(ctx, o)
	case o.Solver == Auto && eq.logRange > wideRange:
		return nw.eliminateResponses(ctx, o)
	}
	// Where walks are caught, conjugate gradients would give up: with many columns that is dear to find out.
	if o.Solver == Auto && eq.cols >= manyColumns && nw.suitsApproximation() && nw.trapped(ctx, eq, o) {
		return nw.approximateResponses(ctx, o)
	}
	if nw.method.Symmetric {
		// Far from a label its response is tiny, and must be right there too.
		o.Tol = min(o.Tol, smallTol)
	}
	sol, err := nw.solveCertified(ctx, eq, o)
	if err != nil {
		return nil, err
	}
	// Where walks are caught, conjugate gradients end early and leave the rest to another solver.
	if o.Solver == Auto && !sol.Converged && nw.suitsApproximation() {
		return nw.approximateResponses(ctx, o)
	}
	return nw.responsesOf(sol), nil
}

// approximateResponses solves for all columns by approximate elimination, and by elimination where
// that does not converge.
func (nw *Network) approximateResponses(ctx context.Context, o Options) (*Responses, error) {
	// The smallest shares count, as logarithms.
	o.Tol, o.MaxIter = min(o.Tol, smallTol), 0
	sol, err := nw.approximate(ctx, o)
	if err != nil {
		return nil, err
	}
	if sol == nil || !sol.Converged {
		return nw.eliminateResponses(ctx, o)
	}
	return nw.responsesOf(sol), nil
}

// responsesOf takes the logarithms of a solution.
func (nw *Network) responsesOf(sol *Solution) *Responses {
	h := &Responses{nw: nw, Width: nw.columns(), logs: sol.X, Residual: sol.Residual, Converged: sol.Converged,
		Bound: sol.Bound}
	// Errors of rounding may leave entries below 0, which stand for 0.
	for i, v := range h.logs {
		h.logs[i] = ln.Of(max(v, 0))
	}
	return h
}

func (nw *Network) eliminateResponses(ctx context.Context, o Options) (*Responses, error) {
	e := nw.forElimination()
	if nw.ended != nil {
		return nil, nw.ended
	}
	found, err := nw.reduce(ctx, e, nil, o)
	if err != nil {
		return nil, err
	}
	h := &Responses{nw: nw, Width: nw.columns(), Converged: true, inverse: found.Inverse}
	h.logs = make([]float64, len(nw.Free)*h.Width)
	// Logarithms as elimination has them, beyond the range of float64.
	for i := range nw.Free {
		for k := range h.Width {
			h.logs[i*h.Width+k] = found.Log(i, k)
			h.LogError = max(h.LogError, found.LogError(i, k))
		}
		// What edges that were left out may change, times the D^½ of a symmetric method.
		eta := math.Exp(found.LogEta)
		if nw.method.Symmetric {
			eta *= math.Exp(nw.gamma.Log(e.Post[i]))
		}
		h.Bound = max(h.Bound, eta)
	}
	return h, nil
}

// Row returns the logarithms of the row of H at a place among the free nodes, Width long. It is
// for reading only.
func (h *Responses) Row(place int) []float64 { return h.logs[place*h.Width : (place+1)*h.Width] }

// Conductances returns, of each free node x, the conductance 1/G_xx between
// it and all labels, G = L_UU⁻¹; nil where they are not
// known. The degrees of nodes are in the same units, see [Network.LogPerDegree].
func (h *Responses) Conductances() []lognum.Num {
	if h.inverse == nil {
		return nil
	}
	g := make([]lognum.Num, len(h.inverse))
	for x, v := range h.inverse {
		g[x] = lognum.Num{}.Div(v)
	}
	return g
}

// At writes the logarithms of row u of H into row, Width long. A node that is
// clamped to its label gets what the step away from it leads to,
//
//	Σᵥ Pᵤᵥ·Hᵥ,   P = D⁻¹W,
//
// its own label still among them.
func (h *Responses) At(u int, row []float64) {
	nw := h.nw
	if at := int(nw.Place[u]); at >= 0 {
		copy(row, h.logs[at*h.Width:])
		return
	}
	// A sum of products in logarithms, in two passes: the largest term of each column, and
	// then the sum relative to it.
	steps := nw.Steps(u)
	top, sum := row, make([]float64, h.Width)
	for k := range top {
		top[k] = math.Inf(-1)
	}
	h.eachStep(u, steps, func(k int, l float64) { top[k] = max(top[k], l) })
	h.eachStep(u, steps, func(k int, l float64) {
		if !math.IsInf(top[k], -1) {
			sum[k] += math.Exp(l - top[k])
		}
	})
	for k, s := range sum {
		row[k] += ln.Of(s)
	}
}

// eachStep calls f with every column and the logarithm of every term of its sum.
func (h *Responses) eachStep(u int, steps []float64, f func(k int, log float64)) {
	nw := h.nw
	for e, v := range nw.Neighbors(u) {
		if at := int(nw.Place[v]); at >= 0 {
			// A free neighbour passes its row of H on; a clamped one counts for its own
			// column.
			for k, l := range h.logs[at*h.Width : (at+1)*h.Width] {
				f(k, steps[e]+l)
			}
			continue
		}
		if k := nw.LabelAt[v] - h.First; k >= 0 && k < h.Width {
			f(k, steps[e])
		}
	}
}
