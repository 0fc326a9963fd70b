package atlas

import (
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/csr"
	"github.com/propagate-go/propagate/internal/csr/csrtest"
	"github.com/propagate-go/propagate/kernel"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// blobs returns the graph of c clouds of n rows each in four dimensions, row i in cloud i mod c.
func blobs(t *testing.T, n, c int, k kernel.Kernel) *graph.Graph {
	random := rand.New(rand.NewPCG(3, 4))
	x := mat.NewDense(n*c, 4, nil)
	for i := range n * c {
		for j := range 4 {
			x.Set(i, j, random.NormFloat64())
		}
		x.Set(i, i%c%4, x.At(i, i%c%4)+float64(20*(1+i%c)))
	}
	near, err := graph.KNN(t.Context(), x, 10, nil)
	require.NoError(t, err)
	g, err := near.Weigh(k)
	require.NoError(t, err)
	return g
}

// byRows returns the graph whose nodes are the rows in their order.
func byRows(g *graph.Graph) *graph.Graph { return csr.Wrap(csrtest.Rows(g)).(*graph.Graph) }

// TestDrawKeepsClouds checks that the nearest on the page are of the same cloud, sampled or not,
// at every bandwidth.
func TestDrawKeepsClouds(t *testing.T) {
	for _, k := range []kernel.Kernel{kernel.SelfTuning{}, kernel.RBF{Gamma: 1e6}, kernel.Unweighted{}} {
		g := blobs(t, 200, 3, k)
		for _, most := range []int{600, 150} {
			m := Draw(g, []int{0, 1, 2}, most)
			require.Len(t, m.Nodes, most)
			require.Len(t, m.At, most)
			same := 0
			for i, u := range m.Nodes {
				if u%3 == m.Nodes[nearest(m.At, i)]%3 {
					same++
				}
			}
			assert.Greater(t, float64(same), 0.98*float64(most), "%v, %d", k, most)
		}
	}
}

func nearest(at []Place, i int) int {
	best, least := -1, math.Inf(1)
	for j, p := range at {
		if d := math.Hypot(p.X-at[i].X, p.Y-at[i].Y); j != i && d < least {
			best, least = j, d
		}
	}
	return best
}

// TestDrawKeepsNeighbours checks that rows on a line stay in order along the page: those joined
// are much closer together than others.
func TestDrawKeepsNeighbours(t *testing.T) {
	edges := make([]graph.Edge, 299)
	for i := range edges {
		edges[i] = graph.Edge{From: i, To: i + 1, Weight: 1}
	}
	g, err := graph.FromEdges(300, edges)
	require.NoError(t, err)
	m := Draw(g, nil, 300)
	joined, apart := 0.0, 0.0
	for i := range 298 {
		joined += math.Hypot(m.At[i].X-m.At[i+1].X, m.At[i].Y-m.At[i+1].Y) / 298
		j := (i + 150) % 300
		apart += math.Hypot(m.At[i].X-m.At[j].X, m.At[i].Y-m.At[j].Y) / 298
	}
	assert.Greater(t, apart, 10*joined)
}

func TestDrawIsTheSameEveryTime(t *testing.T) {
	g := blobs(t, 100, 3, kernel.SelfTuning{})
	want := Draw(g, []int{7}, 100)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	assert.Equal(t, want, Draw(g, []int{7}, 100))
}

func TestDrawIsFinite(t *testing.T) {
	for name, edges := range map[string][]graph.Edge{
		"no edge": nil, "one": {{From: 0, To: 1, Weight: 1}}, "tiny": {{From: 0, To: 1, Weight: 5e-324}, {From: 1, To: 2, Weight: 1e300}},
	} {
		g, err := graph.FromEdges(4, edges)
		require.NoError(t, err)
		for _, most := range []int{4, 2} {
			m := Draw(g, []int{3}, most)
			assert.Contains(t, m.Nodes, 3, name)
			require.NotNil(t, m.Graph(), name)
			assert.Equal(t, most, m.Graph().N())
			for _, p := range m.At {
				assert.False(t, math.IsNaN(p.X+p.Y) || math.IsInf(p.X+p.Y, 0), name)
			}
		}
	}
}

func TestChoose(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	got := choose(1000, []int{5, 999}, 10, random)
	assert.Len(t, got, 10)
	assert.True(t, slices.IsSorted(got))
	assert.Subset(t, got, []int{5, 999})
	got = choose(1000, all(900), 10, random)
	assert.Len(t, got, 10, "no more, however many there are")
	assert.Subset(t, got, []int{0, 180, 360, 540, 720})
	assert.Equal(t, all(7), choose(7, nil, 10, random))
}

// TestOwners compares with the steps to every chosen node.
func TestOwners(t *testing.T) {
	g := blobs(t, 60, 3, kernel.SelfTuning{})
	nodes := []int{4, 30, 31, 90}
	steps := make([][]int, len(nodes))
	for o, u := range nodes {
		steps[o] = distances(g, u)
	}
	for u, o := range owners(byRows(g), nodes) {
		least := math.MaxInt
		for _, s := range steps {
			least = min(least, s[u])
		}
		if least == math.MaxInt {
			assert.Equal(t, -1, o)
			continue
		}
		assert.Equal(t, least, steps[o][u])
	}
}

// distances returns the steps from u, by relaxing all edges until nothing changes.
func distances(g *graph.Graph, u int) []int {
	d := make([]int, g.N())
	for i := range d {
		d[i] = math.MaxInt
	}
	d[u] = 0
	for changed := true; changed; {
		changed = false
		for i := range d {
			ind, _, _ := csrtest.Row(g, i)
			for _, v := range ind {
				if d[v] < math.MaxInt && d[v]+1 < d[i] {
					d[i], changed = d[v]+1, true
				}
			}
		}
	}
	return d
}

// TestContract compares with the sums over all pairs of nodes.
func TestContract(t *testing.T) {
	g := blobs(t, 40, 2, kernel.SelfTuning{})
	nodes := choose(g.N(), nil, 12, rand.New(rand.NewPCG(1, 2)))
	owner := owners(byRows(g), nodes)
	w := mat.DenseCopyOf(g.Weights())
	directed := mat.NewDense(12, 12, nil)
	for u := range g.N() {
		row := w.RawRowView(u)
		for v, weight := range row {
			if weight > 0 && owner[u] != owner[v] && owner[u] >= 0 {
				directed.Set(owner[u], owner[v], directed.At(owner[u], owner[v])+weight/slices.Max(row))
			}
		}
	}
	net := contract(byRows(g), nodes)
	for i := range nodes {
		for j := range nodes {
			a, b := directed.At(i, j), directed.At(j, i)
			if a > 0 {
				a /= mat.Max(directed.RowView(i))
			}
			if b > 0 {
				b /= mat.Max(directed.RowView(j))
			}
			assert.InDelta(t, a+b-a*b, find(net.edges[i], j), 1e-12)
		}
	}
}

// TestPower compares with the eigenvectors of a dense matrix.
func TestPower(t *testing.T) {
	n := contract(byRows(blobs(t, 12, 1, kernel.SelfTuning{})), all(12))
	root := n.rootDegrees()
	s := mat.NewSymDense(12, nil)
	for u, list := range n.edges {
		for _, e := range list {
			s.SetSym(u, e.to, e.weight/(root[u]*root[e.to]))
		}
	}
	var eigen mat.EigenSym
	require.True(t, eigen.Factorize(s, true))
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	known := [][]float64{unit(slices.Clone(root))}
	for k := range 2 {
		x := make([]float64, 12)
		for i := range x {
			x[i] = float64(i%3) + 0.1*float64(k)
		}
		known = append(known, n.power(x, root, known, 5000))
		dot := mat.Dot(mat.NewVecDense(12, known[k+1]), vectors.ColView(10-k))
		assert.InDelta(t, 1, math.Abs(dot), 1e-6)
	}
}

// TestDrawComplete checks that a large complete graph is drawn without its pairs being listed.
func TestDrawComplete(t *testing.T) {
	x := mat.NewDense(5000, 2, nil)
	for i := range 5000 {
		x.Set(i, i%2, float64(i%7+100*(i%2)))
	}
	near, err := graph.Complete(t.Context(), x, nil)
	require.NoError(t, err)
	g, err := near.Weigh(kernel.RBF{Gamma: 1})
	require.NoError(t, err)
	before := allocated()
	m := Draw(g, nil, 200)
	assert.Less(t, allocated()-before, uint64(50<<20), "the pairs take more")
	for i, u := range m.Nodes {
		assert.Equal(t, u%2, m.Nodes[nearest(m.At, i)]%2)
	}
}

func allocated() uint64 {
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return s.TotalAlloc
}
