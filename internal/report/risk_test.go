package report

import (
	"testing"

	"github.com/propagate-go/propagate/internal/summary"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// riskAt is a point of the curve of risk and coverage.
func riskAt(least, coverage, accuracy, low, high float64) summary.Risk {
	return summary.Risk{Least: least, Labels: 40, Coverage: coverage, Accuracy: &accuracy, Interval: [2]float64{low, high}}
}

// TestRiskCoverage checks where the points lie: x = 66 + 380·coverage, y = 252 - 238·risk/top, where the axis ends 5 %
// above the interval of the chosen point, here 0.4.
func TestRiskCoverage(t *testing.T) {
	u := &summary.Uncertain{Least: 0.9, Curve: []summary.Risk{
		riskAt(0.9, 0.5, 0.9, 0.6, 0.95), riskAt(0, 1, 0.75, 0.7, 0.8), riskAt(0.9, 0.5, 0.9, 0.6, 0.95),
		{Least: 0.99, Labels: 40}, riskAt(0.5, 0.75, 0.8, 0.7, 0.9),
	}}
	f := riskCoverage(u)
	require.NotNil(t, f)
	require.Len(t, f.Dots, 4, "the chosen one once more, and none where nothing is kept")
	at := func(risk float64) float64 { return 252 - 238*risk/0.42 }
	for i, want := range [][2]float64{{446, at(0.25)}, {351, at(0.2)}, {256, at(0.1)}, {256, at(0.1)}} {
		assert.InDelta(t, want[0], f.Dots[i].X, 0.051)
		assert.InDelta(t, want[1], f.Dots[i].Y, 0.051)
	}
	assert.Greater(t, f.Dots[3].R, f.Dots[2].R)
	assert.Equal(t, "confidence of 0.9 at least: 50.0 % are kept, 10.0 % of these are wrong (5.0 to 40.0 %)", f.Dots[3].Title)
	assert.Equal(t, []line{{"curve", "446.0,110.3 351.0,138.7 256.0,195.3"}, {"ideal", "256.0,223.7 256.0,25.3"}}, f.Lines)
	assert.Contains(t, f.Caption, "leaving out each of 40 labels")
}

// TestNoRiskCoverage checks that there is no curve of one point, and that a run whose point keeps nothing says so.
func TestNoRiskCoverage(t *testing.T) {
	none := summary.Risk{Least: 1, Labels: 40}
	assert.Nil(t, riskCoverage(nil))
	assert.Nil(t, riskCoverage(&summary.Uncertain{}))
	assert.Nil(t, riskCoverage(&summary.Uncertain{Curve: []summary.Risk{none, riskAt(0, 1, 1, 0.9, 1)}}))
	f := riskCoverage(&summary.Uncertain{Curve: []summary.Risk{none, riskAt(0.5, 0.5, 1, 0.9, 1), riskAt(0, 1, 1, 0.9, 1)}})
	require.Len(t, f.Dots, 2)
	assert.Equal(t, 252.0, f.Dots[0].Y, "without a miss the risk is 0, and the axis is no point")
	assert.Contains(t, f.Caption, "At 1, that of this run, none would be kept.")
}
