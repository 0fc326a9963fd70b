package labelprop_test

import (
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
}

func harmonicOracle(t testing.TB, g *graph.Graph, y []int) *mat.Dense {
	return denseHarmonic(t, weights(g), y, reachable(g, y))
}

func columnsOracle(t testing.TB, g *graph.Graph, y []int) *mat.Dense {
	return denseHarmonic(t, columnNormalized(weights(g)), y, reachable(g, y))
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
