package network

import (
	"context"
	"math"
	"slices"
)

// Covariance solves for columns of C = L_UU⁻¹, the covariance of the Gaussian field of the
// harmonic function given the clamped nodes, at some free nodes. The labels have a column
// for each of them, all zeros. It returns the columns, each over all free nodes, in the
// unit of the component of the least volume, and the places of the nodes.
func (nw *Network) Covariance(ctx context.Context, nodes []int, o Options) (columns [][]float64, at []int, err error) {
	eq := nw.equation(false)
	// With L = D(I-M), the right side eₖ of L becomes eₖ/d.
	for k, u := range nodes {
		place := int(nw.Place[u])
		at = append(at, place)
		eq.b[place*eq.cols+k] = 1 / max(eq.omega[place], smallestVolume)
	}
	out, err := solveByConjugateGradients(ctx, eq, o, nil)
	if err != nil {
		return nil, nil, err
	}
	// ω is D in the unit of its component: bring all to one unit.
	least := slices.Min(eq.logScale)
	columns = make([][]float64, len(nodes))
	for k, u := range nodes {
		unit := math.Exp(least - eq.logScale[nw.Component[u]])
		columns[k] = make([]float64, eq.n)
		for i := range columns[k] {
			columns[k][i] = unit * out.X[i*eq.cols+k]
		}
	}
	return columns, at, nil
}
