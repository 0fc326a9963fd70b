package labelprop_test

import (
	"context"
	"math"
	"testing"

	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/floats"
)

// The parts add up to the log-odds of the answer, in every kind of pool, and for rows that some opinions say
// nothing of.
func TestExplainAPool(t *testing.T) {
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
		for i := range 300 {
			rows := make([][]float64, len(all))
			for o := range all {
				rows[o] = all[o].P.RawRowView(i)
			}
			if i%3 == 0 {
				rows[2] = make([]float64, 2)
			}
			e, err := pooled.Explain(rows)
			require.NoError(t, err, name)
			odds, weights := e.FromShares, 0.0
			for _, part := range e.Parts {
				odds += part.LogOdds
				weights += part.Weight
			}
			assert.InDelta(t, math.Log(e.P[e.Label]/e.P[e.Second]), e.LogOdds, 1e-12, name)
			assert.InDelta(t, e.LogOdds, odds, 1e-9, name)
			assert.InDelta(t, 1, weights, 1e-12, name)
			assert.Equal(t, floats.Sum(rows[2]) == 0, e.Parts[2].P == nil)
			if i%3 > 0 && pooled.Status[i] != labelprop.Given {
				assert.True(t, floats.EqualApprox(pooled.P.RawRowView(i), e.P, 1e-12), name)
			}
		}
		_, err = pooled.Explain([][]float64{{1, 0}})
		assert.ErrorIs(t, err, labelprop.ErrShape)
	}
}

// Where no opinion says anything, there is nothing to explain.
func TestExplainSilence(t *testing.T) {
	m := newMixed(t, 100, 10, 0.5)
	pooled, err := labelprop.Pool(context.Background(), m.opinions(t), m.seeds, nil)
	require.NoError(t, err)
	e, err := pooled.Explain([][]float64{{0, 0}, {0, 0}, {0, 0}})
	require.NoError(t, err)
	assert.Equal(t, labelprop.Unlabeled, e.Label)
	assert.Equal(t, labelprop.Unlabeled, e.Second)
	assert.Zero(t, e.LogOdds)
}
