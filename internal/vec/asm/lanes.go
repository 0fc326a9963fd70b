package main

import (
	"math"

	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// A term turns x, an element of a, and the element of b at hand into what is summed.
type term func(x, aid reg.VecVirtual, b operand.Mem)

func square(x, _ reg.VecVirtual, b operand.Mem) {
	VSUBPD(b, x, x)
	VMULPD(x, x, x)
}

// absolute has the bits of all but the sign in aid.
func absolute(x, aid reg.VecVirtual, b operand.Mem) {
	VSUBPD(b, x, x)
	// The foundation of AVX-512 has this operation on whole numbers only; the bits are the same.
	if x.Size() == avx512 {
		VPANDQ(aid, x, x)
		return
	}
	VANDPD(aid, x, x)
}

func product(x, _ reg.VecVirtual, b operand.Mem) { VMULPD(b, x, x) }

// lanes sums a term of two rows in eight lanes, lane i%8 for element i, and
// multiplies and adds apart, as the generic loop does: the bits are the same.
func lanes(name string, width int, add term) {
	begin(name+tier(width), "func(a, b *float64, octets int, lanes *[8]float64)",
		"is the generic loop of the same name, for 8·octets elements.")
	a, b := Load(Param("a"), GP64()), Load(Param("b"), GP64())
	octets, out := Load(Param("octets"), GP64()), Load(Param("lanes"), GP64())
	// Eight lanes: one vector of AVX-512, or two of AVX2.
	sums := make([]reg.VecVirtual, avx512/width)
	for i := range sums {
		sums[i] = vector(width)
		clearBits(sums[i])
	}
	aid := allButSign(width)
	Label("next")
	CMPQ(octets, operand.Imm(0))
	JE(operand.LabelRef("done"))
	// Each vector of sums takes its own part of the octet.
	for i, sum := range sums {
		// Load a, combine it with b from memory, and add.
		x := vector(width)
		VMOVUPD(operand.Mem{Base: a, Disp: i * width}, x)
		add(x, aid, operand.Mem{Base: b, Disp: i * width})
		VADDPD(x, sum, sum)
	}
	ADDQ(operand.U32(avx512), a)
	ADDQ(operand.U32(avx512), b)
	DECQ(octets)
	JMP(operand.LabelRef("next"))
	Label("done")
	for i, sum := range sums {
		VMOVUPD(sum, operand.Mem{Base: out, Disp: i * width})
	}
	VZEROUPPER()
	RET()
}

func allButSign(width int) reg.VecVirtual {
	bits, low, v := GP64(), XMM(), vector(width)
	// The largest int64 has all bits but the sign bit.
	MOVQ(operand.U64(math.MaxInt64), bits)
	MOVQ(bits, low)
	VBROADCASTSD(low, v)
	return v
}

func vector(width int) reg.VecVirtual {
	if width == avx512 {
		return ZMM()
	}
	return YMM()
}

func clearBits(v reg.Register) {
	if v.Size() == avx512 {
		// The processor knows this form as a zero that depends on nothing.
		VPXORD(v, v, v)
		return
	}
	VXORPS(v, v, v)
}
