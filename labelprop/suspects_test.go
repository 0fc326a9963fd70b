package labelprop_test

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/propagate-go/propagate/labelprop/metric"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// flip gives a share of the labels another class, and tells which.
func flip(y []int, classes int, share float64, seed uint64) map[int]bool {
	r := rand.New(rand.NewPCG(seed, 77))
	var nodes []int
	for i, k := range y {
		if k >= 0 {
			nodes = append(nodes, i)
		}
	}
	flipped := map[int]bool{}
	for _, at := range r.Perm(len(nodes))[:int(share*float64(len(nodes)))] {
		i := nodes[at]
		y[i] = (y[i] + 1 + r.IntN(classes-1)) % classes
		flipped[i] = true
	}
	return flipped
}

// The figure of docs/methods.md: of 200 labels on digits 20 are flipped.
func TestSuspectsFindFlippedLabels(t *testing.T) {
	t.Parallel()
	skipIfSlow(t)
	net := knn(t, load(t, "digits"), 10, nil, kernel.SelfTuning{})
	var figures []float64
	for seed := range uint64(measured(5, 10)) {
		y := drawn(net.truth, 20, seed)
		flipped := flip(y, 10, 0.1, seed)
		list, err := labelprop.Suspects(t.Context(), net.g, classSeeds(y), labelprop.Harmonic{}, nil)
		require.NoError(t, err)
		wrong, suspicion := make([]int, len(list)), make([]float64, len(list))
		for i, s := range list {
			suspicion[i] = 1 - s.Probability
			if flipped[s.Node] {
				wrong[i] = 1
			}
		}
		ap, err := metric.AveragePrecision(wrong, suspicion, nil)
		require.NoError(t, err)
		figures = append(figures, ap)
	}
	t.Logf("average precision, mean of %d draws: %.4f", len(figures), stat.Mean(figures, nil))
	assert.GreaterOrEqual(t, stat.Mean(figures, nil), 0.98)
}

func TestSuspectsNameWhoSpeaksAgainst(t *testing.T) {
	y := []int{0, none, 1, none, 0, 0}
	var edges []graph.Edge
	for i := range 6 {
		for j := range i {
			edges = append(edges, graph.Edge{From: i, To: j, Weight: 1})
		}
	}
	for _, m := range influenced {
		list, err := labelprop.Suspects(t.Context(), fromEdges(t, 6, edges), classSeeds(y), m, nil)
		require.NoError(t, err)
		require.Len(t, list, 4)
		first := list[0]
		assert.Equal(t, []int{2, 1, 0}, []int{first.Node, first.Given, first.Likely}, "%v", m)
		assert.Zero(t, first.Probability)
		require.NotEmpty(t, first.Against)
		assert.True(t, slices.IsSortedFunc(list, func(a, b labelprop.Suspect) int {
			return cmp.Compare(a.Probability, b.Probability)
		}))
		for _, s := range list {
			sum := 0.0
			for _, v := range s.Against {
				assert.Equal(t, y[v.Node], v.Class)
				assert.NotEqual(t, s.Given, v.Class)
				sum += v.Share
			}
			assert.InDelta(t, 1-s.Probability, sum, 1e-12, "fewer than five speak against it, so all are named")
		}
	}
}

func TestSuspectsNeedClasses(t *testing.T) {
	_, err := labelprop.Suspects(t.Context(), path(t, 2), valueSeeds([]float64{1, 2}), labelprop.Harmonic{}, nil)
	require.Error(t, err)
	assertOurs(t, err)
	_, err = labelprop.Suspects(t.Context(), path(t, 2), multiSeeds(mat.NewDense(2, 2, nil), []bool{true, true}), labelprop.Harmonic{}, nil)
	require.Error(t, err)
	assertOurs(t, err)
}
