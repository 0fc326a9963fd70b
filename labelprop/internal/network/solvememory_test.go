package network

import (
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The products of some rows are those of all, bit for bit, whether entries are negative or not.
func TestBoundedRowsAreThoseOfAll(t *testing.T) {
	eq := testEquation(t, harmonic(), 1500, 3)
	rng := rand.New(rand.NewPCG(5, 1))
	for _, least := range []float64{0, -0.5} {
		x := make([]float64, eq.size())
		for i := range x {
			x[i] = rng.Float64() + least
		}
		known := eq.boundResidual(x)
		assert.Equal(t, least == 0, known.positive)
		all := known.rows(0, eq.n)
		for range 20 {
			lo := rng.IntN(eq.n)
			hi := lo + 1 + rng.IntN(eq.n-lo)
			some := known.rows(lo, hi)
			for i := lo; i < hi; i++ {
				mx, size := some.products(i)
				wantMx, wantSize := all.products(i)
				assert.Equal(t, wantMx, mx)
				assert.Equal(t, wantSize, size)
			}
			some.free()
		}
		all.free()
	}
}

// An equation takes the memory of its own numbers and little more, and so does a certificate beside it.
func TestMemoryOfEquation(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector allocates on its own, and is run with -short")
	}
	y := slices.Repeat([]int{unlabeled}, 20_000)
	for i := 0; i < len(y); i += 100 {
		y[i] = i / 100 % 20
	}
	for _, m := range []*Method{harmonic(), spreading(0.9)} {
		nw := New(ring(t, 20_000), classLabels(y), m)
		var eq *equation
		took := allocated(func() { eq = nw.equation(true) })
		own := 8*(len(eq.start)+len(eq.b)+len(eq.m)+3*eq.n) + 4*(len(eq.ind)+len(eq.place))
		// Sums over a node leave as much behind. Balances of all nodes would be three times as much again.
		assert.Less(t, took, own*5/2, m.Name)
		x := make([]float64, eq.size())
		for i := range x {
			x[i] = float64(i%3) - 1
		}
		eq.certify(x)
		again := allocated(func() { eq.certify(x) })
		assert.Less(t, again, len(x), "a certificate multiplies some rows at a time")
	}
}

// The vectors of an iteration take no more than they are said to: in float32 three and the room of one more, in float64
// two beside x, and a third of another.
func TestMemoryOfVectors(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector allocates on its own, and is run with -short")
	}
	const n, classes = 20_000, 20
	y := slices.Repeat([]int{unlabeled}, n)
	for i := 0; i < n; i += 100 {
		y[i] = i / 100 % classes
	}
	eq := New(ring(t, n), classLabels(y), harmonic()).equation(true)
	x := make([]float64, eq.size())
	var s *mixedCG
	singles := allocated(func() {
		s = newMixedCG(eq, x, 1e-6)
		for range 5 {
			s.step()
		}
		s.refresh()
	})
	// 21 columns are a line of 16 and half a line.
	assert.Less(t, singles, 4*(4*n*24)*11/10)
	eq.room = nil
	doubles := allocated(func() {
		g := newDivided(eq, x, nil, par.Chunks(eq.cols, columnParts))
		g.restart(newIncompleteCholesky(eq))
		for range 5 {
			g.step()
		}
	})
	// The factor has its pivots and the places of mirror images besides.
	assert.Less(t, doubles, 8*n*(21+21+7)*11/10+4*len(eq.ind)+24*n)
}

// ring joins each of n nodes with the five before it and the five behind it.
func ring(t *testing.T, n int) *graph.Graph {
	var edges []graph.Edge
	for i := range n {
		for d := 1; d <= 5; d++ {
			edges = append(edges, graph.Edge{From: i, To: (i + d) % n, Weight: 1 / float64(d)})
		}
	}
	g, err := graph.FromEdges(n, edges)
	require.NoError(t, err)
	return g
}

// allocated returns the bytes that f allocates, on all processors.
func allocated(f func()) int {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return int(after.TotalAlloc - before.TotalAlloc)
}
