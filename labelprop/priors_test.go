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
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// The formula of class-mass normalisation, written out.
func TestMassNormalizedIsTheFormula(t *testing.T) {
	for seed := range uint64(10) {
		g, y := randomProblem(t, seed)
		c := classCount(y)
		for _, m := range methods {
			r := solveOK(t, g, classSeeds(y), m.method, labelprop.Auto)
			for _, priors := range [][]float64{nil, []float64{3, 1, 2, 5}[:c]} {
				got, err := r.ClassMassNormalized(priors)
				require.NoError(t, err)
				q := slices.Clone(priors)
				if q == nil {
					q = slices.Repeat([]float64{1}, c)
					for _, k := range y {
						if k >= 0 {
							q[k]++
						}
					}
				}
				want := r.Probabilities()
				mass := make([]float64, c)
				for i, k := range y {
					if k < 0 {
						floats.Add(mass, want.RawRowView(i))
					}
				}
				for i, k := range y {
					row := want.RawRowView(i)
					if m.clamps && k >= 0 || floats.Sum(row) == 0 {
						continue
					}
					for k := range row {
						if mass[k] > 0 {
							row[k] *= q[k] / mass[k]
						}
					}
					floats.Scale(1/floats.Sum(row), row)
				}
				assert.LessOrEqual(t, largestGap(want, got.Scores), 1e-9, "%v", m.method)
				assert.LessOrEqual(t, largestGap(want, got.Probabilities()), 1e-9, "%v", m.method)
				assertConsistent(t, got)
			}
		}
	}
}

// sizesOf counts the labels of each class.
func sizesOf(labels []int, c int) []float64 {
	size := make([]float64, c)
	for _, k := range labels {
		if k >= 0 {
			size[k]++
		}
	}
	return size
}

func TestProjectedHasTheSizes(t *testing.T) {
	skipIfSlow(t)
	t.Parallel()
	net := knn(t, load(t, "digits"), 10, nil, kernel.SelfTuning{})
	y := drawn(net.truth, 2, 3)
	for _, m := range methods {
		r := solveOK(t, net.g, classSeeds(y), m.method, labelprop.ConjugateGradients)
		for _, priors := range [][]float64{nil, sizesOf(net.truth, 10), {5, 1, 1, 1, 1, 1, 1, 1, 1, 1}} {
			got, err := r.ProjectedTo(priors)
			require.NoError(t, err)
			want := slices.Clone(priors)
			if want == nil {
				want = sizesOf(y, 10)
			}
			floats.Scale(float64(len(y))/floats.Sum(want), want)
			assert.InDeltaSlice(t, want, sizesOf(got.Labels, 10), 0.001*float64(len(y))+1e-9, "%v", m.method)
			assertConsistent(t, got)
		}
	}
}

// Of all ways to give the classes their sizes, the projection keeps the most
// probability: no two rows would gain from an exchange of their labels.
func TestProjectedIsTheBestAssignment(t *testing.T) {
	for seed := range uint64(10) {
		g, y := randomProblem(t, 2*seed) // in one component
		r := solveOK(t, g, classSeeds(y), labelprop.Spreading{}, labelprop.Auto)
		got, err := r.ProjectedTo(slices.Repeat([]float64{1}, classCount(y)))
		require.NoError(t, err)
		p := r.Probabilities()
		for i, a := range got.Labels {
			for j, b := range got.Labels {
				assert.GreaterOrEqual(t, math.Log(p.At(i, a))+math.Log(p.At(j, b)), math.Log(p.At(i, b))+math.Log(p.At(j, a))-1e-9)
			}
		}
	}
}

// True priors help Poisson where labels are few, and a wrong class count cannot be
// reached where components forbid it.
func TestPriorsHelpPoisson(t *testing.T) {
	skipIfSlow(t)
	t.Parallel()
	net := knn(t, load(t, "digits"), 10, nil, kernel.SelfTuning{})
	plain, projected := 0.0, 0.0
	for seed := range uint64(10) {
		y := drawn(net.truth, 1, seed)
		r := solveOK(t, net.g, classSeeds(y), labelprop.Poisson{}, labelprop.Auto)
		q, err := r.ProjectedTo(sizesOf(net.truth, 10))
		require.NoError(t, err)
		plain, projected = plain+accuracy(r.Labels, net.truth, y)/10, projected+accuracy(q.Labels, net.truth, y)/10
	}
	t.Logf("poisson, 1 label a class: %.4f, projected on the true priors: %.4f", plain, projected)
	assert.Greater(t, projected, plain+0.01)
}

func TestPriorsThatCannotBeReached(t *testing.T) {
	g := fromEdges(t, 6, []graph.Edge{{From: 0, To: 1, Weight: 1}, {From: 1, To: 2, Weight: 1}, {From: 3, To: 4, Weight: 1}})
	r := solveOK(t, g, classSeeds([]int{0, none, none, 1, none, none}), labelprop.Harmonic{}, labelprop.Auto)
	for _, priors := range [][]float64{{0, 1}, {1, 0}, {1, 9}} {
		got, err := r.ProjectedTo(priors)
		require.NoError(t, err)
		assert.Equal(t, []int{0, 0, 0, 1, 1, none}, got.Labels)
		assertWarned(t, got, "the sizes of the classes do not fit the priors")
		got, err = r.ClassMassNormalized(priors)
		require.NoError(t, err)
		assert.Equal(t, []int{0, 0, 0, 1, 1, none}, got.Labels)
	}
}

func TestPriorErrors(t *testing.T) {
	r := solveOK(t, path(t, 3), classSeeds([]int{0, none, 1}), labelprop.Harmonic{}, labelprop.Auto)
	regression := solveOK(t, path(t, 3), valueSeeds([]float64{0, math.NaN(), 1}), labelprop.Harmonic{}, labelprop.Auto)
	for name, priors := range map[string][]float64{
		"too few": {1}, "too many": {1, 1, 1}, "negative": {1, -1}, "not a number": {1, math.NaN()}, "infinite": {1, math.Inf(1)}, "nothing": {0, 0},
	} {
		for _, err := range []error{second(r.ClassMassNormalized(priors)), second(r.ProjectedTo(priors)), second(regression.ProjectedTo(nil))} {
			require.Error(t, err, name)
			assertOurs(t, err)
		}
	}
}

// Priors for rows at every scale of probability.
func TestProjectedRandomScores(t *testing.T) {
	skipIfSlow(t)
	t.Parallel()
	rng := rand.New(rand.NewPCG(51, 1))
	for range 10 {
		n := 2000
		x := gaussian(n, 3, rng)
		near, err := graph.KNN(t.Context(), x, 5, nil)
		require.NoError(t, err)
		g, err := requireJoined(t, near).Weigh(kernel.RBF{Gamma: math.Pow(10, 2*rng.Float64())})
		require.NoError(t, err)
		y := slices.Repeat([]int{none}, n)
		for k := range 15 {
			y[k] = k % 5
		}
		r, err := labelprop.Solve(t.Context(), g, classSeeds(y), labelprop.Poisson{}, nil)
		require.NoError(t, err)
		priors := []float64{rng.Float64(), rng.Float64(), rng.Float64(), rng.Float64(), rng.Float64()}
		got, err := r.ProjectedTo(priors)
		require.NoError(t, err)
		floats.Scale(float64(n)/floats.Sum(priors), priors)
		assert.InDeltaSlice(t, priors, sizesOf(got.Labels, 5), 2)
		assert.False(t, floats.HasNaN(mat.Row(nil, 0, got.Scores)))
	}
}
