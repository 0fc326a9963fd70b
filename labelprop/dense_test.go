package labelprop_test

import (
	"math"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// The dense oracles: each closed form is written out over a matrix of weights
// and solved by gonum. They share nothing with the library but the weights.

// weights returns W of g.
func weights(g *graph.Graph) *mat.Dense { return mat.DenseCopyOf(g.Weights()) }

// degrees returns the row sums of w.
func degrees(w *mat.Dense) []float64 {
	n, _ := w.Dims()
	d := make([]float64, n)
	for i := range d {
		d[i] = floats.Sum(w.RawRowView(i))
	}
	return d
}

// oneHot returns Y, n×c.
func oneHot(y []int, c int) *mat.Dense {
	f := mat.NewDense(len(y), c, nil)
	for i, k := range y {
		if k >= 0 {
			f.Set(i, k, 1)
		}
	}
	return f
}

// classCount is the number of columns that Classes(y) has.
func classCount(y []int) int {
	c := 0
	for _, k := range y {
		c = max(c, k+1)
	}
	return c
}

// reachable tells which nodes share a component with a labelled one.
func reachable(g *graph.Graph, y []int) []bool {
	id, count := g.Components()
	has := make([]bool, count)
	for i, k := range y {
		has[id[i]] = has[id[i]] || k >= 0
	}
	out := make([]bool, len(y))
	for i := range out {
		out[i] = has[id[i]]
	}
	return out
}

// denseHarmonic solves (I-P_uu)F_u = P_ul·Y_l on the reachable nodes of the graph
// with weights w.
func denseHarmonic(t testing.TB, w *mat.Dense, y []int, reached []bool) *mat.Dense {
	c, d := classCount(y), degrees(w)
	f := oneHot(y, c)
	var free []int
	for i, k := range y {
		if k < 0 && reached[i] {
			free = append(free, i)
		}
	}
	if len(free) == 0 {
		return f
	}
	a, b := mat.NewDense(len(free), len(free), nil), mat.NewDense(len(free), c, nil)
	for p, i := range free {
		for q, j := range free {
			a.Set(p, q, -w.At(i, j)/d[i])
		}
		a.Set(p, p, 1+a.At(p, p))
		for j, k := range y {
			if k >= 0 {
				b.Set(p, k, b.At(p, k)+w.At(i, j)/d[i])
			}
		}
	}
	var x mat.Dense
	require.NoError(t, x.Solve(a, b))
	for p, i := range free {
		f.SetRow(i, x.RawRowView(p))
		require.InDelta(t, 1, floats.Sum(x.RawRowView(p)), 1e-9, "the oracle itself is unsound")
	}
	return f
}

// denseSpreading returns (1-α)(I-αS)⁻¹Y; a node without edges has a zero row of S.
func denseSpreading(t testing.TB, w *mat.Dense, y []int, alpha float64) *mat.Dense {
	n, d := len(y), degrees(w)
	a := mat.NewDense(n, n, nil)
	for i := range n {
		for j := range n {
			if w.At(i, j) > 0 {
				a.Set(i, j, -alpha*w.At(i, j)/math.Sqrt(d[i]*d[j]))
			}
		}
		a.Set(i, i, 1)
	}
	var f mat.Dense
	require.NoError(t, f.Solve(a, oneHot(y, classCount(y))))
	f.Scale(1-alpha, &f)
	return &f
}

// columnNormalized returns W·D⁻¹, whose row-normalised form the report of 2002
// iterates with.
func columnNormalized(w *mat.Dense) *mat.Dense {
	d := degrees(w)
	n, _ := w.Dims()
	out := mat.NewDense(n, n, nil)
	for i := range n {
		for j := range n {
			if w.At(i, j) > 0 {
				out.Set(i, j, w.At(i, j)/d[j])
			}
		}
	}
	return out
}

// densePoisson solves Lu = b - d·Σb/Σd in every component that has a label, by
// grounding its first node, and shifts u to Σdu = 0.
func densePoisson(t testing.TB, g *graph.Graph, y []int) *mat.Dense {
	w := weights(g)
	c, d := classCount(y), degrees(w)
	f := mat.NewDense(len(y), c, nil)
	b := centred(y, c)
	id, count := g.Components()
	for comp := range count {
		var nodes []int
		labelled := false
		for i, k := range y {
			if id[i] == comp {
				nodes = append(nodes, i)
				labelled = labelled || k >= 0
			}
		}
		if labelled && len(nodes) > 1 {
			solveGrounded(t, w, d, b, nodes, f)
		}
	}
	return f
}

// centred returns b = Y - ȳ on the labelled rows, 0 elsewhere.
func centred(y []int, c int) *mat.Dense {
	b := oneHot(y, c)
	mean, labelled := make([]float64, c), 0.0
	for _, k := range y {
		if k >= 0 {
			mean[k]++
			labelled++
		}
	}
	for i, k := range y {
		if k >= 0 {
			floats.AddScaled(b.RawRowView(i), -1/labelled, mean)
		}
	}
	return b
}

func solveGrounded(t testing.TB, w *mat.Dense, d []float64, b *mat.Dense, nodes []int, f *mat.Dense) {
	_, c := b.Dims()
	m := len(nodes)
	charge, volume := make([]float64, c), 0.0
	for _, i := range nodes {
		floats.Add(charge, b.RawRowView(i))
		volume += d[i]
	}
	laplacian, right := mat.NewSymDense(m-1, nil), mat.NewDense(m-1, c, nil)
	for p, i := range nodes[1:] {
		for q, j := range nodes[1:] {
			laplacian.SetSym(p, q, -w.At(i, j))
		}
		laplacian.SetSym(p, p, d[i])
		right.SetRow(p, b.RawRowView(i))
		floats.AddScaled(right.RawRowView(p), -d[i]/volume, charge)
	}
	var chol mat.Cholesky
	require.True(t, chol.Factorize(laplacian))
	var u mat.Dense
	require.NoError(t, chol.SolveTo(&u, right))
	mean := make([]float64, c)
	for p, i := range nodes[1:] {
		f.SetRow(i, u.RawRowView(p))
		floats.AddScaled(mean, d[i]/volume, u.RawRowView(p))
	}
	for _, i := range nodes {
		floats.Sub(f.RawRowView(i), mean)
	}
}

// largestGap is max|a-b| over all entries.
func largestGap(a, b mat.Matrix) float64 {
	var d mat.Dense
	d.Sub(a, b)
	return mat.Max(absolute(&d))
}

func absolute(m *mat.Dense) *mat.Dense {
	var a mat.Dense
	a.Apply(func(_, _ int, v float64) float64 { return math.Abs(v) }, m)
	return &a
}

// solveOK solves with Tol 1e-11 and asks for an answer without an error.
func solveOK(t testing.TB, g *graph.Graph, s labelprop.Seeds, m labelprop.Method, solver labelprop.Solver) *labelprop.Result {
	t.Helper()
	r, err := labelprop.Solve(t.Context(), g, s, m, &labelprop.Options{Solver: solver, Tol: 1e-11})
	require.NoError(t, err)
	return r
}
