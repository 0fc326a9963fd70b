// Package csr holds the weights of a graph in compressed sparse rows, in the form
// that the solvers read: as exponents, so that no weight underflows.
package csr

import (
	"context"
	"math"
	"sync"
	"sync/atomic"

	"github.com/propagate-go/propagate/internal/dense"
	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/internal/progress"
	"github.com/propagate-go/propagate/internal/vec"
)

// Weights holds edges of the weight exp(s - γt). The edges of row i are the entries
// Start[i] to Start[i+1] of Ind, T and S, their columns rising.
type Weights struct {
	Start []int
	Ind   []int32
	T     []float64
	S     []float64 // nil: all 0
	Gamma lognum.Gamma

	// TError and SError bound the relative errors of T and S, with respect to the
	// coordinates or weights that the graph was made from. For the cosine the
	// coordinates are those of the unit vectors in float64; the distances of a metric
	// from outside this module count as exact. +Inf means that there is no bound: a
	// square left the range of float64.
	TError, SError float64

	// Points holds the coordinates of the nodes where every T is a squared Euclidean
	// distance of them, rounded; otherwise nil.
	Points Points

	// Self is the logarithm of the weight at the distance 0, by node; nil: all 0. It weighs
	// the edges between copies of a row.
	Self []float64

	// Mass is how many copies of a row each node stands for; nil: one.
	Mass []float64

	// Twin is, of each node that stands for half of the copies that are alike, the node of the
	// other half; of any other node, itself. nil: all themselves.
	Twin []int32

	// Rows says which node each row is, in a graph or in that at the end of links.
	Rows *Rows

	// Implicit is set for a complete graph whose edges are not listed yet.
	Implicit *Implicit
}

// Points are the coordinates of nodes.
type Points interface {
	// Point returns the dense coordinates of node i, up to one power of two common to
	// all nodes, and nil where they are not known exactly.
	Point(i int) []float64
}

// Implicit is a complete graph given by its n points. Its edges are listed when
// something reads them for the first time.
type Implicit struct {
	X    []float64 // n×d, row after row
	N, D int

	// List returns the edges. It may end with an error of the context; observe, which may be nil, is told of rows.
	List func(ctx context.Context, observe func(done, total int)) (start []int, ind []int32, t []float64, err error)

	mu     sync.Mutex
	filled atomic.Bool
}

// Of returns the weights that a *graph.Graph or a *graph.Links holds. Package graph
// sets it. It is the way to the weights for packages of this module alone, and keeps
// them out of the public API of graph.
var Of func(holder any) *Weights

// Wrap returns a *graph.Graph of the weights, whose nodes count as rows in the order given.
// Package graph sets it.
var Wrap func(w *Weights) any

// N returns the number of rows.
func (w *Weights) N() int {
	// A complete graph whose edges are not listed has no starts yet.
	if w.Implicit != nil {
		return w.Implicit.N
	}
	return max(0, len(w.Start)-1)
}

// Row returns the columns of row i, rising, and the t and s of its entries. A nil s
// stands for zeros. The slices belong to w: do not write to them.
func (w *Weights) Row(i int) (ind []int32, t, s []float64) {
	// Edges are listed when the first row is read.
	w.Fill()
	lo, hi := w.Start[i], w.Start[i+1]
	if w.S != nil {
		s = w.S[lo:hi]
	}
	return w.Ind[lo:hi], w.T[lo:hi], s
}

// Fill lists the edges of an implicit graph, if that has not happened yet.
func (w *Weights) Fill() {
	// Without an end of the context there is no error: the rows were compared before.
	_ = w.FillWatched(context.Background(), nil)
}

