package labelprop_test

import (
	"context"
	"fmt"
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

// influenced are the methods whose answer can be told label by label.
var influenced = []labelprop.Method{
	labelprop.Harmonic{}, labelprop.Propagation{Columns: true}, labelprop.Spreading{Alpha: 0.5}, labelprop.Spreading{},
}

// refit solves once for each label, without it.
func refit(t testing.TB, g *graph.Graph, y []int, m labelprop.Method, o *labelprop.Options) (scores *mat.Dense, labels []int) {
	c := classCount(y)
	var rows []float64
	for i, k := range y {
		if k < 0 {
			continue
		}
		without := oneHot(y, c)
		without.SetRow(i, make([]float64, c))
		r, err := labelprop.Solve(t.Context(), g, softSeeds(without, nil), m, o)
		require.NoError(t, err)
		rows, labels = append(rows, r.Scores.RawRowView(i)...), append(labels, r.Labels[i])
	}
	return mat.NewDense(len(labels), c, rows), labels
}

// denseRefit is refit by the dense oracles. A row out of reach of the other labels has
// the score 0 of all classes.
func denseRefit(t testing.TB, g *graph.Graph, y []int, m labelprop.Method) *mat.Dense {
	w, c := weights(g), classCount(y)
	var rows []float64
	for i, k := range y {
		if k < 0 {
			continue
		}
		without := slices.Clone(y)
		without[i] = none
		f := denseAnswer(t, g, w, without, m)
		_, fewer := f.Dims() // without the last label of the last class
		rows = append(rows, append(slices.Clone(f.RawRowView(i)), make([]float64, c-fewer)...)...)
	}
	return mat.NewDense(len(rows)/c, c, rows)
}

// denseAnswer is the closed form of one of the influenced methods.
func denseAnswer(t testing.TB, g *graph.Graph, w *mat.Dense, y []int, m labelprop.Method) *mat.Dense {
	switch m := m.(type) {
	case labelprop.Spreading:
		if m.Alpha == 0 {
			m.Alpha = 0.95
		}
		return denseSpreading(t, w, y, m.Alpha)
	case labelprop.Propagation:
		return denseHarmonic(t, columnNormalized(w), y, reachable(g, y))
	}
	return denseHarmonic(t, w, y, reachable(g, y))
}

// randomProblem is a kNN or a complete graph of random points, a few of them
// labelled; every other one is in several components.
func randomProblem(t testing.TB, seed uint64) (*graph.Graph, []int) {
	r := rand.New(rand.NewPCG(seed, 31))
	n, c := 20+r.IntN(60), 2+r.IntN(3)
	x := gaussian(n, 2, r)
	near, err := graph.KNN(t.Context(), x, 2+r.IntN(6), nil)
	var k kernel.Kernel = kernel.SelfTuning{}
	if seed%2 == 0 {
		near, err = graph.Complete(t.Context(), x, nil)
		k = kernel.RBF{Gamma: math.Pow(10, 2*r.Float64()-1)}
	}
	require.NoError(t, err)
	g, err := near.Weigh(k)
	require.NoError(t, err)
	y := slices.Repeat([]int{none}, n)
	for _, i := range r.Perm(n)[:2*c+r.IntN(8)] {
		y[i] = r.IntN(c)
	}
	return g, y
}

func TestLeaveOneOutIsRefitting(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		g, y := randomProblem(t, seed)
		for _, m := range influenced {
			t.Run(fmt.Sprintf("%d/%v", seed, m), func(t *testing.T) {
				o := &labelprop.Options{Solver: labelprop.Elimination}
				want, labels := refit(t, g, y, m, o)
				got, err := labelprop.LeaveOneOut(t.Context(), g, classSeeds(y), m, o)
				require.NoError(t, err)
				assert.LessOrEqual(t, largestGap(want, got.Scores), 1e-12)
				assert.LessOrEqual(t, largestGap(denseRefit(t, g, y, m), got.Scores), 1e-12)
				assert.Equal(t, labels, got.Labels)
				assertLOO(t, got, y)
			})
		}
	}
}

// assertLOO checks what holds of every leave-one-out.
func assertLOO(t *testing.T, r *labelprop.LOO, y []int) {
	t.Helper()
	for l, i := range r.Nodes {
		assert.Equal(t, y[i], r.Given[l])
		sum := floats.Sum(r.Probabilities.RawRowView(l))
		if r.Status[l] == labelprop.Unreachable {
			assert.Equal(t, none, r.Labels[l])
			assert.Zero(t, sum)
		} else {
			assert.InDelta(t, 1, sum, 1e-12)
		}
	}
}

