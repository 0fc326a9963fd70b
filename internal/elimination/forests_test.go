package elimination

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/propagate-go/propagate/internal/lognum"
)

// plain is a tiny network in float64, to be solved by listing its forests.
type plain struct {
	w [][]float64
	g []float64
	b [][]float64
}

func randomPlain(rng *rand.Rand, n, classes int) plain {
	weight := func() float64 {
		if rng.IntN(3) == 0 {
			return 0
		}
		return math.Exp(4 * rng.NormFloat64())
	}
	p := plain{w: make([][]float64, n), g: make([]float64, n), b: make([][]float64, n)}
	for i := range n {
		p.w[i] = make([]float64, n)
		p.g[i], p.b[i] = weight(), make([]float64, classes)
		for c := range classes {
			p.b[i][c] = weight()
		}
	}
	for i := range n {
		for j := range i {
			p.w[i][j] = weight()
			p.w[j][i] = p.w[i][j]
		}
	}
	return p
}

// forests sums the weights of all rooted spanning forests: every node has one
// edge upwards, to a node or (n) to the ground. The first sum has the ground of
// the root of node i replaced by its source of class c.
func (p plain) forests(i, c int) (numerator, denominator float64) {
	n := len(p.g)
	up := make([]int, n)
	var walk func(k int)
	walk = func(k int) {
		if k < n {
			for up[k] = 0; up[k] <= n; up[k]++ {
				walk(k + 1)
			}
			return
		}
		root, ok := rootOf(up, i)
		if !ok {
			return
		}
		product, source := 1.0, 1.0
		for k, to := range up {
			weight, swapped := p.g[k], p.g[k]
			if to < n {
				weight = p.w[k][to]
				swapped = weight
			} else if k == root {
				swapped = p.b[k][c]
			}
			product *= weight
			source *= swapped
		}
		denominator += product
		numerator += source
	}
	walk(0)
	return numerator, denominator
}

// rootOf follows the edges upwards; ok is false if any of them run in a circle.
func rootOf(up []int, i int) (root int, ok bool) {
	n := len(up)
	for k := range up {
		at := k
		for range n + 1 {
			if at == n {
				break
			}
			if k == i {
				root = at
			}
			at = up[at]
		}
		if at != n {
			return 0, false
		}
	}
	return root, true
}

func (p plain) network(gamma lognum.Gamma) *Network {
	nw := &Network{Gamma: gamma, Classes: len(p.b[0]), Start: []int{0}}
	for i := range p.g {
		for j, w := range p.w[i] {
			if w > 0 {
				nw.Ind = append(nw.Ind, int32(j))
				nw.W = append(nw.W, lognum.FromLog(math.Log(w)))
			}
		}
		nw.Start = append(nw.Start, len(nw.Ind))
		nw.Ground = append(nw.Ground, lognum.FromLog(math.Log(p.g[i])))
		for _, b := range p.b[i] {
			nw.Source = append(nw.Source, lognum.FromLog(math.Log(b)))
		}
	}
	nw.InputLogError = 20 * u
	return nw
}

func TestSpanningForests(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for range 400 {
		n := 1 + rng.IntN(5)
		p := randomPlain(rng, n, 2)
		nw := p.network(lognum.NewGamma(1))
		for _, a := range []Arithmetic{Float, Pair} {
			sol, err := nw.Eliminate(context.Background(), &Options{Arithmetic: a})
			require.NoError(t, err)
			for i := range n {
				for c := range 2 {
					p.compare(t, sol, i, c)
				}
			}
		}
	}
}

func (p plain) compare(t *testing.T, sol *Solution, i, c int) {
	numerator, denominator := p.forests(i, c)
	if denominator == 0 { // some part has no ground: only its own nodes are undefined
		return
	}
	if numerator == 0 {
		require.True(t, sol.F[i*2+c].IsZero())
		return
	}
	require.InDelta(t, math.Log(numerator/denominator), sol.Log(i, c), sol.LogError(i, c)+1e-13)
}
