package main

// The instructions on vectors, with the result first, as Arm writes them.

func (k *kernel) fadd(l lanes, d, n, m vreg) { k.word(threeSame("fadd", bitsFADD, l, d, n, m)) }
func (k *kernel) fsub(l lanes, d, n, m vreg) { k.word(threeSame("fsub", bitsFSUB, l, d, n, m)) }
func (k *kernel) fmul(l lanes, d, n, m vreg) { k.word(threeSame("fmul", bitsFMUL, l, d, n, m)) }
func (k *kernel) fmax(l lanes, d, n, m vreg) { k.word(threeSame("fmax", bitsFMAX, l, d, n, m)) }
func (k *kernel) fmin(l lanes, d, n, m vreg) { k.word(threeSame("fmin", bitsFMIN, l, d, n, m)) }

// fabd is |n - m|, rounded once.
func (k *kernel) fabd(l lanes, d, n, m vreg) { k.word(threeSame("fabd", bitsFABD, l, d, n, m)) }

// fcmge sets all bits of an element where n ≥ m, and none where not, which NaN is.
func (k *kernel) fcmge(l lanes, d, n, m vreg) { k.word(threeSame("fcmge", bitsFCMGE, l, d, n, m)) }

// fmlaBy adds n times one element of m to d, rounded once.
func (k *kernel) fmlaBy(l lanes, d, n, m vreg, index int) {
	k.word(byElement("fmla", bitsFMLAElement, l, d, n, m, index))
}

// fmulBy is n times one element of m.
func (k *kernel) fmulBy(l lanes, d, n, m vreg, index int) {
	k.word(byElement("fmul", bitsFMULElement, l, d, n, m, index))
}

// widened turns the four float32 of n into the float64 of low and high.
func (k *kernel) widened(low, high, n vreg) {
	k.word(twoRegisters("fcvtl", bitsFCVTL, low, "2d", n, "2s"))
	k.word(twoRegisters("fcvtl2", bitsFCVTL2, high, "2d", n, "4s"))
}

// narrowed rounds the float64 of low and high to the four float32 of d, which is neither of the two.
func (k *kernel) narrowed(d, low, high vreg) {
	// The first clears the upper half of d, the second fills it.
	k.word(twoRegisters("fcvtn", bitsFCVTN, d, "2s", low, "2d"))
	k.word(twoRegisters("fcvtn2", bitsFCVTN2, d, "4s", high, "2d"))
}

// dotBy adds products of four bytes of n and of one element of m to each int32 of d.
func (k *kernel) dotBy(d, n, m vreg, index int) { k.word(dotBytes(d, n, m, index)) }

// toFloat turns the int32 of a vector into float32.
func (k *kernel) toFloat(v vreg) { k.word(twoRegisters("scvtf", bitsSCVTF, v, "4s", v, "4s")) }

// toNearest turns the float64 of a vector into int64.
func (k *kernel) toNearest(v vreg) { k.word(twoRegisters("fcvtns", bitsFCVTNS, v, "2d", v, "2d")) }

// fmla adds n·m to d, rounded once. It is one of two that Go's assembler knows.
func (k *kernel) fmla(l lanes, d, n, m vreg) {
	k.written.vector++
	k.ins("VFMLA %s, %s, %s", m.as(l.plan9), n.as(l.plan9), d.as(l.plan9))
}

// clear sets vectors to 0.
func (k *kernel) clear(all ...vreg) {
	for _, v := range all {
		k.ins("VEOR %s, %s, %s", v.as("B16"), v.as("B16"), v.as("B16"))
	}
}

// and sets d to the bits that n and m share.
func (k *kernel) and(d, n, m vreg) { k.ins("VAND %s, %s, %s", m.as("B16"), n.as("B16"), d.as("B16")) }

// spread fills a vector with its first element.
func (k *kernel) spread(l lanes, v vreg) {
	k.ins("VDUP V%d.%s[0], %s", uint32(v), l.plan9[:1], v.as(l.plan9))
}

// spreadFrom fills a vector with the number at p, and steps behind it.
func (k *kernel) spreadFrom(l lanes, v vreg, p reg) {
	k.ins("VLD1R.P %d(%v), [%s]", l.size, p, v.as(l.plan9))
}

// spreadParam returns a vector filled with a parameter of type float64.
func (k *kernel) spreadParam(name string) vreg {
	v := k.one()
	// First into the lowest element.
	k.ins("FMOVD %s, %v", k.place(name), v)
	k.spread(double, v)
	return v
}

// loads reads vectors that lie one behind the other, two in one instruction.
func (k *kernel) loads(base reg, at int, all ...vreg) {
	for ; len(all) > 1; all, at = all[2:], at+2*vectorBytes {
		// The first register gets the lower address.
		k.ins("FLDPQ %d(%v), (%v, %v)", at, base, all[0], all[1])
	}
	if len(all) == 1 {
		k.ins("FMOVQ %d(%v), %v", at, base, all[0])
	}
}

// stores writes vectors one behind the other.
func (k *kernel) stores(base reg, at int, all ...vreg) {
	for ; len(all) > 1; all, at = all[2:], at+2*vectorBytes {
		k.ins("FSTPQ (%v, %v), %d(%v)", all[0], all[1], at, base)
	}
	if len(all) == 1 {
		k.ins("FMOVQ %v, %d(%v)", all[0], at, base)
	}
}

// add adds a number to registers.
func (k *kernel) add(n int, all ...reg) {
	for _, r := range all {
		k.ins("ADD $%d, %v", n, r)
	}
}

// again counts a register down by one, and jumps where something is left.
func (k *kernel) again(left reg, label string) {
	k.ins("SUBS $1, %v", left)
	k.ins("BNE %s", label)
}
