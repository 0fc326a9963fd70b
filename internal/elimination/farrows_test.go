package elimination

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// farProblem is a random problem some of whose rows are up to 10⁷ times as far away as the others.
func farProblem(rng *rand.Rand) problem {
	p := randomProblem(rng)
	p.gamma = math.Pow(10, -2+6*rng.Float64())
	for i := range p.x {
		p.x[i] *= 1 + rng.Float64()
		if i/p.dim > 0 && rng.IntN(4) == 0 {
			p.x[i] *= math.Pow(10, 7*rng.Float64())
		}
	}
	return p
}

// With rows that are far away from all others, bounds hold, of the whole and with edges and grounds left out.
func TestErrorBoundWithFarRows(t *testing.T) {
	rng := rand.New(rand.NewPCG(17, 18))
	share, proven, dropped := 0.0, 0, 0
	for range 600 {
		p := farProblem(rng)
		nw, _ := p.network(t)
		exact := solve(t, nw, Options{Arithmetic: Big})
		for _, a := range []Arithmetic{Float, Pair} {
			sol, err := nw.Eliminate(context.Background(), &Options{Arithmetic: a})
			if err == nil {
				share = math.Max(share, compareBound(t, exact, sol))
			}
		}
		if p.alpha != nil {
			continue // scores that fall without limit do not lose edges
		}
		for _, o := range []Options{{DropEdge: 1e-3}, {DropEdge: 1e-9, DropFill: 1e-9, Arithmetic: Pair}} {
			sol := solve(t, nw, o)
			if !math.IsInf(sol.LogEta, -1) {
				dropped++
			}
			proven += compareProven(t, exact, sol)
		}
	}
	require.Greater(t, dropped, 300)
	require.Greater(t, proven, 2000)
	t.Logf("largest error as a share of its bound: %.3f; %d labels proven, %d networks with edges left out",
		share, proven, dropped)
}

// compareProven holds the answers against those of the whole network, each to its own bound.
func compareProven(t *testing.T, whole, sol *Solution) (proven int) {
	t.Helper()
	for i := range len(whole.F) / whole.Classes {
		for c := range whole.Classes {
			low, high := sol.interval(i, c)
			f := math.Exp(whole.Log(i, c))
			require.LessOrEqual(t, low, f*(1+1e-9), "node %d class %d", i, c)
			require.GreaterOrEqual(t, high, f*(1-1e-9), "node %d class %d", i, c)
			if sol.Proven(i, c) {
				proven++
				require.Equal(t, whole.best(i), c)
			}
		}
	}
	return proven
}

// Rows that are far away leave the labels of the others proven: their distances are rounded by far more than
// the others measure, but no label depends on that.
func TestFarRowsLeaveTheOthersProven(t *testing.T) {
	rng := rand.New(rand.NewPCG(19, 20))
	p := problem{dim: 1, classes: 2, gamma: 10, edges: complete(40), noBig: true}
	for i := range 40 {
		p.x = append(p.x, rng.Float64()*20)
		p.labels = append(p.labels, -1)
		if i >= 36 {
			p.x[i] = 1e7 * rng.Float64()
		}
	}
	p.labels[0], p.labels[1] = 0, 1
	nw, _ := p.network(t)
	require.Greater(t, p.gammaT(nw)*nw.InputError, 0.1, "a bound relative to the longest distance says nothing")
	sol := solve(t, nw, Options{DropEdge: 1e-12, DropFill: 1e-12, Arithmetic: Pair})
	for i := range nw.Len() {
		require.True(t, sol.Proven(i, sol.best(i)), "node %d", i)
	}
}
