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
	for w, at := 0, 0; w < len(codes[0]); w, at = w+4, at+r.width {
		to := dst[at:][:len(codes)]
		for i, row := range codes {
			to[i] = binary.LittleEndian.Uint32(row[w:])
		}
		if r.asRows {
			for i, word := range to {
				to[i] = f.tier.RowWord(word)
			}
		}
	}
}
