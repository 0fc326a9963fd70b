package main

import (
	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

const tileSignature = "func(steps int, a, b, from, halfA, halfB, levelA, levelB, out *float32, hits *uint64) " +
	"(found uint64)"

// unroll is the number of steps in one turn of the loop.
const unroll = 4

// tile holds the registers of one kernel: R×C float32 sums. Both panels hold one
// step of the sum after the other: R numbers of a, each spread over a register,
// times C of b.
type tile struct {
	rows, vectors int // of sums; a vector has width bytes
	width         int
	sum           [][]reg.Register
	b             []reg.Register
	spread        []reg.Register // as many as there are left
	hit           func(least, sum reg.Register, to operand.Mem)
}

func newTile(rows, vectors, width, spread int) *tile {
	t := &tile{rows: rows, vectors: vectors, width: width}
	// All sums of the tile are registers.
	for range rows {
		row := make([]reg.Register, vectors)
		for c := range row {
			row[c] = vector(width)
		}
		t.sum = append(t.sum, row)
	}
	for range vectors {
		t.b = append(t.b, vector(width))
	}
	// The other registers hold broadcasts, several of them so that they do not wait for each other.
	for range spread {
		t.spread = append(t.spread, vector(width))
	}
	return t
}

// notLess is the predicate sum ≥ least, false for NaN.
const notLess = operand.U8(0x0d)

func tileAVX512(name string, rows, vectors int) {
	begin(name, tileSignature, "is the kernel of Tier.Tile with %d rows and %d columns.", rows, 16*vectors)
	t := newTile(rows, vectors, avx512, 5)
	mask := K()
	t.hit = func(least, sum reg.Register, to operand.Mem) {
		// Sixteen bits of hits at once.
		VCMPPS(notLess, least, sum, mask)
		KMOVW(mask, to)
	}
	t.write()
}

func tileAVX2(name string, rows, vectors int) {
	begin(name, tileSignature, "is the kernel of Tier.Tile with %d rows and %d columns.", rows, 8*vectors)
	t := newTile(rows, vectors, avx2, 2)
	bits := GP32()
	t.hit = func(least, sum reg.Register, to operand.Mem) {
		// The level is no longer needed, so its register takes the result. Its eight sign bits are the hits.
		VCMPPS(notLess, least, sum, least)
		VMOVMSKPS(least, bits)
		MOVB(bits.As8(), to)
	}
	t.write()
}

// write emits the kernel: the sums, then what is made of them.
func (t *tile) write() {
	t.start()
	t.loop(t.step, t.rows*4, t.vectors*t.width)
	t.finish()
}

// loop calls step for each step of the panels, which are sizeA and sizeB bytes apart.
func (t *tile) loop(step func(a, b operand.Mem), sizeA, sizeB int) {
	steps := Load(Param("steps"), GP64())
	a, b := Load(Param("a"), GP64()), Load(Param("b"), GP64())
	Label("turns")
	CMPQ(steps, operand.Imm(unroll))
	JL(operand.LabelRef("rest"))
	// Four steps in one turn, to count and to jump less often.
	for s := range unroll {
		step(operand.Mem{Base: a, Disp: s * sizeA}, operand.Mem{Base: b, Disp: s * sizeB})
	}
	ADDQ(operand.U32(unroll*sizeA), a)
	ADDQ(operand.U32(unroll*sizeB), b)
	SUBQ(operand.Imm(unroll), steps)
	JMP(operand.LabelRef("turns"))
	// The steps that are left, one at a time.
	Label("rest")
	CMPQ(steps, operand.Imm(0))
	JE(operand.LabelRef("sums"))
	step(operand.Mem{Base: a}, operand.Mem{Base: b})
	ADDQ(operand.U32(sizeA), a)
	ADDQ(operand.U32(sizeB), b)
	DECQ(steps)
	JMP(operand.LabelRef("rest"))
	Label("sums")
}

// start sets the sums to 0, or to what a call before has left.
func (t *tile) start() {
	from := Load(Param("from"), GP64())
	// A nil pointer: start from 0.
	TESTQ(from, from)
	JNE(operand.LabelRef("resume"))
	t.each(func(v reg.Register, _ int) { clearBits(v) })
	JMP(operand.LabelRef("started"))
	Label("resume")
	t.each(func(v reg.Register, at int) { VMOVUPS(operand.Mem{Base: from, Disp: at}, v) })
	Label("started")
}

// each calls f for every vector of sums and its offset in bytes.
func (t *tile) each(f func(v reg.Register, at int)) {
	for r, row := range t.sum {
		for c, v := range row {
			f(v, (r*t.vectors+c)*t.width)
		}
	}
}

// step adds one product to every sum.
func (t *tile) step(a, b operand.Mem) {
	for c := range t.b {
		// The columns of this step, used by all rows.
		VMOVUPS(b.Offset(c*t.width), t.b[c])
	}
	for r, row := range t.sum {
		// Take the registers for broadcasts in turn.
		x := t.spread[r%len(t.spread)]
		VBROADCASTSS(a.Offset(4*r), x)
		for c, v := range row {
			// One rounding a step. Callers allow for the difference to the generic tile.
			VFMADD231PS(t.b[c], x, v)
		}
	}
}

// finish subtracts the halves from the sums and stores the results, and a bit for each that reaches the lower of its
// two levels. Without a place for the bits it only stores the sums.
func (t *tile) finish() {
	out, hits := Load(Param("out"), GP64()), Load(Param("hits"), GP64())
	t.storeBare(out, hits)
	t.filter(out, hits)
	t.report(hits)
}

// storeBare stores the sums and returns where hits is nil: the rows go on.
func (t *tile) storeBare(to, hits reg.Register) {
	TESTQ(hits, hits)
	JNE(operand.LabelRef("filter"))
	t.each(func(v reg.Register, at int) { VMOVUPS(v, operand.Mem{Base: to, Disp: at}) })
	found := GP64()
	XORQ(found, found)
	Store(found, ReturnIndex(0))
	VZEROUPPER()
	RET()
	Label("filter")
}

// report returns whether there is any hit.
func (t *tile) report(hits reg.Register) {
	found := GP64()
	// All words of hits together say whether there is any hit.
	MOVQ(operand.Mem{Base: hits}, found)
	for r := 1; r < t.rows; r++ {
		ORQ(operand.Mem{Base: hits, Disp: 8 * r}, found)
	}
	Store(found, ReturnIndex(0))
	VZEROUPPER()
	RET()
}

func (t *tile) filter(out, hits reg.Register) {
	halfA, halfB := Load(Param("halfA"), GP64()), Load(Param("halfB"), GP64())
	levelA, levelB := Load(Param("levelA"), GP64()), Load(Param("levelB"), GP64())
	for c := range t.b {
		VMOVUPS(operand.Mem{Base: halfB, Disp: c * t.width}, t.b[c])
	}
	half, level := t.spread[0], t.spread[1]
	for r, row := range t.sum {
		// The product less both halves, stored whether it is a hit or not.
		VBROADCASTSS(operand.Mem{Base: halfA, Disp: 4 * r}, half)
		for c, v := range row {
			VSUBPS(half, v, v)
			VSUBPS(t.b[c], v, v)
			VMOVUPS(v, operand.Mem{Base: out, Disp: (r*t.vectors + c) * t.width})
		}
		for c, v := range row {
			VBROADCASTSS(operand.Mem{Base: levelA, Disp: 4 * r}, level)
			// A hit reaches the lower of the two levels: the row's or the column's.
			VMINPS(operand.Mem{Base: levelB, Disp: c * t.width}, level, level)
			t.hit(level, v, operand.Mem{Base: hits, Disp: 8*r + c*t.width/32})
		}
	}
}
