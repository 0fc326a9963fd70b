package labelprop_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// Labels left out on three graphs at twelve bandwidths, against the oracle without each of them: none is wrong
// where it is no tie, and no tie is false. A solver that cannot tell says so.
func TestLeaveOneOutIsRightAtEveryBandwidth(t *testing.T) {
	// The numbers of the oracle take minutes at all bandwidths.
	gammas := everyGamma
	if !measuring {
		gammas = []float64{0.3, 5}
	}
	for _, tr := range trials(t, measured(7, 10), 6) {
		t.Run(tr.name, func(t *testing.T) {
			t.Parallel()
			counted := 0
			for _, gamma := range gammas {
				counted += tr.compareLeftOut(t, gamma)
			}
			assert.Greater(t, counted, 10*len(gammas))
		})
	}
}

// compareLeftOut compares two methods and solvers at one bandwidth, and returns how many labels were decided.
func (tr *trial) compareLeftOut(t *testing.T, gamma float64) (decided int) {
	g, err := tr.near.Weigh(kernel.RBF{Gamma: gamma})
	require.NoError(t, err)
	worlds := worldsAt(tr, g, gamma)
	for _, m := range []labelprop.Method{labelprop.Harmonic{}, labelprop.Spreading{Alpha: 0.2}, labelprop.Spreading{}} {
		oracle := leftOutOracle(m)
		for _, solver := range []labelprop.Solver{labelprop.Auto, labelprop.ConjugateGradients} {
			r, err := labelprop.LeaveOneOut(t.Context(), g, classSeeds(tr.y), m, &labelprop.Options{Solver: solver})
			require.NoError(t, err)
			for l, i := range r.Nodes {
				if r.Undecided[l] || r.Status[l] == labelprop.Unreachable {
					assert.NotEqual(t, labelprop.Auto, solver)
					continue
				}
				without := *tr
				without.y = slices.Clone(tr.y)
				without.y[i] = none
				lag := lagOf(without.truthAt(t, worlds, oracle), gamma, i, r.Labels[l])
				msg := fmt.Sprintf("%v at γ = %g by %v: label of row %d", m, gamma, solver, i)
				assert.LessOrEqual(t, lag, 1e-12, msg)
				if r.Status[l] == labelprop.Tied {
					assert.LessOrEqual(t, -lag, tieError, msg)
				}
				decided++
			}
		}
	}
	return decided
}

// leftOutOracle returns the oracle of a method.
func leftOutOracle(m labelprop.Method) func(*trial, *world) reals {
	return func(tr *trial, o *world) reals {
		if s, ok := m.(labelprop.Spreading); ok {
			if s.Alpha == 0 {
				s.Alpha = 0.95
			}
			return o.spreading(oneHot(tr.y, 3), fullTrust(tr.y), s.Alpha)
		}
		return o.harmonic(oneHot(tr.y, 3), fullTrust(tr.y))
	}
}

// lagOf returns by how much ln of the score of a class is below that of the best other class; negative if it leads.
func lagOf(s *scoresAt, gamma float64, i, label int) float64 {
	lag := math.Inf(-1)
	for k := range 3 {
		if k != label {
			lag = max(lag, s.lead(gamma, i, k, label))
		}
	}
	return lag
}

// On graphs too large to be eliminated at once, what the other labels say may be below the errors of the answers to
// single labels: the same labels as by solving without each, and the same probabilities.
func TestLeaveOneOutOfLargeGraphsIsRefitting(t *testing.T) {
	measurement(t) // refitting takes ten seconds
	r := rand.New(rand.NewPCG(9, 9))
	x := mat.NewDense(1000, 3, nil)
	x.Apply(func(_, _ int, _ float64) float64 { return 6 * r.Float64() }, x)
	near, err := graph.KNN(t.Context(), x, 8, nil)
	require.NoError(t, err)
	y := slices.Repeat([]int{none}, 1000)
	for l, i := range r.Perm(1000)[:18] {
		y[i] = l % 3
	}
	for _, gamma := range []float64{20, 300} {
		g, err := near.Weigh(kernel.RBF{Gamma: gamma})
		require.NoError(t, err)
		for _, m := range []labelprop.Method{labelprop.Harmonic{}, labelprop.Spreading{Alpha: 0.2}} {
			got, err := labelprop.LeaveOneOut(t.Context(), g, classSeeds(y), m, nil)
			require.NoError(t, err)
			for l, i := range got.Nodes {
				without := slices.Clone(y)
				without[i] = none
				want := solveOK(t, g, must(labelprop.Classes(without, 3)), m, labelprop.Auto)
				require.True(t, want.Proven[i])
				assert.False(t, got.Undecided[l])
				assert.Equal(t, want.Labels[i], got.Labels[l], "%v, γ = %g, row %d", m, gamma, i)
				assert.InDeltaSlice(t, want.Probabilities().RawRowView(i), got.Probabilities.RawRowView(l), 2e-3,
					"%v, γ = %g, row %d", m, gamma, i)
			}
		}
	}
}

// TestLeaveOneOutOfManyNodesMarksWhatUnderflowed: on a path of many nodes no label is solved for by itself. What others
// say underflows over 6,000 steps, and is neither a tie nor an answer.
func TestLeaveOneOutOfManyNodesMarksWhatUnderflowed(t *testing.T) {
	const n, apart = 60_000, 6_000
	edges, y := make([]graph.Edge, n-1), slices.Repeat([]int{none}, n)
	for i := range edges {
		edges[i] = graph.Edge{From: i, To: i + 1, Weight: 1}
	}
	for i := apart / 2; i < n; i += apart {
		y[i] = i / apart % 2
	}
	loo, err := labelprop.LeaveOneOut(t.Context(), fromEdges(t, n, edges), classSeeds(y), labelprop.Spreading{Alpha: 0.2},
		&labelprop.Options{Solver: labelprop.ConjugateGradients})
	require.NoError(t, err)
	for i := range loo.Nodes {
		assert.True(t, loo.Undecided[i], "label %d", i)
		assert.NotEqual(t, labelprop.Tied, loo.Status[i])
	}
}
