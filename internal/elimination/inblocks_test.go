package elimination

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// Eliminations that end in blocks are held against the whole in exact exponents, near and far rows, and graphs that are
// dense from the beginning or become so.
func TestBlocksAgainstTheWhole(t *testing.T) {
	rng := rand.New(rand.NewPCG(29, 30))
	proven, blocks := 0, 0
	for n := range 90 {
		p := cloud(30, 2, rng.Uint64())
		p.edges = complete(30)
		p.gamma = math.Pow(10, -2+5*rng.Float64())
		if n%2 == 0 {
			p.x[rng.IntN(60)] *= math.Pow(10, 5*rng.Float64())
		}
		if n%3 == 0 {
			p.edges = nearest(p.x, p.dim, 3+rng.IntN(5))
		}
		nw, _ := p.network(t)
		nw.Stochastic = n%4 > 0 // one in four is not said to have shares, but has
		exact := solve(t, nw, Options{Arithmetic: Big})
		for _, drop := range []float64{0, 1e-6} {
			sol := solve(t, nw, Options{DropEdge: drop, Arithmetic: Pair, Patience: 1 + rng.Int64N(40), leastBlocks: 2})
			proven += compareProven(t, exact, sol)
			if sol.within > 0 {
				blocks++
			}
		}
	}
	t.Logf("%d eliminations end in blocks, %d labels are proven", blocks, proven)
	require.Greater(t, blocks, 60)
	require.Greater(t, proven, 2000)
}

// Answers of a network in blocks are those of pairs, to the bounds of both; a network whose numbers range too widely has none.
func TestBlocksOfAWholeNetwork(t *testing.T) {
	rng := rand.New(rand.NewPCG(31, 32))
	refused, share := 0, 0.0
	for range 200 {
		p := randomProblem(rng)
		p.alpha, p.gamma = nil, math.Pow(10, -3+6*rng.Float64())
		nw, _ := p.network(t)
		nw.Stochastic = true
		o := (&Options{}).withDefaults()
		a, err := nw.inBlocks(t.Context(), &o)
		require.NoError(t, err)
		if a == nil {
			require.Greater(t, p.gammaT(nw), 600.0)
			refused++
			continue
		}
		exact := solve(t, nw, Options{Arithmetic: Pair})
		for i := range nw.Len() {
			for c := range nw.Classes {
				f := math.Exp(exact.Log(i, c))
				off := math.Abs(a.F[i*nw.Classes+c] - f)
				require.LessOrEqual(t, off, f*(math.Expm1(exact.LogError(i, c))+1.01*a.Relative)+a.Within[i])
				if f > 1e-9 {
					share = math.Max(share, off/f/a.Relative)
				}
			}
		}
	}
	t.Logf("%d of 200 range too widely; the largest difference is %.2g of the bound", refused, share)
	require.Greater(t, refused, 10)
	require.Less(t, refused, 100)
}

// Answers above 1 have no errors that are the same for all, and are not found in blocks.
func TestBlocksOfSharesAlone(t *testing.T) {
	for _, most := range []float64{0.5, 1, 1.01} { // of the ground
		p := cloud(30, 2, 5)
		p.gamma, p.edges = 0.01, complete(30)
		nw, _ := p.network(t)
		nw.Stochastic = false
		for i := range nw.Source {
			nw.Source[i] = nw.Source[i].Times(math.Log(most))
		}
		require.Equal(t, most <= 1, nw.hasShares())
		sol := solve(t, nw, Options{Patience: 2, Arithmetic: Pair, leastBlocks: 2})
		require.Equal(t, most <= 1, sol.within > 0)
	}
}
