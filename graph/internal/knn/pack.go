package knn

// transposedRows is the number of rows that are transposed at a time, packedColumns that of their columns: what is
// widened of them stays in the first-level cache.
const transposedRows, packedColumns = 8, 256

// packing says which rows are packed: n of p, the r-th of which is row number(r), in panels
// of width, as the rows or as the columns of tiles.
type packing struct {
	p        *Points
	norms    *norms // of p; nil for float32
	n, width int
	number   func(r int) int
	asRows   bool
}

// packAll packs the rows [lo, hi) of p.
func packAll(p *Points, s *norms, lo, hi int) *packing {
	return &packing{p: p, norms: s, n: hi - lo, number: func(r int) int { return lo + r }}
}

// packSome packs some rows of p.
func packSome(p *Points, s *norms, rows []int32) *packing {
	return &packing{p: p, norms: s, n: len(rows), number: func(r int) int { return int(rows[r]) }}
}

// packRows packs the rows of tiles, packColumns their columns.
func (f *frame) packRows(dst panels, r *packing) {
	r.width, _ = f.shape()
	r.asRows = true
	f.pack(dst, r)
}

func (f *frame) packColumns(dst panels, r *packing) {
	_, r.width = f.shape()
	f.pack(dst, r)
}

// pack writes rows in the form of the frame, in panels of width rows: the first element of
// each, then the second of each, as the products read them. The last panel is filled up
// with zeros.
func (f *frame) pack(dst panels, r *packing) {
	if f.codes {
		f.packCodes(dst.words, r)
		return
	}
	f.packFloats(dst.floats, r)
}

// packFloats is pack for float32.
func (f *frame) packFloats(dst []float32, r *packing) {
	p, width := r.p, r.width
	var room [transposedRows][packedColumns]float64
	for at := 0; at < r.n; at += width {
		panel, m := dst[at*p.d:][:width*p.d], min(width, r.n-at)
		if m < width {
			// Places without a row hold zeros; NaN as their half keeps them from being found.
			clear(panel)
		}
		for e := 0; e < m; {
			// Eight rows together by the vector code, what is left one by one.
			if m-e < transposedRows {
				// Column lo begins width places behind the one before.
				for lo := 0; lo < p.d; lo += packedColumns {
					hi := min(p.d, lo+packedColumns)
					row := p.dense.columns(room[0][:], p.place(r.number(at+e)), lo, hi)
					f.transpose(panel[lo*width+e:], row, f.center[lo:hi], width)
				}
				e++
				continue
			}
			// Reading eight rows at a time writes whole cache lines of the panel.
			var rows [transposedRows][]float64
			for lo := 0; lo < p.d; lo += packedColumns {
				hi := min(p.d, lo+packedColumns)
				for i := range rows {
					rows[i] = p.dense.columns(room[i][:], p.place(r.number(at+e+i)), lo, hi)
				}
				f.tier.Interleave(panel[lo*width+e:], width, &rows, f.center[lo:hi], f.scale)
			}
			e += transposedRows
		}
	}
}

// transpose writes some values of a row in the frame, each width places behind the other.
func (f *frame) transpose(dst []float32, row, center []float64, width int) {
	center = center[:len(row)]
	at := 0
	for j, v := range row {
		dst[at] = float32((v - center[j]) * f.scale)
		at += width
	}
}
