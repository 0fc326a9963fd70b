package labelprop_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// coilLike draws what COIL-20 looks like: each of 20 objects is a closed curve of
// 36 views in 10 dimensions. Fifteen of the curves lie close together and make
// one component, the other five are apart: the case where the published Poisson
// learning has no solution and gives one class to all.
func coilLike(t testing.TB, r *rand.Rand) network {
	const objects, views, d = 20, 36, 10
	x := mat.NewDense(objects*views, d, nil)
	truth := make([]int, objects*views)
	for o := range objects {
		frame := gaussian(3, d, r) // the two axes of the curve and its centre
		if o >= 15 {
			for j := range d {
				frame.Set(2, j, 100*float64(o)+frame.At(2, j))
			}
		}
		for v := range views {
			sin, cos := math.Sincos(2 * math.Pi * float64(v) / views)
			truth[o*views+v] = o
			for j := range d {
				p := cos*frame.At(0, j) + sin*frame.At(1, j) + 0.7*frame.At(2, j)
				x.Set(o*views+v, j, p+0.08*r.NormFloat64())
			}
		}
	}
	return knn(t, dataset{x: x, truth: truth}, 10, nil, kernel.SelfTuning{})
}

func TestPoissonOnADisconnectedGraph(t *testing.T) {
	skipIfSlow(t)
	t.Parallel()
	r := rand.New(rand.NewPCG(20, 1))
	large, overall := 0.0, 0.0
	const draws = 5
	for draw := range uint64(draws) {
		net := coilLike(t, r)
		id, count := net.g.Components()
		require.Equal(t, 6, count, "the graph is not the one meant")
		y := drawn(net.truth, 2, draw)
		for _, solver := range solversOf(true) {
			if solver == labelprop.Iteration && draw > 0 {
				continue // slow
			}
			res := solveOK(t, net.g, classSeeds(y), labelprop.Poisson{}, solver)
			require.True(t, res.Converged, "%v", solver)
			assertBalanced(t, net.g, res.Scores)
			assertPoissonEquation(t, net.g, y, res.Scores)
			assertClassesOfComponents(t, id, y, res.Labels)
			if solver == labelprop.Auto {
				large += accuracy(res.Labels[:15*36], net.truth, y[:15*36]) / draws
				overall += accuracy(res.Labels, net.truth, y) / draws
				given := map[int]bool{}
				for _, k := range res.Labels[:15*36] {
					given[k] = true
				}
				assert.GreaterOrEqual(t, len(given), 14, "classes given in the large component of 15")
			}
		}
	}
	t.Logf("accuracy: %.3f in the component of 15 classes, %.3f of all", large, overall)
	assert.GreaterOrEqual(t, large, 0.6, "chance is 1/15")
	assert.GreaterOrEqual(t, overall, 0.7, "chance is 1/20; one answer for all of the large component scores 0.30")
}

// assertBalanced asks for Σdu = 0 in every component and column.
func assertBalanced(t *testing.T, g *graph.Graph, u *mat.Dense) {
	t.Helper()
	d := degrees(weights(g))
	id, count := g.Components()
	n, c := u.Dims()
	sum, size := mat.NewDense(count, c, nil), mat.NewDense(count, c, nil)
	for i := range n {
		for k := range c {
			sum.Set(id[i], k, sum.At(id[i], k)+d[i]*u.At(i, k))
			size.Set(id[i], k, size.At(id[i], k)+d[i]*math.Abs(u.At(i, k)))
		}
	}
	for comp := range count {
		for k := range c {
			assert.LessOrEqual(t, math.Abs(sum.At(comp, k)), 1e-9*size.At(comp, k), "component %d, class %d", comp, k)
		}
	}
}

// assertPoissonEquation puts u into Lu = b - d·Σb/Σd.
func assertPoissonEquation(t *testing.T, g *graph.Graph, y []int, u *mat.Dense) {
	t.Helper()
	w := weights(g)
	n, c := u.Dims()
	d, b := degrees(w), centred(y, c)
	id, count := g.Components()
	charge, volume := mat.NewDense(count, c, nil), make([]float64, count)
	for i := range n {
		volume[id[i]] += d[i]
		for k := range c {
			charge.Set(id[i], k, charge.At(id[i], k)+b.At(i, k))
		}
	}
	var wu mat.Dense
	wu.Mul(w, u)
	worst := 0.0
	for i := range n {
		for k := range c {
			want := b.At(i, k) - d[i]*charge.At(id[i], k)/volume[id[i]]
			worst = max(worst, math.Abs(d[i]*u.At(i, k)-wu.At(i, k)-want))
		}
	}
	assert.LessOrEqual(t, worst, 1e-9, "residual of Lu = b")
}

