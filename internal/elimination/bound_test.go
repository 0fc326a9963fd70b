package elimination

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// randomProblem draws points, labels, a graph, a method and a bandwidth.
func randomProblem(rng *rand.Rand) problem {
	n, dim := 2+rng.IntN(14), 1+rng.IntN(3)
	p := problem{dim: dim, classes: 2 + rng.IntN(2), gamma: math.Pow(10, -6+18*rng.Float64())}
	integers := rng.IntN(2) == 0
	for range n * dim {
		if integers {
			p.x = append(p.x, float64(rng.IntN(5)))
		} else {
			p.x = append(p.x, rng.NormFloat64())
		}
	}
	for i := range n {
		label := rng.IntN(3*p.classes) - 2*p.classes
		if i == 0 {
			label = 0
		}
		p.labels = append(p.labels, max(label, -1))
	}
	p.edges = complete(n)
	if rng.IntN(2) == 0 {
		rng.Shuffle(len(p.edges), func(i, j int) { p.edges[i], p.edges[j] = p.edges[j], p.edges[i] })
		p.edges = p.edges[:rng.IntN(len(p.edges)+1)]
	}
	if rng.IntN(3) == 0 {
		alpha := 0.1 + 0.89*rng.Float64()
		p.alpha = &alpha
	}
	return p
}

func solve(t *testing.T, nw *Network, o Options) *Solution {
	t.Helper()
	sol, err := nw.Eliminate(context.Background(), &o)
	require.NoError(t, err)
	return sol
}

// TestErrorBound holds float64 and pairs against exact exponents, whose own
// errors the golden cases show to be near 1e-15.
func TestErrorBound(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	floats, tightest := 0, 0.0
	problems := 6000
	if testing.Short() {
		problems = 1000
	}
	for range problems {
		p := randomProblem(rng)
		nw, _ := p.network(t)
		exact := solve(t, nw, Options{Arithmetic: Big})
		for _, a := range []Arithmetic{Float, Pair} {
			sol, err := nw.Eliminate(context.Background(), &Options{Arithmetic: a})
			if err != nil {
				require.ErrorIs(t, err, ErrRange)
				continue
			}
			if a == Float {
				floats++
			}
			tightest = math.Max(tightest, compareBound(t, exact, sol))
		}
	}
	require.Greater(t, floats, problems/12)
	t.Logf("largest error as a share of its bound: %.3f; float64 ran %d times", tightest, floats)
}

// compareBound checks every logarithm and every margin, and returns the largest
// share of its bound that an error takes.
func compareBound(t *testing.T, exact, sol *Solution) (share float64) {
	t.Helper()
	for k := range sol.F {
		i, c := k/sol.Classes, k%sol.Classes
		require.Equal(t, exact.F[k].IsZero(), sol.F[k].IsZero())
		if sol.F[k].IsZero() {
			continue
		}
		diff := math.Abs(sol.Log(i, c) - exact.Log(i, c))
		bound := sol.LogError(i, c)
		require.LessOrEqual(t, diff, bound+exact.LogError(i, c), "node %d class %d", i, c)
		share = math.Max(share, diff/bound)
		for b := range sol.Classes {
			want := exact.LogRatio(i, c, b)
			require.LessOrEqual(t, sol.Margin(i, c, b), want+1e-15*math.Abs(want))
		}
	}
	return share
}

// TestExactTies: integer points tie exactly at every bandwidth.
func TestExactTies(t *testing.T) {
	p := problem{x: []float64{0, 1, 2, 3, 4}, dim: 1, labels: []int{0, -1, -1, -1, 1}, classes: 2, edges: complete(5)}
	for _, gamma := range []float64{5e-324, 1, 1e16, 1e300, math.Inf(1)} {
		p.gamma = gamma
		nw, _ := p.network(t)
		for _, a := range []Arithmetic{Pair, Big} {
			sol := solve(t, nw, Options{Arithmetic: a})
			require.InDelta(t, 0, sol.LogRatio(1, 0, 1), 1e-15, "γ=%v", gamma)
			require.False(t, sol.Proven(1, 0))
			if gamma > 1e-10 {
				require.True(t, sol.Proven(0, 0), "γ=%v", gamma)
			}
		}
	}
}
