package main

import "math/bits"

// lines are the loops on rows of 16 float32, which are four vectors or 64 bytes, or of half as many. Products are
// rounded, then added, as in the generic loops: the bits are the same.
type lines struct{ vectors int }

// lineVectors is the number of vectors of a whole line.
const lineVectors = 4

// begin starts a loop.
func (l lines) begin(loop, signature string) *kernel {
	name := loop + "LinesNEON"
	if l.vectors < lineVectors {
		name = loop + "HalfLinesNEON"
	}
	return begin(name, signature, "", linesDoc)
}

func (l lines) bytes() int { return l.vectors * vectorBytes }

func (l lines) columns() int { return l.bytes() / 4 }

// all returns the three loops.
func (l lines) all() []*kernel { return []*kernel{l.advance(), l.descend(), l.nextDirection()} }

const linesDoc = "is the generic loop of the same name, for some rows."

// advance multiplies sparse rows with lines, and takes that from the rows' own.
func (l lines) advance() *kernel {
	k := l.begin("advance", "rows int, start *int, ind *int32, val *float64, x *float32, own *float32, "+
		"y *float32, omega *float32, sum *float32")
	vectors := l.vectors
	in := k.loadAll()
	rows, start, ind, val, x := in[0], in[1], in[2], in[3], in[4]
	own, y, omega, to := in[5], in[6], in[7], in[8]
	entry, end, left, at := k.reg(), k.reg(), k.reg(), k.reg()
	// The sums over all rows stay in registers.
	sums, products, parts, weight := k.take(vectors), k.take(vectors), k.take(vectors), k.one()
	k.loads(to, 0, sums...)
	k.ins("MOVD.P 8(%v), %v", start, entry)
	k.ins("ADD %v<<2, %v", entry, ind)
	k.ins("ADD %v<<3, %v", entry, val)
	k.label("row")
	// Where one row ends, the next begins.
	k.ins("MOVD.P 8(%v), %v", start, end)
	k.ins("SUBS %v, %v, %v", entry, end, left)
	k.ins("MOVD %v, %v", end, entry)
	k.clear(products...)
	// A row without values has a product of zeros.
	k.ins("BEQ multiplied")
	k.label("next")
	before := k.written
	// Fetch line ind[e], multiply it by the stored value, rounded to float32, and add.
	k.ins("MOVW.P 4(%v), %v", ind, at)
	k.ins("FMOVD.P 8(%v), %v", val, weight)
	k.ins("FCVTDS %v, %v", weight, weight)
	k.ins("ADD %v<<%d, %v, %v", at, bits.TrailingZeros(uint(l.bytes())), x, at)
	k.loads(at, 0, parts...)
	for _, v := range parts {
		k.fmulBy(float, v, v, weight, 0)
	}
	for i, v := range parts {
		k.fadd(float, products[i], products[i], v)
	}
	k.again(left, "next")
	k.cost(before, l.columns(), "multiply-adds")
	k.label("multiplied")
	// ω of the row, and its own line.
	k.ins("FMOVS.P 4(%v), %v", omega, weight)
	k.loads(own, 0, parts...)
	for i, v := range parts {
		// y = own - product, and sum += (ω·own)·y.
		k.fsub(float, products[i], v, products[i])
		k.fmulBy(float, v, v, weight, 0)
		k.fmul(float, v, v, products[i])
		k.fadd(float, sums[i], sums[i], v)
	}
	k.stores(y, 0, products...)
	k.add(l.bytes(), own, y)
	k.again(rows, "row")
	k.stores(to, 0, sums...)
	k.ret()
	return k
}

// descend takes a step of conjugate gradients.
func (l lines) descend() *kernel {
	k := l.begin("descend", "rows int, x *float32, r *float32, p *float32, q *float32, omega *float32, "+
		"step *float32, sum *float32")
	vectors := l.vectors
	in := k.loadAll()
	rows, x, r, p, q, omega := in[0], in[1], in[2], in[3], in[4], in[5]
	steps, sums := k.take(vectors), k.take(vectors)
	v, part, weight := k.take(vectors), k.take(vectors), k.one()
	k.loads(in[6], 0, steps...)
	k.loads(in[7], 0, sums...)
	k.label("row")
	before := k.written
	k.ins("FMOVS.P 4(%v), %v", omega, weight)
	// x += step·p
	k.loads(p, 0, part...)
	k.loads(x, 0, v...)
	k.addProducts(float, v, part, steps)
	k.stores(x, 0, v...)
	// r -= step·q
	k.loads(q, 0, part...)
	k.loads(r, 0, v...)
	k.subtractProducts(float, v, part, steps)
	k.stores(r, 0, v...)
	// sum += (ω·r)·r
	k.addWeightedSquares(float, sums, v, part, weight)
	k.add(l.bytes(), x, r, p, q)
	k.again(rows, "row")
	k.cost(before, 7*l.columns(), "flops")
	k.stores(in[7], 0, sums...)
	k.ret()
	return k
}

// nextDirection sets the next direction.
func (l lines) nextDirection() *kernel {
	k := l.begin("nextDirection", "rows int, p *float32, z *float32, step *float32")
	vectors := l.vectors
	in := k.loadAll()
	rows, p, z := in[0], in[1], in[2]
	steps, parts, v := k.take(vectors), k.take(vectors), k.take(vectors)
	k.loads(in[3], 0, steps...)
	k.label("row")
	before := k.written
	k.loads(p, 0, parts...)
	k.loads(z, 0, v...)
	for i, by := range steps {
		// p = z + step·p
		k.fmul(float, parts[i], parts[i], by)
		k.fadd(float, parts[i], v[i], parts[i])
	}
	k.stores(p, 0, parts...)
	k.add(l.bytes(), p, z)
	k.again(rows, "row")
	k.cost(before, 2*l.columns(), "flops")
	k.ret()
	return k
}
