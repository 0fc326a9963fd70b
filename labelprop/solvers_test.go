package labelprop_test

import (
	"runtime"
	"testing"

	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

func TestSolversAgree(t *testing.T) {
	for _, n := range networks {
		t.Run(n.name, func(t *testing.T) {
			t.Parallel()
			net := n.make(t)
			if net.g.N() > 1000 && (raced || testing.Short()) {
				t.Skip("too large for the race detector")
			}
			seeds := classSeeds(drawn(net.truth, 10, 7))
			for _, m := range methods {
				a := solveOK(t, net.g, seeds, m.method, labelprop.ConjugateGradients)
				b, err := labelprop.Solve(t.Context(), net.g, seeds, m.method,
					&labelprop.Options{Solver: labelprop.Iteration, Tol: 1e-12, MaxIter: 200_000})
				require.NoError(t, err)
				assert.Equal(t, labelprop.ConjugateGradients, a.Solver)
				assert.Equal(t, labelprop.Iteration, b.Solver)
				assert.True(t, b.Converged, "%v: iteration: residual %g after %d", m.method, b.Residual, b.Iterations)
				gap := largestGap(a.Scores, b.Scores) / mat.Max(absolute(a.Scores))
				assert.LessOrEqual(t, gap, 1e-8, "%v", m.method)
				assert.Equal(t, a.Status, b.Status, "%v", m.method)
			}
		})
	}
}

// Scores must be the same to the last bit however many processors there are:
// sums run over chunks of fixed length.
func TestSameBitsOnAnyNumberOfProcessors(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	net := networks[0].make(t) // the largest but cora
	g, topic := cora(t)
	for _, net := range []network{net, {g, topic}} {
		if testing.Short() && net.g == g {
			continue
		}
		require.Greater(t, net.g.N(), 512, "too small to be shared out")
		seeds := classSeeds(drawn(net.truth, 4, 3))
		for _, m := range methods {
			for _, solver := range append(solversOf(m.signed), labelprop.GaussSeidel) {
				if m.signed && solver == labelprop.GaussSeidel {
					continue
				}
				o := &labelprop.Options{Solver: solver, MaxIter: measured(20, 60)} // stopping early must not matter
				var first *labelprop.Result
				for _, procs := range []int{1, 5, 2}[:measured(2, 3)] {
					runtime.GOMAXPROCS(procs)
					r, err := labelprop.Solve(t.Context(), net.g, seeds, m.method, o)
					require.NoError(t, err)
					if first == nil {
						first = r
					}
					require.Equal(t, first, r, "%v by %v on %d processors", m.method, solver, procs)
				}
			}
		}
	}
}

// Where all nodes keep their labels there is nothing to solve: the solver is the one that was asked for.
func TestSolverWithoutFreeNodes(t *testing.T) {
	for _, solver := range []labelprop.Solver{labelprop.Auto, labelprop.Elimination, labelprop.Iteration} {
		r := solveOK(t, path(t, 3), classSeeds([]int{0, 1, 1}), labelprop.Harmonic{}, solver)
		assert.Equal(t, solver, r.Solver)
		assert.True(t, r.Converged)
		assert.Zero(t, r.Iterations)
		assert.Equal(t, 3, r.Count(labelprop.Given))
	}
}

// Given is where a label was given, even if spreading overrules it; a warning counts those.
func TestGivenAndOverruled(t *testing.T) {
	y := []int{0, 0, 0, 1, 0, 0, 0}
	r := solveOK(t, path(t, 7), classSeeds(y), labelprop.Spreading{Alpha: 0.99}, labelprop.Auto)
	assert.Equal(t, 0, r.Labels[3])
	assert.Equal(t, labelprop.Given, r.Status[3])
	require.Len(t, r.Warnings, 1)
	assert.Contains(t, r.Warnings[0].Error(), "1 given labels changed")
}
