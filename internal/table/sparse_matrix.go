package table

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/memory"
)

// entries are those of a sparse matrix, in any order. Several of one place add up, as in SciPy.
type entries struct {
	rows, cols int
	row, col   []int
	val        []float64
}

// add adds one, with its place from 0 on. It returns what is wrong with it, or "".
func (e *entries) add(i, j int, v float64) (problem string) {
	switch {
	case i < 0 || i >= e.rows || j < 0 || j >= e.cols:
		return fmt.Sprintf("an entry in row %d and column %d of a matrix of %d × %d", i+1, j+1, e.rows, e.cols)
	case math.IsNaN(v) || math.IsInf(v, 0):
		return fmt.Sprintf("the entry in row %d and column %d is not finite", i+1, j+1)
	}
	e.row, e.col, e.val = append(e.row, i), append(e.col, j), append(e.val, v)
	return ""
}

const (
	// mostColumns is the number of columns of sparse rows.
	mostColumns = math.MaxInt32
	// manyRows is the number of rows from which on a matrix must have an entry for every emptyRows of them: what a
	// file says of its shape must not cost more memory than what it holds.
	manyRows  = 1 << 20
	emptyRows = 64
)

// askFor asks for the memory of so many entries: as they are read, sorted, and as rows.
func (e *entries) askFor(count int, ask memory.Ask) error {
	return ask.For(memory.Product(count, 6*8), "a sparse matrix")
}

// shapeProblem returns what is wrong with the shape, or "".
func (e *entries) shapeProblem(count int) string {
	if e.rows < 0 || e.cols < 0 || e.cols > mostColumns || e.rows > manyRows && e.rows/emptyRows > count {
		return fmt.Sprintf("a sparse matrix of %d × %d with %d entries", e.rows, e.cols, count)
	}
	return ""
}

// sparse brings the entries to rows of rising columns: O(e log e).
func (e *entries) sparse() *Sparse {
	order := make([]int, len(e.val))
	for k := range order {
		order[k] = k
	}
	// By row, then by column; those of one place stay in their order, so that sums do not depend on the sort.
	byPlace := func(a, b int) int { return cmp.Or(e.row[a]-e.row[b], e.col[a]-e.col[b]) }
	if !slices.IsSortedFunc(order, byPlace) {
		slices.SortStableFunc(order, byPlace)
	}
	s := &Sparse{Cols: e.cols, Start: make([]int, 1, e.rows+1)}
	for i, at := 0, 0; i < e.rows; i++ {
		// Equal places are neighbours in this order.
		begin := len(s.Ind)
		for ; at < len(order) && e.row[order[at]] == i; at++ {
			j, v := e.col[order[at]], e.val[order[at]]
			if n := len(s.Ind); n > begin && s.Ind[n-1] == j {
				s.Val[n-1] += v
				continue
			}
			s.Ind, s.Val = append(s.Ind, j), append(s.Val, v)
		}
		s.Start = append(s.Start, len(s.Ind))
	}
	return s
}

// hintNoLabels begins the hints of a file of features alone.
const hintNoLabels = "a sparse matrix has no labels: join them by --labels FILE, with an id that numbers the rows; "

// table makes a table of the rows, which has no columns.
func (e *entries) table(name, what string) (*Table, error) {
	if e.rows == 0 || len(e.val) == 0 {
		return nil, &Error{File: name, Reason: "a sparse matrix without an entry", Hint: sparseHint}
	}
	s := e.sparse()
	// What add up may be beyond float64.
	if slices.ContainsFunc(s.Val, func(v float64) bool { return math.IsInf(v, 0) }) {
		return nil, &Error{File: name, Reason: "entries of one place add up to no finite number", Hint: sparseHint}
	}
	return &Table{Name: name, store: &columnar{rows: e.rows}, sparse: s, hint: hintNoLabels, numbered: true,
		Notes: []string{what}}, nil
}
