package labelprop_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

var strategies = []labelprop.Strategy{
	labelprop.Sigma, labelprop.Variance, labelprop.Margin, labelprop.Entropy, labelprop.Density, labelprop.Coverage,
}

// margins are what each must gain over chance, in shares of right labels. They gained 0.038, 0.026, 0.026, 0.021,
// 0.037 and 0.031.
var margins = map[string]float64{
	"sigma": 0.037, "variance": 0.025, "margin": 0.025, "entropy": 0.020, "density": 0.036, "coverage": 0.030,
}

// The figure of docs/methods.md. Suggested rows are labelled with the truth; the accuracy is on all others.
func TestSuggestBeatsRandom(t *testing.T) {
	measurement(t)
	t.Parallel()
	net := knn(t, load(t, "digits"), 10, nil, kernel.SelfTuning{})
	figures := map[string][]float64{}
	for seed := range uint64(20) {
		y := atRandom(slices.Repeat([]int{none}, len(net.truth)), net.truth, 40, seed)
		random := atRandom(y, net.truth, 20, seed+100)
		figures["random"] = append(figures["random"], harmonicAccuracy(t, net, random))
		for _, by := range strategies {
			list, err := labelprop.Suggest(t.Context(), net.g, classSeeds(y), labelprop.Harmonic{}, &labelprop.SuggestOptions{Rows: 20, By: by})
			require.NoError(t, err)
			require.Len(t, list, 20)
			told := slices.Clone(y)
			for _, s := range list {
				require.Equal(t, none, told[s.Row])
				told[s.Row] = net.truth[s.Row]
			}
			figures[by.String()] = append(figures[by.String()], harmonicAccuracy(t, net, told))
		}
	}
	for name, f := range figures {
		mean, deviation := stat.MeanStdDev(f, nil)
		t.Logf("%s: %.4f ± %.4f", name, mean, stat.StdErr(deviation, float64(len(f))))
		if name != "random" {
			assert.GreaterOrEqual(t, stat.Mean(f, nil), stat.Mean(figures["random"], nil)+margins[name], name)
		}
	}
}

// atRandom labels n more rows.
func atRandom(y, truth []int, n int, seed uint64) []int {
	y = slices.Clone(y)
	for _, i := range rand.New(rand.NewPCG(seed, 5)).Perm(len(y)) {
		if y[i] == none && n > 0 {
			y[i] = truth[i]
			n--
		}
	}
	return y
}

func harmonicAccuracy(t testing.TB, net network, y []int) float64 {
	r, err := labelprop.Solve(t.Context(), net.g, classSeeds(y), labelprop.Harmonic{}, nil)
	require.NoError(t, err)
	return accuracy(r.Labels, net.truth, y)
}

// covariance returns (L_UU)⁻¹ padded with zeros at the labelled rows.
func covariance(t testing.TB, g *graph.Graph, y []int) *mat.Dense {
	w := weights(g)
	d := degrees(w)
	var free []int
	for i, k := range y {
		if k < 0 {
			free = append(free, i)
		}
	}
	a := mat.NewDense(len(free), len(free), nil)
	for p, i := range free {
		for q, j := range free {
			a.Set(p, q, -w.At(i, j))
		}
		a.Set(p, p, d[i])
	}
	var inverse mat.Dense
	require.NoError(t, inverse.Inverse(a))
	c := mat.NewDense(len(y), len(y), nil)
	for p, i := range free {
		for q, j := range free {
			c.Set(i, j, inverse.At(p, q))
		}
	}
	return c
}

