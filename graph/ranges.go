package graph

import "math"

// Ranges returns the least and the largest value of each column of the rows, as far as they are dense; else nil.
// O(nd).
func (n *Neighbors) Ranges() (low, high []float64) {
	n = n.orEmpty()
	if !n.points.IsDense() {
		return nil, nil
	}
	d := n.points.D()
	low, high = make([]float64, d), make([]float64, d)
	for j := range d {
		low[j], high[j] = math.Inf(1), math.Inf(-1)
	}
	n.points.Each(func(row []float64) {
		for j, v := range row {
			low[j], high[j] = min(low[j], v), max(high[j], v)
		}
	})
	// Points are kept in a unit of their own.
	for j := range d {
		low[j], high[j] = math.Ldexp(low[j], n.points.Exp()), math.Ldexp(high[j], n.points.Exp())
	}
	return low, high
}
