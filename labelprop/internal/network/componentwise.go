package network

import "math"

// componentwise bounds the error of each entry of a solution by a share of that entry, which
// is sharper than a certificate's ρv for entries far below the largest. Of the slack, 2εx comes from relative
// errors ε of M, b and x, and the rest, a, is small. With x⁺ = max(x,0), the error is within
//
//	(I-M)⁻¹(a + |r| + 2εx⁺),   (I-M)⁻¹x⁺ = Σ_{k<K} Mᵏx⁺ + Mᴷ(I-M)⁻¹x⁺,
//
// and as x = Mx + b - r, a step takes Mx⁺ ≤ x⁺ + e, where e is what r and the negative entries
// of x and b add, while Mv ≤ θv with θ = max(1 - g/v) < 1. Hence for every K
//
//	(I-M)⁻¹x⁺ ≤ Kx⁺ + (K·max(e/g) + θᴷ·max(x⁺/g))v.
type componentwise struct {
	up, dn   []float64 // max (a ± r)/g of each column
	excess   []float64 // max e/g
	reach    []float64 // max x⁺/g
	relative float64   // ε, the largest of any row
	decay    float64   // θ
	least    float64   // the least of the largest entries of each row
	steps    float64   // K; 0 before chooseSteps has chosen it, or where no K helps
	left     float64   // θᴷ
}

func newComponentwise(cols int) componentwise {
	return componentwise{
		up: make([]float64, cols), dn: make([]float64, cols),
		excess: make([]float64, cols), reach: make([]float64, cols), least: math.Inf(1),
	}
}

// rowBounds is a row of a solution and what is known of it.
type rowBounds struct {
	x        []float64
	v, g     float64
	y, size  []float64 // r, and the sum of the sizes of its terms
	relative float64
	b        []float64
	mx       []float64
	sizes    []float64 // M|x|
}

// update takes a row into account.
func (s *componentwise) update(row *rowBounds) {
	const up = 1 + 16*unit
	top := 0.0
	for k, x := range row.x {
		// The slack relative·size splits into 2ε·x⁺, of which the bound in the doc comment
		// takes care, and a rest, which is small.
		positive := max(x, 0)
		top = max(top, x)
		rest := max(row.relative*(row.size[k]-2*positive), 0) + underflow
		// M|x| - Mx is twice M of the negative part.
		below := max((row.sizes[k]-row.mx[k])/2, 0) // M of what is negative in x
		// What r, its rounding, negative entries and negative sources may add to Mx⁺ ≤ x⁺ + e.
		e := row.y[k] + 2*row.relative*row.size[k] + below - min(row.b[k], 0) + underflow
		// All are maxima of ratios to g, since a vector ≤ c·g gives (I-M)⁻¹ of it ≤ c·v.
		s.up[k] = max(s.up[k], (rest+row.y[k])/row.g*up)
		s.dn[k] = max(s.dn[k], (rest-row.y[k])/row.g*up)
		s.excess[k] = max(s.excess[k], e/row.g*up)
		s.reach[k] = max(s.reach[k], positive/row.g*up)
	}
	s.relative = max(s.relative, row.relative)
	// Mv ≤ v - g ≤ θv.
	s.decay = max(s.decay, (1-row.g/row.v)*(1+8*unit))
	s.least = min(s.least, top)
}

// merge takes the rows of t into account.
func (s *componentwise) merge(t *componentwise) {
	for k := range s.up {
		s.up[k], s.dn[k] = max(s.up[k], t.up[k]), max(s.dn[k], t.dn[k])
		s.excess[k], s.reach[k] = max(s.excess[k], t.excess[k]), max(s.reach[k], t.reach[k])
	}
	s.relative, s.decay, s.least = max(s.relative, t.relative), max(s.decay, t.decay), min(s.least, t.least)
}

// chooseSteps chooses K: so large that what is left of θᴷ is no more than the least of the
// answers.
func (s *componentwise) chooseSteps(vmax float64) {
	// θᴷ·reach·v must fall below the least of the answers to be of use: K =
	// log(least/(reach·vmax))/log θ.
	reach := 0.0
	for _, r := range s.reach {
		reach = max(reach, r)
	}
	if s.least > 0 && s.decay > 0 && s.decay < 1 {
		s.steps = max(math.Ceil(math.Log(s.least/(reach*vmax))/math.Log(s.decay)), 1)
		// Rounded up, and never less than a number above underflow.
		s.left = math.Pow(s.decay, s.steps)*(1+1e-9) + 0x1p-1000 // never less than what it stands for
	}
}

// bound returns that of an entry x of column k at a node of hitting time v; side is up or
// dn.
func (s *componentwise) bound(side []float64, x, v float64, k int) float64 {
	if s.steps == 0 {
		return math.Inf(1)
	}
	// The bound of the doc comment: K times the entry, plus what the walk adds and leaves
	// over, in units of v.
	walked := s.steps*max(x, 0) + (s.steps*s.excess[k]+s.left*s.reach[k])*v
	return (side[k]*v + 2*s.relative*walked) * (1 + 16*unit)
}
