package vec

import "fmt"

// Sparse is a matrix in compressed sparse rows: row i holds val[e] in column ind[e]
// for start[i] ≤ e < start[i+1].
type Sparse struct {
	start []int
	ind   []int32
	val   []float64
	cols  int
}

// NewSparse returns the matrix with the given number of columns. It keeps the
// slices; val may change later, start and ind may not. O(nnz).
//
// Errors: lengths that do not fit together, a row that ends before it begins, a
// column outside [0, cols).
func NewSparse(cols int, start []int, ind []int32, val []float64) (*Sparse, error) {
	if len(start) == 0 || start[0] < 0 || start[len(start)-1] > min(len(ind), len(val)) {
		return nil, fmt.Errorf("vec: %d row starts, %d columns, %d values do not fit together",
			len(start), len(ind), len(val))
	}
	// Rows must not overlap backwards: the kernels trust start.
	for i := range len(start) - 1 {
		if start[i] > start[i+1] {
			return nil, fmt.Errorf("vec: row %d runs from %d to %d", i, start[i], start[i+1])
		}
	}
	// Columns are checked here once, so that the kernels can fetch rows of x without a check.
	for e, j := range ind[start[0]:start[len(start)-1]] {
		if j < 0 || int(j) >= cols {
			return nil, fmt.Errorf("vec: entry %d: column %d of %d", e, j, cols)
		}
	}
	return &Sparse{start: start, ind: ind, val: val, cols: cols}, nil
}

// MustSparse is NewSparse for rows that are right by construction: it panics.
func MustSparse(cols int, start []int, ind []int32, val []float64) *Sparse {
	m, err := NewSparse(cols, start, ind, val)
	if err != nil {
		panic(err)
	}
	return m
}

// Rows returns the rows [lo, hi) as a matrix of their own, in the same memory.
func (m *Sparse) Rows(lo, hi int) *Sparse {
	return &Sparse{start: m.start[lo : hi+1], ind: m.ind, val: m.val, cols: m.cols}
}

// MulRows writes rows [lo, hi) of the product with x, a matrix of width columns
// stored row by row, to the same rows of out, stored alike. Products are rounded,
// then added in the order of the row: the bits are the same in every tier and for
// every way to cut the rows. It allocates nothing, and several goroutines may write
// rows of their own. It panics where x or out is too short.
//
// Cost: 2·width flops for each stored value, which has to be fetched with a row of x.
func (m *Sparse) MulRows(out, x []float64, width, lo, hi int) { best.mulRows(m, out, x, width, lo, hi) }

func (t Tier) mulRows(m *Sparse, out, x []float64, width, lo, hi int) {
	if lo >= hi || width == 0 {
		return
	}
	// Check the bounds once, so that the assembly can do without.
	_, _, _ = m.start[lo:hi+1], x[:m.cols*width], out[lo*width:hi*width]
	// No stored values: the product is 0, and ind and val may be empty, of which no address can be taken.
	if m.start[hi] == m.start[lo] {
		clear(out[lo*width : hi*width])
		return
	}
	t.sparse(m, out, x, width, lo, hi)
}

func (m *Sparse) mulRows(out, x []float64, width, lo, hi int) {
	for i := lo; i < hi; i++ {
		row := out[i*width : (i+1)*width]
		clear(row)
		for e := m.start[i]; e < m.start[i+1]; e++ {
			v, from := m.val[e], int(m.ind[e])*width
			for c, y := range x[from : from+width] {
				row[c] += float64(v * y)
			}
		}
	}
}
