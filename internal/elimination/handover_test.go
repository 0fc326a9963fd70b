package elimination

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/propagate-go/propagate/internal/lognum"
)

// wrongWithin solves a rest by elimination and then spoils every answer by up to a given error, those of the first
// node, and of the others by up to a tenth of it.
func wrongWithin(rng *rand.Rand, within float64, asked *int) Rest {
	return func(ctx context.Context, rest *Network) (*Answers, error) {
		*asked++
		sol, err := rest.Eliminate(ctx, &Options{Arithmetic: Pair})
		if err != nil {
			return nil, err
		}
		a := &Answers{}
		for i := range rest.Len() {
			own := within
			if i > 0 {
				own /= 10
			}
			a.Within = append(a.Within, own)
			for c := range sol.Classes {
				a.F = append(a.F, math.Exp(sol.Log(i, c))+own*(2*rng.Float64()-1))
			}
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

// Other means that have refused a rest are asked again once it is another, and not before.
func TestHandOverOfTheSameRest(t *testing.T) {
	p := cloud(30, 2, 5)
	p.gamma, p.edges = 1, nearest(p.x, p.dim, 5)
	nw, _ := p.network(t)
	nw.Stochastic = true
	asked := 0
	refused := func(context.Context, *Network) (*Answers, error) { asked++; return nil, nil }
	opts := Options{Patience: 1, Rest: refused}
	e := &elimination{arith: newPairArith(nw), nw: nw, opts: opts.withDefaults(),
		n: nw.Len(), c: nw.Classes, leverage: math.Inf(-1), slot: slotBytes(Pair)}
	require.NoError(t, e.start())
	s := newSparse(e)
	s.coarser = 0 // at once
	ask := func(want int, after string) {
		for range 3 {
			answered, err := s.handOver(t.Context(), 1)
			require.NoError(t, err)
			require.False(t, answered)
			require.Equal(t, want, asked, after)
		}
	}
	ask(1, "nothing")
	v, _ := s.queue.min()
	s.eliminate(v)
	ask(2, "a step")
	rest, nodes, err := s.rest(t.Context())
	require.NoError(t, err)
	marked := make([]bool, len(rest.Ind))
	marked[0] = true
	s.disconnect(nodes, marked)
	left, _, err := s.rest(t.Context())
	require.NoError(t, err)
	require.Equal(t, rest.Edges()-1, left.Edges())
	ask(3, "an edge that was left out")
}

// Other means are not asked where an answer may be above 1, as errors are bounded for shares alone.
func TestHandOverOfSharesAlone(t *testing.T) {
	for _, stochastic := range []bool{true, false} {
		asked := 0
		rest := wrongWithin(rand.New(rand.NewPCG(1, 1)), 0, &asked)
		p := cloud(30, 2, 5)
		p.gamma, p.edges = 1, nearest(p.x, p.dim, 5)
		nw, _ := p.network(t)
		nw.Stochastic = stochastic
		solve(t, nw, Options{Patience: 2, Rest: rest})
		require.Equal(t, stochastic, asked > 0)
	}
}

// Answers far below 1 are taken as they are, not as 0: all sources of a ring have a share of 1e-50 for one class.
func TestHandOverOfTinyAnswers(t *testing.T) {
	const n, tiny = 12, 1e-50
	p := plain{g: make([]float64, n)}
	for i := range n {
		p.w, p.b = append(p.w, make([]float64, n)), append(p.b, []float64{1, tiny})
		p.g[i], p.w[i][(i+1)%n], p.w[i][(i+n-1)%n] = 1, 1, 1
	}
	nw := p.network(lognum.NewGamma(1))
	nw.Stochastic = true
	asked := 0
	sol := solve(t, nw, Options{Patience: 1, Arithmetic: Pair, Rest: wrongWithin(rand.New(rand.NewPCG(1, 1)), 0, &asked)})
	require.Positive(t, asked)
	for i := range n {
		require.InDelta(t, math.Log(tiny), sol.Log(i, 1), 1e-9)
	}
}
