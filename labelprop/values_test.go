package labelprop_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// denseValues extends the given values harmonically.
func denseValues(t testing.TB, w *mat.Dense, y []float64) []float64 {
	n := len(y)
	known, conf := mat.NewDense(n, 1, nil), make([]float64, n)
	for i, v := range y {
		if !math.IsNaN(v) {
			known.Set(i, 0, v)
			conf[i] = 1
		}
	}
	return mat.Col(nil, 0, denseTrusted(t, w, known, conf))
}

// randomValues draws numbers around zero for some nodes, NaN for the others.
func randomValues(n int, r *rand.Rand) []float64 {
	y := make([]float64, n)
	for i := range y {
		y[i] = math.NaN()
		if i == 0 || r.IntN(4) == 0 {
			y[i] = 5 * r.NormFloat64()
		}
	}
	return y
}

func connected(t testing.TB, n int, r *rand.Rand) *graph.Graph {
	return fromEdges(t, n, slices.Concat(pathWeighted(n, r), randomExtra(n, n, r)))
}

func TestValuesAgainstADenseSolve(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 1))
	for range 20 {
		g, y := connected(t, 30, r), randomValues(30, r)
		want := denseValues(t, weights(g), y)
		for _, solver := range solversOf(false) {
			res := solveOK(t, g, valueSeeds(y), labelprop.Harmonic{}, solver)
			assert.Nil(t, res.Labels)
			assert.Nil(t, res.LogScores)
			assert.InDeltaSlice(t, want, mat.Col(nil, 0, res.Scores), 1e-8, "%v", solver)
		}
	}
}

// Values have a unit, and the answer must not depend on it: with the default
// tolerance a·y + b gives a·F + b to a part in a million of the range of y, be they
// nanometres or light years.
func TestValuesHaveNoUnit(t *testing.T) {
	r := rand.New(rand.NewPCG(10, 1))
	g, y := connected(t, 60, r), randomValues(60, r)
	want := denseValues(t, weights(g), y)
	given := slices.DeleteFunc(slices.Clone(y), math.IsNaN)
	width := slices.Max(given) - slices.Min(given)
	for _, a := range []float64{1, -1, 1e-9, 1e9, -1e-200, 1e200} {
		for _, b := range []float64{0, 3 * a, -40 * a} {
			other := slices.Clone(y)
			for i := range other {
				other[i] = a*y[i] + b
			}
			for _, solver := range solversOf(false) {
				res, err := labelprop.Solve(t.Context(), g, valueSeeds(other), labelprop.Harmonic{},
					&labelprop.Options{Solver: solver})
				require.NoError(t, err)
				assert.True(t, res.Converged, "%g·y%+g by %v", a, b, solver)
				for i, f := range want {
					got := (res.Scores.At(i, 0) - b) / a
					require.InDelta(t, f, got, 2e-5*width, "%g·y%+g by %v, node %d", a, b, solver, i)
				}
			}
		}
	}
}

func TestSpreadingOfValuesIsLinear(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 1))
	for range 10 {
		g, y := connected(t, 20, r), randomValues(20, r)
		answers := denseSpreadingInverse(t, weights(g), 0.8)
		known := mat.NewDense(20, 1, nil)
		for i, v := range y {
			if !math.IsNaN(v) {
				known.Set(i, 0, v)
			}
		}
		var want mat.Dense
		want.Mul(answers, known)
		res := solveOK(t, g, valueSeeds(y), labelprop.Spreading{Alpha: 0.8}, labelprop.Auto)
		assert.LessOrEqual(t, largestGap(&want, res.Scores), 1e-8)
	}
}

func TestValuesReachOnlyTheirComponent(t *testing.T) {
	g := fromEdges(t, 5, []graph.Edge{{From: 0, To: 1, Weight: 1}, {From: 2, To: 3, Weight: 1}})
	nan := math.NaN()
	r := solveOK(t, g, valueSeeds([]float64{-2, nan, nan, nan, 7}), labelprop.Harmonic{}, labelprop.Auto)
	assert.InDeltaSlice(t, []float64{-2, -2, 0, 0, 7}, mat.Col(nil, 0, r.Scores), 1e-12)
	assert.Equal(t, []labelprop.Status{labelprop.Given, labelprop.Propagated, labelprop.Unreachable,
		labelprop.Unreachable, labelprop.Given}, r.Status)
	assertWarned(t, r, "2 of 5 nodes unreachable")
}
