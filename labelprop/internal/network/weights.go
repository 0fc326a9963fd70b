package network

import (
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/lognum"
)

// Neighbors returns the other ends of node u's edges.
func (nw *Network) Neighbors(u int) []int32 {
	ind, _, _ := nw.w.Row(u)
	return ind
}

// Weights returns the weights of node u's edges, in the order of Neighbors.
func (nw *Network) Weights(u int) []lognum.Num { return nw.appendWeights(nil, u) }

// appendWeights is Weights in the memory of w, which is empty, where that is enough.
func (nw *Network) appendWeights(w []lognum.Num, u int) []lognum.Num {
	_, t, s := nw.w.Row(u)
	// The pair of the graph: the exponent t, and the logarithm s of a coefficient, 0 if there
	// is none.
	w = slices.Grow(w, len(t))[:len(t)]
	for e := range t {
		w[e] = lognum.Num{Exponent: t[e]}
		if s != nil {
			w[e].LogCoeff = s[e]
		}
	}
	// No method has column normalisation together with one of the others. Boosts and the new
	// units of clusters multiply.
	if nw.density != nil {
		return nw.columnNormalized(u, w)
	}
	if nw.boost != nil {
		nw.boosted(u, w)
	}
	if nw.weak != nil {
		nw.weak.reweigh(u, nw.Neighbors(u), w)
	}
	return w
}

// boosted multiplies the weights of node u by the sums of the boosts of both ends.
func (nw *Network) boosted(u int, w []lognum.Num) {
	for e, v := range nw.Neighbors(u) {
		w[e] = w[e].Times(math.Log(nw.boost[u] + nw.boost[v]))
	}
}

// columnNormalized returns the weights wᵢⱼ/(dᵢdⱼ) of node u.
func (nw *Network) columnNormalized(u int, w []lognum.Num) []lognum.Num {
	for e, v := range nw.Neighbors(u) {
		w[e] = w[e].Div(nw.density[u]).Div(nw.density[v])
	}
	return w
}

// reshaped reports whether the method changes the weights of the graph. The new units of
// clusters, nw.weak, do not count: this is asked for proofs and for elimination, and the
// methods with signed sources, which alone have clusters, know neither.
func (nw *Network) reshaped() bool { return nw.density != nil || nw.boost != nil }

// Steps returns the logarithms of row u of P = D⁻¹W, the steps of a random walk.
func (nw *Network) Steps(u int) []float64 {
	w := nw.Weights(u)
	logs := make([]float64, len(w))
	for e, x := range w {
		logs[e] = nw.gamma.LogRatio(x, nw.degree[u])
	}
	return logs
}

// LogPerDegree returns the logarithm of a conductance divided by the degree of node u.
func (nw *Network) LogPerDegree(x lognum.Num, u int) float64 {
	return nw.gamma.LogRatio(x, nw.degree[u])
}

// WeightsIn returns the weights of node u's edges in the given unit.
func (nw *Network) WeightsIn(unit lognum.Num, u int) []float64 {
	w := nw.Weights(u)
	out := make([]float64, len(w))
	for e, x := range w {
		out[e] = math.Exp(nw.gamma.LogRatio(x, unit))
	}
	return out
}
