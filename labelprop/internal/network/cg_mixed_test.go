package network

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/vec"
	"github.com/propagate-go/propagate/kernel"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// testEquation is that of blobs whose median edge has the weight exp(-c).
func testEquation(t *testing.T, m *Method, n int, c float64) *equation {
	t.Helper()
	x, y := blobs(n, 12)
	near, err := graph.KNN(t.Context(), x, 10, nil)
	require.NoError(t, err)
	g, err := near.Weigh(kernel.RBF{Gamma: c * medianGamma(near)})
	require.NoError(t, err)
	return New(g, classLabels(y), m).equation(true)
}

// apart is the largest difference, and that as a share of the largest number.
func apart(a, b []float64) float64 {
	most, size := 0.0, 0.0
	for i, v := range a {
		most, size = max(most, math.Abs(v-b[i])), max(size, math.Abs(v))
	}
	return most / size
}

// Vectors of float32 lead to the answer of float64, column by column, far beyond what
// float32 can hold, and in about as many steps.
func TestSinglesReachTheAnswerOfDoubles(t *testing.T) {
	for _, m := range []*Method{harmonic(), spreading(0.9)} {
		for _, c := range []float64{0.1, 1, 5} {
			t.Run(fmt.Sprintf("%s,c=%g", m.Name, c), func(t *testing.T) {
				eq := testEquation(t, m, 1000, c)
				s, g := newMixedCG(eq, make([]float64, eq.size()), 1e-6), newConjugateGradients(eq, make([]float64, eq.size()), nil)
				for g.Residual > 1e-13 {
					g.step()
				}
				for s.Residual > 1e-12 {
					s.step()
					require.False(t, s.stuck)
					require.Less(t, s.Iterations, 2*g.Iterations)
				}
				s.settle()
				assert.Less(t, apart(g.X, s.X), 1e-9)
				r := make([]float64, eq.size())
				eq.residual(r, s.X)
				assert.InEpsilon(t, relative(eq.norms(r), s.first), s.Residual, 0.1, "the residual is the true one")
			})
		}
	}
}

// More columns than a line has are as right as the first.
func TestSinglesOfManyColumns(t *testing.T) {
	eq := testEquation(t, harmonic(), 500, 1)
	wide := *eq
	wide.cols = 3*eq.cols + 1
	wide.b, wide.place, wide.room = make([]float64, eq.n*wide.cols), nil, nil
	for i := range eq.n {
		for k := range wide.cols {
			wide.b[i*wide.cols+k] = eq.right(i)[k%eq.cols] * float64(1+k)
		}
	}
	s := newMixedCG(&wide, make([]float64, len(wide.b)), 1e-6)
	for s.Residual > 1e-11 {
		s.step()
	}
	s.settle()
	for i := range eq.n {
		row := wide.row(s.X, i)
		for k := eq.cols; k < wide.cols; k++ {
			first := k % eq.cols
			require.InDelta(t, row[first]/float64(1+first), row[k]/float64(1+k), 1e-8*(1+math.Abs(row[first])))
		}
	}
}

// A guess saves the way to it.
func TestSinglesBeginAtAGuess(t *testing.T) {
	eq := testEquation(t, harmonic(), 1000, 1)
	s := newMixedCG(eq, make([]float64, eq.size()), 1e-6)
	for s.Residual > 1e-9 {
		s.step()
	}
	s.settle()
	from := newMixedCG(eq, s.X, 1e-6)
	assert.InEpsilon(t, s.Residual, from.Residual, 0.1)
	for from.Residual > 1e-12 {
		from.step()
	}
	assert.Less(t, from.Iterations, s.Iterations)
}

// Where float32 cannot come closer, here since it has other weights, that is noticed, and
// float64 goes on from there.
func TestSinglesThatAreStuckGiveWay(t *testing.T) {
	eq := testEquation(t, harmonic(), 1000, 1)
	eq.sparse = vec.MustSparse(eq.n, eq.start, eq.ind, make([]float64, len(eq.m)))
	s := newMixedCG(eq, make([]float64, eq.size()), 1e-6)
	eq.sparse = vec.MustSparse(eq.n, eq.start, eq.ind, eq.m)
	for range 5 {
		s.step()
	}
	require.True(t, s.stalled())
	g := s.inDoubles(nil)
	for g.Residual > 1e-12 {
		g.step()
	}
	r := make([]float64, eq.size())
	eq.residual(r, g.X)
	assert.Less(t, relative(eq.norms(r), eq.rightNorms()), 1e-11)
}

// The whole of it, at a size where float32 is chosen.
func TestSolveCGInSinglesConverges(t *testing.T) {
	eq := testEquation(t, harmonic(), 13_000, 1)
	require.True(t, eq.fitsMixed())
	options := Options{Tol: 1e-6}
	out, err := solveByConjugateGradients(context.Background(), eq, options, nil)
	require.NoError(t, err)
	assert.True(t, out.Converged)
	r := make([]float64, eq.size())
	eq.residual(r, out.X)
	assert.LessOrEqual(t, relative(eq.norms(r), eq.rightNorms()), options.Tol, "the residual is the true one")
}

// Weights that float32 would lose are left to float64.
func TestFitsSinglesLooksAtTheWeights(t *testing.T) {
	if testing.Short() {
		t.Skip("large graphs: not in short")
	}
	eq := testEquation(t, harmonic(), 13_000, 1)
	require.True(t, eq.fitsMixed())
	eq.m[len(eq.m)/2] = 1e-30
	assert.False(t, eq.fitsMixed())
	assert.False(t, testEquation(t, harmonic(), 13_000, 200).fitsMixed())
	assert.False(t, testEquation(t, harmonic(), 1000, 1).fitsMixed())
}

// A residual that was written in other units is that in its own, bit for bit: where float32 has held it as well, and
// where it has not and is written again.
func TestResidualsInTrialUnits(t *testing.T) {
	eq := testEquation(t, harmonic(), 500, 1)
	s := newMixedCG(eq, make([]float64, eq.size()), 1e-6)
	for range 3 {
		s.step()
	}
	s.settle()
	// A column of zeros keeps its unit.
	for i := range eq.n {
		eq.right(i)[0], eq.row(s.X, i)[0] = 0, 0
	}
	_, most := s.measure(nil)
	s.rescale(most)
	s.measure(s.scale)
	want := slices.Clone(s.r[0])
	for _, room := range []float64{1, trialRoom, 0x1p-60, 0x1p-140, 0x1p120} {
		trial := slices.Clone(s.scale)
		for k := range trial {
			trial[k] *= room
		}
		clear(s.r[0])
		s.measure(trial)
		s.turnFrom(trial, most)
		require.Equal(t, want, s.r[0], "%g", room)
	}
	require.Zero(t, most[0])
}
