package elimination

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/internal/lognum"
)

// sourceAt returns the network with a source of 1 at node x alone: its answer at x is G_xx.
func (nw *Network) sourceAt(x int) *Network {
	one := *nw
	one.Classes, one.Stochastic, one.Exact, one.Post = 1, false, nil, nil
	one.Source = slices.Repeat([]lognum.Num{lognum.Zero()}, nw.Len())
	one.Source[x] = lognum.Num{}
	return &one
}

// The diagonal of the inverse is what solving for each of its columns gives, by lists, on the
// triangle and with a dense core, in all arithmetics and wherever weights range.
func TestInverseIsSolvingForItsColumns(t *testing.T) {
	rng := rand.New(rand.NewPCG(20, 1))
	for range 200 {
		p := randomProblem(rng)
		nw, _ := p.network(t)
		for _, a := range []Arithmetic{Auto, Pair, Big} {
			sol := solve(t, nw, Options{Arithmetic: a, Inverse: true})
			require.Len(t, sol.Inverse, nw.Len())
			for x := range nw.Len() {
				want := solve(t, nw.sourceAt(x), Options{Arithmetic: Pair}).F[x]
				if want.IsZero() {
					require.True(t, sol.Inverse[x].IsZero())
					continue
				}
				log := math.Abs(nw.Gamma.Log(want))
				require.InDelta(t, 0, nw.Gamma.LogRatio(want, sol.Inverse[x]), 1e-11*max(1, log))
			}
		}
	}
}

// In plain numbers it is that of the dense inverse.
func TestInverseIsThatOfTheMatrix(t *testing.T) {
	rng := rand.New(rand.NewPCG(20, 2))
	for range 30 {
		n := 3 + rng.IntN(40)
		nw := &Network{Gamma: lognum.NewGamma(1), Start: []int{0}, Classes: 1, Source: make([]lognum.Num, n)}
		l, w := mat.NewDense(n, n, nil), mat.NewDense(n, n, nil)
		for i := range n {
			for j := range i {
				if rng.Float64() < 4/float64(n) || j == i-1 {
					w.Set(i, j, math.Exp(2*rng.NormFloat64()))
					w.Set(j, i, w.At(i, j))
				}
			}
		}
		for i := range n {
			ground := rng.Float64()
			nw.Ground = append(nw.Ground, lognum.FromLog(math.Log(ground)))
			sum := ground
			for j := range n {
				if x := w.At(i, j); x > 0 {
					nw.Ind, nw.W = append(nw.Ind, int32(j)), append(nw.W, lognum.FromLog(math.Log(x)))
					l.Set(i, j, -x)
					sum += x
				}
			}
			l.Set(i, i, sum)
			nw.Start = append(nw.Start, len(nw.Ind))
		}
		var g mat.Dense
		require.NoError(t, g.Inverse(l))
		for x, v := range solve(t, nw, Options{Inverse: true}).Inverse {
			require.InEpsilon(t, g.At(x, x), math.Exp(nw.Gamma.Log(v)), 1e-10)
		}
	}
}
