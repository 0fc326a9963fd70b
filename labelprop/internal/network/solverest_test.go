package network

import (
	"context"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/elimination"
	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop/internal/laplacian"
)

// farGroups is a complete graph of rows in two dimensions, in groups that are ever farther apart: their weights
// range too widely for approximate elimination of the whole.
func farGroups(t *testing.T, seed uint64, gamma float64) (*graph.Graph, []int) {
	t.Helper()
	r := rand.New(rand.NewPCG(8, seed))
	const n = 240
	x, y := mat.NewDense(n, 2, nil), make([]int, n)
	for i := range n {
		x.Set(i, 0, r.NormFloat64())
		x.Set(i, 1, r.NormFloat64())
		if i >= n-20 {
			x.Set(i, 0, math.Exp(12*r.Float64()))
		}
		if y[i] = unlabeled; i%12 == 0 {
			y[i] = r.IntN(3)
		}
	}
	near, err := graph.Complete(t.Context(), x, nil)
	require.NoError(t, err)
	g, err := near.Weigh(kernel.RBF{Gamma: gamma})
	require.NoError(t, err)
	return g, y
}

// What elimination leaves and approximate elimination solves agrees, within its bound, with elimination of the whole.
func TestRestIsSolvedWithinItsBound(t *testing.T) {
	handed, proven := 0, 0
	for seed := range uint64(2) {
		for _, gamma := range []float64{1, 10, 100} {
			g, y := farGroups(t, seed, gamma)
			nw := New(g, classLabels(y), harmonic())
			whole, err := nw.forElimination().Eliminate(t.Context(), &elimination.Options{Arithmetic: elimination.Pair})
			require.NoError(t, err)
			want := nw.readElimination(nw.forElimination(), whole)
			rest := nw.solveRest(Options{Tol: 1e-6})
			e := nw.forElimination()
			found, err := e.Eliminate(t.Context(), &elimination.Options{
				DropEdge: least, DropFill: least, Patience: 100, MaxDegree: len(nw.Free), MaxUpdates: math.MaxInt64,
				Rest: func(ctx context.Context, left *elimination.Network) (*elimination.Answers, error) {
					a, err := rest(ctx, left)
					if a != nil {
						handed++
					}
					return a, err
				},
			})
			require.NoError(t, err)
			got := nw.readElimination(e, found)
			for i := range got.Label {
				for k := range 3 {
					require.LessOrEqual(t, math.Abs(got.X[i*3+k]-want.X[i*3+k]), got.Bound+want.Bound)
				}
				if got.Proven[i] {
					proven++
					require.Equal(t, want.Label[i], got.Label[i], "γ = %g, row %d", gamma, i)
				}
			}
		}
	}
	t.Logf("handed over %d times of 6, %d of %d labels proven", handed, proven, 6*220)
	assert.Greater(t, handed, 3)
	assert.Greater(t, proven, 6*220*9/10)
}

// exactRatio returns exp(S - S' - γ(T - T')) in 300 bits, as the power of a series.
func exactRatio(gamma float64, x, unit lognum.Num) *big.Float {
	number := func(v float64) *big.Float { return new(big.Float).SetPrec(300).SetFloat64(v) }
	arg := number(x.Exponent)
	arg.Sub(arg, number(unit.Exponent)).Mul(arg, number(-gamma))
	arg.Add(arg, number(x.LogCoeff)).Sub(arg, number(unit.LogCoeff))
	// exp(a) = exp(a/2²⁰)^(2²⁰), whose series is short.
	arg.SetMantExp(arg, -20)
	sum, term := number(1), number(1)
	for k := 1.; k < 25; k++ {
		term.Mul(term, arg).Quo(term, number(k))
		sum.Add(sum, term)
	}
	for range 20 {
		sum.Mul(sum, sum)
	}
	return sum
}

// Conductances are those of the network in the unit of the largest, but for the error that is told.
func TestConductancesOfNumbers(t *testing.T) {
	r := rand.New(rand.NewPCG(14, 15))
	const gamma = 0.37
	largest := 0.0
	for range 100 {
		x := func() lognum.Num { return lognum.Num{Exponent: 1000 * r.Float64(), LogCoeff: 30 * r.NormFloat64()} }
		edge := x()
		rest := &elimination.Network{Gamma: lognum.NewGamma(gamma), Classes: 1, Start: []int{0, 1, 2}, Ind: []int32{1, 0},
			W: []lognum.Num{edge, edge}, Ground: []lognum.Num{x(), x()}}
		rest.Source = rest.Ground
		s := conductancesOf(rest)
		require.NotNil(t, s)
		top := edge
		for _, g := range rest.Ground {
			if rest.Gamma.LogRatio(g, top) > 0 {
				top = g
			}
		}
		for k, got := range []float64{s.W[0], s.Ground[0], s.Ground[1]} {
			want := exactRatio(gamma, []lognum.Num{edge, rest.Ground[0], rest.Ground[1]}[k], top)
			share := new(big.Float).Quo(big.NewFloat(got/laplacian.Top), want)
			wrong, _ := share.Sub(share, big.NewFloat(1)).Float64()
			require.LessOrEqual(t, math.Abs(wrong), s.RelErr)
			largest = max(largest, math.Abs(wrong)/s.RelErr)
		}
	}
	assert.Greater(t, largest, 0.01, "the bound is no more than a hundred times too large")
}
