package labelprop_test

import (
	"context"
	"math"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// nearestMean is a weak classifier: a softmax of the distances to class means.
func nearestMean(d dataset, y []int) *mat.Dense {
	n, cols := d.x.Dims()
	mean, count := mat.NewDense(d.classes, cols, nil), make([]float64, d.classes)
	for i, k := range y {
		if k >= 0 {
			floats.Add(mean.RawRowView(k), d.x.RawRowView(i))
			count[k]++
		}
	}
	z := mat.NewDense(n, d.classes, nil)
	for i := range n {
		row := z.RawRowView(i)
		for k := range row {
			m := slices.Clone(mean.RawRowView(k))
			floats.Scale(1/count[k], m)
			row[k] = -math.Pow(floats.Distance(m, d.x.RawRowView(i), 2), 2) / 500
		}
		floats.AddConst(-floats.LogSumExp(row), row)
		for k := range row {
			row[k] = math.Exp(row[k])
		}
	}
	return z
}

// denseCorrectSmooth writes out the steps with dense matrices.
func denseCorrectSmooth(w *mat.Dense, y []int, z *mat.Dense, alpha float64) *mat.Dense {
	n, c := z.Dims()
	d := degrees(w)
	var s mat.Dense
	s.Apply(func(i, j int, v float64) float64 {
		if v == 0 {
			return 0
		}
		return v / math.Sqrt(d[i]*d[j])
	}, w)
	spread := func(x0 *mat.Dense, least float64) *mat.Dense {
		x := mat.DenseCopyOf(x0)
		for range 50 {
			var next mat.Dense
			next.Mul(&s, x)
			next.Apply(func(i, k int, v float64) float64 {
				return math.Min(math.Max(alpha*v+(1-alpha)*x0.At(i, k), least), 1)
			}, &next)
			x = &next
		}
		return x
	}
	e0, sigma, l := mat.NewDense(n, c, nil), 0.0, 0.0
	for i, k := range y {
		if k >= 0 {
			row := e0.RawRowView(i)
			row[k] = 1
			floats.Sub(row, z.RawRowView(i))
			sigma += floats.Norm(row, 1)
			l++
		}
	}
	e := spread(e0, -1)
	g0 := mat.DenseCopyOf(z)
	for i, k := range y {
		scale := sigma / l / floats.Norm(e.RawRowView(i), 1)
		if math.IsNaN(scale) || scale > 1000 {
			scale = 1
		}
		floats.AddScaled(g0.RawRowView(i), scale, e.RawRowView(i))
		if k >= 0 {
			g0.SetRow(i, make([]float64, c))
			g0.Set(i, k, 1)
		}
	}
	g := spread(g0, 0)
	for i := range n {
		if sum := floats.Sum(g.RawRowView(i)); sum > 0 {
			floats.Scale(1/sum, g.RawRowView(i))
		}
	}
	return g
}

func TestCorrectSmoothTakesTheStepsOfThePaper(t *testing.T) {
	d := load(t, "digits").thinned(5)
	net := knn(t, d, 5, nil, kernel.SelfTuning{})
	y := d.draw(3, 1)
	z := nearestMean(d, y)
	for _, alpha := range []float64{0.3, 0.8} {
		got, err := labelprop.CorrectSmooth{CorrectAlpha: alpha, SmoothAlpha: alpha}.Improve(t.Context(), net.g, classSeeds(y), z)
		require.NoError(t, err)
		assert.LessOrEqual(t, largestGap(denseCorrectSmooth(weights(net.g), y, z, alpha), got), 1e-12)
	}
}

func TestCorrectSmoothImproves(t *testing.T) {
	d := load(t, "digits")
	net := knn(t, d, 10, nil, kernel.SelfTuning{})
	before, after := 0.0, 0.0
	for seed := range uint64(5) {
		y := d.draw(5, seed)
		z := nearestMean(d, y)
		g, err := labelprop.CorrectSmooth{}.Improve(t.Context(), net.g, classSeeds(y), z)
		require.NoError(t, err)
		before, after = before+accuracy(mostLikely(z), d.truth, y)/5, after+accuracy(mostLikely(g), d.truth, y)/5
	}
	t.Logf("nearest mean, 5 labels a class: %.4f, corrected and smoothed %.4f", before, after)
	assert.Greater(t, after, before+0.05)
}

func mostLikely(p *mat.Dense) []int {
	n, _ := p.Dims()
	labels := make([]int, n)
	for i := range labels {
		labels[i] = floats.MaxIdx(p.RawRowView(i))
	}
	return labels
}

func TestCorrectSmoothErrors(t *testing.T) {
	g, y, z := path(t, 3), classSeeds([]int{0, none, 1}), mat.NewDense(3, 2, []float64{1, 0, 0.5, 0.5, 0, 1})
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	for name, err := range map[string]error{
		"seeds":     second(labelprop.CorrectSmooth{}.Improve(t.Context(), path(t, 2), y, z)),
		"shape":     second(labelprop.CorrectSmooth{}.Improve(t.Context(), g, y, mat.NewDense(3, 1, nil))),
		"alpha":     second(labelprop.CorrectSmooth{SmoothAlpha: 1}.Improve(t.Context(), g, y, z)),
		"steps":     second(labelprop.CorrectSmooth{Steps: -1}.Improve(t.Context(), g, y, z)),
		"range":     second(labelprop.CorrectSmooth{}.Improve(t.Context(), g, y, mat.NewDense(3, 2, []float64{1, 0, 2, 0, math.NaN(), 0}))),
		"values":    second(labelprop.CorrectSmooth{}.Improve(t.Context(), g, valueSeeds([]float64{1, 2, 3}), z)),
		"cancelled": second(labelprop.CorrectSmooth{}.Improve(cancelled, g, y, z)),
	} {
		require.Error(t, err, name)
		assertOurs(t, err)
	}
}
