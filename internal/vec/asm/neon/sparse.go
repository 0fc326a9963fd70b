package main

import "fmt"

// sparse multiplies sparse rows with some columns of a dense matrix, of float64.
func sparse() *kernel {
	return multiplyRows(double, "sparseNEON", "*float64", "multiplies rows with 1 to 16 columns.")
}

// single does the same with float32, and subtracts y, which the result replaces.
func single() *kernel {
	return multiplyRows(float, "singleNEON", "*float32", "multiplies rows with 1 to 16 columns, and takes out off.")
}

// A multiplication is a kernel that multiplies sparse rows; its registers hold where it stands.
type multiplication struct {
	*kernel
	lanes
	rows, start, ind, val, x, stride, out reg
	entry, end, left, at                  reg
}

// multiplyRows writes the loop over the rows. Products are rounded, then added one after the other in the order of the
// row, as the generic loop does: no fused multiply-add, so that the bits are the same.
func multiplyRows(l lanes, name, pointer, doc string) *kernel {
	k := begin(name, fmt.Sprintf("rows int, start *int, ind *int32, val %s, x %s, stride int, out %s, cols int",
		pointer, pointer, pointer), "", doc)
	in := k.loadAll()
	m := &multiplication{
		kernel: k, lanes: l, rows: in[0], start: in[1], ind: in[2], val: in[3], x: in[4], stride: in[5], out: in[6],
		entry: k.reg(), end: k.reg(), left: k.reg(), at: k.reg(),
	}
	// The first row's values: from here on ind and val run over the stored values of all rows.
	k.ins("MOVD.P 8(%v), %v", m.start, m.entry)
	k.ins("ADD %v<<2, %v", m.entry, m.ind)
	k.ins("ADD %v<<%d, %v", m.entry, shifts[l.size], m.val)
	k.forColumns(l, in[7], m.write)
	return k
}

// shifts are the logarithms of the sizes of numbers.
var shifts = map[int]int{4: 2, 8: 3}

// write is the loop for one number of columns.
func (m *multiplication) write(n int, all []piece) {
	sums, parts, weight := m.take(len(all)), m.take(len(all)), m.one()
	row, next, store := fmt.Sprintf("row%d", n), fmt.Sprintf("next%d", n), fmt.Sprintf("store%d", n)
	m.label(row)
	// Where one row ends, the next begins.
	m.ins("MOVD.P 8(%v), %v", m.start, m.end)
	m.ins("SUBS %v, %v, %v", m.entry, m.end, m.left)
	m.ins("MOVD %v, %v", m.end, m.entry)
	m.clear(sums...)
	// A row without values is all zeros. Clearing leaves the flags of the subtraction alone.
	m.ins("BEQ %s", store)
	m.label(next)
	before := m.written
	// The stored value of column ind[e] multiplies row ind[e] of x, stride bytes each.
	m.ins("MOVW.P 4(%v), %v", m.ind, m.at)
	m.ins("%s.P %d(%v), %v", moves[m.size], m.size, m.val, weight)
	m.ins("MADD %v, %v, %v, %v", m.stride, m.x, m.at, m.at)
	m.loadPieces(m.at, all, parts)
	for _, v := range parts {
		m.fmulBy(m.lanes, v, v, weight, 0)
	}
	for i, v := range parts {
		m.fadd(m.lanes, sums[i], sums[i], v)
	}
	m.again(m.left, next)
	// A number that shows the rest: 10 classes, and a full turn.
	if n == 10 || n == mostColumns {
		m.cost(before, n, fmt.Sprintf("multiply-adds, in %d columns", n))
	}
	m.label(store)
	m.store(all, sums, parts)
	m.ins("ADD %v, %v", m.stride, m.out)
	m.again(m.rows, row)
	m.ret()
}

// store writes the sums of a row, of float32 less what was there.
func (m *multiplication) store(all []piece, sums, old []vreg) {
	if m.size == float.size {
		m.loadPieces(m.out, all, old)
		for i, v := range sums {
			m.fsub(m.lanes, v, v, old[i])
		}
	}
	m.storePieces(m.out, all, sums)
}
