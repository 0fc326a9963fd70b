package main

import "fmt"

// mostColumns is the number of columns of a matrix that a kernel takes at a time: 8 vectors of float64, 4 of float32.
const mostColumns = 16

// A piece is some neighbouring columns that fill a register, or its beginning: NEON has no masks, so that the last
// columns are read and written as what they fill.
type piece struct{ at, bytes int }

// pieces cuts n columns: whole vectors, then eight bytes, then four.
func pieces(l lanes, n int) []piece {
	var all []piece
	at := 0
	// The largest pieces first, so that at most one of each smaller kind is left.
	for bytes := vectorBytes; bytes >= l.size; bytes /= 2 {
		for ; n*l.size-at >= bytes; at += bytes {
			all = append(all, piece{at, bytes})
		}
	}
	return all
}

// moves are the instructions that read and write a piece. Reading clears the rest of the register.
var moves = map[int]string{16: "FMOVQ", 8: "FMOVD", 4: "FMOVS"}

// loadPieces reads the columns of a row that begins at base.
func (k *kernel) loadPieces(base reg, all []piece, to []vreg) {
	for i := 0; i < len(all); i++ {
		// Two whole vectors in one instruction.
		if i+1 < len(all) && all[i+1].bytes == vectorBytes {
			k.loads(base, all[i].at, to[i], to[i+1])
			i++
			continue
		}
		k.ins("%s %d(%v), %v", moves[all[i].bytes], all[i].at, base, to[i])
	}
}

// storePieces writes the columns of a row that begins at base.
func (k *kernel) storePieces(base reg, all []piece, from []vreg) {
	for i := 0; i < len(all); i++ {
		if i+1 < len(all) && all[i+1].bytes == vectorBytes {
			k.stores(base, all[i].at, from[i], from[i+1])
			i++
			continue
		}
		k.ins("%s %v, %d(%v)", moves[all[i].bytes], from[i], all[i].at, base)
	}
}

// pairs cuts pieces into twos, which are read and written together.
func pairs(all []piece) [][]piece {
	var cut [][]piece
	// The last may be a single one.
	for ; len(all) > 2; all = all[2:] {
		cut = append(cut, all[:2])
	}
	return append(cut, all)
}

// forColumns writes body for every number of columns up to the most, and jumps to the one that cols asks for. The
// registers that a body takes are free again for the next.
func (k *kernel) forColumns(l lanes, cols reg, body func(n int, all []piece)) {
	for n := mostColumns; n > 1; n-- {
		// One column needs no comparison: its loop comes next.
		k.ins("CMP $%d, %v", n, cols)
		k.ins("BEQ columns%d", n)
	}
	general, vectors := k.general, k.vectors
	for n := 1; n <= mostColumns; n++ {
		k.label(fmt.Sprintf("columns%d", n))
		k.general, k.vectors = general, vectors
		body(n, pieces(l, n))
	}
}
