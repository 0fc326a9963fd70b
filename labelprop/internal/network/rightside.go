package network

import (
	"slices"
	"sync"

	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/internal/sweep"
)

// rightSide collects the rows of b, n×cols. Most nodes have neither a label nor a neighbour with one: they share the
// first row, so that b takes the memory of the others alone.
type rightSide struct {
	eq     *equation
	by     sweep.Normalization
	shared []float64 // the row of a node without a source; nil: every row is stored
	mutex  sync.Mutex
}

// newRightSide begins with a right side without sources. With hitting, the last column is 1 in all rows. Without, b has
// all rows: methods write there what is not the source of one node.
func newRightSide(eq *equation, by sweep.Normalization, hitting bool) *rightSide {
	s := &rightSide{eq: eq, by: by}
	if !hitting {
		eq.b = make([]float64, eq.size())
		return s
	}
	s.shared = make([]float64, eq.cols)
	s.shared[eq.cols-1] = 1
	eq.b, eq.place = slices.Clone(s.shared), make([]int32, eq.n)
	return s
}

// write divides the sources of row i by its diagonal, D⁻¹ or D^-½. Several goroutines may write rows of their own.
func (s *rightSide) write(i int, sources []lognum.Num, own lognum.Num) {
	if !slices.ContainsFunc(sources, func(x lognum.Num) bool { return !x.IsZero() }) {
		return
	}
	row := s.row(i)
	for c, x := range sources {
		row[c] = s.by.Source(x, own)
	}
	s.store(i, row)
}

// row returns row i to be written to.
func (s *rightSide) row(i int) []float64 {
	if s.shared == nil {
		return s.eq.row(s.eq.b, i)
	}
	return slices.Clone(s.shared)
}

// store makes room for row i, unless there is. The places depend on the order of the goroutines, the rows do not.
func (s *rightSide) store(i int, row []float64) {
	if s.shared == nil {
		return
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.eq.place[i] = int32(len(s.eq.b) / s.eq.cols)
	s.eq.b = append(s.eq.b, row...)
}

// size is the number of entries of a vector, n×cols.
func (eq *equation) size() int { return eq.n * eq.cols }

// right returns row i of b.
func (eq *equation) right(i int) []float64 {
	if eq.place != nil {
		i = int(eq.place[i])
	}
	return eq.row(eq.b, i)
}

// rightNorms returns Σωb² of every column.
func (eq *equation) rightNorms() []float64 {
	return eq.sum(func(lo, hi int, out []float64) {
		for i := lo; i < hi; i++ {
			b := eq.right(i)
			addProducts(out, eq.omega[i], b, b)
		}
	})
}

// allRight returns b with a row for every node.
func (eq *equation) allRight() []float64 {
	b := make([]float64, 0, eq.size())
	for i := range eq.n {
		b = append(b, eq.right(i)...)
	}
	return b
}
