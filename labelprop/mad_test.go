package labelprop_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// iteratedMAD takes the updates of the paper, all nodes at once, n×(C+1), on a
// connected graph.
func iteratedMAD(w *mat.Dense, y []int, mu1, mu2, mu3 float64) *mat.Dense {
	n, c := len(y), classCount(y)
	d := degrees(w)
	w.Scale(1/stat.Mean(d, nil), w)
	inj, cont, abnd := make([]float64, n), make([]float64, n), make([]float64, n)
	for v := range n {
		p := mat.Row(nil, v, w)
		floats.Scale(1/floats.Sum(p), p)
		h := stat.Entropy(p)
		cv, jv := math.Log(2)/math.Log(2+math.Exp(h)), 0.0
		if y[v] >= 0 {
			jv = (1 - cv) * math.Sqrt(h)
			if h < 1e-12 {
				cv, jv = 0.01, 0.99
			}
		}
		z := math.Max(cv+jv, 1)
		inj[v], cont[v], abnd[v] = jv/z, cv/z, math.Max(0, 1-(cv+jv)/z)
	}
	f := mat.NewDense(n, c+1, nil)
	for range 20000 {
		next := mat.NewDense(n, c+1, nil)
		for v := range n {
			row, m := next.RawRowView(v), mu1*inj[v]+mu3
			if y[v] >= 0 {
				row[y[v]] = mu1 * inj[v]
			}
			row[c] = mu3 * abnd[v]
			for u := range n {
				by := mu2 * (cont[v] + cont[u]) * w.At(v, u)
				m += by
				floats.AddScaled(row, by, f.RawRowView(u))
			}
			floats.Scale(1/m, row)
		}
		if largestGap(f, next) < 1e-15 {
			return next
		}
		f = next
	}
	return f
}

func TestMADIsTheLimitOfItsIteration(t *testing.T) {
	for seed := range uint64(5) {
		r := rand.New(rand.NewPCG(seed, 81))
		g := fromEdges(t, 20, append(pathWeighted(20, r), randomExtra(20, 15, r)...))
		y := make([]int, 20)
		for i := range y {
			y[i] = none
		}
		y[0], y[7], y[19] = 0, 1, 1
		want := iteratedMAD(weights(g), y, 1, 0.5, 0.01)
		for _, solver := range []labelprop.Solver{labelprop.Auto, labelprop.ConjugateGradients, labelprop.Iteration} {
			got := solveOK(t, g, classSeeds(y), labelprop.MAD{Mu3: 0.01}, solver)
			assert.LessOrEqual(t, largestGap(want.Slice(0, 20, 0, 2), got.Scores), 1e-8)
			for i, k := range got.Labels {
				best := floats.MaxIdx(want.RawRowView(i))
				if best == 2 {
					best = none
					assert.Equal(t, labelprop.Abstained, got.Status[i])
				}
				assert.Equal(t, best, k, "node %d", i)
			}
		}
	}
}

// Far from all labels it would rather give none, and says so.
func TestMADAbstains(t *testing.T) {
	y := make([]int, 60)
	for i := range y {
		y[i] = none
	}
	y[0], y[1] = 0, 1
	r := solveOK(t, path(t, 60), classSeeds(y), labelprop.MAD{Mu3: 0.01}, labelprop.Auto)
	assert.Equal(t, none, r.Labels[59])
	assert.Equal(t, labelprop.Abstained, r.Status[59])
	assert.Equal(t, 1, r.Labels[3])
	assertWarned(t, r, "get no label")
}

func TestMADOfDigits(t *testing.T) {
	net := knn(t, load(t, "digits"), 10, nil, kernel.SelfTuning{})
	sum := 0.0
	for seed := range uint64(5) {
		y := drawn(net.truth, 5, seed)
		r := solveOK(t, net.g, classSeeds(y), labelprop.MAD{}, labelprop.Auto)
		sum += accuracy(r.Labels, net.truth, y) / 5
	}
	t.Logf("5 labels a class, rows without an answer counted as wrong: %.4f", sum)
	assert.Greater(t, sum, 0.9)
}

func TestMADInComponents(t *testing.T) {
	g := fromEdges(t, 6, []graph.Edge{{From: 0, To: 1, Weight: 1}, {From: 1, To: 2, Weight: 1}, {From: 3, To: 4, Weight: 1}})
	r := solveOK(t, g, classSeeds([]int{0, none, none, none, none, 1}), labelprop.MAD{}, labelprop.Auto)
	assert.Equal(t, []int{0, 0, 0, none, none, 1}, r.Labels)
	assert.Equal(t, 2, r.Count(labelprop.Unreachable))
}

func TestMADErrors(t *testing.T) {
	g, y := path(t, 3), classSeeds([]int{0, none, 1})
	for name, err := range map[string]error{
		"mu":     second(labelprop.Solve(t.Context(), g, y, labelprop.MAD{Mu2: -1}, nil)),
		"values": second(labelprop.Solve(t.Context(), g, valueSeeds([]float64{1, 2, 3}), labelprop.MAD{}, nil)),
		"solver": second(labelprop.Solve(t.Context(), g, y, labelprop.MAD{}, &labelprop.Options{Solver: labelprop.Elimination})),
		"loo":    second(labelprop.LeaveOneOut(t.Context(), g, y, labelprop.MAD{}, nil)),
	} {
		require.Error(t, err, name)
		assertOurs(t, err)
	}
}
