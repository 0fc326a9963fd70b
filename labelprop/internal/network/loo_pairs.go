package network

import (
	"context"
	"math"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/vec"
)

// pairTol is returnTol where the answers at other labels count, too: these are off by up to the root of what is left of
// Kᵢᵢ. For spreading it is relative to Hᵢᵢ, beside which the answers of all others may be small.
const pairTol, pairTolSymmetric = 1e-5, 1e-8

// PairShares returns the share of each label in the answer at each other one, to about two digits, l×l,
//
//	qᵢⱼ = Kᵢⱼ / Σ_{j≠i} Kᵢⱼ,   Kᵢⱼ = √(dⱼ/dᵢ)·(sᵢᵀ(I-S)⁻¹sⱼ + wᵢⱼ/√(dᵢdⱼ)),
//
// with K as in [Network.FastLeaveOneOut], S and s as in returnProbabilities, and wᵢⱼ between the labels themselves; for
// spreading Kᵢⱼ = Hᵢⱼ. A row of zeros is of a label that no other reaches. nil where float64 has not the range of the
// weights, or an answer does not converge. Cost: some twenty products of W_UU with l columns, and l·k·l steps for
// labels of k neighbours.
func (nw *Network) PairShares(ctx context.Context, o Options) ([]float64, error) {
	solver := o.Solver == Auto || o.Solver == ConjugateGradients
	if !solver || !nw.method.Linear() || !nw.Labels.Hard || nw.reshaped() || o.Solver == Auto && nw.fades() {
		return nil, nil
	}
	eq := nw.equation(false)
	if nw.ended != nil || eq.logRange > wideRange {
		return nil, nw.ended
	}
	l := len(nw.Labels.Nodes)
	a := returnProbabilities{nw: nw, n: eq.n, s: eq.symmetric(), entries: len(eq.ind), labels: byNumber(l),
		ownClass: make([]float64, l), tol: pairTol, meter: o.leavingOut(ctx, l)}
	if a.relative = nw.method.Symmetric; a.relative {
		a.tol = pairTolSymmetric
	}
	// All labels together give 1, so that what the others give to label i is 1 - Kᵢᵢ.
	for i := range a.ownClass {
		a.ownClass[i] = 1
	}
	share := make([]float64, l*l)
	starts := nw.labelStarts(eq.n, share)
	// (I-S)⁻¹sⱼ of a block of labels j, times sᵢ of all labels i, are as many columns of K.
	a.visit = func(lo, hi int, x []float64) {
		w := hi - lo
		some := make([]float64, l*w)
		starts.MulRows(some, x, w, 0, l)
		for i := range l {
			for j := range w {
				share[i*l+lo+j] += some[i*w+j]
			}
		}
	}
	if ok, err := a.find(); err != nil || !ok {
		return nil, err
	}
	nw.toShares(share)
	return share, nil
}

// labelStarts returns sᵢ of all labels as the rows of a matrix of n columns, and adds the edges between labels,
// wᵢⱼ/√(dᵢdⱼ), to direct, l×l.
func (nw *Network) labelStarts(n int, direct []float64) *vec.Sparse {
	l := len(nw.Labels.Nodes)
	start, ind, val := []int{0}, []int32(nil), []float64(nil)
	for i := range l {
		nw.eachStart(i, func(place int, value float64) {
			ind, val = append(ind, int32(place)), append(val, value)
		}, func(j int, value float64) { direct[i*l+j] += value })
		start = append(start, len(ind))
	}
	return vec.MustSparse(n, start, ind, val)
}

// toShares turns the symmetric form of K into shares of the sums of its rows, without the diagonal.
func (nw *Network) toShares(k []float64) {
	l := len(nw.Labels.Nodes)
	// √dⱼ in units of the first; √dᵢ is a factor of the whole row. H of spreading is symmetric as it is.
	root := make([]float64, l)
	for j, u := range nw.Labels.Nodes {
		if root[j] = 1; !nw.method.Symmetric {
			root[j] = math.Exp(nw.gamma.LogRatio(nw.degree[u], nw.degree[nw.Labels.Nodes[0]]) / 2)
		}
	}
	par.For(l, 16, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			row, total := k[i*l:(i+1)*l], 0.0
			row[i] = 0
			for j := range row {
				// Below 0 is rounding.
				row[j] = max(row[j], 0) * root[j]
				total += row[j]
			}
			for j := range row {
				row[j] = quotient(row[j], total)
			}
		}
	})
}
