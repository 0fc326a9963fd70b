package labelprop_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// network is a graph with the true class of each node.
type network struct {
	g     *graph.Graph
	truth []int
}

func requireJoined(t testing.TB, n *graph.Neighbors) *graph.Neighbors {
	t.Helper()
	connected, err := n.Connect(t.Context())
	require.NoError(t, err)
	return connected
}

// networks is the list of graphs: every kind of search, kernel and shape.
var networks = []struct {
	name string
	make func(t testing.TB) network
}{
	{"digits kNN self-tuning", func(t testing.TB) network {
		return knn(t, load(t, "digits").thinned(3), 10, nil, kernel.SelfTuning{})
	}},
	{"digits mutual kNN rbf", func(t testing.TB) network {
		return knn(t, load(t, "digits").thinned(5), 10, &graph.SearchOptions{Mutual: true}, kernel.RBF{Gamma: 0.002})
	}},
	{"digits cosine kNN rbf", func(t testing.TB) network {
		return knn(t, load(t, "digits").thinned(5), 7, &graph.SearchOptions{Metric: kernel.Cosine{}}, kernel.RBF{Gamma: 50})
	}},
	{"iris complete rbf", func(t testing.TB) network { return complete(t, load(t, "iris").thinned(2), kernel.RBF{Gamma: 0.5}) }},
	{"wine complete laplacian", func(t testing.TB) network {
		return complete(t, load(t, "wine").thinned(2).standardized(), kernel.Laplacian{Gamma: 1})
	}},
	{"wine kNN inverse distance", func(t testing.TB) network {
		return knn(t, load(t, "wine").thinned(2), 5, nil, kernel.InverseDistance{})
	}},
	{"breast cancer manhattan kNN", func(t testing.TB) network {
		o := &graph.SearchOptions{Metric: kernel.Manhattan{}}
		return knn(t, load(t, "breast_cancer").standardized(), 8, o, kernel.SelfTuning{})
	}},
	{"moons radius", func(t testing.TB) network {
		d := load(t, "moons").thinned(3)
		near, err := graph.Radius(t.Context(), d.x, 0.25, nil)
		return weighed(t, near, err, kernel.Unweighted{}, d.truth)
	}},
	{"moons k=1", func(t testing.TB) network { return knn(t, load(t, "moons"), 1, nil, kernel.Unweighted{}) }},
	{"iris connected k=1", func(t testing.TB) network {
		d := load(t, "iris").thinned(3)
		near, err := graph.KNN(t.Context(), d.x, 1, nil)
		require.NoError(t, err)
		return weighed(t, requireJoined(t, near), nil, kernel.Laplacian{Gamma: 1}, d.truth)
	}},
	{"cora", func(t testing.TB) network {
		g, topic := cora(t)
		return network{g, topic}
	}},
	{"path", func(t testing.TB) network { return network{path(t, 25), thirds(25)} }},
	{"even cycle", func(t testing.TB) network {
		return edgy(t, 24, append(pathEdges(24), graph.Edge{From: 23, To: 0, Weight: 1}))
	}},
	{"grid", func(t testing.TB) network { return edgy(t, 48, gridEdges(6, 8)) }},
	{"star", func(t testing.TB) network { return edgy(t, 13, starEdges(13)) }},
	{"weights over eight decades", func(t testing.TB) network {
		return edgy(t, 40, randomEdges(40, 160, 4, rand.New(rand.NewPCG(3, 1))))
	}},
	{"disconnected, isolated nodes", func(t testing.TB) network {
		return edgy(t, 60, randomEdges(60, 50, 0, rand.New(rand.NewPCG(4, 1))))
	}},
}

func knn(t testing.TB, d dataset, k int, o *graph.SearchOptions, w kernel.Kernel) network {
	near, err := graph.KNN(t.Context(), d.x, k, o)
	return weighed(t, near, err, w, d.truth)
}

func complete(t testing.TB, d dataset, w kernel.Kernel) network {
	near, err := graph.Complete(t.Context(), d.x, nil)
	return weighed(t, near, err, w, d.truth)
}

func weighed(t testing.TB, near *graph.Neighbors, err error, w kernel.Kernel, truth []int) network {
	require.NoError(t, err)
	g, err := near.Weigh(w)
	require.NoError(t, err)
	return network{g, truth}
}

func fromEdges(t testing.TB, n int, edges []graph.Edge) *graph.Graph {
	g, err := graph.FromEdges(n, edges)
	require.NoError(t, err)
	return g
}

func edgy(t testing.TB, n int, edges []graph.Edge) network {
	return network{fromEdges(t, n, edges), thirds(n)}
}

// thirds gives node i the class i mod 3.
func thirds(n int) []int {
	y := make([]int, n)
	for i := range y {
		y[i] = i % 3
	}
	return y
}

func path(t testing.TB, n int) *graph.Graph { return fromEdges(t, n, pathEdges(n)) }

func pathEdges(n int) []graph.Edge {
	var edges []graph.Edge
	for i := range n - 1 {
		edges = append(edges, graph.Edge{From: i, To: i + 1, Weight: 1})
	}
	return edges
}

func starEdges(n int) []graph.Edge {
	var edges []graph.Edge
	for i := 1; i < n; i++ {
		edges = append(edges, graph.Edge{From: 0, To: i, Weight: float64(i)})
	}
	return edges
}

func gridEdges(rows, cols int) []graph.Edge {
	var edges []graph.Edge
	for r := range rows {
		for c := range cols {
			if i := r*cols + c; c+1 < cols {
				edges = append(edges, graph.Edge{From: i, To: i + 1, Weight: 1})
			}
			if i := r*cols + c; r+1 < rows {
				edges = append(edges, graph.Edge{From: i, To: i + cols, Weight: 1})
			}
		}
	}
	return edges
}

// randomEdges draws m pairs of n nodes with weights between 10^-decades and
// 10^decades; the same pair is not drawn twice.
func randomEdges(n, m int, decades float64, r *rand.Rand) []graph.Edge {
	var edges []graph.Edge
	seen := map[[2]int]bool{}
	for range m {
		i, j := r.IntN(n), r.IntN(n)
		i, j = min(i, j), max(i, j)
		if i != j && !seen[[2]int{i, j}] {
			seen[[2]int{i, j}] = true
			edges = append(edges, graph.Edge{From: i, To: j, Weight: math.Pow(10, decades*(2*r.Float64()-1))})
		}
	}
	return edges
}

// gaussian draws an n×d matrix of normal numbers.
func gaussian(n, d int, r *rand.Rand) *mat.Dense {
	x := mat.NewDense(n, d, nil)
	for i := range n {
		for j := range d {
			x.Set(i, j, r.NormFloat64())
		}
	}
	return x
}
