package features_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/labelprop/features"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

func normal(r *rand.Rand, n int, scale float64) features.Column {
	var c features.Column
	for range n {
		c.Values = append(c.Values, scale*r.NormFloat64())
	}
	return c
}

func codes(r *rand.Rand, n, categories int) features.Column {
	c := features.Column{Categories: categories}
	for range n {
		c.Values = append(c.Values, float64(r.IntN(categories)))
	}
	return c
}

func encode(columns ...features.Column) *mat.Dense { return features.Fit(columns).Encode(columns) }

// meanSquare is the mean squared distance of rows a and a+1 in some features.
func meanSquare(x *mat.Dense, from, to int) float64 {
	n, _ := x.Dims()
	sum := 0.0
	for i := range n - 1 {
		for j := from; j < to; j++ {
			sum += (x.At(i, j) - x.At(i+1, j)) * (x.At(i, j) - x.At(i+1, j))
		}
	}
	return sum / float64(n-1)
}

func TestNumbersAndCategoriesWeighAlike(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	const n = 20_000
	x := encode(normal(r, n, 3), codes(r, n, 2), codes(r, n, 9), normal(r, n, 1e-9))
	for _, part := range [][2]int{{0, 1}, {1, 3}, {3, 12}, {12, 13}} {
		assert.InDelta(t, 2, meanSquare(x, part[0], part[1]), 0.2, part)
	}
}

func TestUnitsDoNotMatter(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	a, b, c := normal(r, 300, 1), normal(r, 300, 50), codes(r, 300, 4)
	x := encode(a, b, c)
	for _, unit := range []float64{1e-300, 1e-3, -7, 1e300} {
		other := features.Column{}
		for _, v := range a.Values {
			other.Values = append(other.Values, unit*v)
		}
		y := encode(other, b, c)
		for i := range 300 {
			assert.InDelta(t, math.Copysign(x.At(i, 0), unit*x.At(i, 0)), y.At(i, 0), 1e-9)
			assert.InDelta(t, x.At(i, 1), y.At(i, 1), 1e-12)
		}
	}
}

func TestTwoHugeNeighboursSpoilNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	a, b := normal(r, 200, 1), normal(r, 200, 100)
	before := encode(a, b)
	a.Values = append(a.Values, 1e12, 1.1e12)
	b.Values = append(b.Values, 0, 0)
	after := encode(a, b)
	assert.InDelta(t, meanSquare(before, 0, 1), meanSquare(after.Slice(0, 200, 0, 2).(*mat.Dense), 0, 1), 0.5)
	assert.Less(t, after.At(200, 0)-after.At(0, 0), 40.)
	assert.InDelta(t, after.At(200, 0), after.At(201, 0), 0.2)
}

func TestCountsThatAreMostlyZero(t *testing.T) {
	c := features.Column{Values: make([]float64, 1000)}
	for i := range 5 {
		c.Values[i] = float64(i + 1)
	}
	x := encode(c)
	_, d := x.Dims()
	require.Equal(t, 1, d)
	assert.Greater(t, x.At(0, 0), x.At(10, 0))
	assert.Less(t, x.At(4, 0), 25.)
}

func TestMissingValues(t *testing.T) {
	nan := math.NaN()
	r := rand.New(rand.NewPCG(7, 8))
	a, b := normal(r, 100, 1), codes(r, 100, 2)
	a.Values[7], b.Values[9] = nan, nan
	e := features.Fit([]features.Column{a, b})
	x := e.Encode([]features.Column{a, b})
	assert.Equal(t, []int{0, 0, 1, 1, 1}, e.Sources())
	assert.Positive(t, x.At(7, 1))
	assert.Zero(t, x.At(8, 1))
	assert.InDelta(t, 0, x.At(7, 0), 0.3) // the median
	assert.Zero(t, x.At(9, 2))
	assert.Zero(t, x.At(9, 3))
	assert.Positive(t, x.At(9, 4))
	for i := range 100 {
		for j := range 5 {
			assert.False(t, math.IsNaN(x.At(i, j)))
		}
	}
}

func TestConstantAndEmptyColumnsAreNoFeatures(t *testing.T) {
	nan := math.NaN()
	columns := []features.Column{{Values: []float64{1, 1, 1}}, {Values: []float64{nan, nan, nan}}, {Values: []float64{0, 0, 0}, Categories: 1}}
	assert.Zero(t, features.Fit(columns).Features())
	n, d := features.Fit(columns).Encode(columns).Dims()
	assert.Equal(t, []int{3, 1}, []int{n, d})
	columns[0].Values[1] = nan // whether there is a value is all it says
	assert.Equal(t, []int{0}, features.Fit(columns).Sources())
}

func TestNewRowsAreEncodedAsTheOld(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 1))
	columns := []features.Column{normal(r, 50, 4), codes(r, 50, 3), normal(r, 50, 1)}
	columns[2].Values[3] = math.NaN()
	e := features.Fit(columns)
	all := e.Encode(columns)
	for j := range columns {
		columns[j].Values = columns[j].Values[:10]
	}
	assert.True(t, mat.Equal(all.Slice(0, 10, 0, e.Features()), e.Encode(columns)))
	columns[1].Values[0] = 7 // a category that was not there
	assert.Equal(t, []float64{0, 0, 0}, e.Encode(columns).RawRowView(0)[1:4])
}

