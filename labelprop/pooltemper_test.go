package labelprop

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// TestTemperByHand: of five nodes without a label the graphs agree with the answer on 2/5 and on 5/5, the features on
// 4/5, and one opinion says nothing. a = (0.7 + 0.8)/2, so that the confidence to expect is 1 - 1.5/4 = 0.625.
func TestTemperByHand(t *testing.T) {
	// The labelled nodes 0 and 3 are far from what is expected, and do not count.
	p := []float64{0.999, 0.6, 0.8, 0.001, 0.7, 0.45, 0.9}
	twice := func(right ...float64) *mat.Dense {
		m := mat.NewDense(len(right), 2, nil)
		for i, v := range right {
			m.SetRow(i, []float64{v, 1 - v})
		}
		return m
	}
	seeds, err := Classes([]int{0, Unlabeled, Unlabeled, 1, Unlabeled, Unlabeled, Unlabeled}, 2)
	require.NoError(t, err)
	nodes, y, err := seeds.labelledClasses()
	require.NoError(t, err)
	pooling := &pooling{seeds: &seeds, nodes: nodes, y: y, opinions: []Opinion{
		{Name: "a", P: twice(0, 0.9, 0.1, 1, 0.9, 0.8, 0.1)},
		{Name: "b", P: twice(0, 0.6, 0.6, 1, 0.6, 0.1, 0.6)},
		{Name: "c", P: twice(0, 0.9, 0.4, 1, 0.9, 0.3, 0.9), Features: true},
		{Name: "silent", P: mat.NewDense(7, 2, nil), Features: true},
	}}
	assert.InDelta(t, 0.75, pooling.agreement(twice(p...)), 1e-12)
	confidence := func(m *mat.Dense) float64 {
		sum := 0.0
		for _, i := range []int{1, 2, 4, 5, 6} {
			sum += max(m.At(i, 0), m.At(i, 1))
		}
		return sum / 5
	}
	// Without clusters the mean is that of what is expected; in whole clusters nothing changes; else between, in ln t.
	odds := func(m *mat.Dense) float64 { return math.Log(m.At(6, 0)/m.At(6, 1)) / math.Log(9) }
	torn, half, whole := &Pooled{P: twice(p...)}, &Pooled{P: twice(p...)}, &Pooled{P: twice(p...)}
	pooling.temper(torn, 0)
	pooling.temper(half, 0.5)
	pooling.temper(whole, 1)
	assert.InDelta(t, 0.625, confidence(torn.P), 1e-3)
	assert.True(t, mat.EqualApprox(twice(p...), whole.P, 1e-12))
	assert.InDelta(t, 1, odds(whole.P), 1e-12)
	assert.InDelta(t, math.Sqrt(odds(torn.P)), odds(half.P), 1e-12)
	assert.Greater(t, math.Abs(odds(torn.P)-1), 0.02, "something changes")
	// Where the features say nothing at all, so does their agreement.
	pooling.opinions = pooling.opinions[3:]
	silent := &Pooled{P: twice(p...)}
	pooling.temper(silent, 0)
	assert.Zero(t, silent.power)
	assert.True(t, mat.Equal(twice(p...), silent.P))
}
