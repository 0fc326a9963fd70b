package labelprop_test

import (
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/propagate-go/propagate/labelprop/features"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// foreign hides what a matrix is made of.
type foreign struct{ mat.Matrix }

// Opinions of features that are float32, or of any other matrix, are those of the same values in float64, bit for bit.
func TestOpinionsOfFloat32(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 20261130))
	const n, d, c = 300, 4, 3
	data, y := make([]float32, n*d), make([]int, n)
	for i := range n {
		y[i] = labelprop.Unlabeled
		if i%7 == 0 {
			y[i] = i % c
		}
		for j := range d {
			data[i*d+j] = float32(rng.NormFloat64() + float64(i%c*(j+1)))
		}
		// Some labelled rows are equal.
		if i%14 == 0 && i >= 42 {
			copy(data[i*d:(i+1)*d], data[(i-42)*d:])
		}
	}
	narrow, err := graph.NewDense32(n, d, data)
	require.NoError(t, err)
	wide := mat.DenseCopyOf(narrow)
	seeds, err := labelprop.Classes(y, c)
	require.NoError(t, err)
	judges, err := labelprop.Judges(wide, seeds, 20)
	require.NoError(t, err)
	ridge, ridgeFit, err := labelprop.RidgeOpinion(t.Context(), wide, seeds, nil)
	require.NoError(t, err)
	logistic, logisticFit, err := labelprop.LogisticOpinion(t.Context(), wide, seeds, nil)
	require.NoError(t, err)
	forest, _, err := labelprop.ForestOpinion(t.Context(), columnsOf(wide), seeds, &labelprop.ForestOptions{Trees: 9})
	require.NoError(t, err)
	for _, x := range []mat.Matrix{narrow, foreign{wide}} {
		got, err := labelprop.Judges(x, seeds, 20)
		require.NoError(t, err)
		require.Equal(t, judges, got)
		r, _, err := labelprop.RidgeOpinion(t.Context(), x, seeds, nil)
		require.NoError(t, err)
		require.Equal(t, ridge, r)
		l, _, err := labelprop.LogisticOpinion(t.Context(), x, seeds, nil)
		require.NoError(t, err)
		require.Equal(t, logistic, l)
		f, _, err := labelprop.ForestOpinion(t.Context(), columnsOf(x), seeds, &labelprop.ForestOptions{Trees: 9})
		require.NoError(t, err)
		require.Equal(t, forest, f)
		r, err = ridgeFit.Predict(t.Context(), x, nil)
		require.NoError(t, err)
		require.Equal(t, ridge.P, r.P)
		l, err = logisticFit.Predict(t.Context(), x, nil)
		require.NoError(t, err)
		require.Equal(t, logistic.P, l.P)
	}
	require.Equal(t, features.Fit(columnsOf(wide)), features.Fit(columnsOf(narrow)))
	require.Equal(t, features.Fit(columnsOf(wide)).Encode(columnsOf(wide)),
		features.Fit(columnsOf(wide)).Encode(columnsOf(narrow)))
}

// columnsOf returns the columns of a matrix.
func columnsOf(x mat.Matrix) []features.Column {
	_, d := x.Dims()
	all := make([]features.Column, d)
	for j := range all {
		all[j] = features.Of("x", x, j)
	}
	return all
}
