package labelprop_test

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/propagate-go/propagate/labelprop/features"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// mixed is a table of n rows: a number and a category that tell two classes apart, mostly,
// and a column of noise. The first rows are labelled, so many of each class.
type mixed struct {
	columns []features.Column
	truth   []int
	seeds   labelprop.Seeds
	x       *mat.Dense
	g       *graph.Graph
}

func newMixed(t *testing.T, n, perClass int, share float64) *mixed {
	r := rand.New(rand.NewPCG(7, 8))
	m := &mixed{truth: make([]int, n)}
	number, code, noise := make([]float64, n), make([]float64, n), make([]float64, n)
	y, count := make([]int, n), [2]int{}
	for i := range n {
		if r.Float64() > share {
			m.truth[i] = 1
		}
		class := float64(m.truth[i])
		number[i], noise[i] = 1.5*class+r.NormFloat64(), r.NormFloat64()
		if code[i] = class; r.Float64() < 0.3 {
			code[i] = float64(r.IntN(3))
		}
		if y[i] = none; count[m.truth[i]] < perClass {
			y[i] = m.truth[i]
			count[m.truth[i]]++
		}
	}
	m.columns = []features.Column{
		{Name: "number", Values: number}, {Name: "code", Values: code, Categories: 3}, {Name: "noise", Values: noise},
	}
	var err error
	m.seeds, err = labelprop.Classes(y, 2)
	require.NoError(t, err)
	m.x = features.Fit(m.columns).Encode(m.columns)
	near, err := graph.KNN(context.Background(), m.x, 10, &graph.SearchOptions{Metric: kernel.Manhattan{}})
	require.NoError(t, err)
	m.g, err = near.Weigh(kernel.SharedNeighbors{})
	require.NoError(t, err)
	return m
}

// opinions are those of a forest, a ridge and a graph.
func (m *mixed) opinions(t *testing.T) []labelprop.Opinion {
	forest, _, err := labelprop.ForestOpinion(t.Context(), m.columns, m.seeds, nil)
	require.NoError(t, err)
	ridge, _, err := labelprop.RidgeOpinion(t.Context(), m.x, m.seeds, nil)
	require.NoError(t, err)
	harmonic, _, err := labelprop.GraphOpinion(context.Background(), m.g, m.seeds, labelprop.Harmonic{}, nil)
	require.NoError(t, err)
	return []labelprop.Opinion{forest, ridge, harmonic}
}

func (m *mixed) right(p *mat.Dense) float64 {
	right := 0
	for i, k := range m.truth {
		if floats.MaxIdx(p.RawRowView(i)) == k {
			right++
		}
	}
	return float64(right) / float64(len(m.truth))
}

func TestPoolOfATable(t *testing.T) {
	m := newMixed(t, 600, 20, 0.5)
	all := m.opinions(t)
	pooled, err := labelprop.Pool(context.Background(), all, m.seeds, nil)
	require.NoError(t, err)
	for _, o := range all {
		assert.Greater(t, m.right(pooled.P), m.right(o.P)-0.02, o.Name)
	}
	assert.Equal(t, 40, pooled.Judged)
	assert.False(t, pooled.Few)
	assert.True(t, pooled.DealtOut)
	sum := 0.0
	for _, part := range pooled.Parts {
		sum += part.Weight
		assert.Greater(t, part.Accuracy, 0.6, part.Name)
	}
	assert.InDelta(t, 1, sum, 1e-12)
	for i := range m.truth {
		assert.InDelta(t, 1, floats.Sum(pooled.P.RawRowView(i)), 1e-9)
		if pooled.Status[i] != labelprop.Given {
			assert.Equal(t, labelprop.Propagated, pooled.Status[i])
			assert.Equal(t, floats.MaxIdx(pooled.P.RawRowView(i)), pooled.Labels[i])
		}
	}
}

// Labels dealt out evenly hide that one class is rare; the opinions of the features show it.
func TestPoolEstimatesShares(t *testing.T) {
	m := newMixed(t, 1500, 20, 0.9)
	pooled, err := labelprop.Pool(context.Background(), m.opinions(t), m.seeds, nil)
	require.NoError(t, err)
	require.True(t, pooled.DealtOut)
	assert.Greater(t, pooled.Shares[0], 0.6)
	assert.InDelta(t, 1, floats.Sum(pooled.Shares), 1e-12)
}

