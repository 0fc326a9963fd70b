package labelprop_test

import (
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// widthRules choose the weights of neighbours, some by the labels. Their figures are the mean accuracies
// measured on digits, iris and wine, each by the harmonic function and by spreading.
var widthRules = []struct {
	name    string
	figures [3][2]float64
	by      func(t testing.TB, n *graph.Neighbors, y []int) kernel.Kernel
}{
	{"shared", [3][2]float64{{0.956, 0.954}, {0.944, 0.951}, {0.929, 0.923}}, func(testing.TB, *graph.Neighbors, []int) kernel.Kernel { return kernel.SharedNeighbors{} }},
	{"self-tuning", [3][2]float64{{0.948, 0.947}, {0.946, 0.943}, {0.937, 0.924}}, func(testing.TB, *graph.Neighbors, []int) kernel.Kernel { return kernel.SelfTuning{} }},
	{"perplexity 5", [3][2]float64{{0.960, 0.955}, {0.946, 0.947}, {0.934, 0.925}}, func(testing.TB, *graph.Neighbors, []int) kernel.Kernel { return kernel.Perplexity{} }},
	{"auto", [3][2]float64{{0.938, 0.954}, {0.962, 0.949}, {0.917, 0.914}}, func(_ testing.TB, n *graph.Neighbors, _ []int) kernel.Kernel {
		return kernel.RBF{Gamma: n.Gamma(kernel.RBF{})}
	}},
	{"knn", [3][2]float64{{0.949, 0.947}, {0.942, 0.941}, {0.917, 0.909}}, func(t testing.TB, n *graph.Neighbors, _ []int) kernel.Kernel {
		gamma, err := n.NeighborGamma(kernel.RBF{}, 10)
		require.NoError(t, err)
		return kernel.RBF{Gamma: gamma}
	}},
	{"mst", [3][2]float64{{0.937, 0.954}, {0.962, 0.950}, {0.917, 0.916}}, func(t testing.TB, n *graph.Neighbors, y []int) kernel.Kernel {
		gamma, err := requireJoined(t, n).TreeGamma(kernel.RBF{}, y)
		require.NoError(t, err)
		return kernel.RBF{Gamma: gamma}
	}},
	{"entropy", [3][2]float64{{0.940, 0.954}, {0.943, 0.946}, {0.917, 0.915}}, func(t testing.TB, n *graph.Neighbors, y []int) kernel.Kernel {
		weigh := func(gamma float64) (*graph.Graph, error) { return n.Weigh(kernel.RBF{Gamma: gamma}) }
		gamma, _, err := labelprop.MinimizeEntropy(t.Context(), weigh, n.Gamma(kernel.RBF{}), classSeeds(y), 0, nil)
		require.NoError(t, err)
		return kernel.RBF{Gamma: gamma}
	}},
}

// TestWidthRules measures the rules: mean accuracy of 10 draws of 5 labels a class, on the
// 10 nearest neighbours, by the harmonic function and by spreading.
func TestWidthRules(t *testing.T) {
	measurement(t)
	t.Parallel()
	for at, name := range []string{"digits", "iris", "wine"} {
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
					r, err := labelprop.Solve(t.Context(), g, classSeeds(y), method, nil)
					require.NoError(t, err)
					means[m] += accuracy(r.Labels, d.truth, y) / 10
				}
			}
			t.Logf("%s, %s: harmonic %.3f, spreading %.3f", name, rule.name, means[0], means[1])
			for m, mean := range means {
				assert.Greater(t, mean, rule.figures[at][m]-0.005, "%s, %s", name, rule.name)
			}
		}
	}
}
