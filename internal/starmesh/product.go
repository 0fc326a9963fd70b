package starmesh

import "gonum.org/v1/gonum/floats"

// invert writes T = (I - Q)⁻¹ for quotients q, which are above the diagonal.
func (c *core) invert(q []float64, side int) {
	c.t = make([]float64, side*side)
	for k := range side {
		// Row k of T is the row eₖ once the nodes from k on are eliminated one after the other.
		t := c.t[k*side : (k+1)*side]
		t[k] = 1
		for l := k; l < side; l++ {
			if t[l] != 0 {
				floats.AddScaled(t[l+1:], t[l], q[l*side+l+1:(l+1)*side])
			}
		}
	}
}

// columns returns those of T in panels.
func (c *core) columns(wide, side int) panels {
	t, column := newPanels(side, wide, side), make([]float64, side)
	for j := range side {
		for i := range column {
			column[i] = c.t[i*side+j]
		}
		t.set(j, column, nil)
	}
	return t
}

// panels are rows of some columns, a few rows side by side: the first column of each, then the second of each.
type panels struct {
	wide, side int
	v          []float64
}

func newPanels(rows, wide, side int) panels { return panels{wide, side, make([]float64, rows*side)} }

// panel returns that which holds row i from row i on.
func (p panels) panel(i int) []float64 {
	return p.v[i/p.wide*p.wide*p.side+i%p.wide : (i/p.wide+1)*p.wide*p.side]
}

// set writes a row, each entry divided by that of by, if there is one.
func (p panels) set(i int, row, by []float64) {
	to := p.panel(i)
	for k, v := range row {
		if by != nil && v != 0 {
			v /= by[k]
		}
		to[k*p.wide] = v
	}
}

// times sets the rows of block number k from row i on, of which w is the panel, to their product with T.
func (m *Matrix) times(k, i int, w []float64, t panels) {
	rows, wide := m.tier.GramShape()
	out := make([]float64, rows*wide)
	for r := 0; r < wide; r += rows {
		for j := 0; j < m.side; j += wide {
			// T has nothing below its diagonal.
			m.tier.Gram(j+wide, w[r:], t.panel(j), out)
			for y := range rows {
				// The first panel may begin with nodes of the block itself.
				if at := i + r + y; at >= k*m.side+m.width(k) {
					copy(m.row(k, at)[j:j+wide], out[y*wide:])
				}
			}
		}
	}
}

// tile is where rows from i on meet the columns of a block.
type tile struct{ block, i int }

// tilesBehind lists those of all blocks behind block number k.
func (m *Matrix) tilesBehind(k int) []tile {
	var all []tile
	for b := k + 1; b < len(m.blocks); b++ {
		for i := b * m.side; i < m.rows; i += m.side {
			all = append(all, tile{b, i})
		}
	}
	return all
}

// add adds the products of the rows of w with those of q to a tile; the first of both is row from.
func (m *Matrix) add(at tile, from int, w, q panels) {
	rows, wide := m.tier.GramShape()
	out := make([]float64, rows*wide)
	first, last := at.block*m.side, at.block*m.side+m.width(at.block)
	// A panel of q stays in the nearest cache, while the rows of w go by.
	for j := first; j < last; j += wide {
		for i := at.i; i < min(at.i+m.side, m.rows); i += rows {
			m.tier.Gram(m.side, w.panel(i-from), q.panel(j-from), out)
			for y := range rows {
				// The last panel may have more columns than the block has nodes.
				to := m.row(at.block, i+y)[j-first : min(j-first+wide, last-first)]
				floats.Add(to, out[y*wide:y*wide+len(to)])
			}
		}
	}
}
