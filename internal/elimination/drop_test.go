package elimination

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestDropping holds what was left out against the whole network.
func TestDropping(t *testing.T) {
	rng := rand.New(rand.NewPCG(21, 22))
	dropped, proven := 0, 0
	for range 400 {
		p := randomProblem(rng)
		p.gamma = math.Pow(10, 3*rng.Float64())
		p.alpha = nil
		nw, _ := p.network(t)
		full := solve(t, nw, Options{Arithmetic: Big})
		eps := math.Pow(10, -6*rng.Float64())
		for _, o := range []Options{
			{DropEdge: eps}, {DropFill: eps}, {DropEdge: eps, DropFill: eps, Arithmetic: Pair}, {DropEdge: eps, DropFill: eps, Arithmetic: Big},
			{DropFill: eps / 1e3, Patience: 3}, {DropFill: eps / 1e6, Patience: 1, Arithmetic: Pair}, {DropFill: eps / 1e3, Patience: 5, Arithmetic: Big},
		} {
			sol := solve(t, nw, o)
			if !math.IsInf(sol.LogEta, -1) {
				dropped++
			}
			proven += compareDropped(t, full, sol)
		}
	}
	require.Greater(t, dropped, 300)
	require.Greater(t, proven, 300)
	t.Logf("%d solutions with edges left out, %d labels proven", dropped, proven)
}

func compareDropped(t *testing.T, full, sol *Solution) (proven int) {
	t.Helper()
	eta := math.Exp(sol.LogEta)
	for k := range full.F {
		i, c := k/full.Classes, k%full.Classes
		require.InDelta(t, math.Exp(full.Log(i, c)), math.Exp(sol.Log(i, c)), eta+1e-9)
	}
	for i := range len(full.F) / full.Classes {
		for c := range full.Classes {
			if sol.Proven(i, c) {
				proven++
				require.Equal(t, full.best(i), c)
			}
		}
	}
	return proven
}

// TestForest: at a large enough γ the forest is the answer.
func TestForest(t *testing.T) {
	rng := rand.New(rand.NewPCG(23, 24))
	for range 200 {
		p := cloud(40, 2, rng.Uint64())
		p.gamma, p.edges = 1e8, nearest(p.x, p.dim, 3+rng.IntN(4))
		nw, _ := p.network(t)
		f, err := nw.Forest(t.Context())
		require.NoError(t, err)
		sol := solve(t, nw, Options{Arithmetic: Big})
		for i := range f.Root {
			if f.Root[i] < 0 {
				require.True(t, math.IsInf(sol.Log(i, sol.best(i)), -1))
				continue
			}
			require.Equal(t, int(f.Class[i]), sol.best(i))
		}
	}
}
