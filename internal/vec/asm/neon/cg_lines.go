package main

// A line is a row of 16 float32: four vectors, 64 bytes. Products are rounded, then added, as in the generic loops:
// the bits are the same.
const (
	lineVectors = 4
	lineBytes   = lineVectors * vectorBytes
	lineColumns = lineBytes / 4
)

const linesDoc = "is the generic loop of the same name, for some rows."

// advanceLines multiplies sparse rows with lines, and takes that from the rows' own.
func advanceLines() *kernel {
	k := begin("advanceLinesNEON", "rows int, start *int, ind *int32, val *float32, x *float32, own *float32, "+
		"y *float32, omega *float32, sum *float32", "", linesDoc)
	in := k.loadAll()
	rows, start, ind, val, x := in[0], in[1], in[2], in[3], in[4]
	own, y, omega, to := in[5], in[6], in[7], in[8]
	entry, end, left, at := k.reg(), k.reg(), k.reg(), k.reg()
	// The sums over all rows stay in registers.
	sums, products, parts, weight := k.take(lineVectors), k.take(lineVectors), k.take(lineVectors), k.one()
	k.loads(to, 0, sums...)
	k.ins("MOVD.P 8(%v), %v", start, entry)
	k.ins("ADD %v<<2, %v", entry, ind)
	k.ins("ADD %v<<2, %v", entry, val)
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
	// Fetch line ind[e], 64 bytes each, multiply it by the stored value and add.
	k.ins("MOVW.P 4(%v), %v", ind, at)
	k.ins("FMOVS.P 4(%v), %v", val, weight)
	k.ins("ADD %v<<6, %v, %v", at, x, at)
	k.loads(at, 0, parts...)
	for _, v := range parts {
		k.fmulBy(float, v, v, weight, 0)
	}
	for i, v := range parts {
		k.fadd(float, products[i], products[i], v)
	}
	k.again(left, "next")
	k.cost(before, lineColumns, "multiply-adds")
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
	k.add(lineBytes, own, y)
	k.again(rows, "row")
	k.stores(to, 0, sums...)
	k.ret()
	return k
}

// descendLines takes a step of conjugate gradients.
func descendLines() *kernel {
	k := begin("descendLinesNEON", "rows int, x *float32, r *float32, p *float32, q *float32, omega *float32, "+
		"step *float32, sum *float32", "", linesDoc)
	in := k.loadAll()
	rows, x, r, p, q, omega := in[0], in[1], in[2], in[3], in[4], in[5]
	steps, sums := k.take(lineVectors), k.take(lineVectors)
	v, part, weight := k.take(lineVectors), k.take(lineVectors), k.one()
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
	k.add(lineBytes, x, r, p, q)
	k.again(rows, "row")
	k.cost(before, 7*lineColumns, "flops")
	k.stores(in[7], 0, sums...)
	k.ret()
	return k
}

// nextDirectionLines sets the next direction.
func nextDirectionLines() *kernel {
	k := begin("nextDirectionLinesNEON", "rows int, p *float32, z *float32, step *float32", "", linesDoc)
	in := k.loadAll()
	rows, p, z := in[0], in[1], in[2]
	steps, parts, v := k.take(lineVectors), k.take(lineVectors), k.take(lineVectors)
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
	k.add(lineBytes, p, z)
	k.again(rows, "row")
	k.cost(before, 2*lineColumns, "flops")
	k.ret()
	return k
}
