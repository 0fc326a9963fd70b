package main

import (
	"math/bits"

	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// A line is a row of 16 float32: one vector of AVX-512, two of AVX2; half a line is one of AVX2. Products are
// rounded, then added, as in the generic loops: the bits are the same.
type line []reg.VecVirtual

// linesKernel is a loop on lines of so many bytes, in vectors of width bytes.
type linesKernel struct{ width, bytes int }

// name is that of a loop.
func (k linesKernel) name(loop string) string {
	if k.bytes < lineBytes {
		return loop + "HalfLines" + tier(k.width)
	}
	return loop + "Lines" + tier(k.width)
}

// lines writes the loops of conjugate gradients on lines.
func lines(width, bytes int) {
	k := linesKernel{width, bytes}
	k.advance()
	k.descend()
	k.nextDirection()
}

func (k linesKernel) newLine() line {
	width := k.width
	l := make(line, k.bytes/width)
	for i := range l {
		l[i] = vector(width)
	}
	return l
}

func (k linesKernel) load(from operand.Mem) line {
	l := k.newLine()
	for i, v := range l {
		VMOVUPS(from.Offset(i*k.width), v)
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

// advance multiplies sparse rows with lines, and takes that from the rows' own.
func (k linesKernel) advance() {
	width := k.width
	begin(k.name("advance"),
		"func(rows int, start *int, ind *int32, val *float64, x, own, y, omega, sum *float32)",
		"is the generic loop of the same name, for some rows.")
	rows, start := Load(Param("rows"), GP64()), Load(Param("start"), GP64())
	ind, val, x := Load(Param("ind"), GP64()), Load(Param("val"), GP64()), Load(Param("x"), GP64())
	own, y, omega := Load(Param("own"), GP64()), Load(Param("y"), GP64()), Load(Param("omega"), GP64())
	to := Load(Param("sum"), GP64())
	// The sums over all rows stay in registers.
	sum, product := k.load(operand.Mem{Base: to}), k.newLine()
	e, end, at, part := GP64(), GP64(), GP64(), vector(width)
	MOVQ(operand.Mem{Base: start}, e)
	Label("row")
	ADDQ(operand.Imm(8), start)
	MOVQ(operand.Mem{Base: start}, end)
	product.clear()
	Label("next")
	CMPQ(e, end)
	JGE(operand.LabelRef("multiplied"))
	// Fetch line ind[e], multiply it by the stored value, rounded to float32, and add.
	MOVLQSX(operand.Mem{Base: ind, Index: e, Scale: 4}, at)
	SHLQ(operand.Imm(uint64(bits.TrailingZeros(uint(k.bytes)))), at)
	weight, rounded := vector(width), XMM()
	VXORPS(rounded, rounded, rounded)
	VCVTSD2SS(operand.Mem{Base: val, Index: e, Scale: 8}, rounded, rounded)
	VBROADCASTSS(rounded, weight)
	for i, v := range product {
		VMULPS(operand.Mem{Base: x, Index: at, Scale: 1, Disp: i * width}, weight, part)
		VADDPS(part, v, v)
	}
	INCQ(e)
	JMP(operand.LabelRef("next"))
	Label("multiplied")
	// ω of the row in all lanes.
	share := spread(width, omega)
	for i, v := range k.load(operand.Mem{Base: own}) {
		// y = own - product, and sum += (ω·own)·y.
		VSUBPS(product[i], v, product[i])
		VMULPS(share, v, v)
		VMULPS(product[i], v, v)
		VADDPS(v, sum[i], sum[i])
	}
	product.store(operand.Mem{Base: y})
	ADDQ(operand.U32(k.bytes), own)
	ADDQ(operand.U32(k.bytes), y)
	DECQ(rows)
	JG(operand.LabelRef("row"))
	sum.store(operand.Mem{Base: to})
	VZEROUPPER()
	RET()
}

// descend takes a step of conjugate gradients.
func (k linesKernel) descend() {
	width := k.width
	begin(k.name("descend"), "func(rows int, x, r, p, q, omega, step, sum *float32)",
		"is the generic loop of the same name, for some rows.")
	rows := Load(Param("rows"), GP64())
	x, r := Load(Param("x"), GP64()), Load(Param("r"), GP64())
	p, q, omega := Load(Param("p"), GP64()), Load(Param("q"), GP64()), Load(Param("omega"), GP64())
	step := k.load(operand.Mem{Base: Load(Param("step"), GP64())})
	to := Load(Param("sum"), GP64())
	sum := k.load(operand.Mem{Base: to})
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
		ADDQ(operand.U32(k.bytes), at)
	}
	DECQ(rows)
	JG(operand.LabelRef("row"))
	sum.store(operand.Mem{Base: to})
	VZEROUPPER()
	RET()
}

// nextDirection sets the next direction.
func (k linesKernel) nextDirection() {
	width := k.width
	begin(k.name("nextDirection"), "func(rows int, p, z, step *float32)",
		"is the generic loop of the same name, for some rows.")
	rows, p, z := Load(Param("rows"), GP64()), Load(Param("p"), GP64()), Load(Param("z"), GP64())
	step := k.load(operand.Mem{Base: Load(Param("step"), GP64())})
	Label("row")
	for i, by := range step {
		part := vector(width)
		// p = z + step·p
		VMULPS(operand.Mem{Base: p, Disp: i * width}, by, part)
		VADDPS(operand.Mem{Base: z, Disp: i * width}, part, part)
		VMOVUPS(part, operand.Mem{Base: p, Disp: i * width})
	}
	ADDQ(operand.U32(k.bytes), p)
	ADDQ(operand.U32(k.bytes), z)
	DECQ(rows)
	JG(operand.LabelRef("row"))
	VZEROUPPER()
	RET()
}
