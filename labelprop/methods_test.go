package labelprop_test

import (
	"math"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/labelprop"
	"gonum.org/v1/gonum/mat"
)

// methods is the list of methods, each with its dense oracle. A new method is
// one more entry.
var methods = []struct {
	method labelprop.Method
	oracle func(t testing.TB, g *graph.Graph, y []int) *mat.Dense

	clamps bool // labelled nodes keep their labels, rows sum to 1
	signed bool // no certificate, no logarithms
}{
	{method: labelprop.Harmonic{}, oracle: harmonicOracle, clamps: true},
	{method: labelprop.Propagation{}, oracle: harmonicOracle, clamps: true},
	{method: labelprop.Propagation{Columns: true}, oracle: columnsOracle, clamps: true},
	{method: labelprop.Spreading{Alpha: 0.1}, oracle: spreadingOracle(0.1)},
	{method: labelprop.Spreading{Alpha: 0.5}, oracle: spreadingOracle(0.5)},
	{method: labelprop.Spreading{Alpha: 0.9}, oracle: spreadingOracle(0.9)},
	{method: labelprop.Spreading{}, oracle: spreadingOracle(0.95)},
	{method: labelprop.Poisson{}, oracle: densePoisson, signed: true},
	{method: labelprop.WNLL{}, oracle: boostedOracle(nonlocal), clamps: true},
	{method: labelprop.ProperlyWeighted{Most: 1000}, oracle: boostedOracle(proper), clamps: true},
}

func harmonicOracle(t testing.TB, g *graph.Graph, y []int) *mat.Dense {
	return denseHarmonic(t, weights(g), y, reachable(g, y))
}

func columnsOracle(t testing.TB, g *graph.Graph, y []int) *mat.Dense {
	return denseHarmonic(t, columnNormalized(weights(g)), y, reachable(g, y))
}

// boostedOracle is the harmonic function of the weights (aᵢ+aⱼ)wᵢⱼ, a being
// found in each component apart.
func boostedOracle(boost func(w *mat.Dense, y []int, nodes []int, a []float64)) func(testing.TB, *graph.Graph, []int) *mat.Dense {
	return func(t testing.TB, g *graph.Graph, y []int) *mat.Dense {
		w := weights(g)
		a := make([]float64, len(y))
		id, count := g.Components()
		for comp := range count {
			var nodes []int
			for i := range y {
				if id[i] == comp {
					nodes = append(nodes, i)
				}
			}
			boost(w, y, nodes, a)
		}
		w.Apply(func(i, j int, v float64) float64 {
			if v == 0 {
				return 0
			}
			return (a[i] + a[j]) * v
		}, w)
		return denseHarmonic(t, w, y, reachable(g, y))
	}
}

// nonlocal is n/l at labels, 1 elsewhere.
func nonlocal(_ *mat.Dense, y, nodes []int, a []float64) {
	l := 0.0
	for _, i := range nodes {
		if a[i] = 1; y[i] >= 0 {
			l++
		}
	}
	for _, i := range nodes {
		if y[i] >= 0 {
			a[i] = float64(len(nodes)) / l
		}
	}
}

// proper is 1 + (0.1/d)², d the steps to the nearest label over the most of any
// node, found by taking the minimum over neighbours until nothing changes.
func proper(w *mat.Dense, y, nodes []int, a []float64) {
	steps, most := map[int]float64{}, 1.0
	for _, i := range nodes {
		if y[i] < 0 {
			steps[i] = math.Inf(1)
		}
	}
	for changed := true; changed; {
		changed = false
		for _, i := range nodes {
			for _, j := range nodes {
				if w.At(i, j) > 0 && steps[j]+1 < steps[i] {
					steps[i], changed = steps[j]+1, true
				}
			}
		}
	}
	for _, i := range nodes {
		if steps[i] < math.Inf(1) {
			most = max(most, steps[i])
		}
	}
	for _, i := range nodes {
		a[i] = min(1+math.Pow(0.1/min(steps[i]/most, 1), 2), 1000)
	}
}

func spreadingOracle(alpha float64) func(testing.TB, *graph.Graph, []int) *mat.Dense {
	return func(t testing.TB, g *graph.Graph, y []int) *mat.Dense {
		return denseSpreading(t, weights(g), y, alpha)
	}
}

// solversOf lists the solvers that take a method.
func solversOf(signed bool) []labelprop.Solver {
	if signed {
		return []labelprop.Solver{labelprop.Auto, labelprop.ConjugateGradients, labelprop.Iteration}
	}
	return []labelprop.Solver{labelprop.Auto, labelprop.ConjugateGradients, labelprop.Iteration, labelprop.Elimination}
}
