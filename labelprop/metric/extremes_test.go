package metric_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/labelprop/metric"
)

// narrow is a matrix of rows without columns, which gonum cannot make.
type narrow struct{ rows int }

func (n narrow) Dims() (int, int)    { return n.rows, 0 }
func (n narrow) At(int, int) float64 { panic("no element") }
func (n narrow) T() mat.Matrix       { return mat.Transpose{Matrix: n} }

func TestRowsWithoutColumns(t *testing.T) {
	labels, err := metric.Decide(narrow{2}, 0)
	require.NoError(t, err)
	require.Equal(t, []int{-1, -1}, labels)
	above, err := metric.Threshold(narrow{2}, 0)
	require.NoError(t, err)
	require.True(t, above.IsEmpty())
	_, err = metric.LogLoss([]int{-1, -1}, narrow{2}, 0, nil)
	require.ErrorIs(t, err, metric.ErrEmpty)
	_, err = metric.NewMultiLabel(narrow{2}, narrow{2}, nil)
	require.ErrorIs(t, err, metric.ErrEmpty)
}

func TestNothingIsDecidedOfNothing(t *testing.T) {
	for _, empty := range []mat.Matrix{nil, &mat.Dense{}} {
		labels, err := metric.Decide(empty, 0)
		require.NoError(t, err)
		require.Empty(t, labels)
		all, err := metric.Uncertainties(empty)
		require.NoError(t, err)
		require.Empty(t, all)
		above, err := metric.Threshold(empty, 0)
		require.NoError(t, err)
		require.True(t, above.IsEmpty())
	}
}

// Only the ratios of weights matter, whatever their size.
func TestWeightsOfAnySize(t *testing.T) {
	truth, binary := []int{0, 1, 1, 0}, []int{0, 1, 1, 0}
	probs := matrix([]float64{0.75, 0.25}, []float64{0.5, 0.5}, []float64{1, 0}, []float64{0.25, 0.75})
	scores := mat.Col(nil, 1, probs)
	of := func(unit float64) []float64 {
		w := []float64{unit, 3 * unit, unit, 2 * unit}
		var values []float64
		add := func(v float64, err error) {
			require.NoError(t, err)
			values = append(values, v)
		}
		add(metric.LogLoss(truth, probs, 1e-7, w))
		add(metric.Brier(truth, probs, w))
		add(metric.TopK(truth, probs, 1, w))
		add(metric.ROCAUC(binary, scores, w))
		add(metric.AveragePrecision(binary, scores, w))
		r, err := metric.Calibration(truth, probs, 4, w)
		require.NoError(t, err)
		require.Equal(t, []float64{0, 3 * unit, 3 * unit, unit}, []float64{r.Bins[0].Weight, r.Bins[1].Weight, r.Bins[2].Weight, r.Bins[3].Weight})
		add(r.ECE, nil)
		_, area, err := metric.RiskCoverage(truth, binary, scores, w)
		add(area, err)
		_, best, err := metric.BestThreshold(binary, scores, w, (*metric.Confusion).Accuracy)
		add(best, err)
		add(metric.CoverageError(mat.NewDense(4, 2, []float64{1, 0, 0, 1, 1, 1, 0, 0}), probs, w))
		return values
	}
	want := of(1)
	for _, unit := range []float64{0x1p-1074, 0x1p-600, 0x1p-401, 0x1p-399, 0x1p300, 0x1p500, 0x1p950} {
		requireSame(t, want, of(unit))
	}
}

// A weight too small beside another one to show is still read.
func TestTheSmallestWeightBesideTheLargest(t *testing.T) {
	probs := matrix([]float64{0.5, 0.5}, []float64{0.5, math.NaN()})
	_, err := metric.Brier([]int{0, 0}, probs, []float64{0x1p950, 0x1p-1000})
	require.ErrorIs(t, err, metric.ErrValue)
	_, err = metric.ROCAUC([]int{0, 1}, []float64{0, math.NaN()}, []float64{0x1p950, 0x1p-1000})
	require.ErrorIs(t, err, metric.ErrValue)
}

func TestImpossibleTruth(t *testing.T) {
	sure := matrix([]float64{1, 0})
	honest, err := metric.LogLoss([]int{1}, sure, 0, nil)
	require.NoError(t, err)
	require.Equal(t, math.Inf(1), honest)
	weighted, err := metric.LogLoss([]int{1}, sure, 0, []float64{0x1p-1074})
	require.NoError(t, err)
	require.Equal(t, math.Inf(1), weighted)
	right, err := metric.LogLoss([]int{0}, sure, 0, nil)
	require.NoError(t, err)
	require.Equal(t, uint64(0), math.Float64bits(right))
}

func TestClassIndexOutOfRangePanics(t *testing.T) {
	c, err := metric.NewConfusion([]int{0, 1}, []int{0, 1}, 2, nil)
	require.NoError(t, err)
	require.Panics(t, func() { c.F1(2) })
}

func TestConfusionKeepsWhatItIsGiven(t *testing.T) {
	truth, pred := []int{0, 1, 1, -1}, []int{0, 1, -1, 1}
	c, err := metric.NewConfusion(truth, pred, 0, nil)
	require.NoError(t, err)
	require.Equal(t, mat.NewDense(2, 2, []float64{1, 0, 0, 1}), c.N)
	require.Equal(t, []float64{0, 1}, c.Abstained)
	require.Equal(t, 3.0, c.Total)
	require.Equal(t, 1.0, c.Micro().Precision(0))
	require.InDelta(t, 2.0/3, c.Coverage(), 1e-16)
}
