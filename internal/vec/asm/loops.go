package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// squaredDistance keeps the four parts of the generic loop in the four lanes of one
// register, and multiplies and adds apart: the bits are the same.
func squaredDistance() {
	TEXT("squaredDistanceAVX2", NOSPLIT, "func(a, b *float64, quads int, parts *[4]float64)")
	Doc("squaredDistanceAVX2 is SquaredDistance for 4·quads elements, before its four parts are added up.")
	a, b := Load(Param("a"), GP64()), Load(Param("b"), GP64())
	quads := Load(Param("quads"), GP64())
	sum, diff := YMM(), YMM()
	VXORPD(sum, sum, sum)
	Label("next")
	CMPQ(quads, operand.Imm(0))
	JE(operand.LabelRef("done"))
	VMOVUPD(operand.Mem{Base: a}, diff)
	VSUBPD(operand.Mem{Base: b}, diff, diff)
	VMULPD(diff, diff, diff)
	VADDPD(diff, sum, sum)
	ADDQ(operand.Imm(32), a)
	ADDQ(operand.Imm(32), b)
	DECQ(quads)
	JMP(operand.LabelRef("next"))
	Label("done")
	VMOVUPD(sum, operand.Mem{Base: Load(Param("parts"), GP64())})
	VZEROUPPER()
	RET()
}

// chains is the number of sums that peak keeps going: more than the latency of a
// multiply-add times the number done at a time.
const chains = 12

// peak does nothing but multiply and add, to measure what the processor can do.
func peak(name string, width int) {
	TEXT(name, NOSPLIT, "func(turns int)")
	Doc(fmt.Sprintf("%s does %d vector multiply-adds of %d float32 a turn.", name, chains, width/4))
	turns := Load(Param("turns"), GP64())
	vector := YMM
	if width == 64 {
		vector = ZMM
	}
	sum := make([]reg.VecVirtual, chains)
	for i := range sum {
		sum[i] = vector()
		zero(sum[i], width)
	}
	x := vector()
	zero(x, width)
	Label("next")
	for _, v := range sum {
		VFMADD231PS(x, x, v)
	}
	DECQ(turns)
	JG(operand.LabelRef("next"))
	VZEROUPPER()
	RET()
}

func zero(v reg.VecVirtual, width int) {
	if width == 64 {
		VPXORD(v, v, v)
		return
	}
	VXORPS(v, v, v)
}