// Conjugate gradients on a graph that is too large to eliminate, several blocks.
func TestLeaveOneOutOfDigits(t *testing.T) {
	t.Parallel()
	skipIfSlow(t)
	net := knn(t, load(t, "digits"), 10, nil, kernel.SelfTuning{})
	y := drawn(net.truth, 2, 1)
	o := &labelprop.Options{Tol: 1e-12}
	for _, m := range []labelprop.Method{labelprop.Harmonic{}, labelprop.Spreading{}} {
		want, labels := refit(t, net.g, y, m, o)
		got, err := labelprop.LeaveOneOut(t.Context(), net.g, classSeeds(y), m, o)
		require.NoError(t, err)
		assert.True(t, got.Converged)
		assert.LessOrEqual(t, largestGap(want, got.Scores), 1e-9, "%v", m)
		assert.Equal(t, labels, got.Labels)
	}
}

// A label of trust κ < 1 is left out by untying its node.
func TestLeaveOneOutOfTrustedLabels(t *testing.T) {
	r := rand.New(rand.NewPCG(32, 1))
	for range 5 {
		p := randomTrusted(t, r)
		for _, m := range influenced {
			got, err := labelprop.LeaveOneOut(t.Context(), p.g, softSeeds(p.y, p.conf), m, nil)
			require.NoError(t, err)
			for l, i := range got.Nodes {
				without := slices.Clone(p.conf)
				without[i] = 0
				want := solveOK(t, p.g, softSeeds(p.y, without), m, labelprop.Elimination)
				assert.InDeltaSlice(t, want.Scores.RawRowView(i), got.Scores.RawRowView(l), 1e-12, "%v: node %d", m, i)
			}
		}
	}
}

// Real values and sets of labels have scores, and no classes.
func TestLeaveOneOutOfValues(t *testing.T) {
	y := []float64{1, math.NaN(), math.NaN(), -3, math.NaN(), 8}
	r, err := labelprop.LeaveOneOut(t.Context(), path(t, 6), valueSeeds(y), labelprop.Harmonic{}, nil)
	require.NoError(t, err)
	assert.Nil(t, r.Labels)
	assert.InDeltaSlice(t, []float64{-3, 1 + 7*3.0/5, -3}, r.Scores.RawMatrix().Data, 1e-12)
	assert.True(t, math.IsNaN(r.Accuracy()))
}

// A label alone in its component cannot be judged.
func TestLeaveOneOutSkipsLonelyLabels(t *testing.T) {
	g := fromEdges(t, 6, []graph.Edge{{From: 0, To: 1, Weight: 1}, {From: 1, To: 2, Weight: 1}, {From: 3, To: 4, Weight: 1}})
	y := []int{0, none, 0, 1, none, 1}
	for _, m := range influenced {
		r, err := labelprop.LeaveOneOut(t.Context(), g, classSeeds(y), m, nil)
		require.NoError(t, err)
		assert.Equal(t, []int{0, 2, 3, 5}, r.Nodes)
		assert.Equal(t, []int{0, 0, none, none}, r.Labels)
		assert.Equal(t, []labelprop.Status{labelprop.Propagated, labelprop.Propagated, labelprop.Unreachable, labelprop.Unreachable}, r.Status)
		assert.Equal(t, 2, r.Skipped())
		assert.Equal(t, 1.0, r.Accuracy())
		assert.InDelta(t, 0, r.LogLoss(), 1e-12)
	}
}

func TestLeaveOneOutAtHugeBandwidths(t *testing.T) {
	near, err := graph.Complete(t.Context(), mat.NewDense(5, 1, []float64{0, 1, 10, 21, 21.5}), nil)
	require.NoError(t, err)
	g, err := near.Weigh(kernel.RBF{Gamma: 1e6})
	require.NoError(t, err)
	r, err := labelprop.LeaveOneOut(t.Context(), g, classSeeds([]int{0, none, 0, 1, none}), labelprop.Harmonic{}, nil)
	require.NoError(t, err)
	assert.Equal(t, []int{0, 0, 0}, r.Labels)
	assert.Equal(t, []float64{1, 0, 1, 0, 1, 0}, r.Probabilities.RawMatrix().Data)
}

func TestLeaveOneOutErrors(t *testing.T) {
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	two := classSeeds([]int{0, none, 1})
	for name, err := range map[string]error{
		"no seeds":  second(labelprop.LeaveOneOut(t.Context(), path(t, 2), classSeeds([]int{none, none}), labelprop.Harmonic{}, nil)),
		"shape":     second(labelprop.LeaveOneOut(t.Context(), path(t, 2), two, labelprop.Harmonic{}, nil)),
		"signed":    second(labelprop.LeaveOneOut(t.Context(), path(t, 3), two, labelprop.Poisson{}, nil)),
		"cancelled": second(labelprop.LeaveOneOut(cancelled, path(t, 3), two, labelprop.Harmonic{}, nil)),
	} {
		require.Error(t, err, name)
		assertOurs(t, err)
	}
}

func second[T any](_ T, err error) error { return err }