// Columns of one unit keep their relative widths, as pixels at the rim do.
func TestColumnsOfOneUnit(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 1))
	columns := []features.Column{normal(r, 500, 2), normal(r, 500, 2), normal(r, 500, 2), normal(r, 500, 0.01)}
	e := features.Fit(columns)
	require.True(t, e.Alike)
	x := e.Encode(columns)
	assert.InDelta(t, 200, math.Sqrt(meanSquare(x, 0, 1)/meanSquare(x, 3, 4)), 20)
	assert.False(t, features.Fit(append(columns[:3:3], normal(r, 500, 20))).Alike, "a wider one")
	// A category and a gap change nothing for the others.
	columns[1].Values[3] = math.NaN()
	e = features.Fit(append(columns, codes(r, 500, 2)))
	require.True(t, e.Alike)
	assert.Equal(t, []int{0, 1, 2, 3, 4, 4}, e.Sources())
	assert.False(t, features.Fit(columns[:2]).Alike)
}

// Whether two columns say the same does not depend on the order of the rows, however near the limit they are.
func TestDuplicatesInAnyOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 2))
	for range 20 {
		a, b := normal(r, 4500, 1), normal(r, 4500, 1)
		for i, v := range a.Values {
			b.Values[i] = v + 0.1*b.Values[i]
		}
		want := features.Duplicates([]features.Column{a, b})
		for range 5 {
			r.Shuffle(len(a.Values), func(i, j int) {
				a.Values[i], a.Values[j] = a.Values[j], a.Values[i]
				b.Values[i], b.Values[j] = b.Values[j], b.Values[i]
			})
			require.Equal(t, want, features.Duplicates([]features.Column{a, b}))
		}
	}
}

func TestDuplicates(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 1))
	a, b := normal(r, 400, 1), codes(r, 400, 3)
	inches, noisy, renamed, number := features.Column{}, features.Column{}, features.Column{Categories: 3}, features.Column{}
	for i := range a.Values {
		inches.Values = append(inches.Values, 7-a.Values[i]/2.54)
		noisy.Values = append(noisy.Values, a.Values[i]+r.NormFloat64()/3)
		renamed.Values = append(renamed.Values, 2-b.Values[i])
		number.Values = append(number.Values, []float64{5, 9, 6}[int(b.Values[i])])
	}
	assert.Equal(t, []int{-1, -1, 0, -1, 1, 1}, features.Duplicates([]features.Column{a, b, inches, noisy, renamed, number}))
	inches.Values[3] = math.NaN()
	assert.Equal(t, []int{-1, -1}, features.Duplicates([]features.Column{a, inches}))
	constant := features.Column{Values: make([]float64, 5)}
	assert.Equal(t, []int{-1, -1}, features.Duplicates([]features.Column{constant, constant}))
}

// New rows are read like the old ones: categories keep their codes, whatever cells there are.
func TestLike(t *testing.T) {
	c := features.Parse("color", []string{"red", "blue", "", "red"}, features.Category)
	like := c.Like([]string{" red", "green", "?", "blue"})
	assert.Equal(t, []string{"blue", "red"}, like.Names)
	assert.Equal(t, 2, like.Categories)
	assert.Equal(t, []float64{1, 2}, like.Values[:2], "an unknown category has a code of its own")
	assert.True(t, math.IsNaN(like.Values[2]))
	assert.Equal(t, 0., like.Values[3])
	number := features.Parse("size", []string{"1", "2"}, features.Number)
	like = number.Like([]string{"5", "x", "1.5"})
	assert.Equal(t, []float64{5, 1.5}, []float64{like.Values[0], like.Values[2]})
	assert.True(t, math.IsNaN(like.Values[1]))
}

// TestColumnsOfSeveralLengths holds that a column that is too short has missing values, and nothing panics.
func TestColumnsOfSeveralLengths(t *testing.T) {
	short := features.Column{Values: []float64{1, 2, 3}}
	long := features.Column{Values: []float64{1, 2, 3, 5, 8}}
	rest := features.Column{Values: []float64{1, 2, 3, math.NaN(), math.NaN()}}
	assert.Equal(t, features.Duplicates([]features.Column{rest, long}), features.Duplicates([]features.Column{short, long}))
	assert.Equal(t, []int{-1, 0}, features.Duplicates([]features.Column{short, rest}))
	assert.Equal(t, features.Weights([]features.Column{rest, long}), features.Weights([]features.Column{short, long}))
	assert.Equal(t, []int{-1, -1}, features.Duplicates([]features.Column{{}, long}))
	// A code of no category is missing, too.
	odd := features.Column{Categories: 2, Values: []float64{0, 1, 0, 2, -1}}
	gaps := features.Column{Categories: 2, Values: []float64{0, 1, 0, math.NaN(), math.NaN()}}
	assert.Equal(t, features.Weights([]features.Column{gaps, long}), features.Weights([]features.Column{odd, long}))
}
