package progress

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

// run is a solver whose residual falls by a factor in each iteration, from 10, and whose bound is ten times as large. Of
// all rows as many are open as the bound to a power says. It checks as the solvers do, and returns when it ends, and
// what is expected in each iteration.
func run(f *Forecast, factor, power, rows float64) (end int, expected []int) {
	checked := 0
	for k := 1; ; k++ {
		residual := 10 * math.Pow(factor, float64(k))
		f.Reached(k, residual)
		if every := map[bool]int{true: 5, false: 50}[residual <= f.Tol]; k-checked >= every {
			checked = k
			bound := 10 * residual
			open := int(rows * math.Pow(bound, power))
			f.Proven(bound, open)
			if residual <= f.Tol && bound <= math.Sqrt(f.Tol) && open == 0 {
				return k, expected
			}
		}
		expected = append(expected, f.End())
	}
}

// TestForecast: from the middle on the end is known within a third of what is left, and the five iterations of a check,
// nine times out of ten.
func TestForecast(t *testing.T) {
	for _, factor := range []float64{0.7, 0.9, 0.98} {
		for _, power := range []float64{0.5, 1, 1.5} {
			for _, rows := range []float64{0, 1e3, 1e6} {
				end, expected := run(&Forecast{Tol: 1e-6, Stale: 50}, factor, power, rows)
				right, all := 0, 0
				// There is no certificate before iteration 50.
				for k := max(end/2, 50); k < len(expected); k++ {
					all++
					if math.Abs(float64(end-expected[k])) <= float64(end-k-1)/3+5 {
						right++
					}
				}
				assert.GreaterOrEqual(t, float64(right), 0.9*float64(all), "%g, %g, %g: %d of %d", factor, power, rows,
					right, all)
			}
		}
	}
}

// TestForecastOfAResidual: where the residual alone decides, its tolerance is the end.
func TestForecastOfAResidual(t *testing.T) {
	f := Forecast{Tol: 1e-6, Exact: true}
	for k := 1; k <= 100; k++ {
		f.Reached(k, math.Pow(10, -float64(k)/20))
		if k > 5 {
			assert.InDelta(t, 120, f.End(), 1)
		}
	}
}

// TestForecastKnowsNothing: of the first iterations, of a residual that does not fall or is no number, and after another
// preconditioner has begun; no more than the limit is ever expected.
func TestForecastKnowsNothing(t *testing.T) {
	f := Forecast{Tol: 1e-6, Limit: 1000}
	for k := 1; k <= 10; k++ {
		f.Reached(k, 1)
		assert.Contains(t, []int{0, 1000}, f.End())
	}
	for _, residual := range []float64{math.NaN(), math.Inf(1)} {
		f.Reached(20, residual)
		assert.Contains(t, []int{0, 1000}, f.End())
	}
	for k := 30; k < 60; k++ {
		f.Reached(k, math.Pow(0.999, float64(k)))
		assert.LessOrEqual(t, f.End(), 1000)
	}
	f.Reached(1, 1)
	assert.Zero(t, f.End(), "another solver")
}
