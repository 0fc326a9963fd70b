package main

// The numbers of a side of a tile of bytes, in the order of package vec.
const (
	sideHalf = iota
	sideLevel
	sideScale
	sideLength
	sideError
	sideCount
)

// wordBytes is the number of codes in a word, whose products one instruction adds to each sum.
const wordBytes = 4

// A byteGrid is a grid of int32 sums of products of bytes, with pointers to the numbers of the rows and columns.
type byteGrid struct {
	*grid
	row, column [sideCount]reg
}

// byteTile is the kernel of Tier.ByteTile.
func byteTile() *kernel {
	k := begin("byteTileNEON", "steps int, a *uint32, b *uint32, from *int32, apart int, rows *[5]*float32, "+
		"cols *[5]*float32, sums *int32, out *float32, hits *uint64", "found uint64",
		"is the kernel of Tier.ByteTile with 8 rows and 12 columns.")
	g := &byteGrid{grid: newGrid(k, float, tileRows, tileColumns)}
	g.multiply = k.dotBy
	in := k.load("steps", "a", "b", "from", "apart")
	from, apart := in[3], in[4]
	// The rows of sums are apart int32 apart: 0 where all start from the same.
	for _, sums := range g.sums {
		k.loads(from, 0, sums...)
		k.ins("ADD %v<<2, %v", apart, from)
	}
	g.loop(in[0], in[1], in[2], wordBytes)
	g.finish()
	return k
}

// finish turns the sums into results and hits, or stores them as they are where there is no place for the bits.
func (g *byteGrid) finish() {
	in := g.load("out", "hits", "sums", "rows", "cols")
	out, hits, to := in[0], in[1], in[2]
	found := g.reg()
	g.ins("MOVD $0, %v", found)
	g.ins("CBNZ %v, filter", hits)
	for r, sums := range g.sums {
		g.stores(to, r*g.rowBytes(), sums...)
	}
	g.ins("B end")
	g.label("filter")
	for i := range g.row {
		g.row[i], g.column[i] = g.reg(), g.reg()
		g.ins("MOVD %d(%v), %v", 8*i, in[3], g.row[i])
		g.ins("MOVD %d(%v), %v", 8*i, in[4], g.column[i])
	}
	g.filter(out, hits, found)
	g.label("end")
	g.ins("MOVD %v, %s", found, g.place("found"))
	g.ret()
}

// filter computes the bounds of each row, stores them, and a bit for each that reaches the lower of its two levels.
func (g *byteGrid) filter(out, hits, found reg) {
	level, bits := g.columns[0], g.take(3)
	other, mask := g.rows[1], g.reg()
	g.loads(g.address(columnBits), 0, bits...)
	for r, sums := range g.sums {
		g.bounds(sums)
		g.stores(out, r*g.rowBytes(), sums...)
		g.spreadFrom(float, level, g.row[sideLevel])
		for c, v := range sums {
			// As in the tile of float32.
			g.loads(g.column[sideLevel], c*vectorBytes, other)
			g.fmin(float, other, other, level)
			g.fcmge(float, v, v, other)
			g.and(v, v, bits[c])
		}
		g.hits(sums, mask)
		g.ins("MOVD %v, %d(%v)", mask, 8*r, hits)
		g.ins("ORR %v, %v", mask, found)
	}
}

// bounds turns the sums of a row into what the products are at most.
func (g *byteGrid) bounds(sums []vreg) {
	// The registers of a step are free for the four numbers of the row, and for those of the columns, one at a time.
	scale, half, length, wrong, other := g.columns[0], g.columns[1], g.columns[2], g.rows[0], g.rows[1]
	g.spreadFrom(float, scale, g.row[sideScale])
	g.spreadFrom(float, half, g.row[sideHalf])
	g.spreadFrom(float, length, g.row[sideLength])
	g.spreadFrom(float, wrong, g.row[sideError])
	for c, v := range sums {
		column := func(i int) vreg {
			g.loads(g.column[i], c*vectorBytes, other)
			return other
		}
		// The product in units of both scales, less both halves.
		g.toFloat(v)
		g.fmul(float, v, v, column(sideScale))
		g.fmul(float, v, v, scale)
		g.fsub(float, v, v, half)
		g.fsub(float, v, v, column(sideHalf))
		// What rounding to codes may have taken away.
		g.fmla(float, v, length, column(sideError))
		g.fmla(float, v, wrong, column(sideLength))
	}
}

// codes rounds an octet of float64 to bytes at a time.
func codes() *kernel {
	k := begin("codesNEON", "dst *byte, row *float64, center *float64, scale float64, octets int", "",
		"is the generic loop of Codes, for 8·octets elements, octets > 0.")
	in := k.load("dst", "row", "center", "octets")
	dst, row, center, octets := in[0], in[1], in[2], in[3]
	scale, x, centers := k.spreadParam("scale"), k.take(4), k.take(4)
	k.label("next")
	before := k.written
	k.loads(row, 0, x...)
	k.loads(center, 0, centers...)
	k.add(octetBytes, row, center)
	for i, v := range x {
		k.fsub(double, v, v, centers[i])
		k.fmul(double, v, v, scale)
		k.toNearest(v)
	}
	// The lower half of each element, from 64 bits to 32, 16 and 8: no code needs more.
	k.pick("VUZP1", float, x[0], x[0], x[1])
	k.pick("VUZP1", float, x[2], x[2], x[3])
	k.pick("VUZP1", lanes{plan9: "H8"}, x[0], x[0], x[2])
	k.pick("VUZP1", lanes{plan9: "B16"}, x[0], x[0], x[0])
	k.ins("FMOVD.P %v, 8(%v)", x[0], dst)
	k.again(octets, "next")
	k.cost(before, octet, "elements")
	k.ret()
	return k
}
