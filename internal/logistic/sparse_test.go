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
)

// sparse are rows that give their values but for zeros.
type sparse struct{ *mat.Dense }

func (s sparse) DoRowNonZero(i int, f func(i, j int, v float64)) {
	for j, v := range s.RawRowView(i) {
		if v != 0 {
			f(i, j, v)
		}
	}
}

// drawSparse returns rows of length 1 with a few values each, two of them equal and one without any.
func drawSparse(r *rand.Rand) drawn {
	p := draw(r)
	n, d := 30, 5+r.IntN(10)
	p.x = mat.NewDense(n, d, nil)
	for i := range n - 1 {
		row := p.x.RawRowView(i)
		for range 1 + r.IntN(3) {
			row[r.IntN(d)] = 0.1 + r.Float64()
		}
		floats.Scale(1/floats.Norm(row, 2), row)
	}
	for l := range p.labelled {
		p.labelled[l] = r.IntN(n)
	}
	p.x.SetRow(p.labelled[0], p.x.RawRowView(p.labelled[1]))
	p.labelled[2] = n - 1
	return p
}

func TestSparseFitIsThatOfAGeneralMinimiser(t *testing.T) {
	r := rand.New(rand.NewPCG(19, 1))
	for range 6 {
		p, lambda := drawSparse(r), math.Exp(r.NormFloat64()-2)
		folds := 1 + r.IntN(len(p.y))
		o := logistic.Options{Lambda: lambda, Folds: folds}
		a, err := logistic.ClassifySparse(sparse{p.x}, p.labelled, p.y, p.classes, o)
		require.NoError(t, err)
		n, d := p.x.Dims()
		z := mat.NewDense(n, d+1, nil)
		z.Slice(0, n, 0, d).(*mat.Dense).Copy(p.x)
		for i := range n {
			z.Set(i, d, 1)
		}
		w := p.best(t, z, lambda, func(int) bool { return false })
		// Of a row that shares no column with a labelled one nothing is said.
		shares := func(i int) bool {
			for _, l := range p.labelled {
				if floats.Dot(p.x.RawRowView(i), p.x.RawRowView(l)) > 0 {
					return true
				}
			}
			return false
		}
		for i := range n {
			want := make([]float64, p.classes)
			if shares(i) {
				want = said(w, z.RawRowView(i))
			}
			require.InDeltaSlice(t, want, a.P.RawRowView(i), 1e-3)
		}
		for fold := range folds {
			w := p.best(t, z, lambda, func(l int) bool { return l%folds == fold })
			for l := fold; l < len(p.y); l += folds {
				require.InDeltaSlice(t, said(w, z.RawRowView(p.labelled[l])), a.LeftOut.RawRowView(l), 2e-3)
			}
		}
	}
}

// A regression comes back in every bit, and damaged bytes are errors.
func TestSparseStore(t *testing.T) {
	r := rand.New(rand.NewPCG(19, 2))
	p := drawSparse(r)
	a, err := logistic.ClassifySparse(sparse{p.x}, p.labelled, p.y, p.classes, logistic.Options{})
	require.NoError(t, err)
	var b, again bytes.Buffer
	require.NoError(t, a.Regression.Store(&b))
	got, err := logistic.ReadSparse(bytes.NewReader(b.Bytes()))
	require.NoError(t, err)
	require.NoError(t, got.Store(&again))
	assert.Equal(t, b.Bytes(), again.Bytes())
	assert.Equal(t, p.classes, got.Classes())
	said, err := got.Probabilities(sparse{p.x}, logistic.Options{})
	require.NoError(t, err)
	assert.True(t, mat.Equal(a.P, said))
	for at := range b.Len() {
		_, err := logistic.ReadSparse(bytes.NewReader(b.Bytes()[:at]))
		require.Error(t, err)
		other := bytes.Clone(b.Bytes())
		other[at] ^= 8
		_, err = logistic.ReadSparse(bytes.NewReader(other))
		require.Error(t, err)
	}
	_, err = got.Probabilities(sparse{mat.NewDense(1, 2, nil)}, logistic.Options{})
	assert.ErrorContains(t, err, "2 columns, for a regression on")
}

func TestSparseRefuses(t *testing.T) {
	x := mat.NewDense(3, 1, []float64{1, math.NaN(), 1})
	_, err := logistic.ClassifySparse(sparse{x}, []int{0, 1, 2}, []int{0, 1, 1}, 2, logistic.Options{})
	assert.ErrorContains(t, err, "not finite")
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	x.Set(1, 0, 1)
	_, err = logistic.ClassifySparse(sparse{x}, []int{0, 1, 2}, []int{0, 1, 1}, 2, logistic.Options{Context: ended})
	assert.ErrorIs(t, err, context.Canceled)
}
