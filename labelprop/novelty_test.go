package labelprop_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// denseReach solves (D+δ-W)r = Wy for the nodes without a label, by a dense matrix.
func denseReach(t *testing.T, w *mat.Dense, ground float64, known []bool) []float64 {
	n, _ := w.Dims()
	a, b := mat.NewDense(n, n, nil), mat.NewVecDense(n, nil)
	for i := range n {
		if known[i] {
			a.Set(i, i, 1)
			b.SetVec(i, 1)
			continue
		}
		a.Set(i, i, ground)
		for j := range n {
			a.Set(i, i, a.At(i, i)+w.At(i, j))
			a.Set(i, j, a.At(i, j)-w.At(i, j))
		}
	}
	var r mat.VecDense
	require.NoError(t, r.SolveVec(a, b))
	return r.RawVector().Data
}

// denseNovelty is NoveltyOf by as many dense solutions as there are labels, and one.
func denseNovelty(t *testing.T, g *graph.Graph, y []int) (p, reach []float64, ground float64) {
	n, l := g.N(), 0
	w, degrees, known := mat.NewDense(n, n, nil), make([]float64, n), make([]bool, n)
	for i := range n {
		nodes, weights := g.Neighbors(i)
		for e, j := range nodes {
			w.Set(i, int(j), weights[e])
			degrees[i] += weights[e]
		}
		if known[i] = y[i] >= 0; known[i] {
			l++
		}
	}
	slices.Sort(degrees)
	ground = 0.3 * float64(l) / float64(n) * degrees[n/2]
	reach = denseReach(t, w, ground, known)
	own := map[int]float64{}
	for i := range n {
		if known[i] {
			known[i] = false
			own[i] = denseReach(t, w, ground, known)[i]
			known[i] = true
		}
	}
	p = make([]float64, n)
	for i := range n {
		r, more := reach[i], 1
		if known[i] {
			r, more = own[i], 0
		}
		count := more
		for _, s := range own {
			if s <= r+1e-9 {
				count++
			}
		}
		p[i] = float64(count) / float64(l+more)
	}
	return p, reach, ground
}

// TestNoveltyIsByRefits compares p-values with dense solutions without each label, with copies of rows and without,
// and those of new rows with the formula.
func TestNoveltyIsByRefits(t *testing.T) {
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 5))
		n := 20 + r.IntN(30)
		x := gaussian(n, 2, r)
		for range int(seed%3) * n / 4 {
			x.SetRow(r.IntN(n), x.RawRowView(r.IntN(n)))
		}
		near, err := graph.KNN(t.Context(), x, 3+int(seed%3), nil)
		require.NoError(t, err)
		g, err := near.Weigh(kernel.SelfTuning{})
		require.NoError(t, err)
		y := slices.Repeat([]int{-1}, n)
		for i := range y {
			if r.IntN(4) == 0 {
				y[i] = r.IntN(3)
			}
		}
		y[0] = 0
		want, reach, ground := denseNovelty(t, g, y)
		got, err := labelprop.NoveltyOf(t.Context(), g, classSeeds(y), nil)
		require.NoError(t, err)
		require.Equal(t, want, got.P, "seed %d", seed)
		// A new row takes one step.
		z := gaussian(5, 2, r)
		z.SetRow(4, []float64{1e9, 0})
		links, err := near.Link(t.Context(), z, kernel.SelfTuning{})
		require.NoError(t, err)
		p, err := got.Predict(links)
		require.NoError(t, err)
		for i := range p {
			nodes, weights := links.Neighbors(i)
			a, b := 0.0, ground
			for e, u := range nodes {
				a, b = a+weights[e]*reach[u], b+weights[e]
			}
			least := 1
			for j := range y {
				if y[j] < 0 && reach[j] <= a/b {
					least = max(least, int(want[j]*float64(got.Labels+1)+0.5))
				}
			}
			assert.GreaterOrEqual(t, p[i], float64(least)/float64(got.Labels+1)-1e-12)
		}
		assert.InDelta(t, 1/float64(got.Labels+1), p[4], 1e-12, "a row that is nowhere near")
	}
}

// TestNoveltyRefuses checks what cannot be compared.
func TestNoveltyRefuses(t *testing.T) {
	g := path(t, 4)
	_, err := labelprop.NoveltyOf(t.Context(), g, valueSeeds([]float64{1, 2, 3, 4}), nil)
	assert.ErrorContains(t, err, "labels of one class each")
	_, err = labelprop.NoveltyOf(t.Context(), g, classSeeds([]int{-1, -1, -1, -1}), nil)
	assert.ErrorIs(t, err, labelprop.ErrNoSeeds)
	half := mat.NewDense(4, 2, []float64{1, 0, 0, 0, 0, 0, 0, 1})
	v, err := labelprop.NoveltyOf(t.Context(), g, softSeeds(half, []float64{1, 1, 1, 0.5}), nil)
	require.NoError(t, err)
	assert.Equal(t, 1, v.Labels, "labels of less weight say nothing certain")
	links, err := graph.KNN(t.Context(), gaussian(9, 2, rand.New(rand.NewPCG(1, 1))), 3, nil)
	require.NoError(t, err)
	other, err := links.Link(t.Context(), mat.NewDense(1, 2, nil), kernel.SelfTuning{})
	require.NoError(t, err)
	_, err = v.Predict(other)
	assert.ErrorIs(t, err, labelprop.ErrShape)
}

// withheld labels l random rows of all classes but one.
func withheld(d dataset, class, l int, seed uint64) []int {
	y := slices.Repeat([]int{labelprop.Unlabeled}, len(d.truth))
	for _, i := range rand.New(rand.NewPCG(seed, 7)).Perm(len(d.truth)) {
		if l > 0 && d.truth[i] != class {
			y[i] = d.truth[i]
			l--
		}
	}
	return y
}

// TestNoveltyFindsAClass withholds a class of digits: at a rate of 5 % its rows are found, and hardly others.
func TestNoveltyFindsAClass(t *testing.T) {
	d := load(t, "digits")
	near, err := graph.KNN(t.Context(), d.x, 10, nil)
	require.NoError(t, err)
	g, err := near.Weigh(kernel.SelfTuning{})
	require.NoError(t, err)
	draws := measured(2, 40)
	var found, all, alarms, rest float64
	for draw := range draws {
		class := (draw*7 + 3) % 10
		y := withheld(d, class, 90, uint64(draw))
		v, err := labelprop.NoveltyOf(t.Context(), g, classSeeds(y), nil)
		require.NoError(t, err)
		for i, p := range v.P {
			switch {
			case y[i] >= 0:
			case d.truth[i] == class:
				all++
				if p <= 0.05 {
					found++
				}
			default:
				rest++
				if p <= 0.05 {
					alarms++
				}
			}
		}
	}
	t.Logf("%d draws: power %.3f, false alarms %.3f", draws, found/all, alarms/rest)
	assert.Greater(t, found/all, 0.9)
	assert.Less(t, alarms/rest, 0.06)
}
