package main

import "fmt"

// Go's assembler lacks the vector instructions on floating-point numbers but for two. This file encodes those that
// the kernels need, as the Arm Architecture Reference Manual (DDI 0487, section C7.2) gives them. Each is one word of
// 32 bits:
//
//	three registers   0 Q U 01110 o1 sz 1  Rm   opcode 1 Rn Rd    FADD Vd.T, Vn.T, Vm.T
//	by an element     0 Q U 01111 1  sz L M Rm  opcode H 0 Rn Rd  FMUL Vd.T, Vn.T, Vm.Ts[index]
//	two registers     0 Q U 01110 o1 sz 10000   opcode 10 Rn Rd   FCVTL Vd.2D, Vn.2S
//
// Q is 1 for vectors of 16 bytes, sz is 1 for float64; M, a fifth bit, goes with the four of Rm. The index of an
// element is H:L for float32 and H for float64.

// vreg is the number of a vector register.
type vreg uint32

// lanes is the kind of the elements of a vector of 16 bytes.
type lanes struct {
	arm   string // the arrangement in Arm's syntax
	plan9 string // and in that of Go
	size  int    // bytes of an element
	sz    uint32
}

var (
	double = lanes{"2d", "D2", 8, 1}
	float  = lanes{"4s", "S4", 4, 0}
)

// count is the number of elements in a vector.
func (l lanes) count() int { return vectorBytes / l.size }

// The bits of instructions with Q set, all of whose other fields are 0.
const (
	bitsFADD  = 0x4e20d400
	bitsFSUB  = 0x4ea0d400
	bitsFMUL  = 0x6e20dc00
	bitsFABD  = 0x6ea0d400
	bitsFMAX  = 0x4e20f400
	bitsFMIN  = 0x4ea0f400
	bitsFCMGE = 0x6e20e400

	bitsFMLAElement = 0x4f801000
	bitsFMULElement = 0x4f809000
	bitsSDOTElement = 0x4f80e000 // its element is four bytes, with the index of a float32

	// These four have sz set already: float32 to float64 and back. The second of each works on the upper half.
	bitsFCVTL  = 0x0e617800
	bitsFCVTL2 = 0x4e617800
	bitsFCVTN  = 0x0e616800
	bitsFCVTN2 = 0x4e616800

	bitsSCVTF  = 0x4e21d800 // int32 to float32
	bitsFCVTNS = 0x4e61a800 // float64 to int64, the nearest, the even one of two
)

// A word is an encoded instruction and how Arm writes it.
type word struct {
	bits uint32
	text string
}

// threeSame encodes an instruction on three vectors of the same kind.
func threeSame(name string, bits uint32, l lanes, d, n, m vreg) word {
	return word{
		bits | l.sz<<22 | registers(d, n, m),
		fmt.Sprintf("%s v%d.%s, v%d.%s, v%d.%s", name, d, l.arm, n, l.arm, m, l.arm),
	}
}

// byElement encodes an instruction on two vectors and one element of a third.
func byElement(name string, bits uint32, l lanes, d, n, m vreg, index int) word {
	text := fmt.Sprintf("%s v%d.%s, v%d.%s, v%d.%s[%d]", name, d, l.arm, n, l.arm, m, l.arm[1:], index)
	// The index of a float64 has one bit, H.
	if l.size == 8 {
		return word{bits | l.sz<<22 | registers(d, n, m) | uint32(index)<<11, text}
	}
	return word{bits | registers(d, n, m) | index4(index), text}
}

// registers are the fields of three registers: Rm in bits 16 to 20, Rn in 5 to 9, Rd in 0 to 4. M follows L, so that
// all five bits of Rm stand together.
func registers(d, n, m vreg) uint32 { return uint32(m)<<16 | uint32(n)<<5 | uint32(d) }

// index4 is the field of the index of an element of four bytes: H is the upper bit, L the lower one.
func index4(index int) uint32 { return uint32(index)>>1<<11 | uint32(index)&1<<21 }

// dotBytes encodes SDOT by an element: to each int32 of d it adds the products of four bytes of n and of the four
// bytes of element index of m.
func dotBytes(d, n, m vreg, index int) word {
	return word{
		bitsSDOTElement | registers(d, n, m) | index4(index),
		fmt.Sprintf("sdot v%d.4s, v%d.16b, v%d.4b[%d]", d, n, m, index),
	}
}

// twoRegisters encodes a conversion of vector n; to and from are the arrangements in Arm's syntax.
func twoRegisters(name string, bits uint32, d vreg, to string, n vreg, from string) word {
	return word{bits | uint32(n)<<5 | uint32(d), fmt.Sprintf("%s v%d.%s, v%d.%s", name, d, to, n, from)}
}
