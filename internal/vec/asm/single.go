package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// singles are columns of float32.
type singles columns

// single multiplies sparse rows with a block of columns of a dense matrix of float32, in
// the order of the row, and takes off what was there.
func single(width, vectors int) {
	begin(fmt.Sprintf("single%s_%d", tier(width), vectors),
		"func(rows int, start *int, ind *int32, val, x *float32, stride int, y *float32, mask *[8]uint64)",
		"multiplies rows with %d vectors of columns, the last one as far as mask goes, and takes y off.", vectors)
	rows, start := Load(Param("rows"), GP64()), Load(Param("start"), GP64())
	ind, val := Load(Param("ind"), GP64()), Load(Param("val"), GP64())
	x, stride := Load(Param("x"), GP64()), Load(Param("stride"), GP64())
	y := Load(Param("y"), GP64())
	c := singles{vectors, width, loadMask(width)}
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
	VBROADCASTSS(operand.Mem{Base: val, Index: e, Scale: 4}, weight)
	for i, sum := range sums {
		part := vector(width)
		c.load(i, operand.Mem{Base: x, Index: at, Scale: 1, Disp: i * width}, part)
		VMULPS(weight, part, part)
		VADDPS(part, sum, sum)
	}
	INCQ(e)
	JMP(operand.LabelRef("next"))
	Label("store")
	for i, sum := range sums {
		old := vector(width)
		c.load(i, operand.Mem{Base: y, Disp: i * width}, old)
		VSUBPS(old, sum, sum)
		c.store(i, sum, operand.Mem{Base: y, Disp: i * width})
	}
	ADDQ(stride, y)
	DECQ(rows)
	JMP(operand.LabelRef("row"))
	Label("done")
	VZEROUPPER()
	RET()
}

func (c singles) load(i int, from operand.Mem, to reg.VecVirtual) {
	switch {
	case i < c.vectors-1:
		VMOVUPS(from, to)
	case c.width == avx512:
		VMOVUPS_Z(from, c.some, to)
	default:
		VMASKMOVPS(from, c.some, to)
	}
}

func (c singles) store(i int, from reg.VecVirtual, to operand.Mem) {
	switch {
	case i < c.vectors-1:
		VMOVUPS(from, to)
	case c.width == avx512:
		VMOVUPS(from, c.some, to)
	default:
		VMASKMOVPS(from, c.some, to)
	}
}
