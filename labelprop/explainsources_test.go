package labelprop_test

import (
	"testing"

	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestPoissonIsExplained checks that the parts of the sources make the scores: what is left is the same for all rows of
// a component, and nothing for plain Poisson learning.
func TestPoissonIsExplained(t *testing.T) {
	skipIfSlow(t)
	t.Parallel()
	for seed := range uint64(measured(6, 12)) {
		g, y := randomProblem(t, seed)
		component, count := g.Components()
		for _, m := range []labelprop.Method{labelprop.Poisson{}, labelprop.BalancedPoisson{}} {
			seeds := classSeeds(y)
			r, err := labelprop.Solve(t.Context(), g, seeds, m, &labelprop.Options{Tol: 1e-12})
			require.NoError(t, err)
			shifts := make([][]float64, count)
			for row := range g.N() {
				e, err := labelprop.Explain(t.Context(), g, seeds, m, row, &labelprop.Options{Tol: 1e-12})
				require.NoError(t, err)
				assert.Equal(t, r.Labels[row], e.Label)
				if len(e.Shares) == 0 || e.Mean == nil {
					continue
				}
				// The documented sum.
				size := 0.0
				sum := append([]float64(nil), e.Shift...)
				for _, s := range e.Shares {
					for k := range sum {
						one := -e.Mean[k]
						if s.Class == k {
							one++
						}
						sum[k] += e.Total * s.Share * one
					}
				}
				want := r.Scores.RawRowView(row)
				for _, v := range r.Scores.RawMatrix().Data {
					size = max(size, v)
				}
				assert.InDeltaSlice(t, want, sum, 1e-9*size)
				c := component[row]
				if shifts[c] == nil {
					shifts[c] = e.Shift
				}
				assert.InDeltaSlice(t, shifts[c], e.Shift, 1e-6*size, "%v, seed %d, row %d", m, seed, row)
				if m == (labelprop.Method)(labelprop.Poisson{}) {
					assert.InDeltaSlice(t, make([]float64, len(sum)), e.Shift, 1e-6*size)
				}
			}
		}
	}
}
