package labelprop_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// twoGroups are points on a line: rows below left, and the others far from them.
type twoGroups struct {
	at   []float64
	left int
}

// groupsOf places n rows: evenly, in rising steps, in pairs of identical rows, or all of a
// group at one place.
func groupsOf(n int) []twoGroups {
	var all []twoGroups
	for left := 1; left < n; left++ {
		for _, far := range []float64{100, 1e5} {
			for _, place := range []func(i int) float64{
				func(i int) float64 { return float64(i) },
				func(i int) float64 { return float64(i*i) / 4 },
				func(i int) float64 { return float64(i / 2) },
				func(int) float64 { return 0 },
			} {
				at := make([]float64, n)
				for i := range at {
					if at[i] = place(i); i >= left {
						at[i] = far + place(i-left)
					}
				}
				all = append(all, twoGroups{at, left})
			}
		}
	}
	return all
}

// identical reports whether two rows are.
func (s twoGroups) identical() bool {
	return len(slices.Compact(slices.Clone(s.at))) < len(s.at)
}

// searches lists the graphs of the rows: k nearest for every k, mutual and connected as well,
// all within a radius, and all.
func (s twoGroups) searches(t *testing.T) map[string]*graph.Neighbors {
	x, all := mat.NewDense(len(s.at), 1, s.at), map[string]*graph.Neighbors{}
	var err error
	for k := 1; k < len(s.at); k++ {
		name := fmt.Sprintf("%d nearest", k)
		all[name], err = graph.KNN(t.Context(), x, k, nil)
		require.NoError(t, err)
		all[name+", connected"] = requireJoined(t, all[name])
		all[name+", mutual"], err = graph.KNN(t.Context(), x, k, &graph.SearchOptions{Mutual: true})
		require.NoError(t, err)
	}
	all["radius 3"], err = graph.Radius(t.Context(), x, 3, nil)
	require.NoError(t, err)
	all["radius 2e6"], err = graph.Radius(t.Context(), x, 2e6, nil)
	require.NoError(t, err)
	all["complete"], err = graph.Complete(t.Context(), x, nil)
	require.NoError(t, err)
	return all
}

// TestFewRows: in tables of 3 to 8 rows in two groups far apart, with one label in each group,
// every row gets the label of its own group, whatever the kernel and the graph.
func TestFewRows(t *testing.T) {
	skipIfSlow(t)
	t.Parallel()
	wrong := map[string]int{}
	for n := 3; n <= measured(7, 8); n++ {
		for _, s := range groupsOf(n) {
			for search, near := range s.searches(t) {
				for name, k := range map[string]kernel.Kernel{
					"shared": kernel.SharedNeighbors{}, "self-tuning": kernel.SelfTuning{}, "perplexity": kernel.Perplexity{},
					"shared self-tuning": kernel.SharedNeighbors{Of: kernel.SelfTuning{}},
					"rbf":                kernel.RBF{Gamma: near.Gamma(kernel.RBF{})}, "inverse": kernel.InverseDistance{},
				} {
					if name == "inverse" && s.identical() {
						continue // 1/0 is the weight of the smallest distance above 0, be it that to the other group
					}
					g, err := near.Weigh(k)
					require.NoError(t, err)
					s.solve(t, g, func(y []int, row int) {
						key := fmt.Sprint(name, ", n = ", n)
						if wrong[key]++; wrong[key] == 1 {
							t.Errorf("%s, %s, rows at %v, labels %v: row %d", name, search, s.at, y, row)
						}
					})
				}
			}
		}
	}
	assert.Empty(t, wrong)
}

// solve labels each group at each of its rows in turn, and calls wrong for each row that has
// the label of the other group.
func (s twoGroups) solve(t *testing.T, g *graph.Graph, wrong func(y []int, row int)) {
	for a := range s.left {
		for b := s.left; b < len(s.at); b++ {
			y := make([]int, len(s.at))
			for i := range y {
				y[i] = labelprop.Unlabeled
			}
			y[a], y[b] = 0, 1
			seeds, err := labelprop.Classes(y, 0)
			require.NoError(t, err)
			res, err := labelprop.Solve(t.Context(), g, seeds, labelprop.Harmonic{}, nil)
			require.NoError(t, err)
			for i, label := range res.Labels {
				own := 0
				if i >= s.left {
					own = 1
				}
				if label != own && s.joined(g, i, []int{a, b}[own]) {
					wrong(y, i)
				}
			}
		}
	}
}

// joined reports whether a path inside their group leads from row i to row j.
func (s twoGroups) joined(g *graph.Graph, i, j int) bool {
	seen, queue := map[int]bool{i: true}, []int{i}
	for ; len(queue) > 0; queue = queue[1:] {
		next, _ := g.Neighbors(queue[0])
		for _, to := range next {
			if t := int(to); !seen[t] && (t < s.left) == (i < s.left) {
				seen[t] = true
				queue = append(queue, t)
			}
		}
	}
	return seen[j]
}
