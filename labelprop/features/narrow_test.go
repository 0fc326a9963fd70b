package features_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/labelprop/features"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/blas/blas32"
	"gonum.org/v1/gonum/mat"
)

// narrow is a matrix of float32.
type narrow struct{ blas32.General }

func (x narrow) Dims() (r, c int)          { return x.Rows, x.Cols }
func (x narrow) At(i, j int) float64       { return float64(x.Data[i*x.Stride+j]) }
func (x narrow) T() mat.Matrix             { return mat.Transpose{Matrix: x} }
func (x narrow) RawMatrix() blas32.General { return x.General }

// Columns of float32, some values of which are missing, are encoded, weighed and compared as those of float64.
func TestColumnsOfFloat32(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 20261130))
	const n, d = 6000, 5 // more rows than a sample has
	x := narrow{blas32.General{Rows: n, Cols: d, Stride: d, Data: make([]float32, n*d)}}
	for e := range x.Data {
		x.Data[e] = float32(rng.IntN(6) * (1 + e%d*e%d))
		switch {
		case e%d == 3 && rng.IntN(3) == 0:
			x.Data[e] = float32(math.NaN())
		case e%d == 4:
			x.Data[e] = x.Data[e-4] + x.Data[e-3]
		}
	}
	wide := mat.NewDense(n, d, nil)
	wide.Apply(func(i, j int, _ float64) float64 {
		if v := x.At(i, j); v == v {
			return v
		}
		return math.NaN()
	}, wide)
	want, got := make([]features.Column, d), make([]features.Column, d)
	for j := range d {
		want[j], got[j] = features.Of("x", wide, j), features.Of("x", x, j)
		require.Equal(t, want[j].Len(), got[j].Len())
		require.Equal(t, want[j].Missing(), got[j].Missing())
		require.True(t, math.IsNaN(got[j].At(n)) && math.IsNaN(got[j].At(-1)))
	}
	require.Equal(t, features.Weights(want), features.Weights(got))
	require.Equal(t, features.Duplicates(want), features.Duplicates(got))
	e, f := features.Fit(want), features.Fit(got)
	require.Equal(t, e, f)
	e.Weigh(e.Structure(want))
	f.Weigh(f.Structure(got))
	require.Equal(t, e, f)
	require.Equal(t, e.Encode(want), f.Encode(got))
	// Any other matrix is copied.
	other := features.Of("x", wide.T(), 3)
	require.Equal(t, d, other.Len())
	require.Zero(t, (&features.Column{}).Len())
}