// assertClassesOfComponents asks that no node has a class without a label in its
// component, and only nodes of components without a label have none.
func assertClassesOfComponents(t *testing.T, id, y, labels []int) {
	t.Helper()
	there := map[[2]int]bool{}
	reached := map[int]bool{}
	for i, k := range y {
		if k >= 0 {
			there[[2]int{id[i], k}] = true
			reached[id[i]] = true
		}
	}
	for i, k := range labels {
		assert.Equal(t, reached[id[i]], there[[2]int{id[i], k}], "node %d: class %d", i, k)
	}
}

func TestNoClassFromAnotherComponent(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 1))
	for range 20 {
		g := fromEdges(t, 30, randomEdges(30, 25, 1, r))
		y := make([]int, 30)
		for i := range y {
			y[i] = max(labelprop.Unlabeled, r.IntN(12)-8)
		}
		y[0] = 3
		id, _ := g.Components()
		for _, m := range methods {
			for _, solver := range solversOf(m.signed) {
				res := solveOK(t, g, classSeeds(y), m.method, solver)
				assertClassesOfComponents(t, id, y, res.Labels)
			}
		}
	}
}

// Poisson's scores are the sum over the seeds: exchanging two classes exchanges
// their columns, and all labels in one class leave nothing to tell.
func TestPoissonOfOneClassIsZero(t *testing.T) {
	y := []int{0, labelprop.Unlabeled, 0, labelprop.Unlabeled, 0}
	r := solveOK(t, path(t, 5), classSeeds(y), labelprop.Poisson{}, labelprop.Auto)
	assert.Equal(t, []int{0, 0, 0, 0, 0}, r.Labels)
	assert.InDelta(t, 0, mat.Max(absolute(r.Scores)), 1e-12)
	assert.True(t, r.Converged)
}

func TestPoissonRefusesWhatItCannotSpread(t *testing.T) {
	g := path(t, 3)
	_, err := labelprop.Solve(t.Context(), g, valueSeeds([]float64{1, math.NaN(), 2}), labelprop.Poisson{}, nil)
	assert.ErrorContains(t, err, "labelprop: ")
	_, err = labelprop.Solve(t.Context(), g, classSeeds([]int{0, -1, 1}), labelprop.Poisson{},
		&labelprop.Options{Solver: labelprop.Elimination})
	assert.ErrorContains(t, err, "labelprop: ")
}

// The probability of a class without a label in the component is zero, so that the
// label is the most probable class.
func TestPoissonProbabilitiesKeepToTheComponent(t *testing.T) {
	net := coilLike(t, rand.New(rand.NewPCG(21, 1)))
	y := drawn(net.truth, 2, 1)
	r := solveOK(t, net.g, classSeeds(y), labelprop.Poisson{}, labelprop.Auto)
	p := r.Probabilities()
	for i, k := range r.Labels {
		assert.Equal(t, mat.Max(p.RowView(i)), p.At(i, k), "node %d", i)
		assert.InDelta(t, 1, mat.Sum(p.RowView(i)), 1e-12, "node %d", i)
	}
}

// A label that hardly touches the others has a score beside which theirs vanish: that is no tie. Where it takes the
// rest to rounding, no label of theirs is proven; a true tie is one.
func TestPoissonOfALabelFarAwayTiesNothing(t *testing.T) {
	x := mat.NewDense(4, 2, []float64{0, 0, 1, 0, 1, 1, 60, 60})
	near := must(graph.Complete(t.Context(), x, nil))
	for _, gamma := range []float64{0.002, 0.003, 0.004, 0.006, 0.01, 0.1, 1} {
		g := must(near.Weigh(kernel.RBF{Gamma: gamma}))
		r := must(labelprop.Solve(t.Context(), g, classSeeds([]int{0, none, none, 1}), labelprop.Poisson{}, nil))
		assert.Zero(t, r.Count(labelprop.Tied), "γ = %g", gamma)
		if gamma < 0.005 {
			assert.Equal(t, []int{0, 0, 0, 1}, r.Labels, "γ = %g", gamma)
		} else {
			assert.False(t, r.Proven[1] || r.Proven[2], "γ = %g", gamma)
		}
	}
	path := fromEdges(t, 5, pathEdges(5))
	r := must(labelprop.Solve(t.Context(), path, classSeeds([]int{0, none, none, none, 1}), labelprop.Poisson{}, nil))
	assert.Equal(t, labelprop.Tied, r.Status[2])
}

// Rows that hang at the middle between two labels tie, however many they are.
func TestPoissonTiesBetweenTwoLabels(t *testing.T) {
	edges := []graph.Edge{{From: 0, To: 1, Weight: 1}, {From: 1, To: 2, Weight: 1}}
	for i := 3; i < 20; i++ {
		edges = append(edges, graph.Edge{From: 1, To: i, Weight: 1})
	}
	y := slices.Repeat([]int{none}, 20)
	y[0], y[2] = 0, 1
	r := must(labelprop.Solve(t.Context(), fromEdges(t, 20, edges), classSeeds(y), labelprop.Poisson{}, nil))
	assert.Equal(t, 18, r.Count(labelprop.Tied))
}
