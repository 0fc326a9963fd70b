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
func denseNovelty(t *testing.T, g *graph.Graph, y []int) (p, reach []float64, own map[int]float64, ground float64) {
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
	own = map[int]float64{}
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
	return p, reach, own, ground
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
		want, reach, own, ground := denseNovelty(t, g, y)
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
			// The labels that are reached no better than the new row, and the row itself.
			count := 1
			for _, r := range own {
				if r <= a/b+1e-9 {
					count++
				}
			}
			assert.InDelta(t, float64(count)/float64(got.Labels+1), p[i], 1e-12, "seed %d", seed)
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

// TestNoveltyOfManyCopies compares p-values of rows that share nodes, as they have many copies, with the equations of
// one row for each position: copies with a label, and the others, which all have the same r.
func TestNoveltyOfManyCopies(t *testing.T) {
	const copies = 150
	places := []float64{0, 1, 1.5, 3, 3.2, 5, 8, 9}
	labelled := []int{0, 3, 1, 0, 2, 7, 0, 1}
	n := copies * len(places)
	x, y := mat.NewDense(n, 1, nil), slices.Repeat([]int{none}, n)
	for a, at := range places {
		for i := range copies {
			x.Set(a*copies+i, 0, at)
			if i < labelled[a] {
				y[a*copies+i] = i % 2
			}
		}
	}
	near, err := graph.KNN(t.Context(), x, 4, nil)
	require.NoError(t, err)
	g, err := near.Weigh(kernel.RBF{Gamma: 0.5})
	require.NoError(t, err)
	// The weights of one row of a place with one row of another, or with a copy.
	w := mat.NewDense(len(places), len(places), nil)
	degrees := []float64{}
	for a := range places {
		nodes, weights := g.Neighbors(a * copies)
		degree := 0.0
		for e, u := range nodes {
			w.Set(a, int(u)/copies, weights[e])
			degree += weights[e]
		}
		degrees = append(degrees, slices.Repeat([]float64{degree}, copies)...)
	}
	slices.Sort(degrees)
	all := 14.0
	ground := 0.3 * all / float64(n) * degrees[n/2]
	reach := placeReach(t, w, ground, labelled, copies)
	var own []float64
	for a, count := range labelled {
		for range count {
			less := slices.Clone(labelled)
			less[a]--
			own = append(own, placeReach(t, w, ground, less, copies)[a])
		}
	}
	got, err := labelprop.NoveltyOf(t.Context(), g, classSeeds(y), nil)
	require.NoError(t, err)
	noBetter := func(r float64) float64 {
		count := 0.0
		for _, s := range own {
			if s <= r+1e-9 {
				count++
			}
		}
		return count
	}
	at := 0
	for i, k := range y {
		if k == none {
			require.InDelta(t, (1+noBetter(reach[i/copies]))/(all+1), got.P[i], 1e-12, "row %d", i)
			continue
		}
		require.InDelta(t, noBetter(own[at])/all, got.P[i], 1e-12, "row %d", i)
		at++
	}
}

// placeReach solves for r at each place: of its copies some are labelled, and the others have the same r.
func placeReach(t *testing.T, w *mat.Dense, ground float64, labelled []int, copies int) []float64 {
	t.Helper()
	n := len(labelled)
	a, b := mat.NewDense(n, n, nil), mat.NewVecDense(n, nil)
	for i := range n {
		a.Set(i, i, a.At(i, i)+ground)
		for j, l := range labelled {
			others := float64(copies)
			if j == i {
				others--
			}
			a.Set(i, i, a.At(i, i)+w.At(i, j)*others)
			a.Set(i, j, a.At(i, j)-w.At(i, j)*(others-float64(l)))
			b.SetVec(i, b.AtVec(i)+w.At(i, j)*float64(l))
		}
	}
	var r mat.VecDense
	require.NoError(t, r.SolveVec(a, b))
	return r.RawVector().Data
}

// TestNoveltyAtTheEndsOfWeights checks weights that are no numbers: infinite ones of new rows equal to a row, those that
// underflow, and nodes without any edge.
func TestNoveltyAtTheEndsOfWeights(t *testing.T) {
	x := mat.NewDense(6, 1, []float64{0, 1, 2, 3, 4, 100})
	near, err := graph.KNN(t.Context(), x, 2, nil)
	require.NoError(t, err)
	g, err := near.Weigh(kernel.SelfTuning{})
	require.NoError(t, err)
	y := []int{0, none, 1, none, 0, none}
	v, err := labelprop.NoveltyOf(t.Context(), g, classSeeds(y), nil)
	require.NoError(t, err)
	links, err := near.Link(t.Context(), mat.NewDense(1, 1, []float64{2}), kernel.InverseDistance{})
	require.NoError(t, err)
	p, err := v.Predict(links)
	require.NoError(t, err)
	assert.Equal(t, 1.0, p[0], "a new row equal to a labelled one")

	// exp(-1000) is no number above 0: no row is reached by another, and all are alike.
	g, err = near.Weigh(kernel.RBF{Gamma: 1000})
	require.NoError(t, err)
	v, err = labelprop.NoveltyOf(t.Context(), g, classSeeds(y), nil)
	require.NoError(t, err)
	assert.Equal(t, []float64{1, 1, 1, 1, 1, 1}, v.P)

	// Most nodes have no neighbour, and the median degree is 0: the rate at which walks die is not.
	lonely := fromEdges(t, 7, []graph.Edge{{From: 0, To: 1, Weight: 1}})
	v, err = labelprop.NoveltyOf(t.Context(), lonely, classSeeds([]int{0, none, none, none, none, none, none}), nil)
	require.NoError(t, err)
	assert.Equal(t, []float64{1, 1, 1, 1, 1, 1, 1}, v.P, "the only label is reached by none")
}