// By known shares the odds of two classes change by the same factor in all rows, so that the probabilities add up to
// the shares: those of the blend, before given labels take their places.
func TestPoolAtKnownShares(t *testing.T) {
	for name, m := range map[string]*mixed{"dealt out": newMixed(t, 1500, 20, 0.8), "a sample": newMixed(t, 300, 200, 0.8)} {
		all := m.opinions(t)
		before, err := labelprop.Pool(t.Context(), all, m.seeds, nil)
		require.NoError(t, err)
		pooled, err := labelprop.Pool(t.Context(), all, m.seeds, &labelprop.PoolOptions{Shares: []float64{30, 10}})
		require.NoError(t, err)
		assert.True(t, pooled.SharesKnown)
		assert.Equal(t, []float64{0.75, 0.25}, pooled.Shares)
		change, free, sum := math.NaN(), 0, 0.
		for i := range m.truth {
			if pooled.Status[i] == labelprop.Given {
				continue
			}
			one := pooled.P.At(i, 0) / pooled.P.At(i, 1) / (before.P.At(i, 0) / before.P.At(i, 1))
			if free++; free > 1 {
				assert.InEpsilon(t, change, one, 1e-9, name)
			}
			change, sum = one, sum+pooled.P.At(i, 0)
		}
		if before.DealtOut {
			// Few are labelled: the others have about the shares of all.
			assert.InDelta(t, 0.75, sum/float64(free), 0.02)
		}
	}
	m := newMixed(t, 100, 10, 0.5)
	_, err := labelprop.Pool(t.Context(), m.opinions(t), m.seeds, &labelprop.PoolOptions{Shares: []float64{1}})
	assert.ErrorIs(t, err, labelprop.ErrShape)
}

func TestPoolOfUnevenLabelsTakesThemAtTheirWord(t *testing.T) {
	m := newMixed(t, 300, 200, 0.8)
	pooled, err := labelprop.Pool(context.Background(), m.opinions(t), m.seeds, nil)
	require.NoError(t, err)
	assert.False(t, pooled.DealtOut)
	assert.Nil(t, pooled.Shares)
}

func TestPoolOfFewLabels(t *testing.T) {
	m := newMixed(t, 300, 1, 0.5)
	all := m.opinions(t)
	pooled, err := labelprop.Pool(context.Background(), all, m.seeds, &labelprop.PoolOptions{Graph: m.g})
	require.NoError(t, err)
	assert.True(t, pooled.Few)
	assert.Nil(t, pooled.LeftOut)
	assert.Zero(t, pooled.Judged)
	names, sum := []string{}, 0.0
	for _, part := range pooled.Parts {
		names, sum = append(names, part.Name), sum+part.Weight
		assert.True(t, math.IsNaN(part.Accuracy))
	}
	assert.Equal(t, []string{"random forest", "kernel ridge", "balanced poisson"}, names)
	assert.InDelta(t, 1, sum, 1e-12)
	assert.InDelta(t, pooled.PoissonShare, pooled.Parts[2].Weight, 1e-12)
	// Without a graph all opinions count alike.
	pooled, err = labelprop.Pool(context.Background(), all, m.seeds, nil)
	require.NoError(t, err)
	assert.InDelta(t, 1./3, pooled.Parts[2].Weight, 1e-12)
	other := newMixed(t, 200, 1, 0.5)
	_, err = labelprop.Pool(context.Background(), all, m.seeds, &labelprop.PoolOptions{Graph: other.g})
	assert.ErrorIs(t, err, labelprop.ErrShape)
	assert.Equal(t, 1, strings.Count(err.Error(), "labelprop: "), err)
}

// With two labels a class the method for few labels is one more opinion, beside those that are judged.
func TestPoolOfTwoLabels(t *testing.T) {
	m := newMixed(t, 300, 2, 0.5)
	pooled, err := labelprop.Pool(context.Background(), m.opinions(t), m.seeds, &labelprop.PoolOptions{Graph: m.g})
	require.NoError(t, err)
	assert.False(t, pooled.Few)
	assert.Equal(t, 4, pooled.Judged)
	require.Len(t, pooled.Parts, 4)
	assert.Equal(t, "balanced poisson", pooled.Parts[3].Name)
	assert.GreaterOrEqual(t, pooled.PoissonShare, 0.2)
	assert.InDelta(t, pooled.PoissonShare, pooled.Parts[3].Weight, 1e-12)
	sum := 0.0
	for _, part := range pooled.Parts {
		sum += part.Weight
	}
	assert.InDelta(t, 1, sum, 1e-12)
	require.NotNil(t, pooled.Shares)
	require.NotNil(t, pooled.LeftOut)
}

