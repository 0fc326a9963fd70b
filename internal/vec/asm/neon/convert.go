package main

const convertDoc = "is the generic loop of the same name, for 8·octets elements, octets > 0."

// widen copies float32 to float64, an octet at a time.
func widen() *kernel {
	k := begin("widenNEON", "octets int, to *float64, from *float32", "", convertDoc)
	in := k.loadAll()
	x, wide := k.take(2), k.take(4)
	k.label("next")
	before := k.written
	k.loads(in[2], 0, x...)
	for i, v := range x {
		k.widened(wide[2*i], wide[2*i+1], v)
	}
	k.stores(in[1], 0, wide...)
	k.add(octetBytes/2, in[2])
	k.add(octetBytes, in[1])
	k.again(in[0], "next")
	k.cost(before, octet, "elements")
	k.ret()
	return k
}

// narrow rounds float64 to float32, an octet at a time.
func narrow() *kernel {
	k := begin("narrowNEON", "octets int, to *float32, from *float64", "", convertDoc)
	in := k.loadAll()
	x, small := k.take(4), k.take(2)
	k.label("next")
	before := k.written
	k.loads(in[2], 0, x...)
	for i, v := range small {
		k.narrowed(v, x[2*i], x[2*i+1])
	}
	k.stores(in[1], 0, small...)
	k.add(octetBytes, in[2])
	k.add(octetBytes/2, in[1])
	k.again(in[0], "next")
	k.cost(before, octet, "elements")
	k.ret()
	return k
}
