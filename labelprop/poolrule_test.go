package labelprop_test

import (
	"bytes"
	"context"
	"math"
	"testing"

	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// stored writes a rule and reads it.
func stored(t *testing.T, r *labelprop.PoolRule) *labelprop.PoolRule {
	t.Helper()
	var file bytes.Buffer
	require.NoError(t, r.Store(&file))
	again, err := labelprop.ReadPoolRule(&file)
	require.NoError(t, err)
	return again
}

// The rule applied to the opinions of the old rows gives the answer that they have, in every bit.
func TestApplyToTheOldRows(t *testing.T) {
	for name, m := range map[string]*mixed{
		"dealt out": newMixed(t, 300, 20, 0.7), "a sample": newMixed(t, 300, 200, 0.8), "few": newMixed(t, 300, 1, 0.5),
		"two": newMixed(t, 300, 2, 0.7),
	} {
		all := m.opinions(t)
		pooled, err := labelprop.Pool(context.Background(), all, m.seeds, &labelprop.PoolOptions{Graph: m.g})
		require.NoError(t, err, name)
		if pooled.Few {
			all = all[:2:2]
		}
		if pooled.FewLabels != nil {
			all = append(all, labelprop.Opinion{Name: "balanced poisson", P: pooled.FewLabels.Probabilities()})
		}
		again, err := stored(t, &pooled.PoolRule).Apply(all)
		require.NoError(t, err, name)
		for i, status := range pooled.Status {
			if status != labelprop.Given {
				assert.Equal(t, pooled.P.RawRowView(i), again.P.RawRowView(i), name)
				assert.Equal(t, pooled.Labels[i], again.Labels[i])
				assert.Equal(t, status, again.Status[i])
			}
		}
	}
}

// By hand: the logarithms of two opinions, their powers, and the shares of the classes.
func TestApplyByHand(t *testing.T) {
	m := newMixed(t, 300, 20, 0.7)
	pooled, err := labelprop.Pool(context.Background(), m.opinions(t), m.seeds, nil)
	require.NoError(t, err)
	require.NotNil(t, pooled.Shares)
	said := [][]float64{{0.9, 0.1}, {0, 1}, {0, 0}}
	opinions := make([]labelprop.Opinion, 3)
	for o, row := range said {
		opinions[o] = labelprop.Opinion{Name: pooled.Parts[o].Name, P: mat.NewDense(1, 2, row), Features: o < 2}
	}
	found, err := pooled.Apply(opinions)
	require.NoError(t, err)
	// The third opinion says nothing, so that the other two share its weight.
	odds, weight := 0.0, pooled.Parts[0].Weight+pooled.Parts[1].Weight
	for o, q := range []float64{math.Log((0.98*0.9 + 0.01) / (0.98*0.1 + 0.01)), math.Log(0.01 / 0.99)} {
		odds += pooled.Parts[o].Weight / weight * pooled.Parts[o].Temperature * q
	}
	odds = pooled.Temperature()*odds + math.Log(pooled.Shares[0]/pooled.Shares[1])
	assert.InDelta(t, 1/(1+math.Exp(-odds)), found.P.At(0, 0), 1e-12)
	assert.Equal(t, labelprop.FeaturesOnly, found.Status[0])
}

func TestApplyErrors(t *testing.T) {
	m := newMixed(t, 100, 10, 0.5)
	all := m.opinions(t)
	pooled, err := labelprop.Pool(context.Background(), all, m.seeds, nil)
	require.NoError(t, err)
	_, err = pooled.Apply(all[:2])
	assert.ErrorIs(t, err, labelprop.ErrShape)
	_, err = pooled.Apply([]labelprop.Opinion{all[1], all[0], all[2]})
	assert.ErrorContains(t, err, `opinion 0 is "kernel ridge", that of the pool is "random forest"`)
	all[1].P = mat.NewDense(3, 2, nil)
	_, err = pooled.Apply(all)
	assert.ErrorContains(t, err, "kernel ridge is 3×2, for 100 rows and 2 classes")
}

// Forest and regression say of new rows what they say of old rows with the same values.
func TestOpinionsOnNewRows(t *testing.T) {
	m := newMixed(t, 200, 20, 0.5)
	said, forest, err := labelprop.ForestOpinion(t.Context(), m.columns, m.seeds, nil)
	require.NoError(t, err)
	var file bytes.Buffer
	require.NoError(t, forest.Store(&file))
	forest, err = labelprop.ReadForest(&file)
	require.NoError(t, err)
	again, err := forest.Predict(t.Context(), m.columns, nil)
	require.NoError(t, err)
	assert.True(t, mat.Equal(said.P, again.P))
	_, err = forest.Predict(t.Context(), m.columns[:2], nil)
	assert.ErrorContains(t, err, "a forest of other columns")

	said, ridge, err := labelprop.RidgeOpinion(t.Context(), m.x, m.seeds, nil)
	require.NoError(t, err)
	require.NoError(t, ridge.Store(&file))
	ridge, err = labelprop.ReadRidge(&file)
	require.NoError(t, err)
	again, err = ridge.Predict(t.Context(), m.x, nil)
	require.NoError(t, err)
	assert.True(t, mat.EqualApprox(said.P, again.P, 1e-12))
	_, err = ridge.Predict(t.Context(), mat.NewDense(3, 2, nil), nil)
	assert.ErrorIs(t, err, labelprop.ErrShape)

	said, linear, err := labelprop.LogisticOpinion(t.Context(), m.x, m.seeds, nil)
	require.NoError(t, err)
	assert.Equal(t, 0.5, said.Prior, "half of the weight of others before it is judged")
	require.NoError(t, linear.Store(&file))
	linear, err = labelprop.ReadLogistic(&file)
	require.NoError(t, err)
	again, err = linear.Predict(t.Context(), m.x, nil)
	require.NoError(t, err)
	assert.True(t, mat.Equal(said.P, again.P))
	_, err = linear.Predict(t.Context(), mat.NewDense(3, 2, nil), nil)
	assert.ErrorIs(t, err, labelprop.ErrShape)
}

// Numbers of a file that are no weights, powers or shares are errors.
func TestCraftedPools(t *testing.T) {
	m := newMixed(t, 100, 10, 0.5)
	pooled, err := labelprop.Pool(context.Background(), m.opinions(t), m.seeds, nil)
	require.NoError(t, err)
	for name, spoil := range map[string]func(*labelprop.PoolRule){
		"fewer parts": func(r *labelprop.PoolRule) { r.Parts = r.Parts[:2] },
		"more parts":  func(r *labelprop.PoolRule) { r.Parts = append(r.Parts[:3:3], r.Parts[:2]...) },
		"no shares":   func(r *labelprop.PoolRule) { r.Shares = []float64{math.NaN(), 1} },
		"share":       func(r *labelprop.PoolRule) { r.Shares = []float64{-1, 2} },
		"sum":         func(r *labelprop.PoolRule) { r.Shares = []float64{0.5, 0.6} },
		"graph":       func(r *labelprop.PoolRule) { r.PoissonShare = 1.5 },
		"none":        func(r *labelprop.PoolRule) { *r = labelprop.PoolRule{} },
	} {
		rule := pooled.PoolRule
		spoil(&rule)
		var file bytes.Buffer
		require.NoError(t, rule.Store(&file))
		_, err := labelprop.ReadPoolRule(&file)
		assert.ErrorContains(t, err, "does not fit together", name)
	}
	assert.InDelta(t, 1, floats.Sum(stored(t, &pooled.PoolRule).Shares), 1e-12)
}