// The row suggested is the one that leaves the least variance or sum, and so on,
// row by row.
func TestSuggestLeavesTheLeastVariance(t *testing.T) {
	measure := map[labelprop.Strategy]func(mat.Matrix) float64{
		labelprop.Variance: mat.Trace,
		labelprop.Sigma:    mat.Sum,
	}
	for seed := range uint64(6) {
		r := rand.New(rand.NewPCG(seed, 41))
		g := fromEdges(t, 30, slices.Concat(pathWeighted(30, r), randomExtra(30, 40, r)))
		for by, of := range measure {
			y := slices.Repeat([]int{none}, 30)
			y[seed], y[29-seed] = 0, 1
			list, err := labelprop.Suggest(t.Context(), g, classSeeds(y), labelprop.Harmonic{}, &labelprop.SuggestOptions{Rows: 5, By: by, Solve: &labelprop.Options{Tol: 1e-12}})
			require.NoError(t, err)
			require.Len(t, list, 5)
			for _, s := range list {
				row, left := leastLeft(t, g, y, of)
				assert.Equal(t, row, s.Row, "%v", by)
				y[s.Row] = 0
				assert.InDelta(t, left, of(covariance(t, g, y)), 1e-9)
			}
		}
	}
}

func leastLeft(t testing.TB, g *graph.Graph, y []int, of func(mat.Matrix) float64) (row int, left float64) {
	row = -1
	for i, k := range y {
		if k >= 0 {
			continue
		}
		told := slices.Clone(y)
		told[i] = 0
		if v := of(covariance(t, g, told)); row < 0 || v < left {
			row, left = i, v
		}
	}
	return row, left
}

// A component without a label has no answer at all: it comes first.
func TestSuggestOpensComponentsFirst(t *testing.T) {
	edges := []graph.Edge{{From: 0, To: 1, Weight: 1}, {From: 2, To: 3, Weight: 1}, {From: 3, To: 4, Weight: 1}, {From: 6, To: 7, Weight: 1}, {From: 1, To: 8, Weight: 1}}
	g := fromEdges(t, 9, edges)
	y := []int{0, none, none, none, none, none, none, none, 1}
	for _, by := range strategies {
		list, err := labelprop.Suggest(t.Context(), g, classSeeds(y), labelprop.Harmonic{}, &labelprop.SuggestOptions{Rows: 4, By: by})
		require.NoError(t, err)
		require.GreaterOrEqual(t, len(list), 3)
		assert.Equal(t, []labelprop.Suggestion{{Row: 3, Opens: 3, Gain: 3}, {Row: 6, Opens: 2, Gain: 2}, {Row: 5, Opens: 1, Gain: 1}}, list[:3], "%v", by)
		if len(list) > 3 {
			assert.Contains(t, []int{1, 2, 4, 7}, list[3].Row, "%v", by)
		}
	}
}

// Without any label, and for more rows than there are, every row comes once.
func TestSuggestFromNothing(t *testing.T) {
	for _, by := range strategies {
		list, err := labelprop.Suggest(t.Context(), path(t, 7), classSeeds(slices.Repeat([]int{none}, 7)), labelprop.Harmonic{}, &labelprop.SuggestOptions{Rows: 100, By: by})
		require.NoError(t, err)
		var rows []int
		for _, s := range list {
			rows = append(rows, s.Row)
		}
		slices.Sort(rows)
		assert.Equal(t, []int{0, 1, 2, 3, 4, 5, 6}, rows, "%v", by)
	}
}

func TestSuggestErrors(t *testing.T) {
	y := classSeeds([]int{0, none, 1})
	for name, err := range map[string]error{
		"shape":    second(labelprop.Suggest(t.Context(), path(t, 4), y, labelprop.Harmonic{}, &labelprop.SuggestOptions{Rows: 1, By: labelprop.Sigma})),
		"no rows":  second(labelprop.Suggest(t.Context(), path(t, 3), y, labelprop.Harmonic{}, &labelprop.SuggestOptions{Rows: -1, By: labelprop.Sigma})),
		"strategy": second(labelprop.Suggest(t.Context(), path(t, 3), y, labelprop.Harmonic{}, &labelprop.SuggestOptions{Rows: 1, By: 17})),
		"values":   second(labelprop.Suggest(t.Context(), path(t, 3), valueSeeds([]float64{1, 2, 3}), labelprop.Harmonic{}, &labelprop.SuggestOptions{Rows: 1, By: labelprop.Margin})),
	} {
		require.Error(t, err, name)
		assertOurs(t, err)
	}
}
