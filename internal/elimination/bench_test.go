package elimination

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// cloud returns n normal points with 4 % labels of two classes.
func cloud(n, dim int, seed uint64) problem {
	rng := rand.New(rand.NewPCG(seed, 1))
	p := problem{dim: dim, classes: 2, gamma: 1}
	for i := range n {
		for range dim {
			p.x = append(p.x, rng.NormFloat64())
		}
		label := -1
		if i%25 == 0 {
			label = i / 25 % 2
		}
		p.labels = append(p.labels, label)
	}
	return p
}

// nearest returns the edges of the symmetric k-nearest-neighbour graph.
func nearest(x []float64, dim, k int) (edges [][2]int) {
	n := len(x) / dim
	seen := map[[2]int]bool{}
	order := make([]int, n)
	dist := make([]float64, n)
	for i := range n {
		for j := range n {
			order[j], dist[j] = j, 0
			for c := range dim {
				d := x[i*dim+c] - x[j*dim+c]
				dist[j] += d * d
			}
		}
		dist[i] = math.Inf(1)
		kth := kthSmallest(dist, k)
		for j, d := range dist {
			e := [2]int{max(i, j), min(i, j)}
			if d <= kth && !seen[e] {
				seen[e] = true
				edges = append(edges, e)
			}
		}
	}
	return edges
}

func kthSmallest(dist []float64, k int) float64 {
	best := make([]float64, 0, k+1)
	for _, d := range dist {
		if len(best) < k || d < best[len(best)-1] {
			at, _ := slices.BinarySearch(best, d)
			best = slices.Insert(best, at, d)
			if len(best) > k {
				best = best[:k]
			}
		}
	}
	return best[len(best)-1]
}

func BenchmarkComplete(b *testing.B) {
	for _, c := range []struct {
		n     int
		gamma float64
		a     Arithmetic
	}{
		{500, 1, Float}, {1000, 1, Float}, {500, 0.25, Pair}, {500, 1, Pair}, {500, 10, Pair}, {500, 100, Pair},
		{500, 1e4, Pair}, {500, 1e300, Pair}, {500, math.Inf(1), Pair}, {450, 0.25, Big}, {450, 1e4, Big},
	} {
		b.Run(fmt.Sprintf("n=%d/gamma=%g/%v", c.n, c.gamma, c.a), func(b *testing.B) {
			p := cloud(c.n, 2, 3)
			p.gamma, p.edges, p.noBig = c.gamma, complete(c.n), c.a != Big
			run(b, &p, Options{Arithmetic: c.a})
		})
	}
}

func run(b *testing.B, p *problem, o Options) {
	nw, _ := p.network(b)
	var sol *Solution
	for b.Loop() {
		var err error
		sol, err = nw.Eliminate(context.Background(), &o)
		require.NoError(b, err)
	}
	b.ReportMetric(float64(sol.Updates), "updates")
	b.ReportMetric(nw.Gamma.Times(sol.ErrT)+sol.ErrS, "bound")
}

func BenchmarkSparse(b *testing.B) {
	p := cloud(10000, 2, 3)
	p.edges, p.noBig = nearest(p.x, p.dim, 10), true
	for _, gamma := range []float64{1000, 1e5, 1e8} {
		for _, a := range []Arithmetic{Auto, Pair} {
			b.Run(fmt.Sprintf("n=10000/gamma=%g/%v", gamma, a), func(b *testing.B) {
				p.gamma = gamma
				run(b, &p, Options{Arithmetic: a})
			})
		}
	}
}

// BenchmarkDropped is a graph that fills in: 10 dimensions, with edges left out.
func BenchmarkDropped(b *testing.B) {
	p := cloud(10000, 10, 3)
	p.edges, p.noBig = nearest(p.x, p.dim, 10), true
	p.gamma = 1
	nw, _ := p.network(b)
	median := medianGammaT(nw)
	for _, c := range []float64{100, 200, 500, 1000, 1e5, 1e9} {
		b.Run(fmt.Sprintf("n=10000/c=%g", c), func(b *testing.B) {
			p.gamma = c / median
			nw, _ := p.network(b)
			eps := 1e-2 / float64(nw.Len())
			var sol *Solution
			for b.Loop() {
				var err error
				sol, err = nw.Eliminate(context.Background(), &Options{DropEdge: eps, DropFill: eps / 10})
				if err != nil {
					b.Skip(err)
				}
			}
			proven := 0
			for i := range nw.Len() {
				if sol.Proven(i, sol.best(i)) {
					proven++
				}
			}
			b.ReportMetric(float64(sol.Updates), "updates")
			b.ReportMetric(math.Exp(sol.LogEta), "eta")
			b.ReportMetric(sol.ErrS+nw.Gamma.Times(sol.ErrT), "bound")
			b.ReportMetric(100*float64(proven)/float64(nw.Len()), "%proven")
		})
	}
}

func medianGammaT(nw *Network) float64 {
	ts := make([]float64, len(nw.W))
	for i, w := range nw.W {
		ts[i] = nw.Gamma.Times(w.Exponent)
	}
	slices.Sort(ts)
	return ts[len(ts)/2]
}
