package main

import "fmt"

// A toBlock computes the distances of four rows of a block at a time, in two vectors.
type toBlock struct {
	*kernel
	absolute, box        bool
	cols, block, out     reg
	low, high, limit     reg // limit of a box: one for each row
	at, lowAt, highAt    reg
	left, bits, up, hits reg
	sums                 [octet][]vreg
	x, nearest           []vreg
	aids
}

// aids are vectors that hold the same for all rows: the bounds of a column, the one limit of a point, and a bit for
// each of four rows.
type aids struct{ lowest, highest, same, rowBits vreg }

const (
	pointSignature = "cols int, octets int, block *float64, point *float64, limit float64, out *float64"
	boxSignature   = "cols int, octets int, block *float64, low *float64, high *float64, limit *float64, out *float64"
)

// blocks returns the kernels of Tier.ToPoint and Tier.ToBox for both terms.
func blocks() []*kernel {
	var all []*kernel
	for _, absolute := range []bool{false, true} {
		name := "square"
		if absolute {
			name = "absolute"
		}
		point := begin(name+"ToPointNEON", pointSignature, "hits uint64", "is the kernel of Tier.ToPoint.")
		box := begin(name+"ToBoxNEON", boxSignature, "hits uint64", "is the kernel of Tier.ToBox.")
		newToBlock(point, absolute, false).write()
		newToBlock(box, absolute, true).write()
		all = append(all, point, box)
	}
	return all
}

func newToBlock(k *kernel, absolute, box bool) *toBlock {
	b := &toBlock{kernel: k, absolute: absolute, box: box}
	in := k.load("cols", "block", "out")
	b.cols, b.block, b.out = in[0], in[1], in[2]
	b.at, b.left, b.bits, b.up, b.hits, b.lowAt = k.reg(), k.reg(), k.reg(), k.reg(), k.reg(), k.reg()
	for j := range b.sums {
		// A sum of four rows.
		b.sums[j] = k.take(2)
	}
	b.x, b.nearest, b.lowest, b.highest = k.take(2), k.take(2), k.one(), k.one()
	b.rowBits = k.one()
	k.loads(k.address(columnBits), 0, b.rowBits)
	// Of a box each row has a limit of its own.
	if box {
		in = k.load("low", "high", "limit")
		b.low, b.high, b.limit, b.highAt = in[0], in[1], in[2], k.reg()
		return b
	}
	// A point needs one bound, and one limit for all rows.
	b.low, b.same = k.load("point")[0], k.spreadParam("limit")
	return b
}

func (b *toBlock) write() {
	octets := b.load("octets")[0]
	b.ins("MOVD $0, %v", b.hits)
	b.ins("MOVD $0, %v", b.up)
	b.label("octet")
	// An octet of rows in two halves, for their sums to fit in the registers.
	for half := range 2 {
		b.measure(half)
		b.compare()
	}
	// A panel of eight rows has cols·64 bytes.
	b.ins("ADD %v<<6, %v", b.cols, b.block)
	b.again(octets, "octet")
	b.ins("MOVD %v, %s", b.hits, b.place("hits"))
	b.ret()
}

// measure sums the terms of four rows in eight parts, and the parts.
func (b *toBlock) measure(half int) {
	for _, sum := range b.sums {
		b.clear(sum...)
	}
	b.ins("MOVD %v, %v", b.block, b.at)
	b.ins("MOVD %v, %v", b.cols, b.left)
	b.ins("MOVD %v, %v", b.low, b.lowAt)
	if b.box {
		b.ins("MOVD %v, %v", b.high, b.highAt)
	}
	columns, sum := fmt.Sprintf("columns%d", half), fmt.Sprintf("sum%d", half)
	b.label(columns)
	before := b.written
	// Column j goes to sum j%8, as in the generic loop. A block of columns may end before the eighth.
	for j, sums := range b.sums {
		b.term(j*octetBytes + half*2*vectorBytes)
		// The product is rounded before it is added.
		for i, v := range sums {
			b.fadd(double, v, v, b.x[i])
		}
		b.ins("SUBS $1, %v", b.left)
		b.ins("BEQ %s", sum)
	}
	b.add(octet*octetBytes, b.at)
	b.ins("B %s", columns)
	if half == 0 {
		b.cost(before, octet*4, "elements")
	}
	b.label(sum)
	// Add the eight sums by pairs: ((0+1)+(2+3))+((4+5)+(6+7)), as the generic total does.
	for apart := 1; apart < octet; apart *= 2 {
		for j := 0; j < octet; j += 2 * apart {
			for i, v := range b.sums[j] {
				b.fadd(double, v, v, b.sums[j+apart][i])
			}
		}
	}
}

// term leaves in x what is summed of the elements of one column, which are at bytes behind the column at hand.
func (b *toBlock) term(at int) {
	b.loads(b.at, at, b.x...)
	b.spreadFrom(double, b.lowest, b.lowAt)
	nearest := []vreg{b.lowest, b.lowest}
	// The nearest point of a box: x, but not below the lower bound nor above the upper one.
	if b.box {
		b.spreadFrom(double, b.highest, b.highAt)
		nearest = b.nearest
		for i, x := range b.x {
			b.fmax(double, nearest[i], x, b.lowest)
			b.fmin(double, nearest[i], nearest[i], b.highest)
		}
	}
	for i, x := range b.x {
		// The size of the difference, or its square.
		if b.absolute {
			b.fabd(double, x, x, nearest[i])
			continue
		}
		b.fsub(double, x, x, nearest[i])
		b.fmul(double, x, x, x)
	}
}

// compare stores the sums, and collects a bit for each that is within its limit.
func (b *toBlock) compare() {
	sum := b.sums[0]
	b.stores(b.out, 0, sum...)
	b.add(2*vectorBytes, b.out)
	// The limit is the same for all rows, or read from memory.
	limits := []vreg{b.same, b.same}
	if b.box {
		limits = b.nearest
		b.loads(b.limit, 0, limits...)
		b.add(2*vectorBytes, b.limit)
	}
	for i, v := range sum {
		// All bits where limit ≥ sum, which is false for NaN.
		b.fcmge(double, v, limits[i], v)
	}
	// One half of each of the four masks, of which one bit is kept. Their sum is the four bits.
	b.pick("VUZP1", float, sum[0], sum[0], sum[1])
	b.and(sum[0], sum[0], b.rowBits)
	b.ins("VADDV %s, V%d", sum[0].as("S4"), uint32(sum[0]))
	b.ins("FMOVS %v, %v", sum[0], b.bits)
	b.ins("LSL %v, %v", b.up, b.bits)
	b.ins("ORR %v, %v", b.bits, b.hits)
	b.add(4, b.up)
}
