package labelprop_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// TestEquallyLikelySuspectsStandInAnOrderOfTheirRows sorts suspects of one probability in tables with the same rows at
// other places: the order of the values must be the same.
func TestEquallyLikelySuspectsStandInAnOrderOfTheirRows(t *testing.T) {
	const n = 15
	r := rand.New(rand.NewPCG(3, 5))
	values := make([]float64, n)
	for i := range values {
		values[i] = r.NormFloat64()
	}
	sorted := func(order []int) []float64 {
		x := mat.NewDense(n, 1, nil)
		list := make([]labelprop.Suspect, n)
		for at, i := range order {
			x.Set(at, 0, values[i])
			list[at] = labelprop.Suspect{Node: at, Likely: 1, Probability: 0.25}
		}
		near, err := graph.KNN(context.Background(), x, 3, nil)
		require.NoError(t, err)
		g, err := near.Weigh(kernel.Laplacian{Gamma: 1})
		require.NoError(t, err)
		labelprop.SortSuspects(g, list)
		found := make([]float64, n)
		for k, s := range list {
			found[k] = x.At(s.Node, 0)
		}
		return found
	}
	want := sorted(r.Perm(n))
	for range 5 {
		assert.Equal(t, want, sorted(r.Perm(n)))
	}
}
