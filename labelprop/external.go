package labelprop

import (
	"fmt"

	"gonum.org/v1/gonum/mat"
)

// WithExternal adds what another classifier says of the nodes without a label: h,
// n×C, rows that sum to 1, or of zeros where it says nothing. Each such node
// follows its h with the weight eta, in (0,1), and its neighbours with the rest,
//
//	F_U = (I - (1-η)P_UU)⁻¹((1-η)P_UL·Y_L + ηH_U)   for [Harmonic],
//
// the dongles of [zhu2003]. Every component with such a node becomes reachable. The
// result counts as [Soft] seeds: h decides how many classes there are, at least as
// many as s has. What is wrong with the arguments is reported by [Solve].
func (s Seeds) WithExternal(h mat.Matrix, eta float64) Seeds {
	n, c := h.Dims()
	switch {
	case s.err != nil:
		return s
	case !s.exclusive():
		s.err = fmt.Errorf("external priors need seeds of one class a node: pass Classes or Soft")
	case n != s.n || c < s.c:
		s.err = fmt.Errorf("%w: external priors are %d×%d, for %d nodes and %d classes", ErrShape, n, c, s.n, s.c)
	case !(eta > 0 && eta < 1):
		s.err = fmt.Errorf("the weight η = %g of external priors is not between 0 and 1", eta)
	}
	if s.err != nil {
		return s
	}
	y, trust := mat.DenseCopyOf(h), make([]float64, n)
	for i := range trust {
		trust[i] = eta
	}
	for l, u := range s.nodes {
		clear(y.RawRowView(u))
		copy(y.RawRowView(u), s.row(l))
		trust[u] = s.trusted(l)
	}
	return Soft(y, trust)
}