// A row that no graph reaches gets the answer of the features; one of which nobody speaks,
// none.
func TestPoolStatus(t *testing.T) {
	m := newMixed(t, 100, 10, 0.5)
	all := m.opinions(t)
	free := 0
	for m.labelled(free, 10) {
		free++
	}
	all[2].P.SetRow(free, []float64{0, 0})
	pooled, err := labelprop.Pool(context.Background(), all, m.seeds, nil)
	require.NoError(t, err)
	assert.Equal(t, labelprop.FeaturesOnly, pooled.Status[free])
	assert.Equal(t, "features-only", pooled.Status[free].String())
	assert.NotEqual(t, none, pooled.Labels[free])
	assert.Equal(t, labelprop.Given, pooled.Status[0])
	assert.InDelta(t, 1, pooled.P.At(0, m.truth[0]), 0)
	pooled, err = labelprop.Pool(context.Background(), all[2:], m.seeds, nil)
	require.NoError(t, err)
	assert.Equal(t, labelprop.Unreachable, pooled.Status[free])
	assert.Equal(t, none, pooled.Labels[free])
	assert.Zero(t, floats.Sum(pooled.P.RawRowView(free)))
}

// A label that is wrong is the first to be doubted.
func TestSuspectsOfAPool(t *testing.T) {
	m := newMixed(t, 300, 30, 0.5)
	y, wrong := make([]int, 300), 0
	for i := range y {
		if y[i] = none; m.labelled(i, 30) {
			y[i] = m.truth[i]
		}
	}
	for m.truth[wrong] == 1 || m.columns[0].Values[wrong] > -0.5 || m.columns[1].Values[wrong] != 0 {
		wrong++
	}
	y[wrong] = 1
	var err error
	m.seeds, err = labelprop.Classes(y, 2)
	require.NoError(t, err)
	pooled, err := labelprop.Pool(context.Background(), m.opinions(t), m.seeds, nil)
	require.NoError(t, err)
	all := pooled.Suspects()
	assert.Len(t, all, 60)
	assert.Equal(t, wrong, all[0].Node)
	assert.Equal(t, 0, all[0].Likely)
	assert.Less(t, all[0].Probability, all[59].Probability)
}

func TestGraphOpinionLeavesOut(t *testing.T) {
	m := newMixed(t, 200, 15, 0.5)
	o, res, err := labelprop.GraphOpinion(context.Background(), m.g, m.seeds, labelprop.Harmonic{}, nil)
	require.NoError(t, err)
	loo, err := labelprop.LeaveOneOut(context.Background(), m.g, m.seeds, labelprop.Harmonic{}, nil)
	require.NoError(t, err)
	assert.True(t, mat.EqualApprox(loo.Probabilities, o.LeftOut, 1e-6))
	assert.True(t, mat.EqualApprox(res.Probabilities(), o.P, 0))
}

func TestForestOpinionWeighsColumns(t *testing.T) {
	m := newMixed(t, 400, 30, 0.5)
	o, forest, err := labelprop.ForestOpinion(t.Context(), m.columns, m.seeds, &labelprop.ForestOptions{Trees: 150, Seed: 3})
	require.NoError(t, err)
	importances := forest.Importances()
	assert.InDelta(t, 1, floats.Sum(importances), 1e-12)
	assert.Less(t, importances[2], importances[0])
	again, _, err := labelprop.ForestOpinion(t.Context(), m.columns, m.seeds, &labelprop.ForestOptions{Trees: 150, Seed: 3})
	require.NoError(t, err)
	assert.True(t, mat.Equal(o.P, again.P))
}

// Labels that the regression is not fitted to are judged by it as any other row is.
func TestRegressionsOnSomeLabels(t *testing.T) {
	m := newMixed(t, 200, 20, 0.5)
	ridge, _, err := labelprop.RidgeOpinion(t.Context(), m.x, m.seeds, &labelprop.RidgeOptions{Labels: 10})
	require.NoError(t, err)
	m.judgedByOthers(t, ridge)
	linear, _, err := labelprop.LogisticOpinion(t.Context(), m.x, m.seeds, &labelprop.LogisticOptions{Labels: 10})
	require.NoError(t, err)
	m.judgedByOthers(t, linear)
}

// judgedByOthers tests that of 40 labels 30 are judged by a fit to the others.
func (m *mixed) judgedByOthers(t *testing.T, o labelprop.Opinion) {
	t.Helper()
	alike, l := 0, 0
	for i := range 200 {
		if l == 40 || !m.labelled(i, 20) {
			continue
		}
		if floats.Equal(o.P.RawRowView(i), o.LeftOut.RawRowView(l)) {
			alike++
		}
		l++
	}
	assert.InDelta(t, 30, alike, 2)
	assert.Greater(t, m.right(o.P), 0.7)
}

// labelled reports whether row i is one of the first so many of its class.
func (m *mixed) labelled(i, perClass int) bool {
	count := 0
	for _, k := range m.truth[:i+1] {
		if k == m.truth[i] {
			count++
		}
	}
	return count <= perClass
}

