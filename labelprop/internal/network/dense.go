package network

import (
	"context"
	"fmt"
	"math"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/csr"
	"github.com/propagate-go/propagate/internal/dense"
	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/internal/memory"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/progress"
)

// denseWeights is a large complete graph as a dense matrix.
type denseWeights struct {
	w      *dense.Symmetric
	sum    []float64 // of each row
	degree []lognum.Num
}

// aboveLost is how many times larger the sum of a row of weights must be than any weight that
// is kept as 0.
const aboveLost = 0x1p60

// precisions lists those to try on a complete graph, one after the other as long as labels
// are not proven: float32 takes half the memory, and will do where walks to a label are
// short, so that its rounding does not add up.
func precisions(n int, labels *Labels, m *Method, o Options) []dense.Precision {
	// A random walk meets a label after n/l steps in the mean; one that ends with the
	// probability 1-α in each step takes 1/(1-α) of them.
	walk := float64(n) / float64(max(len(labels.Nodes), 1))
	if m.SelfShare > 0 {
		walk = 1 / m.SelfShare
	}
	if o.Tol < singleTol || walk > singleWalk {
		return []dense.Precision{dense.Double}
	}
	return []dense.Precision{dense.Single, dense.Double}
}

// With weights in float32, scores are within some 2·2⁻²⁴ of a walk's length of the exact
// ones: 2e-6 for singleWalk steps, so that nearly every label is still proven.
const (
	singleTol  = 1e-6
	singleWalk = 16
)

// denseWeightsOf returns the dense matrix of g, or nil where g is not a large complete graph
// whose edges are not listed, and where the method, the options or the range of the weights
// need edges one by one. O(n²d).
func denseWeightsOf(
	ctx context.Context, g *graph.Graph, m *Method, o Options, precision dense.Precision,
) (*denseWeights, error) {
	if !m.Linear() || m.ColumnNormalized || o.Solver != Auto && o.Solver != ConjugateGradients {
		return nil, nil
	}
	// nil: the edges are listed, as those of sparse and of small complete graphs are, or the
	// weights range too widely for this precision.
	var filling *progress.Meter
	w := csr.Of(g).Dense(precision, func(units float64) *progress.Meter {
		filling = o.Tell.Begin(ctx, progress.Weighing, units)
		return filling
	})
	switch {
	case filling != nil && filling.Err() != nil:
		return nil, filling.Err()
	case w == nil:
		return nil, nil
	}
	w.Watch = o.Tell.Watch(ctx, progress.Multiplying)
	a := &denseWeights{w: w, sum: w.Sums(), degree: make([]lognum.Num, g.N())}
	for i, s := range a.sum {
		// What is kept as 0 must not count beside the sum of any row.
		if !(s >= aboveLost*w.Lost) {
			return nil, w.Err()
		}
		a.degree[i] = lognum.FromLog(math.Log(s))
	}
	return a, w.Err()
}

// askForDense asks for the matrix of a complete graph whose edges are not listed.
func askForDense(g *graph.Graph, precision dense.Precision, o Options) error {
	if csr.Of(g).Implicit == nil {
		return nil
	}
	// Half of a symmetric matrix is kept.
	n, half := g.N(), 4
	if precision == dense.Single {
		half = 2
	}
	return memory.Ask(o.Memory).For(memory.Product(n, n, half), fmt.Sprintf("the matrix of all pairs of %d rows", n))
}

// listedRows is the largest complete graph that is solved edge by edge.
const listedRows = 10_000

// tooLarge reports whether g is complete and too large to be solved edge by edge.
func tooLarge(g *graph.Graph) bool {
	n := g.N()
	return n > listedRows && g.Edges() == n*(n-1)/2
}

// variesInSums reports whether the sum of some row is below 0.999 of what it is if all weights
// are 1. It is a quick test: a single small weight in a long row passes.
func (a *denseWeights) variesInSums() bool {
	for _, s := range a.sum {
		if s < 0.999*float64(len(a.sum)-1) {
			return true
		}
	}
	return false
}

// scaled is the matrix M = R·W·C of an equation, R and C diagonal, between the free
// nodes of a complete graph.
type scaled struct {
	w        *dense.Symmetric
	free     []int
	clamped  int // how many nodes b comes from
	row, col []float64
}

