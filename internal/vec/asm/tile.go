package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// A tile is R×C float32 sums in registers. Both panels hold one step of the sum
// after the other: R numbers of a, each spread over a register, times C of b.
const tileSignature = "func(d int, a, b, halfA, halfB, levelA, levelB, out *float32, hits *uint64)"

// unroll is the number of steps in one turn of the loop.
const unroll = 4

// tile holds the registers of one kernel.
type tile struct {
	rows, vectors int // of sums; a vector has width bytes
	width         int
	sum           [][]reg.VecVirtual
	b             []reg.VecVirtual
	spread        []reg.VecVirtual // as many as there are left
	scratch       reg.VecVirtual
	hit           func(t *tile, least, sum reg.VecVirtual, to operand.Mem)
}

func newTile(rows, vectors, width, spread int, vector func() reg.VecVirtual) *tile {
	t := &tile{rows: rows, vectors: vectors, width: width}
	for range rows {
		row := make([]reg.VecVirtual, vectors)
		for c := range row {
			row[c] = vector()
		}
		t.sum = append(t.sum, row)
	}
	for range vectors {
		t.b = append(t.b, vector())
	}
	for range spread {
		t.spread = append(t.spread, vector())
	}
	return t
}

func tileAVX512(name string, rows, vectors int) {
	begin(name, rows, 16*vectors)
	t := newTile(rows, vectors, 64, 5, ZMM)
	mask := K()
	t.hit = func(_ *tile, least, sum reg.VecVirtual, to operand.Mem) {
		VCMPPS(operand.U8(0x0d), least, sum, mask) // sum ≥ least
		KMOVW(mask, to)
	}
	t.write(func(v reg.VecVirtual) { VPXORD(v, v, v) })
}

func tileAVX2(name string, rows, vectors int) {
	begin(name, rows, 8*vectors)
	t := newTile(rows, vectors, 32, 2, YMM)
	bits := GP32()
	t.hit = func(_ *tile, least, sum reg.VecVirtual, to operand.Mem) {
		VCMPPS(operand.U8(0x0d), least, sum, least)
		VMOVMSKPS(least, bits)
		MOVB(bits.As8(), to)
	}
	t.write(func(v reg.VecVirtual) { VXORPS(v, v, v) })
}

func begin(name string, rows, cols int) {
	TEXT(name, NOSPLIT, tileSignature)
	Doc(fmt.Sprintf("%s is the kernel of a tier with %d rows and %d columns, see Tier.Filter.", name, rows, cols))
}

// write emits the kernel: the sums, then what is made of them.
func (t *tile) write(clear func(reg.VecVirtual)) {
	d := Load(Param("d"), GP64())
	a, b := Load(Param("a"), GP64()), Load(Param("b"), GP64())
	for _, row := range t.sum {
		for _, v := range row {
			clear(v)
		}
	}
	Label("turns")
	CMPQ(d, operand.Imm(unroll))
	JL(operand.LabelRef("steps"))
	for s := range unroll {
		t.step(operand.Mem{Base: a, Disp: s * t.rows * 4}, operand.Mem{Base: b, Disp: s * t.vectors * t.width})
	}
	ADDQ(operand.Imm(uint64(unroll*t.rows*4)), a)
	ADDQ(operand.Imm(uint64(unroll*t.vectors*t.width)), b)
	SUBQ(operand.Imm(unroll), d)
	JMP(operand.LabelRef("turns"))
	Label("steps")
	CMPQ(d, operand.Imm(0))
	JE(operand.LabelRef("sums"))
	t.step(operand.Mem{Base: a}, operand.Mem{Base: b})
	ADDQ(operand.Imm(uint64(t.rows*4)), a)
	ADDQ(operand.Imm(uint64(t.vectors*t.width)), b)
	DECQ(d)
	JMP(operand.LabelRef("steps"))
	Label("sums")
	t.filter()
	VZEROUPPER()
	RET()
}

// ahead is how far before its use b is fetched, in bytes; it streams from the
// second-level cache while a stays in the first.
const ahead = 1536

// step adds one product to every sum.
func (t *tile) step(a, b operand.Mem) {
	for c := range t.b {
		VMOVUPS(b.Offset(c*t.width), t.b[c])
		if t.width == 64 || c%2 == 0 {
			PREFETCHT0(b.Offset(c*t.width + ahead))
		}
	}
	for r, row := range t.sum {
		x := t.spread[r%len(t.spread)]
		VBROADCASTSS(a.Offset(4*r), x)
		for c, v := range row {
			VFMADD231PS(t.b[c], x, v)
		}
	}
}

// filter takes the halves off the sums, stores them, and one bit for each that
// reaches the lower of its two levels.
func (t *tile) filter() {
	halfA, halfB := Load(Param("halfA"), GP64()), Load(Param("halfB"), GP64())
	levelA, levelB := Load(Param("levelA"), GP64()), Load(Param("levelB"), GP64())
	out, hits := Load(Param("out"), GP64()), Load(Param("hits"), GP64())
	for c := range t.b {
		VMOVUPS(operand.Mem{Base: halfB, Disp: c * t.width}, t.b[c])
	}
	half, level := t.spread[0], t.spread[1]
	for r, row := range t.sum {
		VBROADCASTSS(operand.Mem{Base: halfA, Disp: 4 * r}, half)
		for c, v := range row {
			VSUBPS(half, v, v)
			VSUBPS(t.b[c], v, v)
			VMOVUPS(v, operand.Mem{Base: out, Disp: (r*t.vectors + c) * t.width})
		}
		for c, v := range row {
			VBROADCASTSS(operand.Mem{Base: levelA, Disp: 4 * r}, level)
			VMINPS(operand.Mem{Base: levelB, Disp: c * t.width}, level, level)
			t.hit(t, level, v, operand.Mem{Base: hits, Disp: 8*r + c*t.width/32})
		}
	}
}
