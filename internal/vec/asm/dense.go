package main

import (
	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// gram multiplies rows of one panel with all rows of another. A step of a panel is one
// element of each of its rows: vectors·width bytes.
func gram(width, rows, vectors int) {
	begin("gram"+tier(width), "func(steps int, a, b, out *float64)",
		"is the kernel of Tier.Gram with %d rows and %d columns.", rows, vectors*width/8)
	// A tile of float64 sums, as in tile.go, with one register for the broadcast.
	t := newTile(rows, vectors, width, 1)
	t.each(func(v reg.Register, _ int) { clearBits(v) })
	steps := Load(Param("steps"), GP64())
	a, b, out := Load(Param("a"), GP64()), Load(Param("b"), GP64()), Load(Param("out"), GP64())
	Label("next")
	// One step of the second panel in registers.
	for c := range t.b {
		VMOVUPD(operand.Mem{Base: b, Disp: c * width}, t.b[c])
	}
	for r, row := range t.sum {
		// Each element of the first panel times the whole step: multiply-adds, whose rounding the callers allow
		// for.
		VBROADCASTSD(operand.Mem{Base: a, Disp: 8 * r}, t.spread[0])
		for c, v := range row {
			VFMADD231PD(t.b[c], t.spread[0], v)
		}
	}
	ADDQ(operand.U32(uint32(vectors*width)), a)
	ADDQ(operand.U32(uint32(vectors*width)), b)
	DECQ(steps)
	JG(operand.LabelRef("next"))
	t.each(func(v reg.Register, at int) { VMOVUPD(v, operand.Mem{Base: out, Disp: at}) })
	VZEROUPPER()
	RET()
}

// lineBytes is the distance of two rows of x and y in both.
const lineBytes = 64

// both multiplies a panel of a symmetric matrix, rows×cols, with one vector of columns
// of x, and its transpose as well.
func both(width, rows int) {
	begin("both"+tier(width), "func(cols int, w, xi, yi, xj, yj *float64)",
		"adds w·xj to yi and wᵀ·xi to yj for %d rows and %d columns of x.", rows, width/8)
	cols, w := Load(Param("cols"), GP64()), Load(Param("w"), GP64())
	xi, yi := Load(Param("xi"), GP64()), Load(Param("yi"), GP64())
	xj, yj := Load(Param("xj"), GP64()), Load(Param("yj"), GP64())
	x, y := make([]reg.VecVirtual, rows), make([]reg.VecVirtual, rows)
	// The rows' own lines of x and y stay in registers for all columns.
	for r := range x {
		x[r], y[r] = vector(width), vector(width)
		VMOVUPD(operand.Mem{Base: xi, Disp: r * lineBytes}, x[r])
		VMOVUPD(operand.Mem{Base: yi, Disp: r * lineBytes}, y[r])
	}
	in, by := vector(width), vector(width)
	var out [4]reg.VecVirtual // sums of their own, for multiply-adds to overlap
	for i := range out {
		out[i] = vector(width)
	}
	Label("next")
	// A column of the panel: its line of x is used by all rows, its line of y collects from all rows.
	VMOVUPD(operand.Mem{Base: xj}, in)
	VMOVUPD(operand.Mem{Base: yj}, out[0])
	for r := range x {
		VBROADCASTSD(operand.Mem{Base: w, Disp: 8 * r}, by)
		// Row r of y gets w[r,j]·x_j.
		VFMADD231PD(in, by, y[r])
		// Line j of y gets Σ_r w[r,j]·x_r, in four sums, the first of which began with the old line.
		if 0 < r && r < len(out) {
			VMULPD(x[r], by, out[r])
		} else {
			VFMADD231PD(x[r], by, out[r%len(out)])
		}
	}
	// Add the four sums by pairs.
	VADDPD(out[1], out[0], out[0])
	VADDPD(out[3], out[2], out[2])
	VADDPD(out[2], out[0], out[0])
	VMOVUPD(out[0], operand.Mem{Base: yj})
	ADDQ(operand.U32(uint32(8*rows)), w)
	ADDQ(operand.U32(lineBytes), xj)
	ADDQ(operand.U32(lineBytes), yj)
	DECQ(cols)
	JG(operand.LabelRef("next"))
	for r, v := range y {
		VMOVUPD(v, operand.Mem{Base: yi, Disp: r * lineBytes})
	}
	VZEROUPPER()
	RET()
}
