package network

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/internal/vec"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// perturbed returns eq with every entry of M and b off by a share of up to delta, in the
// symmetric way or not.
func perturbed(eq *equation, delta float64, rng *rand.Rand) *equation {
	off := func(x []float64) []float64 {
		y := make([]float64, len(x))
		for i, v := range x {
			y[i] = v * (1 + delta*(2*rng.Float64()-1))
		}
		return y
	}
	last := eq.cols - 1
	other := *eq
	other.b, other.place, other.relErr, other.room = off(eq.allRight()), nil, delta*(1+2*delta), nil
	for i := range eq.n {
		other.b[i*eq.cols+last] = 1
	}
	other.m = off(eq.m)
	other.sparse = vec.MustSparse(eq.n, eq.start, eq.ind, other.m)
	return &other
}

// Of an equation whose entries are off by shares, an answer that is also off holds the right
// one within its bounds, and small entries have bounds far below those of the largest.
func TestComponentwiseBounds(t *testing.T) {
	if testing.Short() {
		t.Skip("slow: not in short")
	}
	for _, m := range []*Method{spreading(0.2), spreading(0.9), harmonic()} {
		for _, delta := range []float64{1e-3, 1e-7} {
			for _, off := range []float64{0, 1e-6, 1e-10} {
				t.Run(fmt.Sprintf("%s/delta=%g/off=%g", m.Name, delta, off), func(t *testing.T) {
					rng := rand.New(rand.NewPCG(21, 1))
					exact := testEquation(t, m, 300, 1)
					given := perturbed(exact, delta, rng)
					want, err := solveByIteration(context.Background(), exact, 1, Options{Tol: 1e-15, MaxIter: 20000})
					require.NoError(t, err)
					got, err := solveByIteration(context.Background(), given, 1, Options{Tol: 1e-15, MaxIter: 20000})
					require.NoError(t, err)
					for i := range got.X {
						got.X[i] += off * (2*rng.Float64() - 1)
					}
					closer := requireWithin(t, given, want.X, got.X)
					if m.SelfShare == 0.8 && off < delta*1e-2 {
						assert.Greater(t, closer, 0.3)
					}
				})
			}
		}
	}
}

// requireWithin checks that want lies within the bounds around got, and returns the share of
// them that are below a tenth of what the certificate says of all entries alike.
func requireWithin(t *testing.T, eq *equation, want, got []float64) float64 {
	t.Helper()
	cert := eq.certify(got)
	require.True(t, cert.ok)
	last, closer := eq.cols-1, 0
	for i := range eq.n {
		v := got[i*eq.cols+last]
		for k, x := range eq.row(got, i)[:last] {
			diff := want[i*eq.cols+k] - x
			require.LessOrEqual(t, diff, cert.above(x, v, k)+1e-14)
			require.LessOrEqual(t, -diff, cert.below(x, v, k)+1e-14)
			if cert.above(x, v, k) < cert.up[k]*v/10 {
				closer++
			}
		}
	}
	return float64(closer) / float64(eq.n*last)
}

// What a walk makes of a solution is bounded for every number of steps, whether or not the
// solution is one.
func TestComponentwiseWalks(t *testing.T) {
	for _, m := range []*Method{spreading(0.2), spreading(0.9)} {
		for _, off := range []float64{0, 1e-2} {
			rng := rand.New(rand.NewPCG(22, 1))
			eq := testEquation(t, m, 300, 1)
			got, err := solveByIteration(context.Background(), eq, 1, Options{Tol: 1e-15, MaxIter: 20000})
			require.NoError(t, err)
			positive := *eq
			positive.b, positive.place = make([]float64, eq.size()), nil
			for i := range got.X {
				if i%eq.cols < eq.cols-1 {
					got.X[i] += off * (2*rng.Float64() - 1)
				}
				positive.b[i] = max(got.X[i], 0)
			}
			each := eq.certify(got.X).each
			walked, err := solveByIteration(context.Background(), &positive, 1, Options{Tol: 1e-15, MaxIter: 20000})
			require.NoError(t, err)
			each.relative = 0.5
			for _, each.steps = range []float64{1, 2, 5, 30} {
				each.left = math.Pow(each.decay, each.steps)
				none := make([]float64, eq.cols)
				for i := range eq.n {
					v := got.X[(i+1)*eq.cols-1]
					for k, x := range eq.row(got.X, i)[:eq.cols-1] {
						require.LessOrEqual(t, walked.X[i*eq.cols+k], each.bound(none, x, v, k)*(1+1e-12), "%s, %g steps", m.Name, each.steps)
					}
				}
			}
		}
	}
}
