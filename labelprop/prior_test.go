package labelprop_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// dongles solves (I-(1-η)P_UU)F_U = (1-η)P_UL·Y_L + ηH_U.
func dongles(t testing.TB, w *mat.Dense, y []int, h *mat.Dense, eta float64) *mat.Dense {
	n, c := h.Dims()
	d := degrees(w)
	a, b := mat.NewDense(n, n, nil), mat.NewDense(n, c, nil)
	for i := range n {
		a.Set(i, i, 1)
		if y[i] >= 0 {
			b.Set(i, y[i], 1)
			continue
		}
		for j := range n {
			a.Set(i, j, a.At(i, j)-(1-eta)*w.At(i, j)/d[i])
		}
		floats.AddScaled(b.RawRowView(i), eta, h.RawRowView(i))
	}
	var f mat.Dense
	require.NoError(t, f.Solve(a, b))
	return &f
}

func TestExternalPriorsAreDongles(t *testing.T) {
	for seed := range uint64(10) {
		r := rand.New(rand.NewPCG(seed, 71))
		g := fromEdges(t, 30, slices.Concat(pathWeighted(30, r), randomExtra(30, 40, r)))
		y, h := slices.Repeat([]int{none}, 30), mat.NewDense(30, 3, nil)
		for i := range h.RawMatrix().Data {
			h.RawMatrix().Data[i] = r.Float64()
		}
		for i := range 30 {
			floats.Scale(1/floats.Sum(h.RawRowView(i)), h.RawRowView(i))
		}
		y[3], y[20] = 0, 1
		for _, eta := range []float64{1e-3, 0.2, 0.9} {
			seeds := must(classSeeds(y).WithPrior(h, eta))
			got := solveOK(t, g, seeds, labelprop.Harmonic{}, labelprop.Auto)
			assert.LessOrEqual(t, largestGap(dongles(t, weights(g), y, h, eta), got.Scores), 1e-10)
			assert.Equal(t, 2, got.Count(labelprop.Given))
		}
	}
}

// A component without labels gets its answer from the other classifier; a row of
// zeros says nothing.
func TestExternalPriorsReachComponents(t *testing.T) {
	g := fromEdges(t, 6, pathEdges(2))
	h := mat.NewDense(6, 2, []float64{0, 0, 0, 0, 0.2, 0.8, 0, 0, 1, 0, 0, 0})
	r := solveOK(t, g, must(classSeeds([]int{1, none, none, none, none, none}).WithPrior(h, 0.5)), labelprop.Harmonic{}, labelprop.Auto)
	assert.Equal(t, []int{1, 1, 1, none, 0, none}, r.Labels)
	reached, far := labelprop.Propagated, labelprop.Unreachable
	assert.Equal(t, []labelprop.Status{labelprop.Given, reached, reached, far, reached, far}, r.Status)
}

func TestExternalPriorErrors(t *testing.T) {
	y, h := classSeeds([]int{0, none, 1}), mat.NewDense(3, 2, []float64{1, 0, 0.5, 0.5, 0, 1})
	for name, err := range map[string]error{
		"eta 0":  second(y.WithPrior(h, 0)),
		"eta 1":  second(y.WithPrior(h, 1)),
		"rows":   second(y.WithPrior(mat.NewDense(2, 2, nil), 0.5)),
		"cols":   second(y.WithPrior(mat.NewDense(3, 1, nil), 0.5)),
		"shares": second(y.WithPrior(mat.NewDense(3, 2, []float64{0, 0, 0.5, 0.9, 0, 0}), 0.5)),
		"values": second(valueSeeds([]float64{1, 2, 3}).WithPrior(h, 0.5)),
	} {
		require.Error(t, err, name)
		assertOurs(t, err)
	}
}
