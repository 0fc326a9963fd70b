package main

// The tile is as large as 32 registers of four float32 allow: 24 sums, three vectors of columns, two of rows.
const (
	tileRows    = 8
	tileColumns = 12
)

// unroll is the number of steps in one turn of the loop of a tile.
const unroll = 4

// A grid holds the registers of the sums of a tile, and of one step: its rows and columns.
type grid struct {
	*kernel
	lanes
	sums          [][]vreg
	rows, columns []vreg
	// multiply adds the products of a vector of columns and one element of a vector of rows to a sum.
	multiply func(sum, columns, rows vreg, index int)
}

// newGrid takes the registers for a tile of so many rows and columns.
func newGrid(k *kernel, l lanes, rows, columns int) *grid {
	g := &grid{kernel: k, lanes: l}
	for range rows {
		// A row of sums is as many vectors as its columns fill.
		g.sums = append(g.sums, k.take(columns/l.count()))
	}
	g.columns, g.rows = k.take(columns/l.count()), k.take(rows/l.count())
	// It rounds once; callers allow for the difference to the generic tile.
	g.multiply = func(sum, columns, rows vreg, index int) { k.fmlaBy(l, sum, columns, rows, index) }
	return g
}

// rowBytes is the distance of two rows of sums in memory.
func (g *grid) rowBytes() int { return len(g.columns) * vectorBytes }

// step adds one product to every sum; a and b are in bytes from the beginnings of the panels.
func (g *grid) step(a, b reg, turn, aBytes int) {
	g.loads(b, turn*g.rowBytes(), g.columns...)
	g.loads(a, turn*aBytes, g.rows...)
	for r, sums := range g.sums {
		for c, sum := range sums {
			// The number of a row need not be spread over a vector first: the instruction takes one element.
			g.multiply(sum, g.columns[c], g.rows[r/g.count()], r%g.count())
		}
	}
}

// tile is the kernel of Tier.Tile.
func tile() *kernel {
	k := begin("tileNEON", "steps int, a *float32, b *float32, from *float32, halfA *float32, halfB *float32, "+
		"levelA *float32, levelB *float32, out *float32, hits *uint64", "found uint64",
		"is the kernel of Tier.Tile with 8 rows and 12 columns.")
	g := newGrid(k, float, tileRows, tileColumns)
	in := k.load("steps", "a", "b", "from")
	steps, a, b, from := in[0], in[1], in[2], in[3]
	g.start(from)
	g.loop(steps, a, b, 1)
	g.finish()
	return k
}

// loop writes the loop over the steps; in each, so many multiply-adds go to every sum.
func (g *grid) loop(steps, a, b reg, products int) {
	g.label("turns")
	before := g.written
	g.ins("CMP $%d, %v", unroll, steps)
	g.ins("BLT rest")
	// Four steps in one turn, to count and to jump less often.
	for s := range unroll {
		g.step(a, b, s, 4*tileRows)
	}
	g.add(unroll*4*tileRows, a)
	g.add(unroll*4*tileColumns, b)
	g.ins("SUB $%d, %v", unroll, steps)
	g.ins("B turns")
	g.cost(before, unroll*tileRows*tileColumns*products, "multiply-adds")
	// The steps that are left, one at a time.
	g.label("rest")
	g.ins("CBZ %v, sums", steps)
	g.step(a, b, 0, 4*tileRows)
	g.add(4*tileRows, a)
	g.add(4*tileColumns, b)
	g.ins("SUB $1, %v", steps)
	g.ins("B rest")
	g.label("sums")
}

// start sets the sums to 0, or to what a call before has left.
func (g *grid) start(from reg) {
	// A nil pointer: start from 0.
	g.ins("CBNZ %v, resume", from)
	for _, sums := range g.sums {
		g.clear(sums...)
	}
	g.ins("B turns")
	g.label("resume")
	// What Out holds, row by row.
	for r, sums := range g.sums {
		g.loads(from, r*g.rowBytes(), sums...)
	}
}

// finish subtracts the halves from the sums and stores the results, and a bit for each that reaches the lower of its
// two levels. Without a place for the bits it only stores the sums.
func (g *grid) finish() {
	in := g.load("out", "hits")
	out, hits := in[0], in[1]
	found := g.reg()
	g.ins("MOVD $0, %v", found)
	// A nil pointer: the rows go on, so store the bare sums.
	g.ins("CBNZ %v, filter", hits)
	for r, sums := range g.sums {
		g.stores(out, r*g.rowBytes(), sums...)
	}
	g.ins("B end")
	g.label("filter")
	g.filter(out, hits, found)
	g.label("end")
	g.ins("MOVD %v, %s", found, g.place("found"))
	g.ret()
}

// filter turns the sums into results and hits. The registers of the rows, and those left, hold the aids.
func (g *grid) filter(out, hits, found reg) {
	in := g.load("halfA", "halfB", "levelA", "levelB")
	halfA, halfB, levelA, levelB := in[0], in[1], in[2], in[3]
	halves, own, other, bits := g.columns, g.rows[0], g.rows[1], g.take(3)
	g.loads(halfB, 0, halves...)
	g.loads(g.address(columnBits), 0, bits...)
	mask := g.reg()
	for r, sums := range g.sums {
		// The product less both halves, stored whether it is a hit or not.
		g.spreadFrom(float, own, halfA)
		for c, v := range sums {
			g.fsub(float, v, v, own)
			g.fsub(float, v, v, halves[c])
		}
		g.stores(out, r*g.rowBytes(), sums...)
		g.spreadFrom(float, own, levelA)
		for c, v := range sums {
			// A hit reaches the lower of the two levels: the row's or the column's. No sum is needed any more.
			g.loads(levelB, c*vectorBytes, other)
			g.fmin(float, other, other, own)
			g.fcmge(float, v, v, other)
			g.and(v, v, bits[c])
		}
		g.hits(sums, mask)
		g.ins("MOVD %v, %d(%v)", mask, 8*r, hits)
		g.ins("ORR %v, %v", mask, found)
	}
}

// hits adds up the bits of all columns.
func (g *grid) hits(masks []vreg, mask reg) {
	for _, v := range masks[1:] {
		g.ins("VORR %s, %s, %s", v.as("B16"), masks[0].as("B16"), masks[0].as("B16"))
	}
	// No two elements share a bit, so the sum over the elements is their union.
	g.ins("VADDV %s, V%d", masks[0].as("S4"), uint32(masks[0]))
	g.ins("FMOVS %v, %v", masks[0], mask)
}
