// Command asm writes the assembly of package vec: run "go generate" there.
//
// It is a module of its own, so that nobody who imports propagate needs avo.
package main

import (
	. "github.com/mmcloughlin/avo/build"
)

func main() {
	Package("github.com/propagate-go/propagate/internal/vec")
	ConstraintExpr("!noasm")
	tileAVX512("tile8x48", 8, 3)
	tileAVX2("tile6x16", 6, 2)
	squaredDistance()
	peak("peakAVX512", 64)
	peak("peakAVX2", 32)
	Generate()
}