func TestPoolErrors(t *testing.T) {
	m := newMixed(t, 50, 5, 0.5)
	ctx := context.Background()
	values, err := labelprop.Values([]float64{1, 2})
	require.NoError(t, err)
	empty, err := labelprop.Classes(make([]int, 0), 2)
	require.NoError(t, err)
	other, err := labelprop.Classes([]int{0, 1, -1}, 2)
	require.NoError(t, err)
	opinion := labelprop.Opinion{Name: "a", P: mat.NewDense(3, 2, nil)}
	for text, run := range map[string]func() error{
		"labels must be of one class":  func() error { _, err := labelprop.Pool(ctx, nil, values, nil); return err },
		"no node has a label":          func() error { _, err := labelprop.Pool(ctx, nil, empty, nil); return err },
		"no opinion":                   func() error { _, err := labelprop.Pool(ctx, nil, other, nil); return err },
		"a has 3 rows, the seeds have": func() error { _, err := labelprop.Pool(ctx, []labelprop.Opinion{opinion}, m.seeds, nil); return err },
		"no column to grow trees on":   func() error { _, _, err := labelprop.ForestOpinion(t.Context(), nil, m.seeds, nil); return err },
		"column number has 50 rows":    func() error { _, _, err := labelprop.ForestOpinion(t.Context(), m.columns, other, nil); return err },
		"50 rows, the seeds have 3":    func() error { _, _, err := labelprop.RidgeOpinion(t.Context(), m.x, other, nil); return err },
		"100 rows, the seeds have 3": func() error {
			_, _, err := labelprop.LogisticOpinion(t.Context(), mat.NewDense(100, 2, nil), other, nil)
			return err
		},
		"column 1 has a value that is not": func() error {
			_, _, err := labelprop.LogisticOpinion(t.Context(), mat.NewDense(3, 2, []float64{0, 0, 0, math.NaN(), 0, 0}), other, nil)
			return err
		},
		"shapes do not fit": func() error {
			_, _, err := labelprop.GraphOpinion(ctx, m.g, other, labelprop.Harmonic{}, nil)
			return err
		},
	} {
		assert.ErrorContains(t, run(), text)
	}
}

// Where leave-one-out is rough, it is right to two digits, for the labels that were asked for.
func TestGraphOpinionLeavesOutRoughly(t *testing.T) {
	m := newMixed(t, 1500, 40, 0.5)
	loo, err := labelprop.LeaveOneOut(context.Background(), m.g, m.seeds, labelprop.Harmonic{}, nil)
	require.NoError(t, err)
	judge, err := labelprop.Judges(m.x, m.seeds, 20)
	require.NoError(t, err)
	for _, some := range [][]int{nil, judge} {
		o, _, err := labelprop.GraphOpinion(context.Background(), m.g, m.seeds, labelprop.Harmonic{},
			&labelprop.GraphOptions{Judge: some})
		require.NoError(t, err)
		for l, node := range loo.Nodes {
			if some != nil && !slices.Contains(some, node) {
				assert.False(t, o.Judged[l])
				assert.Zero(t, floats.Norm(o.LeftOut.RawRowView(l), 1))
				continue
			}
			assert.InDeltaSlice(t, loo.Probabilities.RawRowView(l), o.LeftOut.RawRowView(l), 0.02, "label %d", l)
		}
	}
	assert.InDelta(t, 20, len(judge), 2)
}

// TestLabelsLeftOutOfAPool checks that labels by which one opinion was not judged are not among them, and that each
// probability is multiplied by the share of its class, as those of the rows are.
func TestLabelsLeftOutOfAPool(t *testing.T) {
	m := newMixed(t, 300, 10, 0.8)
	opinions := m.opinions(t)
	labels, _ := opinions[0].LeftOut.Dims()
	opinions[0].Judged, opinions[1].Judged = slices.Repeat([]bool{true}, labels), slices.Repeat([]bool{true}, labels)
	opinions[0].Judged[3], opinions[1].Judged[5], opinions[1].Judged[6] = false, false, false
	pooled, err := labelprop.Pool(context.Background(), opinions, m.seeds, nil)
	require.NoError(t, err)
	require.Len(t, pooled.Shares, 2)
	require.Greater(t, pooled.Shares[0], 0.55, "not even")
	left := pooled.LabelsLeftOut()
	require.Len(t, left.Y, labels-3)
	at := 0
	for l := range labels {
		if l == 3 || l == 5 || l == 6 {
			continue
		}
		a, b := pooled.LeftOut.At(l, 0)*pooled.Shares[0], pooled.LeftOut.At(l, 1)*pooled.Shares[1]
		assert.InDeltaSlice(t, []float64{a / (a + b), b / (a + b)}, left.P.RawRowView(at), 1e-12)
		assert.Equal(t, m.truth[left.Nodes[at]], left.Y[at])
		at++
	}
}
