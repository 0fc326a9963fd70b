package pipeline

import (
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop/features"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// randomRows returns n rows of d numbers times a unit, and weights of the columns.
func randomRows(n, d int, unit float64) (*mat.Dense, []float64) {
	r := rand.New(rand.NewPCG(1, uint64(d)))
	x, weights := mat.NewDense(n, d, nil), make([]float64, d)
	x.Apply(func(_, _ int, _ float64) float64 { return r.NormFloat64() * unit }, x)
	for j := range weights {
		weights[j] = 0.1 + r.ExpFloat64()
	}
	return x, weights
}

// The distance of two rows is that of the rows times their weights, but for the unit.
func TestWeightedMetric(t *testing.T) {
	for d := 1; d <= 13; d++ {
		x, weights := randomRows(20, d, 1)
		y := weighted(x, weights)
		for _, euclidean := range []bool{false, true} {
			plain := kernel.Metric(kernel.Manhattan{})
			if euclidean {
				plain = kernel.Euclidean{}
			}
			m := newWeightedMetric(x, weights, euclidean)
			unit := m.weights[0] / weights[0]
			for i := range 19 {
				want := plain.Distance(y.RawRowView(i), y.RawRowView(i+1)) * unit
				assert.InEpsilon(t, want, m.Distance(x.RawRowView(i), x.RawRowView(i+1)), 1e-13, "%v, %d columns", m, d)
			}
		}
	}
}

// Ranked by weights, candidates are those that rows times their weights give, also at the ends of float64.
func TestNearestByWeights(t *testing.T) {
	for _, unit := range []float64{1, 1e-200, 1e-307, 1e200} {
		x, weights := randomRows(120, 6, unit)
		near, err := graph.KNN(t.Context(), x, 60, nil)
		require.NoError(t, err)
		for _, alike := range []bool{false, true} {
			m := &dataset.Mixed{Encoder: &features.Encoder{Alike: alike}}
			want, err := nearest(t.Context(), m, near, poolSearch{x: weighted(x, weights), k: 7})
			require.NoError(t, err)
			got, err := nearest(t.Context(), m, near, poolSearch{x: x, k: 7, weights: weights})
			require.NoError(t, err)
			for i := range 120 {
				wantRows, _ := want.Row(i)
				rows, _ := got.Row(i)
				assert.Equal(t, wantRows, rows, "unit %g, row %d", unit, i)
			}
		}
	}
}
