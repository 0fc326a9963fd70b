package knn

import (
	"fmt"

	"github.com/propagate-go/propagate/internal/par"
	"gonum.org/v1/gonum/blas/blas32"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/mat"
)

// rawRower and rawMatrixer are implemented by *mat.Dense, narrowMatrixer is by matrices of float32.
type (
	rawRower       interface{ RawRowView(i int) []float64 }
	rawMatrixer    interface{ RawMatrix() blas64.General }
	narrowMatrixer interface{ RawMatrix() blas32.General }
)

// dims returns the size of a matrix, 0×0 of none.
func dims(x mat.Matrix) (n, d int) {
	if x == nil {
		return 0, 0
	}
	defer par.Blame("the matrix")
	return x.Dims()
}

// load takes x as it is where its rows lie one behind the other, and otherwise copies
// it, as sparse rows where x has them and the metric can use them.
//
// Errors: a column of sparse rows that there is not, or that comes twice.
func (p *Points) load(x mat.Matrix, sparse bool) error {
	defer par.Blame("the matrix")
	if rows, ok := x.(mat.RowNonZeroDoer); ok {
		// Sparse rows stay sparse if the metric adds up columns.
		if err := p.loadSparse(rows); err != nil {
			return err
		}
		if !sparse {
			p.densify()
		}
		return nil
	}
	// Rows one behind the other are used where they are.
	if raw, ok := x.(rawMatrixer); ok && raw.RawMatrix().Stride == p.d {
		p.dense = &matrix{d: p.d, wide: raw.RawMatrix().Data[:p.n*p.d], given: true}
		return nil
	}
	if raw, ok := x.(narrowMatrixer); ok && raw.RawMatrix().Stride == p.d {
		p.dense = &matrix{d: p.d, narrow: raw.RawMatrix().Data[:p.n*p.d]}
		return nil
	}
	// Any other matrix is copied, row by row if it has rows to copy.
	p.dense = newMatrix(p.n, p.d)
	raw, isRaw := x.(rawRower)
	for i := range p.n {
		row := p.dense.wide[i*p.d : (i+1)*p.d]
		if isRaw {
			copy(row, raw.RawRowView(i))
			continue
		}
		for j := range row {
			row[j] = x.At(i, j)
		}
	}
	return nil
}

// own makes dense rows float64 that may be changed.
func (p *Points) own() {
	if p.dense != nil {
		p.dense = p.dense.owned()
	}
}

func (p *Points) loadSparse(x mat.RowNonZeroDoer) error {
	p.start = make([]int, 1, p.n+1)
	for i := range p.n {
		lo := len(p.ind)
		outside := false
		x.DoRowNonZero(i, func(_, j int, v float64) {
			outside = outside || j < 0 || j >= p.d
			p.ind = append(p.ind, int32(j))
			p.val = append(p.val, v)
		})
		// Some matrices keep their columns in no order; distances merge rows by rising column.
		SortRow(p.ind[lo:], p.val[lo:])
		if outside || !rises(p.ind[lo:]) {
			return fmt.Errorf("graph: row %d: its columns are not some of %d, each once", i, p.d)
		}
		p.start = append(p.start, len(p.ind))
	}
	return nil
}

// densify writes sparse rows out in full, for a metric from outside.
func (p *Points) densify() {
	p.dense = newMatrix(p.n, p.d)
	for i := range p.n {
		for e := p.start[i]; e < p.start[i+1]; e++ {
			p.dense.wide[i*p.d+int(p.ind[e])] = p.val[e]
		}
	}
	p.start, p.ind, p.val = nil, nil, nil
}

// sparsify leaves out the zeros of dense rows, to be measured against sparse ones.
func (p *Points) sparsify() {
	p.start = make([]int, 1, p.n+1)
	r := p.reader()
	for i := range p.n {
		_, row := r.row(i)
		for j, v := range row {
			if v != 0 {
				p.ind, p.val = append(p.ind, int32(j)), append(p.val, v)
			}
		}
		p.start = append(p.start, len(p.ind))
	}
	p.dense = nil
}
