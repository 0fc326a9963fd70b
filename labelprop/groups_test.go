package labelprop

import (
	"context"
	"errors"
	"math"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// chain is a path of n nodes.
func chain(t *testing.T, n int) *graph.Graph {
	t.Helper()
	var edges []graph.Edge
	for i := range n - 1 {
		edges = append(edges, graph.Edge{From: i, To: i + 1, Weight: 1 + float64(i%3)})
	}
	g, err := graph.FromEdges(n, edges)
	require.NoError(t, err)
	return g
}

// TestLeaveGroupsOut compares with one Solve without each group, and, of groups with a label each, with exact
// leave-one-out.
func TestLeaveGroupsOut(t *testing.T) {
	ctx, g := context.Background(), chain(t, 12)
	y := []int{0, Unlabeled, 1, 0, Unlabeled, 1, 1, Unlabeled, 2, 0, Unlabeled, 2}
	group := []int{5, 5, 5, 7, 7, 7, -1, -1, 9, 9, 3, 3}
	seeds, err := Classes(y, 0)
	require.NoError(t, err)
	grouped, err := seeds.InGroups(group)
	require.NoError(t, err)
	for _, m := range []Method{Harmonic{}, Spreading{Alpha: 0.9}, BalancedPoisson{}} {
		got, err := LeaveOneOut(ctx, g, grouped, m, nil)
		require.NoError(t, err)
		loss := 0.0
		for l, u := range got.Nodes {
			rest := append([]int(nil), y...)
			for v := range rest {
				if v == u || group[u] >= 0 && group[v] == group[u] {
					rest[v] = Unlabeled
				}
			}
			without, err := Classes(rest, 3)
			require.NoError(t, err)
			r, err := Solve(ctx, g, without, m, nil)
			require.NoError(t, err)
			for k, p := range r.Probabilities().RawRowView(u) {
				assert.InDelta(t, p, got.Probabilities.At(l, k), 1e-9, "%v, node %d, class %d", m, u, k)
			}
			loss -= math.Log(max(got.Probabilities.At(l, y[u]), smallestProbability)) / float64(len(got.Nodes))
		}
		ranked, err := Tune(ctx, func(yield func(Candidate) bool) { yield(Candidate{Graph: g, Method: m}) }, grouped, nil)
		require.NoError(t, err)
		assert.InDelta(t, loss, ranked[0].LogLoss, 1e-9, "%v", m)
		list, err := Suspects(ctx, g, grouped, m, nil)
		require.NoError(t, err)
		assert.Len(t, list, len(got.Nodes), "%v", m)
	}
	single, err := seeds.InGroups([]int{0, 0, 1, 2, 2, 3, 4, 4, 5, 6, 7, 7})
	require.NoError(t, err)
	exact, err := LeaveOneOut(ctx, g, seeds, Harmonic{}, nil)
	require.NoError(t, err)
	same, err := LeaveOneOut(ctx, g, single, Harmonic{}, nil)
	require.NoError(t, err)
	assert.Equal(t, exact, same)
}

// TestGroupsTell checks that labels of one group do not predict each other.
func TestGroupsTell(t *testing.T) {
	seeds, err := Classes([]int{0, 0, 1, 1}, 0)
	require.NoError(t, err)
	alone, err := LeaveOneOut(context.Background(), chain(t, 4), seeds, Harmonic{}, nil)
	require.NoError(t, err)
	assert.Equal(t, 0, alone.Labels[0])
	seeds, err = seeds.InGroups([]int{8, 8, 9, 9})
	require.NoError(t, err)
	apart, err := LeaveOneOut(context.Background(), chain(t, 4), seeds, Harmonic{}, nil)
	require.NoError(t, err)
	assert.Equal(t, []int{1, 1, 0, 0}, apart.Labels)
	one, err := seeds.InGroups([]int{8, 8, 8, 8})
	require.NoError(t, err)
	none, err := LeaveOneOut(context.Background(), chain(t, 4), one, Harmonic{}, nil)
	require.NoError(t, err)
	assert.Equal(t, 4, none.Skipped())
}

// TestGroupsAreTakenOnce changes the caller's groups after the seeds were made.
func TestGroupsAreTakenOnce(t *testing.T) {
	seeds, err := Classes([]int{0, 0, 1, Unlabeled}, 0)
	require.NoError(t, err)
	group := []int{1, 1, 2, 2}
	seeds, err = seeds.InGroups(group)
	require.NoError(t, err)
	group[0], group[1] = 3, 4
	assert.Equal(t, []int{0, 0, 2}, seeds.together())
}

func TestGroupsRefused(t *testing.T) {
	seeds, err := Classes([]int{0, 1}, 0)
	require.NoError(t, err)
	_, err = seeds.InGroups([]int{1})
	assert.True(t, errors.Is(err, ErrShape))
	numbers, err := Values([]float64{1, 2})
	require.NoError(t, err)
	_, err = numbers.InGroups([]int{1, 1})
	assert.ErrorContains(t, err, "pass Classes or Soft")
}
