package pool_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/labelprop/internal/pool"
	"github.com/stretchr/testify/assert"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

func TestDealtOut(t *testing.T) {
	for _, c := range []struct {
		counts []int
		dealt  bool
	}{
		{[]int{1, 1}, true}, {[]int{5, 5}, true}, {[]int{10, 10, 10}, true}, {[]int{25, 25}, true},
		{[]int{5, 5, 5, 5, 2, 5}, true}, {[]int{10, 10, 10, 7, 10, 1, 10, 10}, true}, {[]int{17, 17, 16}, true},
		{[]int{30, 20}, false}, {[]int{7, 3}, false}, {[]int{40, 6, 4}, false}, {[]int{26, 16, 3, 1, 1, 2, 1}, false}, {[]int{101, 62, 37}, false},
	} {
		assert.Equal(t, c.dealt, pool.DealtOut(c.counts), c.counts)
	}
}

// Random samples are told from labels dealt out nearly always, where it matters: where
// the shares are uneven.
func TestRandomSamplesAreNotDealtOut(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	wrong := 0
	for range 1000 {
		counts := []int{1, 1, 1}
		for range 50 {
			switch v := r.Float64(); {
			case v < 0.6:
				counts[0]++
			case v < 0.9:
				counts[1]++
			default:
				counts[2]++
			}
		}
		if pool.DealtOut(counts) {
			wrong++
		}
	}
	assert.Less(t, wrong, 10)
}

// posteriors draws n rows of two classes with the given share of the first, and returns
// the posterior of each at even shares: a normal variable with mean ±1.
func posteriors(n int, share float64) *mat.Dense {
	r := rand.New(rand.NewPCG(3, 4))
	p := mat.NewDense(n, 2, nil)
	for i := range n {
		mean := -1.
		if r.Float64() < share {
			mean = 1
		}
		first := 1 / (1 + math.Exp(-2*(mean+r.NormFloat64())))
		p.SetRow(i, []float64{first, 1 - first})
	}
	return p
}

func TestSharesAreFound(t *testing.T) {
	for _, share := range []float64{0.05, 0.3, 0.5, 0.9} {
		p := posteriors(4000, share)
		many, few := pool.Shares(p, 1000), pool.Shares(p, 4)
		assert.InDelta(t, 1, floats.Sum(many), 1e-12)
		assert.InDelta(t, share, many[0], 0.25)
		// The fewer labels, the nearer to even.
		assert.LessOrEqual(t, math.Abs(few[0]-0.5), math.Abs(many[0]-0.5)+1e-12)
	}
}

// The estimate is the fixed point: what is expected at it is it again.
func TestSharesAreAFixedPoint(t *testing.T) {
	p := posteriors(500, 0.2)
	shares := pool.Shares(p, 40)
	sum := 0.0
	for i := range 500 {
		a, b := p.At(i, 0)*shares[0], p.At(i, 1)*shares[1]
		sum += a / (a + b)
	}
	assert.InDelta(t, shares[0], (sum+250*0.5)/(500+250), 1e-6)
}

func TestAtShares(t *testing.T) {
	p := mat.NewDense(3, 2, []float64{0.5, 0.5, 0.9, 0.1, 0, 0})
	pool.AtShares(p, []float64{0.2, 0.8})
	assert.InDeltaSlice(t, []float64{0.2, 0.8, 0.18 / 0.26, 0.08 / 0.26, 0, 0}, p.RawMatrix().Data, 1e-12)
}

// The factors for known shares are those that bisection finds where there are two classes; with more classes the
// probabilities add up to the shares, and the odds of two classes change alike in all rows.
func TestFactorsForKnownShares(t *testing.T) {
	for _, share := range []float64{0.01, 0.3, 0.9} {
		p := posteriors(500, 0.4)
		got := pool.FactorsFor(p, []float64{share, 1 - share})
		low, high := 0., 1.
		for range 60 {
			w, sum := (low+high)/2, 0.
			for i := range 500 {
				a, b := p.At(i, 0)*w, p.At(i, 1)*(1-w)
				sum += a / (a + b)
			}
			if sum > share*500 {
				high = w
			} else {
				low = w
			}
		}
		assert.InEpsilon(t, low, got[0], 1e-7)
		assert.InEpsilon(t, 1-low, got[1], 1e-7)
	}
	r := rand.New(rand.NewPCG(5, 6))
	p, shares := mat.NewDense(200, 4, nil), []float64{0.5, 0.3, 0.15, 0.05}
	for i := range 199 { // the last row says nothing
		for k := range 4 {
			p.Set(i, k, math.Exp(3*r.NormFloat64()))
		}
	}
	sums, w := make([]float64, 4), pool.FactorsFor(p, shares)
	for i := range 199 {
		row := slices.Clone(p.RawRowView(i))
		floats.Mul(row, w)
		floats.AddScaled(sums, 1/floats.Sum(row), row)
	}
	for k := range sums {
		assert.InEpsilon(t, 199*shares[k], sums[k], 1e-8)
	}
}
