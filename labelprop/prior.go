package labelprop

import (
	"errors"
	"fmt"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/rows"
	"gonum.org/v1/gonum/mat"
)

// WithPrior adds the probabilities h that another classifier gives to the nodes without a
// label: n×C, rows that sum to 1, or rows of zeros for nodes without a prior. Each such node
// follows its h with the weight eta, in (0,1), and its neighbours with the rest,
//
//	F_U = (I - (1-η)P_UU)⁻¹((1-η)P_UL·Y_L + ηH_U)   for [Harmonic],
//
// the dongles of [zhu2003]. Every component with such a node becomes reachable. The
// result counts as [Soft] seeds: h decides how many classes there are, at least as
// many as s has. Groups of s are dropped, as every node with a prior has a label now.
//
// Errors: seeds of [MultiLabel] or [Values], η out of range, rows that are no distribution,
// and [ErrShape]. O(nC).
func (s Seeds) WithPrior(h mat.Matrix, eta float64) (with Seeds, err error) {
	defer par.Catch(&err, "labelprop")
	defer par.Blame("the matrix")
	// h may have more classes than the seeds, not fewer.
	n, c := rows.Dims(h)
	switch {
	case !s.exclusive():
		err = errors.New("a prior needs seeds of one class for each node: pass Classes or Soft")
	case n != s.n || c < s.c:
		err = fmt.Errorf("%w: the prior is %d×%d, for %d nodes and %d classes", ErrShape, n, c, s.n, s.c)
	case !(eta > 0 && eta < 1):
		err = fmt.Errorf("the weight η = %g of the prior is not between 0 and 1", eta)
	}
	if err != nil {
		return Seeds{}, fmt.Errorf("labelprop: %w", err)
	}
	// A node without a label takes its prior with the weight η; given labels stay as they are.
	y, weights := mat.DenseCopyOf(h), make([]float64, n)
	for i := range weights {
		weights[i] = eta
	}
	for l, u := range s.nodes {
		clear(y.RawRowView(u))
		copy(y.RawRowView(u), s.row(l))
		weights[u] = s.weight(l)
	}
	return Soft(y, weights)
}
