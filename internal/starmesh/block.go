package starmesh

// core is a block of nodes eliminated by itself.
type core struct {
	w     [][]twofold // below the diagonal
	out   []twofold   // the conductances to the rest of the network and to the ground
	pivot []float64
	t     []float64 // T, side×side, row by row
}

// core eliminates the nodes of block number k, with all that is behind them as one node. It writes their pivots, and
// the conductances within the block.
func (m *Matrix) core(k int) *core {
	// The triangle of the block, in twofold numbers.
	b := m.width(k)
	c := &core{w: make([][]twofold, b), out: make([]twofold, b), pivot: m.pivot[k*m.side : k*m.side+b]}
	first := k * m.side
	for i := range b {
		c.w[i] = make([]twofold, i)
		for j, v := range m.row(k, first+i)[:i] {
			c.w[i][j].high = v
		}
	}
	// The nodes behind, and the ground; classes are sources and no conductances.
	for i := first + b; i <= m.n; i++ {
		for j, v := range m.row(k, i)[:b] {
			c.out[j] = c.out[j].plus(twofold{high: v})
		}
	}
	// One node after the other.
	q := make([]float64, m.side*m.side)
	for p := range b {
		c.eliminate(p, q[p*m.side:])
	}
	for i := range b {
		for j, v := range c.w[i] {
			m.row(k, first+i)[j] = v.high
		}
	}
	c.invert(q, m.side)
	return c
}

// eliminate takes node p of the block out, and writes the quotients of its conductances.
func (c *core) eliminate(p int, q []float64) {
	// All that p is joined to behind it.
	d := c.out[p]
	for i := p + 1; i < len(c.w); i++ {
		d = d.plus(c.w[i][p])
	}
	if c.pivot[p] = d.high; d.high == 0 {
		return // nothing is joined to it
	}
	for i := p + 1; i < len(c.w); i++ {
		// The star of p becomes the mesh of its neighbours.
		own := c.w[i]
		f := own[p].over(d)
		if q[i] = f.high; f.high == 0 {
			continue
		}
		c.out[i] = c.out[i].plus(f.times(c.out[p]))
		for j := p + 1; j < i; j++ {
			own[j] = own[j].plus(f.times(c.w[j][p]))
		}
	}
}
