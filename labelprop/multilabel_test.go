package labelprop_test

import (
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"gonum.org/v1/gonum/mat"
)

// A column of a multi-label problem is the problem of one class against the rest.
func TestMultiLabelColumnsAreIndependent(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 1))
	for range 10 {
		const n, c = 40, 4
		g := fromEdges(t, n, randomEdges(n, 60, 1, r))
		y, known := mat.NewDense(n, c, nil), make([]bool, n)
		for i := range n {
			known[i] = i == 0 || r.IntN(4) == 0
			for k := range c {
				y.Set(i, k, float64(r.IntN(2)))
			}
		}
		for _, m := range methods {
			if m.signed {
				continue // there the sign of a column's mean enters, see below
			}
			all := solveOK(t, g, multiSeeds(y, known), m.method, labelprop.Auto)
			assert.Nil(t, all.Labels)
			for k := range c {
				one := solveOK(t, g, classSeeds(against(y, known, k)), m.method, labelprop.Auto)
				assertColumns(t, all.Scores, k, one.Scores, 1, m.method)
				assert.Equal(t, one.Status, statusOf(all), "%v", m.method)
			}
		}
	}
}

// against gives class 1 to the nodes known to have label k, 0 to the others known.
func against(y *mat.Dense, known []bool, k int) []int {
	out := make([]int, len(known))
	for i, ok := range known {
		out[i] = labelprop.Unlabeled
		if ok {
			out[i] = int(y.At(i, k))
		}
	}
	return out
}

func assertColumns(t *testing.T, a *mat.Dense, k int, b *mat.Dense, j int, m labelprop.Method) {
	t.Helper()
	assert.InDeltaSlice(t, mat.Col(nil, k, a), mat.Col(nil, j, b), 1e-9, "%v, column %d", m, k)
}

// statusOf counts ties, which multi-label answers do not have, as propagated.
func statusOf(r *labelprop.Result) []labelprop.Status { return r.Status }

func TestMultiLabelPoissonColumns(t *testing.T) {
	g := path(t, 6)
	y := mat.NewDense(6, 2, []float64{1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1})
	known := []bool{true, false, false, false, false, true}
	all := solveOK(t, g, multiSeeds(y, known), labelprop.Poisson{}, labelprop.Auto)
	one := solveOK(t, g, classSeeds([]int{0, -1, -1, -1, -1, 1}), labelprop.Poisson{}, labelprop.Auto)
	assert.LessOrEqual(t, largestGap(all.Scores, one.Scores), 1e-9)
}

// A node known to have no label at all is knowledge too.
func TestMultiLabelEmptySet(t *testing.T) {
	y := mat.NewDense(3, 1, []float64{1, 0, 0})
	r := solveOK(t, path(t, 3), multiSeeds(y, []bool{true, false, true}), labelprop.Harmonic{}, labelprop.Auto)
	assert.InDeltaSlice(t, []float64{1, 0.5, 0}, mat.Col(nil, 0, r.Scores), 1e-12)
	assert.Equal(t, []labelprop.Status{labelprop.Given, labelprop.Propagated, labelprop.Given}, r.Status)
}
