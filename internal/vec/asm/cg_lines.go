package main

import (
	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// A line is a row of 16 float32: one vector of AVX-512, two of AVX2. Products are
// rounded, then added, as in the generic loops: the bits are the same.
type line []reg.VecVirtual

func newLine(width int) line {
	// 64 bytes: one vector of AVX-512, or two of AVX2.
	l := make(line, lineBytes/width)
	for i := range l {
		l[i] = vector(width)
	}
	return l
}

func loadLine(width int, from operand.Mem) line {
	l := newLine(width)
	for i, v := range l {
		VMOVUPS(from.Offset(i*width), v)
	}
	return l
}

func (l line) store(to operand.Mem) {
	for i, v := range l {
		VMOVUPS(v, to.Offset(i*int(v.Size())))
	}
}

func (l line) clear() {
	for _, v := range l {
		clearBits(v)
	}
}

// spread fills a vector with the number at p, and steps behind it.
func spread(width int, p reg.Register) reg.VecVirtual {
	v := vector(width)
	VBROADCASTSS(operand.Mem{Base: p}, v)
	ADDQ(operand.Imm(4), p)
	return v
}

// advanceLines multiplies sparse rows with lines, and takes that from the rows' own.
func advanceLines(width int) {
	begin("advanceLines"+tier(width), "func(rows int, start *int, ind *int32, val, x, own, y, omega, sum *float32)",
		"is the generic loop of the same name, for some rows.")
	rows, start := Load(Param("rows"), GP64()), Load(Param("start"), GP64())
	ind, val, x := Load(Param("ind"), GP64()), Load(Param("val"), GP64()), Load(Param("x"), GP64())
	own, y, omega := Load(Param("own"), GP64()), Load(Param("y"), GP64()), Load(Param("omega"), GP64())
	to := Load(Param("sum"), GP64())
	// The sums over all rows stay in registers.
	sum, product := loadLine(width, operand.Mem{Base: to}), newLine(width)
	e, end, at, part := GP64(), GP64(), GP64(), vector(width)
	MOVQ(operand.Mem{Base: start}, e)
	Label("row")
	ADDQ(operand.Imm(8), start)
	MOVQ(operand.Mem{Base: start}, end)
	product.clear()
	Label("next")
	CMPQ(e, end)
	JGE(operand.LabelRef("multiplied"))
	// Fetch line ind[e], 64 bytes each, multiply it by the stored value and add.
	MOVLQSX(operand.Mem{Base: ind, Index: e, Scale: 4}, at)
	SHLQ(operand.Imm(6), at)
	weight := vector(width)
	VBROADCASTSS(operand.Mem{Base: val, Index: e, Scale: 4}, weight)
	for i, v := range product {
		VMULPS(operand.Mem{Base: x, Index: at, Scale: 1, Disp: i * width}, weight, part)
		VADDPS(part, v, v)
	}
	INCQ(e)
	JMP(operand.LabelRef("next"))
	Label("multiplied")
	// ω of the row in all lanes.
	share := spread(width, omega)
	for i, v := range loadLine(width, operand.Mem{Base: own}) {
		// y = own - product, and sum += (ω·own)·y.
		VSUBPS(product[i], v, product[i])
		VMULPS(share, v, v)
		VMULPS(product[i], v, v)
		VADDPS(v, sum[i], sum[i])
	}
	product.store(operand.Mem{Base: y})
	ADDQ(operand.U32(lineBytes), own)
	ADDQ(operand.U32(lineBytes), y)
	DECQ(rows)
	JG(operand.LabelRef("row"))
	sum.store(operand.Mem{Base: to})
	VZEROUPPER()
	RET()
}

// descendLines takes a step of conjugate gradients.
func descendLines(width int) {
	begin("descendLines"+tier(width), "func(rows int, x, r, p, q, omega, step, sum *float32)",
		"is the generic loop of the same name, for some rows.")
	rows := Load(Param("rows"), GP64())
	x, r := Load(Param("x"), GP64()), Load(Param("r"), GP64())
	p, q, omega := Load(Param("p"), GP64()), Load(Param("q"), GP64()), Load(Param("omega"), GP64())
	step := loadLine(width, operand.Mem{Base: Load(Param("step"), GP64())})
	to := Load(Param("sum"), GP64())
	sum := loadLine(width, operand.Mem{Base: to})
	Label("row")
	share := spread(width, omega)
	for i, by := range step {
		v, part := vector(width), vector(width)
		// x += step·p
		VMULPS(operand.Mem{Base: p, Disp: i * width}, by, part)
		VADDPS(operand.Mem{Base: x, Disp: i * width}, part, part)
		VMOVUPS(part, operand.Mem{Base: x, Disp: i * width})
		// r -= step·q
		VMULPS(operand.Mem{Base: q, Disp: i * width}, by, part)
		VMOVUPS(operand.Mem{Base: r, Disp: i * width}, v)
		VSUBPS(part, v, v)
		VMOVUPS(v, operand.Mem{Base: r, Disp: i * width})
		// sum += (ω·r)·r
		VMULPS(share, v, part)
		VMULPS(v, part, part)
		VADDPS(part, sum[i], sum[i])
	}
	for _, at := range []reg.Register{x, r, p, q} {
		ADDQ(operand.U32(lineBytes), at)
	}
	DECQ(rows)
	JG(operand.LabelRef("row"))
	sum.store(operand.Mem{Base: to})
	VZEROUPPER()
	RET()
}

// nextDirectionLines sets the next direction.
func nextDirectionLines(width int) {
	begin("nextDirectionLines"+tier(width), "func(rows int, p, z, step *float32)",
		"is the generic loop of the same name, for some rows.")
	rows, p, z := Load(Param("rows"), GP64()), Load(Param("p"), GP64()), Load(Param("z"), GP64())
	step := loadLine(width, operand.Mem{Base: Load(Param("step"), GP64())})
	Label("row")
	for i, by := range step {
		part := vector(width)
		// p = z + step·p
		VMULPS(operand.Mem{Base: p, Disp: i * width}, by, part)
		VADDPS(operand.Mem{Base: z, Disp: i * width}, part, part)
		VMOVUPS(part, operand.Mem{Base: p, Disp: i * width})
	}
	ADDQ(operand.U32(lineBytes), p)
	ADDQ(operand.U32(lineBytes), z)
	DECQ(rows)
	JG(operand.LabelRef("row"))
	VZEROUPPER()
	RET()
}
