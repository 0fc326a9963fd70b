package main

// octet is the number of parts of a sum over a row, as in package vec.
const octet = 8

// octetBytes is the size of an octet of float64.
const octetBytes = 8 * octet

// A term turns two vectors of float64, x and y, into what is summed, in x.
type term func(k *kernel, x, y vreg)

func squaredTerm(k *kernel, x, y vreg) {
	k.fsub(double, x, x, y)
	k.fmul(double, x, x, x)
}

func absoluteTerm(k *kernel, x, y vreg) { k.fabd(double, x, x, y) }

func productTerm(k *kernel, x, y vreg) { k.fmul(double, x, x, y) }

func square() *kernel   { return sumOfTerms("squareNEON", squaredTerm) }
func absolute() *kernel { return sumOfTerms("absoluteNEON", absoluteTerm) }
func product() *kernel  { return sumOfTerms("productNEON", productTerm) }

// sumOfTerms sums a term of two rows in eight parts, part i%8 for element i, and multiplies and adds apart, as the
// generic loop does: the bits are the same.
func sumOfTerms(name string, f term) *kernel {
	k := begin(name, "a *float64, b *float64, octets int, parts *[8]float64", "",
		"is the generic loop of the same name, for 8·octets elements, octets > 0.")
	in := k.loadAll()
	a, b, octets, parts := in[0], in[1], in[2], in[3]
	// Four sums of two parts each.
	sums, x, y := k.take(4), k.take(4), k.take(4)
	k.clear(sums...)
	k.label("next")
	before := k.written
	k.loads(a, 0, x...)
	k.loads(b, 0, y...)
	k.add(octetBytes, a, b)
	for i := range sums {
		f(k, x[i], y[i])
	}
	for i, sum := range sums {
		k.fadd(double, sum, sum, x[i])
	}
	k.again(octets, "next")
	k.cost(before, octet, "elements")
	k.stores(parts, 0, sums...)
	k.ret()
	return k
}
