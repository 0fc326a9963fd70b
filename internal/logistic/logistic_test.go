package logistic_test

import (
	"bytes"
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/internal/logistic"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize"
	"gonum.org/v1/gonum/stat"
)

// drawn is a problem: features of different sizes, one of two values and an indicator, and labels that depend on them.
type drawn struct {
	x           *mat.Dense
	labelled, y []int
	classes     int
}

func draw(r *rand.Rand) drawn {
	n, d, c := 12+r.IntN(20), 1+r.IntN(6), 2+r.IntN(3)
	p := drawn{x: mat.NewDense(n, d+2, nil), classes: c}
	for i := range n {
		for j := range d {
			p.x.Set(i, j, math.Pow(10, float64(j))*(float64(j)+r.NormFloat64()))
		}
		p.x.Set(i, d, float64(3-6*(i%5/4)))
		p.x.Set(i, d+1, float64(7*(i%4/3)))
	}
	// Some of the rows, in the order of their classes.
	for k := range c {
		for range 1 + r.IntN(5) {
			p.labelled = append(p.labelled, r.IntN(n))
			p.y = append(p.y, k)
		}
	}
	return p
}

// scaled returns the rows as the package says that they are scaled, and a 1, with the statistics of gonum.
func (p *drawn) scaled() *mat.Dense {
	n, d := p.x.Dims()
	z := mat.NewDense(n, d+1, nil)
	for j := range d {
		column := mat.Col(nil, j, p.x)
		mean, variance := stat.PopMeanVariance(column, nil)
		width := math.Sqrt(variance)
		if j == d-1 {
			width = floats.Max(column) - floats.Min(column)
		}
		for i, v := range column {
			if width > 0 {
				z.Set(i, j, (v-mean)/width)
			}
		}
	}
	for i := range n {
		z.Set(i, d, 1)
	}
	return z
}

// best returns the weights of the smallest loss by a general minimiser, without the labels left out.
func (p *drawn) best(t *testing.T, z *mat.Dense, lambda float64, out func(l int) bool) *mat.Dense {
	t.Helper()
	_, d := z.Dims()
	loss := func(w []float64) float64 {
		sum, scores := 0.0, make([]float64, p.classes)
		for l, i := range p.labelled {
			if out(l) {
				continue
			}
			for k := range scores {
				scores[k] = floats.Dot(w[k*d:(k+1)*d], z.RawRowView(i))
			}
			sum += floats.LogSumExp(scores) - scores[p.y[l]]
		}
		for j, v := range w {
			if j%d == d-1 {
				sum += lambda / 2000 * v * v
			} else {
				sum += lambda / 2 * v * v
			}
		}
		return sum
	}
	// Differences of the loss alone, so that no formula of a derivative is shared.
	gradient := func(g, w []float64) {
		at := append([]float64(nil), w...)
		for j := range w {
			const h = 1e-5
			at[j] = w[j] + h
			up := loss(at)
			at[j] = w[j] - h
			g[j] = (up - loss(at)) / (2 * h)
			at[j] = w[j]
		}
	}
	found, err := optimize.Minimize(optimize.Problem{Func: loss, Grad: gradient}, make([]float64, p.classes*d),
		&optimize.Settings{GradientThreshold: 1e-7, MajorIterations: 400}, &optimize.BFGS{})
	if found == nil {
		require.NoError(t, err)
	}
	return mat.NewDense(p.classes, d, found.X)
}

// said returns softmax(W·z).
func said(w *mat.Dense, z []float64) []float64 {
	c, _ := w.Dims()
	p := make([]float64, c)
	for k := range p {
		p[k] = floats.Dot(w.RawRowView(k), z)
	}
	total := floats.LogSumExp(p)
	for k, v := range p {
		p[k] = math.Exp(v - total)
	}
	return p
}

func TestFitAndLabelsLeftOutAreThoseOfAGeneralMinimiser(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 5 {
		p, lambda := draw(r), math.Exp(r.NormFloat64())
		folds := 1 + r.IntN(len(p.y))
		a, err := logistic.Classify(p.x, p.labelled, p.y, p.classes, logistic.Options{Lambda: lambda, Folds: folds})
		require.NoError(t, err)
		z := p.scaled()
		w := p.best(t, z, lambda, func(int) bool { return false })
		n, _ := z.Dims()
		for i := range n {
			require.InDeltaSlice(t, said(w, z.RawRowView(i)), a.P.RawRowView(i), 2e-4)
		}
		// Each fold by a fit without it.
		for fold := range folds {
			w := p.best(t, z, lambda, func(l int) bool { return l%folds == fold })
			for l := fold; l < len(p.y); l += folds {
				require.InDeltaSlice(t, said(w, z.RawRowView(p.labelled[l])), a.LeftOut.RawRowView(l), 2e-4)
			}
		}
	}
}

