package knn

import (
	"math"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/kernel"
)

// centers are the centres of lists, packed as the columns of products. Centres of unit vectors are no unit vectors;
// the nearest is found by Euclidean distance all the same.
type centers struct {
	*Points // in codes on their grid, so that all products are exact
	norms   *norms
	packed  panels // in panels of columns
	columns side   // their norms, with half the squared length of each, not bounded
}

// scanRows is the number of rows that are multiplied with centres at a time.
const scanRows = 96

// newCenters packs centres.
func (f *frame) newCenters(p *Points) *centers {
	p.metric, p.facts, p.zero = kernel.Euclidean{}, factsOf(kernel.Euclidean{}), nil
	_, cols := f.shape()
	padded := par.Chunks(p.n, cols) * cols
	c := &centers{Points: p, norms: f.precompute(p), packed: f.newPanels(padded, p.d), columns: newSide(padded)}
	if f.keep {
		// A centre is where its codes are.
		coded := &formed{*f, c.norms}
		c.Points = coded.copyOf(p, identity(p.n))
		c.metric, c.facts = p.metric, p.facts
		p = c.Points
	}
	par.For(p.n, cols, func(_, lo, hi int) {
		r := p.reader()
		f.packColumns(c.packed.from(lo*f.steps(p.d)), packAll(p, c.norms, lo, hi))
		for i := lo; i < hi; i++ {
			c.columns.set(i, c.norms, i)
			// No bounds are needed: any assignment of rows to lists is a valid one.
			c.columns.Half[i] = float32(f.halfNorm(&r, i))
			c.columns.Length[i], c.columns.Error[i] = 0, 0
		}
	})
	return c
}

// allColumns returns products whose columns are all centres.
func (c *ivf) allColumns() *idle[*product] {
	all := c.centers
	return newIdle(func() *product {
		x := newProduct(&c.frame, all.d, scanRows, all.n, all.packed)
		x.cols.copyOf(all.columns)
		return x
	})
}

// someColumns returns products with room for some centres as columns, see packCenters.
func (c *ivf) someColumns(count int) *idle[*product] {
	_, cols := c.frame.shape()
	padded := par.Chunks(count, cols) * cols
	return newIdle(func() *product {
		return newProduct(&c.frame, c.p.d, scanRows, count, c.frame.newPanels(padded, c.p.d))
	})
}

// packCenters packs the centres of some lists as the columns of a product.
func (c *ivf) packCenters(x *product, lists []int32) {
	c.frame.packColumns(x.b, packSome(c.centers.Points, c.centers.norms, lists))
	for j, l := range lists {
		x.cols.take(j, &c.centers.columns, int(l))
	}
}

// pack packs some rows as those of a product with centres.
func (c *ivf) pack(x *product, rows []int32) { c.packPoints(x, c.p, c.norms, rows) }

// packPoints is pack for rows of other points.
func (c *ivf) packPoints(x *product, p *Points, s *norms, rows []int32) {
	c.frame.packRows(x.a, packSome(p, s, rows))
	for r, i := range rows {
		if c.frame.codes {
			x.rows.set(r, s, int(i))
		}
		x.rows.Half[r] = 0 // |x|² is the same for all centres
	}
}

// nearest calls found for each of n rows as often as one of the first m columns is nearer than those before: the last
// call has the nearest.
func (x *product) nearest(n, m int, found func(r, j int, s float32)) {
	// The nearest centre has the largest x·c - |c|²/2. The threshold is the best score so far.
	none := float32(math.Inf(-1))
	for r := range n {
		x.rows.Level[r] = none
	}
	x.run(n, m, func(r, j int, s float32) {
		// -∞ is no score: the first one counts whatever it is.
		if s > x.rows.Level[r] || x.rows.Level[r] == none {
			x.rows.Level[r] = s
			found(r, j, s)
		}
	})
}
