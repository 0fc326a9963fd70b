// Command asm writes the assembly of package vec: run "go generate" there.
//
// It is a module of its own, so that nobody who imports propagate needs avo.
package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
)

// vectorBytes are the widths of a vector in the two tiers.
const (
	avx2   = 32
	avx512 = 64
)

func main() {
	ConstraintExpr("!noasm")
	tileAVX512("tileAVX512", 8, 3)
	tileAVX2("tileAVX2", 6, 2)
	byteTileAVX512("byteTileAVX512", 8, 3)
	byteTileAVX2("byteTileAVX2", 6, 2)
	codes()
	// The same loops for both tiers, with vectors of 64 and of 32 bytes.
	for _, width := range []int{avx512, avx2} {
		lanes("square", width, square)
		lanes("absolute", width, absolute)
		lanes("product", width, product)
		// A kernel for each number of vectors, so that the sums of a row stay in registers.
		for vectors := 1; vectors <= 4; vectors++ {
			sparse(width, vectors)
			single(width, vectors)
		}
		for vectors := 1; vectors <= 2; vectors++ {
			descend(width, vectors)
			nextDirection(width, vectors)
			subtractFrom(width, vectors)
		}
		lines(width, lineBytes)
		widen(width)
		narrow(width)
	}
	// Half a line is a vector of AVX2 on every processor.
	lines(avx2, lineBytes/2)
	// As many sums as fit in the 32 registers of AVX-512, or the 16 of AVX2.
	gram(avx512, 8, 3)
	gram(avx2, 4, 3)
	both(avx512, 8)
	both(avx2, 4)
	blocks(avx512)
	blocks(avx2)
	interleave()
	// Both kernels read the same constants.
	table := newExpTable()
	exps(avx512, table)
	exps(avx2, table)
	Generate()
}

func tier(width int) string {
	if width == avx512 {
		return "AVX512"
	}
	return "AVX2"
}

func begin(name, signature, doc string, args ...any) {
	// No kernel calls anything or keeps a pointer, so the stack is not checked and slices do not escape.
	TEXT(name, NOSPLIT, signature)
	Pragma("noescape")
	Doc(name + " " + fmt.Sprintf(doc, args...))
}
