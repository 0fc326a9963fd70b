package vec

// Single is a [Sparse] of float32: half as much has to be fetched.
type Single struct {
	start []int
	ind   []int32
	val   []float32
	cols  int
}

// Single returns m with its values rounded. It keeps the places of the values. O(nnz).
func (m *Sparse) Single() *Single {
	s := &Single{start: m.start, ind: m.ind, val: make([]float32, len(m.val)), cols: m.cols}
	for e, v := range m.val {
		s.val[e] = float32(v)
	}
	return s
}

// LessRows sets rows [lo, hi) of y to those of m·x - y, the step of a recurrence: x
// and y are matrices of width columns stored row by row. Products are rounded, added
// in the order of the row, and y is taken off last: the bits are the same in every tier
// and for every way to cut the rows. It allocates nothing, and several goroutines may
// write rows of their own. It panics where x or y is too short.
//
// Cost: 2·width flops for each stored value, which has to be fetched with a row of x.
func (m *Single) LessRows(y, x []float32, width, lo, hi int) { best.lessRows(m, y, x, width, lo, hi) }

func (t Tier) lessRows(m *Single, y, x []float32, width, lo, hi int) {
	if lo >= hi || width == 0 {
		return
	}
	// Check the bounds once, so that the assembly can do without.
	_, _, _ = m.start[lo:hi+1], x[:m.cols*width], y[lo*width:hi*width]
	// No stored values: the product is 0, and 0 - v has the sign of zero that the kernels give.
	if m.start[hi] == m.start[lo] {
		for i, v := range y[lo*width : hi*width] {
			y[lo*width+i] = 0 - v
		}
		return
	}
	t.single(m, y, x, width, lo, hi)
}

// singleColumns is the number of columns that the generic loop takes at a time.
const singleColumns = 16

func (m *Single) lessRows(y, x []float32, width, lo, hi int) {
	for i := lo; i < hi; i++ {
		for c := 0; c < width; c += singleColumns {
			m.lessRow(y[i*width+c:i*width+min(c+singleColumns, width)], x[c:], width, i)
		}
	}
}

// lessRow does some columns of row i, with which x begins.
func (m *Single) lessRow(row, x []float32, width, i int) {
	var sum [singleColumns]float32
	for e := m.start[i]; e < m.start[i+1]; e++ {
		v, from := m.val[e], int(m.ind[e])*width
		for c, y := range x[from : from+len(row)] {
			// The conversion rounds the product before it is added.
			sum[c] += float32(v * y)
		}
	}
	for c, v := range row {
		// Subtract the old y last.
		row[c] = sum[c] - v
	}
}
