package knn

import (
	"math"
	"math/bits"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/vec"
)

// product multiplies packed rows with packed columns, tile by tile, and finds where the
// score x·y - half(x) - half(y) reaches the lower of the two thresholds.
type product struct {
	tier       vec.Tier
	d          int
	a, b       []float32 // panels of rows and of columns
	rows, cols vec.Side  // filled up to whole panels; NaN in Half where there is nothing
	tile       vec.Tile
}

// newProduct returns one for up to maxRows rows, and the columns in b.
func newProduct(tier vec.Tier, d, maxRows int, b []float32) *product {
	rows, cols := tier.Shape()
	// Tiles are whole panels of rows and columns.
	maxRows = par.Chunks(maxRows, rows) * rows
	x := &product{tier: tier, d: d, a: make([]float32, maxRows*d), b: b}
	x.rows, x.cols = newSide(maxRows), newSide(len(b)/d)
	x.tile = vec.Tile{Steps: d, Out: make([]float32, rows*cols), Hits: make([]uint64, rows)}
	return x
}

// newSide returns halves of 0 and thresholds of +∞.
func newSide(n int) vec.Side {
	s := vec.Side{Half: make([]float32, n), Level: make([]float32, n)}
	for i := range s.Level {
		s.Level[i] = float32(math.Inf(1))
	}
	return s
}

// endSide marks the places behind the first n of a panel as empty.
func endSide(s vec.Side, n, width int) {
	for ; n%width != 0; n++ {
		s.Half[n] = float32(math.NaN())
	}
}

// run calls hit for each pair of the first n rows and m columns whose score reaches a
// threshold. hit may change the thresholds of the rows.
func (x *product) run(n, m int, hit func(r, c int, score float32)) {
	rows, cols := x.tier.Shape()
	// Panels that are not full must find nothing in their empty places.
	endSide(x.rows, n, rows)
	endSide(x.cols, m, cols)
	t := &x.tile
	for c := 0; c < m; c += cols {
		// A panel of columns stays in the cache while all panels of rows pass.
		t.B = x.b[c*x.d:]
		t.Cols = vec.Side{Half: x.cols.Half[c:], Level: x.cols.Level[c:]}
		for r := 0; r < n; r += rows {
			t.A = x.a[r*x.d:]
			t.Rows = vec.Side{Half: x.rows.Half[r:], Level: x.rows.Level[r:]}
			if x.tier.Tile(t) {
				x.each(r, c, hit)
			}
		}
	}
}

// each calls hit for the pairs that the last tile, at row r and column c, has found.
func (x *product) each(r, c int, hit func(r, c int, score float32)) {
	_, cols := x.tier.Shape()
	for i, hits := range x.tile.Hits {
		// hits has a bit for each column; the lowest is taken and cleared.
		for ; hits != 0; hits &= hits - 1 {
			j := bits.TrailingZeros64(hits)
			hit(r+i, c+j, x.tile.Out[i*cols+j])
		}
	}
}
