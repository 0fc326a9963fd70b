package main

import (
	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// sliceBytes is the size of a slice: its pointer comes first.
const sliceBytes = 24

// interleave turns eight elements of eight rows around at a time. Rows 0 to 7 lie in the
// registers from top to bottom, then their elements do.
func interleave() {
	begin("interleaveAVX2",
		"func(dst *float32, apart int, rows *[8][]float64, center *float64, scale float64, octets int)",
		"is the generic loop of Interleave, for 8·octets elements.")
	dst, apart := Load(Param("dst"), GP64()), Load(Param("apart"), GP64())
	rows, center := Load(Param("rows"), GP64()), Load(Param("center"), GP64())
	// The scale in all four lanes.
	scale := YMM()
	one := Load(Param("scale"), XMM())
	VBROADCASTSD(one, scale)
	octets := Load(Param("octets"), GP64())
	// apart counts float32: four bytes each.
	SHLQ(operand.Imm(2), apart)
	at := GP64()
	XORQ(at, at)
	Label("next")
	CMPQ(octets, operand.Imm(0))
	JE(operand.LabelRef("done"))
	// Read eight elements of eight rows, then transpose: each vector is one element of all rows.
	column := turned(narrowed(rows, center, at, scale))
	for _, v := range column {
		VMOVUPS(v, operand.Mem{Base: dst})
		ADDQ(apart, dst)
	}
	// Eight float64 further in each row.
	ADDQ(operand.Imm(avx512), at)
	DECQ(octets)
	JMP(operand.LabelRef("next"))
	Label("done")
	VZEROUPPER()
	RET()
}

// narrowed reads eight elements of each row, less the center, times the scale.
func narrowed(rows, center, at reg.Register, scale reg.VecVirtual) (v [8]reg.VecVirtual) {
	for r := range v {
		// at is the offset in bytes of the octet in each row.
		row, low, high := GP64(), YMM(), YMM()
		MOVQ(operand.Mem{Base: rows, Disp: r * sliceBytes}, row)
		v[r] = YMM()
		for half, x := range []reg.VecVirtual{low, high} {
			VMOVUPD(operand.Mem{Base: row, Index: at, Scale: 1, Disp: half * avx2}, x)
			// Subtract the center and scale in float64, then round once to float32.
			VSUBPD(operand.Mem{Base: center, Index: at, Scale: 1, Disp: half * avx2}, x, x)
			VMULPD(scale, x, x)
			VCVTPD2PSY(x, x.AsX())
		}
		// The two halves of four float32 make one vector of eight.
		VINSERTF128(operand.Imm(1), high.AsX(), low, v[r])
	}
	return v
}

// turned transposes 8×8 float32.
func turned(v [8]reg.VecVirtual) (out [8]reg.VecVirtual) {
	var pairs, quads [8]reg.VecVirtual
	for i := 0; i < 8; i += 2 {
		pairs[i], pairs[i+1] = YMM(), YMM()
		// Interleave two neighbouring rows: elements of both stand side by side.
		VUNPCKLPS(v[i+1], v[i], pairs[i])
		VUNPCKHPS(v[i+1], v[i], pairs[i+1])
	}
	for i := 0; i < 8; i += 4 {
		for j := range 2 {
			low, high := YMM(), YMM()
			// Interleave pairs: four rows stand side by side.
			VUNPCKLPD(pairs[i+2+j], pairs[i+j], low)
			VUNPCKHPD(pairs[i+2+j], pairs[i+j], high)
			quads[i+2*j], quads[i+2*j+1] = low, high
		}
	}
	for j := range 4 {
		out[j], out[j+4] = YMM(), YMM()
		// Join the lower halves of rows 0 to 3 and 4 to 7, then the upper ones.
		VPERM2F128(operand.Imm(0x20), quads[j+4], quads[j], out[j])
		VPERM2F128(operand.Imm(0x31), quads[j+4], quads[j], out[j+4])
	}
	return out
}
