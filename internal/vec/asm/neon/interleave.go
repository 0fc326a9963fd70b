package main

// sliceBytes is the size of a slice: its pointer comes first.
const sliceBytes = 24

// interleave turns four elements of eight rows around at a time.
func interleave() *kernel {
	k := begin("interleaveNEON", "dst *float32, apart int, rows *[8][]float64, center *float64, scale float64, "+
		"quads int", "", "is the generic loop of Interleave, for 4·quads elements, quads > 0.")
	in := k.load("dst", "apart", "rows", "center", "quads")
	dst, apart, center, quads := in[0], in[1], in[3], in[4]
	// apart counts float32: four bytes each.
	k.ins("LSL $2, %v", apart)
	// The beginnings of the rows.
	rows := make([]reg, octet)
	for r := range rows {
		rows[r] = k.reg()
		k.ins("MOVD %d(%v), %v", r*sliceBytes, in[2], rows[r])
	}
	scale := k.spreadParam("scale")
	centers, x, v, aid := k.take(2), k.take(2), k.take(octet), k.take(octet)
	k.label("next")
	before := k.written
	k.ins("FLDPQ.P 32(%v), (%v, %v)", center, centers[0], centers[1])
	for r, row := range rows {
		k.ins("FLDPQ.P 32(%v), (%v, %v)", row, x[0], x[1])
		for i := range x {
			// Subtract the center and scale in float64, then round once to float32.
			k.fsub(double, x[i], x[i], centers[i])
			k.fmul(double, x[i], x[i], scale)
		}
		k.narrowed(v[r], x[0], x[1])
	}
	// Four columns of eight rows: each column is two vectors.
	k.transpose(v[:4], aid[:4])
	k.transpose(v[4:], aid[4:])
	for c := range 4 {
		k.stores(dst, 0, v[c], v[4+c])
		k.ins("ADD %v, %v", apart, dst)
	}
	k.again(quads, "next")
	k.cost(before, 4*octet, "elements")
	k.ret()
	return k
}

// transpose turns 4×4 float32 around.
func (k *kernel) transpose(v, aid []vreg) {
	for i := 0; i < 4; i += 2 {
		// The even elements of two neighbouring rows side by side, and the odd ones.
		k.pick("VTRN1", float, aid[i], v[i], v[i+1])
		k.pick("VTRN2", float, aid[i+1], v[i], v[i+1])
	}
	for i := range 2 {
		// Halves of two pairs of rows make a column of four.
		k.pick("VTRN1", double, v[i], aid[i], aid[i+2])
		k.pick("VTRN2", double, v[i+2], aid[i], aid[i+2])
	}
}

// pick makes d of elements of n and m.
func (k *kernel) pick(name string, l lanes, d, n, m vreg) {
	k.ins("%s %s, %s, %s", name, m.as(l.plan9), n.as(l.plan9), d.as(l.plan9))
}