// FillWatched is Fill that may end with an error of the context, and then has listed nothing. observe, which may be
// nil, is told of rows.
func (w *Weights) FillWatched(ctx context.Context, observe func(done, total int)) (err error) {
	c := w.Implicit
	if c == nil || c.filled.Load() {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.filled.Load() {
		return nil
	}
	start, ind, t, err := c.List(ctx, observe)
	if err != nil {
		return err
	}
	w.Start, w.Ind, w.T = start, ind, t
	c.filled.Store(true)
	return nil
}

// Edges returns the number of undirected edges of a symmetric matrix.
func (w *Weights) Edges() int {
	if c := w.Implicit; c != nil {
		return c.N * (c.N - 1) / 2
	}
	return len(w.Ind) / 2
}

// LogWeights appends the natural logarithms s - γt of row i to dst.
func (w *Weights) LogWeights(dst []float64, i int) []float64 {
	// ln w = s - γt, a nil s standing for zeros.
	_, t, s := w.Row(i)
	for e := range t {
		l := -w.Gamma.Times(t[e])
		if s != nil {
			l += s[e]
		}
		dst = append(dst, l)
	}
	return dst
}

// Point returns the coordinates of node i, see [Points], and nil where none are known.
func (w *Weights) Point(i int) []float64 {
	if w.Points == nil {
		return nil
	}
	return w.Points.Point(i)
}

// Dense returns the weights of an implicit graph as a dense matrix of 4n² bytes, or
// 2n² in single precision, and nil for other graphs and where its error bounds do not
// hold. O(n²d).
func (w *Weights) Dense(precision dense.Precision, watch progress.Watch) *dense.Symmetric {
	if w.Implicit == nil {
		return nil
	}
	gamma, wider := w.Gamma.Float64(), 0.0
	if math.IsInf(gamma, 1) {
		return nil
	}
	// The bounds of the dense matrix need a γ that float64 holds with all its digits. A smaller one is replaced by the
	// least: no exponent changes by more than that of the longest distance.
	if w.Gamma.Frac > 0 && gamma < leastDense {
		gamma, wider = leastDense, math.Expm1(leastDense*w.Implicit.Longest())
	}
	m, ok := dense.RBF(w.Implicit.X, w.Implicit.N, w.Implicit.D, gamma,
		dense.Options{Precision: precision, Tier: vec.Best(), Watch: watch})
	if !ok || !(wider < 0x1p-60) {
		return nil
	}
	m.Error += wider
	return m
}

// leastDense is the least γ of a dense matrix.
const leastDense = 0x1p-900

// Longest returns a bound on the squared distances of the points, at most four times the largest. O(nd).
func (c *Implicit) Longest() float64 {
	r := 0.0
	for i := range c.N {
		r = max(r, vec.SquaredDistance(c.X[i*c.D:(i+1)*c.D], c.X[:c.D]))
	}
	// No two points are further apart than the sum of their distances to the first. Sums of d squares are rounded.
	return 4 * r * (1 + float64(2*c.D+8)*0x1p-53)
}

// Measure writes the squared distances of point i to all points into t, in the units of T. O(nd).
func (c *Implicit) Measure(t []float64, i int) {
	own := c.X[i*c.D : (i+1)*c.D]
	for j := range c.N {
		t[j] = vec.SquaredDistance(own, c.X[j*c.D:(j+1)*c.D])
	}
}

// DropAbsent removes the entries of weight 0: those with t = +Inf or s = -Inf.
func (w *Weights) DropAbsent() {
	if !w.hasAbsent() {
		return
	}
	// T and S belong to these weights and are moved in place; Ind may be another's.
	ind, t, s := w.Ind[:0:0], w.T[:0], w.S[:0]
	start := make([]int, 1, len(w.Start))
	for i := range w.N() {
		for e := w.Start[i]; e < w.Start[i+1]; e++ {
			if w.isAbsent(e) {
				continue
			}
			ind, t = append(ind, w.Ind[e]), append(t, w.T[e])
			if w.S != nil {
				s = append(s, w.S[e])
			}
		}
		start = append(start, len(ind))
	}
	w.Start, w.Ind, w.T, w.S = start, ind, t, s
}

// hasAbsent reports whether an entry has the weight 0.
func (w *Weights) hasAbsent() bool {
	for e := range w.T {
		if w.isAbsent(e) {
			return true
		}
	}
	return false
}

func (w *Weights) isAbsent(e int) bool {
	return math.IsInf(w.T[e], 1) || w.S != nil && math.IsInf(w.S[e], -1)
}
