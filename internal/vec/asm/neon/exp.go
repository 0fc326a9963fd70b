package main

import "math"

// expTerms is the number of terms of the series of exp, whose argument is ln 2/2 at most.
const expTerms = 14

// expTable holds the constants of exp: 1/ln 2, what rounds to whole numbers, ln 2 in two parts, and 1/13!, 1/12! and
// so on to 1/1!, which 1/0! equals.
var expTable = constant{"expTable", 8, expConstants()}

func expConstants() []uint64 {
	values := []float64{math.Log2E, 0x1.8p52, 0x1.62e42feep-1, 0x1.a39ef35793c76p-33}
	for k := expTerms - 1; k >= 1; k-- {
		values = append(values, 1/math.Gamma(float64(k+1)))
	}
	// The assembler takes bits: no decimal number has to be read back.
	bits := make([]uint64, len(values))
	for i, v := range values {
		bits[i] = math.Float64bits(v)
	}
	return bits
}

// An exponential holds the constants of exp, all of them in registers, and the working registers of two vectors.
type exponential struct {
	*kernel
	table                []vreg
	b, by, least         vreg
	e, shifted, whole, r []vreg
	p                    []vreg
}

// exps writes exp(a + b + by·x), 0 below a limit, for some times four numbers x and a.
func exps() *kernel {
	k := begin("expsNEON", "vectors int, to *float64, apart int, x *float64, a *float64, b float64, by float64, "+
		"least float64", "", "is the generic loop of the same name, for four rows, vectors > 0.")
	in := k.load("vectors", "to", "apart", "x", "a")
	vectors, to, apart, x, a := in[0], in[1], in[2], in[3], in[4]
	f := &exponential{kernel: k, table: k.take(len(expTable.bits))}
	table := k.address(expTable)
	for _, v := range f.table {
		k.spreadFrom(double, v, table)
	}
	// The 17 constants and these three leave registers for two vectors.
	f.b, f.by, f.least = k.spreadParam("b"), k.spreadParam("by"), k.spreadParam("least")
	f.e, f.shifted, f.whole, f.r, f.p = k.take(2), k.take(2), k.take(2), k.take(2), k.take(2)
	k.ins("LSL $3, %v", apart)
	k.label("next")
	before := k.written
	k.loads(x, 0, f.e...)
	k.loads(a, 0, f.r...)
	k.add(4*8, x, a)
	f.write()
	k.stores(to, 0, f.p...)
	k.ins("ADD %v, %v", apart, to)
	k.again(vectors, "next")
	k.cost(before, 4, "results")
	k.ret()
	return k
}

// write computes p from x in e and a in r. Each step is done for both vectors, which do not wait for each other.
func (f *exponential) write() {
	for i, e := range f.e {
		// e = by·x + (a + b), rounded as in the generic loop.
		f.fmul(double, e, e, f.by)
		f.fadd(double, f.r[i], f.r[i], f.b)
		f.fadd(double, e, e, f.r[i])
	}
	f.reduce()
	// The series, by Horner's scheme, with separate products and sums: first the highest power.
	series := f.table[4:]
	for i, p := range f.p {
		f.fmul(double, p, series[0], f.r[i])
		f.fadd(double, p, p, series[1])
	}
	for k := 2; k < expTerms; k++ {
		// The last two terms share their constant, 1.
		c := series[min(k, len(series)-1)]
		for i, p := range f.p {
			f.fmul(double, p, p, f.r[i])
			f.fadd(double, p, p, c)
		}
	}
	for i, p := range f.p {
		// Add n to the exponent of the result: 2ⁿ·exp(r).
		f.ins("VSHL $52, %s, %s", f.shifted[i].as("D2"), f.shifted[i].as("D2"))
		f.ins("VADD %s, %s, %s", f.shifted[i].as("D2"), p.as("D2"), p.as("D2"))
		// Results below the limit, and NaN, become 0.
		f.fcmge(double, f.e[i], f.e[i], f.least)
		f.and(p, p, f.e[i])
	}
}

// reduce finds the whole number n nearest to e/ln 2, and r = e - n·ln 2.
func (f *exponential) reduce() {
	for i, e := range f.e {
		// e/ln 2 + 1.5·2⁵², whose last bits are n; n is that less 1.5·2⁵².
		f.fmul(double, f.shifted[i], e, f.table[0])
		f.fadd(double, f.shifted[i], f.shifted[i], f.table[1])
		f.fsub(double, f.whole[i], f.shifted[i], f.table[1])
	}
	for i, e := range f.e {
		// r in two steps: the first product is exact.
		f.fmul(double, f.r[i], f.whole[i], f.table[2])
		f.fsub(double, f.r[i], e, f.r[i])
		f.fmul(double, f.whole[i], f.whole[i], f.table[3])
		f.fsub(double, f.r[i], f.r[i], f.whole[i])
	}
}
