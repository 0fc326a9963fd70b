package labelprop_test

import (
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/labelprop"
	"github.com/propagate-go/propagate/labelprop/features"
	"github.com/stretchr/testify/require"
)

// A permutation of the rows permutes what a forest thinks of them, bit for bit.
func TestForestDoesNotDependOnTheOrderOfTheRows(t *testing.T) {
	const n = 60
	r := rand.New(rand.NewPCG(1, 2))
	order := r.Perm(n)
	a, b := make([]float64, n), make([]float64, n)
	y, py := make([]int, n), make([]int, n)
	for i := range n {
		a[i], y[i] = r.NormFloat64()+float64(i%2), i%2
		if i%3 != 0 {
			y[i] = labelprop.Unlabeled
		}
	}
	for i, j := range order {
		b[i], py[i] = a[j], y[j]
	}
	opinion := func(x []float64, y []int) labelprop.Opinion {
		seeds, err := labelprop.Classes(y, 2)
		require.NoError(t, err)
		o, _, err := labelprop.ForestOpinion([]features.Column{{Name: "x", Values: x}}, seeds, nil)
		require.NoError(t, err)
		return o
	}
	want, got := opinion(a, y), opinion(b, py)
	for i, j := range order {
		require.Equal(t, want.P.RawRowView(j), got.P.RawRowView(i), "row %d", i)
	}
}
