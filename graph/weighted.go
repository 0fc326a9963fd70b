package graph

import (
	"math"
	"sync"

	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/kernel"
)

// weighted holds edges with weights exp(s - γt) in compressed sparse rows.
type weighted struct {
	start  []int
	ind    []int32
	t      []float64
	s      []float64 // nil: all 0
	rate   lognum.Rate
	kernel kernel.Kernel // nil for a graph brought from outside
	points *points       // set where t is a squared Euclidean distance of rows

	whole *Neighbors // of a complete graph whose edges are not listed yet
	once  *sync.Once // to list them

	tError, sError float64 // bounds on the relative errors of t and s
}

// N returns the number of nodes.
func (g *weighted) N() int { return len(g.start) - 1 }

// Row returns the neighbours of node i, rising, and the t and s of the edges to
// them; the weight of such an edge is exp(s - γt). A nil s means zeros. The
// slices are the graph's own: do not write to them.
func (g *weighted) Row(i int) (ind []int32, t, s []float64) {
	g.list()
	lo, hi := g.start[i], g.start[i+1]
	if g.s != nil {
		s = g.s[lo:hi]
	}
	return g.ind[lo:hi], g.t[lo:hi], s
}

// Rate returns the γ of the weights exp(s - γt).
func (g *weighted) Rate() lognum.Rate { return g.rate }

// LogWeights appends the natural logarithms of the weights of node i's edges, in
// the order of [Graph.Row], to dst. One of -Inf is out of float64's range, not
// absent.
func (g *weighted) LogWeights(dst []float64, i int) []float64 {
	_, t, s := g.Row(i)
	for e := range t {
		l := -g.rate.Times(t[e])
		if s != nil {
			l += s[e]
		}
		dst = append(dst, l)
	}
	return dst
}

// Kernel returns the kernel that the weights come from, nil for a graph brought
// from outside.
func (g *weighted) Kernel() kernel.Kernel { return g.kernel }

// InputError bounds the relative errors of the t and of the s that [Graph.Row]
// returns, with respect to the coordinates or weights the graph was made from. For
// kernel.Cosine the coordinates are those of the unit vectors in float64, and for
// a kernel.Metric from outside the distances count as exact. +Inf says that there
// is no bound: a square left the range of float64.
func (g *weighted) InputError() (t, s float64) { return g.tError, g.sError }

// dropAbsent removes the edges whose log weight is -Inf.
func (g *weighted) dropAbsent() {
	ind, t, s := g.ind[:0:0], g.t[:0], g.s[:0]
	start := make([]int, 1, len(g.start))
	for i := range g.N() {
		for e := g.start[i]; e < g.start[i+1]; e++ {
			if g.isAbsent(e) {
				continue
			}
			ind, t = append(ind, g.ind[e]), append(t, g.t[e])
			if g.s != nil {
				s = append(s, g.s[e])
			}
		}
		start = append(start, len(ind))
	}
	g.start, g.ind, g.t, g.s = start, ind, t, s
}

func (g *weighted) isAbsent(e int) bool {
	return math.IsInf(g.t[e], 1) || g.s != nil && math.IsInf(g.s[e], -1)
}
