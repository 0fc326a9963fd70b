package labelprop_test

import (
	"math"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/propagate-go/propagate/labelprop/metric"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// The temperature fitted to the labels makes the confidences of all other rows
// better too, and changes no label.
func TestTemperatureCalibratesTheRest(t *testing.T) {
	net := knn(t, load(t, "digits"), 10, nil, kernel.SelfTuning{})
	for _, m := range []labelprop.Method{labelprop.Harmonic{}, labelprop.Spreading{}} {
		y := drawn(net.truth, 10, 1)
		loo, err := labelprop.LeaveOneOut(t.Context(), net.g, classSeeds(y), m, nil)
		require.NoError(t, err)
		c, err := loo.Calibrate()
		require.NoError(t, err)
		r := solveOK(t, net.g, classSeeds(y), m, labelprop.Auto)
		p := r.Probabilities()
		q := c.Apply(p)
		truth, err := metric.HoldOut(net.truth, y)
		require.NoError(t, err)
		before, err := metric.Calibration(truth, p, 10, nil)
		require.NoError(t, err)
		after, err := metric.Calibration(truth, q, 10, nil)
		require.NoError(t, err)
		t.Logf("%v: T = %.3f from %d labels: ECE %.3f → %.3f left out, %.3f → %.3f on the rest", m, c.T, c.Labels, c.ECE, c.ECEAfter, before.ECE, after.ECE)
		assert.False(t, c.Off)
		assert.Less(t, c.ECEAfter, c.ECE)
		assert.LessOrEqual(t, c.LogLossAfter, c.LogLoss)
		assert.Less(t, after.ECE, before.ECE)
		assertSameLargest(t, p, q)
	}
}

func assertSameLargest(t *testing.T, p, q *mat.Dense) {
	n, _ := p.Dims()
	for i := range n {
		k := slices.Index(p.RawRowView(i), mat.Max(p.RowView(i)))
		assert.Equal(t, mat.Max(q.RowView(i)), q.At(i, k), "row %d", i)
	}
}

// No temperature near the fitted one has a smaller log loss.
func TestTemperatureIsTheBest(t *testing.T) {
	net := knn(t, load(t, "digits").thinned(3), 10, nil, kernel.SelfTuning{})
	y := drawn(net.truth, 10, 2)
	loo, err := labelprop.LeaveOneOut(t.Context(), net.g, classSeeds(y), labelprop.Spreading{}, nil)
	require.NoError(t, err)
	c, err := loo.Calibrate()
	require.NoError(t, err)
	loss := func(temperature float64) float64 {
		p := (&labelprop.Temperature{T: temperature}).Apply(loo.Probabilities)
		sum := 0.0
		for i, k := range loo.Given {
			sum -= math.Log(p.At(i, k)) / float64(len(loo.Given))
		}
		return sum
	}
	assert.InDelta(t, c.LogLossAfter, loss(c.T), 1e-9)
	assert.InDelta(t, c.LogLoss, loss(1), 1e-9)
	for _, by := range []float64{0.5, 0.9, 0.99, 1.01, 1.1, 2} {
		assert.Greater(t, loss(by*c.T), loss(c.T))
	}
}

func TestTemperatureIsOffForFewLabels(t *testing.T) {
	net := knn(t, load(t, "iris"), 10, nil, kernel.SelfTuning{})
	loo, err := labelprop.LeaveOneOut(t.Context(), net.g, classSeeds(drawn(net.truth, 16, 1)), labelprop.Harmonic{}, nil)
	require.NoError(t, err)
	c, err := loo.Calibrate()
	require.NoError(t, err)
	assert.True(t, c.Off)
	assert.Equal(t, 1.0, c.T)
	assert.Equal(t, 48, c.Labels)
	assert.Equal(t, c.ECE, c.ECEAfter)
}

func TestTemperatureKeepsZerosAndCertainRows(t *testing.T) {
	p := mat.NewDense(3, 3, []float64{1, 0, 0, 0, 0, 0, 0.5, 0.5, 0})
	assert.True(t, mat.Equal(p, (&labelprop.Temperature{T: 3}).Apply(p)))
	assert.True(t, mat.EqualApprox(mat.NewDense(1, 2, []float64{16.0 / 17, 1.0 / 17}), (&labelprop.Temperature{T: 0.5}).Apply(mat.NewDense(1, 2, []float64{0.8, 0.2})), 1e-12))
}

func TestCalibrationErrors(t *testing.T) {
	values, err := labelprop.LeaveOneOut(t.Context(), path(t, 3), valueSeeds([]float64{1, 2, 3}), labelprop.Harmonic{}, nil)
	require.NoError(t, err)
	lonely, err := labelprop.LeaveOneOut(t.Context(), path(t, 3), classSeeds([]int{0, none, none}), labelprop.Harmonic{}, nil)
	require.NoError(t, err)
	for _, loo := range []*labelprop.LOO{values, lonely} {
		_, err := loo.Calibrate()
		require.Error(t, err)
		assertOurs(t, err)
	}
}
