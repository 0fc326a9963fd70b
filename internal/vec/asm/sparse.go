package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// An element is a kind of number: its size and the instructions on vectors of it.
type element struct {
	bytes                   int
	move, broadcast         func(ops ...operand.Op)
	moveZeroed, moveMasked  func(mxy, mask, to operand.Op) // with a mask register; with a mask vector
	multiply, add, subtract func(ops ...operand.Op)
}

var (
	double = element{8, VMOVUPD, VBROADCASTSD, VMOVUPD_Z, VMASKMOVPD, VMULPD, VADDPD, VSUBPD}
	float  = element{4, VMOVUPS, VBROADCASTSS, VMOVUPS_Z, VMASKMOVPS, VMULPS, VADDPS, VSUBPS}
)

// columns are the columns of a row of a dense matrix that a kernel works on: whole vectors, and a last one
// of which only the columns in the mask exist.
type columns struct {
	element
	vectors, width int
	mask           reg.Register
}

// newColumns loads the mask from the parameter of that name.
func newColumns(of element, vectors, width int) columns {
	return columns{of, vectors, width, loadMask(width)}
}

// loadMask returns the mask of the last vector: a mask register with a bit a column, or a vector whose
// elements have all bits set where a column exists.
func loadMask(width int) reg.Register {
	mask := Load(Param("mask"), GP64())
	if width == avx512 {
		bits, k := GP32(), K()
		MOVL(operand.Mem{Base: mask}, bits)
		KMOVW(bits, k)
		return k
	}
	v := YMM()
	VMOVUPD(operand.Mem{Base: mask}, v)
	return v
}

// load reads vector i. The masked forms touch no memory beside the columns of the mask, which may end where
// the matrix does.
func (c columns) load(i int, from operand.Mem, to reg.VecVirtual) {
	switch {
	case i < c.vectors-1:
		c.move(from, to)
	case c.width == avx512:
		c.moveZeroed(from, c.mask, to)
	default:
		c.moveMasked(from, c.mask, to)
	}
}

// store writes vector i.
func (c columns) store(i int, from reg.VecVirtual, to operand.Mem) {
	switch {
	case i < c.vectors-1:
		c.move(from, to)
	case c.width == avx512:
		c.move(from, c.mask, to)
	default:
		c.moveMasked(from, c.mask, to)
	}
}

// sparse multiplies sparse rows with a block of columns of a dense matrix, of float64.
func sparse(width, vectors int) {
	begin(fmt.Sprintf("sparse%s_%d", tier(width), vectors),
		"func(rows int, start *int, ind *int32, val, x *float64, stride int, out *float64, mask *[8]uint64)",
		"multiplies rows with %d vectors of columns, the last one as far as mask goes.", vectors)
	multiplyRows(newSparseRows("out"), newColumns(double, vectors, width), false)
}

// single does the same with float32, and subtracts y, which the result replaces.
func single(width, vectors int) {
	begin(fmt.Sprintf("single%s_%d", tier(width), vectors),
		"func(rows int, start *int, ind *int32, val, x *float32, stride int, y *float32, mask *[8]uint64)",
		"multiplies rows with %d vectors of columns, the last one as far as mask goes, and takes y off.", vectors)
	multiplyRows(newSparseRows("y"), newColumns(float, vectors, width), true)
}

// sparseRows are the parameters of a product of sparse rows.
type sparseRows struct{ rows, start, ind, val, x, stride, out reg.Register }

// newSparseRows loads the parameters; out is the name of the one that the products go to.
func newSparseRows(out string) sparseRows {
	return sparseRows{
		rows: Load(Param("rows"), GP64()), start: Load(Param("start"), GP64()),
		ind: Load(Param("ind"), GP64()), val: Load(Param("val"), GP64()),
		x: Load(Param("x"), GP64()), stride: Load(Param("stride"), GP64()),
		out: Load(Param(out), GP64()),
	}
}

// multiplyRows writes the loop over the rows. Products are rounded, then added one after the other in the
// order of the row, as the generic loop does: no fused multiply-add, so that the bits are the same.
func multiplyRows(p sparseRows, c columns, subtract bool) {
	e, end, at := GP64(), GP64(), GP64()
	sums := make([]reg.VecVirtual, c.vectors)
	for i := range sums {
		sums[i] = vector(c.width)
	}
	// e runs over the stored values of all rows: where one row ends, the next begins.
	MOVQ(operand.Mem{Base: p.start}, e)
	Label("row")
	TESTQ(p.rows, p.rows)
	JE(operand.LabelRef("done"))
	ADDQ(operand.Imm(8), p.start)
	MOVQ(operand.Mem{Base: p.start}, end)
	for _, v := range sums {
		clearBits(v)
	}
	Label("next")
	CMPQ(e, end)
	JGE(operand.LabelRef("store"))
	// The stored value of column ind[e] multiplies row ind[e] of x, stride bytes each.
	MOVLQSX(operand.Mem{Base: p.ind, Index: e, Scale: 4}, at)
	IMULQ(p.stride, at)
	weight := vector(c.width)
	c.broadcast(operand.Mem{Base: p.val, Index: e, Scale: uint8(c.bytes)}, weight)
	for i, sum := range sums {
		part := vector(c.width)
		c.load(i, operand.Mem{Base: p.x, Index: at, Scale: 1, Disp: i * c.width}, part)
		c.multiply(weight, part, part)
		c.add(part, sum, sum)
	}
	INCQ(e)
	JMP(operand.LabelRef("next"))
	Label("store")
	for i, sum := range sums {
		to := operand.Mem{Base: p.out, Disp: i * c.width}
		if subtract {
			old := vector(c.width)
			c.load(i, to, old)
			c.subtract(old, sum, sum)
		}
		c.store(i, sum, to)
	}
	ADDQ(p.stride, p.out)
	DECQ(p.rows)
	JMP(operand.LabelRef("row"))
	Label("done")
	VZEROUPPER()
	RET()
}
