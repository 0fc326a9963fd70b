package elimination

import (
	"cmp"
	"context"
	"math"

	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/internal/progress"
)

// The diagonal of the inverse G of the matrix of the equations, by the recursion of selected
// inversion [takahashi1973]. With d_k the pivot of node k, and j over the neighbours that it
// has when it is eliminated,
//
//	G_kj = Σ_i (w_ki/d_k)·G_ij,   G_kk = (1 + Σ_j w_kj·G_kj)/d_k,
//
// in the reverse order of elimination. Every pair of neighbours of k has become an edge when k
// was eliminated, so that only entries at edges are needed. All terms are positive: nothing is
// subtracted, as in the elimination itself.

// inverse returns the diagonal of G after an elimination; nil where there is no room for it.
func (e *elimination) inverse(ctx context.Context, by way) ([]lognum.Num, error) {
	v := newInverse(e, len(by.coreNodes()))
	if v == nil {
		return nil, nil
	}
	// About as many changes as the elimination had.
	v.meter = e.opts.Tell.Begin(ctx, progress.Answering, float64(e.updates))
	by.invert(v)
	return v.read(), cmp.Or(v.stopped, e.err())
}

// inverse is where the entries of G stand among the slots of an elimination.
type inverse struct {
	*elimination
	first int // slot of the first edge
	edges int // slot of the entry of G at the first edge
	diag  int // slot of the first entry of the diagonal
	one   int // slot of the number 1
	rows  int // slot of the first entry of the square of a dense core
	from  []int32
	to    []int32

	meter   *progress.Meter
	stopped error // by the meter
}

// count counts so many entries of G as found, or as parts of such, and tells whether to go on.
func (v *inverse) count(entries int) bool {
	v.stopped = cmp.Or(v.stopped, v.meter.Add(float64(entries)/2))
	return v.stopped == nil
}

// newInverse makes room for G, and for a dense square of m rows; nil if there is none.
func newInverse(e *elimination, m int) *inverse {
	v := &inverse{elimination: e, first: e.quotient() + 1}
	entries := e.next - v.first
	if m > math.MaxInt16 || e.room(entries+e.n+1+m*m) != nil {
		return nil
	}
	// One entry for each edge, in the same order, then the diagonal, the 1 and the square.
	v.edges = e.next
	v.diag = v.edges + entries
	v.one = v.diag + e.n
	v.rows = v.one + 1
	e.next = v.rows + m*m
	if e.take(e.next); e.refused != nil {
		return nil
	}
	return v
}

// at returns the slot of the entry of G at an edge.
func (v *inverse) at(edge int) int { return v.edges + edge - v.first }

// diagonal sets G_kk, once the entries of G at the edges of k are known: those in v.to, of the
// edges in v.terms.
func (v *inverse) diagonal(k int) {
	pivot := v.pivotSlot(k)
	if v.isZero(pivot) {
		return
	}
	v.div(v.one, pivot, pivot)
	v.solve(v.diag+k, v.one, pivot, v.terms, v.to)
}

// invert finds the entries of G of the nodes of a triangle. They are kept as a full square, so
// that its rows are contiguous.
func (d *dense) invert(v *inverse) {
	m := len(d.nodes)
	entry := func(i, j int) int { return v.rows + i*m + j }
	for k := range m {
		if !v.count(k * k) {
			return
		}
		node := int(d.nodes[k])
		pivot := d.pivotSlot(node)
		d.rowTerms(k)
		v.to = v.to[:0]
		for i := range k {
			// Row k of G, left of the diagonal: the rows before it, weighted by w_ki/d_k.
			if !d.isZero(pivot) {
				d.div(d.quotient(), d.row(k)+i, pivot)
				d.addScaled(entry(k, 0), d.quotient(), entry(i, 0), k)
			}
			v.to = append(v.to, int32(entry(k, i)))
		}
		v.diagonal(node)
		d.copy(entry(k, k), v.diag+node)
		// G is symmetric: the same above the diagonal, for the rows to come.
		for i := range k {
			d.copy(entry(i, k), entry(k, i))
		}
	}
}

// invert finds the entries of G of all nodes, those of the dense core first.
func (s *sparse) invert(v *inverse) {
	if s.dense != nil {
		s.dense.invert(v)
		s.fromCore(v)
	}
	for k := len(s.order) - 1; k >= 0; k-- {
		node := int(s.order[k])
		if !v.count(len(s.adj[node]) * len(s.adj[node])) {
			return
		}
		s.invertNode(v, node)
	}
}

// fromCore takes the entries at the edges of the core from its square.
func (s *sparse) fromCore(v *inverse) {
	m, index := len(s.dense.nodes), make(map[int32]int, len(s.dense.nodes))
	for k, u := range s.dense.nodes {
		index[u] = k
	}
	for k, u := range s.dense.nodes {
		for _, l := range s.adj[u] {
			s.copy(v.at(int(l.slot)), v.rows+k*m+index[l.node])
		}
	}
}

// invertNode finds the entries of G of one node, from those of its neighbours.
func (s *sparse) invertNode(v *inverse, k int) {
	row, r := s.adj[k], len(s.adj[k])
	v.to = v.to[:0]
	for _, l := range row {
		v.to = append(v.to, int32(v.at(int(l.slot))))
	}
	s.pairs(v, row)
	s.slots(row)
	for a := range row {
		if s.isZero(s.pivotSlot(k)) {
			return
		}
		// The share w_ka/d_k of row a of G, at all neighbours.
		s.div(s.quotient(), int(row[a].slot), s.pivotSlot(k))
		s.addScaledAt(v.to, s.quotient(), v.from[a*r:(a+1)*r])
	}
	v.diagonal(k)
}

// pairs lists in v.from the slots of the entries of G of all pairs of the ends of a row.
func (s *sparse) pairs(v *inverse, row []link) {
	r := len(row)
	v.from = append(v.from[:0], make([]int32, r*r)...)
	for a := range row {
		v.from[a*r+a] = int32(v.diag) + row[a].node
		// The edge of a pair stands in the row of that end which was eliminated first.
		for _, l := range s.adj[row[a].node] {
			s.at[l.node] = int32(v.at(int(l.slot)))
		}
		for b := range row {
			if at := s.at[row[b].node]; at != 0 {
				v.from[a*r+b], v.from[b*r+a] = at, at
			}
		}
		for _, l := range s.adj[row[a].node] {
			s.at[l.node] = 0
		}
	}
}

// read returns the diagonal of G.
func (v *inverse) read() []lognum.Num {
	g := make([]lognum.Num, v.n)
	for i := range g {
		g[i] = v.reciprocal(v.diag + i)
	}
	return g
}
