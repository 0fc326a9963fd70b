package labelprop_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// chained joins random graphs of 20 nodes each, one after the other, by an edge from
// the last node of each to the first of the next. A weight of 0 is no edge.
func chained(t testing.TB, links []float64, r *rand.Rand) *graph.Graph {
	return chainedInUnits(t, links, slices.Repeat([]float64{1}, len(links)+1), r)
}

// chainedInUnits is chained with the weights inside each graph multiplied by its unit.
func chainedInUnits(t testing.TB, links, unit []float64, r *rand.Rand) *graph.Graph {
	var edges []graph.Edge
	for part := range len(links) + 1 {
		for _, e := range slices.Concat(pathWeighted(20, r), randomExtra(20, 30, r)) {
			edges = append(edges, graph.Edge{From: 20*part + e.From, To: 20*part + e.To, Weight: unit[part] * e.Weight})
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

// The solution in clusters with labels is that of each by itself, and a cluster without a
// label has the scores of the node it is attached to, in whatever unit its weights are.
func TestAttachedClustersInAnyUnit(t *testing.T) {
	y := slices.Repeat([]int{none}, 100)
	y[43], y[51], y[54], y[65], y[73], y[78] = 0, 1, 1, 2, 0, 2
	for _, unit := range []float64{1e-12, 1e-5, 1, 1e5, 1e12} {
		units, link := []float64{1 / unit, unit, 1, 1, unit}, 1e-11*min(unit, 1/unit)
		g := chainedInUnits(t, []float64{link, link, 1e-11, link}, units, rand.New(rand.NewPCG(73, 1)))
		apart := chainedInUnits(t, []float64{0, 0, 0, 0}, units, rand.New(rand.NewPCG(73, 1)))
		for m, want := range map[labelprop.Method]*mat.Dense{
			labelprop.Poisson{}:                 densePoisson(t, apart, y),
			labelprop.BalancedPoisson{}:         endedPoisson(t, apart, y, 500),
			labelprop.BalancedPoisson{Steps: 5}: endedPoisson(t, apart, y, 5),
		} {
			got := solveOK(t, g, classSeeds(y), m, labelprop.Auto)
			assert.True(t, got.Converged, "%v", m)
			// The parts 0 and 1 are attached to node 40, part 4 to node 79.
			for i := range y {
				at := min(max(i, 40), 79)
				row := slices.Clone(want.RawRowView(at))
				if m != (labelprop.Poisson{}) {
					// The columns of balanced Poisson are shifted in each cluster with labels.
					first := at / 20 * 20
					floats.Sub(row, want.RawRowView(first))
					floats.Add(row, got.Scores.RawRowView(first))
				}
				assert.InDeltaSlice(t, row, got.Scores.RawRowView(i), 1e-7*mat.Max(absolute(want)),
					"unit %g, %v, node %d", unit, m, i)
			}
		}
	}
}
