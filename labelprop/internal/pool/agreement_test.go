package pool_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/labelprop/internal/pool"
	"github.com/stretchr/testify/assert"
	"gonum.org/v1/gonum/mat"
)

func TestAgreement(t *testing.T) {
	a := mat.NewDense(4, 2, []float64{0.9, 0.1, 0.2, 0.8, 0, 0, 0.6, 0.4})
	b := mat.NewDense(4, 2, []float64{0.6, 0.4, 0.7, 0.3, 0.5, 0.5, 0.6, 0.4})
	assert.InDelta(t, 2./3, pool.Agreement(a, b, []int{0, 1, 2, 3}), 1e-12, "a silent row does not count")
	assert.Zero(t, pool.Agreement(a, b, []int{1}))
	assert.True(t, math.IsNaN(pool.Agreement(a, b, []int{2})))
	assert.InDelta(t, 0.85, pool.ExpectedAccuracy(0.9, 2), 1e-12)
	assert.InDelta(t, 0.25, pool.ExpectedAccuracy(0.3, 4), 1e-12, "never below chance")
}

// TestPowerFor: at the power found the mean confidence is the one asked for, and the order of the rows makes no
// difference.
func TestPowerFor(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	const n, c = 500, 4
	p, rows := mat.NewDense(n, c, nil), r.Perm(n)[:400]
	for i := range n {
		sum := 0.0
		for k := range c {
			p.Set(i, k, r.ExpFloat64())
			sum += p.At(i, k)
		}
		for k := range c {
			p.Set(i, k, p.At(i, k)/sum)
		}
	}
	confidence := func(q *mat.Dense) float64 {
		sum := 0.0
		for _, i := range rows {
			sum += mat.Max(q.RowView(i))
		}
		return sum / float64(len(rows))
	}
	for _, asked := range []float64{0.3, 0.5, 0.7} {
		power := pool.PowerFor(p, rows, asked)
		q := mat.DenseCopyOf(p)
		pool.Raise(q, power)
		assert.InDelta(t, asked, confidence(q), 2e-3)
		assert.InDelta(t, 1, mat.Sum(q.RowView(7)), 1e-12)
		assert.InDelta(t, power*math.Log(p.At(7, 0)/p.At(7, 1)), math.Log(q.At(7, 0)/q.At(7, 1)), 1e-9)
		turned := make([]int, len(rows))
		for k, i := range rows {
			turned[len(rows)-1-k] = i
		}
		assert.Equal(t, power, pool.PowerFor(p, turned, asked))
	}
	assert.Less(t, pool.PowerFor(p, rows, 0), 0.06, "at least 0.05")
	assert.Greater(t, pool.PowerFor(p, rows, 1), 2.9, "at most 3")
	silent := mat.NewDense(2, 2, []float64{0, 0, 0.9, 0.1})
	pool.Raise(silent, 2)
	assert.True(t, mat.EqualApprox(silent, mat.NewDense(2, 2, []float64{0, 0, 81. / 82, 1. / 82}), 1e-12))
}

func TestWhole(t *testing.T) {
	assert.Zero(t, pool.Whole(0.9))
	assert.InDelta(t, 0.5, pool.Whole(0.95), 1e-12)
	assert.InDelta(t, 1, pool.Whole(0.99), 1e-12)
}
