package pipeline_test

import (
	"math"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"
)

// TestIntervalCovers adds up the probabilities of all counts whose interval covers the true proportion: on average over
// proportions that is 95 %.
func TestIntervalCovers(t *testing.T) {
	mean, cases := 0.0, 0.0
	for _, n := range []int{20, 50, 200} {
		for p := 0.02; p < 1; p += 0.02 {
			covered := 0.0
			for k := range n + 1 {
				low, high := pipeline.Proportion{Count: k, Of: n}.Interval()
				assert.True(t, low >= 0 && low <= high && high <= 1)
				if low <= p && p <= high {
					covered += distuv.Binomial{N: float64(n), P: p}.Prob(float64(k))
				}
			}
			assert.Greater(t, covered, 0.87, "%d, %g", n, p)
			mean, cases = mean+covered, cases+1
		}
	}
	assert.InDelta(t, 0.95, mean/cases, 0.005)
}

// newRowsAt links rows to one row of a model, so many at one distance and at another.
func newRowsAt(t *testing.T, near, far int) *graph.Links {
	t.Helper()
	model, err := graph.KNN(t.Context(), mat.NewDense(2, 1, []float64{0, -1000}), 1, nil)
	require.NoError(t, err)
	x := mat.NewDense(near+far, 1, nil)
	for i := range near + far {
		if x.Set(i, 0, 49); i >= near {
			x.Set(i, 0, 50)
		}
	}
	links, err := model.Link(t.Context(), x, kernel.SelfTuning{})
	require.NoError(t, err)
	return links
}

// TestDriftByHand counts the new rows that are farther out than all but one of 50 rows of a model: of 51 rows two are
// as far out, the share next to the 5 % that are allowed. It adds up the probability of as many or more.
func TestDriftByHand(t *testing.T) {
	var nearest []float64
	for i := range 50 {
		nearest = append(nearest, float64(50-i))
	}
	const expected = 2. / 51
	worst := expected + 2*math.Sqrt(expected*(1-expected)/50)
	for far := range 26 {
		d := pipeline.Drifted(newRowsAt(t, 25-far, far), nearest)
		require.NotNil(t, d)
		assert.Equal(t, pipeline.Proportion{Count: far, Of: 25}, d.Out)
		assert.InDelta(t, expected, d.Expected, 1e-15)
		tail := 0.0
		for k := far; k <= 25; k++ {
			tail += distuv.Binomial{N: 25, P: worst}.Prob(float64(k))
		}
		assert.Equal(t, tail < 0.001, d.Farther, "%d of 25: %g", far, tail)
	}
	assert.NotNil(t, pipeline.Drifted(newRowsAt(t, 20, 0), nearest))
	assert.Nil(t, pipeline.Drifted(newRowsAt(t, 19, 0), nearest))
	assert.Nil(t, pipeline.Drifted(newRowsAt(t, 20, 0), nearest[:19]))
}

// Of rows that are all as far as each other, none is farther out than the others: of new rows one in n+1 may be.
func TestDriftOfTiedDistances(t *testing.T) {
	d := pipeline.Drifted(newRowsAt(t, 40, 10), slices.Repeat([]float64{49}, 100))
	require.NotNil(t, d)
	assert.Equal(t, 10, d.Out.Count)
	assert.InDelta(t, 1./101, d.Expected, 1e-15)
	assert.True(t, d.Farther, "a fifth is more than one in a hundred")
	d = pipeline.Drifted(newRowsAt(t, 46, 4), slices.Repeat([]float64{49}, 100))
	assert.False(t, d.Farther, "four of 50 may be chance")
}

// TestShiftByHand moves a class by 1 row after the other: of ten classes, each of which may move either way, one has
// moved from 3.8906 standard errors on, the quantile of 1 - 0.001/20.
func TestShiftByHand(t *testing.T) {
	before := []int{550, 50, 50, 50, 50, 50, 50, 50, 50, 50}
	between := 0
	for k := range 101 {
		labels := slices.Repeat([]int{labelprop.Unlabeled}, 110)
		for i := range 100 {
			if labels[i] = 0; i >= k {
				labels[i] = 1 + i%9
			}
		}
		d := &pipeline.Drift{}
		d.ShiftTo(before, labels)
		both := float64(550+k) / 1100
		z := math.Abs(float64(k)/100-0.55) / math.Sqrt(both*(1-both)*(1/100.0+1/1000.0))
		assert.Equal(t, z > 3.8906, d.Classes[0].Moved, "%d", k)
		if z > 3.3 && z < 3.8906 {
			between++
		}
	}
	assert.Positive(t, between, "a limit for one class would show")
}

// New rows that have no distance to any other, such as zeros by their angle, are not compared; with no other there is
// no drift to tell of.
func TestDriftOfRowsWithoutNeighbors(t *testing.T) {
	model, err := graph.KNN(t.Context(), mat.NewDense(3, 2, []float64{1, 0, 0, 1, 1, 1}), 1,
		&graph.SearchOptions{Metric: kernel.Cosine{}})
	require.NoError(t, err)
	nearest := slices.Repeat([]float64{0.1}, 30)
	for _, zeros := range []int{0, 5, 29} {
		x := mat.NewDense(30, 2, nil)
		for i := zeros; i < 30; i++ {
			x.SetRow(i, []float64{1, 0})
		}
		links, err := model.Link(t.Context(), x, kernel.SelfTuning{})
		require.NoError(t, err)
		d := pipeline.Drifted(links, nearest)
		require.NotNil(t, d)
		assert.Equal(t, pipeline.Proportion{Of: 30 - zeros}, d.Out)
	}
	links, err := model.Link(t.Context(), mat.NewDense(30, 2, nil), kernel.SelfTuning{})
	require.NoError(t, err)
	assert.Nil(t, pipeline.Drifted(links, nearest))
}

// Shares are compared where both sides have labels.
func TestShiftWithoutLabels(t *testing.T) {
	unlabelled := slices.Repeat([]int{labelprop.Unlabeled}, 30)
	for _, c := range []struct{ before, labels []int }{
		{[]int{10, 10}, unlabelled}, {[]int{0, 0}, make([]int, 30)}, {nil, make([]int, 30)},
	} {
		d := &pipeline.Drift{}
		d.ShiftTo(c.before, c.labels)
		assert.Nil(t, d.Classes)
	}
}
