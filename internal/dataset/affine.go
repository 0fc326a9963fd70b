package dataset

import "math"

// Affine is what scaling does to a column: v becomes (2^-Exp·v - Shift)/Width.
type Affine struct {
	Exp   int     `json:"exp"`
	Shift float64 `json:"shift"`
	Width float64 `json:"width"`
}

// Apply scales a value.
func (a Affine) Apply(v float64) float64 { return (math.Ldexp(v, -a.Exp) - a.Shift) / a.Width }
