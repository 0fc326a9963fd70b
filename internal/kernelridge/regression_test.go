package kernelridge_test

import (
	"bytes"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/internal/kernelridge"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// manhattan is the sum of absolute differences.
func manhattan(a, b []float64) float64 {
	sum := 0.0
	for j := range a {
		sum += math.Abs(a[j] - b[j])
	}
	return sum
}

// closedForm scores rows of z by the regression on the first l rows of x, by a general solver.
func closedForm(x *mat.Dense, y []int, classes int, z *mat.Dense) *mat.Dense {
	n, _ := x.Dims()
	l, m := len(y), z.RawMatrix().Rows
	var all []float64
	for i := range n {
		for j := range l {
			all = append(all, manhattan(x.RawRowView(i), x.RawRowView(j)))
		}
	}
	slices.Sort(all)
	width := all[len(all)/2]
	own, target, to := mat.NewDense(l, l, nil), mat.NewDense(l, classes, nil), mat.NewDense(m, l, nil)
	for i := range l {
		for j := range l {
			own.Set(i, j, math.Exp(-manhattan(x.RawRowView(i), x.RawRowView(j))/width))
		}
		own.Set(i, i, 1.1)
		for k := range classes {
			target.Set(i, k, -1/float64(classes))
		}
		target.Set(i, y[i], 1-1/float64(classes))
	}
	for i := range m {
		for j := range l {
			to.Set(i, j, math.Exp(-manhattan(z.RawRowView(i), x.RawRowView(j))/width))
		}
	}
	var alpha, scores mat.Dense
	if err := alpha.Solve(own, target); err != nil {
		panic(err)
	}
	scores.Mul(to, &alpha)
	return &scores
}

func regression(t *testing.T) (r *kernelridge.Regression, x, z *mat.Dense, y []int) {
	t.Helper()
	random := rand.New(rand.NewPCG(8, 1))
	normal := func(n int) *mat.Dense {
		m := mat.NewDense(n, 5, nil)
		m.Apply(func(int, int, float64) float64 { return random.NormFloat64() }, m)
		return m
	}
	x, z = normal(70), normal(40)
	labelled := make([]int, 25)
	for l := range labelled {
		labelled[l], y = l, append(y, l%3)
	}
	a, err := kernelridge.Classify(x, labelled, y, 3, kernelridge.Options{})
	require.NoError(t, err)
	return a.Regression, x, z, y
}

func TestRegressionOnOtherRows(t *testing.T) {
	r, x, z, y := regression(t)
	var file bytes.Buffer
	require.NoError(t, r.Store(&file))
	again, err := kernelridge.Read(&file)
	require.NoError(t, err)
	got, err := again.Scores(z, kernelridge.Options{})
	require.NoError(t, err)
	assert.True(t, mat.EqualApprox(closedForm(x, y, 3, z), got, 1e-10))
	_, err = again.Scores(mat.NewDense(1, 4, nil), kernelridge.Options{})
	assert.ErrorContains(t, err, "4 columns, for a regression on 5")
}

// Files whose checksum is right, but whose numbers are not, are errors.
func TestCraftedRegressions(t *testing.T) {
	for name, spoil := range map[string]func(*kernelridge.Regression){
		"no width":           func(r *kernelridge.Regression) { r.Width = 0 },
		"width that is none": func(r *kernelridge.Regression) { r.Width = math.NaN() },
		"infinite width":     func(r *kernelridge.Regression) { r.Width = math.Inf(1) },
		"fewer coefficients": func(r *kernelridge.Regression) { r.Coefficients = mat.NewDense(2, 3, nil) },
		"coefficient":        func(r *kernelridge.Regression) { r.Coefficients.Set(1, 1, math.NaN()) },
		"feature":            func(r *kernelridge.Regression) { r.Rows.Set(1, 1, math.Inf(-1)) },
	} {
		r, _, _, _ := regression(t)
		spoil(r)
		var file bytes.Buffer
		require.NoError(t, r.Store(&file))
		_, err := kernelridge.Read(&file)
		assert.ErrorContains(t, err, "do not fit together", name)
	}
}
