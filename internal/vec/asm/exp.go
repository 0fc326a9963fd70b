package main

import (
	"math"

	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// expTerms is the number of terms of the series of exp, whose argument is ln 2/2 at most.
const expTerms = 14

// expTable holds the constants of exp, each filling a vector: 1/ln 2, what rounds to whole
// numbers, ln 2 in two parts, and 1/13!, 1/12! and so on to 1.
type expTable struct{ base operand.Mem }

func newExpTable() expTable {
	const repeats = avx512 / 8
	values := []float64{math.Log2E, 0x1.8p52, 0x1.62e42feep-1, 0x1.a39ef35793c76p-33}
	// 1/k! for the series, the highest first, as Horner's scheme wants them.
	for k := expTerms - 1; k >= 0; k-- {
		values = append(values, 1/math.Gamma(float64(k+1)))
	}
	t := expTable{GLOBL("expTable", RODATA|NOPTR)}
	for i, v := range values {
		// Each constant fills a vector of the wider tier.
		for r := range repeats {
			DATA((i*repeats+r)*8, operand.U64(math.Float64bits(v))) // avo writes 1.0 as the whole number 1
		}
	}
	return t
}

func (t expTable) at(i int) operand.Mem { return t.base.Offset(i * avx512) }

// exps writes exp(a + b + by·x), 0 below a limit, for some vectors of x and a.
func exps(width int, table expTable) {
	begin("exps"+tier(width), "func(vectors int, to *float64, apart int, x, a *float64, b, by, least float64)",
		"is the generic loop of the same name.")
	vectors, to, apart := Load(Param("vectors"), GP64()), Load(Param("to"), GP64()), Load(Param("apart"), GP64())
	x, a := Load(Param("x"), GP64()), Load(Param("a"), GP64())
	b, by, least := spreadParam("b", width), spreadParam("by", width), spreadParam("least", width)
	SHLQ(operand.Imm(3), apart)
	Label("next")
	e, t, n, r, p := vector(width), vector(width), vector(width), vector(width), vector(width)
	// e = by·x + (a + b), rounded as in the generic loop.
	VMULPD(operand.Mem{Base: x}, by, e)
	VADDPD(operand.Mem{Base: a}, b, t)
	VADDPD(e, t, e)
	// t = e/ln 2 + 1.5·2⁵², whose last bits are the whole number n; n = t - 1.5·2⁵².
	VMULPD(table.at(0), e, t)
	VADDPD(table.at(1), t, t)
	VSUBPD(table.at(1), t, n)
	// r = e - n·ln 2, in two steps.
	VMULPD(table.at(2), n, r)
	VSUBPD(r, e, r)
	VMULPD(table.at(3), n, n)
	VSUBPD(n, r, r)
	// The series, by Horner's scheme, with separate products and sums.
	VMOVUPD(table.at(4), p)
	for k := 1; k < expTerms; k++ {
		VMULPD(r, p, p)
		VADDPD(table.at(4+k), p, p)
	}
	// Add n to the exponent of the result: 2ⁿ·exp(r).
	VPSLLQ(operand.Imm(52), t, t)
	VPADDQ(t, p, p)
	// Results below the limit, and NaN, become 0.
	keep(width, least, e, p)
	VMOVUPD(p, operand.Mem{Base: to})
	ADDQ(operand.U32(uint32(width)), x)
	ADDQ(operand.U32(uint32(width)), a)
	ADDQ(apart, to)
	DECQ(vectors)
	JG(operand.LabelRef("next"))
	VZEROUPPER()
	RET()
}

func spreadParam(name string, width int) reg.VecVirtual {
	low, v := XMM(), vector(width)
	Load(Param(name), low)
	VBROADCASTSD(low, v)
	return v
}

// keep sets to 0 what in p has less than least in e.
func keep(width int, least, e, p reg.VecVirtual) {
	if width == avx512 {
		k := K()
		// Zero all lanes but those in the mask.
		VCMPPD(notLess, least, e, k)
		VMOVUPD_Z(p, k, p)
		return
	}
	// AVX2 has no mask registers: the comparison gives all bits or none, which cut the result.
	VCMPPD(notLess, least, e, e)
	VANDPD(e, p, p)
}
