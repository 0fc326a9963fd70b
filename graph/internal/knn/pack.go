package knn

// transposedRows is the number of rows that are transposed at a time.
const transposedRows = 8

// pack writes rows [lo, hi) in the frame, in panels of width rows: the first element of
// each, then the second of each, as the products read them. The last panel is filled up
// with zeros.
func (f *frame) pack(dst []float32, p *Points, lo, hi, width int) {
	f.packRows(dst, p, hi-lo, width, func(r int) int { return lo + r })
}

// packSome is pack for rows from anywhere.
func (f *frame) packSome(dst []float32, p *Points, rows []int32, width int) {
	f.packRows(dst, p, len(rows), width, func(r int) int { return int(rows[r]) })
}

// packRows is pack for n rows, the r-th of which is row number(r) of p.
func (f *frame) packRows(dst []float32, p *Points, n, width int, number func(r int) int) {
	for at := 0; at < n; at += width {
		panel, m := dst[at*p.d:][:width*p.d], min(width, n-at)
		if m < width {
			// Places without a row hold zeros; NaN as their half keeps them from being found.
			clear(panel)
		}
		for r := 0; r < m; {
			// Eight rows together by the vector code, what is left one by one.
			if m-r < transposedRows {
				_, row := p.row(number(at + r))
				f.transpose(panel[r:], row, width)
				r++
				continue
			}
			// Reading eight rows at a time writes whole cache lines of the panel.
			var rows [transposedRows][]float64
			for i := range rows {
				_, rows[i] = p.row(number(at + r + i))
			}
			f.tier.Interleave(panel[r:], width, &rows, f.center, f.scale)
			r += transposedRows
		}
	}
}

// transpose writes the values of a row in the frame, each width places behind the other.
func (f *frame) transpose(dst []float32, row []float64, width int) {
	center := f.center[:len(row)]
	at := 0
	for j, v := range row {
		dst[at] = float32((v - center[j]) * f.scale)
		at += width
	}
}
