package labelprop_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"gonum.org/v1/gonum/mat"
)

// chained joins random graphs of 20 nodes each, one after the other, by an edge from
// the last node of each to the first of the next. A weight of 0 is no edge.
func chained(t testing.TB, links []float64, r *rand.Rand) *graph.Graph {
	var edges []graph.Edge
	for part := range len(links) + 1 {
		for _, e := range slices.Concat(pathWeighted(20, r), randomExtra(20, 30, r)) {
			edges = append(edges, graph.Edge{From: 20*part + e.From, To: 20*part + e.To, Weight: e.Weight})
		}
	}
	for part, w := range links {
		if w > 0 {
			edges = append(edges, graph.Edge{From: 20*part + 19, To: 20*part + 20, Weight: w})
		}
	}
	return fromEdges(t, 20*(len(links)+1), edges)
}

// Poisson takes clusters with labels that hardly hang together for components, and
// one without a label gets what the row has that it hangs on.
func TestPoissonAcrossWeakLinks(t *testing.T) {
	y := slices.Repeat([]int{none}, 80)
	y[3], y[11], y[14], y[25], y[33], y[38] = 0, 1, 1, 2, 0, 2 // the parts 2 and 3 have none
	for _, weight := range []float64{1e-10, 1e-15, 1e-40, 1e-300} {
		for _, m := range []labelprop.Method{labelprop.Poisson{}, labelprop.PoissonMBO{}} {
			apart := chained(t, []float64{0, 0, 0}, rand.New(rand.NewPCG(71, 1)))
			want := solveOK(t, apart, classSeeds(y), m, labelprop.Auto)
			got := solveOK(t, chained(t, []float64{weight, 10 * weight, weight}, rand.New(rand.NewPCG(71, 1))), classSeeds(y), m, labelprop.Auto)
			assert.True(t, got.Converged, "%v", m)
			for i := 40; i < 80; i++ {
				assert.Equal(t, got.Labels[39], got.Labels[i], "%g, %v, node %d", weight, m, i)
			}
			if m != (labelprop.Poisson{}) { // where what hangs on a row weighs in on its label
				assert.GreaterOrEqual(t, accuracy(got.Labels[:40], want.Labels[:40], y[:40]), 0.95, "%g", weight)
				continue
			}
			assert.Equal(t, want.Labels[:40], got.Labels[:40], "%g", weight)
			for i := 40; i < 80; i++ {
				assert.InDeltaSlice(t, got.Scores.RawRowView(39), got.Scores.RawRowView(i), 1e-9, "%g, node %d", weight, i)
			}
		}
	}
}

// A link that is not weak counts as it is: this is the solution of the whole.
func TestPoissonAcrossThinLinks(t *testing.T) {
	g := chained(t, []float64{1e-4, 1e-3}, rand.New(rand.NewPCG(72, 1)))
	y := slices.Repeat([]int{none}, 60)
	y[3], y[25], y[33], y[47] = 0, 1, 0, 2
	got := solveOK(t, g, classSeeds(y), labelprop.Poisson{}, labelprop.Auto)
	want := densePoisson(t, g, y)
	assert.LessOrEqual(t, largestGap(want, got.Scores), 1e-6*mat.Max(absolute(want)))
}
