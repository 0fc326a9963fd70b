package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// columns says which part of a row of x is at hand: whole vectors, and one of
// which only the columns in mask are there.
type columns struct {
	vectors, width int
	some           reg.Register
}

// sparse multiplies sparse rows with a block of columns of a dense matrix. Products
// are added one after the other, in the order of the row.
func sparse(width, vectors int) {
	begin(fmt.Sprintf("sparse%s_%d", tier(width), vectors),
		"func(rows int, start *int, ind *int32, val, x *float64, stride int, out *float64, mask *[8]uint64)",
		"multiplies rows with %d vectors of columns, the last one as far as mask goes.", vectors)
	rows, start := Load(Param("rows"), GP64()), Load(Param("start"), GP64())
	ind, val := Load(Param("ind"), GP64()), Load(Param("val"), GP64())
	x, stride := Load(Param("x"), GP64()), Load(Param("stride"), GP64())
	out := Load(Param("out"), GP64())
	c := columns{vectors, width, loadMask(width)}
	e, end, at := GP64(), GP64(), GP64()
	sums := make([]reg.VecVirtual, vectors)
	for i := range sums {
		sums[i] = vector(width)
	}
	MOVQ(operand.Mem{Base: start}, e)
	Label("row")
	TESTQ(rows, rows)
	JE(operand.LabelRef("done"))
	ADDQ(operand.Imm(8), start)
	MOVQ(operand.Mem{Base: start}, end)
	for _, v := range sums {
		clearBits(v)
	}
	Label("next")
	CMPQ(e, end)
	JGE(operand.LabelRef("store"))
	MOVLQSX(operand.Mem{Base: ind, Index: e, Scale: 4}, at)
	IMULQ(stride, at)
	weight := vector(width)
	VBROADCASTSD(operand.Mem{Base: val, Index: e, Scale: 8}, weight)
	for i, sum := range sums {
		part := vector(width)
		c.load(i, operand.Mem{Base: x, Index: at, Scale: 1, Disp: i * width}, part)
		VMULPD(weight, part, part)
		VADDPD(part, sum, sum)
	}
	INCQ(e)
	JMP(operand.LabelRef("next"))
	Label("store")
	for i, sum := range sums {
		c.store(i, sum, operand.Mem{Base: out, Disp: i * width})
	}
	ADDQ(stride, out)
	DECQ(rows)
	JMP(operand.LabelRef("row"))
	Label("done")
	VZEROUPPER()
	RET()
}

// loadMask returns the last vector's columns: a mask register, or all bits of the
// lanes that are there.
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

func (c columns) load(i int, from operand.Mem, to reg.VecVirtual) {
	switch {
	case i < c.vectors-1:
		VMOVUPD(from, to)
	case c.width == avx512:
		VMOVUPD_Z(from, c.some, to)
	default:
		VMASKMOVPD(from, c.some, to)
	}
}

func (c columns) store(i int, from reg.VecVirtual, to operand.Mem) {
	switch {
	case i < c.vectors-1:
		VMOVUPD(from, to)
	case c.width == avx512:
		VMOVUPD(from, c.some, to)
	default:
		VMASKMOVPD(from, c.some, to)
	}
}
