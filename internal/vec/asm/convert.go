package main

import (
	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// widen copies float32 to float64, an octet at a time.
func widen(width int) {
	convert("widen", "func(octets int, to *float64, from *float32)", width, width, width/2,
		func(from operand.Op, to reg.VecVirtual) { VCVTPS2PD(from, to) }, vector)
}

// narrow rounds float64 to float32, an octet at a time.
func narrow(width int) {
	convert("narrow", "func(octets int, to *float32, from *float64)", width, width/2, width,
		func(from operand.Op, to reg.VecVirtual) {
			// The narrower result of AVX2 has a mnemonic of its own in Go's assembler.
			if width == avx512 {
				VCVTPD2PS(from, to)
				return
			}
			VCVTPD2PSY(from, to)
		},
		func(width int) reg.VecVirtual {
			if width == avx512 {
				return YMM()
			}
			return XMM()
		})
}

// convert writes the loop of either: step takes a vector from memory, from bytes long, to
// one that is to bytes long.
func convert(
	name, signature string, width, to, from int,
	step func(operand.Op, reg.VecVirtual), result func(int) reg.VecVirtual,
) {
	begin(name+tier(width), signature, "is the generic loop of the same name, for 8·octets elements.")
	octets := Load(Param("octets"), GP64())
	dst, src := Load(Param("to"), GP64()), Load(Param("from"), GP64())
	vectors := avx512 / width
	Label("next")
	for i := range vectors {
		// Load and convert in one instruction, then store.
		v := result(width)
		step(operand.Mem{Base: src, Disp: i * from}, v)
		VMOVUPS(v, operand.Mem{Base: dst, Disp: i * to})
	}
	ADDQ(operand.U32(uint32(vectors*from)), src)
	ADDQ(operand.U32(uint32(vectors*to)), dst)
	DECQ(octets)
	JG(operand.LabelRef("next"))
	VZEROUPPER()
	RET()
}
