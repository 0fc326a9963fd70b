package pool_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/labelprop/internal/pool"
	"github.com/stretchr/testify/assert"
	"gonum.org/v1/gonum/mat"
)

// edges is a graph of unit weights.
type edges [][2]int

func (e edges) DoNonZero(f func(i, j int, w float64)) {
	for _, x := range e {
		f(x[0], x[1], 1)
		f(x[1], x[0], 1)
	}
}

func TestSmoothness(t *testing.T) {
	path := edges{{0, 1}, {1, 2}, {2, 3}}
	assert.InDelta(t, 1, pool.Smoothness(edges{{0, 1}, {2, 3}}, []int{0, 0, 1, 1}, 2), 1e-12)
	assert.InDelta(t, 1, pool.Smoothness(path, []int{0, 0, 0, 0}, 2), 1e-12)
	assert.InDelta(t, -1, pool.Smoothness(edges{{0, 1}, {2, 3}}, []int{0, 1, 0, 1}, 2), 1e-12)
	// Two of three edges are within classes of equal degrees: (2/3-1/2)/(1/2).
	assert.InDelta(t, 1./3, pool.Smoothness(path, []int{0, 0, 1, 1}, 2), 1e-12)
	assert.InDelta(t, 1, pool.Smoothness(edges{}, []int{0, 1}, 2), 1e-12)
}

// Classes dealt out at random have no smoothness, whatever their sizes.
func TestSmoothnessOfChance(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var ring edges
	class := make([]int, 20_000)
	for i := range class {
		ring = append(ring, [2]int{i, (i + 1) % len(class)})
		if r.Float64() < 0.1 {
			class[i] = 1
		}
	}
	assert.InDelta(t, 0, pool.Smoothness(ring, class, 2), 0.03)
}

func TestGraphShare(t *testing.T) {
	assert.Zero(t, pool.GraphShare(0.96, 1000))
	assert.InDelta(t, 1, pool.GraphShare(0.6, 1000), 1e-12)
	assert.InDelta(t, 0.5, pool.GraphShare(0.85, 1000), 1e-12)
	assert.InDelta(t, 0.9, pool.GraphShare(0.92, 50), 1e-12)
	for s := 0.0; s <= 1; s += 0.01 {
		assert.GreaterOrEqual(t, pool.GraphShare(s, 10), pool.GraphShare(s, 400))
		assert.GreaterOrEqual(t, pool.GraphShare(s, 100), pool.GraphShare(s+0.01, 100))
	}
}

func TestFewShare(t *testing.T) {
	for s := 0.0; s <= 1; s += 0.05 {
		assert.Equal(t, pool.GraphShare(s, 300), pool.FewShare(0.99, s, 300), "clusters are kept whole")
		assert.Equal(t, pool.GraphShare(s, 300)/2, pool.FewShare(0.5, s, 300), "there are none")
		assert.InDelta(t, 0.75*pool.GraphShare(s, 300), pool.FewShare(0.95, s, 300), 1e-12)
		assert.Equal(t, pool.GraphShare(s, 2), pool.FewShare(0.5, s, 2), "too few rows to see it")
	}
}

func TestMix(t *testing.T) {
	a := mat.NewDense(4, 2, []float64{0.9, 0.1, 0.9, 0.1, 0, 0, 0, 0})
	b := mat.NewDense(4, 2, []float64{0.3, 0.7, 0, 0, 0.3, 0.7, 0, 0})
	m := pool.Mix(a, b, 0.25)
	lean := func(v float64) float64 { return 0.98*v + 0.01 }
	odds := 0.75*math.Log(lean(0.9)/lean(0.1)) + 0.25*2*math.Log(lean(0.3)/lean(0.7))
	assert.InDelta(t, 1/(1+math.Exp(-odds)), m.At(0, 0), 1e-12)
	assert.InDelta(t, lean(0.9), m.At(1, 0), 1e-12)
	squares := lean(0.3)*lean(0.3) + lean(0.7)*lean(0.7)
	assert.InDelta(t, lean(0.3)*lean(0.3)/squares, m.At(2, 0), 1e-12)
	assert.InDelta(t, 0.5, m.At(3, 0), 1e-12)
	assert.Equal(t, []int{0, 0, 1, 0}, pool.Classes(m))
}

func TestFew(t *testing.T) {
	assert.True(t, pool.Few(10, 10))
	assert.True(t, pool.Few(14, 10))
	assert.False(t, pool.Few(3, 2))
}

// The more labels, the less weight; a graph that leads the pool gets it all where one row in a hundred has no label.
func TestPoissonShare(t *testing.T) {
	share := func(each, classes, n int, graphs, clusters float64) float64 {
		return pool.PoissonShare(slices.Repeat([]int{each}, classes), n, graphs, clusters)
	}
	assert.InDelta(t, 0.2, share(2, 2, 100, 0.2, 0), 1e-12)
	assert.InDelta(t, 0.8/9, share(3, 10, 100, 1, 0), 1e-12)
	assert.InDelta(t, 0.8, share(2, 10, 100, 0, 0.8), 1e-12)
	assert.InDelta(t, 0.8/9, share(3, 10, 100, 0, 0.8), 1e-12)
	assert.Zero(t, share(4, 2, 100, 1, 1))
	assert.InDelta(t, 1, share(5, 10, 5001, 1, 0), 1e-12)
	assert.Zero(t, share(5, 10, 5000, 1, 1))
	assert.InDelta(t, 0.0625, share(5, 10, 9000, 0.5, 0), 1e-12)
	assert.Zero(t, share(5, 10, 9000, 0.4, 0))
	for each := 1; each < 10; each++ {
		assert.GreaterOrEqual(t, share(each, 10, 8000, 0.7, 0.5), share(each+1, 10, 8000, 0.7, 0.5))
		assert.LessOrEqual(t, share(each, 10, 8000, 0.7, 0.5), share(each, 10, 8000, 0.8, 0.6))
	}
	// One of four classes was cut short.
	assert.InDelta(t, 0.2*9/16, pool.PoissonShare([]int{2, 2, 1, 2}, 100, 0, 0), 1e-12)
}

func TestClusters(t *testing.T) {
	assert.InDelta(t, 1, pool.Clusters(0.98, 0.6), 1e-12)
	assert.InDelta(t, 0.5, pool.Clusters(0.95, 0.6), 1e-12)
	assert.Zero(t, pool.Clusters(0.9, 0.6))
	assert.Zero(t, pool.Clusters(0.99, 0.96))
}
