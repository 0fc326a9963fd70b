package graph

import (
	"math"
	"slices"

	"github.com/propagate-go/propagate/graph/internal/knn"
	"github.com/propagate-go/propagate/internal/csr"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/kernel"
)

// weighShared weighs by the kernel's base and by shares. In a complete graph all have
// all neighbours in common.
func (n *Neighbors) weighShared(k kernel.SharedNeighbors) (*Graph, error) {
	g, err := n.Weigh(k.Base())
	if err != nil {
		return nil, err
	}
	if n.isComplete() {
		// All shares are 1.
		g.kernel = k
		return g, nil
	}
	around := n.neighborhoods()
	g.kernel = k
	share(&g.weights, k, around, around, n.shared())
	return g, nil
}

func (n *Neighbors) isComplete() bool {
	return n.implicit != nil || n.search.kind == byRadius && math.IsInf(n.search.radius, 1)
}

// neighborhoods lists, rising, the closed neighbourhood Nᵢ of each row: its own number and those of its neighbours
// among the rows of a graph; a new row has no number there, but still counts as one of its own.
type neighborhoods struct {
	start []int
	ind   []int32
	own   int // members that have no number
}

func (c *neighborhoods) row(i int) []int32 { return c.ind[c.start[i]:c.start[i+1]] }

// neighborhoods are those of the rows: of the k nearest, or of all neighbours where there is no k.
func (n *Neighbors) neighborhoods() *neighborhoods {
	// What Connect has added is among the edges, but not among the k nearest.
	members := len(n.ind)
	if n.near != nil {
		members = len(n.near.Ind)
	}
	c := &neighborhoods{start: make([]int, 1, n.nodes()+1), ind: make([]int32, 0, members+n.nodes())}
	for i := range n.nodes() {
		// The row itself belongs to it: two duplicates then have all in common.
		from := len(c.ind)
		c.ind = append(c.ind, int32(i))
		if n.near != nil {
			ind := n.near.Names(i)
			c.ind = append(c.ind, ind...)
		} else {
			c.ind = append(c.ind, n.ind[n.start[i]:n.start[i+1]]...)
		}
		slices.Sort(c.ind[from:])
		c.start = append(c.start, len(c.ind))
	}
	return c
}

// neighborhoodsOf are those of new rows, given their neighbours.
func neighborhoodsOf(l *knn.Lists) *neighborhoods {
	c := &neighborhoods{start: make([]int, 1, len(l.End)+1), own: 1}
	for i := range l.End {
		ind, _ := l.Row(i)
		c.ind = append(c.ind, ind...)
		slices.Sort(c.ind[c.start[i]:])
		c.start = append(c.start, len(c.ind))
	}
	return c
}

// common returns the sizes of the intersection and of the union of neighbourhood i of c and
// neighbourhood j of d; no common member counts as one.
func (c *neighborhoods) common(i int, d *neighborhoods, j int) (both, either int) {
	// A merge of two rising lists counts what both have.
	a, b := c.row(i), d.row(j)
	either = len(a) + c.own + len(b) + d.own
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			both++
			a, b = a[1:], b[1:]
		}
	}
	// No weight becomes 0: that would take an edge away.
	both = max(both, 1)
	return both, either - both
}

// logRatio returns ln(a/b) for 0 < a ≤ b.
func logRatio(a, b int) float64 {
	// Near 1 the logarithm of a rounded quotient has lost digits; log1p keeps them.
	if 2*a < b {
		return math.Log(float64(a) / float64(b))
	}
	return math.Log1p(-float64(b-a) / float64(b))
}

// logError bounds the relative error of logRatio.
const logError = 4 * 0x1p-53

// share multiplies every weight by the share of neighbours that its ends have in
// common, given the neighbourhoods of the rows and of the columns. Its logarithm joins the
// one of t and s that is not multiplied by a γ of the kernel's, or is alone there: a
// sum of terms of one sign has the relative error of its terms.
func share(w *csr.Weights, k kernel.SharedNeighbors, row, col *neighborhoods, done *par.Count) {
	// t is no longer the squared distance alone.
	w.Points = nil
	_, hasGamma := k.Base().(kernel.Exponential)
	if hasGamma {
		// t keeps its γ: ln share goes into s, which was all 0.
		w.S = make([]float64, len(w.Ind))
		w.SError = logError
	} else {
		// γ is 1: -ln share joins t, whose terms then have one sign.
		w.TError = max(w.TError, logError) + 0x1p-53
	}
	par.For(w.N(), chunkRows, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			for e := w.Start[i]; e < w.Start[i+1]; e++ {
				// |Nᵢ∩Nⱼ| / |Nᵢ∪Nⱼ|
				s := logRatio(row.common(i, col, int(w.Ind[e])))
				if hasGamma {
					w.S[e] = s
				} else {
					w.T[e] -= s
				}
			}
		}
		done.Add(hi - lo)
	})
}
