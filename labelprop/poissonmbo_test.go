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
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// plainMBO takes the steps of the paper one by one, from the labels of Poisson.
func plainMBO(t testing.TB, g *graph.Graph, y []int) []int {
	n, c := g.N(), classCount(y)
	labels := solveOK(t, g, classSeeds(y), labelprop.Poisson{}, labelprop.Auto).Labels
	w := g.Weights()
	d := make([]float64, n)
	w.DoNonZero(func(i, _ int, v float64) { d[i] += v })
	b := centred(y, c)
	dt := 1 / floats.Max(d)
	b.Scale(dt*floats.Sum(d)/float64(n), b)
	for range 20 {
		u := oneHot(labels, c)
		for range 40 {
			next := mat.DenseCopyOf(b)
			w.DoNonZero(func(i, j int, v float64) { floats.AddScaled(next.RawRowView(i), dt*v, u.RawRowView(j)) })
			for i := range n {
				floats.AddScaled(next.RawRowView(i), 1-dt*d[i], u.RawRowView(i))
			}
			u = next
		}
		for i := range n {
			labels[i] = floats.MaxIdx(u.RawRowView(i))
		}
	}
	return labels
}

func TestPoissonMBOTakesTheStepsOfThePaper(t *testing.T) {
	skipIfSlow(t)
	t.Parallel()
	net := knn(t, load(t, "digits").thinned(3), 10, nil, kernel.SelfTuning{})
	for seed := range uint64(3) {
		y := drawn(net.truth, 2, seed)
		want := plainMBO(t, net.g, y)
		got := solveOK(t, net.g, classSeeds(y), labelprop.PoissonMBO{}, labelprop.Auto)
		agree := 0
		for i, k := range got.Labels {
			if k == want[i] {
				agree++
			}
		}
		assert.GreaterOrEqual(t, float64(agree), 0.995*float64(len(want)))
		assertConsistent(t, got)
	}
}

// With the true sizes it beats Poisson where labels are few.
func TestPoissonMBOWithPriors(t *testing.T) {
	skipIfSlow(t)
	t.Parallel()
	net := knn(t, load(t, "digits"), 10, nil, kernel.SelfTuning{})
	plain, refined := 0.0, 0.0
	priors := sizesOf(net.truth, 10)
	for seed := range uint64(10) {
		y := drawn(net.truth, 1, seed)
		p := solveOK(t, net.g, classSeeds(y), labelprop.Poisson{}, labelprop.Auto)
		m := solveOK(t, net.g, classSeeds(y), labelprop.PoissonMBO{Priors: priors}, labelprop.Auto)
		assert.InDeltaSlice(t, priors, sizesOf(m.Labels, 10), 2)
		plain, refined = plain+accuracy(p.Labels, net.truth, y)/10, refined+accuracy(m.Labels, net.truth, y)/10
	}
	t.Logf("1 label a class: poisson %.4f, poisson MBO with the true sizes %.4f", plain, refined)
	assert.Greater(t, refined, plain+0.01)
}

func TestPoissonMBOInComponents(t *testing.T) {
	net := coilLike(t, rand.New(rand.NewPCG(22, 1)))
	y := drawn(net.truth, 2, 1)
	id, _ := net.g.Components()
	for _, m := range []labelprop.Method{labelprop.PoissonMBO{}, labelprop.PoissonMBO{Priors: sizesOf(net.truth, classCount(y))}} {
		r := solveOK(t, net.g, classSeeds(y), m, labelprop.Auto)
		assertClassesOfComponents(t, id, y, r.Labels)
		assertConsistent(t, r)
		poisson := solveOK(t, net.g, classSeeds(y), labelprop.Poisson{}, labelprop.Auto)
		assert.Greater(t, accuracy(r.Labels, net.truth, y), accuracy(poisson.Labels, net.truth, y)-0.03)
	}
}

// The unit of the weights changes no label.
func TestPoissonMBOHasNoUnit(t *testing.T) {
	r := rand.New(rand.NewPCG(61, 1))
	edges := slices.Concat(pathWeighted(50, r), randomExtra(50, 80, r))
	y := slices.Repeat([]int{none}, 50)
	copy(y, []int{0, 1, 2})
	want := solveOK(t, fromEdges(t, 50, edges), classSeeds(y), labelprop.PoissonMBO{}, labelprop.Auto)
	for e := range edges {
		edges[e].Weight *= 0x1p-100
	}
	assert.Equal(t, want.Labels, solveOK(t, fromEdges(t, 50, edges), classSeeds(y), labelprop.PoissonMBO{}, labelprop.Auto).Labels)
}

func TestPoissonMBOErrors(t *testing.T) {
	g, y := path(t, 3), classSeeds([]int{0, none, 1})
	for name, err := range map[string]error{
		"priors": second(labelprop.Solve(t.Context(), g, y, labelprop.PoissonMBO{Priors: []float64{1}}, nil)),
		"values": second(labelprop.Solve(t.Context(), g, valueSeeds([]float64{1, 2, 3}), labelprop.PoissonMBO{}, nil)),
		"solver": second(labelprop.Solve(t.Context(), g, y, labelprop.PoissonMBO{}, &labelprop.Options{Solver: labelprop.Elimination})),
	} {
		require.Error(t, err, name)
		assertOurs(t, err)
	}
}
