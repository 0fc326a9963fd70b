package main

import (
	"fmt"
	"strings"
)

// A constant is a read-only table in memory.
type constant struct {
	name  string
	bytes int // of each value
	bits  []uint64
}

// constants are all tables of the kernels.
var constants = []constant{columnBits, expTable}

// columnBits has a bit for each column of a tile: added up where a comparison holds, they are the mask of hits.
var columnBits = constant{"columnBits", 4, powersOfTwo(tileColumns)}

func powersOfTwo(n int) []uint64 {
	bits := make([]uint64, n)
	for i := range bits {
		bits[i] = 1 << i
	}
	return bits
}

// data declares the tables.
func data() string {
	var b strings.Builder
	for _, c := range constants {
		for i, v := range c.bits {
			fmt.Fprintf(&b, "DATA %s<>+%d(SB)/%d, $0x%x\n", c.name, i*c.bytes, c.bytes, v)
		}
		fmt.Fprintf(&b, "GLOBL %s<>(SB), RODATA|NOPTR, $%d\n\n", c.name, c.bytes*len(c.bits))
	}
	return b.String()
}

// address returns a register with the address of a table.
func (k *kernel) address(c constant) reg {
	r := k.reg()
	k.ins("MOVD $%s<>(SB), %v", c.name, r)
	return r
}
