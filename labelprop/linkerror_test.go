package labelprop_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/internal/csr/csrtest"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// What Predict computes is within the bound of the mean of the same scores with exact
// weights, and comes within four digits of it.
func TestLinkErrorHoldsAndIsNotVacuous(t *testing.T) {
	t.Parallel()
	for _, deep := range []float64{1e-3, 1, 30, 300} { // γd² in the mean
		t.Run(fmt.Sprintf("%g", deep), func(t *testing.T) {
			rng := rand.New(rand.NewPCG(44, 1))
			worst := 0.0
			for range 4 {
				x := gaussian(15, 3, rng)
				y := make([]int, 15)
				for i := range y {
					if y[i] = none; i < 6 {
						y[i] = i % 3
					}
				}
				k := kernel.RBF{Gamma: deep / 6}
				m := train(t, completeOf(t, x), x, classSeeds(y), k, labelprop.Harmonic{})
				rows := gaussian(5, 3, rng)
				links, err := m.near.Link(t.Context(), rows, k)
				require.NoError(t, err)
				got, err := m.r.Predict(links)
				require.NoError(t, err)
				d2 := exactDistances(rows, x)
				for i := range 5 {
					bound := labelprop.LinkError(csrtest.Rows(links), i) * mat.Max(m.r.Scores)
					for class := range 3 {
						top, total := exactly(0), exactly(0)
						for u := range y {
							w := exponential(minus(exactly(0), times(exactly(k.Gamma), d2[i][u])))
							top, total = plus(top, times(w, exactly(m.r.Scores.At(u, class)))), plus(total, w)
						}
						d, _ := minus(exactly(got.Scores.At(i, class)), over(top, total)).Float64()
						worst = max(worst, math.Abs(d)/bound)
					}
				}
			}
			t.Logf("the largest error is %.3g of the bound", worst)
			assert.LessOrEqual(t, worst, 1.0)
			assert.Greater(t, worst, 1e-4)
		})
	}
}
