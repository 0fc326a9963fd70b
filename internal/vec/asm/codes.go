package main

import (
	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// codes rounds an octet of float64 to bytes at a time, in registers of 256 bits.
func codes() {
	begin("codesAVX2", "func(dst *byte, row, center *float64, scale float64, octets int)",
		"is the generic loop of Codes, for 8·octets elements.")
	dst := Load(Param("dst"), GP64())
	row, center := Load(Param("row"), GP64()), Load(Param("center"), GP64())
	// The scale in all four lanes.
	scale := YMM()
	one := Load(Param("scale"), XMM())
	VBROADCASTSD(one, scale)
	octets := Load(Param("octets"), GP64())
	Label("next")
	var low, high reg.VecVirtual
	for half, v := range []*reg.VecVirtual{&low, &high} {
		x := YMM()
		VMOVUPD(operand.Mem{Base: row, Disp: half * avx2}, x)
		VSUBPD(operand.Mem{Base: center, Disp: half * avx2}, x, x)
		VMULPD(scale, x, x)
		// To the nearest int32, to the even one of two.
		*v = XMM()
		VCVTPD2DQY(x, *v)
	}
	// Two times four int32 to eight int16, and these to bytes; none is too large.
	VPACKSSDW(high, low, low)
	VPACKSSWB(low, low, low)
	VMOVQ(low, operand.Mem{Base: dst})
	ADDQ(operand.Imm(avx512), row)
	ADDQ(operand.Imm(avx512), center)
	ADDQ(operand.Imm(8), dst)
	DECQ(octets)
	JG(operand.LabelRef("next"))
	VZEROUPPER()
	RET()
}
