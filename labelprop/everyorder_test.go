package labelprop_test

import (
	"fmt"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// permutations are all orders of n things.
func permutations(n int) [][]int {
	if n == 0 {
		return [][]int{{}}
	}
	var all [][]int
	for _, p := range permutations(n - 1) {
		for at := range n {
			one := append(append(append([]int{}, p[:at]...), n-1), p[at:]...)
			all = append(all, one)
		}
	}
	return all
}

// One of all orders is that in which rows are computed, so that no row has to be looked up: it has the same bits as
// the others.
func TestAllOrdersOfFourRows(t *testing.T) {
	third := 1.0 / 3
	x := mat.NewDense(4, 3, []float64{
		0, third, 0, -third, 2 * third, third, -third, 2 * third, 2 * third, 2 * third, third, third})
	y := []int{0, 1, -1, -1}
	kernels := []kernel.Kernel{
		kernel.InverseDistance{}, kernel.RBF{Gamma: 1}, kernel.SharedNeighbors{Of: kernel.RBF{Gamma: 0.5}}}
	for _, k := range kernels {
		for _, m := range orderMethods() {
			var want *labelprop.Result
			for _, order := range permutations(4) {
				px, py := permuted(x, y, order)
				near := must(graph.KNN(t.Context(), px, 3, &graph.SearchOptions{Metric: kernel.Manhattan{}}))
				got := must(labelprop.Solve(t.Context(), must(near.Weigh(k)), must(labelprop.Classes(py, 2)), m, nil))
				if want == nil {
					want = got // of the first permutation, whose order is that of the table reversed
					x, y = px, py
					continue
				}
				place := map[string]int{}
				for i := range 4 {
					place[fmt.Sprint(x.RawRowView(i))] = i
				}
				for i := range 4 {
					j := place[fmt.Sprint(px.RawRowView(i))]
					msg := fmt.Sprint(m, k, order)
					require.Equal(t, want.Scores.RawRowView(j), got.Scores.RawRowView(i), msg)
					require.Equal(t, want.Probabilities().RawRowView(j), got.Probabilities().RawRowView(i), msg)
				}
			}
		}
	}
}

// Labels that are as probably right as the best of their class keep their weight, all of them: copies of a row too.
func TestWeightsOfLabelsThatAreAsProbable(t *testing.T) {
	n := labelprop.Noise{Share: 0.3, Right: []float64{0.4, 0.4, 0.2, 0.99, 0.5}}
	require.Equal(t, []float64{1, 1, 0.2, 1, 0.5}, n.Weights([]int{0, 0, 0, 1, 1}))
}
