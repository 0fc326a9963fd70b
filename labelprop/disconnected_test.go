package labelprop_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// pieces is a graph in several components, and the same one with links added.
type pieces struct {
	apart, joined *graph.Graph
	truth         []int
}

func inPieces(t testing.TB, d dataset, k int, w kernel.Kernel) pieces {
	near, err := graph.KNN(t.Context(), d.x, k, nil)
	require.NoError(t, err)
	return pieces{weighed(t, near, nil, w, nil).g, weighed(t, requireJoined(t, near), nil, w, nil).g, d.truth}
}

// score is the accuracy on the unlabelled rows that a label reaches in the graph in
// pieces.
func (p pieces) score(labels, y []int, reached []bool) float64 {
	hidden := make([]int, len(y))
	for i, ok := range reached {
		if hidden[i] = y[i]; !ok {
			hidden[i] = 0
		}
	}
	return accuracy(labels, p.truth, hidden)
}

// everyMethod is the list of methods and those without a dense oracle.
func everyMethod(priors []float64) []labelprop.Method {
	all := []labelprop.Method{labelprop.PoissonMBO{}, labelprop.PoissonMBO{Priors: priors}, labelprop.MAD{}}
	for _, m := range methods {
		all = append(all, m.method)
	}
	return all
}

// The rows that a label reaches get what they get in the connected graph, to three
// points in the mean of three draws, and never one class for all. Where nothing is measured, one of the graphs stands for all.
func TestADisconnectedGraphBreaksNoMethod(t *testing.T) {
	t.Parallel()
	skipIfSlow(t)
	images := turntable(rand.New(rand.NewPCG(3, 1)))
	for _, c := range []struct {
		data          dataset
		k, components int
		kernel        kernel.Kernel
	}{
		{load(t, "digits"), 2, 8, kernel.SelfTuning{}},
		{load(t, "digits"), 3, 2, kernel.SharedNeighbors{}},
		{images, 10, 6, kernel.SelfTuning{}},
		{images, 10, 6, kernel.SharedNeighbors{}},
	} {
		if !measuring && (c.k != 10 || c.kernel != kernel.Kernel(kernel.SharedNeighbors{})) {
			continue
		}
		p := inPieces(t, c.data, c.k, c.kernel)
		_, count := p.apart.Components()
		assert.Equal(t, c.components, count, "the graph is not the one meant")
		for _, m := range everyMethod(sizesOf(p.truth, c.data.classes)) {
			for _, perOne := range []int{1, 5}[:measured(1, 2)] {
				p.compare(t, m, perOne, fmt.Sprintf("%s, k = %d, %v, %d labels a class, %v", c.data.name, c.k, c.kernel, perOne, m))
			}
		}
	}
}

// compare runs a method on both graphs.
func (p pieces) compare(t *testing.T, m labelprop.Method, perOne int, name string) {
	const draws = 3
	apart, joined := 0.0, 0.0
	for seed := range uint64(draws) {
		y := drawn(p.truth, perOne, seed)
		reached := reachable(p.apart, y)
		with, err := labelprop.Solve(t.Context(), p.joined, classSeeds(y), m, nil)
		require.NoError(t, err)
		without, err := labelprop.Solve(t.Context(), p.apart, classSeeds(y), m, nil)
		require.NoError(t, err)
		assertManyClasses(t, p.apart, y, without.Labels, name)
		apart, joined = apart+p.score(without.Labels, y, reached)/draws, joined+p.score(with.Labels, y, reached)/draws
	}
	t.Logf("%s: in pieces %.3f, connected %.3f", name, apart, joined)
	assert.InDelta(t, joined, apart, 0.03, name)
}

// assertManyClasses asks that in every component four of five labelled classes are named.
func assertManyClasses(t *testing.T, g *graph.Graph, y, labels []int, name string) {
	t.Helper()
	id, count := g.Components()
	given, named := make([]map[int]bool, count), make([]map[int]bool, count)
	for c := range count {
		given[c], named[c] = map[int]bool{}, map[int]bool{}
	}
	for i, c := range id {
		if y[i] >= 0 {
			given[c][y[i]] = true
		} else {
			named[c][labels[i]] = true
		}
	}
	for c := range count {
		if len(given[c]) > 1 {
			assert.GreaterOrEqual(t, 5*len(named[c]), 4*len(given[c]), "%s: classes in component %d", name, c)
		}
	}
}
