package network

import (
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// BenchmarkOrder is what an order of the nodes is worth, and what it costs: a product of the
// graph of 1,000,000 rows of 3 columns with 10 columns, in float64 and in lines of float32,
// with the nodes as they come, at random, and with neighbours together:
//
//	go test ./labelprop -run '^$' -bench Order -benchtime 5x
func BenchmarkOrder(b *testing.B) {
	const n, d, classes = 1_000_000, 3, 10
	r := rand.New(rand.NewPCG(3, 1))
	x := mat.NewDense(n, d, nil)
	x.Apply(func(int, int, float64) float64 { return r.NormFloat64() }, x)
	near, err := graph.KNN(b.Context(), x, 10, nil)
	require.NoError(b, err)
	g, err := near.Weigh(kernel.SelfTuning{})
	require.NoError(b, err)
	given := make([]int, n)
	for i := range given {
		if given[i] = unlabeled; i < 1000 {
			given[i] = i % classes
		}
	}
	seeds := classLabels(given)
	b.Run("ordering", func(b *testing.B) {
		for b.Loop() {
			nearby(g, regionNodes)
		}
	})
	for _, order := range []struct {
		name  string
		nodes []int
	}{{"random", byNumber(n)}, {"nearby", nearby(g, regionNodes)}} {
		p := New(g, seeds, harmonic())
		p.findFree(order.nodes)
		eq := p.equation(false)
		b.Run(order.name+"/float64", func(b *testing.B) {
			all := newDivided(eq, make([]float64, eq.size()), nil, eq.cols).parts[0]
			for b.Loop() {
				eq.advance(all.q, all.p)
			}
		})
		b.Run(order.name+"/float32", func(b *testing.B) {
			s := newMixedCG(eq, make([]float64, eq.size()), 1e-6)
			s.shareScratch()
			for b.Loop() {
				s.advance()
			}
		})
	}
}
