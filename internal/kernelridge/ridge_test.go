package kernelridge_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/internal/kernelridge"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// random returns a positive semidefinite l×l kernel of the given rank, and targets.
func random(r *rand.Rand, l, rank, c int) (*mat.SymDense, *mat.Dense) {
	f := mat.NewDense(l, rank, nil)
	f.Apply(func(int, int, float64) float64 { return r.NormFloat64() }, f)
	k := mat.NewSymDense(l, nil)
	k.SymOuterK(1, f)
	y := mat.NewDense(l, c, nil)
	y.Apply(func(int, int, float64) float64 { return r.NormFloat64() }, y)
	return k, y
}

// refit says of row i what a regression on the other rows does, by a general solver.
func refit(k *mat.SymDense, y *mat.Dense, lambda float64, i int) []float64 {
	l, c := y.Dims()
	var rows []int
	for j := range l {
		if j != i {
			rows = append(rows, j)
		}
	}
	a, b := mat.NewDense(l-1, l-1, nil), mat.NewDense(l-1, c, nil)
	for p, u := range rows {
		for q, v := range rows {
			a.Set(p, q, k.At(u, v))
		}
		a.Set(p, p, a.At(p, p)+lambda)
		b.SetRow(p, y.RawRowView(u))
	}
	var alpha mat.Dense
	if err := alpha.Solve(a, b); err != nil {
		panic(err)
	}
	said := make([]float64, c)
	for p, u := range rows {
		for j := range said {
			said[j] += k.At(i, u) * alpha.At(p, j)
		}
	}
	return said
}

func TestLeftOutIsARefitWithoutTheRow(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 40 {
		l, c, lambda := 2+r.IntN(30), 1+r.IntN(4), math.Exp(2*r.NormFloat64()-2)
		k, y := random(r, l, 1+r.IntN(2*l), c)
		fit, err := kernelridge.Solve(k, y, lambda)
		require.NoError(t, err)
		for i := range l {
			assert.InDeltaSlice(t, refit(k, y, lambda, i), fit.LeftOut.RawRowView(i), 1e-10)
		}
	}
}

func TestCoefficientsSolveTheEquation(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	k, y := random(r, 12, 5, 3)
	fit, err := kernelridge.Solve(k, y, 0.3)
	require.NoError(t, err)
	var left, ridge mat.Dense
	left.Mul(k, fit.Coefficients)
	ridge.Scale(0.3, fit.Coefficients)
	left.Add(&left, &ridge)
	assert.True(t, mat.EqualApprox(&left, y, 1e-11))
}

func TestAKernelThatIsNotDefiniteIsAnError(t *testing.T) {
	_, err := kernelridge.Solve(mat.NewSymDense(2, []float64{1, 5, 5, 1}), mat.NewDense(2, 1, nil), 0.1)
	assert.ErrorContains(t, err, "not positive definite")
}

// clouds returns points around a center for each class, and their classes.
func clouds(r *rand.Rand, n, classes int) (*mat.Dense, []int) {
	x, y := mat.NewDense(n, 2, nil), make([]int, n)
	for i := range n {
		y[i] = i % classes
		x.SetRow(i, []float64{5*float64(y[i]) + r.NormFloat64(), r.NormFloat64()})
	}
	return x, y
}

func firsts(y []int, n int) (rows, classes []int) {
	for i := range n {
		rows, classes = append(rows, i), append(classes, y[i])
	}
	return rows, classes
}

func TestClassifyTellsCloudsApart(t *testing.T) {
	x, y := clouds(rand.New(rand.NewPCG(5, 6)), 300, 3)
	labelled, given := firsts(y, 30)
	a, err := kernelridge.Classify(x, labelled, given, 3, kernelridge.Options{})
	require.NoError(t, err)
	right := 0
	for i := range y {
		row := a.Scores.RawRowView(i)
		assert.InDelta(t, 0, mat.Sum(mat.NewVecDense(3, row)), 1e-12)
		best := 0
		for k, v := range row {
			if v > row[best] {
				best = k
			}
		}
		if best == y[i] {
			right++
		}
	}
	assert.Greater(t, right, 290)
}

// A label has no part in what is said of its row without it.
func TestLeftOutDoesNotSeeTheLabel(t *testing.T) {
	x, y := clouds(rand.New(rand.NewPCG(7, 8)), 60, 3)
	labelled, given := firsts(y, 12)
	before, err := kernelridge.Classify(x, labelled, given, 3, kernelridge.Options{})
	require.NoError(t, err)
	given[4] = (given[4] + 1) % 3
	after, err := kernelridge.Classify(x, labelled, given, 3, kernelridge.Options{})
	require.NoError(t, err)
	assert.InDeltaSlice(t, before.LeftOut.RawRowView(4), after.LeftOut.RawRowView(4), 1e-10)
	assert.NotEqual(t, before.Scores.RawRowView(4), after.Scores.RawRowView(4))
}

func TestUnitsDoNotMatter(t *testing.T) {
	x, y := clouds(rand.New(rand.NewPCG(9, 1)), 40, 2)
	labelled, given := firsts(y, 10)
	a, err := kernelridge.Classify(x, labelled, given, 2, kernelridge.Options{})
	require.NoError(t, err)
	x.Scale(1000, x)
	b, err := kernelridge.Classify(x, labelled, given, 2, kernelridge.Options{})
	require.NoError(t, err)
	assert.True(t, mat.EqualApprox(a.Scores, b.Scores, 1e-9))
}

func TestRowsAllAlike(t *testing.T) {
	x := mat.NewDense(6, 2, nil)
	a, err := kernelridge.Classify(x, []int{0, 1}, []int{0, 1}, 2, kernelridge.Options{})
	require.NoError(t, err)
	for i := range 6 {
		assert.InDeltaSlice(t, []float64{0, 0}, a.Scores.RawRowView(i), 1e-12)
	}
}

// Of many rows the kernel is never in memory as a whole: the scores are its product with the coefficients all the same,
// and the width is the median of all distances, or nearly.
func TestManyRowsAreComparedInBlocks(t *testing.T) {
	const n, l = 43_000, 200
	x, y := clouds(rand.New(rand.NewPCG(3, 9)), n, 3)
	labelled, given := firsts(y, l)
	done, of := 0, 0
	a, err := kernelridge.Classify(x, labelled, given, 3, kernelridge.Options{Observe: func(now, total int) {
		assert.GreaterOrEqual(t, now, done)
		of = total
		done = now
	}})
	require.NoError(t, err)
	assert.Equal(t, of, done, "all of the work is counted")
	below := 0
	for i := 0; i < n; i += 43 {
		want := make([]float64, 3)
		for j := range l {
			distance := floats.Distance(x.RawRowView(i), x.RawRowView(j), 1)
			if distance < a.Regression.Width {
				below++
			}
			k := math.Exp(-distance / a.Regression.Width)
			for c := range want {
				want[c] += k * a.Regression.Coefficients.At(j, c)
			}
		}
		assert.InDeltaSlice(t, want, a.Scores.RawRowView(i), 1e-12)
	}
	assert.InDelta(t, 0.5, float64(below)/float64(n/43*l), 0.05)
	// The answer for new rows is that for rows that were there.
	again, err := a.Regression.Scores(x, kernelridge.Options{})
	require.NoError(t, err)
	assert.True(t, mat.Equal(a.Scores, again))
}
