package main

import (
	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/ir"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

const byteTileSignature = "func(steps int, a, b *uint32, from *int32, apart int, rows, cols *[5]*float32, " +
	"sums *int32, out *float32, hits *uint64) (found uint64)"

// The places of the five numbers of a side.
const (
	sideHalf = 8 * iota
	sideLevel
	sideScale
	sideLength
	sideError
)

// byteTile holds the registers of one kernel of byte products: R×C int32 sums. A step is
// four columns of the data, side by side in a word of 32 bits.
type byteTile struct {
	*tile
	dot func(signed, unsigned, sum reg.Register)
}

// byteTileAVX512 uses the instruction VPDPBUSD, which adds four products to each int32.
func byteTileAVX512(name string, rows, vectors int) {
	begin(name, byteTileSignature, "is the kernel of Tier.ByteTile with %d rows and %d columns.", rows, 16*vectors)
	t := &byteTile{tile: newTile(rows, vectors, avx512, 5)}
	mask := K()
	t.hit = func(least, sum reg.Register, to operand.Mem) {
		VCMPPS(notLess, least, sum, mask)
		KMOVW(mask, to)
	}
	t.dot = func(signed, unsigned, sum reg.Register) {
		// avo has no function for it, Go's assembler has.
		Instruction(&ir.Instruction{
			Opcode:   "VPDPBUSD",
			Operands: []operand.Op{signed, unsigned, sum},
			Inputs:   []operand.Op{signed, unsigned, sum},
			Outputs:  []operand.Op{sum},
			ISA:      []string{"AVX512_VNNI"},
		})
	}
	t.write()
}

// byteTileAVX2 uses the same instruction in the encoding of AVX-VNNI, which Go's assembler
// does not know: its bytes are written out, so its registers are chosen here.
func byteTileAVX2(name string, rows, vectors int) {
	begin(name, byteTileSignature, "is the kernel of Tier.ByteTile with %d rows and %d columns.", rows, 8*vectors)
	t := &byteTile{tile: &tile{rows: rows, vectors: vectors, width: avx2}}
	free := []reg.Register{
		reg.Y0, reg.Y1, reg.Y2, reg.Y3, reg.Y4, reg.Y5, reg.Y6, reg.Y7,
		reg.Y8, reg.Y9, reg.Y10, reg.Y11, reg.Y12, reg.Y13, reg.Y14, reg.Y15,
	}
	number := map[reg.Register]uint8{}
	for i, v := range free {
		number[v] = uint8(i)
	}
	for range rows {
		t.sum, free = append(t.sum, free[:vectors]), free[vectors:]
	}
	t.b, t.spread = free[:vectors], free[vectors:]
	bits := GP32()
	t.hit = func(least, sum reg.Register, to operand.Mem) {
		VCMPPS(notLess, least, sum, least)
		VMOVMSKPS(least, bits)
		MOVB(bits.As8(), to)
	}
	t.dot = func(signed, unsigned, sum reg.Register) { vexDot(number[signed], number[unsigned], number[sum]) }
	t.write()
}

// vexDot writes VPDPBUSD of three YMM registers: VEX.256.66.0F38.W0 50 /r. The high bits of
// the register numbers stand inverted in the prefix.
func vexDot(signed, unsigned, sum uint8) {
	high := func(r uint8) uint8 { return 1 - r>>3 }
	for _, b := range []uint8{
		0xc4,
		high(sum)<<7 | 1<<6 | high(signed)<<5 | 0x02,
		(15-unsigned)<<3 | 1<<2 | 1,
		0x50,
		3<<6 | sum&7<<3 | signed&7,
	} {
		Instruction(&ir.Instruction{Opcode: "BYTE", Operands: []operand.Op{operand.U8(b)}})
	}
}

// write emits the kernel: the sums, then what is made of them.
func (t *byteTile) write() {
	t.start()
	t.loop(t.step, t.rows*4, t.vectors*t.width)
	out, hits := Load(Param("out"), GP64()), Load(Param("hits"), GP64())
	t.storeBare(Load(Param("sums"), GP64()), hits)
	t.filter(out, hits)
	t.report(hits)
}

// start sets the sums of each row to those that it starts from.
func (t *byteTile) start() {
	from, apart := Load(Param("from"), GP64()), Load(Param("apart"), GP64())
	// apart counts int32: four bytes each.
	SHLQ(operand.Imm(2), apart)
	for r, row := range t.sum {
		if r > 0 {
			ADDQ(apart, from)
		}
		for c, v := range row {
			VMOVUPS(operand.Mem{Base: from, Disp: c * t.width}, v)
		}
	}
}

// step adds four products to every sum.
func (t *byteTile) step(a, b operand.Mem) {
	for c := range t.b {
		VMOVUPS(b.Offset(c*t.width), t.b[c])
	}
	for r, row := range t.sum {
		x := t.spread[r%len(t.spread)]
		VBROADCASTSS(a.Offset(4*r), x)
		for c, v := range row {
			t.dot(t.b[c], x, v)
		}
	}
}

// filter turns the sums into bounds, stores them, and a bit for each that reaches the lower
// of its two levels.
func (t *byteTile) filter(out, hits reg.Register) {
	rows, cols := Load(Param("rows"), GP64()), Load(Param("cols"), GP64())
	side := func(base reg.Register, place int) reg.Register {
		p := GP64()
		MOVQ(operand.Mem{Base: base, Disp: place}, p)
		return p
	}
	var a, b [5]reg.Register
	for i := range a {
		a[i], b[i] = side(rows, 8*i), side(cols, 8*i)
	}
	row := func(place, r int) operand.Mem { return operand.Mem{Base: a[place/8], Disp: 4 * r} }
	col := func(place, c int) operand.Mem { return operand.Mem{Base: b[place/8], Disp: c * t.width} }
	// Four registers for the numbers of a row; those of the columns come from memory.
	scale, half, length, err := t.b[0], t.b[1], t.spread[0], t.spread[1]
	for r, sums := range t.sum {
		VBROADCASTSS(row(sideScale, r), scale)
		VBROADCASTSS(row(sideHalf, r), half)
		VBROADCASTSS(row(sideLength, r), length)
		VBROADCASTSS(row(sideError, r), err)
		for c, v := range sums {
			// The product in units of both scales, less both halves.
			VCVTDQ2PS(v, v)
			VMULPS(col(sideScale, c), v, v)
			VFMSUB213PS(half, scale, v)
			VSUBPS(col(sideHalf, c), v, v)
			// What rounding to bytes may have taken away.
			VFMADD231PS(col(sideError, c), length, v)
			VFMADD231PS(col(sideLength, c), err, v)
			VMOVUPS(v, operand.Mem{Base: out, Disp: (r*t.vectors + c) * t.width})
		}
		for c, v := range sums {
			// The row's level in the register of its scale, which is no longer needed.
			VBROADCASTSS(row(sideLevel, r), scale)
			VMINPS(col(sideLevel, c), scale, scale)
			t.hit(scale, v, operand.Mem{Base: hits, Disp: 8*r + c*t.width/32})
		}
	}
}
