package elimination

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// wrongWithin solves a rest by elimination and then spoils every answer by up to a given error.
func wrongWithin(rng *rand.Rand, within float64, asked *int) Rest {
	return func(ctx context.Context, rest *Network) (*Answers, error) {
		*asked++
		sol, err := rest.Eliminate(ctx, &Options{Arithmetic: Pair})
		if err != nil {
			return nil, err
		}
		a := &Answers{}
		for k := range sol.F {
			x := math.Exp(sol.Log(k/sol.Classes, k%sol.Classes))
			a.F = append(a.F, x+within*(2*rng.Float64()-1))
		}
		for range rest.Len() {
			a.Within = append(a.Within, within)
		}
		return a, nil
	}
}

// TestHandOver holds eliminations of which other means have solved a part, with errors, against the whole.
func TestHandOver(t *testing.T) {
	rng := rand.New(rand.NewPCG(25, 26))
	asked, proven := 0, 0
	for n := range 100 {
		p := cloud(30, 2, rng.Uint64())
		p.gamma = math.Pow(10, -1+4*rng.Float64())
		if n%2 == 0 {
			p.x[rng.IntN(60)] *= math.Pow(10, 5*rng.Float64())
		}
		p.edges = nearest(p.x, p.dim, 3+rng.IntN(5))
		nw, _ := p.network(t)
		nw.Stochastic = true
		exact := solve(t, nw, Options{Arithmetic: Big})
		within := math.Pow(10, -12*rng.Float64())
		for _, drop := range []float64{0, 1e-6} {
			sol := solve(t, nw, Options{DropEdge: drop, Patience: 1 + rng.Int64N(40), Rest: wrongWithin(rng, within, &asked)})
			proven += compareProven(t, exact, sol)
		}
	}
	require.Greater(t, asked, 100)
	require.Greater(t, proven, 500)
	t.Logf("%d networks handed over, %d labels proven", asked, proven)
}

// What cannot be solved otherwise is eliminated with more edges left out, and never with errors that are not told.
func TestHandOverRefused(t *testing.T) {
	rng := rand.New(rand.NewPCG(27, 28))
	for range 50 {
		p := randomProblem(rng)
		p.alpha, p.gamma = nil, 1
		nw, _ := p.network(t)
		exact := solve(t, nw, Options{Arithmetic: Big})
		refused := func(context.Context, *Network) (*Answers, error) { return nil, nil }
		compareProven(t, exact, solve(t, nw, Options{DropFill: 1e-9, Patience: 2, Rest: refused}))
	}
}