// Where one class has a feature to itself, no weights without a penalty would be enough.
func TestSeparableClassesAndHugeFeatures(t *testing.T) {
	x := mat.NewDense(6, 3, []float64{
		-1e300, 5, 1,
		-1e299, 5, 2,
		1e300, 5, 3,
		1e308, 5, 4,
		-1e308, 5, 5,
		0, 5, 6,
	})
	a, err := logistic.Classify(x, []int{0, 1, 2, 3}, []int{0, 0, 1, 1}, 2, logistic.Options{Lambda: 1e-6})
	require.NoError(t, err)
	for i := range 4 {
		assert.Greater(t, a.P.At(i, i/2), 0.99)
		assert.InDelta(t, 1, floats.Sum(a.LeftOut.RawRowView(i)), 1e-12)
	}
	for name, bad := range map[string]float64{"NaN": math.NaN(), "+Inf": math.Inf(1), "-Inf": math.Inf(-1)} {
		x.Set(5, 2, bad)
		_, err := logistic.Classify(x, []int{0, 1, 2, 3}, []int{0, 0, 1, 1}, 2, logistic.Options{})
		assert.ErrorContains(t, err, "column 2 has a value that is not a finite number", name)
	}
}

func TestOrderOfRowsMakesNoDifference(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 20 {
		p := draw(r)
		a, err := logistic.Classify(p.x, p.labelled, p.y, p.classes, logistic.Options{})
		require.NoError(t, err)
		n, d := p.x.Dims()
		to, turned := r.Perm(n), mat.NewDense(n, d, nil)
		labelled := make([]int, len(p.labelled))
		for i, at := range to {
			turned.SetRow(at, p.x.RawRowView(i))
		}
		for l, i := range p.labelled {
			labelled[l] = to[i]
		}
		b, err := logistic.Classify(turned, labelled, p.y, p.classes, logistic.Options{})
		require.NoError(t, err)
		require.Equal(t, a.LeftOut, b.LeftOut)
		for i, at := range to {
			require.Equal(t, a.P.RawRowView(i), b.P.RawRowView(at))
		}
	}
}

func TestStoredRegressionSaysTheSame(t *testing.T) {
	p := draw(rand.New(rand.NewPCG(5, 6)))
	a, err := logistic.Classify(p.x, p.labelled, p.y, p.classes, logistic.Options{})
	require.NoError(t, err)
	var file bytes.Buffer
	require.NoError(t, a.Regression.Store(&file))
	stored := bytes.Clone(file.Bytes())
	read, err := logistic.Read(&file)
	require.NoError(t, err)
	again, err := read.Probabilities(p.x, logistic.Options{})
	require.NoError(t, err)
	assert.Equal(t, a.P, again)
	_, err = read.Probabilities(mat.NewDense(3, 20, nil), logistic.Options{})
	assert.EqualError(t, err, "20 columns, for a regression on "+string(rune('0'+p.x.RawMatrix().Cols)))
	for cut := range len(stored) {
		_, err := logistic.Read(bytes.NewReader(stored[:cut]))
		require.Error(t, err, cut)
	}
}

func TestItIsToldAndEnds(t *testing.T) {
	p := draw(rand.New(rand.NewPCG(7, 8)))
	last := 0
	_, err := logistic.Classify(p.x, p.labelled, p.y, p.classes,
		logistic.Options{Observe: func(done, total int) {
			assert.Greater(t, done, last)
			assert.Equal(t, len(p.y), total)
			last = done
		}})
	require.NoError(t, err)
	assert.Equal(t, len(p.y), last)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = logistic.Classify(p.x, p.labelled, p.y, p.classes, logistic.Options{Context: ctx})
	assert.ErrorIs(t, err, context.Canceled)
}

// The penalty is 3 where none is asked for, as the manual says.
func TestPenaltyByDefault(t *testing.T) {
	p := draw(rand.New(rand.NewPCG(9, 10)))
	a, err := logistic.Classify(p.x, p.labelled, p.y, p.classes, logistic.Options{})
	require.NoError(t, err)
	w := p.best(t, p.scaled(), 3, func(int) bool { return false })
	for i := range p.x.RawMatrix().Rows {
		require.InDeltaSlice(t, said(w, p.scaled().RawRowView(i)), a.P.RawRowView(i), 2e-4)
	}
}

// New rows may lie as far away as numbers go: they get probabilities all the same.
func TestNewRowsAtTheEndsOfNumbers(t *testing.T) {
	x := mat.NewDense(4, 2, []float64{1e-300, 1, 2e-300, 2, 3e-300, 4, 5e-300, 8})
	a, err := logistic.Classify(x, []int{0, 1, 2, 3}, []int{0, 0, 1, 1}, 2, logistic.Options{Lambda: 0.01})
	require.NoError(t, err)
	p, err := a.Regression.Probabilities(mat.NewDense(2, 2, []float64{
		math.MaxFloat64, -math.MaxFloat64,
		-math.MaxFloat64, math.MaxFloat64,
	}), logistic.Options{})
	require.NoError(t, err)
	for i := range 2 {
		assert.InDelta(t, 1, floats.Sum(p.RawRowView(i)), 1e-12)
	}
}
