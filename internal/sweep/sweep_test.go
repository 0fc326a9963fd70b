package sweep

import (
	"math"
	"testing"

	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/internal/vec"
	"github.com/stretchr/testify/assert"
)

// TestStep goes from x to Mx + b in binary fractions, which nothing rounds, on all rows and on one of them that
// holds the values of the others behind its own.
func TestStep(t *testing.T) {
	whole := Rows{M: vec.MustSparse(2, []int{0, 1, 2}, []int32{1, 0}, []float64{0.5, 0.25}), B: []float64{1, 2, 3, 4}, Cols: 2}
	x, r := []float64{8, 16, 24, 32}, make([]float64, 4)
	whole.Residual(r, x, 0, 2)
	assert.Equal(t, []float64{5, 2, -19, -24}, r)
	Advance(x, r, 1)
	assert.Equal(t, []float64{13, 18, 5, 8}, x)

	// Rows that share a right side need it once.
	shared := Rows{M: whole.M, B: []float64{3, 4, 1, 2}, Place: []int32{1, 0}, Cols: 2}
	again := make([]float64, 4)
	shared.Residual(again, []float64{8, 16, 24, 32}, 0, 2)
	assert.Equal(t, []float64{5, 2, -19, -24}, again)
	one := make([]float64, 2)
	shared.ResidualTo(one, []float64{8, 16, 24, 32}, 1, 2)
	assert.Equal(t, []float64{-19, -24}, one)

	second := Rows{M: vec.MustSparse(2, []int{0, 1}, []int32{1}, []float64{0.25}), B: []float64{3, 4}, Cols: 2}
	second.Residual(r, []float64{24, 32, 8, 16}, 0, 1)
	assert.Equal(t, []float64{-19, -24}, r[:2])
	half := []float64{24, 32}
	Advance(half, r[:2], 0.5)
	assert.Equal(t, []float64{14.5, 20}, half)
}

func TestNormalization(t *testing.T) {
	number := func(x float64) lognum.Num { return lognum.FromLog(math.Log(x)) }
	walk := Normalization{Gamma: lognum.NewGamma(1)}
	assert.InDelta(t, 0.75, walk.Entry(number(3), number(4), number(100)), 1e-15)
	assert.InDelta(t, 0.25, walk.Source(number(1), number(4)), 1e-15)
	symmetric := Normalization{Gamma: lognum.NewGamma(1), Symmetric: true}
	assert.InDelta(t, 3.0/20, symmetric.Entry(number(3), number(4), number(100)), 1e-15)
	assert.InDelta(t, 0.5, symmetric.Source(number(1), number(4)), 1e-15)
	// No source is 0, whatever the row.
	assert.Zero(t, walk.Source(lognum.Zero(), lognum.Zero()))
}
