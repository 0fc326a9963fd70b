package knn

import "encoding/binary"

// packCodes is packRows for codes: words of four, as rows or as columns of tiles.
func (f *frame) packCodes(dst []uint32, r *packing) {
	var buffer [transposedRows][4 * codedSteps]byte
	var codes [transposedRows][]byte
	steps := f.steps(r.p.d)
	for at := 0; at < r.n; at += r.width {
		panel, m := dst[at*steps:][:r.width*steps], min(r.width, r.n-at)
		if m < r.width {
			// Places without a row hold zeros; NaN as their half keeps them from being found.
			clear(panel)
		}
		for first := 0; first < m; first += transposedRows {
			some := min(transposedRows, m-first)
			for k := 0; k < steps; k += codedSteps {
				// The codes of eight rows in some columns, then the words of each step side by side.
				for i := range some {
					codes[i] = f.codesOf(buffer[i][:4*min(codedSteps, steps-k)], r, r.number(at+first+i), 4*k)
				}
				f.turnWords(panel[k*r.width+first:], codes[:some], r)
			}
		}
	}
}

// codesOf returns the codes of a row from column j on, as many as the buffer has room for.
func (f *frame) codesOf(buffer []byte, r *packing, row, j int) []byte {
	if f.keep {
		return r.norms.codes.bytes[row*4*f.steps(r.p.d)+j:][:len(buffer)]
	}
	var room [4 * codedSteps]float64
	end := min(r.p.d, j+len(buffer))
	values := r.p.dense.columns(room[:], r.p.place(row), j, end)
	f.codeRow(buffer, values, f.center[j:end], r.norms.codes.scale[row])
	return buffer
}

// turnWords writes the words of rows of codes, those of each step side by side.
func (f *frame) turnWords(dst []uint32, codes [][]byte, r *packing) {
	// What rows hold differs from the codes in the same bits of each word.
	change := uint32(0)
	if r.asRows {
		change = f.tier.RowWord(0)
	}
	if len(codes) == transposedRows {
		turnEight(dst, (*[transposedRows][]byte)(codes), r.width, change)
		return
	}
	for w, at := 0, 0; w < len(codes[0]); w, at = w+4, at+r.width {
		for i, row := range codes {
			dst[at+i] = binary.LittleEndian.Uint32(row[w:]) ^ change
		}
	}
}

// turnEight is turnWords for eight rows.
func turnEight(dst []uint32, codes *[transposedRows][]byte, width int, change uint32) {
	n := len(codes[0])
	// Slices of one length spare most checks of the loop.
	a, b, c, d := codes[0][:n], codes[1][:n], codes[2][:n], codes[3][:n]
	e, f, g, h := codes[4][:n], codes[5][:n], codes[6][:n], codes[7][:n]
	for w, at := 0, 0; w+4 <= n; w, at = w+4, at+width {
		to := dst[at : at+8 : at+8]
		to[0] = binary.LittleEndian.Uint32(a[w:w+4]) ^ change
		to[1] = binary.LittleEndian.Uint32(b[w:w+4]) ^ change
		to[2] = binary.LittleEndian.Uint32(c[w:w+4]) ^ change
		to[3] = binary.LittleEndian.Uint32(d[w:w+4]) ^ change
		to[4] = binary.LittleEndian.Uint32(e[w:w+4]) ^ change
		to[5] = binary.LittleEndian.Uint32(f[w:w+4]) ^ change
		to[6] = binary.LittleEndian.Uint32(g[w:w+4]) ^ change
		to[7] = binary.LittleEndian.Uint32(h[w:w+4]) ^ change
	}
}
