package graph

import "math"

// Ranges returns the least and the largest value of each column of the rows, as far as they are dense; else nil.
// O(nd).
func (n *Neighbors) Ranges() (low, high []float64) {
	n = n.orEmpty()
	x, d := n.points.Dense(), n.points.D()
	if x == nil {
		return nil, nil
	}
	low, high = make([]float64, d), make([]float64, d)
	for j := range d {
		low[j], high[j] = math.Inf(1), math.Inf(-1)
	}
	for i, v := range x {
		low[i%d], high[i%d] = min(low[i%d], v), max(high[i%d], v)
	}
	// Points are kept in a unit of their own.
	for j := range d {
		low[j], high[j] = math.Ldexp(low[j], n.points.Exp()), math.Ldexp(high[j], n.points.Exp())
	}
	return low, high
}
