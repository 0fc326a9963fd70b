package graph_test

import (
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/stretchr/testify/assert"
	"gonum.org/v1/gonum/mat"
)

// copiesOf writes m rows about the row from, at most width away in each column.
func copiesOf(x *mat.Dense, from, first, m int, width float64, r *rand.Rand) {
	_, d := x.Dims()
	for k := range m {
		for j := range d {
			x.Set(first+k, j, x.At(from, j)+width*(r.Float64()-0.5))
		}
	}
}

// TestNearIdentical checks that copies, exact ones and blurred ones, are groups in any unit, and that nothing else is:
// not the rows of a dense region, nor two clusters far apart.
func TestNearIdentical(t *testing.T) {
	for seed := range uint64(10) {
		for _, unit := range []float64{1, 1e-9, 1e200} {
			r := random(seed)
			x := mat.NewDense(120, 5, nil)
			for i := range 120 {
				for j := range 5 {
					// A dense region, a tenth as wide, beside a wide one.
					width := 1.0
					if i%3 == 0 {
						width = 0.1
					}
					x.Set(i, j, width*r.NormFloat64()+float64(10*(i%3/2)))
				}
			}
			copiesOf(x, 0, 100, 4, 0, r)     // exact
			copiesOf(x, 1, 104, 14, 1e-4, r) // blurred, more than there are neighbours
			x.Scale(unit, x)
			near := requireKNN(t, x, 10, nil)
			group := near.NearIdentical()
			counts := map[int]int{}
			for _, g := range group {
				counts[g]++
			}
			assert.Equal(t, map[int]int{-1: 100, group[0]: 5, group[1]: 15}, counts, "seed %d, unit %g", seed, unit)
			assert.Equal(t, group[0], group[103])
			assert.Equal(t, group[1], group[117])
		}
	}
}

// TestNearIdenticalInGraphs checks that copies are found in every kind of graph.
func TestNearIdenticalInGraphs(t *testing.T) {
	x := mat.NewDense(9, 1, []float64{1, 1, 2, 3, 5, 8, 13, 21, 21})
	for _, find := range []func() *graph.Neighbors{
		func() *graph.Neighbors { return requireKNN(t, x, 3, nil) },
		func() *graph.Neighbors { return requireRadius(t, x, 4, nil) },
		func() *graph.Neighbors { return requireComplete(t, x, nil) },
	} {
		group := find().NearIdentical()
		for i, g := range group {
			assert.Equal(t, i == 0 || i == 1 || i >= 7, g >= 0, "row %d", i)
		}
		assert.NotEqual(t, group[0], group[8])
	}
}
