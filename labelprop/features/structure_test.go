package features_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/labelprop/features"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// classTable returns columns that know one of two classes, numbers and a category, and columns of noise, numbers and
// categories by turns.
func classTable(r *rand.Rand, n, useful, noise int) []features.Column {
	class := make([]float64, n)
	for i := range class {
		class[i] = float64(r.IntN(2))
	}
	var all []features.Column
	for j := range useful {
		c := features.Column{}
		for _, k := range class {
			// Every third one is a category that is right four times of five.
			v := 2*k + r.NormFloat64()
			if j%3 == 2 {
				c.Categories = 3
				if v = k; r.Float64() < 0.3 {
					v = float64(r.IntN(3))
				}
			}
			c.Values = append(c.Values, v)
		}
		all = append(all, c)
	}
	for j := range noise {
		if j%2 == 0 {
			all = append(all, normal(r, n, 5))
		} else {
			all = append(all, codes(r, n, 4))
		}
	}
	return all
}

// TestNoiseWeighsLess: of columns that know the class each weighs more than every column of noise.
func TestNoiseWeighsLess(t *testing.T) {
	for seed := range uint64(20) {
		w := features.Weights(classTable(rand.New(rand.NewPCG(seed, 1)), 300, 6, 12))
		assert.InDelta(t, 18, floats.Dot(w, w), 1e-9, "the mean of the squares is 1")
		assert.Greater(t, floats.Min(w[:6]), 1.3*floats.Max(w[6:]), seed)
	}
}

// TestIndependentColumnsWeighAlike: where nothing depends on anything, chance decides hardly anything.
func TestIndependentColumnsWeighAlike(t *testing.T) {
	for seed := range uint64(20) {
		w := features.Weights(classTable(rand.New(rand.NewPCG(seed, 2)), 300, 0, 20))
		assert.Greater(t, floats.Min(w), 0.8, seed)
		assert.Less(t, floats.Max(w), 1.3, seed)
	}
}

// TestWeightsByHand: two columns of numbers and one of categories, of which V² is known from the table of counts.
func TestWeightsByHand(t *testing.T) {
	// Two categories that are equal but for one row of five, and one that is independent of both.
	a, b, c := features.Column{Categories: 2}, features.Column{Categories: 2}, features.Column{Categories: 2}
	for i := range 200 {
		x := float64(i % 2)
		y := x
		if i/2%5 == 0 {
			y = 1 - x
		}
		a.Values, b.Values, c.Values = append(a.Values, x), append(b.Values, y), append(c.Values, float64(i/10%2))
	}
	// φ² of the counts 80, 20, 20, 80 is 0.36, and 0 of 50, 50, 50, 50; each less 1/n.
	const n = 200
	s := []float64{0.36 - 2./n, 0.36 - 2./n, 0}
	shrink := 0.1 + 2*math.Sqrt(2*2./(n*n))
	mean := stat.Mean(s, nil)
	for j, w := range features.Weights([]features.Column{a, b, c}) {
		assert.InDelta(t, math.Sqrt((s[j]+shrink)/(mean+shrink)), w, 1e-9)
	}
}

// TestBentDependence: a column that is the square of another one depends on it, without any correlation.
func TestBentDependence(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	a := normal(r, 400, 1)
	square := features.Column{}
	for _, v := range a.Values {
		square.Values = append(square.Values, v*v)
	}
	w := features.Weights([]features.Column{a, square, normal(r, 400, 1), normal(r, 400, 1)})
	assert.Greater(t, min(w[0], w[1]), 1.7*max(w[2], w[3]))
}

// TestWeightsHaveNoOrder: neither the order of the rows nor units matter, be it of numbers or of names.
func TestWeightsHaveNoOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	columns := classTable(r, 3000, 5, 4)
	columns[0].Values[3], columns[2].Values[4] = math.NaN(), math.NaN()
	order := r.Perm(3000)
	other := make([]features.Column, len(columns))
	for j, c := range columns {
		other[j].Categories = c.Categories
		for _, i := range order {
			other[j].Values = append(other[j].Values, c.Values[i])
		}
	}
	assert.Equal(t, features.Weights(columns), features.Weights(other))
}

// TestWeightsOfOddColumns: constants, gaps alone and one column.
func TestWeightsOfOddColumns(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	gaps := features.Column{Values: []float64{math.NaN(), math.NaN(), math.NaN(), math.NaN()}}
	constant := features.Column{Values: []float64{1, 1, 1, 1}}
	for _, w := range features.Weights([]features.Column{gaps, constant, codes(r, 4, 2), {Categories: 40, Values: gaps.Values}}) {
		assert.InDelta(t, 1, w, 1e-12)
	}
	assert.Nil(t, features.Weights([]features.Column{normal(r, 10, 1)}))
	assert.Nil(t, features.Weights(make([]features.Column, 501)))
}

// TestWeightsAreFactors: of differences where distances are sums of these, and of squares where columns are of one unit.
func TestWeightsAreFactors(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	columns := []features.Column{normal(r, 50, 1), codes(r, 50, 3), normal(r, 50, 100)}
	e := features.Fit(columns)
	before := e.Encode(columns)
	e.Weigh([]float64{4, 0.25, 2})
	after, from := e.Encode(columns), e.Sources()
	require.False(t, e.Alike)
	for i := range 50 {
		for k, factor := range map[int]float64{0: 4, 1: 0.25, 2: 2} {
			for j, source := range from {
				if source == k {
					assert.InDelta(t, factor*before.At(i, j), after.At(i, j), 1e-12)
				}
			}
		}
	}
	e.Alike = true
	e.Weigh([]float64{4, 0.25, 2})
	assert.InDelta(t, 2*before.At(7, 0), e.Encode(columns).At(7, 0), 1e-12)
	e.Weigh(nil)
	assert.True(t, mat.Equal(before, e.Encode(columns)))
}

// TestStructureOfOneUnit: pixels count by their widths; noise among columns of one unit counts less.
func TestStructureOfOneUnit(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	columns := classTable(r, 400, 2, 0)
	columns = append(columns, classTable(r, 400, 2, 0)...)
	// A rim that hardly varies has no structure, and no weight to lose.
	columns = append(columns, normal(r, 400, 0.01), normal(r, 400, 0.02))
	e := features.Fit(columns)
	require.True(t, e.Alike)
	assert.Nil(t, e.Structure(columns))
	columns = append(columns, normal(r, 400, 1), normal(r, 400, 1))
	e = features.Fit(columns)
	require.True(t, e.Alike)
	assert.Equal(t, features.Weights(columns), e.Structure(columns))
}
