package pool_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/labelprop/internal/pool"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize"
)

// evidence returns the probabilities of the classes by Bayes' rule from one measurement of each row, which is normal
// around the place of its class: what two of them tell together is the product.
func evidence(r *rand.Rand, name string, y []int, l, classes int, apart float64) pool.Opinion {
	p := mat.NewDense(len(y), classes, nil)
	for i, class := range y {
		row, v := p.RawRowView(i), apart*float64(class)+r.NormFloat64()
		for k := range row {
			row[k] = math.Exp(-(v - apart*float64(k)) * (v - apart*float64(k)) / 2)
		}
		floats.Scale(1/floats.Sum(row), row)
	}
	return pool.Opinion{Name: name, P: p, LeftOut: mat.DenseCopyOf(p.Slice(0, l, 0, classes))}
}

// Independent evidence multiplies: with many labels the answer is nearly that of Bayes' rule, which no mean reaches.
func TestBesideIsBayes(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 1))
	y := classesOf(6000, 3)
	columns, words := evidence(r, "columns", y, 3000, 3, 1), evidence(r, "words", y, 3000, 3, 1)
	mean := combine(t, y[:3000], 3, columns, words)
	words.Beside = true
	a := combine(t, y[:3000], 3, columns, words)
	bayes := mat.NewDense(len(y), 3, nil)
	bayes.MulElem(columns.P, words.P)
	far, loss := 0.0, func(p *mat.Dense) (sum float64) {
		for i, class := range y[3000:] {
			sum -= math.Log(p.At(3000+i, class) / floats.Sum(p.RawRowView(3000+i)))
		}
		return sum / 3000
	}
	for i := range y {
		row := bayes.RawRowView(i)
		floats.Scale(1/floats.Sum(row), row)
		far += floats.Distance(row, a.P.RawRowView(i), math.Inf(1)) / float64(len(y))
	}
	assert.Less(t, far, 0.03)
	assert.Less(t, loss(a.P), loss(bayes)+0.005)
	// The mean may be as bold, but not with so little trust in its temperature.
	assert.Less(t, loss(a.P), loss(mean.P))
	assert.InDelta(t, 1, a.Parts[0].Weight+a.Parts[1].Weight, 1e-12)
	assert.InDelta(t, 0.5, a.Parts[1].Weight, 0.05)
	assert.InDelta(t, 2, a.Blend.T, 0.25)
}

// The powers are those of the largest likelihood with its two terms, by an independent search.
func TestPowersOfBeside(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 2))
	for range 5 {
		classes := 2 + r.IntN(3)
		y := classesOf(40, classes)
		columns := opinion(r, "columns", y, 40, classes, r.Float64())
		words := opinion(r, "words", y, 40, classes, 2*r.Float64())
		words.Beside = true
		a := combine(t, y, classes, columns, words)
		logs := func(p *mat.Dense, temperature float64, i int) []float64 {
			row := make([]float64, classes)
			for k := range row {
				row[k] = temperature * math.Log(0.98*p.At(i, k)+0.02/float64(classes))
			}
			return row
		}
		negative := func(v []float64) float64 {
			main, beside := math.Exp(v[0]), v[1]*v[1]
			sum := 2*v[0]*v[0] + (beside-0.5)*(beside-0.5)
			for i, class := range y {
				row := logs(columns.LeftOut, a.Parts[0].Temperature, i)
				floats.Scale(main, row)
				floats.AddScaled(row, beside, logs(words.LeftOut, a.Parts[1].Temperature, i))
				// The class of the label has one label less than the others, without it.
				count := 0.0
				for _, other := range y {
					if other == class {
						count++
					}
				}
				row[class] += beside * a.Parts[1].Temperature * math.Log(count/(count-1))
				sum += floats.LogSumExp(row) - row[class]
			}
			return sum
		}
		best, err := optimize.Minimize(optimize.Problem{Func: negative}, []float64{0, 0.7}, nil, &optimize.NelderMead{})
		require.NoError(t, err)
		main, beside := math.Exp(best.X[0]), best.X[1]*best.X[1]
		assert.InDelta(t, main+beside, a.Blend.T, 2e-3)
		assert.InDelta(t, beside/(main+beside), a.Parts[1].Weight, 2e-3)
	}
}

// What says nothing of a row leaves the others as bold as they are, and what tells nothing of the classes costs little.
func TestBesideThatTellsNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 3))
	y := classesOf(1000, 3)
	columns, words := opinion(r, "columns", y, 120, 3, 2), opinion(r, "words", y, 120, 3, 1)
	words.Beside = true
	for i := 500; i < 510; i++ {
		words.P.SetRow(i, make([]float64, 3))
	}
	a := combine(t, y[:120], 3, columns, words)
	for i := 500; i < 510; i++ {
		want := make([]float64, 3)
		for k := range want {
			power := a.Blend.T * a.Parts[0].Weight * a.Parts[0].Temperature
			want[k] = math.Pow(0.98*columns.P.At(i, k)+0.02/3, power)
		}
		floats.Scale(1/floats.Sum(want), want)
		assert.InDeltaSlice(t, want, a.P.RawRowView(i), 1e-12)
	}
	alone := combine(t, y[:120], 3, columns)
	noise := opinion(r, "noise", y, 120, 3, 0)
	noise.Beside = true
	a = combine(t, y[:120], 3, columns, noise)
	assert.InDelta(t, right(alone.P, y), right(a.P, y), 10)
	// Where no label can be left out, it has half the power of the others.
	one := combine(t, []int{0, 1, 2}, 3, pool.Opinion{Name: "columns", P: columns.P}, pool.Opinion{Name: "words",
		P: words.P, Beside: true})
	assert.InDelta(t, 1.0/3, one.Parts[1].Weight, 1e-12)
	assert.InDelta(t, 1.5, one.Blend.T, 1e-12)
}

// The terms of a row add up to its answer, also where what stands beside says nothing.
func TestTermsOfBeside(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 4))
	y := classesOf(60, 3)
	columns, words := opinion(r, "columns", y, 30, 3, 1), opinion(r, "words", y, 30, 3, 1)
	words.Beside = true
	words.P.SetRow(59, make([]float64, 3))
	a := combine(t, y[:30], 3, columns, words)
	for _, i := range []int{40, 59} {
		sum := make([]float64, 3)
		terms := a.Blend.Terms([][]float64{columns.P.RawRowView(i), words.P.RawRowView(i)})
		for _, term := range terms {
			if term != nil {
				floats.Add(sum, term)
			}
		}
		assert.Equal(t, i == 59, terms[1] == nil)
		assert.InDelta(t, math.Log(a.P.At(i, 0)/a.P.At(i, 2)), sum[0]-sum[2], 1e-12)
	}
}
