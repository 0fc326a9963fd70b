package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// toBlock computes the distances of eight rows of a block at a time.
type toBlock struct {
	width               int
	cols, block         reg.Register
	low, high, at, left reg.Register
	limit, out, hits    reg.Register
	same, aid           reg.VecVirtual // the one limit of all rows; all bits but the sign
	sum                 [8]reg.VecVirtual
	x, bound            reg.VecVirtual
	absolute, box       bool
}

// blocks writes the kernels of Tier.ToPoint and Tier.ToBox for both terms.
func blocks(width int) {
	for _, absolute := range []bool{false, true} {
		name := "square"
		if absolute {
			name = "absolute"
		}
		begin(name+"ToPoint"+tier(width),
			"func(cols, octets int, block, point *float64, limit float64, out *float64) (hits uint64)",
			"is the kernel of Tier.ToPoint.")
		newToBlock(width, absolute, false).write()
		begin(name+"ToBox"+tier(width), "func(cols, octets int, block, low, high, limit, out *float64) (hits uint64)",
			"is the kernel of Tier.ToBox.")
		newToBlock(width, absolute, true).write()
	}
}

func newToBlock(width int, absolute, box bool) *toBlock {
	k := &toBlock{width: width, absolute: absolute, box: box}
	k.cols, k.block = Load(Param("cols"), GP64()), Load(Param("block"), GP64())
	k.out = Load(Param("out"), GP64())
	k.at, k.left, k.hits = GP64(), GP64(), GP64()
	k.x, k.bound = vector(width), vector(width)
	for i := range k.sum {
		k.sum[i] = vector(width)
	}
	// |x| is x without its sign bit.
	if absolute {
		k.aid = allButSign(width)
	}
	// Of a box each row has a limit of its own.
	if box {
		k.low, k.high = Load(Param("low"), GP64()), Load(Param("high"), GP64())
		k.limit = Load(Param("limit"), GP64())
		return k
	}
	// A point needs one bound, and one limit for all rows.
	k.low = Load(Param("point"), GP64())
	one := Load(Param("limit"), XMM())
	k.same = vector(width)
	VBROADCASTSD(one, k.same)
	return k
}

func (k *toBlock) write() {
	octets := Load(Param("octets"), GP64())
	XORQ(k.hits, k.hits)
	Label("octet")
	// An octet of rows fills one vector of AVX-512, or two of AVX2.
	for half := range avx512 / k.width {
		k.measure(half)
		k.compare(half)
	}
	k.next()
	DECQ(octets)
	JG(operand.LabelRef("octet"))
	Store(k.hits, ReturnIndex(0))
	VZEROUPPER()
	RET()
}

// measure sums the terms of one vector of rows in eight parts, and the parts.
func (k *toBlock) measure(half int) {
	for _, v := range k.sum {
		clearBits(v)
	}
	XORQ(k.at, k.at)
	MOVQ(k.cols, k.left)
	column := GP64()
	MOVQ(k.block, column)
	Label(fmt.Sprintf("columns%d", half))
	// Column j goes to sum j%8, as in the generic loop. A block of columns may end before the eighth.
	for j, sum := range k.sum {
		VMOVUPD(operand.Mem{Base: column, Disp: j*avx512 + half*k.width}, k.x)
		k.term(j)
		VADDPD(k.x, sum, sum)
		DECQ(k.left)
		JE(operand.LabelRef(fmt.Sprintf("sum%d", half)))
	}
	// Eight columns further: 64 bytes each in the panel, 8 each in the bounds.
	ADDQ(operand.U32(8*avx512), column)
	ADDQ(operand.Imm(64), k.at)
	JMP(operand.LabelRef(fmt.Sprintf("columns%d", half)))
	Label(fmt.Sprintf("sum%d", half))
	// Add the eight sums by pairs: ((0+1)+(2+3))+((4+5)+(6+7)), as the generic total does.
	for apart := 1; apart < len(k.sum); apart *= 2 {
		for i := 0; i < len(k.sum); i += 2 * apart {
			VADDPD(k.sum[i+apart], k.sum[i], k.sum[i])
		}
	}
}

// term turns x, elements of column j, into what is summed.
func (k *toBlock) term(j int) {
	low := operand.Mem{Base: k.low, Index: k.at, Scale: 1, Disp: 8 * j}
	VBROADCASTSD(low, k.bound)
	// Clamp x to the box: max with the lower bound, min with the upper one.
	if k.box {
		VMAXPD(k.x, k.bound, k.bound)
		k.atMost(operand.Mem{Base: k.high, Index: k.at, Scale: 1, Disp: 8 * j})
	}
	// The difference from the nearest point, then its square or its size.
	VSUBPD(k.bound, k.x, k.x)
	switch {
	case !k.absolute:
		VMULPD(k.x, k.x, k.x)
	case k.width == avx512:
		VPANDQ(k.aid, k.x, k.x)
	default:
		VANDPD(k.aid, k.x, k.x)
	}
}

func (k *toBlock) atMost(high operand.Mem) {
	if k.width == avx512 {
		// AVX-512 broadcasts a number from memory within the instruction.
		VMINPD_BCST(high, k.bound, k.bound)
		return
	}
	limit := vector(k.width)
	VBROADCASTSD(high, limit)
	VMINPD(limit, k.bound, k.bound)
}

// lessOrEqual is false for NaN.
const lessOrEqual = 18

// compare stores the sums, and collects a bit for each that is within its limit.
func (k *toBlock) compare(half int) {
	VMOVUPD(k.sum[0], operand.Mem{Base: k.out, Disp: half * k.width})
	// The limit is the same for all rows, or read from memory.
	limit := k.same
	if k.box {
		limit = k.x
		VMOVUPD(operand.Mem{Base: k.limit, Disp: half * k.width}, limit)
	}
	bits := GP64()
	if k.width == avx512 {
		// AVX-512 compares into a mask register, AVX2 into a vector, whose sign bits are collected.
		mask := K()
		VCMPPD(operand.Imm(lessOrEqual), limit, k.sum[0], mask)
		KMOVW(mask, bits.As32())
	} else {
		VCMPPD(operand.Imm(lessOrEqual), limit, k.sum[0], k.x)
		VMOVMSKPD(k.x, bits.As32())
	}
	// Shift the bits of earlier rows down and put the new ones at the top.
	rows := uint64(k.width / 8)
	SHRQ(operand.U8(rows), k.hits)
	SHLQ(operand.U8(64-rows), bits)
	ORQ(bits, k.hits)
}

// next goes on to the next eight rows.
func (k *toBlock) next() {
	panel := GP64()
	MOVQ(k.cols, panel)
	// A panel of eight rows has cols·64 bytes.
	SHLQ(operand.Imm(6), panel)
	ADDQ(panel, k.block)
	ADDQ(operand.U32(avx512), k.out)
	if k.box {
		ADDQ(operand.U32(avx512), k.limit)
	}
}
