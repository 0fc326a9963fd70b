package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// A block is a loop over the rows of matrices of the same shape, of which it has some
// vectors of columns at hand.
type block struct {
	columns
	rows, at, stride reg.GPVirtual
	base             map[string]reg.GPVirtual
}

// newBlock begins a function of rows, the named vectors and matrices, stride and mask.
func newBlock(name string, width, vectors int, matrices, doc string) *block {
	begin(fmt.Sprintf("%s%s_%d", name, tier(width), vectors),
		"func(rows int, "+matrices+" *float64, stride int, mask *[8]uint64)",
		doc+" %d vectors of columns, the last one as far as mask goes.", vectors)
	b := &block{columns: newColumns(double, vectors, width), at: GP64(), base: map[string]reg.GPVirtual{}}
	b.rows, b.stride = Load(Param("rows"), GP64()).(reg.GPVirtual), Load(Param("stride"), GP64()).(reg.GPVirtual)
	// at is the offset in bytes of the row at hand, the same in all matrices.
	XORQ(b.at, b.at)
	return b
}

// of returns where vector i of the row at hand of a matrix is.
func (b *block) of(name string, i int) operand.Mem {
	return operand.Mem{Base: b.pointer(name), Index: b.at, Scale: 1, Disp: i * b.width}
}

// first returns where vector i of a row vector is.
func (b *block) first(name string, i int) operand.Mem {
	return operand.Mem{Base: b.pointer(name), Disp: i * b.width}
}

func (b *block) pointer(name string) reg.GPVirtual {
	if _, ok := b.base[name]; !ok {
		b.base[name] = Load(Param(name), GP64()).(reg.GPVirtual)
	}
	return b.base[name]
}

// load returns the named row vector.
func (b *block) load(name string) []reg.VecVirtual {
	all := make([]reg.VecVirtual, b.vectors)
	for i := range all {
		all[i] = vector(b.width)
		b.columns.load(i, b.first(name, i), all[i])
	}
	return all
}

// each writes the loop over the rows, and stores sums, if any, behind it.
func (b *block) each(body func(), sums []reg.VecVirtual, to string) {
	Label("row")
	body()
	// On to the next row.
	ADDQ(b.stride, b.at)
	DECQ(b.rows)
	JG(operand.LabelRef("row"))
	// The sums stayed in registers over all rows.
	for i, v := range sums {
		b.store(i, v, b.first(to, i))
	}
	VZEROUPPER()
	RET()
}

// weight returns the weight of the row at hand in all lanes.
func (b *block) weight() reg.VecVirtual {
	v, omega := vector(b.width), b.pointer("omega")
	// ω of the row in all lanes, then step to the next one.
	VBROADCASTSD(operand.Mem{Base: omega}, v)
	ADDQ(operand.Imm(8), omega)
	return v
}

func descend(width, vectors int) {
	b := newBlock("descend", width, vectors, "x, r, p, q, omega, step, sum", "is the generic loop of the same name for")
	step, sum := b.load("step"), b.load("sum")
	// Load all pointers before the loop, where they would be loaded again.
	for _, name := range []string{"x", "r", "p", "q", "omega"} {
		b.pointer(name)
	}
	b.each(func() {
		weight := b.weight()
		for i := range vectors {
			x, r, by := vector(width), vector(width), vector(width)
			b.columns.load(i, b.of("p", i), by)
			b.columns.load(i, b.of("x", i), x)
			// x += step·p
			VMULPD(step[i], by, by)
			VADDPD(by, x, x)
			b.store(i, x, b.of("x", i))
			// r -= step·q
			b.columns.load(i, b.of("q", i), by)
			b.columns.load(i, b.of("r", i), r)
			VMULPD(step[i], by, by)
			VSUBPD(by, r, r)
			b.store(i, r, b.of("r", i))
			// sum += (r·ω)·r, in the order of the generic loop.
			VMULPD(r, weight, by)
			VMULPD(r, by, by)
			VADDPD(by, sum[i], sum[i])
		}
	}, sum, "sum")
}

func nextDirection(width, vectors int) {
	b := newBlock("nextDirection", width, vectors, "p, z, step", "is the generic loop of the same name for")
	step := b.load("step")
	b.pointer("p")
	b.pointer("z")
	b.each(func() {
		for i := range vectors {
			p, z := vector(width), vector(width)
			b.columns.load(i, b.of("p", i), p)
			b.columns.load(i, b.of("z", i), z)
			// p = z + step·p
			VMULPD(step[i], p, p)
			VADDPD(p, z, z)
			b.store(i, z, b.of("p", i))
		}
	}, nil, "")
}

func subtractFrom(width, vectors int) {
	b := newBlock("subtractFrom", width, vectors, "y, x, omega, sum", "is the generic loop of the same name for")
	sum := b.load("sum")
	for _, name := range []string{"y", "x", "omega"} {
		b.pointer(name)
	}
	b.each(func() {
		weight := b.weight()
		for i := range vectors {
			x, y := vector(width), vector(width)
			b.columns.load(i, b.of("x", i), x)
			b.columns.load(i, b.of("y", i), y)
			// y = x - y
			VSUBPD(y, x, y)
			b.store(i, y, b.of("y", i))
			// sum += (ω·x)·y
			VMULPD(x, weight, x)
			VMULPD(x, y, y)
			VADDPD(y, sum[i], sum[i])
		}
	}, sum, "sum")
}
