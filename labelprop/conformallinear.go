package labelprop

import (
	"context"
	"math"
	"slices"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/labelprop/internal/network"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
	"gonum.org/v1/gonum/mat"
)

// conformalLinear is Conformal for methods that are sums over the labels.
func conformalLinear(ctx context.Context, g *graph.Graph, seeds *Seeds, m Method, o *ConformalOptions) (
	*PredictionSets, error) {
	f, err := foldForConformal(g, seeds, m)
	if err != nil {
		return nil, err
	}
	nw, options, err := linearNetwork(ctx, f.g, f.seeds, f.method(m), o.Solve)
	if err != nil {
		return nil, err
	}
	c := newConformity(nw, f, o)
	c.wanted = !o.CVPlus && o.Links == nil && c.single()
	// Labels left out, and the answer by all labels, in one pass over the columns of H.
	visit := looVisitor{block: c.addScores, inverse: c.wanted}
	if c.loo, err = leaveOneOut(ctx, f.g, f.seeds, f.method(m), o.Solve, visit); err != nil {
		return nil, err
	}
	c.finishScores()
	// Then each label is compared with each row. Columns that were not kept are found again.
	switch {
	case c.block != nil:
		c.compare(c.block)
	default:
		if err := nw.EachResponse(ctx, options, c.compare); err != nil {
			return nil, err
		}
	}
	return c.sets(f, o), nil
}

// foldForConformal gives every label a part of its own, and every row, as far as memory allows:
// a row that is given a label has no copies that are alike.
func foldForConformal(g *graph.Graph, seeds *Seeds, m Method) (*folded, error) {
	return foldBy(g, seeds, copiesOf{free: m.describe().Copies, differ: differOf(m)})
}

func newConformity(nw *network.Network, f *folded, o *ConformalOptions) *conformity {
	c := &conformity{nw: nw, seeds: f.seeds, byClass: o.ByClass, rows: freeRows{nw}}
	if o.Links != nil {
		c.rows = newLinkedRows(nw, f, o.Links)
	}
	// Each label names one class, and counts for that alone.
	for l := range f.seeds.nodes {
		c.class = append(c.class, f.seeds.class(l))
	}
	n := c.rows.len() * f.seeds.c
	c.sums, c.scores, c.count = slices.Repeat([]classSum{emptySum}, n), make([]float64, n), make([]int32, n)
	return c
}

// single reports whether every row has a part of its own: copies that share one cannot be given
// a label one by one.
func (c *conformity) single() bool {
	return !slices.ContainsFunc(c.nw.Free, func(u int) bool { return c.nw.Mass(u) != 1 })
}

// addScores adds a block of columns of H to the answers.
func (c *conformity) addScores(h *network.Responses) {
	k := c.seeds.c
	if g := h.Conductances(); g != nil {
		c.pull = g
	}
	// A block that holds all labels is kept for the comparison.
	if h.Width == len(c.class) {
		c.block = h
	}
	par.For(c.rows.len(), 64, func(_, lo, hi int) {
		row := make([]float64, h.Width)
		for x := lo; x < hi; x++ {
			c.rows.read(h, x, row)
			// F_x(c) = Σ H_xj over the labels j of class c.
			for j, log := range row {
				c.sums[x*k+c.class[h.First+j]].add(log, h.First+j)
			}
		}
	})
}

// finishScores sums up the answers, and reads the scores of the labels left out.
func (c *conformity) finishScores() {
	for at, s := range c.sums {
		c.scores[at] = s.log()
	}
	k := c.seeds.c
	for x := range c.rows.len() {
		if c.full() {
			simplex.LogSoftmax(c.scores[x*k : (x+1)*k])
		}
	}
	c.left = make([]float64, len(c.class))
	for i, class := range c.class {
		// What is not known of a label counts against no class.
		if c.left[i] = c.loo.logs[i*k+class]; c.loo.Undecided[i] || c.loo.Status[i] == Unreachable {
			c.left[i] = math.Inf(-1)
		}
	}
}

// compare compares the labels of a block with all rows.
func (c *conformity) compare(h *network.Responses) {
	par.For(c.rows.len(), 64, func(_, lo, hi int) {
		row := make([]float64, h.Width)
		for x := lo; x < hi; x++ {
			c.rows.read(h, x, row)
			for j, log := range row {
				c.compareLabel(x, h.First+j, log)
			}
		}
	})
}

// sets turns the counts into p-values of the rows.
func (c *conformity) sets(f *folded, o *ConformalOptions) *PredictionSets {
	k := c.seeds.c
	s := &PredictionSets{By: CVPlus, ByClass: o.ByClass, Labels: f.seeds.classCounts()}
	if c.full() {
		s.By = FullConformal
	}
	// p = (1 + count)/(l+1), of all labels or those of the class. There may be no row that could have another label.
	p := &mat.Dense{}
	if n := c.rows.len(); n > 0 {
		p = mat.NewDense(n, k, nil)
	}
	for at, count := range c.count {
		p.RawMatrix().Data[at] = pValue(int(count), s.Labels, at%k, s.ByClass)
	}
	if o.Links != nil {
		s.P = p
		return s
	}
	c.unfold(s, f, p)
	return s
}

// unfold brings the p-values of the free parts to all rows.
func (c *conformity) unfold(s *PredictionSets, f *folded, p *mat.Dense) {
	n, k := c.nw.N(), c.seeds.c
	all, unreached := mat.NewDense(n, k, nil), c.unreached(s)
	// Labelled nodes get their own label below; what is not free otherwise is out of reach.
	for u := range n {
		switch at := c.nw.Place[u]; {
		case c.nw.LabelAt[u] >= 0:
		case at >= 0:
			all.SetRow(u, p.RawRowView(int(at)))
		default:
			all.SetRow(u, unreached)
		}
	}
	if f.rows != nil {
		all = rowsOf(all, f.rows.first, k)
	}
	s.P = all
	s.keepGiven(f.given.classes())
}

// unreached returns the p-values of a row that no label reaches: only labels that no other one
// reaches conform no better.
func (c *conformity) unreached(s *PredictionSets) []float64 {
	// Such a row has the score of nothing in every class, as those labels have.
	count := make([]int, c.seeds.c)
	for i, log := range c.left {
		for y := range count {
			if math.IsInf(log, -1) && (y == c.class[i] || !c.byClass) {
				count[y]++
			}
		}
	}
	p := make([]float64, len(count))
	for y := range p {
		p[y] = pValue(count[y], s.Labels, y, s.ByClass)
	}
	return p
}
