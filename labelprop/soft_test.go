package labelprop_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// trusted is a random connected graph with soft labels.
type trusted struct {
	g    *graph.Graph
	y    *mat.Dense
	conf []float64
}

func randomTrusted(t testing.TB, r *rand.Rand) trusted {
	const n, c = 25, 3
	g := fromEdges(t, n, slices.Concat(pathWeighted(n, r), randomExtra(n, 30, r)))
	p := trusted{g, mat.NewDense(n, c, nil), make([]float64, n)}
	for i := range n {
		if p.conf[i] = []float64{0, 0, 0, 1, r.Float64(), 1e-3 * r.Float64(), 1 - 1e-3*r.Float64()}[r.IntN(7)]; i == 0 {
			p.conf[i] = 1
		}
		row := p.y.RawRowView(i)
		for k := range row {
			row[k] = r.Float64()
		}
		floats.Scale(1/floats.Sum(row), row)
	}
	return p
}

// pathWeighted joins all nodes, so that everything is reachable.
func pathWeighted(n int, r *rand.Rand) []graph.Edge {
	edges := pathEdges(n)
	for e := range edges {
		edges[e].Weight = 0.1 + r.Float64()
	}
	return edges
}

// randomExtra draws edges that are not on the path.
func randomExtra(n, m int, r *rand.Rand) []graph.Edge {
	return slices.DeleteFunc(randomEdges(n, m, 0.5, r), func(e graph.Edge) bool { return e.To == e.From+1 })
}

// denseTrusted solves f = κy + (1-κ)Pf; κ = 1 clamps and κ = 0 is unlabelled.
func denseTrusted(t testing.TB, w *mat.Dense, y *mat.Dense, conf []float64) *mat.Dense {
	n, _ := y.Dims()
	d := degrees(w)
	a := mat.NewDense(n, n, nil)
	var b mat.Dense
	b.CloneFrom(y)
	for i := range n {
		for j := range n {
			a.Set(i, j, -(1-conf[i])*w.At(i, j)/d[i])
		}
		a.Set(i, i, 1)
		floats.Scale(conf[i], b.RawRowView(i))
	}
	var f mat.Dense
	require.NoError(t, f.Solve(a, &b))
	return &f
}

// denseTrustedSpreading returns (1-α)(I-αS)⁻¹KY.
func denseTrustedSpreading(t testing.TB, w, y *mat.Dense, conf []float64, alpha float64) *mat.Dense {
	n, _ := y.Dims()
	a := mat.NewDense(n, n, nil)
	inverse := denseSpreadingInverse(t, w, alpha)
	a.Copy(inverse)
	var ky, f mat.Dense
	ky.CloneFrom(y)
	for i := range n {
		floats.Scale(conf[i], ky.RawRowView(i))
	}
	f.Mul(a, &ky)
	return &f
}

// denseSpreadingInverse returns (1-α)(I-αS)⁻¹: its columns answer one seed each.
func denseSpreadingInverse(t testing.TB, w *mat.Dense, alpha float64) *mat.Dense {
	n, _ := w.Dims()
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return denseSpreading(t, w, all, alpha)
}

func TestSoftSeedsAgainstDenseSolves(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 1))
	for range 20 {
		p := randomTrusted(t, r)
		w := weights(p.g)
		oracles := []struct {
			method labelprop.Method
			want   *mat.Dense
		}{
			{labelprop.Harmonic{}, denseTrusted(t, w, p.y, p.conf)},
			{labelprop.Propagation{}, denseTrusted(t, w, p.y, p.conf)},
			{labelprop.Propagation{Columns: true}, denseTrusted(t, columnNormalized(w), p.y, p.conf)},
			{labelprop.Spreading{Alpha: 0.7}, denseTrustedSpreading(t, w, p.y, p.conf, 0.7)},
		}
		for _, o := range oracles {
			for _, solver := range solversOf(false) {
				res := solveOK(t, p.g, softSeeds(p.y, p.conf), o.method, solver)
				assert.LessOrEqual(t, largestGap(o.want, res.Scores), 1e-8, "%v by %v", o.method, solver)
			}
		}
	}
}

func TestFullConfidenceIsAHardLabel(t *testing.T) {
	for _, n := range networks[3:] {
		net := n.make(t)
		if net.g.N() > 500 {
			continue
		}
		y := drawn(net.truth, 3, 4)
		hot := oneHot(y, classCount(y))
		for _, m := range methods {
			want := solveOK(t, net.g, classSeeds(y), m.method, labelprop.Auto)
			for _, conf := range [][]float64{nil, slices.Repeat([]float64{1}, len(y))} {
				got := solveOK(t, net.g, softSeeds(hot, conf), m.method, labelprop.Auto)
				require.Equal(t, want.Scores, got.Scores, "%s, %v", n.name, m.method)
				require.Equal(t, want.Labels, got.Labels, "%s, %v", n.name, m.method)
				require.Equal(t, want.Status, got.Status, "%s, %v", n.name, m.method)
			}
		}
	}
}

func TestNoConfidenceIsNoLabel(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 1))
	for range 10 {
		p := randomTrusted(t, r)
		without := mat.DenseCopyOf(p.y)
		for i, trust := range p.conf {
			if trust == 0 {
				without.SetRow(i, make([]float64, 3))
			}
		}
		for _, m := range methods {
			a := solveOK(t, p.g, softSeeds(p.y, p.conf), m.method, labelprop.Auto)
			b := solveOK(t, p.g, softSeeds(without, p.conf), m.method, labelprop.Auto)
			require.Equal(t, a.Scores, b.Scores, "%v", m.method)
			require.Equal(t, a.Status, b.Status, "%v", m.method)
		}
	}
}

// A label that is not fully trusted is an opinion: the node's status says that its
// label came through the graph.
func TestStatusOfSoftSeeds(t *testing.T) {
	y := mat.NewDense(3, 2, []float64{1, 0, 0, 0, 0, 1})
	r := solveOK(t, path(t, 3), softSeeds(y, []float64{1, 0, 0.5}), labelprop.Harmonic{}, labelprop.Auto)
	assert.Equal(t, []labelprop.Status{labelprop.Given, labelprop.Propagated, labelprop.Propagated}, r.Status)
}
