package labelprop_test

import (
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// widthRules choose the weights of neighbours, some by the labels.
var widthRules = []struct {
	name string
	by   func(t testing.TB, n *graph.Neighbors, y []int) kernel.Kernel
}{
	{"shared", func(testing.TB, *graph.Neighbors, []int) kernel.Kernel { return kernel.SharedNeighbors{} }},
	{"self-tuning", func(testing.TB, *graph.Neighbors, []int) kernel.Kernel { return kernel.SelfTuning{} }},
	{"perplexity 5", func(testing.TB, *graph.Neighbors, []int) kernel.Kernel { return kernel.Perplexity{} }},
	{"auto", func(_ testing.TB, n *graph.Neighbors, _ []int) kernel.Kernel {
		return kernel.RBF{Gamma: n.Gamma(kernel.RBF{})}
	}},
	{"knn", func(t testing.TB, n *graph.Neighbors, _ []int) kernel.Kernel {
		gamma, err := n.NeighborGamma(kernel.RBF{}, 10)
		require.NoError(t, err)
		return kernel.RBF{Gamma: gamma}
	}},
	{"mst", func(t testing.TB, n *graph.Neighbors, y []int) kernel.Kernel {
		gamma, err := n.Connect().TreeGamma(kernel.RBF{}, y)
		require.NoError(t, err)
		return kernel.RBF{Gamma: gamma}
	}},
	{"entropy", func(t testing.TB, n *graph.Neighbors, y []int) kernel.Kernel {
		weigh := func(gamma float64) (*graph.Graph, error) { return n.Weigh(kernel.RBF{Gamma: gamma}) }
		gamma, _, err := labelprop.MinimizeEntropy(t.Context(), weigh, n.Gamma(kernel.RBF{}), labelprop.Classes(y), 0, nil)
		require.NoError(t, err)
		return kernel.RBF{Gamma: gamma}
	}},
}

// TestWidthRules measures the rules: mean accuracy of 10 draws of 5 labels a class, on the
// 10 nearest neighbours, by the harmonic function and by spreading.
func TestWidthRules(t *testing.T) {
	skipIfSlow(t)
	t.Parallel()
	for _, name := range []string{"digits", "iris", "wine"} {
		d := load(t, name)
		if name == "wine" {
			d = d.standardized()
		}
		near, err := graph.KNN(t.Context(), d.x, 10, nil)
		require.NoError(t, err)
		for _, rule := range widthRules {
			means := make([]float64, 2)
			for seed := range uint64(10) {
				y := d.draw(5, seed)
				g, err := near.Weigh(rule.by(t, near, y))
				require.NoError(t, err)
				for m, method := range []labelprop.Method{labelprop.Harmonic{}, labelprop.Spreading{}} {
					r, err := labelprop.Solve(t.Context(), g, labelprop.Classes(y), method, nil)
					require.NoError(t, err)
					means[m] += accuracy(r.Labels, d.truth, y) / 10
				}
			}
			t.Logf("%s, %s: harmonic %.3f, spreading %.3f", name, rule.name, means[0], means[1])
			assert.Greater(t, means[0], 0.85, "%s, %s", name, rule.name)
		}
	}
}