// denseEquation is equation for a complete graph. With d the degrees and the rule
// of the method, diag = (self + neighbor)·d, and
//
//	M = neighbor·diag⁻¹W,      b = diag⁻¹(neighbor·WY + source·dY), or, if symmetric,
//	M = neighbor·diag^-½W diag^-½,   b = diag^-½(neighbor·WY + source·d^½Y),
//
// where WY is over the nodes that are clamped.
func (nw *Network) denseEquation(hitting bool) *equation {
	a, c := nw.dense, nw.columns()
	free := len(nw.Free)
	eq := &equation{n: free, cols: c, dense: &scaled{w: a.w, free: nw.Free, clamped: nw.graph.N() - free}}
	eq.most = denseIterations(nw.graph.N(), c+1)
	// The errors of a weight, of the sum of a row, and of some 30 operations of float64.
	eq.relErr = 2*a.w.Error + 2*a.w.Rounding() + 60*unit
	if hitting {
		eq.cols++
	}
	eq.dense.row, eq.dense.col = make([]float64, eq.n), make([]float64, eq.n)
	eq.b = make([]float64, eq.n*eq.cols)
	diag := make([]lognum.Num, eq.n)
	pull := nw.clampedPull()
	for i, u := range nw.Free {
		diag[i] = eq.denseRow(nw, i, u, pull)
	}
	eq.setOmega(nw, diag)
	return eq
}

// mostDenseProducts is the number of products of two numbers in which a dense equation is solved, or left with
// what is proven until then: about a minute on two processors. It counts work and not time, so that the answer
// does not depend on the machine.
const mostDenseProducts = 5e11

// denseIterations returns how many iterations on a dense matrix of n rows, in so many columns, that allows.
func denseIterations(n, cols int) int {
	most := mostDenseProducts / (float64(n) * float64(n) * float64(cols))
	return int(min(max(most, checkLate), mostIterations))
}

// clampedPull returns W·Y over the nodes that are clamped, n×C.
func (nw *Network) clampedPull() []float64 {
	c := nw.columns()
	// A product over all nodes, with the labels of the clamped ones and zeros elsewhere.
	y, out := make([]float64, nw.graph.N()*c), make([]float64, nw.graph.N()*c)
	clamped := false
	for l, u := range nw.Labels.Nodes {
		if nw.Place[u] < 0 {
			copy(y[u*c:], nw.Labels.Row(l))
			clamped = true
		}
	}
	if clamped {
		nw.dense.w.Mul(out, y, c)
	}
	return out
}

// denseRow writes the scales and the right side of node u, and returns its diagonal.
func (eq *equation) denseRow(nw *Network, i, u int, pull []float64) lognum.Num {
	rule, d, c := nw.method.Rule(nw.labelWeight(u)), nw.dense.sum[u], nw.columns()
	neighbor := math.Exp(rule.LogNeighbors)
	diag := (math.Exp(rule.LogSelf) + neighbor) * d
	// R and C of M = R·W·C: diag⁻¹ from the left, or diag^-½ from both sides.
	by, own := diag, d
	eq.dense.row[i], eq.dense.col[i] = neighbor/diag, 1
	if nw.method.Symmetric {
		by, own = math.Sqrt(diag), math.Sqrt(d)
		eq.dense.row[i], eq.dense.col[i] = neighbor/by, 1/by
	}
	for k := range c {
		// The pull of clamped neighbours, and that of the node's own label.
		b := neighbor * pull[u*c+k]
		if l := nw.LabelAt[u]; l >= 0 {
			b += math.Exp(rule.LogSource) * own * nw.Labels.Row(l)[k]
		}
		eq.b[i*eq.cols+k] = b / by
	}
	if c < eq.cols {
		eq.b[i*eq.cols+c] = 1
	}
	return lognum.FromLog(math.Log(diag))
}

// times writes Mx into y.
func (s *scaled) times(y, x []float64, cols int) {
	n := s.w.N()
	in, out := make([]float64, n*cols), make([]float64, n*cols)
	// Cx, with zeros at the clamped nodes.
	par.For(len(s.free), chunkRows, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			for k, v := range x[i*cols : (i+1)*cols] {
				in[s.free[i]*cols+k] = s.col[i] * v
			}
		}
	})
	// The product is over all n nodes.
	s.w.Mul(out, in, cols)
	// R times the rows of the free nodes.
	par.For(len(s.free), chunkRows, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			for k, v := range out[s.free[i]*cols : (s.free[i]+1)*cols] {
				y[i*cols+k] = s.row[i] * v
			}
		}
	})
}

// applyDense writes (I-M)x into y.
func (eq *equation) applyDense(y, x []float64) {
	eq.dense.times(y, x, eq.cols)
	par.For(eq.n, chunkRows, func(_, lo, hi int) {
		for i := lo * eq.cols; i < hi*eq.cols; i++ {
			y[i] = x[i] - y[i]
		}
	})
}
